/*
 * Sets of needs around an empty seat where there are caps: each claim is looked at by itself, on
 * solved problems and by hand.
 */
#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "core/pairs/caps.h"
#include "core/pairs/wishes.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

struct claimed {
    const struct instance *instance;
    const int32_t *need_of;
    const struct hall_set *set;
    struct cap_counts counts;
};

static bool is_in(const int32_t *numbers, size_t count, int32_t number)
{
    for (size_t at = 0; at < count; at++) {
        if (numbers[at] == number)
            return true;
    }
    return false;
}

static bool is_in_set(const struct claimed *claimed, int32_t need)
{
    return is_in(claimed->set->needs, claimed->set->need_count, need);
}

/* A full cap that is told is this one or one around it. */
static bool is_told_over(const struct claimed *claimed, int32_t cap)
{
    const struct caps *caps = claimed->instance->caps;
    for (; cap >= 0; cap = caps->items[cap].parent) {
        if (is_in(claimed->set->caps, claimed->set->cap_count, cap))
            return true;
    }
    return false;
}

/* Into no need of the set that they qualify for but by taken open seats. */
static bool is_outside_all(const struct claimed *claimed, size_t person)
{
    const struct instance *instance = claimed->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        size_t need = instance->items[at].need;
        if (is_in_set(claimed, (int32_t)need) &&
            (!caps_is_outside(instance->caps, need, person) ||
             claimed->counts.open[need] < caps_open_most(instance->caps, need)))
            return false;
    }
    return true;
}

static bool qualifies(const struct claimed *claimed, size_t person)
{
    const struct instance *instance = claimed->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if (is_in_set(claimed, (int32_t)instance->items[at].need))
            return true;
    }
    return false;
}

static void assert_people(const struct claimed *claimed)
{
    const struct instance *instance = claimed->instance;
    size_t here = 0;
    size_t held_back = 0;
    bool only_reserved = false; /* by nothing else */
    bool outside = false;
    for (size_t i = 0; i < instance->person_count; i++) {
        bool sits_here = claimed->need_of[i] >= 0 && is_in_set(claimed, claimed->need_of[i]);
        here += sits_here;
        if (sits_here || !qualifies(claimed, i))
            continue;
        held_back++;
        bool is_told =
            claimed->need_of[i] < 0 && is_told_over(claimed, caps_of_person(instance->caps, i));
        ck_assert(is_told || is_outside_all(claimed, i));
        only_reserved |= !is_told;
        outside |= is_outside_all(claimed, i);
    }
    ck_assert_uint_eq(claimed->set->people, here);
    ck_assert_uint_eq(claimed->set->held_back, held_back);
    ck_assert(claimed->set->is_reserved || !only_reserved);
    ck_assert(outside || !claimed->set->is_reserved);
    ck_assert_int_lt((int64_t)claimed->set->people, claimed->set->seats);
}

static void assert_holds(const struct claimed *claimed, int32_t need)
{
    const struct caps *caps = claimed->instance->caps;
    const struct hall_set *set = claimed->set;
    ck_assert(is_in_set(claimed, need));
    for (size_t at = 0; at < set->cap_count; at++) {
        ck_assert_int_eq(claimed->counts.filled[set->caps[at]], caps->items[set->caps[at]].most);
        ck_assert(at == 0 || set->caps[at - 1] < set->caps[at]);
    }
    ck_assert_int_eq(set->is_held_down, is_told_over(claimed, caps_of_need(caps, (size_t)need)) &&
                                            set->people == 0 && set->need_count == 1 &&
                                            set->cap_count > 0 && set->held_back == 0);
    if (!set->is_held_down)
        assert_people(claimed);
}

/* Seeds 0 .. 6 have caps of all kinds and their mixtures. */
START_TEST(claims_hold_on_solved_problems)
{
    size_t capped = 0;
    size_t closed = 0;
    size_t unclaimed = 0;
    for (uint64_t round = 0; round < 150; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 300000 + round * 7 + (uint64_t)_i;
        struct instance *plain = made_instance(made_any(seed, 14, 7, 3, arena), arena);
        struct instance *whole =
            instance_with_caps(plain, made_caps(plain, seed, 1 + _i, 4, arena), arena);
        if (round % 2 == 0)
            made_locks(whole, seed, arena);
        const struct instance *instance = instance_open(whole, arena);
        struct assignment solved;
        engine_solve(instance, NULL, arena, &solved);
        struct claimed claimed = {.instance = instance, .need_of = solved.need_of};
        claimed.counts = caps_count(instance, solved.need_of, arena);
        for (size_t j = 0; j < instance->need_count; j++) {
            struct hall_set set;
            int32_t filled = 0;
            for (size_t i = 0; i < instance->person_count; i++)
                filled += solved.need_of[i] == (int32_t)j;
            claimed.set = &set;
            if (!certificate_hall_set(instance, solved.need_of, j, arena, &set)) {
                unclaimed += filled < instance->seats[j];
                continue;
            }
            ck_assert_int_lt(filled, instance->seats[j]);
            assert_holds(&claimed, (int32_t)j);
            capped += set.is_held_down;
            closed += !set.is_held_down;
        }
    }
    /* Only quotas can trade one seat for two, so that the best has one that could be filled. */
    if ((1 + _i) % 2 == 0)
        ck_assert_uint_eq(unclaimed, 0);
    else
        ck_assert_uint_gt(capped, 20);
    ck_assert_uint_gt(closed, 50);
    ck_assert_uint_lt(unclaimed * 20, closed + capped);
}
END_TEST

static const struct cap draw = {CAP_OF_PEOPLE, -1, 1};
static const struct cap quota = {CAP_OF_NEEDS, -1, 1};
static const uint64_t first_only = 1;
static const uint64_t *const groups[] = {&first_only};
static const int32_t over_both[] = {0, 0};

/* Two people, both for need 0 with two seats: the first sits there. */
static const struct {
    const char *name;
    struct caps caps;
    bool is_held_down;
    size_t people, held_back, cap_count;
} cases[] = {
    {"a draw", {.items = &draw, .count = 1, .of_person = over_both}, false, 1, 1, 1},
    {"a quota", {.items = &quota, .count = 1, .of_need = over_both}, true, 0, 0, 1},
    {"a reserve",
     {.open_most = over_both, .reserve_of_need = over_both, .group = groups, .group_count = 1},
     false,
     1,
     1,
     0},
};

START_TEST(what_holds_back_is_told)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(2, 2, arena);
    made->seats[0] = 2;
    made->seats[1] = 0;
    *made_fit(made, 0, 0) = *made_fit(made, 1, 0) = 5000;
    const struct instance *instance =
        instance_with_caps(made_instance(made, arena), &cases[_i].caps, arena);
    static const int32_t need_of[] = {0, -1};
    const struct hall_set *sets;
    ck_assert_uint_eq(certificate_hall_sets(instance, need_of, arena, &sets), 1);
    ck_assert_uint_eq(sets[0].need_count, 1);
    ck_assert_int_eq(sets[0].needs[0], 0);
    ck_assert_int_eq(sets[0].seats, 2);
    ck_assert_int_eq(sets[0].is_held_down, cases[_i].is_held_down);
    ck_assert_uint_eq(sets[0].people, cases[_i].people);
    ck_assert_uint_eq(sets[0].held_back, cases[_i].held_back);
    ck_assert_uint_eq(sets[0].cap_count, cases[_i].cap_count);
    ck_assert_int_eq(sets[0].is_reserved, cases[_i].caps.open_most != NULL);
}
END_TEST

/* One of the two seats is open, and chooses first: he has it, though he may have the other. */
START_TEST(an_open_seat_is_anybodys)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const bool open_first = true;
    static const struct wishes wishes;
    static const int32_t one_open[] = {1, 0};
    static const int32_t need_of[] = {0, -1};
    const struct caps caps = {.open_most = one_open,
                              .reserve_of_need = over_both,
                              .group = groups,
                              .open_first = &open_first,
                              .group_count = 1};
    struct made *made = made_new(2, 2, arena);
    made->seats[0] = 2;
    made->seats[1] = 0;
    *made_fit(made, 0, 0) = *made_fit(made, 1, 0) = 5000;
    struct instance *instance = instance_with_caps(made_instance(made, arena), &caps, arena);
    const struct hall_set *sets;
    ck_assert_uint_eq(certificate_hall_sets(instance, need_of, arena, &sets), 0);
    instance->wishes = &wishes;
    ck_assert_uint_eq(certificate_hall_sets(instance, need_of, arena, &sets), 1);
    ck_assert_uint_eq(sets[0].people, 1);
    ck_assert_uint_eq(sets[0].held_back, 1);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("hall_capped");
    tcase_add_loop_test(tcase, claims_hold_on_solved_problems, 0, MADE_CAPS_ALL);
    tcase_add_loop_test(tcase, what_holds_back_is_told, 0, COUNT(cases));
    tcase_add_test(tcase, an_open_seat_is_anybodys);
    return run_tcase(tcase, "verify/hall_capped");
}
