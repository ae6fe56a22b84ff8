#include "tests/unit/evidence/registry.h"

enum { PEOPLE = 40, NEEDS = 12, EVIDENCE_MAX = 4, CLAUSES_MAX = 3, ALTERNATIVES_MAX = 3 };

static const char *const regions[] = {"AZ-BA-NIZ", "AZ-BA-XAZ", "AZ-GA", "AZ-AST", ""};
static const char *const areas[] = {"AZ", "AZ-E02", "AZ-BA", "AZ-GA", "", ""};
static const char *const statuses[] = {"eligible", "reserve", "reserve", "discharged", "serving"};
static const char *const engagements[] = {"conscript", "contract", "contract", "muster", "civil"};
static const char *const fitnesses[] = {"A", "B", "C", ""};
static const char *const clearances[] = {"", "none", "restricted", "secret"};
static const char *const consents[] = {"", "civil", "civil;contract", "volunteer"};
static const char *const languages[] = {"az:C2", "az:C2;en:B1", "az:C1;en:C1;ru:B2", ""};
static const char *const educations[] = {"3", "6", "7", ""};
static const char *const roles[] = {"DCWF@5.1/411", "DCWF@5.1/441", "DCWF@5.1/151"};
static const char *const role_levels[] = {"Basic", "Intermediate", "Advanced"};
static const char *const competencies[] = {"CORE@1/DEF",      "CORE@1/DEF-IR", "CORE@1/DEF-HARD",
                                           "CORE@1/NET-ROUT", "CORE@1/NET",    "CORE@1/SYS-LIN"};
static const char *const competency_levels[] = {"1", "2", "3", "4"};
static const char *const credentials[] = {"CompTIA/Security+", "ISC2/SSCP", "Cisco/CCNA",
                                          "CompTIA/A+", "CompTIA/ITF+"};
static const char *const trainings[] = {"U-100/SOC-201", "U-100/SOC-202", "CERT-GOV/IR-1"};
static const char *const exams[] = {"DIM", "TOEFL"};
static const char *const honours[] = {"OLYMPIAD", "MERIT"};
static const char *const schools[] = {"ADA", "Bakı Dövlət Universiteti", "Elsewhere"};
static const char *const lists[] = {"CYBER", "ALL"};
static const char *const records[] = {"registered", "called_up", "deferred",
                                      "serving",    "reserve",   "reserved_by_employer",
                                      "attached"};
static const char *const grounds[] = {"studies", ""};
static const struct test_listed listed[] = {
    {"ALL", "ADA", "2000-01-01", ""},
    {"ALL", "bakı dövlət universiteti", "2000-01-01", ""},
    {"CYBER", "ADA", "2023-01-01", "2025-06-01"},
};
static const char *const fields[] = {"06", "0612", "0613", "071", ""};
static const char *const ranks[] = {"gizir", "Gizir", "leytenant", ""};
static const char *const specialties[] = {"310", "311", ""};
static const char *const verifiers[] = {"CERT-GOV", "Cert gov", "U-100", "DIM"};
static const char *const trusts[] = {"verified", "verified:CERT-GOV", "verified:DIM;U-100",
                                     "declared", "declared_no_grace", "verified_no_grace"};
static const char *const verdicts[] = {"lock",    "forbid",    "accept",
                                       "decline", "no_answer", "withdraw"};
static const char *const organizations[] = {"UNIT-1", "UNIT-2", "UNIT-3", "EMPLOYER", "GONE"};

static const struct test_organization tree[] = {
    {.code = "MINISTRY", .kind = "ministry"},
    {.code = "AGENCY", .kind = "agency", .parent = "MINISTRY"},
    {.code = "UNIT-1", .kind = "unit", .parent = "MINISTRY"},
    {.code = "UNIT-2", .kind = "unit", .parent = "AGENCY"},
    {.code = "UNIT-3", .kind = "unit", .parent = "UNIT-2"},
    {.code = "EMPLOYER", .kind = "employer"},
};

uint64_t random_next(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

size_t random_below(uint64_t *state, size_t bound)
{
    return (size_t)(random_next(state) % bound);
}

#define ANY(state, pool) (pool)[random_below(state, COUNT(pool))]

/* Numbers that do not change those to come. */
static uint64_t beside(const uint64_t *state)
{
    return *state ^ UINT64_C(0xD1B54A32D192ED03);
}

static const char *any_trust(const uint64_t *state)
{
    uint64_t aside = beside(state);
    return random_below(&aside, 8) == 0 ? ANY(&aside, trusts) : "";
}

/* Days 5 to 25 of a month: never an anniversary of the first. */
static const char *any_day(uint64_t *state, int first_year, int years)
{
    int year = first_year + (int)random_below(state, (size_t)years);
    int month = 1 + (int)random_below(state, 12);
    int day = 5 + (int)random_below(state, 21);
    return arena_format(registry_arena(), "%04d-%02d-%02d", year, month, day);
}

static void make_person(struct test_person *person, size_t number, uint64_t *state)
{
    bool consents_now = random_below(state, 3) == 0;
    *person = (struct test_person){
        /* Not in the order of numbers, so that the order of keys is seen. */
        .key = arena_format(registry_arena(), "%02zX-K%02zu", (number * 37) % 64, number),
        .service_status = ANY(state, statuses),
        .citizenship = random_below(state, 8) == 0 ? "GE" : "AZ",
        .region = ANY(state, regions),
        .fitness = ANY(state, fitnesses),
        .clearance = ANY(state, clearances),
        .education = ANY(state, educations),
        .languages = ANY(state, languages),
        .field_of_study = ANY(state, fields),
        .rank = ANY(state, ranks),
        .military_specialty = ANY(state, specialties),
        .consent_for = consents_now ? ANY(state, consents) : "",
        .consent_on = consents_now ? "2026-01-15" : "",
        .consent_until = random_below(state, 12) == 0 ? any_day(state, 2026, 1) : "",
        .birth = any_day(state, 1985, 22),
        .available_from = random_below(state, 6) == 0 ? any_day(state, 2026, 2) : "",
        .relocates = random_below(state, 4) == 0,
    };
}

static void make_evidence(struct test_evidence *evidence, const char *person, uint64_t *state)
{
    *evidence = (struct test_evidence){
        .person = person,
        .years = (int)random_below(state, 8),
        .verified = random_below(state, 2) == 0,
    };
    uint64_t aside = beside(state);
    if (evidence->verified && random_below(&aside, 2) == 0)
        evidence->verified_by = ANY(&aside, verifiers);
    switch (random_below(state, 9)) {
    case 0:
        evidence->element = ANY(state, roles);
        evidence->level = ANY(state, role_levels);
        break;
    case 1:
        evidence->element = ANY(state, competencies);
        evidence->level = ANY(state, competency_levels);
        break;
    case 2:
        evidence->training = ANY(state, trainings);
        evidence->issued = any_day(state, 2021, 6);
        evidence->expires = random_below(state, 2) == 0 ? any_day(state, 2027, 1) : "";
        break;
    case 3:
        evidence->assessed = ANY(state, exams);
        evidence->score = 5000 * (int)random_below(state, 15);
        evidence->issued = any_day(state, 2021, 6);
        break;
    case 4:
        evidence->distinction = ANY(state, honours);
        evidence->issued = any_day(state, 2021, 6);
        break;
    case 5:
        evidence->institution = ANY(state, schools);
        evidence->issued = random_below(state, 4) == 0 ? "" : any_day(state, 2021, 6);
        break;
    case 6:
        evidence->record = ANY(state, records);
        evidence->ground = ANY(state, grounds);
        evidence->issued = any_day(state, 2021, 6);
        evidence->expires = random_below(state, 2) == 0 ? any_day(state, 2027, 1) : "";
        break;
    case 7:
        evidence->seat_of = ANY(state, organizations);
        evidence->seat_as = ANY(state, roles);
        evidence->issued = any_day(state, 2021, 6);
        evidence->expires = random_below(state, 2) == 0 ? any_day(state, 2027, 1) : "";
        break;
    default:
        evidence->credential = ANY(state, credentials);
        evidence->issued = any_day(state, 2021, 6);
        evidence->expires = random_below(state, 4) == 0 ? any_day(state, 2026, 2) : "";
        evidence->revoked = random_below(state, 10) == 0 ? any_day(state, 2026, 2) : "";
    }
}

static void make_need(struct test_need *need, size_t number, uint64_t *state)
{
    bool has_role = random_below(state, 4) != 0;
    uint64_t aside = beside(state);
    *need = (struct test_need){
        .code = arena_format(registry_arena(), "N%02zu", (number * 7) % NEEDS),
        .engagement = ANY(state, engagements),
        .organization = ANY(state, organizations),
        .work_role = has_role ? ANY(state, roles) : "",
        .level = has_role && random_below(state, 4) != 0 ? ANY(state, role_levels) : "",
        .region = ANY(state, areas),
        .citizenships = random_below(state, 3) == 0 ? "AZ" : "",
        .fitness = random_below(state, 3) == 0 ? "B" : "",
        .clearance = random_below(state, 4) == 0 ? "restricted" : "",
        .languages = random_below(state, 4) == 0 ? "en:B1" : "",
        .education = random_below(state, 5) == 0 ? "6" : "",
        .headcount = 1 + (int)random_below(state, 4),
        .priority = 1 + (int)random_below(state, 9),
        .max_age = random_below(state, 4) == 0 ? 35 : 0,
        .starts_on = random_below(state, 4) == 0 ? "2026-11-01" : "",
        .trust = any_trust(state),
        .service_statuses = random_below(&aside, 8) == 0 ? "reserve;eligible" : "",
        .incomplete = random_below(&aside, 16) == 0,
    };
}

static void make_alternative(struct test_alternative *alternative, uint64_t *state)
{
    static const struct {
        const char *kind;
        const char *const *codes;
        size_t count;
    } plain[] = {
        {"field_of_study", fields, COUNT(fields) - 1},
        {"training", trainings, COUNT(trainings)},
        {"rank", ranks, COUNT(ranks) - 1},
        {"military_specialty", specialties, COUNT(specialties) - 1},
        {"placement", organizations, COUNT(organizations)},
        {"assessment", exams, COUNT(exams)},
        {"distinction", honours, COUNT(honours)},
        {"institution", lists, COUNT(lists)},
        {"experience", roles, COUNT(roles)},
    };
    alternative->trust = any_trust(state);
    size_t chosen = random_below(state, 6 + COUNT(plain));
    if (chosen >= 6) {
        alternative->kind = plain[chosen - 6].kind;
        if (plain[chosen - 6].codes == exams)
            alternative->level = random_below(state, 2) == 0 ? "400" : "612.5";
        if (plain[chosen - 6].codes == exams || plain[chosen - 6].codes == roles)
            alternative->months = 12 * (int)random_below(state, 4);
        alternative->code = plain[chosen - 6].codes[random_below(state, plain[chosen - 6].count)];
        return;
    }
    switch (chosen) {
    case 0:
        alternative->kind = "language";
        alternative->code = "en";
        alternative->level = "C1";
        break;
    case 1:
        alternative->kind = "work_role";
        alternative->code = ANY(state, roles);
        alternative->level = ANY(state, role_levels);
        break;
    case 2:
    case 3:
        alternative->kind = "credential";
        alternative->code = ANY(state, credentials);
        break;
    default:
        alternative->kind = "competency";
        alternative->code = ANY(state, competencies);
        alternative->level = ANY(state, competency_levels);
    }
}

static size_t make_clauses(struct test_alternative *rows, const char *need, uint64_t *state)
{
    size_t count = 0;
    size_t clauses = random_below(state, CLAUSES_MAX + 1);
    for (size_t clause = 1; clause <= clauses; clause++) {
        size_t alternatives = 1 + random_below(state, ALTERNATIVES_MAX);
        struct test_alternative shape = {
            .need = need,
            .clause = (int)clause,
            .desired = random_below(state, 2) == 0,
            .weight = 1 + (int)random_below(state, 5),
            .k = 1 + (int)random_below(state, alternatives > 1 ? 2 : 1),
        };
        for (size_t i = 0; i < alternatives; i++) {
            rows[count] = shape;
            make_alternative(&rows[count++], state);
        }
    }
    return count;
}

static void make_placements(struct test_registry *registry, uint64_t *state)
{
    struct test_placement *placements = arena_calloc(registry_arena(), PEOPLE, sizeof *placements);
    struct test_base *base = arena_calloc(registry_arena(), PEOPLE, sizeof *base);
    for (size_t i = 0; i < PEOPLE; i++) {
        const char *need = registry->needs[random_below(state, NEEDS)].code;
        if (random_below(state, 10) == 0)
            placements[registry->placement_count++] = (struct test_placement){
                .person = registry->people[i].key,
                .need = need,
                .until = random_below(state, 2) == 0 ? "2026-10-20" : "",
            };
        else if (random_below(state, 3) == 0)
            base[registry->base_count++] =
                (struct test_base){.person = registry->people[i].key, .need = need};
    }
    registry->placements = placements;
    registry->base = base;
}

/* Most of a need that the person may be matched to, some that are over or still to come. */
static void make_decisions(struct test_registry *registry, uint64_t *state)
{
    enum { DECISIONS_MAX = 3 };
    struct test_decision *decisions =
        arena_calloc(registry_arena(), (size_t)PEOPLE * DECISIONS_MAX, sizeof *decisions);
    for (size_t i = 0; i < PEOPLE; i++) {
        if (random_below(state, 2) == 0)
            continue;
        for (size_t left = random_below(state, DECISIONS_MAX + 1); left > 0; left--)
            decisions[registry->decision_count++] = (struct test_decision){
                .person = registry->people[i].key,
                .need = registry->needs[random_below(state, NEEDS)].code,
                .verdict = ANY(state, verdicts),
                .on = any_day(state, 2026, 1),
                .until = random_below(state, 3) == 0 ? any_day(state, 2026, 2) : "",
            };
    }
    registry->decisions = decisions;
}

/* Of people for all sorts of targets, some that are gone, and of organizations; in half of the
 * registries people's own weigh. */
static void make_wishes(struct test_registry *registry, const uint64_t *state)
{
    enum { WISHES_MAX = 3 };
    uint64_t aside = beside(state);
    struct test_wish *wishes =
        arena_calloc(registry_arena(), (size_t)PEOPLE * WISHES_MAX, sizeof *wishes);
    registry->policy.wishes_bp = random_below(&aside, 2) == 0 ? 0 : 1500;
    for (size_t i = 0; i < PEOPLE; i++) {
        for (size_t left = random_below(&aside, WISHES_MAX + 1); left > 0; left--) {
            struct test_wish wish = {.person = registry->people[i].key,
                                     .of_organization = random_below(&aside, 4) == 0,
                                     .rank = 1 + (int)random_below(&aside, 6)};
            size_t target = random_below(&aside, 3);
            wish.need = target == 0 ? registry->needs[random_below(&aside, NEEDS)].code : "";
            wish.work_role = target == 1 ? ANY(&aside, roles) : "";
            wish.organization = target == 2 ? ANY(&aside, organizations) : "";
            wishes[registry->wish_count++] = wish;
        }
    }
    registry->wishes = wishes;
}

struct test_registry *registry_random(uint64_t seed)
{
    struct arena *arena = registry_arena();
    struct test_registry *registry = arena_calloc(arena, 1, sizeof *registry);
    struct test_person *people = arena_calloc(arena, PEOPLE, sizeof *people);
    struct test_need *needs = arena_calloc(arena, NEEDS, sizeof *needs);
    struct test_evidence *evidence =
        arena_calloc(arena, (size_t)PEOPLE * EVIDENCE_MAX, sizeof *evidence);
    struct test_alternative *alternatives =
        arena_calloc(arena, (size_t)NEEDS * CLAUSES_MAX * ALTERNATIVES_MAX, sizeof *alternatives);
    for (size_t i = 0; i < PEOPLE; i++) {
        make_person(&people[i], i, &seed);
        for (size_t left = random_below(&seed, EVIDENCE_MAX + 1); left > 0; left--)
            make_evidence(&evidence[registry->evidence_count++], people[i].key, &seed);
    }
    for (size_t i = 0; i < NEEDS; i++) {
        make_need(&needs[i], i, &seed);
        registry->alternative_count +=
            make_clauses(&alternatives[registry->alternative_count], needs[i].code, &seed);
    }
    registry->organizations = tree;
    registry->organization_count = COUNT(tree);
    registry->listed = listed;
    registry->listed_count = COUNT(listed);
    registry->people = people;
    registry->person_count = PEOPLE;
    registry->evidence = evidence;
    registry->needs = needs;
    registry->need_count = NEEDS;
    registry->alternatives = alternatives;
    make_placements(registry, &seed);
    make_decisions(registry, &seed);
    make_wishes(registry, &seed);
    return registry;
}
