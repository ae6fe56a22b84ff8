#include "core/kind/finding.h"
#include "core/kind/kinds.h"

static const struct kind_column columns[] = {
    PERSON_KEY_COLUMNS,
    {.name = "code",
     .header_az = "fərqlənmə kodu",
     .header_ru = "код отличия",
     .rule = RULE_KEY,
     .max = KEY_BYTES_MAX,
     .required = true,
     .meaning = "code of the distinction, the same wherever it is asked for",
     .example = "OLYMPIAD-INFORMATICS"},
    {.name = "awarded_on",
     .header_az = "verilmə tarixi",
     .header_ru = "дата присуждения",
     .type = COLUMN_DATE,
     .rule = RULE_DATE,
     .min = YEAR_MIN,
     .max = YEAR_MAX,
     .required = true,
     .meaning = "day from which it is held",
     .example = "2025-04-20"},
    VERIFIED_BY_COLUMN,
};

static const struct row_check checks[] = {
    {CHECK_ONE_REQUIRED, "source_person_id", "national_id", FINDING_R_PERSON_KEY},
    {CHECK_NOT_FUTURE, "awarded_on", NULL, FINDING_R_FUTURE_DATE},
};

const struct kind kind_distinctions = {
    .name = "distinctions",
    .title = "Distinctions of people",
    .row_is = "a distinction held by a person",
    .columns = columns,
    .column_count = COUNT_OF(columns),
    .checks = checks,
    .check_count = COUNT_OF(checks),
    .needs_source = true,
    .person_key = true,
    .identity = {"source_person_id", "national_id", "person_source", "code", "awarded_on"},
    .asks_registry = "whether the people are known",
};
