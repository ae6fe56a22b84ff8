#include "core/base/date.h"
#include "tests/bench/import/draw.h"
#include "tests/bench/import/rows.h"

#define COUNT_OF(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

enum { SOURCE_PERSON_ID, CREDENTIAL, ISSUER, NUMBER, ISSUED_ON, EXPIRES_ON };

static const char *const columns[] = {
    [SOURCE_PERSON_ID] = "source_person_id",
    [CREDENTIAL] = "credential",
    [ISSUER] = "issuer",
    [NUMBER] = "number",
    [ISSUED_ON] = "issued_on",
    [EXPIRES_ON] = "expires_on",
};

/* Of the shipped catalogue. */
static const struct {
    const char *issuer, *code;
} credentials[] = {
    {"Cisco", "CCNA"},       {"Cisco", "CCNP Security"}, {"CompTIA", "A+"},
    {"CompTIA", "CySA+"},    {"CompTIA", "Network+"},    {"CompTIA", "Security+"},
    {"CompTIA", "PenTest+"}, {"CompTIA", "Linux+"},      {"EC-Council", "CEH"},
    {"EC-Council", "CHFI"},  {"EC-Council", "CND"},      {"CNCF", "CKA"},
    {"CNCF", "CKS"},         {"GIAC", "GCFA"},           {"GIAC", "GCIH"},
    {"Fortinet", "NSE 4"},   {"AWS", "SAA-C03"},         {"AWS", "SCS-C02"},
    {"CertNexus", "CFR"},
};

/* Two awards for each person of the roster with the same numbers, of different credentials. */
enum { AWARDS_A_PERSON = 2 };

static void fill(const struct row_plan *plan, uint64_t number, struct made_row *row)
{
    enum { ISSUED_DAYS = 2900, MONTHS_IN_FORCE = 36, DIGITS = 8 };
    struct str *cells = row->cells;
    struct cadre_date start;
    char text[CADRE_DATE_TEXT_SIZE];
    uint64_t person = number / AWARDS_A_PERSON;
    struct random of_person = draw(plan->seed, DRAW_ROW, person, 0);
    struct random of_row = draw(plan->seed, DRAW_VERSION, number, 0);
    uint32_t first = random_below(&of_person, COUNT_OF(credentials));
    uint32_t credential = (first + (uint32_t)(number % AWARDS_A_PERSON)) % COUNT_OF(credentials);
    uint32_t month = row_changed_in(plan, number);
    char digits[DIGITS];
    for (uint64_t i = DIGITS, rest = person; i-- > 0; rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    str_add_text(&cells[SOURCE_PERSON_ID], plan->prefix);
    str_add_char(&cells[SOURCE_PERSON_ID], '-');
    str_add(&cells[SOURCE_PERSON_ID], digits, DIGITS);
    str_add_text(&cells[CREDENTIAL], credentials[credential].code);
    str_add_text(&cells[ISSUER], credentials[credential].issuer);
    str_add_text(&cells[NUMBER], "№ ");
    str_add_int64(&cells[NUMBER], (int64_t)(number * 7 + 1000003));
    if (!cadre_date_from_civil(2018, 1, 1, &start))
        return;
    start = cadre_date_add_days(start, (int)random_below(&of_row, ISSUED_DAYS));
    str_add_text(&cells[ISSUED_ON], cadre_date_format(start, text));
    start = cadre_date_add_months(start, MONTHS_IN_FORCE + (int)month);
    str_add_text(&cells[EXPIRES_ON], cadre_date_format(start, text));
}

const struct row_kind row_kind_certifications = {
    .name = "certifications", .columns = columns, .column_count = COUNT_OF(columns), .fill = fill};
