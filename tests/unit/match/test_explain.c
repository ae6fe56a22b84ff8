#include "core/match/explain/explain.h"

#include "core/match/engine.h"
#include "core/match/stable.h"
#include "core/pairs/wishes.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

/*
 * One seat in A, where a CCNA is desired: 9,500 with it, 6,500 without. B is staffed. C has two
 * seats for the fit, D two that ask for a clearance and a credential that nobody has.
 */
enum { NOT = -1, A, B, C, D, NEED_COUNT };
static const struct test_need needs[NEED_COUNT] = {
    {.code = "A"},
    {.code = "B"},
    {.code = "C", .headcount = 2, .fitness = "A"},
    {.code = "D", .headcount = 2, .clearance = "secret"},
};
static const struct test_alternative alternatives[] = {
    {.need = "A", .kind = "credential", .code = "Cisco/CCNA", .desired = true},
    {.need = "D", .kind = "credential", .code = "ISC2/SSCP"},
    {.need = "D", .kind = "credential", .code = "Cisco/CCNA", .clause = 2},
    {.need = "D", .kind = "credential", .code = "CompTIA/A+", .clause = 3, .desired = true},
};
static const struct test_person people[] = {
    {.key = "p1"}, {.key = "p2"}, {.key = "p3"}, {.key = "p4", .fitness = "A"}, {.key = "s"},
};
static const struct test_evidence evidence[] = {
    {.person = "p1", .credential = "Cisco/CCNA", .issued = "2025-01-01"},
    {.person = "p3", .credential = "Cisco/CCNA", .issued = "2025-01-01"},
};
static const struct test_placement placements[] = {{.person = "s", .need = "B"}};

static const struct test_registry registry = {
    .people = people,
    .person_count = COUNT(people),
    .evidence = evidence,
    .evidence_count = COUNT(evidence),
    .needs = needs,
    .need_count = COUNT(needs),
    .alternatives = alternatives,
    .alternative_count = COUNT(alternatives),
    .placements = placements,
    .placement_count = COUNT(placements),
};

struct scene {
    const struct snapshot *snapshot;
    const struct expansion *expansions;
    struct pairs *pairs;
    struct instance *instance;
};

static struct scene scene_of(const struct test_registry *rows)
{
    struct scene scene = {.snapshot = registry_seal(rows, 0)};
    scene.expansions = registry_expand(scene.snapshot);
    scene.pairs = pairs_build(scene.snapshot, scene.expansions, registry_arena());
    scene.instance = instance_from(scene.snapshot, scene.pairs, registry_arena());
    return scene;
}

/* Least prices: in A that of the best who is free, `best_free_bp`; elsewhere the floor. */
static const int64_t *prices_of(const struct scene *scene, int32_t best_free_bp)
{
    int64_t *price = arena_calloc(registry_arena(), NEED_COUNT, sizeof *price);
    for (size_t j = 0; j < NEED_COUNT; j++)
        price[j] = instance_floor(scene->instance, j);
    price[A] = best_free_bp * (scene->instance->total_seats + 1);
    return price;
}

/* p1 in A by the lottery, p4 in C; p3 is level with p1. */
static const int32_t run[COUNT(people)] = {A, NOT, NOT, C, NOT};

static const struct explain_person *explained(const struct scene *scene, int32_t person,
                                              int32_t only_need)
{
    return explain_person(scene->snapshot, scene->expansions, scene->instance, run,
                          prices_of(scene, 9500), NULL, person, only_need, registry_arena());
}

static const struct {
    int32_t person;
    int32_t placed_need;
    struct {
        int32_t need;
        enum explain_outcome outcome;
        int32_t fit_bp, cutoff_bp, shortfall_bp;
        uint32_t failures;
    } lines[NEED_COUNT];
} people_rows[] = {
    {0,
     A,
     {{A, EXPLAIN_PLACED_HERE, 9500, 9500, 0, 0},
      {B, EXPLAIN_NO_FREE_SEAT, 9500, 10001, 501, 0},
      {C, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 1},
      {D, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 2}}},
    {1,
     NOT,
     {{B, EXPLAIN_NO_FREE_SEAT, 9500, 10001, 501, 0},
      {A, EXPLAIN_OUTBID, 6500, 9500, 3000, 0},
      {C, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 1},
      {D, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 3}}},
    {2,
     NOT,
     {{A, EXPLAIN_TIED, 9500, 9500, 0, 0},
      {B, EXPLAIN_NO_FREE_SEAT, 9500, 10001, 501, 0},
      {C, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 1},
      {D, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 2}}},
    {3,
     C,
     {{B, EXPLAIN_NO_FREE_SEAT, 9500, 10001, 501, 0},
      {C, EXPLAIN_PLACED_HERE, 9500, 0, 0, 0},
      {A, EXPLAIN_PLACED_ELSEWHERE, 6500, 9500, 3000, 0},
      {D, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 3}}},
    {4,
     NOT,
     {{A, EXPLAIN_NOT_ELIGIBLE, 0, 9500, 0, 1},
      {B, EXPLAIN_NOT_ELIGIBLE, 0, 10001, 0, 1},
      {C, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 2},
      {D, EXPLAIN_NOT_ELIGIBLE, 0, 0, 0, 4}}},
};

START_TEST(each_need_is_explained_to_a_person)
{
    const struct scene scene = scene_of(&registry);
    const struct explain_person *seen = explained(&scene, people_rows[_i].person, -1);
    ck_assert_int_eq(seen->person, people_rows[_i].person);
    ck_assert_int_eq(seen->placed_need, people_rows[_i].placed_need);
    ck_assert_uint_eq(seen->line_count, NEED_COUNT);
    for (size_t i = 0; i < NEED_COUNT; i++) {
        const struct explain_line *line = &seen->lines[i];
        ck_assert_int_eq(line->need, people_rows[_i].lines[i].need);
        ck_assert_int_eq(line->outcome, people_rows[_i].lines[i].outcome);
        ck_assert_int_eq(line->fit.total_bp, people_rows[_i].lines[i].fit_bp);
        ck_assert_int_eq(line->cutoff_bp, people_rows[_i].lines[i].cutoff_bp);
        ck_assert_int_eq(line->shortfall_bp, people_rows[_i].lines[i].shortfall_bp);
        ck_assert_uint_eq(line->verdict.failure_count, people_rows[_i].lines[i].failures);
    }
}
END_TEST

START_TEST(reasons_are_counted_over_the_lines)
{
    const struct scene scene = scene_of(&registry);
    const struct explain_person *all = explained(&scene, 1, -1);
    ck_assert_uint_eq(all->reasons[REASON_NONE], 2);
    ck_assert_uint_eq(all->reasons[REASON_FITNESS], 1);
    ck_assert_uint_eq(all->reasons[REASON_CLEARANCE], 1);
    const struct explain_person *one = explained(&scene, 1, C);
    ck_assert_uint_eq(one->line_count, 1);
    ck_assert_int_eq(one->lines[0].need, C);
    ck_assert_uint_eq(one->reasons[REASON_NONE], 0);
    ck_assert_uint_eq(one->reasons[REASON_FITNESS], 1);
}
END_TEST

/* The price of A is what the best free person would give. Whoever is level with it is not level
 * with who sits there: the newcomer must beat the seat's holder. */
START_TEST(the_price_of_a_seat_is_not_its_cutoff)
{
    struct test_registry rows = registry;
    rows.evidence_count = 1; /* p3 has no CCNA */
    const struct scene scene = scene_of(&rows);
    const struct explain_person *seen =
        explain_person(scene.snapshot, scene.expansions, scene.instance, run,
                       prices_of(&scene, 6500), NULL, 2, A, registry_arena());
    ck_assert_int_eq(seen->lines[0].outcome, EXPLAIN_OUTBID);
    ck_assert_int_eq(seen->lines[0].cutoff_bp, 9500);
    ck_assert_int_eq(seen->lines[0].shortfall_bp, 3000);
}
END_TEST

/* Who was there last time goes before an equal newcomer. */
START_TEST(a_holder_of_last_time_is_a_trifle_ahead)
{
    const struct test_base base = {"p1", "A"};
    struct test_registry rows = registry;
    rows.base = &base;
    rows.base_count = 1;
    const struct scene scene = scene_of(&rows);
    ck_assert_int_eq(explained(&scene, 0, A)->lines[0].cutoff_bp, 9500);
    const struct explain_line *newcomer = &explained(&scene, 2, A)->lines[0];
    ck_assert_int_eq(newcomer->outcome, EXPLAIN_OUTBID);
    ck_assert_int_eq(newcomer->cutoff_bp, 9501);
    ck_assert_int_eq(newcomer->shortfall_bp, 1);
}
END_TEST

/* The holder of A could go to the open seat of C, so anybody may have A. */
START_TEST(a_seat_that_can_be_vacated_is_open)
{
    struct test_person movable[COUNT(people)];
    for (size_t i = 0; i < COUNT(people); i++)
        movable[i] = people[i];
    movable[0].fitness = "A";
    struct test_registry rows = registry;
    rows.people = movable;
    const struct scene scene = scene_of(&rows);
    const int64_t *price = prices_of(&scene, 0);
    int64_t floors[NEED_COUNT];
    for (size_t j = 0; j < NEED_COUNT; j++)
        floors[j] = price[j];
    floors[A] = instance_floor(scene.instance, A);
    const struct explain_need *need =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, run, floors,
                     NULL, A, registry_arena());
    ck_assert_int_eq(need->cutoff_bp, 0);
}
END_TEST

static const struct {
    int32_t need;
    int32_t filled, empty, cutoff_bp;
    uint64_t eligible, runner_ups, seated_elsewhere;
    int32_t reserve[2];
} need_rows[] = {
    {A, 1, 0, 9500, 4, 2, 1, {2, 1}},  /* p3 fits better */
    {B, 0, 0, 10001, 4, 2, 2, {2, 1}}, /* by the lottery */
    {C, 1, 1, 0, 1, 0, 0},
    {D, 0, 2, 0, 0, 0, 0},
};

START_TEST(each_need_is_explained)
{
    const struct scene scene = scene_of(&registry);
    const struct explain_need *seen =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, run,
                     prices_of(&scene, 9500), NULL, need_rows[_i].need, registry_arena());
    ck_assert_int_eq(seen->need, need_rows[_i].need);
    ck_assert_int_eq(seen->filled, need_rows[_i].filled);
    ck_assert_int_eq(seen->empty, need_rows[_i].empty);
    ck_assert_int_eq(seen->cutoff_bp, need_rows[_i].cutoff_bp);
    ck_assert_uint_eq(seen->eligible, need_rows[_i].eligible);
    ck_assert_uint_eq(seen->runner_ups, need_rows[_i].runner_ups);
    ck_assert_uint_eq(seen->seated_elsewhere, need_rows[_i].seated_elsewhere);
    ck_assert_uint_eq(seen->reasons[REASON_NONE], need_rows[_i].eligible);
    ck_assert_uint_eq(seen->reasons[REASON_PLACED], 1); /* s */
    ck_assert_uint_eq(seen->reserve_count, need_rows[_i].runner_ups);
    for (size_t i = 0; i < seen->reserve_count; i++)
        ck_assert_int_eq(seen->reserve[i].person, need_rows[_i].reserve[i]);
}
END_TEST

/* Of 25 who fit alike and one who fits less, the ten whom the lottery draws first; whom the base
 * has there is ahead of equals. */
START_TEST(the_reserve_is_the_first_of_many)
{
    enum { MANY = 26, HOLDER = 17 };
    static struct test_person crowd[MANY];
    static struct test_evidence shown[MANY - 1];
    const char *keys[MANY];
    const struct test_base base = {.person = "q17", .need = "A"};
    struct test_registry rows = registry;
    int32_t nowhere[MANY];
    for (int i = 0; i < MANY; i++) {
        keys[i] = arena_format(registry_arena(), "q%02d", i);
        crowd[i] = (struct test_person){.key = keys[i]};
        nowhere[i] = NOT;
        if (i < MANY - 1)
            shown[i] = (struct test_evidence){
                .person = keys[i], .credential = "Cisco/CCNA", .issued = "2025-01-01"};
    }
    rows.people = crowd;
    rows.person_count = MANY;
    rows.evidence = shown;
    rows.evidence_count = MANY - 1;
    rows.placement_count = 0;
    rows.base = &base;
    rows.base_count = 1;
    const struct scene scene = scene_of(&rows);
    const struct explain_need *seen =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, nowhere,
                     prices_of(&scene, 0), NULL, A, registry_arena());
    const struct digest *lottery = scene.instance->lottery;
    ck_assert_uint_eq(seen->runner_ups, MANY);
    ck_assert_uint_eq(seen->reserve_count, EXPLAIN_RESERVE_MAX);
    ck_assert_int_eq(seen->reserve[0].person, HOLDER);
    for (size_t i = 1; i < EXPLAIN_RESERVE_MAX; i++) {
        int32_t person = seen->reserve[i].person;
        int before = 0;
        for (int other = 0; other < MANY - 1; other++)
            before += other != HOLDER && digest_compare(&lottery[other], &lottery[person]) < 0;
        ck_assert_int_eq(before, (int)i - 1);
        ck_assert_int_eq(seen->reserve[i].fit_bp, 9500);
    }
}
END_TEST

/* ---- limits ---------------------------------------------------------------------------------- */

/* A has two seats, for p1 and p3, who fit better, and p2; a limit lets only one of them in. */
static const struct cap draw = {CAP_OF_PEOPLE, -1, 1};
static const struct cap quota = {CAP_OF_NEEDS, -1, 1};
static const int32_t under_draw[] = {0, 0, 0, -1, -1};
static const int32_t under_quota[] = {0, -1, -1, -1};
static const int32_t one_open[] = {1, -1, -1, -1};
static const uint64_t nobody_in_group = 0;
static const uint64_t *const empty_groups[] = {&nobody_in_group};

static const struct {
    struct caps caps;
    enum explain_outcome outcome;
    int32_t cap, full_cap;
    uint64_t held_back;
} limits[] = {
    {{.items = &draw, .count = 1, .of_person = under_draw}, EXPLAIN_DRAW_FULL, 0, -1, 2},
    {{.items = &quota, .count = 1, .of_need = under_quota}, EXPLAIN_QUOTA_FULL, 0, 0, 0},
    {{.open_most = one_open,
      .reserve_of_need = under_quota,
      .group = empty_groups,
      .group_count = 1},
     EXPLAIN_RESERVED,
     -1,
     -1,
     2},
};

START_TEST(the_limit_that_holds_somebody_back_is_told)
{
    struct test_need wider[NEED_COUNT];
    struct test_registry rows = registry;
    for (size_t j = 0; j < NEED_COUNT; j++)
        wider[j] = needs[j];
    wider[A].headcount = 2;
    rows.needs = wider;
    struct scene scene = scene_of(&rows);
    struct assignment solved;
    scene.instance = instance_with_caps(scene.instance, &limits[_i].caps, registry_arena());
    engine_solve(scene.instance, NULL, registry_arena(), &solved);
    const struct cap_prices prices = {solved.cap_price, solved.open_price};
    const struct explain_person *seen =
        explain_person(scene.snapshot, scene.expansions, scene.instance, solved.need_of,
                       solved.price, &prices, 1, A, registry_arena());
    ck_assert_int_eq(solved.need_of[1], NOT);
    ck_assert_int_eq(seen->lines[0].outcome, limits[_i].outcome);
    ck_assert_int_eq(seen->lines[0].cap, limits[_i].cap);
    ck_assert_int_eq(seen->lines[0].cutoff_bp, 9500);
    ck_assert_int_eq(seen->lines[0].shortfall_bp, 3000);
    const struct explain_need *need =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, solved.need_of,
                     solved.price, &prices, A, registry_arena());
    ck_assert_int_eq(need->filled, 1);
    ck_assert_int_eq(need->empty, 1);
    ck_assert_int_eq(need->full_cap, limits[_i].full_cap);
    ck_assert_uint_eq(need->runner_ups, 2);
    ck_assert_uint_eq(need->held_back, limits[_i].held_back);
    ck_assert_uint_eq(need->reserve_count, 2 - limits[_i].held_back);
    /* Prices that are not there are as good as 0: nothing is taken for a limit then. */
    seen = explain_person(scene.snapshot, scene.expansions, scene.instance, solved.need_of,
                          solved.price, NULL, 1, A, registry_arena());
    ck_assert_int_ne(seen->lines[0].outcome, limits[_i].outcome);
}
END_TEST

START_TEST(the_limit_of_a_stable_run_is_told)
{
    struct test_need wider[NEED_COUNT];
    struct test_registry rows = registry;
    for (size_t j = 0; j < NEED_COUNT; j++)
        wider[j] = needs[j];
    wider[A].headcount = 2;
    rows.needs = wider;
    struct scene scene = scene_of(&rows);
    struct assignment solved;
    scene.instance =
        instance_with_caps(instance_with_wishes(scene.instance, scene.snapshot, registry_arena()),
                           &limits[_i].caps, registry_arena());
    stable_solve(scene.instance, registry_arena(), &solved, NULL);
    const struct explain_person *seen =
        explain_person(scene.snapshot, scene.expansions, scene.instance, solved.need_of,
                       solved.price, NULL, 1, A, registry_arena());
    ck_assert_int_eq(solved.need_of[1], NOT);
    ck_assert_int_eq(seen->lines[0].outcome, limits[_i].outcome);
    ck_assert_int_eq(seen->lines[0].cap, limits[_i].cap);
    ck_assert_int_eq(seen->lines[0].cutoff_bp, 9500);
    ck_assert_int_eq(seen->lines[0].shortfall_bp, 3000);
    const struct explain_need *need =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, solved.need_of,
                     solved.price, NULL, A, registry_arena());
    ck_assert_int_eq(need->filled, 1);
    ck_assert_int_eq(need->empty, 1);
    ck_assert_int_eq(need->full_cap, limits[_i].full_cap);
    ck_assert_uint_eq(need->runner_ups, 2);
    ck_assert_uint_eq(need->held_back, limits[_i].held_back);
    ck_assert_int_eq(need->cutoff_bp, limits[_i].full_cap >= 0 ? 9500 : 0);
}
END_TEST

/* Of A's two seats one is open, and chooses first; nobody is of the group. */
START_TEST(who_would_need_an_open_seat_is_held_back)
{
    struct test_need wider[NEED_COUNT];
    struct test_registry rows = registry;
    static const bool first = true;
    struct caps caps = limits[2].caps;
    for (size_t j = 0; j < NEED_COUNT; j++)
        wider[j] = needs[j];
    wider[A].headcount = 2;
    rows.needs = wider;
    struct scene scene = scene_of(&rows);
    caps.open_first = &first;
    const uint64_t p1_and_p3 = 5;
    const uint64_t *const group[] = {&p1_and_p3};
    caps.group = group;
    scene.instance =
        instance_with_caps(instance_with_wishes(scene.instance, scene.snapshot, registry_arena()),
                           &caps, registry_arena());
    struct assignment solved;
    stable_solve(scene.instance, registry_arena(), &solved, NULL);
    ck_assert_int_eq(solved.need_of[0], A);
    ck_assert_int_eq(solved.need_of[2], A);
    const struct explain_need *need =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, solved.need_of,
                     solved.price, NULL, A, registry_arena());
    ck_assert_uint_eq(need->runner_ups, 1);
    ck_assert_uint_eq(need->held_back, 1);
    ck_assert_uint_eq(need->reserve_count, 0);
}
END_TEST

/* p1 and p3 sit in the two seats of A by decisions, where a quota lets in fewer: nobody follows. */
static const struct {
    int64_t most;
    uint64_t held_back;
} bound_quotas[] = {{0, 1}, {1, 1}, {2, 0}, {3, 0}};

START_TEST(nobody_follows_where_a_quota_is_more_than_full)
{
    struct test_need wider[NEED_COUNT];
    struct test_registry rows = registry;
    const struct cap cap = {CAP_OF_NEEDS, -1, bound_quotas[_i].most};
    const struct caps caps = {.items = &cap, .count = 1, .of_need = under_quota};
    for (size_t j = 0; j < NEED_COUNT; j++)
        wider[j] = needs[j];
    wider[A].headcount = 2;
    rows.needs = wider;
    struct scene scene = scene_of(&rows);
    const int32_t seated[] = {A, NOT, A, C, NOT};
    scene.instance = instance_with_caps(scene.instance, &caps, registry_arena());
    const struct explain_need *need =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, seated,
                     prices_of(&scene, 0), NULL, A, registry_arena());
    ck_assert_uint_eq(need->runner_ups, 1);
    ck_assert_uint_eq(need->held_back, bound_quotas[_i].held_back);
    ck_assert_uint_eq(need->reserve_count, 1 - bound_quotas[_i].held_back);
}
END_TEST

START_TEST(clauses_are_told_by_how_many_fail_them)
{
    const struct scene scene = scene_of(&registry);
    const struct explain_need *seen =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, run,
                     prices_of(&scene, 9500), NULL, D, registry_arena());
    ck_assert_uint_eq(seen->clause_count, 2); /* the desired one is not failed */
    ck_assert_int_eq(seen->clause_order[0], 0);
    ck_assert_int_eq(seen->clause_order[1], 1);
    ck_assert_uint_eq(seen->clause_failures[0], 5);
    ck_assert_uint_eq(seen->clause_failures[1], 3);
    ck_assert_uint_eq(seen->clause_failures[2], 0);
}
END_TEST

/* ---- a stable run ---------------------------------------------------------------------------- */

/* p1 and p3 wish for C, which they do not fit, then for A; A's organization has p2 at 1, p4 at 2.
 */
static const struct test_wish wishes[] = {
    {.person = "p4", .need = "A", .rank = 1},
    {.person = "p2", .of_organization = true, .need = "A", .rank = 1},
    {.person = "p4", .of_organization = true, .need = "A", .rank = 2},
};

static const struct {
    int32_t person, need;
    enum explain_outcome outcome;
    int32_t cutoff_bp, shortfall_bp, wish, order;
} stable_lines[] = {
    {0, A, EXPLAIN_RANKED_LOWER, FIT_MAX_BP + 1, 501, WISH_NONE, WISH_NONE},
    {1, A, EXPLAIN_PLACED_HERE, 6500, 0, WISH_NONE, 1},
    {3, A, EXPLAIN_RANKED_LOWER, FIT_MAX_BP + 1, 3501, 1, 2},
    {3, C, EXPLAIN_PLACED_HERE, 0, 0, WISH_NONE, WISH_NONE},
    {1, B, EXPLAIN_NO_FREE_SEAT, FIT_MAX_BP + 1, 501, WISH_NONE, WISH_NONE},
    {0, C, EXPLAIN_NOT_ELIGIBLE, 0, 0, WISH_NONE, WISH_NONE},
};

static const struct test_wish back[] = {{.person = "p4", .need = "C", .rank = 1}};

static const struct explain_person *explained_stable(const struct test_wish *rows, size_t count,
                                                     int32_t person, int32_t need)
{
    struct test_registry wished = registry;
    wished.wishes = rows;
    wished.wish_count = count;
    struct scene scene = scene_of(&wished);
    scene.instance = instance_with_wishes(scene.instance, scene.snapshot, registry_arena());
    struct assignment solved;
    stable_solve(scene.instance, registry_arena(), &solved, NULL);
    return explain_person(scene.snapshot, scene.expansions, scene.instance, solved.need_of,
                          solved.price, NULL, person, need, registry_arena());
}

START_TEST(a_stable_line)
{
    const struct explain_person *person =
        explained_stable(wishes, COUNT(wishes), stable_lines[_i].person, stable_lines[_i].need);
    const struct explain_line *line = &person->lines[0];
    ck_assert_int_eq(line->outcome, stable_lines[_i].outcome);
    ck_assert_int_eq(line->cutoff_bp, stable_lines[_i].cutoff_bp);
    ck_assert_int_eq(line->shortfall_bp, stable_lines[_i].shortfall_bp);
    ck_assert_int_eq(line->wish, stable_lines[_i].wish);
    ck_assert_int_eq(line->order, stable_lines[_i].order);
}
END_TEST

/* p2 and p4 are in the order and one of them sits there; of the others the fit decides first. */
START_TEST(a_stable_reserve)
{
    static const struct test_wish order[] = {
        {.person = "p4", .of_organization = true, .need = "A", .rank = 1},
        {.person = "p2", .of_organization = true, .need = "A", .rank = 2},
    };
    struct test_registry wished = registry;
    wished.wishes = order;
    wished.wish_count = COUNT(order);
    struct scene scene = scene_of(&wished);
    static const int32_t nobody[COUNT(people)] = {A, NOT, NOT, NOT, NOT};
    scene.instance = instance_with_wishes(scene.instance, scene.snapshot, registry_arena());
    const struct explain_need *seen =
        explain_need(scene.snapshot, scene.expansions, scene.pairs, scene.instance, nobody,
                     prices_of(&scene, 0), NULL, A, registry_arena());
    static const struct explain_reserve expected[] = {
        {3, 6500, 1}, {1, 6500, 2}, {2, 9500, WISH_NONE}};
    ck_assert_uint_eq(seen->reserve_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        ck_assert_int_eq(seen->reserve[i].person, expected[i].person);
        ck_assert_int_eq(seen->reserve[i].fit_bp, expected[i].fit_bp);
        ck_assert_int_eq(seen->reserve[i].order, expected[i].order);
    }
}
END_TEST

START_TEST(who_prefers_the_seat)
{
    const struct explain_person *person = explained_stable(back, COUNT(back), 3, A);
    ck_assert_int_eq(person->placed_need, C);
    ck_assert_int_eq(person->lines[0].outcome, EXPLAIN_PREFERS);
}
END_TEST

START_TEST(a_whole_run)
{
    struct scene scene = scene_of(&registry);
    struct explain_run whole;
    explain_run(scene.instance, run, &whole);
    ck_assert_int_eq(whole.people, 5);
    ck_assert_int_eq(whole.placed, 2);
    ck_assert_int_eq(whole.runner_ups, 2);
    ck_assert_int_eq(whole.unfit, 1); /* who is placed already */
    ck_assert_int_eq(whole.needs, 4);
    ck_assert_int_eq(whole.needs_short, 2); /* C and D */
    ck_assert_int_eq(whole.seats[4], 5);
    ck_assert_int_eq(whole.filled[4], 2);
    ck_assert_int_eq(whole.pairs, (int64_t)scene.instance->row_start[COUNT(people)]);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("explain");
    tcase_add_loop_test(tcase, each_need_is_explained_to_a_person, 0, ROWS(people_rows));
    tcase_add_test(tcase, reasons_are_counted_over_the_lines);
    tcase_add_test(tcase, the_price_of_a_seat_is_not_its_cutoff);
    tcase_add_test(tcase, a_holder_of_last_time_is_a_trifle_ahead);
    tcase_add_test(tcase, a_seat_that_can_be_vacated_is_open);
    tcase_add_loop_test(tcase, each_need_is_explained, 0, ROWS(need_rows));
    tcase_add_test(tcase, the_reserve_is_the_first_of_many);
    tcase_add_loop_test(tcase, the_limit_that_holds_somebody_back_is_told, 0, COUNT(limits));
    tcase_add_loop_test(tcase, the_limit_of_a_stable_run_is_told, 0, COUNT(limits));
    tcase_add_test(tcase, who_would_need_an_open_seat_is_held_back);
    tcase_add_loop_test(tcase, nobody_follows_where_a_quota_is_more_than_full, 0,
                        COUNT(bound_quotas));
    tcase_add_test(tcase, clauses_are_told_by_how_many_fail_them);
    tcase_add_loop_test(tcase, a_stable_line, 0, ROWS(stable_lines));
    tcase_add_test(tcase, a_stable_reserve);
    tcase_add_test(tcase, who_prefers_the_seat);
    tcase_add_test(tcase, a_whole_run);
    return run_tcase(tcase, "match/explain");
}
