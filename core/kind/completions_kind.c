#include "core/kind/finding.h"
#include "core/kind/kinds.h"

static const struct kind_column columns[] = {
    PERSON_KEY_COLUMNS,
    PROVIDER_COLUMN,
    {.name = "training",
     .header_az = "təlim kodu",
     .header_ru = "код курса",
     .rule = RULE_KEY,
     .max = KEY_BYTES_MAX,
     .required = true,
     .meaning = "the provider's code of the training",
     .example = "SOC-201"},
    {.name = "completed_on",
     .header_az = "tamamlama tarixi",
     .header_ru = "дата прохождения",
     .type = COLUMN_DATE,
     .rule = RULE_DATE,
     .min = YEAR_MIN,
     .max = YEAR_MAX,
     .required = true,
     .meaning = "day on which it was completed",
     .example = "2025-11-28"},
    {.name = "expires_on",
     .header_az = "bitmə tarixi",
     .header_ru = "действует до",
     .type = COLUMN_DATE,
     .rule = RULE_DATE,
     .min = YEAR_MIN,
     .max = YEAR_MAX,
     .meaning = "last day on which it counts; empty: without end",
     .example = "2028-11-28"},
    VERIFIED_BY_COLUMN,
};

static const struct row_check checks[] = {
    {CHECK_ONE_REQUIRED, "source_person_id", "national_id", FINDING_R_PERSON_KEY},
    {CHECK_NOT_FUTURE, "completed_on", NULL, FINDING_R_FUTURE_DATE},
    {CHECK_ORDER, "completed_on", "expires_on", FINDING_R_DATE_ORDER},
};

const struct kind kind_completions = {
    .name = "completions",
    .title = "Completions of trainings",
    .row_is = "a course taken by a person",
    .columns = columns,
    .column_count = COUNT_OF(columns),
    .checks = checks,
    .check_count = COUNT_OF(checks),
    .needs_source = true,
    .person_key = true,
    .identity = {"source_person_id", "national_id", "person_source", "provider", "training",
                 "completed_on"},
    .asks_registry = "whether people and trainings are known",
};
