#include "cmd/demo/names.h"
#include "core/base/date.h"
#include "tests/bench/import/draw.h"
#include "tests/bench/import/rows.h"

#define COUNT_OF(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

enum {
    SOURCE_PERSON_ID,
    NATIONAL_ID,
    FAMILY_NAME,
    GIVEN_NAME,
    PATRONYMIC,
    BIRTH_DATE,
    SEX,
    CITIZENSHIP,
    REGION,
    JOB_TITLE,
    EMPLOYED_FROM,
    EDUCATION_LEVEL,
    EMAIL,
    PHONE,
    SERVICE_STATUS,
    CONSENT_ON,
};

static const char *const columns[] = {
    [SOURCE_PERSON_ID] = "source_person_id",
    [NATIONAL_ID] = "national_id",
    [FAMILY_NAME] = "family_name",
    [GIVEN_NAME] = "given_name",
    [PATRONYMIC] = "patronymic",
    [BIRTH_DATE] = "birth_date",
    [SEX] = "sex",
    [CITIZENSHIP] = "citizenship",
    [REGION] = "region",
    [JOB_TITLE] = "job_title",
    [EMPLOYED_FROM] = "employed_from",
    [EDUCATION_LEVEL] = "education_level",
    [EMAIL] = "email",
    [PHONE] = "phone",
    [SERVICE_STATUS] = "service_status",
    [CONSENT_ON] = "consent_on",
};

static const char *const regions[] = {
    "AZ-BA", "AZ-BA", "AZ-BA", "AZ-GA", "AZ-SM", "AZ-LAN", "AZ-NA", "AZ-QBA", "AZ-MI", "AZ-ABS",
};
static const char *const job_titles[] = {
    "Şəbəkə mühəndisi",     "Sistem inzibatçısı",
    "SOC analitiki",        "Proqramçı",
    "Böyük proqramçı",      "Məlumat analitiki",
    "Mütəxəssis, şəbəkə",   "Test mühəndisi",
    "İnsident cavabı",      "Kriptoqraf",
    "\"SOC\" növbətçisi",   "Layihə rəhbəri",
    "DevOps mühəndisi",     "Auditor",
    "Təhlükəsizlik üzrə ə", "Memar",
};
static const char *const statuses[] = {"eligible", "reserve", "deferred", "exempt", "serving"};

/* Different for all numbers below 2^35: multiplying by an odd number permutes them. */
static void add_national_id(struct str *out, uint64_t number)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    enum { DIGITS = 7, BASE = sizeof signs - 1 };
    uint64_t rest = (number * UINT64_C(0x5DEECE66D)) & ((UINT64_C(1) << 35) - 1);
    char text[DIGITS];
    for (size_t i = DIGITS; i-- > 0; rest /= BASE)
        text[i] = signs[rest % BASE];
    str_add(out, text, DIGITS);
}

static void add_padded(struct str *out, uint64_t number, size_t digits)
{
    char text[20];
    for (size_t i = digits; i-- > 0; number /= 10)
        text[i] = (char)('0' + number % 10);
    str_add(out, text, digits);
}

static void add_date(struct str *out, int year, uint32_t days)
{
    struct cadre_date date;
    char text[CADRE_DATE_TEXT_SIZE];
    if (cadre_date_from_civil(year, 1, 1, &date))
        str_add_text(out, cadre_date_format(cadre_date_add_days(date, (int)days), text));
}

/* What is the same in all months. */
static void fill_person(const struct row_plan *plan, uint64_t number, struct str *cells)
{
    enum { BIRTH_DAYS = 9000, CONSENT_DAYS = 400, LEVELS = 5 };
    struct random random = draw(plan->seed, DRAW_ROW, number, 0);
    bool female = random_chance(&random, 300);
    const struct name_spelling *family =
        name_family(random_below(&random, (uint32_t)name_family_count()), female);
    const struct name_spelling *given =
        name_given(random_below(&random, (uint32_t)name_given_count(female)), female);
    const struct name_spelling *father =
        name_given(random_below(&random, (uint32_t)name_given_count(false)), false);
    str_add_text(&cells[SOURCE_PERSON_ID], plan->prefix);
    str_add_char(&cells[SOURCE_PERSON_ID], '-');
    add_padded(&cells[SOURCE_PERSON_ID], number, 8);
    add_national_id(&cells[NATIONAL_ID], number);
    str_add_text(&cells[FAMILY_NAME], family->az);
    str_add_text(&cells[GIVEN_NAME], given->az);
    str_add_text(&cells[PATRONYMIC], father->az);
    str_add_text(&cells[PATRONYMIC], female ? " qızı" : " oğlu");
    add_date(&cells[BIRTH_DATE], 1979, random_below(&random, BIRTH_DAYS));
    str_add_text(&cells[SEX], female ? "F" : "M");
    str_add_text(&cells[CITIZENSHIP], "AZ");
    str_add_char(&cells[EDUCATION_LEVEL], (char)('3' + random_below(&random, LEVELS)));
    name_add_ascii(&cells[EMAIL], given->az);
    str_add_int64(&cells[EMAIL], (int64_t)number);
    str_add_text(&cells[EMAIL], "@poct.az");
    str_add_text(&cells[SERVICE_STATUS], statuses[random_below(&random, COUNT_OF(statuses))]);
    add_date(&cells[CONSENT_ON], 2024, random_below(&random, CONSENT_DAYS));
}

/* What changes: the job always, other cells of them now and then. */
static void fill_month(const struct row_plan *plan, uint64_t number, struct str *cells)
{
    enum { EMPLOYED_DAYS = 7000, SUBSCRIBERS = 10000000 };
    uint32_t month = row_changed_in(plan, number);
    struct random first = draw(plan->seed, DRAW_VERSION, number, 0);
    struct random now = draw(plan->seed, DRAW_VERSION, number, month);
    uint32_t job = random_below(&first, COUNT_OF(job_titles));
    str_add_text(&cells[JOB_TITLE], job_titles[(job + month) % COUNT_OF(job_titles)]);
    add_date(&cells[EMPLOYED_FROM], 2004, random_below(&now, EMPLOYED_DAYS));
    bool moved = month > 0 && random_chance(&now, 300);
    struct random *place = moved ? &now : &first;
    str_add_text(&cells[REGION], regions[random_below(place, COUNT_OF(regions))]);
    str_add_text(&cells[PHONE], "+99450");
    add_padded(&cells[PHONE], random_below(place, SUBSCRIBERS), 7);
}

static void fill(const struct row_plan *plan, uint64_t number, struct made_row *row)
{
    fill_person(plan, number, row->cells);
    fill_month(plan, number, row->cells);
}

const struct row_kind row_kind_roster = {
    .name = "roster", .columns = columns, .column_count = COUNT_OF(columns), .fill = fill};
