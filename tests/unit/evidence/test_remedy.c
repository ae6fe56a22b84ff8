#include <string.h>

#include "core/base/alloc.h"
#include "core/evidence/remedy.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

/* ---- by hand --------------------------------------------------------------------------------- */

/* One person, one need, some courses; "provider/code" of the items, credentials by their code. */
struct remedy_case {
    const char *name;
    enum remedy_outcome outcome;
    const char *items;
    int64_t cost, hours;
    struct test_pair pair;
    struct test_training trainings[4];
    enum reason blocked;
    int32_t to_verify;
};

#define COMPETENCY(name, at) .kind = "competency", .code = (name), .level = (at)
#define CREDENTIAL(name) .kind = "credential", .code = (name)
#define SOC "CORE@1/DEF-SOC"
#define NET "CORE@1/NET-ROUT"

static const struct remedy_case cases[] = {
    {"who fits needs nothing", REMEDY_NOT_NEEDED, "", 0, 0, {0}, {{0}}, REASON_NONE},
    {"a credential that is asked for",
     REMEDY_FOUND,
     "ISC2/SSCP",
     0,
     0,
     {.alternatives = {{CREDENTIAL("ISC2/SSCP")}}},
     {{0}},
     REASON_NONE},
    {"a course that grants it costs what it says, a bare credential nobody knows what",
     REMEDY_FOUND,
     "CERT/A",
     300,
     40,
     {.alternatives = {{CREDENTIAL("ISC2/SSCP")}}},
     {{.code = "A", .grants = "credential:ISC2/SSCP", .cost = 300, .hours = 40}},
     REASON_NONE},
    {"the cheaper of two, though it is longer",
     REMEDY_FOUND,
     "CERT/B",
     200,
     90,
     {.alternatives = {{CREDENTIAL("ISC2/SSCP")}}},
     {{.code = "A", .grants = "credential:ISC2/SSCP", .cost = 300, .hours = 40},
      {.code = "B", .grants = "credential:ISC2/SSCP", .cost = 200, .hours = 90}},
     REASON_NONE},
    {"the shorter of two that cost the same",
     REMEDY_FOUND,
     "CERT/A",
     300,
     40,
     {.alternatives = {{CREDENTIAL("ISC2/SSCP")}}},
     {{.code = "B", .grants = "credential:ISC2/SSCP", .cost = 300, .hours = 90},
      {.code = "A", .grants = "credential:ISC2/SSCP", .cost = 300, .hours = 40}},
     REASON_NONE},
    {"one course for both clauses rather than two that are cheaper",
     REMEDY_FOUND,
     "CERT/C",
     900,
     -1,
     {.alternatives = {{.clause = 1, COMPETENCY(SOC, "2")}, {.clause = 2, COMPETENCY(NET, "2")}}},
     {{.code = "A", .grants = "competency:" SOC ":2", .cost = 100},
      {.code = "B", .grants = "competency:" NET ":3", .cost = 100},
      {.code = "C", .grants = "competency:" SOC ":2\ncompetency:" NET ":2", .cost = 900}},
     REASON_NONE},
    {"a course of too low a level does not count",
     REMEDY_FOUND,
     "CERT/B",
     500,
     -1,
     {.alternatives = {{COMPETENCY(SOC, "3")}}},
     {{.code = "A", .grants = "competency:" SOC ":2", .cost = 100},
      {.code = "B", .grants = "competency:" SOC ":4", .cost = 500}},
     REASON_NONE},
    {"two of three, one of which is held",
     REMEDY_FOUND,
     "CERT/A",
     100,
     -1,
     {.evidence = {{.element = SOC, .level = "2"}},
      .alternatives = {{.k = 2, COMPETENCY(SOC, "2")},
                       {.k = 2, COMPETENCY(NET, "2")},
                       {.k = 2, CREDENTIAL("ISC2/SSCP")}}},
     {{.code = "A", .grants = "competency:" NET ":2", .cost = 100},
      {.code = "B", .grants = "credential:ISC2/SSCP", .cost = 200}},
     REASON_NONE},
    {"a language of the need itself",
     REMEDY_FOUND,
     "CERT/EN",
     150,
     -1,
     {.person = {.languages = "en:A2"}, .need = {.languages = "en:B2"}},
     {{.code = "EN", .grants = "language:en:C1", .cost = 150}},
     REASON_NONE},
    {"nobody teaches it",
     REMEDY_NONE,
     "",
     0,
     0,
     {.need = {.languages = "en:B2"}},
     {{.code = "A", .grants = "competency:" SOC ":2", .cost = 100}},
     REASON_NONE},
    {"nothing that is learned makes anybody younger",
     REMEDY_BLOCKED,
     "",
     0,
     0,
     {.person = {.birth = "1960-01-01"},
      .need = {.max_age = 35},
      .alternatives = {{CREDENTIAL("ISC2/SSCP")}}},
     {{0}},
     REASON_AGE},
    {"what is held has only to be verified",
     REMEDY_FOUND,
     "",
     0,
     0,
     {.evidence = {{.element = SOC, .level = "2"}},
      .alternatives = {{COMPETENCY(SOC, "2"), .trust = "verified"}, {CREDENTIAL("ISC2/SSCP")}}},
     {{0}},
     REASON_NONE,
     1},
    {"one is verified, another learned",
     REMEDY_FOUND,
     "CERT/A",
     100,
     -1,
     {.need = {.trust = "verified:CERT-GOV"},
      .evidence = {{.element = SOC, .level = "2", .verified_by = "U-100"}},
      .alternatives = {{COMPETENCY(SOC, "2")}, {.clause = 2, COMPETENCY(NET, "2")}}},
     {{.code = "A", .grants = "competency:" NET ":2", .cost = 100}},
     REASON_NONE,
     1},
    {"of two, what is held is verified and one more learned",
     REMEDY_FOUND,
     "CERT/A",
     100,
     -1,
     {.need = {.trust = "verified"},
      .evidence = {{.element = SOC, .level = "2"}},
      .alternatives = {{.k = 2, COMPETENCY(SOC, "2")}, {.k = 2, COMPETENCY(NET, "2")}}},
     {{.code = "A", .grants = "competency:" NET ":2", .cost = 100}},
     REASON_NONE,
     1},
};

static void add_items(const struct remedy *remedy, const struct snapshot *snapshot, struct str *out)
{
    for (size_t i = 0; i < remedy->item_count; i++) {
        const struct remedy_item *item = &remedy->items[i];
        str_add_text(out, i > 0 ? " " : "");
        if (item->training < 0) {
            str_add_text(out,
                         catalogue_credential(snapshot->catalogue, item->credential)->canonical);
            continue;
        }
        const struct training *training = &snapshot->trainings[item->training];
        str_add_format(out, "%.*s/%.*s", STR_VIEW_ARGS(training->provider),
                       STR_VIEW_ARGS(training->code));
    }
}

/* Of the first person and the first need. */
static struct remedy find_remedy(const struct snapshot *snapshot)
{
    struct verdict verdict;
    const struct expansion *expansion = registry_expand(snapshot);
    qualify_pair(snapshot, expansion, &snapshot->needs[0], &verdict);
    return remedy_find(remedy_offers_new(snapshot, registry_arena()), expansion,
                       &snapshot->needs[0], &verdict, registry_arena());
}

START_TEST(the_cheapest_is_found)
{
    const struct remedy_case *row = &cases[_i];
    struct test_registry registry = {
        .people = &row->pair.person,
        .person_count = 1,
        .evidence = row->pair.evidence,
        .needs = &row->pair.need,
        .need_count = 1,
        .alternatives = row->pair.alternatives,
        .trainings = row->trainings,
    };
    for (; row->pair.evidence[registry.evidence_count].element != NULL; registry.evidence_count++)
        continue;
    for (; row->pair.alternatives[registry.alternative_count].kind != NULL;
         registry.alternative_count++)
        continue;
    for (; row->trainings[registry.training_count].code != NULL; registry.training_count++)
        continue;
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    struct remedy remedy = find_remedy(snapshot);
    CADRE_CLEANUP(str_release) struct str items = {0};
    add_items(&remedy, snapshot, &items);
    ck_assert_int_eq(remedy.outcome, row->outcome);
    ck_assert_str_eq(str_chars(&items), row->items);
    ck_assert_int_eq(remedy.cost, row->cost);
    ck_assert_int_eq(remedy.hours, row->hours > 0 ? row->hours : 0);
    ck_assert_int_eq(remedy.blocked, row->blocked);
    ck_assert_int_eq(remedy.to_verify, row->to_verify);
}
END_TEST

/* ---- against every set ----------------------------------------------------------------------- */

enum { MARKETS = 100, TRAININGS = 6, SET_MAX = 2, HELD_MAX = 64 };

/* Somebody with what some items grant added; the evaluator itself says what that is worth. */
struct learner {
    struct person person;
    struct held_element elements[HELD_MAX];
    struct held_award awards[HELD_MAX];
    struct language_level languages[HELD_MAX];
};

static void learn(struct learner *learner, const struct person *granted)
{
    struct person *person = &learner->person;
    for (size_t i = 0; i < granted->element_count; i++)
        learner->elements[person->element_count++] = granted->elements[i];
    for (size_t i = 0; i < granted->language_count; i++)
        learner->languages[person->language_count++] = granted->languages[i];
    for (size_t i = 0; i < granted->award_count; i++) { /* by credential */
        size_t at = person->award_count++;
        for (; at > 0 && learner->awards[at - 1].credential > granted->awards[i].credential; at--)
            learner->awards[at] = learner->awards[at - 1];
        learner->awards[at] = granted->awards[i];
    }
    if (granted->education > person->education)
        person->education = granted->education;
}

static bool fits_with(const struct snapshot *snapshot, const struct remedy_item *items,
                      size_t count)
{
    struct learner learner = {.person = snapshot->people[0]};
    learner.person.element_count = learner.person.award_count = 0;
    learner.person.language_count = 0;
    learn(&learner, &snapshot->people[0]);
    learner.person.elements = learner.elements;
    learner.person.awards = learner.awards;
    learner.person.languages = learner.languages;
    for (size_t i = 0; i < count; i++) {
        const struct held_award award = {.credential = items[i].credential,
                                         .issued_on = snapshot->as_of,
                                         .expires_on = cadre_date_none,
                                         .revoked_on = cadre_date_none};
        const struct person holder = {.awards = &award, .award_count = 1};
        learn(&learner,
              items[i].training >= 0 ? snapshot->trainings[items[i].training].grants : &holder);
    }
    const struct expansion *expansion = qualify_expand(snapshot, &learner.person, registry_arena());
    return qualify_reason(snapshot, expansion, &snapshot->needs[0]) == REASON_NONE;
}

/* As remedy.h orders sets of one size, but for the last word. */
struct price {
    int64_t parts[4];
};

static struct price price_of(const struct snapshot *snapshot, const struct remedy_item *items,
                             size_t count)
{
    struct price price = {{0}};
    for (size_t i = 0; i < count; i++) {
        const struct training *training =
            items[i].training >= 0 ? &snapshot->trainings[items[i].training] : NULL;
        bool costs = training != NULL && training->cost >= 0;
        bool lasts = training != NULL && training->hours >= 0;
        price.parts[0] += !costs;
        price.parts[1] += costs ? training->cost : 0;
        price.parts[2] += !lasts;
        price.parts[3] += lasts ? training->hours : 0;
    }
    return price;
}

static bool is_dearer(const struct price *left, const struct price *right)
{
    for (size_t i = 0; i < COUNT(left->parts); i++) {
        if (left->parts[i] != right->parts[i])
            return left->parts[i] > right->parts[i];
    }
    return false;
}

/* Every set of up to two items that makes the pair eligible is larger, or no cheaper. */
static void compare_with_all(const struct snapshot *snapshot, const struct remedy *remedy)
{
    struct remedy_item all[256];
    size_t count = 0;
    for (size_t i = 0; i < snapshot->training_count; i++)
        all[count++] = (struct remedy_item){(int32_t)i, -1};
    for (size_t i = 0; i < catalogue_credential_count(snapshot->catalogue); i++)
        all[count++] = (struct remedy_item){-1, (int32_t)i};
    struct price found = price_of(snapshot, remedy->items, remedy->item_count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i; j < count; j++) { /* j = i: a set of one */
            const struct remedy_item set[] = {all[i], all[j]};
            size_t size = j > i ? 2 : 1;
            if (!fits_with(snapshot, set, size))
                continue;
            struct price price = price_of(snapshot, set, size);
            if (remedy->outcome != REMEDY_FOUND || size < remedy->item_count ||
                (size == remedy->item_count && is_dearer(&found, &price)))
                ck_abort_msg("%zu items are better than %zu", size, remedy->item_count);
        }
    }
}

static const struct {
    const char *kind, *code;
    const char *const *levels;
} learnable[] = {
    {"competency", SOC, (const char *const[]){"1", "2", "3"}},
    {"competency", NET, (const char *const[]){"1", "2", "4"}},
    {"work_role", "DCWF@5.1/511", (const char *const[]){"Basic", "Intermediate", "Advanced"}},
    {"work_role", "DCWF@5.1/531", (const char *const[]){"Basic", "Intermediate", "Advanced"}},
    {"credential", "ISC2/SSCP", NULL},
    {"credential", "CompTIA/Security+", NULL},
    {"language", "en", (const char *const[]){"A2", "B1", "C1"}},
};

static const char *random_grants(uint64_t *state)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    size_t first = random_below(state, COUNT(learnable));
    size_t count = 1 + random_below(state, 3);
    for (size_t i = 0; i < count; i++) {
        size_t at = (first + 2 * i) % COUNT(learnable);
        str_add_format(&text, "%s%s:%s", i > 0 ? "\n" : "", learnable[at].kind, learnable[at].code);
        if (learnable[at].levels != NULL)
            str_add_format(&text, ":%s", learnable[at].levels[random_below(state, 3)]);
    }
    return arena_copy(registry_arena(), str_view_from(&text)).data;
}

static struct snapshot *random_market(uint64_t *state)
{
    static const struct test_person person = {.languages = "en:A1"};
    struct test_alternative *alternatives = arena_calloc(registry_arena(), 9, sizeof *alternatives);
    struct test_training *trainings = arena_calloc(registry_arena(), TRAININGS, sizeof *trainings);
    size_t count = 0;
    for (int clause = 1; clause <= 3; clause++) {
        size_t first = random_below(state, COUNT(learnable));
        int several = (int)random_below(state, 3) + 1;
        for (int i = 0; i < several; i++) {
            size_t at = (first + (size_t)i) % COUNT(learnable);
            alternatives[count++] = (struct test_alternative){
                .clause = clause,
                .kind = learnable[at].kind,
                .code = learnable[at].code,
                .level = learnable[at].levels != NULL ? learnable[at].levels[1] : NULL,
                .k = several == 3 ? 2 : 1,
            };
        }
    }
    for (int i = 0; i < TRAININGS; i++)
        trainings[i] = (struct test_training){
            .code = arena_format(registry_arena(), "T%d", i),
            .grants = random_grants(state),
            .cost = (int)random_below(state, 4) * 100,
            .hours = (int)random_below(state, 4) * 10,
        };
    const struct test_need need = {0};
    const struct test_registry registry = {
        .people = &person,
        .person_count = 1,
        .needs = &need,
        .need_count = 1,
        .alternatives = alternatives,
        .alternative_count = count,
        .trainings = trainings,
        .training_count = TRAININGS,
    };
    return registry_seal(&registry, 0);
}

START_TEST(no_set_is_better)
{
    uint64_t state = 20261126;
    int found[4] = {0}; /* by size */
    for (int i = 0; i < MARKETS; i++) {
        const struct snapshot *snapshot = random_market(&state);
        struct remedy remedy = find_remedy(snapshot);
        if (remedy.outcome == REMEDY_FOUND && !fits_with(snapshot, remedy.items, remedy.item_count))
            ck_abort_msg("%d: it is no remedy", i);
        compare_with_all(snapshot, &remedy);
        found[remedy.item_count < 3 ? remedy.item_count : 3]++;
        arena_reset(registry_arena());
    }
    for (int size = 1; size < 4; size++)
        ck_assert_int_gt(found[size], 5);
}
END_TEST

/* ---- more than can be searched --------------------------------------------------------------- */

static const char *const wanted[] = {
    "CLD-CONT", "CLD-IAC",  "CLD-PLAT", "CLD-SEC",  "DAT-ANA",  "DAT-ENG", "DAT-GIS", "DAT-ML",
    "DEF-ARCH", "DEF-CRYP", "DEF-FOR",  "DEF-HARD", "DEF-HUNT", "DEF-IR",  "DEF-MAL", "DEF-SOC",
    "DEF-TI",   "DEF-VULN", "DEV-ARCH", "DEV-C",    "DEV-MOB",  "DEV-OPS", "DEV-SCR", "DEV-SEC",
    "DEV-TEST", "DEV-WEB",  "NET-FW",   "NET-MON",  "NET-ROUT", "NET-VPN"};

/* The first so many are asked for, each in a clause of its own at a level that no credential
 * grants; each course teaches three of all, and no course is needless. */
static const struct snapshot *crowded_market(size_t clauses)
{
    static const struct test_person person = {0};
    static const struct test_need need = {0};
    enum { COURSES = 3 * COUNT(wanted) };
    struct arena *arena = registry_arena();
    struct test_alternative *alternatives = arena_calloc(arena, clauses, sizeof *alternatives);
    struct test_training *trainings = arena_calloc(arena, COURSES, sizeof *trainings);
    for (size_t i = 0; i < clauses; i++)
        alternatives[i] = (struct test_alternative){
            .clause = (int)i + 1,
            COMPETENCY(arena_format(arena, "CORE@1/%s", wanted[i]), "5"),
        };
    for (size_t i = 0; i < COURSES; i++) {
        size_t step = 1 + i / COUNT(wanted) * 4;
        trainings[i] = (struct test_training){
            .code = arena_format(arena, "T%02zu", i),
            .grants = arena_format(arena,
                                   "competency:CORE@1/%s:5\ncompetency:CORE@1/%s:5\n"
                                   "competency:CORE@1/%s:5",
                                   wanted[i % COUNT(wanted)], wanted[(i + step) % COUNT(wanted)],
                                   wanted[(i + 2 * step + 1) % COUNT(wanted)]),
            .cost = 100 + (int)(i * 37 % 90),
        };
    }
    const struct test_registry registry = {
        .people = &person,
        .person_count = 1,
        .needs = &need,
        .need_count = 1,
        .alternatives = alternatives,
        .alternative_count = clauses,
        .trainings = trainings,
        .training_count = COURSES,
    };
    return registry_seal(&registry, 0);
}

START_TEST(a_search_without_end_is_given_up)
{
    const struct snapshot *snapshot = crowded_market(COUNT(wanted));
    struct remedy remedy = find_remedy(snapshot);
    ck_assert_int_eq(remedy.outcome, REMEDY_UNPROVEN);
    ck_assert(remedy.item_count == 0 || fits_with(snapshot, remedy.items, remedy.item_count));
}
END_TEST

START_TEST(of_the_same_market_less_is_found)
{
    const struct snapshot *snapshot = crowded_market(6);
    struct remedy remedy = find_remedy(snapshot);
    ck_assert_int_eq(remedy.outcome, REMEDY_FOUND);
    ck_assert_uint_ge(remedy.item_count, 2);
    ck_assert(fits_with(snapshot, remedy.items, remedy.item_count));
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("remedy");
    tcase_add_loop_test(tcase, the_cheapest_is_found, 0, COUNT(cases));
    tcase_add_test(tcase, no_set_is_better);
    tcase_add_test(tcase, a_search_without_end_is_given_up);
    tcase_add_test(tcase, of_the_same_market_less_is_found);
    return run_tcase(tcase, "evidence/remedy");
}
