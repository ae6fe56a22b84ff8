#include "core/kind/finding.h"
#include "core/kind/kinds.h"

static const struct kind_column columns[] = {
    {.name = "list",
     .header_az = "siyahı",
     .header_ru = "список",
     .rule = RULE_KEY,
     .max = KEY_BYTES_MAX,
     .required = true,
     .meaning = "code of the list, which requirements ask for",
     .example = "CYBER-DEGREES"},
    {.name = "institution",
     .header_az = "təhsil müəssisəsi",
     .header_ru = "учебное заведение",
     .rule = RULE_TEXT,
     .max = TEXT_MAX_POINTS,
     .required = true,
     .meaning = "its name as rosters write it; capital letters and blanks do not matter",
     .example = "Bakı Dövlət Universiteti"},
    {.name = "listed_from",
     .header_az = "siyahıya alınma tarixi",
     .header_ru = "в списке с",
     .type = COLUMN_DATE,
     .rule = RULE_DATE,
     .min = YEAR_MIN,
     .max = YEAR_MAX,
     .required = true,
     .meaning = "first day on the list",
     .example = "2010-09-01"},
    {.name = "listed_until",
     .header_az = "siyahıdan çıxma tarixi",
     .header_ru = "в списке по",
     .type = COLUMN_DATE,
     .rule = RULE_DATE,
     .min = YEAR_MIN,
     .max = YEAR_MAX,
     .meaning = "last day on the list; empty: without end",
     .example = "2030-08-31"},
};

static const struct row_check checks[] = {
    {CHECK_ORDER, "listed_from", "listed_until", FINDING_R_DATE_ORDER},
};

const struct kind kind_institution_lists = {
    .name = "institution_lists",
    .title = "Lists of institutions",
    .row_is = "an institution on a list",
    .columns = columns,
    .column_count = COUNT_OF(columns),
    .checks = checks,
    .check_count = COUNT_OF(checks),
    .identity = {"list", "institution", "listed_from"},
    .asks_registry = "what the lists held before",
};
