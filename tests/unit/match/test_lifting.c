/*
 * What the match would be without a decision: the exchange through its person comes to what a
 * second solve comes to, and which decisions bend a match at all.
 */
#include "core/match/explain/lifting.h"

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "core/match/stable.h"
#include "core/pairs/wishes.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

static const struct decision lock = {.verdict = DECISION_LOCK};
static const struct decision ban = {.verdict = DECISION_FORBID};

/* ---- beside a second solve ------------------------------------------------------------------- */

struct problem_of_overrides {
    struct instance *instance;
    struct override *overrides;
    size_t count;
    const struct objective *other; /* of the other mode; NULL = not looked at */
};

/* Takes every so many-th pair of the table away, as if it were forbidden. */
static size_t close_some(struct made *made, uint64_t seed, struct override *overrides)
{
    size_t count = 0;
    for (size_t i = 0; i < made->people; i++) {
        for (size_t j = 0; j < made->needs; j++) {
            int32_t *fit_bp = made_fit(made, i, j);
            if (*fit_bp < 0 || (seed + 5 * i + 3 * j) % 7 != 0)
                continue;
            overrides[count++] = (struct override){
                .decision = &ban, .person = (int32_t)i, .need = (int32_t)j, .fit_bp = *fit_bp};
            *fit_bp = -1;
        }
    }
    return count;
}

static size_t bind_some(struct instance *instance, uint64_t seed, struct override *overrides,
                        struct arena *arena)
{
    int32_t *locked = arena_calloc(arena, instance->person_count, sizeof *locked);
    int32_t *left = arena_calloc(arena, instance->need_count, sizeof *left);
    size_t count = 0;
    for (size_t j = 0; j < instance->need_count; j++)
        left[j] = instance->seats[j];
    for (size_t i = 0; i < instance->person_count; i++) {
        size_t length = instance->row_start[i + 1] - instance->row_start[i];
        locked[i] = -1;
        if (length == 0 || (seed + i) % 3 != 0)
            continue;
        const struct pair *pair = &instance->items[instance->row_start[i] + (seed + i) % length];
        if (left[pair->need]-- <= 0)
            continue;
        locked[i] = (int32_t)pair->need;
        overrides[count++] = (struct override){.decision = &lock,
                                               .person = (int32_t)i,
                                               .need = (int32_t)pair->need,
                                               .fit_bp = (int32_t)pair->fit_bp,
                                               .stays = (seed + i) % 5 == 0};
    }
    instance->locked_need = count > 0 ? locked : NULL;
    return count;
}

static struct problem_of_overrides any_problem(uint64_t seed, size_t people, size_t needs,
                                               struct arena *arena)
{
    struct problem_of_overrides problem = {0};
    struct made *made = made_any(seed, people, needs, 3, arena);
    problem.overrides = arena_calloc(arena, people * needs + people, sizeof *problem.overrides);
    problem.count = close_some(made, seed, problem.overrides);
    problem.instance = made_instance(made, arena);
    problem.count += bind_some(problem.instance, seed, problem.overrides + problem.count, arena);
    return problem;
}

static struct objective solve(const struct instance *instance, struct assignment *ret_assignment,
                              struct arena *arena)
{
    oracle_solve(instance_open(instance, arena), arena, ret_assignment);
    ret_assignment->need_of = instance_whole(instance, ret_assignment->need_of, arena);
    ret_assignment->objective = instance_objective(instance, ret_assignment->need_of);
    return ret_assignment->objective;
}

static struct objective difference(const struct objective *left, const struct objective *right)
{
    struct objective less = {.fit_bp = left->fit_bp - right->fit_bp,
                             .held = left->held - right->held};
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        less.filled[class] = left->filled[class] - right->filled[class];
    return less;
}

static const struct {
    size_t people, needs, rounds;
} sizes[] = {{6, 3, 700}, {14, 6, 500}, {40, 12, 120}};

START_TEST(an_exchange_comes_to_what_a_second_solve_does)
{
    static const struct objective nothing;
    size_t gains = 0;
    size_t none = 0;
    for (uint64_t round = 0; round < sizes[_i].rounds; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 31000 + (uint64_t)_i * 1000 + round;
        struct problem_of_overrides problem =
            any_problem(seed, sizes[_i].people, sizes[_i].needs, arena);
        struct assignment assignment;
        struct assignment without;
        const struct objective own = solve(problem.instance, &assignment, arena);
        struct lifting *lifting =
            lifting_new(problem.instance, assignment.need_of, assignment.price, arena);
        for (size_t i = 0; i < problem.count; i++) {
            const struct instance *lifted =
                overrides_lift(problem.instance, &problem.overrides[i], 1, arena);
            const struct objective best = solve(lifted, &without, arena);
            const struct objective expected = difference(&best, &own);
            const struct objective gain = lifting_gain(lifting, &problem.overrides[i]);
            ck_assert_msg(objective_compare(&gain, &expected) == 0,
                          "seed %llu, override %zu: fit %lld, not %lld", (unsigned long long)seed,
                          i, (long long)gain.fit_bp, (long long)expected.fit_bp);
            ck_assert_int_ge(objective_compare(&gain, &nothing), 0);
            gains += objective_compare(&gain, &nothing) > 0;
            none += objective_compare(&gain, &nothing) == 0;
        }
    }
    ck_assert_uint_gt(gains, 150);
    ck_assert_uint_gt(none, 150);
}
END_TEST

/* ---- beyond limits --------------------------------------------------------------------------- */

/* Is a limit of the policy below what is bound? */
static bool is_exceeded(const struct instance *instance, struct arena *arena)
{
    const struct caps *caps = instance->caps;
    const struct cap_limits limits = caps_limits(instance, arena);
    for (size_t at = 0; at < caps->count; at++) {
        if (limits.most[at] > caps->items[at].most)
            return true;
    }
    for (size_t j = 0; j < instance->need_count; j++) {
        if (limits.open_most[j] > caps_open_most(caps, j))
            return true;
    }
    return false;
}

static struct objective solve_limited(const struct instance *instance, struct arena *arena)
{
    struct assignment assignment;
    engine_solve(instance_open(instance, arena), NULL, arena, &assignment);
    return instance_objective(instance, instance_whole(instance, assignment.need_of, arena));
}

/* A lock costs or does nothing, unless it is one beyond a limit: what that brought in is lost. */
START_TEST(a_lock_beyond_a_limit_brings_what_that_would_not_give)
{
    static const struct objective nothing;
    size_t brought = 0;
    size_t cost = 0;
    for (uint64_t seed = 0; seed < 1500; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        int kinds = 1 + (int)(seed % MADE_CAPS_ALL);
        const struct instance *plain = made_instance(made_any(71000 + seed, 7, 5, 3, arena), arena);
        struct instance *instance =
            instance_with_caps(plain, made_caps(plain, seed, kinds, 3, arena), arena);
        if (made_locks(instance, seed, arena) == 0)
            continue;
        const struct objective own = solve_limited(instance, arena);
        bool exceeded = is_exceeded(instance, arena);
        for (size_t i = 0; i < instance->person_count; i++) {
            const struct override override = {
                .decision = &lock, .person = (int32_t)i, .need = instance->locked_need[i]};
            if (override.need < 0)
                continue;
            const struct objective without =
                solve_limited(overrides_lift(instance, &override, 1, arena), arena);
            const struct objective gain = difference(&without, &own);
            int order = objective_compare(&gain, &nothing);
            ck_assert_msg(order >= 0 || exceeded, "seed %llu, person %zu", (unsigned long long)seed,
                          i);
            brought += order < 0;
            cost += order > 0;
        }
    }
    ck_assert_uint_gt(brought, 100);
    ck_assert_uint_gt(cost, 100);
}
END_TEST

/* ---- what verify makes of them --------------------------------------------------------------- */

/* People and needs by some keys, since prices are stated by keys. */
static const struct snapshot *some_snapshot(const struct instance *instance, struct arena *arena)
{
    struct snapshot *snapshot = arena_calloc(arena, 1, sizeof *snapshot);
    struct person *people = arena_calloc(arena, instance->person_count, sizeof *people);
    struct need *needs = arena_calloc(arena, instance->need_count, sizeof *needs);
    for (size_t i = 0; i < instance->person_count; i++) {
        people[i].natural_key = str_view_of(arena_format(arena, "K%zu", i));
        people[i].person_id = str_view_of(arena_format(arena, "P%zu", i));
    }
    for (size_t j = 0; j < instance->need_count; j++)
        needs[j].code = str_view_of(arena_format(arena, "N%zu", j));
    snapshot->people = people;
    snapshot->needs = needs;
    return snapshot;
}

static enum certificate_fault fault_of(const struct problem_of_overrides *problem,
                                       const struct assignment *assignment,
                                       const struct override_prices *prices,
                                       const struct snapshot *snapshot, struct arena *arena)
{
    const struct caps *caps = problem->instance->caps;
    const struct claim claim = {.need_of = assignment->need_of,
                                .price = assignment->price,
                                .objective = assignment->objective,
                                .other = problem->other,
                                .cap_price = assignment->cap_price,
                                .cap_count = caps != NULL ? caps->count : 0,
                                .open_price = assignment->open_price,
                                .overrides = prices};
    struct certificate_result result;
    bool holds = certificate_check_overrides(problem->instance, &claim, problem->overrides,
                                             problem->count, snapshot, arena, &result);
    ck_assert_int_eq(holds, result.fault == CERTIFICATE_HOLDS);
    return result.fault;
}

static struct override_price price_of(const struct snapshot *snapshot,
                                      const struct override *override, struct objective gain)
{
    return (struct override_price){
        .natural_key = snapshot->people[override->person].natural_key,
        .person_id = snapshot->people[override->person].person_id,
        .need_code = snapshot->needs[override->need].code,
        .verdict = str_view_of(decision_verdict_code(override->decision->verdict)),
        .known = true,
        .gain = gain};
}

START_TEST(prices_that_cannot_be_are_told)
{
    size_t priced = 0;
    for (uint64_t round = 0; round < 100; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct problem_of_overrides problem = any_problem(64000 + round, 14, 6, arena);
        const struct snapshot *snapshot = some_snapshot(problem.instance, arena);
        struct assignment assignment;
        struct assignment without;
        const struct objective own = solve(problem.instance, &assignment, arena);
        struct lifting *lifting =
            lifting_new(problem.instance, assignment.need_of, assignment.price, arena);
        struct override_price *items = arena_calloc(arena, problem.count + 1, sizeof *items);
        for (size_t i = 0; i < problem.count; i++) {
            const struct override *override = &problem.overrides[i];
            items[i] = price_of(snapshot, override, lifting_gain(lifting, override));
        }
        const struct objective best =
            solve(overrides_lift(problem.instance, problem.overrides, problem.count, arena),
                  &without, arena);
        struct override_prices prices = {items, problem.count, difference(&best, &own)};
        ck_assert_int_eq(fault_of(&problem, &assignment, &prices, snapshot, arena),
                         CERTIFICATE_HOLDS);
        for (size_t i = 0; i < problem.count; i++) {
            const struct override_price right = items[i];
            struct {
                struct override_price price;
                enum certificate_fault fault;
            } wrong[] = {
                {right, CERTIFICATE_OVERRIDE_PRICE},   {right, CERTIFICATE_OVERRIDE_PRICE},
                {right, CERTIFICATE_OVERRIDE_PRICE},   {right, CERTIFICATE_OVERRIDES_DIFFER},
                {right, CERTIFICATE_OVERRIDES_DIFFER}, {right, CERTIFICATE_OVERRIDES_DIFFER}};
            wrong[0].price.gain.filled[8] = -1 - right.gain.filled[8];
            wrong[0].price.gain.filled[0] = -1;
            wrong[1].price.gain.filled[0] = INT64_MAX;
            wrong[2].price.known = false;
            wrong[3].price.need_code = STR_VIEW_LITERAL("N99");
            wrong[4].price.decided_on.day++;
            wrong[5].price.verdict = STR_VIEW_LITERAL("withdraw");
            for (size_t at = 0; at < COUNT(wrong); at++) {
                items[i] = wrong[at].price;
                ck_assert_int_eq(fault_of(&problem, &assignment, &prices, snapshot, arena),
                                 wrong[at].fault);
            }
            items[i] = right;
            priced++;
        }
        if (problem.count > 1) {
            prices.all.filled[0] += (int64_t)problem.count + 1;
            ck_assert_int_eq(fault_of(&problem, &assignment, &prices, snapshot, arena),
                             CERTIFICATE_OVERRIDES_TOGETHER);
        }
        prices.count += problem.count > 0;
        ck_assert_int_eq(fault_of(&problem, &assignment, &prices, snapshot, arena),
                         problem.count > 0 ? CERTIFICATE_OVERRIDES_DIFFER : CERTIFICATE_HOLDS);
    }
    ck_assert_uint_gt(priced, 300);
}
END_TEST

/* ---- of matches that an exchange tells nothing of -------------------------------------------- */

static const struct wishes nobody_wishes;

static const struct {
    bool stable, capped;
} matches[] = {{false, true}, {true, false}, {true, true}};

static struct assignment solve_as(const struct instance *instance, bool stable, struct arena *arena)
{
    struct assignment assignment = {0};
    struct instance own = *instance;
    own.wishes = stable ? &nobody_wishes : NULL;
    const struct instance *open = instance_open(&own, arena);
    if (stable)
        stable_solve(open, arena, &assignment, NULL);
    else
        engine_solve(open, NULL, arena, &assignment);
    assignment.need_of = instance_whole(instance, assignment.need_of, arena);
    assignment.objective = instance_objective(instance, assignment.need_of);
    return assignment;
}

static struct objective gain_as(const struct problem_of_overrides *problem, bool stable,
                                const struct override *overrides, size_t count,
                                const struct objective *own, struct arena *arena)
{
    const struct instance *lifted = overrides_lift(problem->instance, overrides, count, arena);
    const struct assignment without = solve_as(lifted, stable, arena);
    return difference(&without.objective, own);
}

/* A price more than there can be, of one decision and of all: it is told. */
static void check_wrong(const struct problem_of_overrides *problem,
                        const struct assignment *assignment, struct override_prices *prices,
                        struct override_price *items, const struct snapshot *snapshot,
                        struct arena *arena)
{
    size_t last = problem->count - 1;
    const struct override_price right = items[last];
    struct objective wrong[] = {right.gain, right.gain, right.gain, right.gain};
    wrong[0].filled[0] = problem->instance->total_seats + 1;
    wrong[1].filled[8] = -1 - assignment->objective.filled[8];
    wrong[2].fit_bp = -1 - assignment->objective.fit_bp;
    wrong[3].held = INT64_MAX;
    for (size_t at = 0; at < COUNT(wrong); at++) {
        items[last].gain = wrong[at];
        ck_assert_int_eq(fault_of(problem, assignment, prices, snapshot, arena),
                         CERTIFICATE_OVERRIDE_PRICE);
    }
    items[last] = right;
    if (problem->count == 1)
        return;
    items[0].known = !items[0].known;
    items[0].gain.held += !items[0].known;
    ck_assert_int_eq(fault_of(problem, assignment, prices, snapshot, arena),
                     CERTIFICATE_OVERRIDE_PRICE);
    items[0].gain.held -= !items[0].known;
    items[0].known = !items[0].known;
    for (size_t at = 0; at < COUNT(wrong); at++) {
        prices->all = wrong[at];
        ck_assert_int_eq(fault_of(problem, assignment, prices, snapshot, arena),
                         CERTIFICATE_OVERRIDES_TOGETHER);
    }
}

/* So many seats fewer than are filled, with nobody left in the others who fits; false: so many are
 * not filled. */
static bool empty_seats(const struct objective *own, int64_t seats, struct objective *ret_gain)
{
    *ret_gain = (struct objective){.fit_bp = -own->fit_bp, .held = -own->held};
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        int64_t fewer = own->filled[class] < seats ? own->filled[class] : seats;
        ret_gain->filled[class] = -fewer;
        seats -= fewer;
    }
    return seats == 0;
}

/* A stable match fills one seat more or less without a decision, with limits too: two are told, and
 * of all decisions one more than they are. How often. */
static size_t check_seats(const struct problem_of_overrides *problem,
                          const struct assignment *assignment, struct override_prices *prices,
                          struct override_price *items, const struct snapshot *snapshot,
                          struct arena *arena)
{
    const struct override_price right = items[0];
    const struct objective all = prices->all;
    size_t told = 0;
    if (empty_seats(&assignment->objective, 2, &items[0].gain)) {
        ck_assert_int_eq(fault_of(problem, assignment, prices, snapshot, arena),
                         CERTIFICATE_OVERRIDE_PRICE);
        told++;
    }
    items[0] = right;
    if (problem->count > 1 &&
        empty_seats(&assignment->objective, (int64_t)problem->count + 1, &prices->all)) {
        ck_assert_int_eq(fault_of(problem, assignment, prices, snapshot, arena),
                         CERTIFICATE_OVERRIDES_TOGETHER);
        told++;
    }
    prices->all = all;
    return told;
}

/* What is gained in truth is let pass, and of a stable match without limits, and of an optimal one
 * with limits, a seat of the first priority too many is told, or most often. */
START_TEST(other_prices_that_cannot_be_are_told)
{
    bool stable = matches[_i].stable;
    size_t told = 0;
    size_t tried = 0;
    size_t too_few = 0;
    for (uint64_t seed = 0; seed < 1200; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct problem_of_overrides problem = any_problem(83000 + seed, 9, 5, arena);
        if (problem.count == 0)
            continue;
        if (matches[_i].capped)
            problem.instance = instance_with_caps(
                problem.instance,
                made_caps(problem.instance, seed, 1 + (int)(seed % MADE_CAPS_ALL), 3, arena),
                arena);
        const struct snapshot *snapshot = some_snapshot(problem.instance, arena);
        const struct assignment assignment = solve_as(problem.instance, stable, arena);
        const struct assignment other = solve_as(problem.instance, !stable, arena);
        struct override_price *items = arena_calloc(arena, problem.count, sizeof *items);
        for (size_t i = 0; i < problem.count; i++)
            items[i] = price_of(
                snapshot, &problem.overrides[i],
                gain_as(&problem, stable, &problem.overrides[i], 1, &assignment.objective, arena));
        struct override_prices prices = {items, problem.count,
                                         gain_as(&problem, stable, problem.overrides, problem.count,
                                                 &assignment.objective, arena)};
        problem.other = &other.objective;
        problem.instance->wishes = stable ? &nobody_wishes : NULL;
        ck_assert_msg(fault_of(&problem, &assignment, &prices, snapshot, arena) ==
                          CERTIFICATE_HOLDS,
                      "seed %llu", (unsigned long long)seed);
        items[0].gain.filled[0]++;
        told += fault_of(&problem, &assignment, &prices, snapshot, arena) != CERTIFICATE_HOLDS;
        items[0].gain.filled[0]--;
        tried++;
        if (stable)
            too_few += check_seats(&problem, &assignment, &prices, items, snapshot, arena);
        check_wrong(&problem, &assignment, &prices, items, snapshot, arena);
    }
    ck_assert_uint_gt(tried, 500);
    ck_assert_uint_gt(told, tried / 2);
    ck_assert(!stable || too_few > tried / 2);
}
END_TEST

/* All of them lifted is the problem of before anything was decided. */
START_TEST(without_all_it_is_the_problem_of_before)
{
    for (uint64_t round = 0; round < 200; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 52000 + round;
        const struct instance *before = made_instance(made_any(seed, 14, 6, 3, arena), arena);
        struct problem_of_overrides problem = any_problem(seed, 14, 6, arena);
        for (size_t i = 0; i < problem.count; i++)
            problem.overrides[i].stays = false;
        const struct instance *lifted =
            overrides_lift(problem.instance, problem.overrides, problem.count, arena);
        ck_assert_ptr_null(lifted->locked_need);
        for (size_t i = 0; i <= before->person_count; i++)
            ck_assert_uint_eq(lifted->row_start[i], before->row_start[i]);
        for (size_t at = 0; at < before->row_start[before->person_count]; at++) {
            ck_assert_uint_eq(lifted->items[at].need, before->items[at].need);
            ck_assert_uint_eq(lifted->items[at].fit_bp, before->items[at].fit_bp);
        }
    }
}
END_TEST

/* ---- which decisions they are ---------------------------------------------------------------- */

/* What binds nothing, what closes a pair that fails anyway and what does not stand is told nowhere;
 * by hand comes first, then the day, then the person. */
START_TEST(what_bends_the_match)
{
    static const struct test_person people[] = {{.key = "K1", .fitness = "A"},
                                                {.key = "K2", .fitness = "A"},
                                                {.key = "K3", .fitness = "C"},
                                                {.key = "K4", .fitness = "A"},
                                                {.key = "K5", .fitness = "A"}};
    static const struct test_need needs[] = {{.code = "N1", .fitness = "B"},
                                             {.code = "N2", .fitness = "B", .headcount = 2}};
    static const struct test_decision decisions[] = {
        {.person = "K1", .need = "N2", .verdict = "decline", .on = "2026-08-01"},
        {.person = "K1", .need = "N1", .verdict = "lock", .on = "2026-08-05"},
        {.person = "K2", .need = "N1", .verdict = "lock", .on = "2026-08-06"},
        {.person = "K3", .need = "N2", .verdict = "forbid", .on = "2026-08-02"},
        {.person = "K4", .need = "N2", .verdict = "forbid", .on = "2026-08-05"},
        {.person = "K5", .need = "N2", .verdict = "accept", .on = "2026-08-03"},
        {.person = "K4", .need = "N1", .verdict = "forbid", .until = "2026-08-31"},
    };
    static const struct {
        int32_t person, need;
        enum decision_verdict verdict;
        bool stays;
    } expected[] = {{0, 0, DECISION_LOCK, false},
                    {3, 1, DECISION_FORBID, false},
                    {0, 1, DECISION_DECLINE, false},
                    {4, 1, DECISION_ACCEPT, true}};
    static const struct test_base stays[] = {{"K5", "N2", true}};
    const struct test_registry registry = {.people = people,
                                           .needs = needs,
                                           .decisions = decisions,
                                           .base = stays,
                                           .person_count = COUNT(people),
                                           .need_count = COUNT(needs),
                                           .decision_count = COUNT(decisions),
                                           .base_count = COUNT(stays)};
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct pairs *pairs = pairs_build(snapshot, expansions, registry_arena());
    const struct override *overrides;
    size_t count = overrides_find(snapshot, pairs, registry_arena(), &overrides);
    ck_assert_uint_eq(count, COUNT(expected));
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(overrides[i].person, expected[i].person);
        ck_assert_int_eq(overrides[i].need, expected[i].need);
        ck_assert_int_eq((int)overrides[i].decision->verdict, (int)expected[i].verdict);
        ck_assert_int_eq(overrides[i].stays, expected[i].stays);
        ck_assert_int_gt(overrides[i].fit_bp, 0);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("lifting");
    tcase_add_loop_test(tcase, an_exchange_comes_to_what_a_second_solve_does, 0, COUNT(sizes));
    tcase_add_test(tcase, a_lock_beyond_a_limit_brings_what_that_would_not_give);
    tcase_add_test(tcase, prices_that_cannot_be_are_told);
    tcase_add_loop_test(tcase, other_prices_that_cannot_be_are_told, 0, COUNT(matches));
    tcase_add_test(tcase, without_all_it_is_the_problem_of_before);
    tcase_add_loop_test(tcase, what_bends_the_match, 0, 4);
    return run_tcase(tcase, "match/lifting");
}
