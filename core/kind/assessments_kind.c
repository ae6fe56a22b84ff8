#include "core/kind/finding.h"
#include "core/kind/kinds.h"

static const struct kind_column columns[] = {
    PERSON_KEY_COLUMNS,
    {.name = "code",
     .header_az = "imtahan kodu",
     .header_ru = "код экзамена",
     .rule = RULE_KEY,
     .max = KEY_BYTES_MAX,
     .required = true,
     .meaning = "code of the assessment, the same wherever it is asked for",
     .example = "DIM-ENTRANCE"},
    {.name = "score",
     .header_az = "bal",
     .header_ru = "балл",
     .rule = RULE_SCORE,
     .required = true,
     .meaning = "what was reached",
     .example = "612.5"},
    {.name = "taken_on",
     .header_az = "imtahan tarixi",
     .header_ru = "дата экзамена",
     .type = COLUMN_DATE,
     .rule = RULE_DATE,
     .min = YEAR_MIN,
     .max = YEAR_MAX,
     .required = true,
     .meaning = "day on which it was taken",
     .example = "2025-07-12"},
    VERIFIED_BY_COLUMN,
};

static const struct row_check checks[] = {
    {CHECK_ONE_REQUIRED, "source_person_id", "national_id", FINDING_R_PERSON_KEY},
    {CHECK_NOT_FUTURE, "taken_on", NULL, FINDING_R_FUTURE_DATE},
};

const struct kind kind_assessments = {
    .name = "assessments",
    .title = "Assessments of people",
    .row_is = "an assessment taken by a person",
    .columns = columns,
    .column_count = COUNT_OF(columns),
    .checks = checks,
    .check_count = COUNT_OF(checks),
    .needs_source = true,
    .person_key = true,
    .identity = {"source_person_id", "national_id", "person_source", "code", "taken_on"},
    .asks_registry = "whether the people are known",
};
