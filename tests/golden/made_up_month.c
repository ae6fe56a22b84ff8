#include "tests/golden/made_up_month.h"

#include <check.h>
#include <string.h>

#include "core/base/alloc.h"

#define ROWS_OF(array) (sizeof(array) / sizeof *(array))
#define TEXT(literal) STR_VIEW_LITERAL(literal)

struct month {
    struct arena *arena;
    struct catalogue *catalogue;
    struct snapshot *snapshot;
};

static struct cadre_date day(const char *iso)
{
    struct cadre_date date = cadre_date_none;
    ck_assert(iso == NULL || cadre_date_parse_iso(str_view_of(iso), &date));
    return date;
}

/* ---- the registry ------------------------------------------------------------------------ */

static const struct {
    const char *code, *name, *kind, *parent;
} organizations[] = {
    {"MIN-DIG", "Ministry of Digital Development", "ministry", NULL},
    {"CERT-GOV", "Government CERT", "cert", "MIN-DIG"},
    {"MIN-DEF", "Müdafiə Nazirliyi", "ministry", NULL},
    {"UNIT-7", "Signals & cyber unit <7>", "unit", "MIN-DEF"},
};

static const struct {
    const char *code, *title, *organization, *work_role, *level, *region, *clearance, *languages;
    int32_t headcount, priority;
} needs[] = {
    {"N-0001", "SOC analyst, night shift", "CERT-GOV", "DCWF@5.1/511", "Intermediate", "AZ-BA",
     "secret", "en:B1", 6, 1},
    {"N-0002", "Incident responder", "CERT-GOV", "DCWF@5.1/531", "Advanced", "AZ-BA", NULL, NULL, 2,
     2},
    {"N-0003", "Network operations", "UNIT-7", "DCWF@5.1/441", "Basic", "AZ-GA", NULL, NULL, 12000,
     1},
    {"N-0004", "=HYPERLINK(\"x\"), \"forensics\"", "UNIT-7", NULL, NULL, NULL, NULL, NULL, 2, 5},
    {"N-0005", "Odd job | of nobody", "GONE-1", "DCWF@5.1/511", "Basic", NULL, NULL, NULL, 1, 9},
};

static const struct {
    const char *key, *id, *family, *given, *region, *birth;
} people[] = {
    {"AAA0001", "P00000011", "Məmmədova", "Aygün", "AZ-BA", "1994-06-15"},
    {"AAA0002", "P00000012", "Əliyev", "İlqar <script>alert(1)</script>", "AZ-BA", "1990-02-28"},
    {"AAA0003", "P00000013", "O'Brien & Sons", "\"Ann\"", "AZ-GA", "1988-12-31"},
    {"AAA0004", "P00000014", "Гусейнов", "Рустам", "AZ-GA", "2001-03-01"},
    {"AAA0005", "P00000015", "Quliyeva", "Nigar", "AZ-SM", "1999-09-09"},
    {"AAA0006", "P00000016", "Həsənov", "Tural", NULL, "1979-01-01"},
    {"AAA0007", "P00000017", "Rzayeva", "Lalə", "AZ-BA", NULL},
};

static const struct {
    const char *need, *kind, *code, *level, *importance;
    int32_t clause, k;
} alternatives[] = {
    {"N-0001", "credential", "CompTIA/Security+", NULL, "required", 1, 1},
    {"N-0001", "credential", "ISC2/SSCP", NULL, "required", 1, 1},
    {"N-0001", "competency", "CORE@1/CLD", "3", "desired", 2, 1},
    {"N-0002", "language", "en", "B2", "required", 1, 2},
    {"N-0002", "education", "6", NULL, "required", 1, 2},
    {"N-0002", "competency", "CORE@1/CLD-IAC", "2", "required", 1, 2},
};

static void add_organizations(struct snapshot_builder *builder)
{
    struct cadre_error err = {0};
    for (size_t i = 0; i < ROWS_OF(organizations); i++)
        ck_assert_int_eq(snapshot_add_organization(builder, str_view_of(organizations[i].code),
                                                   str_view_of(organizations[i].name),
                                                   str_view_of(organizations[i].kind),
                                                   str_view_of(organizations[i].parent),
                                                   str_view_of(NULL), str_view_of(NULL), &err),
                         CADRE_OK);
}

static void add_needs(struct snapshot_builder *builder)
{
    struct cadre_error err = {0};
    for (size_t i = 0; i < ROWS_OF(needs); i++) {
        struct need_row row = {
            .code = str_view_of(needs[i].code),
            .title = str_view_of(needs[i].title),
            .organization = str_view_of(needs[i].organization),
            .engagement = TEXT("contract"),
            .classification = TEXT("open"),
            .work_role = str_view_of(needs[i].work_role),
            .level = str_view_of(needs[i].level),
            .region = str_view_of(needs[i].region),
            .clearance = str_view_of(needs[i].clearance),
            .languages = str_view_of(needs[i].languages),
            .headcount = needs[i].headcount,
            .priority = needs[i].priority,
            .citizenships = i == 0 ? TEXT("AZ;TR") : str_view_of(NULL),
            .service_statuses = i == 0 ? TEXT("discharged;reserve") : str_view_of(NULL),
            .fitness = i == 0 ? TEXT("A") : str_view_of(NULL),
            .education = i == 0 ? TEXT("6") : str_view_of(NULL),
            .min_age = 18,
            .max_age = 45,
            .starts_on = day("2026-04-01"),
            .ends_on = cadre_date_none,
        };
        ck_assert_int_eq(snapshot_add_need(builder, &row, &err), CADRE_OK);
    }
}

static void add_alternatives(struct snapshot_builder *builder)
{
    struct cadre_error err = {0};
    for (size_t i = 0; i < ROWS_OF(alternatives); i++) {
        struct alternative_row row = {
            .need = str_view_of(alternatives[i].need),
            .kind = str_view_of(alternatives[i].kind),
            .code = str_view_of(alternatives[i].code),
            .level = str_view_of(alternatives[i].level),
            .importance = str_view_of(alternatives[i].importance),
            .clause = alternatives[i].clause,
            .weight = 1,
            .k = alternatives[i].k,
        };
        ck_assert_int_eq(snapshot_add_alternative(builder, &row, &err), CADRE_OK);
    }
}

static void add_trainings(struct snapshot_builder *builder)
{
    static const struct {
        const char *code, *title, *grants;
        int32_t cost, hours;
    } trainings[] = {
        {"CLD-2", "Infrastructure as code", "competency:CORE@1/CLD-IAC:3", 400, 40},
        {"EN-B2", "English for engineers", "language:en:B2", 250, 120},
        {"SEC-1", "Security operations", "credential:ISC2/SSCP", 900, -1},
    };
    struct cadre_error err = {0};
    for (size_t i = 0; i < ROWS_OF(trainings); i++) {
        const struct training_row row = {
            .provider = TEXT("CERT-GOV"),
            .code = str_view_of(trainings[i].code),
            .title = str_view_of(trainings[i].title),
            .grants = str_view_of(trainings[i].grants),
            .cost = trainings[i].cost,
            .hours = trainings[i].hours,
        };
        ck_assert_int_eq(snapshot_add_training(builder, &row, &err), CADRE_OK);
    }
}

static void add_people(struct snapshot_builder *builder)
{
    struct cadre_error err = {0};
    for (size_t i = 0; i < ROWS_OF(people); i++) {
        struct person_row row = {
            .natural_key = str_view_of(people[i].key),
            .person_id = str_view_of(people[i].id),
            .given_name = str_view_of(people[i].given),
            .family_name = str_view_of(people[i].family),
            .citizenship = TEXT("AZ"),
            .region = str_view_of(people[i].region),
            .service_status = TEXT("deferred"),
            .fitness = TEXT("B"),
            .clearance = TEXT("restricted"),
            .education = TEXT("5"),
            .languages = TEXT("az:C2;en:A2"),
            .birth_date = day(people[i].birth),
            .available_from = day("2026-05-01"),
            .consent_on = day("2026-01-10"),
            .consent_until = day("2026-02-10"),
        };
        ck_assert_int_eq(snapshot_add_person(builder, &row, &err), CADRE_OK);
    }
    ck_assert_int_eq(
        snapshot_add_placement(builder, TEXT("AAA0005"), TEXT("N-0003"), day("2027-01-31"), &err),
        CADRE_OK);
}

struct month *month_new(void)
{
    struct cadre_error err = {0};
    struct month *month = cadre_calloc(1, sizeof *month);
    month->arena = arena_new();
    month->catalogue = catalogue_new();
    struct snapshot_builder *builder = snapshot_builder_new(
        month->arena, month->catalogue, day("2026-03-01"), TEXT("2026-03-02 08:15:00.123456+00"));
    add_organizations(builder);
    add_needs(builder);
    add_alternatives(builder);
    add_trainings(builder);
    add_people(builder);
    ck_assert_int_eq(snapshot_seal(builder, &month->snapshot, &err), CADRE_OK);
    snapshot_builder_free(builder);
    return month;
}

void month_free(struct month *month)
{
    catalogue_free(month->catalogue);
    arena_free(month->arena);
    free(month);
}

struct arena *month_arena(struct month *month)
{
    return month->arena;
}

const struct catalogue *month_catalogue(const struct month *month)
{
    return month->catalogue;
}

const struct snapshot *month_snapshot(const struct month *month)
{
    return month->snapshot;
}

struct report_context month_context(bool draft, bool names)
{
    return (struct report_context){
        .as_of = day("2026-03-01"),
        .known_at = TEXT("2026-03-02 08:15:00.123456+00"),
        .run_digest = TEXT("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"),
        .draft = draft,
        .names = names,
        .objective = {.filled = {11001, 2, 0, 0, 1}, .fit_bp = 88016432, .held = 3},
    };
}

#define TEXT_OF(text)                                                                              \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }

static const struct cap_figure month_caps[] = {
    {.kind = TEXT_OF("quota"),
     .name = TEXT_OF("north & <south>"),
     .stated = 12000,
     .placed = 999,
     .most = 11001,
     .filled = 11001,
     .price = 5,
     .worth = {.priority = 1, .fit_bp = -50, .is_exact = true}},
    {.kind = TEXT_OF("draw"),
     .name = TEXT_OF("employers"),
     .of = TEXT_OF("E-1"),
     .stated = 2,
     .most = 2,
     .filled = 2,
     .price = 5,
     .worth = {.priority = WORTH_BETTER_SEATS}},
    {.kind = TEXT_OF("draw"),
     .name = TEXT_OF("employers"),
     .of = TEXT_OF("E-2"),
     .stated = 2,
     .placed = 3,
     .filled = 0},
    {.kind = TEXT_OF("draw"),
     .name = TEXT_OF("employers"),
     .of = TEXT_OF("=E-3"),
     .stated = 2,
     .most = 2,
     .filled = 1},
};

static const struct reserve_figure month_reserves[] = {
    {.need_code = TEXT_OF("N-1"),
     .name = TEXT_OF("women"),
     .open_most = 1,
     .open_filled = 1,
     .price = 5,
     .worth = {.fit_bp = 340}},
    {.need_code = TEXT_OF("N-2"), .name = TEXT_OF("women"), .open_most = 1},
};

const struct limit_figures *month_limits(void)
{
    static const struct limit_figures limits = {
        .caps = month_caps,
        .cap_count = sizeof month_caps / sizeof *month_caps,
        .reserves = month_reserves,
        .reserve_count = sizeof month_reserves / sizeof *month_reserves,
    };
    return &limits;
}

/* ---- figures ----------------------------------------------------------------------------- */

static int32_t need_of(const struct month *month, const char *code)
{
    int32_t need = snapshot_find_need(month->snapshot, str_view_of(code));
    ck_assert_int_ge(need, 0);
    return need;
}

static int32_t person_of(const struct month *month, const char *id)
{
    int32_t person = snapshot_find_person_id(month->snapshot, str_view_of(id));
    ck_assert_int_ge(person, 0);
    return person;
}

static int32_t organization_of(const struct month *month, const char *code)
{
    for (size_t i = 0; i < month->snapshot->organization_count; i++) {
        if (str_view_equal(month->snapshot->organizations[i].code, str_view_of(code)))
            return (int32_t)i;
    }
    return -1;
}

static void *keep(struct month *month, const void *rows, size_t size)
{
    return memcpy(arena_alloc(month->arena, size), rows, size);
}

static const struct staffing_need *staffing_needs(struct month *month)
{
    const struct staffing_person first[] = {{person_of(month, "P00000012"), 9250, true},
                                            {person_of(month, "P00000011"), 8755, false}};
    const struct staffing_person second[] = {{person_of(month, "P00000013"), 10000, true},
                                             {person_of(month, "P00000014"), 6400, false}};
    const struct staffing_person next[] = {{person_of(month, "P00000017"), 8010, false},
                                           {person_of(month, "P00000015"), 7999, false},
                                           {person_of(month, "P00000016"), 7999, false}};
    static const struct staffing_reason first_reasons[] = {
        {REASON_CLEARANCE, 3210}, {REASON_CREDENTIAL_EXPIRED, 41}, {REASON_LEVEL_TOO_LOW, 1}};
    static const struct staffing_reason third_reasons[] = {{REASON_REGION, 5}};
    static const struct staffing_reason fifth_reasons[] = {{REASON_OTHER, 7}};
    const struct staffing_need rows[] = {
        {.need = need_of(month, "N-0005"),
         .figures = {.seats = 1, .short_of = 1},
         .reasons = fifth_reasons,
         .reason_count = 1},
        {.need = need_of(month, "N-0001"),
         .figures = {.seats = 6, .staffed = 1, .filled = 2, .short_of = 3, .fit_bp = 18005},
         .people = keep(month, first, sizeof first),
         .person_count = 2,
         .eligible = 3,
         .runner_ups = 0,
         .reasons = first_reasons,
         .reason_count = 3},
        {.need = need_of(month, "N-0002"),
         .figures = {.seats = 2, .filled = 2, .fit_bp = 16400},
         .people = keep(month, second, sizeof second),
         .person_count = 2,
         .eligible = 9,
         .runner_ups = 7,
         .next = keep(month, next, sizeof next),
         .next_count = 3},
        {.need = need_of(month, "N-0003"),
         .figures =
             {.seats = 12000, .staffed = 1, .filled = 10999, .short_of = 1000, .fit_bp = 87980000},
         .eligible = 10999,
         .reasons = third_reasons,
         .reason_count = 1},
        {.need = need_of(month, "N-0004"),
         .figures = {.seats = 2, .staffed = 1, .filled = 1, .fit_bp = 2027}},
    };
    return keep(month, rows, sizeof rows);
}

const struct staffing *month_staffing(struct month *month)
{
    const struct staffing_figures cert = {
        .seats = 8, .staffed = 1, .filled = 4, .short_of = 3, .fit_bp = 34405};
    const struct staffing_figures unit = {
        .seats = 12002, .staffed = 2, .filled = 11000, .short_of = 1000, .fit_bp = 87982027};
    const struct staffing_group units[] = {
        {-1, {.seats = 1, .short_of = 1}, 1},
        {organization_of(month, "CERT-GOV"), cert, 2},
        {organization_of(month, "UNIT-7"), unit, 2},
    };
    const struct staffing_group agencies[] = {
        {-1, {.seats = 1, .short_of = 1}, 1},
        {organization_of(month, "MIN-DEF"), unit, 2},
        {organization_of(month, "MIN-DIG"), cert, 2},
    };
    const struct staffing staffing = {
        .snapshot = month->snapshot,
        .needs = staffing_needs(month),
        .need_count = 5,
        .units = keep(month, units, sizeof units),
        .unit_count = ROWS_OF(units),
        .agencies = keep(month, agencies, sizeof agencies),
        .agency_count = ROWS_OF(agencies),
        .total =
            {.seats = 12011, .staffed = 3, .filled = 11004, .short_of = 1004, .fit_bp = 88016432},
        .by_priority = {[0] = {.seats = 12006,
                               .staffed = 2,
                               .filled = 11001,
                               .short_of = 1003,
                               .fit_bp = 87998005},
                        [1] = {.seats = 2, .filled = 2, .fit_bp = 16400},
                        [4] = {.seats = 2, .staffed = 1, .filled = 1, .fit_bp = 2027},
                        [8] = {.seats = 1, .short_of = 1}},
    };
    return keep(month, &staffing, sizeof staffing);
}

const struct staffing *month_nothing_asked(struct month *month)
{
    const struct staffing staffing = {.snapshot = month->snapshot};
    return keep(month, &staffing, sizeof staffing);
}

/* ---- gap --------------------------------------------------------------------------------- */

static int32_t role_of(const struct month *month, const char *code)
{
    int32_t element = -1;
    ck_assert_int_eq(catalogue_find_element(month->catalogue, ELEMENT_WORK_ROLE, str_view_of(code),
                                            &element, NULL),
                     LOOKUP_FOUND);
    return element;
}

static int32_t region_of(const struct month *month, const char *code)
{
    int32_t region = -1;
    ck_assert_int_eq(catalogue_find_region(month->catalogue, str_view_of(code), &region, NULL),
                     LOOKUP_FOUND);
    return region;
}

static const struct gap_figures soc = {.need = 6,
                                       .staffed = 1,
                                       .filled = 2,
                                       .short_of = 3,
                                       .qualified = 44,
                                       .have = 3,
                                       .one_step = 12};
static const struct gap_figures responders = {
    .need = 2, .filled = 2, .qualified = 9, .have = 9, .one_step = 1};
static const struct gap_figures network = {.need = 12000,
                                           .staffed = 1,
                                           .filled = 10999,
                                           .short_of = 1000,
                                           .qualified = 11004,
                                           .have = 10999,
                                           .one_step = 5};
static const struct gap_figures no_role = {
    .need = 2, .staffed = 1, .filled = 1, .qualified = 14000, .have = 11000};
static const struct gap_figures basic = {.need = 1, .short_of = 1, .qualified = 44};

static const struct gap_step soc_steps[] = {
    {REASON_CLEARANCE, "clearance secret", 9},
    {REASON_CREDENTIAL_MISSING, "CompTIA/Security+ or ISC2/SSCP", 2},
    {REASON_LEVEL_TOO_LOW, "DCWF@5.1/511 Intermediate", 1},
};
static const struct gap_step responder_steps[] = {{REASON_LANGUAGE, "en:B2", 1}};

static const struct gap_cell *gap_cells(struct month *month)
{
    const struct gap_cell rows[] = {
        {role_of(month, "DCWF/441"), 1, region_of(month, "AZ-GA"), -1, network, NULL, 0},
        {role_of(month, "DCWF/511"), 1, -1, -1, basic, NULL, 0},
        {role_of(month, "DCWF/511"), 2, region_of(month, "AZ-BA"), -1, soc, soc_steps, 3},
        {role_of(month, "DCWF/531"), 3, region_of(month, "AZ-BA"), -1, responders, responder_steps,
         1},
        {-1, 0, -1, -1, no_role, NULL, 0},
    };
    return keep(month, rows, sizeof rows);
}

static const struct gap_cell *gap_roles(struct month *month)
{
    struct gap_cell rows[5];
    memcpy(rows, gap_cells(month), sizeof rows);
    for (size_t i = 0; i < ROWS_OF(rows); i++)
        rows[i].region = -1;
    return keep(month, rows, sizeof rows);
}

const struct gap *month_gap(struct month *month)
{
    const struct gap_figures baku = {.need = 8,
                                     .staffed = 1,
                                     .filled = 4,
                                     .short_of = 3,
                                     .qualified = 50,
                                     .have = 11,
                                     .one_step = 13};
    const struct gap_figures anywhere = {
        .need = 3, .staffed = 1, .filled = 1, .short_of = 1, .qualified = 14000, .have = 11000};
    const struct gap_figures unit = {.need = 12002,
                                     .staffed = 2,
                                     .filled = 11000,
                                     .short_of = 1000,
                                     .qualified = 14000,
                                     .have = 11500,
                                     .one_step = 5};
    const struct gap_cell regions[] = {
        {-1, 0, region_of(month, "AZ-BA"), -1, baku, NULL, 0},
        {-1, 0, region_of(month, "AZ-GA"), -1, network, NULL, 0},
        {-1, 0, -1, -1, anywhere, NULL, 0},
    };
    const struct gap_cell by_organization[] = {
        {-1, 0, -1, -1, basic, NULL, 0},
        {-1, 0, -1, organization_of(month, "CERT-GOV"), baku, soc_steps, 3},
        {-1, 0, -1, organization_of(month, "UNIT-7"), unit, NULL, 0},
    };
    const struct gap gap = {
        .snapshot = month->snapshot,
        .cells = gap_cells(month),
        .cell_count = 5,
        .roles = gap_roles(month),
        .role_count = 5,
        .organizations = keep(month, by_organization, sizeof by_organization),
        .organization_count = ROWS_OF(by_organization),
        .regions = keep(month, regions, sizeof regions),
        .region_count = ROWS_OF(regions),
        .total = {.need = 12011,
                  .staffed = 3,
                  .filled = 11004,
                  .short_of = 1004,
                  .qualified = 14009,
                  .have = 11509,
                  .one_step = 18},
    };
    return keep(month, &gap, sizeof gap);
}

/* ---- explanations ------------------------------------------------------------------------ */

const struct explain_person *month_placed_person(struct month *month)
{
    const struct explain_line lines[] = {
        {.need = need_of(month, "N-0001"),
         .outcome = EXPLAIN_PLACED_HERE,
         .fit = {.total_bp = 8755, .part_bp = {4000, 2000, 1500, 1000, 255}},
         .cutoff_bp = 0},
        {.need = need_of(month, "N-0004"),
         .outcome = EXPLAIN_PLACED_ELSEWHERE,
         .fit = {.total_bp = 8000},
         .cutoff_bp = 7000,
         .verdict = {.by_grace = true, .grace_until = day("2026-03-31")}},
        {.need = need_of(month, "N-0002"),
         .outcome = EXPLAIN_NOT_ELIGIBLE,
         .verdict = {.primary = REASON_LANGUAGE,
                     .serviceable = true,
                     .failure_count = 1,
                     .failures = {{REASON_LANGUAGE, 1}}}},
    };
    const struct due dues[] = {
        {DUE_GRACE, 0, -1, day("2026-01-31"), day("2026-03-31")},
        {DUE_RENEWAL, 1, -1, day("2026-02-01"), day("2026-05-01")},
        {DUE_RESIDENTIAL, -1, 0, day("2026-03-01"), day("2027-03-01")},
    };
    const struct explain_person explanation = {
        .person = person_of(month, "P00000011"),
        .placed_need = need_of(month, "N-0001"),
        .lines = keep(month, lines, sizeof lines),
        .line_count = ROWS_OF(lines),
        .reasons = {[REASON_NONE] = 2, [REASON_LANGUAGE] = 1},
        .dues = keep(month, dues, sizeof dues),
        .due_count = ROWS_OF(dues),
    };
    return keep(month, &explanation, sizeof explanation);
}

/* Fails one need by every service condition there is, and another by its clauses. */
static struct verdict all_conditions(void)
{
    struct verdict verdict = {.primary = REASON_WITHDRAWN, .competent = true};
    for (int reason = REASON_WITHDRAWN; reason <= REASON_EDUCATION; reason++)
        verdict.failures[verdict.failure_count++] = (struct failure){(enum reason)reason, -1};
    return verdict;
}

/* A course and a credential. */
static struct remedy two_items(struct month *month)
{
    const struct remedy_item items[] = {{0, -1}, {-1, 0}};
    return (struct remedy){.outcome = REMEDY_FOUND,
                           .items = keep(month, items, sizeof items),
                           .item_count = ROWS_OF(items),
                           .cost = 400,
                           .hours = 40,
                           .without_cost = 1,
                           .without_hours = 1};
}

const struct explain_person *month_unplaced_person(struct month *month)
{
    const struct explain_line lines[] = {
        {.need = need_of(month, "N-0002"),
         .outcome = EXPLAIN_OUTBID,
         .fit = {.total_bp = 6050},
         .cutoff_bp = 6400,
         .shortfall_bp = 350},
        {.need = need_of(month, "N-0003"),
         .outcome = EXPLAIN_OUTBID,
         .fit = {.total_bp = 6000},
         .cutoff_bp = FIT_MAX_BP + 1,
         .shortfall_bp = 4001},
        {.need = need_of(month, "N-0004"),
         .outcome = EXPLAIN_TIED,
         .fit = {.total_bp = 5000},
         .cutoff_bp = 5000},
        {.need = need_of(month, "N-0005"),
         .outcome = EXPLAIN_NO_FREE_SEAT,
         .fit = {.total_bp = 4321}},
        {.need = need_of(month, "N-0001"),
         .outcome = EXPLAIN_NOT_ELIGIBLE,
         .verdict = all_conditions()},
        {.need = need_of(month, "N-0001"),
         .outcome = EXPLAIN_NOT_ELIGIBLE,
         .verdict = {.primary = REASON_CREDENTIAL_EXPIRED,
                     .failure_count = 3,
                     .failures = {{REASON_CREDENTIAL_EXPIRED, 1},
                                  {REASON_LEVEL_TOO_LOW, 0},
                                  {REASON_OTHER, -1}}},
         .remedy = two_items(month)},
    };
    const struct explain_person explanation = {
        .person = person_of(month, "P00000016"),
        .placed_need = -1,
        .lines = keep(month, lines, sizeof lines),
        .line_count = ROWS_OF(lines),
    };
    return keep(month, &explanation, sizeof explanation);
}

const struct explain_need *month_short_need(struct month *month)
{
    static const int32_t order[] = {1, 0, 2};
    static const uint64_t failures[] = {41, 3000, 12};
    const struct explain_need explanation = {
        .need = need_of(month, "N-0001"),
        .filled = 2,
        .empty = 3,
        .cutoff_bp = 0,
        .eligible = 3,
        .runner_ups = 0,
        .seated_elsewhere = 1,
        .reasons = {[REASON_NONE] = 3,
                    [REASON_CLEARANCE] = 3210,
                    [REASON_CREDENTIAL_EXPIRED] = 41,
                    [REASON_LEVEL_TOO_LOW] = 1},
        .clause_order = order,
        .clause_failures = failures,
        .clause_count = ROWS_OF(order),
    };
    return keep(month, &explanation, sizeof explanation);
}

const struct explain_need *month_full_need(struct month *month)
{
    static const int32_t no_order[1] = {0};
    const struct explain_need explanation = {
        .need = need_of(month, "N-0002"),
        .filled = 2,
        .cutoff_bp = 6500,
        .eligible = 7,
        .runner_ups = 4,
        .seated_elsewhere = 1,
        .reserve = {{person_of(month, "P00000015"), 6400, 3},
                    {person_of(month, "P00000017"), 8010, WISH_NONE},
                    {person_of(month, "P00000016"), 7999, WISH_NONE}},
        .reserve_count = 3,
        .reasons = {[REASON_NONE] = 7},
        .clause_order = no_order,
    };
    return keep(month, &explanation, sizeof explanation);
}
