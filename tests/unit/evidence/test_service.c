/* Whom the law lets serve how: standing from records, what closes an engagement, the dated rules.
 */
#include "core/evidence/service.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

/* Law of a made-up country. */
static const char *const columns[] = {"rule",           "valid_from", "valid_until", "engagement",
                                      "service_status", "min_age",    "max_age",     "months",
                                      "ground",         "decree",     "confirmed"};
static const char *const cells[] = {
    "old",       "",           "2025-12-31", "conscript", "eligible", "18",
    "35",        "18",         "",           "1/98",      "1", /* */
    "new",       "2026-01-01", "",           "conscript", "eligible", "18",
    "30",        "12",         "",           "7/25",      "1", /* */
    "muster",    "",           "",           "muster",    "reserve",  "",
    "",          "",           "",           "",          "1", /* */
    "contract",  "",           "",           "contract",  "reserve",  "",
    "40",        "",           "",           "",          "1", /* */
    "eligible",  "",           "",           "contract",  "eligible", "20",
    "",          "",           "",           "",          "1", /* */
    "studies-o", "",           "2025-12-31", "conscript", "deferred", "",
    "26",        "",           "Studies",    "1/98",      "1", /* */
    "studies",   "2026-01-01", "",           "conscript", "deferred", "",
    "24",        "",           "Studies",    "7/25",      "1", /* */
};
enum { COLUMNS = sizeof columns / sizeof *columns, RULES = sizeof cells / sizeof *cells / COLUMNS };

/* And its call-ups. */
static const char *const call_up_columns[] = {"code",      "opens_on",   "closes_on",
                                              "born_from", "born_until", "decree"};
static const char *const call_up_cells[] = {
    "SPRING", "2026-04-01", "2026-06-30", "1998", "2003", "9/26", /* */
    "AUTUMN", "2026-10-01", "2026-12-31", "",     "2003", "",     /* */
    "WINTER", "2026-12-01", "2027-01-31", "2003", "",     "",     /* */
};
static const struct catalogue_table laws[] = {
    {"service_rules", columns, COLUMNS, cells, RULES},
    {"call_ups", call_up_columns, 6, call_up_cells, 3},
};

static struct catalogue *catalogue;
static struct arena *arena;

static void set_up(void)
{
    catalogue = catalogue_from(laws, 2);
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
    catalogue_free(catalogue);
}

static struct cadre_date day_of(const char *text)
{
    struct cadre_date day = cadre_date_none;
    ck_assert(text == NULL || cadre_date_parse_iso(str_view_of(text), &day));
    return day;
}

enum { RECORDS_MAX = 4 };

static const struct service_case {
    const char *title;
    struct {
        const char *record, *ground, *from, *until;
    } records[RECORDS_MAX];
    const char *day;    /* usually 2026-09-01 */
    const char *born;   /* usually 2003-02-01; "" = not known */
    const char *roster; /* its word, usually "reserve" */
    const char *status; /* wanted */
    const char *open;   /* to which engagements of the law, in the order of the list */
    const char *words;  /* why conscription is not */
} cases[] = {
    {"no records: as the roster states it", .status = "reserve", .open = "muster contract",
     .words = "not open to the service status: reserve held"},
    {"nothing known at all", .roster = "", .status = "", .open = "",
     .words = "not open to the service status: none held"},
    {"registered",
     {{"registered", .from = "2020-05-01"}},
     .status = "eligible",
     .open = "conscript contract"},
    {"deferred while it lasts",
     {{"registered", .from = "2020-05-01"}, {"deferred", "family", "2024-09-15", "2027-06-30"}},
     .status = "deferred",
     .open = "",
     .words = "deferred, family, until 2027-06-30"},
    {"its last day",
     {{"registered", .from = "2020-05-01"}, {"deferred", "family", "2024-09-15", "2026-09-01"}},
     .status = "deferred",
     .open = "",
     .words = "deferred, family, until 2026-09-01"},
    {"the day after",
     {{"registered", .from = "2020-05-01"}, {"deferred", "family", "2024-09-15", "2026-08-31"}},
     .status = "eligible",
     .open = "conscript contract"},
    {"over, and nothing else was recorded, whatever the roster states",
     {{"deferred", "family", "2024-09-15", "2026-08-31"}},
     .roster = "deferred",
     .status = "eligible",
     .open = "conscript contract"},
    {"service that is over",
     {{"registered", .from = "2020-05-01", .until = "2023-01-09"},
      {"serving", .from = "2023-01-10", .until = "2024-07-10"}},
     .status = "discharged",
     .open = "",
     .words = "not open to the service status: discharged held"},
    {"the reserve is over: the roster's word",
     {{"reserve", .from = "2010-01-10", .until = "2024-07-10"}},
     .roster = "exempt",
     .status = "exempt",
     .open = "",
     .words = "not open to the service status: exempt held"},
    {"begins tomorrow",
     {{"registered", .from = "2020-05-01"}, {"deferred", "family", "2026-09-02"}},
     .status = "eligible",
     .open = "conscript contract"},
    {"without an end",
     {{"deferred", "family", "2024-09-15"}},
     .status = "deferred",
     .open = "",
     .words = "deferred, family, since 2024-09-15"},
    {"registered anew does not end a deferment",
     {{"deferred", "family", "2024-09-15", "2027-06-30"}, {"registered", .from = "2026-01-01"}},
     .status = "deferred",
     .open = "",
     .words = "deferred, family, until 2027-06-30"},
    {"nor does a call-up",
     {{"deferred", "family", "2024-09-15", "2027-06-30"}, {"called_up", .from = "2026-07-01"}},
     .status = "deferred",
     .open = "",
     .words = "deferred, family, until 2027-06-30"},
    {"service that began later does",
     {{"deferred", "family", "2024-09-15", "2027-06-30"}, {"serving", .from = "2026-07-01"}},
     .status = "serving",
     .open = "",
     .words = "serving, since 2026-07-01"},
    {"called up: to conscription alone",
     {{"registered", .from = "2020-05-01"}, {"called_up", .from = "2026-07-01"}},
     .status = "eligible",
     .open = "conscript"},
    {"served, and in the reserve from the day of the discharge",
     {{"serving", .from = "2023-01-10"},
      {"reserve", .from = "2024-07-10"},
      {"discharged", .from = "2024-07-10"}},
     .status = "reserve",
     .open = "muster contract",
     .words = "in the reserve, since 2024-07-10"},
    {"exempt, then in the reserve",
     {{"exempt", "health", "2019-01-01"}, {"reserve", .from = "2019-01-02"}},
     .status = "reserve",
     .open = "muster contract",
     .words = "in the reserve, since 2019-01-02"},
    {"in the reserve, then exempt",
     {{"reserve", .from = "2019-01-02"}, {"exempt", "sickness", "2025-01-01"}},
     .status = "exempt",
     .open = "",
     .words = "exempt, sickness, since 2025-01-01"},
    {"reserved by the employer: no muster",
     {{"reserve", .from = "2019-01-02"},
      {"reserved_by_employer", .from = "2026-01-01", .until = "2026-12-31"}},
     .status = "reserve",
     .open = "contract",
     .words = "reserved by the employer, until 2026-12-31"},
    {"reserved until yesterday",
     {{"reserve", .from = "2019-01-02"},
      {"reserved_by_employer", .from = "2026-01-01", .until = "2026-08-31"}},
     .status = "reserve",
     .open = "muster contract",
     .words = "in the reserve, since 2019-01-02"},
    {"reserved before conscription",
     {{"registered", .from = "2020-05-01"}, {"reserved_by_employer", .from = "2026-01-01"}},
     .status = "eligible",
     .open = "contract",
     .words = "reserved by the employer, since 2026-01-01"},
    {"attached: the roster's standing, and no muster",
     {{"attached", .from = "2026-01-01"}},
     .status = "reserve",
     .open = "contract",
     .words = "not open to the service status: reserve held"},
    {"at a muster",
     {{"reserve", .from = "2019-01-02"}, {"muster", .from = "2026-08-20", .until = "2026-09-10"}},
     .status = "reserve",
     .open = "contract",
     .words = "in the reserve, since 2019-01-02"},
    {"an age that the law of today does not take",
     {{"registered", .from = "2012-05-01"}},
     .born = "1994-09-01",
     .status = "eligible",
     .open = "contract",
     .words = "the law takes ages 18 to 30 (rule new, in force from 2026-01-01, decree 7/25): 32 "
              "reached"},
    {"which that of last year took",
     {{"registered", .from = "2012-05-01"}},
     .day = "2025-12-31",
     .born = "1994-09-01",
     .status = "eligible",
     .open = "conscript contract"},
    {"an age that nobody knows",
     {{"registered", .from = "2012-05-01"}},
     .born = "",
     .status = "eligible",
     .open = "",
     .words = "the law takes ages 18 to 30 (rule new, in force from 2026-01-01, decree 7/25): no "
              "birth date known"},
    {"studies defer up to an age, however the office writes it",
     {{"registered", .from = "2020-05-01"}, {"deferred", "STUDIES", "2024-09-15", "2029-06-30"}},
     .status = "deferred",
     .open = "",
     .words = "deferred, STUDIES, until 2028-01-31 (rule studies, in force from 2026-01-01, decree "
              "7/25)"},
    {"the last day of that age",
     {{"registered", .from = "2020-05-01"}, {"deferred", "studies", "2024-09-15", "2029-06-30"}},
     .day = "2028-01-31",
     .status = "deferred",
     .open = "",
     .words = "deferred, studies, until 2028-01-31 (rule studies, in force from 2026-01-01, decree "
              "7/25)"},
    {"the birthday ends it",
     {{"registered", .from = "2020-05-01"}, {"deferred", "studies", "2024-09-15", "2029-06-30"}},
     .day = "2028-02-01",
     .status = "eligible",
     .open = "conscript contract"},
    {"an end that is stated earlier stands",
     {{"deferred", "studies", "2024-09-15", "2027-06-30"}},
     .status = "deferred",
     .open = "",
     .words = "deferred, studies, until 2027-06-30"},
    {"the ages of the old law while it was in force",
     {{"registered", .from = "2018-05-01"}, {"deferred", "studies", "2020-09-15"}},
     .day = "2025-12-31",
     .born = "2000-01-01",
     .status = "deferred",
     .open = "",
     .words = "deferred, studies, until 2026-12-31 (rule studies-o, decree 1/98)"},
    {"and the next day the new one's",
     {{"registered", .from = "2018-05-01"}, {"deferred", "studies", "2020-09-15"}},
     .day = "2026-01-01",
     .born = "2000-01-01",
     .status = "eligible",
     .open = "conscript contract"},
    {"born on 29 February: up to the end of the month",
     {{"deferred", "studies", "2020-09-15"}},
     .day = "2029-02-28",
     .born = "2004-02-29",
     .status = "deferred",
     .open = "",
     .words = "deferred, studies, until 2029-02-28 (rule studies, in force from 2026-01-01, decree "
              "7/25)"},
    {"not known how old: the record's own end",
     {{"deferred", "studies", "2020-09-15"}},
     .born = "",
     .status = "deferred",
     .open = "",
     .words = "deferred, studies, since 2020-09-15"},
    {"the rule is of deferments, not of exemptions",
     {{"exempt", "Studies", "2020-09-01"}},
     .status = "exempt",
     .open = "",
     .words = "exempt, Studies, since 2020-09-01"},
};

static const struct snapshot *seal(const struct service_case *row)
{
    struct cadre_error err = {0};
    struct snapshot *snapshot = NULL;
    const char *born = row->born != NULL ? row->born : "2003-02-01";
    struct snapshot_builder *builder =
        snapshot_builder_new(arena, catalogue, day_of(row->day != NULL ? row->day : "2026-09-01"),
                             str_view_of("2026-09-01 06:00:00.000001+00"));
    const struct person_row person = {
        .natural_key = str_view_of("K1"),
        .birth_date = born[0] == '\0' ? cadre_date_none : day_of(born),
        .service_status = str_view_of(row->roster != NULL ? row->roster : "reserve"),
        .available_from = cadre_date_none,
        .consent_on = cadre_date_none,
        .consent_until = cadre_date_none,
    };
    /* The order of rows is not that of days. */
    for (int i = RECORDS_MAX - 1; i >= 0; i--) {
        if (row->records[i].record == NULL)
            continue;
        const struct record_row record = {
            .natural_key = str_view_of("K1"),
            .record = str_view_of(row->records[i].record),
            .ground = str_view_of(row->records[i].ground),
            .from_on = day_of(row->records[i].from),
            .until_on = day_of(row->records[i].until),
        };
        ck_assert_int_eq(snapshot_add_record(builder, &record, &err), CADRE_OK);
    }
    ck_assert_int_eq(snapshot_add_person(builder, &person, &err), CADRE_OK);
    ck_assert_int_eq(snapshot_seal(builder, &snapshot, &err), CADRE_OK);
    snapshot_builder_free(builder);
    return snapshot;
}

static int32_t age_of(const struct snapshot *snapshot)
{
    struct cadre_date born = snapshot->people[0].birth_date;
    return cadre_date_is_set(born) ? cadre_date_full_years(born, snapshot->as_of) : -1;
}

static const char *open_of(const struct snapshot *snapshot)
{
    CADRE_CLEANUP(str_release) struct str open = {0};
    for (int32_t rank = 1; rank <= catalogue_code_count(catalogue, "engagement"); rank++) {
        if (service_open(snapshot, &snapshot->people[0], age_of(snapshot), rank))
            str_add_format(&open, "%s%s", open.length > 0 ? " " : "",
                           catalogue_code(catalogue, "engagement", rank));
    }
    return arena_strdup(arena, str_chars(&open));
}

START_TEST(records_decide)
{
    const struct service_case *row = &cases[_i];
    const struct snapshot *snapshot = seal(row);
    const struct person *person = &snapshot->people[0];
    int32_t conscript = catalogue_code_rank(catalogue, "engagement", str_view_of("conscript"));
    const char *status = catalogue_code(catalogue, "service_status", person->service_status);
    ck_assert_msg(strcmp(status != NULL ? status : "", row->status) == 0, "%s: %s", row->title,
                  status);
    ck_assert_msg(strcmp(open_of(snapshot), row->open) == 0, "%s: %s", row->title,
                  open_of(snapshot));
    if (row->words == NULL)
        return;
    const char *words = service_words(snapshot, person, conscript, arena);
    ck_assert_msg(strcmp(words, row->words) == 0, "%s: %s", row->title, words);
}
END_TEST

START_TEST(the_list_has_the_order_of_precedence)
{
    static const char *const codes[SERVICE_RECORD_COUNT] = {
        [SERVICE_REGISTERED] = "registered",
        [SERVICE_CALLED_UP] = "called_up",
        [SERVICE_DEFERRED] = "deferred",
        [SERVICE_EXEMPT] = "exempt",
        [SERVICE_SERVING] = "serving",
        [SERVICE_DISCHARGED] = "discharged",
        [SERVICE_RESERVE] = "reserve",
        [SERVICE_RESERVED_BY_EMPLOYER] = "reserved_by_employer",
        [SERVICE_ATTACHED] = "attached",
        [SERVICE_MUSTER] = "muster",
    };
    ck_assert_int_eq(catalogue_code_count(catalogue, "service_record"), SERVICE_RECORD_COUNT - 1);
    for (int32_t rank = 1; rank < SERVICE_RECORD_COUNT; rank++)
        ck_assert_str_eq(catalogue_code(catalogue, "service_record", rank), codes[rank]);
}
END_TEST

static const struct {
    const char *call_up, *born, *words; /* words NULL = taken */
} call_ups[] = {
    {"SPRING", "1998-01-01", NULL},
    {"SPRING", "1997-12-31",
     "call-up SPRING takes those born 1998 to 2003 (decree 9/26): born 1997-12-31"},
    {"SPRING", "2003-12-31", NULL},
    {"SPRING", "2004-01-01",
     "call-up SPRING takes those born 1998 to 2003 (decree 9/26): born 2004-01-01"},
    {"SPRING", NULL,
     "call-up SPRING takes those born 1998 to 2003 (decree 9/26): no birth date known"},
    {"autumn", "1950-01-01", NULL},
    {"AUTUMN", "2004-01-01", "call-up AUTUMN takes those born until 2003: born 2004-01-01"},
    {"WINTER", "2008-01-01", NULL},
    {"WINTER", "2002-12-31", "call-up WINTER takes those born from 2003 on: born 2002-12-31"},
};

START_TEST(a_call_up_takes_years_of_birth)
{
    struct cadre_error err = {0};
    struct snapshot *snapshot = NULL;
    struct snapshot_builder *builder = snapshot_builder_new(
        arena, catalogue, day_of("2026-04-01"), str_view_of("2026-09-01 06:00:00.000001+00"));
    const struct person_row row = {.natural_key = str_view_of("K1"),
                                   .birth_date = day_of(call_ups[_i].born)};
    int32_t conscript = catalogue_code_rank(catalogue, "engagement", str_view_of("conscript"));
    int32_t muster = catalogue_code_rank(catalogue, "engagement", str_view_of("muster"));
    snapshot_set_call_up(builder, catalogue_call_up(catalogue, str_view_of(call_ups[_i].call_up)));
    ck_assert_int_eq(snapshot_add_person(builder, &row, &err), CADRE_OK);
    ck_assert_int_eq(snapshot_seal(builder, &snapshot, &err), CADRE_OK);
    snapshot_builder_free(builder);
    const struct person *person = &snapshot->people[0];
    ck_assert_int_eq(service_uncalled(snapshot, person, conscript), call_ups[_i].words != NULL);
    ck_assert(!service_uncalled(snapshot, person, muster));
    if (call_ups[_i].words != NULL)
        ck_assert_str_eq(service_words(snapshot, person, conscript, arena), call_ups[_i].words);
}
END_TEST

/* What somebody is in the armed forces is what the record that began last says of it. */
START_TEST(rank_and_specialty_are_of_the_newest_record)
{
    struct cadre_error err = {0};
    struct snapshot *snapshot = NULL;
    struct snapshot_builder *builder = snapshot_builder_new(
        arena, catalogue, day_of("2026-09-01"), str_view_of("2026-09-01 06:00:00.000001+00"));
    const struct record_row records[] = {
        {.from_on = day_of("2024-07-10"), .rank = str_view_of("Gizir")},
        {.from_on = day_of("2026-09-02"), .rank = str_view_of("leytenant")},
        {.from_on = day_of("2023-01-10"),
         .until_on = day_of("2024-07-09"),
         .rank = str_view_of("əsgər"),
         .military_specialty = str_view_of("311")},
    };
    const struct person_row person = {.natural_key = str_view_of("K1"),
                                      .rank = str_view_of("çavuş"),
                                      .military_specialty = str_view_of("310"),
                                      .birth_date = cadre_date_none};
    ck_assert_int_eq(snapshot_add_person(builder, &person, &err), CADRE_OK);
    for (int i = 0; i < ROWS(records); i++) {
        struct record_row record = records[i];
        record.natural_key = str_view_of("K1");
        record.record = str_view_of("serving");
        ck_assert_int_eq(snapshot_add_record(builder, &record, &err), CADRE_OK);
    }
    ck_assert_int_eq(snapshot_seal(builder, &snapshot, &err), CADRE_OK);
    snapshot_builder_free(builder);
    ck_assert_view_eq(snapshot->people[0].rank_key, "gizir");
    ck_assert_view_eq(snapshot->people[0].military_specialty, "311");
    ck_assert_uint_eq(snapshot->people[0].record_count, 2);
}
END_TEST

START_TEST(a_record_that_no_list_has_is_a_bug)
{
    struct cadre_error err = {0};
    struct snapshot_builder *builder = snapshot_builder_new(
        arena, catalogue, day_of("2026-09-01"), str_view_of("2026-09-01 06:00:00.000001+00"));
    const struct record_row record = {.natural_key = str_view_of("K1"),
                                      .record = str_view_of("absent"),
                                      .from_on = day_of("2026-09-01")};
    ck_assert_int_eq(snapshot_add_record(builder, &record, &err), CADRE_BUG);
    ck_assert_ptr_nonnull(strstr(err.message, "service_record 'absent'"));
    cadre_error_release(&err);
    snapshot_builder_free(builder);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("service");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, records_decide, 0, ROWS(cases));
    tcase_add_loop_test(tcase, a_call_up_takes_years_of_birth, 0, ROWS(call_ups));
    tcase_add_test(tcase, the_list_has_the_order_of_precedence);
    tcase_add_test(tcase, rank_and_specialty_are_of_the_newest_record);
    tcase_add_test(tcase, a_record_that_no_list_has_is_a_bug);
    return run_tcase(tcase, "evidence/service");
}
