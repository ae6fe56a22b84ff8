/*
 * The bound is beside the optimum: nothing at the optimum and its prices, elsewhere at least what
 * is missing, whatever the prices.
 */
#include "core/match/bound.h"

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

__extension__ typedef __int128 int128;

enum { PROBLEMS = 200, GUESSES = 5 };

struct made_problem {
    struct instance *instance;
    struct problem problem;
    struct assignment best;
};

static struct made_problem *make_problem(uint64_t seed, struct arena *arena)
{
    struct made_problem *made = arena_calloc(arena, 1, sizeof *made);
    made->instance = made_instance(made_any(seed, 14, 6, 3, arena), arena);
    made->problem = problem_of(made->instance);
    made->problem.threads = 1 + seed % 3;
    engine_solve_problem(&made->problem, NULL, arena, &made->best, NULL);
    return made;
}

/* In units of w'. */
static int128 value_of(const struct problem *problem, const int32_t *need_of)
{
    int128 value = 0;
    for (size_t i = 0; i < problem->person_count; i++) {
        if (need_of[i] >= 0)
            value += problem_weight(problem, i, rows_pair(&problem->rows, i, need_of[i])) -
                     problem_floor(problem, (size_t)need_of[i]);
    }
    return value;
}

/* Some of those who sit in the optimum get up. */
static int32_t *let_some_rise(const struct made_problem *made, uint64_t *state, struct arena *arena)
{
    size_t people = made->problem.person_count;
    int32_t *need_of = arena_calloc(arena, people, sizeof *need_of);
    for (size_t i = 0; i < people; i++)
        need_of[i] = random_below(state, 3) > 0 ? made->best.need_of[i] : -1;
    return need_of;
}

static int64_t *guess_prices(const struct made_problem *made, uint64_t *state, struct arena *arena)
{
    size_t needs = made->problem.need_count;
    int64_t *price = arena_calloc(arena, needs, sizeof *price);
    for (size_t j = 0; j < needs; j++)
        price[j] = made->best.price[j] +
                   ((int64_t)random_below(state, 4001) - 2000) * made->problem.unit +
                   ((int64_t)random_below(state, 3) - 1) * made->problem.class_step;
    return price;
}

static int64_t fit_of_seats(const struct problem *problem, const int32_t *need_of)
{
    int64_t fit_bp = 0;
    for (size_t i = 0; i < problem->person_count; i++)
        fit_bp += need_of[i] < 0 ? 0 : packed_fit(rows_pair(&problem->rows, i, need_of[i]));
    return fit_bp;
}

START_TEST(nothing_is_missing_at_the_optimum)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct made_problem *made = make_problem((uint64_t)_i, arena);
    struct bound bound = bound_of(&made->problem, made->best.need_of, made->best.price);
    ck_assert_int_eq(bound.gap_bp, 0);
    ck_assert_int_eq(bound.fit_bp, made->best.objective.fit_bp);
}
END_TEST

START_TEST(no_more_is_missing_than_the_bound_says)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t state = (uint64_t)_i;
    const struct made_problem *made = make_problem((uint64_t)_i, arena);
    int128 best = value_of(&made->problem, made->best.need_of);
    for (int guess = 0; guess < GUESSES; guess++) {
        int32_t *need_of = let_some_rise(made, &state, arena);
        int64_t *price = guess > 0 ? guess_prices(made, &state, arena) : made->best.price;
        struct bound bound = bound_of(&made->problem, need_of, price);
        int128 missing = best - value_of(&made->problem, need_of);
        int128 whole = (missing + made->problem.unit - 1) / made->problem.unit;
        if (guess > 0)
            ck_assert(bound.gap_bp >= whole);
        else
            ck_assert(bound.gap_bp == whole); /* the optimum's prices prove what it is worth */
        ck_assert_int_eq(bound.fit_bp, fit_of_seats(&made->problem, need_of));
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("bound");
    tcase_add_loop_test(tcase, nothing_is_missing_at_the_optimum, 0, MADE_UP_ROUNDS(PROBLEMS));
    tcase_add_loop_test(tcase, no_more_is_missing_than_the_bound_says, 0, MADE_UP_ROUNDS(PROBLEMS));
    return run_tcase(tcase, "match/bound");
}
