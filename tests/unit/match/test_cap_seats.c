/*
 * Which of equal seats people get where limits bound them: the same of any part of the pairs that
 * has those along which an optimum may change.
 */
#include "core/match/capped/cap_seats.h"

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { ROUNDS = 4, A_ROUND = 500 };

static int32_t fit_of_pair(const struct instance *instance, size_t person, int32_t need)
{
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if ((int32_t)instance->items[at].need == need)
            return (int32_t)instance->items[at].fit_bp;
    }
    return -1;
}

/* What the pair costs its person: the prices of the need and of all limits over either. */
static int64_t cost_of(const struct instance *instance, const struct assignment *solved,
                       size_t person, size_t need)
{
    int64_t open = caps_is_outside(instance->caps, need, person) ? solved->open_price[need] : 0;
    return solved->price[need] + open +
           caps_price_of_need(instance->caps, solved->cap_price, need) +
           caps_price_of_person(instance->caps, solved->cap_price, person);
}

static int64_t surplus_of(const struct instance *instance, const struct assignment *solved,
                          size_t person)
{
    int32_t need = solved->need_of[person];
    if (need < 0)
        return 0;
    const struct pair pair = {.need = (uint32_t)need,
                              .fit_bp = (uint32_t)fit_of_pair(instance, person, need)};
    return instance_weight(instance, person, &pair) -
           cost_of(instance, solved, person, (size_t)need);
}

/* Without two of three pairs that are worth less to their person than they cost. */
static struct instance *part_of(const struct instance *instance, const struct assignment *solved,
                                uint64_t seed, struct arena *arena)
{
    struct instance *part = arena_alloc(arena, sizeof *part);
    size_t pairs = instance->row_start[instance->person_count];
    size_t *row_start = arena_calloc(arena, instance->person_count + 1, sizeof *row_start);
    struct pair *items = arena_calloc(arena, pairs, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        int64_t own = surplus_of(instance, solved, i);
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            int64_t worth = instance_weight(instance, i, pair);
            if (worth - cost_of(instance, solved, i, pair->need) >= own || (seed + at) % 3 == 0)
                items[count++] = *pair;
        }
        row_start[i + 1] = count;
    }
    *part = *instance;
    part->row_start = row_start;
    part->items = items;
    return part;
}

static const struct instance *many_equal(uint64_t seed, struct arena *arena)
{
    struct made *made = made_any(seed, 24, 9, 3, arena);
    for (size_t at = 0; at < made->people * made->needs; at++)
        if (made->fit_bp[at] >= 0)
            made->fit_bp[at] = 1000 * (1 + made->fit_bp[at] % 2);
    struct instance *plain = made_instance(made, arena);
    int kinds = 1 + (int)(seed % MADE_CAPS_ALL);
    return instance_with_caps(plain, made_caps(plain, seed * 5 + 2, kinds, 4, arena), arena);
}

static void assert_equal(const struct instance *instance, const struct assignment *all,
                         const struct assignment *part, uint64_t seed)
{
    size_t needs = instance->need_count;
    ck_assert_mem_eq(all->price, part->price, needs * sizeof *all->price);
    ck_assert_mem_eq(all->open_price, part->open_price, needs * sizeof *all->open_price);
    for (size_t a = 0; a < instance->caps->count; a++)
        ck_assert_int_eq(all->cap_price[a], part->cap_price[a]);
    for (size_t i = 0; i < instance->person_count; i++)
        ck_assert_msg(all->need_of[i] == part->need_of[i],
                      "seed %llu: person %zu sits in %d, not %d", (unsigned long long)seed, i,
                      part->need_of[i], all->need_of[i]);
}

/* Least prices, people who are placed, and which of equal seats they get rest on what costs
 * nothing alone. */
START_TEST(pairs_that_cost_too_much_change_nothing)
{
    size_t less = 0;
    for (int i = 0; i < A_ROUND; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 40000 + (uint64_t)_i * A_ROUND + (uint64_t)i;
        const struct instance *instance = many_equal(seed, arena);
        struct assignment all;
        struct assignment found;
        engine_solve(instance, NULL, arena, &all);
        for (uint64_t at = 0; at < 3; at++) {
            const struct instance *part = part_of(instance, &all, at, arena);
            engine_solve(part, NULL, arena, &found);
            assert_equal(instance, &all, &found, seed);
            less += part->row_start[part->person_count] < instance->row_start[part->person_count];
        }
    }
    ck_assert_uint_gt(less, A_ROUND);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("cap_seats");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, pairs_that_cost_too_much_change_nothing, 0, ROUNDS);
    return run_tcase(tcase, "match/cap_seats");
}
