#include "core/kind/finding.h"
#include "core/kind/kinds.h"

static const struct kind_column columns[] = {
    PERSON_KEY_COLUMNS,
    {.name = "side",
     .header_az = "tərəf",
     .header_ru = "сторона",
     .rule = RULE_CODE_LIST,
     .list = "preference_side",
     .required = true,
     .meaning = "whose wish it is: the person's, or an organization's to have the person",
     .example = "person"},
    {.name = "need_code",
     .header_az = "tələbat kodu",
     .header_ru = "код потребности",
     .rule = RULE_KEY,
     .max = KEY_BYTES_MAX,
     .meaning = "the need that is wished for",
     .example = "N-0042"},
    {.name = "work_role",
     .header_az = "iş rolu",
     .header_ru = "рабочая роль",
     .rule = RULE_WORK_ROLE,
     .meaning = "or any need of this work role",
     .example = "DCWF/511"},
    {.name = "organization_code",
     .header_az = "qurum kodu",
     .header_ru = "код организации",
     .rule = RULE_KEY,
     .max = KEY_BYTES_MAX,
     .meaning = "or any need of this organization",
     .example = "CERT-GOV"},
    {.name = "rank",
     .header_az = "üstünlük sırası",
     .header_ru = "очерёдность",
     .type = COLUMN_INTEGER,
     .rule = RULE_INTEGER,
     .min = 1,
     .max = 999,
     .required = true,
     .meaning = "1 is wished for most; a person gives each rank once",
     .example = "1"},
};

static const struct row_check checks[] = {
    {CHECK_ONE_REQUIRED, "source_person_id", "national_id", FINDING_R_PERSON_KEY},
};

/* Of a source, though nothing of the wish depends on it: a row about a person carries the owner of
 * the source that brought it, and a source's whole list is how a wish is withdrawn. */
const struct kind kind_preferences = {
    .name = "preferences",
    .title = "Preferences",
    .row_is = "a wish of a person or of an organization",
    .columns = columns,
    .column_count = COUNT_OF(columns),
    .checks = checks,
    .check_count = COUNT_OF(checks),
    .needs_source = true,
    .person_key = true,
    .one_of = {"need_code", "work_role", "organization_code"},
    .identity = {"source_person_id", "national_id", "person_source", "side", "need_code",
                 "work_role", "organization_code"},
    .asks_registry =
        "whether people, needs and organizations are known, and whether ranks are free",
};
