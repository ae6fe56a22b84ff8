/*
 * Levels and who sits where, wherever the search begins: that no better seat can be filled is
 * proven by the levels themselves. The engine's results would not tell, since refinement makes up
 * for whatever is wrong.
 */
#include "core/match/refine/levels.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { THREADS_MOST = 3 };

/* Of each size, so that needs have fewer people who could come than are known by name at first, and
 * many more. */
static const struct size {
    size_t people, needs, seats;
    uint64_t problems;
} sizes[] = {{12, 8, 3, 600}, {60, 20, 6, 100}, {300, 20, 30, 40}, {1500, 60, 60, 4}};

/* Where some needs are scarce: most people fit few of them, and some needs the first people alone.
 */
static struct made *make_scarce(const struct size *size, uint64_t seed, struct arena *arena)
{
    struct made *made = made_any(seed, size->people, size->needs, size->seats, arena);
    uint64_t state = seed;
    size_t first = 1 + random_below(&state, 40);
    for (size_t j = 0; j < made->needs; j++) {
        bool few = random_below(&state, 3) == 0;
        for (size_t i = 0; i < made->people; i++) {
            if ((few && i >= first) || random_below(&state, 2 + seed % 4) > 0)
                *made_fit(made, i, j) = -1;
        }
    }
    return made;
}

/* Anywhere they fit, as far as seats go; with `share` 0 nobody. */
static int32_t *seat_some(const struct instance *instance, uint64_t seed, struct arena *arena)
{
    uint64_t state = seed;
    size_t share = random_below(&state, 4);
    int32_t *need_of = arena_calloc(arena, instance->person_count, sizeof *need_of);
    int32_t *filled = arena_calloc(arena, instance->need_count, sizeof *filled);
    for (size_t i = 0; i < instance->person_count; i++) {
        size_t count = instance->row_start[i + 1] - instance->row_start[i];
        need_of[i] = -1;
        if (count == 0 || random_below(&state, 3) >= share)
            continue;
        size_t at = instance->row_start[i] + random_below(&state, count);
        uint32_t need = instance->items[at].need;
        if (filled[need] < instance->seats[need]) {
            filled[need]++;
            need_of[i] = (int32_t)need;
        }
    }
    return need_of;
}

/* Everybody fits where they sit; nobody is worth a seat of a higher level, and who is free none
 * below 0. */
static void assert_rows(const struct instance *instance, const int32_t *need_of,
                        const int32_t *level, int32_t *ret_filled)
{
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t own = need_of[i] < 0 ? 0 : level[need_of[i]];
        bool fits = need_of[i] < 0;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            uint32_t need = instance->items[at].need;
            fits = fits || (int32_t)need == need_of[i];
            if (instance->seats[need] > 0)
                ck_assert_int_ge(level[need], own);
        }
        ck_assert(fits);
        if (need_of[i] >= 0)
            ret_filled[need_of[i]]++;
    }
}

/* With assert_rows, what complementary slackness asks for. */
static void assert_needs(const struct instance *instance, const int32_t *level,
                         const int32_t *filled)
{
    for (size_t j = 0; j < instance->need_count; j++) {
        int32_t floor = instance->priority[j] - INSTANCE_CLASS_COUNT - 1;
        ck_assert_int_le(filled[j], instance->seats[j]);
        if (instance->seats[j] == 0)
            continue;
        ck_assert_int_le(level[j], 0);
        ck_assert_int_ge(level[j], floor);
        if (filled[j] < instance->seats[j])
            ck_assert_int_eq(level[j], floor);
    }
}

/* On one thread and on more, everybody goes the same ways. */
static void assert_same_on_threads(struct problem *problem, const int32_t *need_of)
{
    size_t people = problem->person_count;
    CADRE_FREE int32_t *one = cadre_calloc(people, sizeof *one);
    for (size_t threads = 1; threads <= THREADS_MOST; threads++) {
        CADRE_FREE int32_t *seated = cadre_calloc(people, sizeof *seated);
        struct levels levels;
        memcpy(seated, need_of, people * sizeof *seated);
        problem->threads = threads;
        levels_find(problem, seated, &levels);
        levels_release(&levels);
        if (threads == 1)
            memcpy(one, seated, people * sizeof *seated);
        ck_assert_mem_eq(seated, one, people * sizeof *seated);
    }
    problem->threads = 1;
}

START_TEST(levels_prove_that_no_better_seat_can_be_filled)
{
    int64_t exchanges = 0;
    for (uint64_t round = 0; round < sizes[_i].problems; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 1 + round + 10000 * (uint64_t)_i;
        const struct instance *instance =
            made_instance(make_scarce(&sizes[_i], seed, arena), arena);
        struct problem problem = problem_of(instance);
        int32_t *need_of = seat_some(instance, seed, arena);
        int32_t *filled = arena_calloc(arena, instance->need_count, sizeof *filled);
        struct levels levels;
        assert_same_on_threads(&problem, need_of);
        levels_find(&problem, need_of, &levels);
        assert_rows(instance, need_of, levels.of_need, filled);
        assert_needs(instance, levels.of_need, filled);
        exchanges += levels.exchanges;
        levels_release(&levels);
    }
    ck_assert_int_gt(exchanges, 500);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("levels");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, levels_prove_that_no_better_seat_can_be_filled, 0, ROWS(sizes));
    return run_tcase(tcase, "match/levels");
}
