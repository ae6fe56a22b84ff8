/*
 * The match with caps beside trying everything, and its certificate: what it proves, and what a
 * single change does to it.
 */
#include "core/match/capped/capped.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/match/explain/cutoffs.h"
#include "core/pairs/caps.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/exhaustive.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

static int32_t fit_of_pair(const struct instance *instance, size_t person, int32_t need)
{
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if ((int32_t)instance->items[at].need == need)
            return (int32_t)instance->items[at].fit_bp;
    }
    return -1;
}

/* What a run would state of the assignment; the arrays are the caller's to change. */
struct stated {
    int32_t *need_of, *fit_bp, *seats;
    int64_t *price, *cap_price, *open_price;
};

static struct stated state(const struct instance *instance, const struct assignment *assignment,
                           struct arena *arena)
{
    struct stated stated = {
        .need_of = assignment->need_of,
        .fit_bp = arena_calloc(arena, instance->person_count, sizeof *stated.fit_bp),
        .seats = arena_calloc(arena, instance->need_count, sizeof *stated.seats),
        .price = assignment->price,
        .cap_price = assignment->cap_price,
        .open_price = assignment->open_price,
    };
    memcpy(stated.seats, instance->seats, instance->need_count * sizeof *stated.seats);
    return stated;
}

static bool holds(const struct instance *instance, const struct stated *stated,
                  struct certificate_result *ret_result, struct arena *arena)
{
    for (size_t i = 0; i < instance->person_count; i++)
        stated->fit_bp[i] = fit_of_pair(instance, i, stated->need_of[i]);
    const struct claim claim = {
        .need_of = stated->need_of,
        .fit_bp = stated->fit_bp,
        .price = stated->price,
        .seats = stated->seats,
        .objective = instance_objective(instance, stated->need_of),
        .cap_price = stated->cap_price,
        .open_price = stated->open_price,
    };
    return certificate_check(instance, &claim, arena, ret_result);
}

/* ---- small ones ------------------------------------------------------------------------------ */

static struct instance *small_instance(uint64_t seed, struct arena *arena)
{
    int kinds = 1 + (int)(seed % MADE_CAPS_ALL);
    struct instance *plain = made_instance(made_any(seed, 7, 5, 3, arena), arena);
    struct instance *instance =
        instance_with_caps(plain, made_caps(plain, seed * 7 + 1, kinds, 3, arena), arena);
    if (seed % 3 == 0)
        made_locks(instance, seed, arena);
    return instance;
}

static void assert_is_best(const struct instance *instance, const struct assignment *whole,
                           const struct assignment *solved, uint64_t seed, struct arena *arena)
{
    const struct instance *open = instance_open(instance, arena);
    struct exhaustive_best best = exhaustive_search(open);
    struct certificate_result result;
    const struct stated stated = state(instance, whole, arena);
    ck_assert_msg(objective_compare(&best.objective, &solved->objective) == 0,
                  "seed %llu: another triple", (unsigned long long)seed);
    ck_assert_msg(exhaustive_placed(open, solved->need_of) == best.placed,
                  "seed %llu: other people are placed", (unsigned long long)seed);
    ck_assert_msg(holds(instance, &stated, &result, arena), "seed %llu: fault %d, %s",
                  (unsigned long long)seed, (int)result.fault, result.text);
}

/* Of the open part, and with those who are bound. */
static struct assignment solve(const struct instance *instance, struct assignment *ret_open,
                               struct arena *arena)
{
    int32_t *open_part = arena_calloc(arena, instance->person_count, sizeof *open_part);
    engine_solve(instance_open(instance, arena), NULL, arena, ret_open);
    memcpy(open_part, ret_open->need_of, instance->person_count * sizeof *open_part);
    struct assignment whole = *ret_open;
    whole.need_of = instance_whole(instance, open_part, arena);
    return whole;
}

enum { SMALL_ROUNDS = 20, SMALL_A_ROUND = 500, TWOFOLD_SEATS = 3762421 };

/* The second table of caps.h, which large instances alone need: false where it is the same. */
static bool take_twofold_bonuses(struct instance *instance, struct arena *arena)
{
    int64_t *bonus = arena_calloc(arena, INSTANCE_CLASS_COUNT, sizeof *bonus);
    bool differs = false;
    ck_assert(caps_bonuses(instance, CAP_BONUSES_TWOFOLD, bonus));
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        differs = differs || bonus[class] != instance->class_bonus[class];
    instance->class_bonus = bonus;
    return differs;
}

/* Many priorities and quotas, so that the steps matter; every other time draws and reserves too. */
START_TEST(small_problems_with_twofold_bonuses)
{
    enum { OF_THESE = 1000, OTHERS = 500 };
    size_t others = 0;
    for (int i = 0; i < OF_THESE; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 1 + (uint64_t)_i * OF_THESE + (uint64_t)i;
        int kinds = i % 2 == 0 ? MADE_CAPS_OF_NEEDS : MADE_CAPS_ALL;
        struct instance *plain = made_instance(made_any(seed, 7, 6, 4, arena), arena);
        struct instance *instance =
            instance_with_caps(plain, made_caps(plain, seed, kinds, 4, arena), arena);
        struct assignment solved;
        if (!take_twofold_bonuses(instance, arena))
            continue;
        others++;
        engine_solve(instance, NULL, arena, &solved);
        assert_is_best(instance, &solved, &solved, seed, arena);
    }
    ck_assert_uint_gt(others, OTHERS);
}
END_TEST

START_TEST(small_problems)
{
    for (int i = 0; i < SMALL_A_ROUND; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 1 + (uint64_t)_i * SMALL_A_ROUND + (uint64_t)i;
        const struct instance *instance = small_instance(seed, arena);
        struct assignment open;
        const struct assignment whole = solve(instance, &open, arena);
        ck_assert(instance_is_within_bounds(instance));
        assert_is_best(instance, &whole, &open, seed, arena);
    }
}
END_TEST

/* ---- one after another ------------------------------------------------------------------------
 */

/* Of a thousand made-up problems: how many of each kind bind, so that the test above means
 * something. */
START_TEST(caps_bind)
{
    uint64_t overfull = 0;
    uint64_t ties = 0;
    size_t priced = 0;
    size_t reserved = 0;
    size_t stepped = 0;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        const struct instance *instance = instance_open(small_instance(seed, arena), arena);
        struct assignment solved;
        struct capped_effort effort;
        capped_solve(instance, NULL, arena, &solved, &effort);
        overfull += effort.overfull;
        ties += effort.ties;
        stepped += instance->class_bonus[0] != 9 * instance->class_bonus[8];
        for (size_t a = 0; a < instance->caps->count; a++)
            priced += solved.cap_price[a] > 0;
        for (size_t j = 0; j < instance->need_count; j++)
            reserved += solved.open_price[j] > 0;
    }
    ck_assert_uint_gt(overfull, 250);
    ck_assert_uint_gt(ties, 20);
    ck_assert_uint_gt(priced, 300);
    ck_assert_uint_gt(reserved, 50);
    ck_assert_uint_gt(stepped, 50);
}
END_TEST

/* The case that equal class steps get wrong: one seat of priority 1 is worth more than two of
 * priority 2, which a cap lets go together. */
START_TEST(one_of_the_first_goes_before_two_of_the_second)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(2, 3, arena);
    made->priority[1] = made->priority[2] = 2;
    *made_fit(made, 0, 0) = *made_fit(made, 0, 1) = *made_fit(made, 1, 2) = 5000;
    static const struct cap cap = {CAP_OF_NEEDS, -1, 1};
    static const int32_t of_need[] = {0, -1, 0};
    static const struct caps caps = {.items = &cap, .count = 1, .of_need = of_need};
    const struct instance *instance = instance_with_caps(made_instance(made, arena), &caps, arena);
    struct assignment solved;
    struct certificate_result result;
    engine_solve(instance, NULL, arena, &solved);
    ck_assert_int_eq(solved.need_of[0], 0);
    ck_assert_int_eq(solved.need_of[1], -1);
    const struct stated stated = state(instance, &solved, arena);
    ck_assert(holds(instance, &stated, &result, arena));
    /* s_9 = B, s_1 = B + s_9 more than all later ones. */
    int64_t step = instance_class_step(instance);
    ck_assert_int_eq(instance_class_bonus(instance, 2), 2 * step);
    ck_assert_int_eq(instance_class_bonus(instance, 1), 5 * step);
    ck_assert_int_gt(solved.cap_price[0], 0);
}
END_TEST

/* ---- the table of bonuses ---------------------------------------------------------------------
 */

START_TEST(bonuses_are_equal_steps_without_trading_caps)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct instance *plain = made_instance(made_any(77, 12, 6, 3, arena), arena);
    const struct instance *instance = instance_with_caps(
        plain, made_caps(plain, 5, MADE_CAPS_OF_PEOPLE | MADE_RESERVES, 4, arena), arena);
    int64_t step = instance_class_step(instance);
    ck_assert_int_gt(step, instance_class_step(plain));
    for (int32_t priority = 1; priority <= INSTANCE_CLASS_COUNT; priority++)
        ck_assert_int_eq(instance_class_bonus(instance, priority), (10 - priority) * step);
}
END_TEST

static const struct instance *many_quotas(size_t caps_count, struct arena *arena)
{
    struct made *made = made_new(1, caps_count * 9, arena);
    struct cap *items = arena_calloc(arena, caps_count, sizeof *items);
    int32_t *of_need = arena_calloc(arena, made->needs, sizeof *of_need);
    struct caps *caps = arena_calloc(arena, 1, sizeof *caps);
    for (size_t j = 0; j < made->needs; j++) {
        made->priority[j] = 1 + (int32_t)(j % 9);
        of_need[j] = (int32_t)(j / 9);
        items[j / 9] = (struct cap){CAP_OF_NEEDS, -1, 1};
    }
    *caps = (struct caps){.items = items, .count = caps_count, .of_need = of_need};
    return instance_with_caps(made_instance(made, arena), caps, arena);
}

/* So many quotas in one another, each over all needs of nine priorities, which have so many seats.
 */
static const struct instance *nested_quotas(size_t caps_count, size_t needs, int32_t seats,
                                            struct arena *arena)
{
    struct made *made = made_new(1, needs, arena);
    struct cap *items = arena_calloc(arena, caps_count, sizeof *items);
    int32_t *of_need = arena_calloc(arena, needs, sizeof *of_need);
    struct caps *caps = arena_calloc(arena, 1, sizeof *caps);
    made->seats[0] = seats - (int32_t)needs + 1;
    for (size_t j = 0; j < needs; j++) {
        made->priority[j] = 1 + (int32_t)(j % 9);
        of_need[j] = (int32_t)caps_count - 1;
    }
    for (size_t a = 0; a < caps_count; a++)
        items[a] = (struct cap){CAP_OF_NEEDS, (int32_t)a - 1, 1};
    *caps = (struct caps){.items = items, .count = caps_count, .of_need = of_need};
    return instance_with_caps(made_instance(made, arena), caps, arena);
}

/* Any number of quotas over nine priorities, to the seat; what is beyond int64 is said, not
 * miscounted. */
START_TEST(what_does_not_fit_is_out_of_bounds)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    ck_assert(instance_is_within_bounds(many_quotas(2, arena)));
    ck_assert(instance_is_within_bounds(many_quotas(4000, arena)));
    ck_assert(instance_is_within_bounds(nested_quotas(3, 10000, 100000, arena)));
    ck_assert(instance_is_within_bounds(nested_quotas(30, 10000, TWOFOLD_SEATS, arena)));
    ck_assert(!instance_is_within_bounds(nested_quotas(30, 10000, TWOFOLD_SEATS + 1, arena)));
    ck_assert(!instance_is_within_bounds(nested_quotas(2, 10000, TWOFOLD_SEATS + 1, arena)));
}
END_TEST

/* As many seats as are within bounds: most of them of needs that are not there, since a solve needs
 * memory for each. */
static const struct instance *largest_within_bounds(struct instance *plain, const struct caps *caps,
                                                    struct arena *arena)
{
    int64_t low = plain->total_seats;
    int64_t high = INT64_MAX / FIT_MAX_BP;
    while (high - low > 1) {
        plain->total_seats = low + (high - low) / 2;
        bool fits = instance_is_within_bounds(plain) &&
                    instance_is_within_bounds(instance_with_caps(plain, caps, arena));
        *(fits ? &low : &high) = plain->total_seats;
    }
    plain->total_seats = low;
    return instance_with_caps(plain, caps, arena);
}

/* Of one priority, where bonuses are few steps, and of many. */
START_TEST(the_largest_that_fit_are_solved)
{
    enum { OF_THESE = 100 };
    for (uint64_t i = 0; i < OF_THESE; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 700000 + (uint64_t)_i * OF_THESE + i;
        struct instance *plain = made_instance(made_any(seed, 7, 5, 3, arena), arena);
        const struct caps *caps = made_caps(plain, seed, 1 + _i % MADE_CAPS_ALL, 3, arena);
        const struct instance *instance = largest_within_bounds(plain, caps, arena);
        struct assignment solved;
        engine_solve(instance, NULL, arena, &solved);
        assert_is_best(instance, &solved, &solved, seed, arena);
    }
}
END_TEST

/* The bonuses that stored runs have do not change: one quota over all needs of nine priorities. */
START_TEST(bonuses_that_grow_with_quotas_stand_where_they_fit)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct instance *instance = nested_quotas(1, 18, 18, arena);
    int64_t bonus = instance_class_step(instance);
    for (int32_t priority = INSTANCE_CLASS_COUNT; priority >= 1; priority--) {
        ck_assert_int_eq(instance_class_bonus(instance, priority), bonus);
        bonus *= 3;
    }
}
END_TEST

/* The case above with bonuses of its own. Person 0 fits needs 0, of priority 1, and 1, person 1
 * need 2, both of priority 2; a quota lets either of 0 and 2 be filled. `more`: what a seat of
 * priority 1 is worth above two of priority 2. */
static bool fills_the_first(int64_t more, struct arena *arena)
{
    struct made *made = made_new(2, 3, arena);
    made->priority[1] = made->priority[2] = 2;
    *made_fit(made, 0, 0) = 1;
    *made_fit(made, 0, 1) = *made_fit(made, 1, 2) = 10000;
    static const struct cap cap = {CAP_OF_NEEDS, -1, 1};
    static const int32_t of_need[] = {0, -1, 0};
    static const struct caps caps = {.items = &cap, .count = 1, .of_need = of_need};
    struct instance *instance = instance_with_caps(made_instance(made, arena), &caps, arena);
    int64_t *bonus = arena_calloc(arena, INSTANCE_CLASS_COUNT, sizeof *bonus);
    struct assignment solved;
    for (int class = 1; class < INSTANCE_CLASS_COUNT; class ++)
        bonus[class] = instance_class_step(instance);
    bonus[0] = 2 * bonus[1] + more;
    instance->class_bonus = bonus;
    engine_solve(instance, NULL, arena, &solved);
    return solved.need_of[0] == 0;
}

/* A table that grows less than twofold is not lexicographic, nor one that does not make up for fit.
 */
START_TEST(twofold_bonuses_are_the_least)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    enum { UNIT = 4 };
    int64_t fit = (int64_t)UNIT * (2 * 10000 - 1);
    ck_assert(fills_the_first(fit + 1, arena));
    ck_assert(!fills_the_first(fit - 1, arena));
}
END_TEST

/* ---- what a limit below what is bound does -----------------------------------------------------
 */

START_TEST(who_is_bound_stays_and_nobody_else_comes)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(4, 1, arena);
    made->seats[0] = 4;
    for (size_t i = 0; i < 4; i++)
        *made_fit(made, i, 0) = 5000;
    static const struct cap items[] = {{CAP_OF_NEEDS, -1, 3}, {CAP_OF_PEOPLE, -1, 1}};
    static const int32_t of_need[] = {0};
    static const int32_t of_person[] = {1, 1, 1, -1};
    static const struct caps caps = {
        .items = items, .count = 2, .of_need = of_need, .of_person = of_person};
    struct instance *instance = instance_with_caps(made_instance(made, arena), &caps, arena);
    instance->locked_need = (const int32_t[]){0, 0, -1, -1};
    const struct cap_limits limits = caps_limits(instance, arena);
    ck_assert_int_eq(limits.most[0], 3);
    ck_assert_int_eq(limits.most[1], 2);
    const struct caps *open = instance_open(instance, arena)->caps;
    ck_assert_int_eq(open->items[0].most, 1);
    ck_assert_int_eq(open->items[1].most, 0);
    struct assignment solved;
    struct certificate_result result;
    const struct assignment whole = solve(instance, &solved, arena);
    static const int32_t expected[] = {0, 0, -1, 0};
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(whole.need_of[i], expected[i]);
    const struct stated stated = state(instance, &whole, arena);
    ck_assert(holds(instance, &stated, &result, arena));
    whole.need_of[2] = 0;
    whole.need_of[3] = -1;
    ck_assert(!holds(instance, &stated, &result, arena));
    ck_assert_int_eq(result.fault, CERTIFICATE_CAP_EXCEEDED);
    ck_assert_int_eq(result.cap, 1);
}
END_TEST

/* ---- a single change ----------------------------------------------------------------------------
 */

struct counts {
    size_t tried, told;
};

/* The change is undone by the caller. */
static void expect_told(const struct instance *instance, const struct stated *stated,
                        struct counts *counts, struct arena *arena)
{
    struct certificate_result result;
    counts->tried++;
    counts->told += !holds(instance, stated, &result, arena);
}

static void change_prices(const struct instance *instance, const struct stated *stated,
                          int64_t *price, size_t count, int64_t by, struct counts *counts,
                          struct arena *arena)
{
    for (size_t at = 0; at < count; at++) {
        price[at] += by;
        expect_told(instance, stated, counts, arena);
        price[at] -= by;
    }
}

/* Everybody to every need that they fit, and home. */
static size_t change_people(const struct instance *instance, const struct stated *stated,
                            struct arena *arena)
{
    struct exhaustive_best best = exhaustive_search(instance);
    size_t told = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t here = stated->need_of[i];
        for (int32_t need = -1; need < (int32_t)instance->need_count; need++) {
            struct certificate_result result;
            if (need == here || (need >= 0 && fit_of_pair(instance, i, need) < 0))
                continue;
            stated->need_of[i] = need;
            struct objective objective = instance_objective(instance, stated->need_of);
            bool proved = holds(instance, stated, &result, arena);
            ck_assert(!proved || objective_compare(&objective, &best.objective) == 0);
            told += !proved;
        }
        stated->need_of[i] = here;
    }
    return told;
}

/* No limit is broken, and no other one is taken for it: a limit that is lower than what sits there
 * is told, one that is higher than a priced cap too. */
static void change_limits(const struct instance *instance, const struct stated *stated,
                          struct counts *counts, struct arena *arena)
{
    const struct cap_counts full = caps_count(instance, stated->need_of, arena);
    struct instance changed = *instance;
    struct caps caps = *instance->caps;
    struct cap *items = arena_calloc(arena, caps.count, sizeof *items);
    struct certificate_result result;
    memcpy(items, caps.items, caps.count * sizeof *items);
    caps.items = items;
    changed.caps = &caps;
    for (size_t a = 0; a < caps.count; a++) {
        int64_t most = items[a].most;
        if (full.filled[a] > 0) {
            items[a].most = full.filled[a] - 1;
            ck_assert(!holds(&changed, stated, &result, arena));
            ck_assert_int_eq(result.fault, CERTIFICATE_CAP_EXCEEDED);
        }
        items[a].most = most + 1;
        if (stated->cap_price[a] > 0)
            expect_told(&changed, stated, counts, arena);
        items[a].most = most;
    }
}

START_TEST(single_changes_are_told)
{
    struct counts raised = {0};
    struct counts lowered = {0};
    struct counts limits = {0};
    size_t moved = 0;
    for (uint64_t round = 0; round < 200; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        const struct instance *instance = small_instance(20002 + 3 * round, arena);
        ck_assert_ptr_null(instance->locked_need);
        struct assignment solved;
        engine_solve(instance, NULL, arena, &solved);
        const struct stated stated = state(instance, &solved, arena);
        size_t caps = instance->caps->count;
        moved += change_people(instance, &stated, arena);
        change_prices(instance, &stated, solved.cap_price, caps, -1, &lowered, arena);
        change_prices(instance, &stated, solved.open_price, instance->need_count, -1, &lowered,
                      arena);
        int64_t far = 2 * instance_class_bonus(instance, 1);
        change_prices(instance, &stated, solved.cap_price, caps, far, &raised, arena);
        change_prices(instance, &stated, solved.open_price, instance->need_count, far, &raised,
                      arena);
        change_limits(instance, &stated, &limits, arena);
    }
    /* A price may be anything between the least and the greatest optimal one: what is lowered from
     * the least of needs may still do for a cap over people. */
    ck_assert_uint_gt(moved, 500);
    ck_assert_uint_gt(limits.tried, 50);
    ck_assert_uint_eq(limits.told, limits.tried);
    ck_assert_uint_gt(raised.tried, 500);
    ck_assert_uint_gt(lowered.told, 500);
    /* Only where nobody ever pays it, below a limit of 0, is a price as high as you like true. */
    ck_assert_uint_gt(raised.told * 10, raised.tried * 8);
}
END_TEST

/* A cap that is not full, and a price below 0, by name. */
START_TEST(faults_have_names)
{
    static const struct {
        int64_t cap_price, open_price;
        enum certificate_fault fault;
        int32_t cap, need;
        const char *text;
    } cases[] = {
        {0, 0, CERTIFICATE_HOLDS, -1, -1, NULL},
        {1, 0, CERTIFICATE_CAP_PRICED, 0, -1,
         "the seats below cap 0 are not all taken, but have the price 1"},
        {-1, 0, CERTIFICATE_CAP_PRICED, 0, -1, "the seats below cap 0 have the price -1, below 0"},
        {0, 1, CERTIFICATE_CAP_PRICED, -1, 0,
         "the open seats of need 0 are not all taken, but have the price 1"},
        {0, -1, CERTIFICATE_CAP_PRICED, -1, 0,
         "the open seats of need 0 have the price -1, below 0"},
    };
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(2, 1, arena);
    made->seats[0] = 3;
    *made_fit(made, 0, 0) = *made_fit(made, 1, 0) = 5000;
    static const struct cap cap = {CAP_OF_NEEDS, -1, 3};
    static const uint64_t group = 1;
    static const uint64_t *const groups[] = {&group};
    const struct caps caps = {.items = &cap,
                              .count = 1,
                              .of_need = (const int32_t[]){0},
                              .open_most = (const int32_t[]){2},
                              .reserve_of_need = (const int32_t[]){0},
                              .group = groups,
                              .group_count = 1};
    const struct instance *instance = instance_with_caps(made_instance(made, arena), &caps, arena);
    struct assignment solved;
    struct certificate_result result;
    engine_solve(instance, NULL, arena, &solved);
    ck_assert_int_eq(solved.need_of[1], 0);
    solved.cap_price[0] = cases[_i].cap_price;
    solved.open_price[0] = cases[_i].open_price;
    const struct stated stated = state(instance, &solved, arena);
    ck_assert_int_eq(holds(instance, &stated, &result, arena), cases[_i].text == NULL);
    ck_assert_int_eq(result.fault, cases[_i].fault);
    ck_assert_int_eq(result.cap, cases[_i].cap);
    ck_assert_int_eq(result.need, cases[_i].need);
    if (cases[_i].text != NULL)
        ck_assert_str_eq(result.text, cases[_i].text);
}
END_TEST

START_TEST(a_broken_reserve_is_named)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(2, 1, arena);
    made->seats[0] = 2;
    *made_fit(made, 0, 0) = *made_fit(made, 1, 0) = 5000;
    static const uint64_t group = 1;
    static const uint64_t *const groups[] = {&group};
    const struct caps caps = {.open_most = (const int32_t[]){0},
                              .reserve_of_need = (const int32_t[]){0},
                              .group = groups,
                              .group_count = 1};
    const struct instance *instance = instance_with_caps(made_instance(made, arena), &caps, arena);
    struct assignment solved;
    struct certificate_result result;
    engine_solve(instance, NULL, arena, &solved);
    const struct stated stated = state(instance, &solved, arena);
    ck_assert(holds(instance, &stated, &result, arena));
    ck_assert_int_eq(solved.need_of[0], 0);
    ck_assert_int_eq(solved.need_of[1], -1);
    solved.need_of[1] = 0;
    ck_assert(!holds(instance, &stated, &result, arena));
    ck_assert_int_eq(result.fault, CERTIFICATE_RESERVE_BROKEN);
    ck_assert_int_eq(result.need, 0);
    ck_assert_str_eq(result.text, "need 0 has 0 seats for people outside its group, but 1 of them "
                                  "are placed in it");
}
END_TEST

/* ---- cutoffs -----------------------------------------------------------------------------------
 */

struct probe {
    struct made *made;
    const struct caps *caps;
    size_t person, need;
    struct arena *arena;
};

/* Where the person sits who fits the need so much and is drawn first. */
static int32_t seat_with_fit(const struct probe *probe, int32_t fit_bp)
{
    int32_t stated = *made_fit(probe->made, probe->person, probe->need);
    *made_fit(probe->made, probe->person, probe->need) = fit_bp;
    struct instance *plain = made_instance(probe->made, probe->arena);
    struct digest *lottery = arena_calloc(probe->arena, plain->person_count, sizeof *lottery);
    memcpy(lottery, plain->lottery, plain->person_count * sizeof *lottery);
    memset(&lottery[probe->person], 0, sizeof *lottery);
    plain->lottery = lottery;
    struct assignment solved;
    engine_solve(instance_with_caps(plain, probe->caps, probe->arena), NULL, probe->arena, &solved);
    *made_fit(probe->made, probe->person, probe->need) = stated;
    return solved.need_of[probe->person];
}

static void assert_cutoff(const struct probe *probe, int32_t cutoff_bp)
{
    if (cutoff_bp <= FIT_MAX_BP)
        ck_assert_int_ge(seat_with_fit(probe, cutoff_bp), 0);
    if (cutoff_bp < FIT_MAX_BP)
        ck_assert_int_eq(seat_with_fit(probe, cutoff_bp + 1), (int32_t)probe->need);
    if (cutoff_bp > 0)
        ck_assert_int_ne(seat_with_fit(probe, cutoff_bp - 1), (int32_t)probe->need);
}

/* Who was not placed is placed with the cutoff that they see, and not with less. */
START_TEST(a_cutoff_is_what_it_takes)
{
    size_t within_reach = 0;
    for (uint64_t round = 0; round < 30; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 400000 + round * 7 + (uint64_t)_i;
        struct made *made = made_any(seed, 12, 5, 2, arena);
        const struct instance *plain = made_instance(made, arena);
        const struct caps *caps = made_caps(plain, seed, 1 + _i, 4, arena);
        const struct instance *instance = instance_with_caps(plain, caps, arena);
        struct assignment solved;
        engine_solve(instance, NULL, arena, &solved);
        const struct cap_prices prices = {solved.cap_price, solved.open_price};
        for (size_t i = 0; i < made->people; i++) {
            if (solved.need_of[i] >= 0)
                continue;
            CADRE_CLEANUP(cutoffs_cleanup)
            struct cutoffs *cutoffs =
                cutoffs_with_caps(instance, solved.need_of, solved.price, &prices, (int32_t)i);
            for (size_t j = 0; j < made->needs; j++) {
                bool held = made->base[i] == (int32_t)j;
                int32_t cutoff_bp = cutoffs_fit_bp(cutoffs, j, held);
                assert_cutoff(&(const struct probe){made, caps, i, j, arena}, cutoff_bp);
                within_reach += cutoff_bp > 0 && cutoff_bp <= FIT_MAX_BP;
            }
        }
    }
    ck_assert_uint_gt(within_reach, 5);
}
END_TEST

/* ---- larger ones --------------------------------------------------------------------------------
 */

/* A thousand people and a hundred needs: certified, and the same whatever the order. */
START_TEST(large_problems_are_certified)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t seed = 90000 + (uint64_t)_i;
    struct made *made = made_any(seed, 1000, 100, 8, arena);
    struct instance *plain = made_instance(made, arena);
    struct instance *instance =
        instance_with_caps(plain, made_caps(plain, seed, 1 + _i % MADE_CAPS_ALL, 12, arena), arena);
    ck_assert(instance_is_within_bounds(instance));
    made_locks(instance, seed, arena);
    struct assignment open;
    struct certificate_result result;
    const struct assignment whole = solve(instance, &open, arena);
    const struct stated stated = state(instance, &whole, arena);
    ck_assert_msg(holds(instance, &stated, &result, arena), "%s", result.text);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("capped");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, small_problems, 0, SMALL_ROUNDS);
    tcase_add_loop_test(tcase, small_problems_with_twofold_bonuses, 0, SMALL_ROUNDS);
    tcase_add_test(tcase, caps_bind);
    tcase_add_test(tcase, one_of_the_first_goes_before_two_of_the_second);
    tcase_add_test(tcase, bonuses_are_equal_steps_without_trading_caps);
    tcase_add_test(tcase, what_does_not_fit_is_out_of_bounds);
    tcase_add_loop_test(tcase, the_largest_that_fit_are_solved, 0, MADE_CAPS_ALL);
    tcase_add_test(tcase, bonuses_that_grow_with_quotas_stand_where_they_fit);
    tcase_add_test(tcase, twofold_bonuses_are_the_least);
    tcase_add_test(tcase, who_is_bound_stays_and_nobody_else_comes);
    tcase_add_test(tcase, single_changes_are_told);
    tcase_add_loop_test(tcase, faults_have_names, 0, 5);
    tcase_add_test(tcase, a_broken_reserve_is_named);
    tcase_add_loop_test(tcase, a_cutoff_is_what_it_takes, 0, MADE_CAPS_ALL);
    tcase_add_loop_test(tcase, large_problems_are_certified, 0, 21);
    return run_tcase(tcase, "match/capped");
}
