#include "core/match/explain/cutoffs.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/match/explain/explain.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/exhaustive.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

enum { PEOPLE_MOST = 7, NEEDS_MOST = 4, SEATS_MOST = 2, SEEDS = 300 };

/* The tie key that goes before, or after, all others. */
enum turn { FIRST = 0x00, LAST = 0xFF };

static void set_turn(struct instance *instance, size_t person, enum turn turn)
{
    struct digest *lottery =
        arena_calloc(registry_arena(), instance->person_count, sizeof *lottery);
    memcpy(lottery, instance->lottery, instance->person_count * sizeof *lottery);
    memset(lottery[person].bytes, turn, DIGEST_SIZE);
    instance->lottery = lottery;
}

static struct assignment solved(const struct instance *instance)
{
    struct assignment assignment;
    oracle_solve(instance, registry_arena(), &assignment);
    return assignment;
}

/* The same weights with one seat of the need taken away. */
static int128 value_without_seat(const struct instance *instance, size_t need)
{
    struct instance fewer = *instance;
    int32_t *seats = arena_calloc(registry_arena(), instance->need_count, sizeof *seats);
    memcpy(seats, instance->seats, instance->need_count * sizeof *seats);
    seats[need]--;
    fewer.seats = seats;
    return exhaustive_value(&fewer, -1, NULL);
}

/* A small problem with its solution; release when done. */
struct problem {
    struct made *made;
    const struct instance *instance;
    struct assignment assignment;
    struct cutoffs *cutoffs;
};

static struct problem problem_of(int round)
{
    struct problem problem = {.made = made_any((uint64_t)round + 1, PEOPLE_MOST, NEEDS_MOST,
                                               SEATS_MOST, registry_arena())};
    problem.instance = made_instance(problem.made, registry_arena());
    problem.assignment = solved(problem.instance);
    problem.cutoffs =
        cutoffs_new(problem.instance, problem.assignment.need_of, problem.assignment.price);
    return problem;
}

static void release_problem(struct problem *problem)
{
    cutoffs_free(problem->cutoffs);
}

/* What a seat is worth to all, by trying everything. */
START_TEST(a_cutoff_is_what_the_loss_of_a_seat_costs)
{
    CADRE_CLEANUP(release_problem) struct problem problem = problem_of(_i);
    const struct instance *instance = problem.instance;
    int128 whole = exhaustive_value(instance, -1, NULL);
    for (size_t j = 0; j < instance->need_count; j++) {
        if (instance->seats[j] == 0) {
            ck_assert_int_eq(cutoffs_fit_bp(problem.cutoffs, j, false), FIT_MAX_BP + 1);
            continue;
        }
        int128 loss = whole - value_without_seat(instance, j) + instance_floor(instance, j);
        ck_assert_msg(cutoffs_weight(problem.cutoffs, j) == (int64_t)loss,
                      "need %zu: cutoff %lld instead of %lld", j,
                      (long long)cutoffs_weight(problem.cutoffs, j), (long long)loss);
    }
}
END_TEST

/* The problem with one more person, who fits `need` alone. */
static int32_t seat_of_newcomer(const struct made *made, size_t need, int32_t fit_bp,
                                enum turn turn)
{
    struct made *more = made_new(made->people + 1, made->needs, registry_arena());
    memcpy(more->fit_bp, made->fit_bp, made->people * made->needs * sizeof *made->fit_bp);
    memcpy(more->seats, made->seats, made->needs * sizeof *made->seats);
    memcpy(more->priority, made->priority, made->needs * sizeof *made->priority);
    memcpy(more->base, made->base, made->people * sizeof *made->base);
    memcpy(more->key, made->key, made->people * sizeof *made->key);
    *made_fit(more, made->people, need) = fit_bp;
    struct instance *instance = made_instance(more, registry_arena());
    set_turn(instance, made->people, turn);
    return solved(instance).need_of[made->people];
}

START_TEST(a_newcomer_at_the_cutoff_is_placed_and_below_it_not)
{
    CADRE_CLEANUP(release_problem) struct problem problem = problem_of(_i);
    for (size_t j = 0; j < problem.made->needs; j++) {
        int32_t cutoff_bp = cutoffs_fit_bp(problem.cutoffs, j, false);
        if (cutoff_bp <= FIT_MAX_BP)
            ck_assert_int_eq(seat_of_newcomer(problem.made, j, cutoff_bp, FIRST), (int32_t)j);
        if (cutoff_bp < FIT_MAX_BP)
            ck_assert_int_eq(seat_of_newcomer(problem.made, j, cutoff_bp + 1, LAST), (int32_t)j);
        if (cutoff_bp > 0)
            ck_assert_int_eq(seat_of_newcomer(problem.made, j, cutoff_bp - 1, FIRST), -1);
    }
}
END_TEST

static int32_t seat_with_fit(struct made *made, size_t person, size_t need, int32_t fit_bp)
{
    int32_t stated = *made_fit(made, person, need);
    *made_fit(made, person, need) = fit_bp;
    struct instance *instance = made_instance(made, registry_arena());
    set_turn(instance, person, FIRST);
    int32_t seat = solved(instance).need_of[person];
    *made_fit(made, person, need) = stated;
    return seat;
}

static void check_unplaced(const struct problem *problem, size_t person)
{
    struct made *made = problem->made;
    for (size_t j = 0; j < made->needs; j++) {
        bool held = problem->instance->base_need[person] == (int32_t)j;
        int32_t cutoff_bp = cutoffs_fit_bp(problem->cutoffs, j, held);
        if (cutoff_bp <= FIT_MAX_BP)
            ck_assert_int_ge(seat_with_fit(made, person, j, cutoff_bp), 0);
        if (cutoff_bp < FIT_MAX_BP)
            ck_assert_int_eq(seat_with_fit(made, person, j, cutoff_bp + 1), (int32_t)j);
        if (cutoff_bp > 0)
            ck_assert_int_ne(seat_with_fit(made, person, j, cutoff_bp - 1), (int32_t)j);
    }
}

START_TEST(who_was_not_placed_is_placed_with_the_cutoff)
{
    CADRE_CLEANUP(release_problem) struct problem problem = problem_of(_i);
    for (size_t i = 0; i < problem.made->people; i++) {
        if (problem.assignment.need_of[i] < 0)
            check_unplaced(&problem, i);
    }
}
END_TEST

/* "Tied" says that the lottery decided: drawn first, the person is placed; else never. Nobody is
 * bound, so that the whole is solved. */
START_TEST(only_the_tied_owe_it_to_the_lottery)
{
    struct test_registry *registry = registry_random((uint64_t)_i + 1);
    registry->decision_count = 0;
    const struct snapshot *snapshot = registry_seal(registry, 0);
    const struct expansion *expansions = registry_expand(snapshot);
    struct pairs *pairs = pairs_build(snapshot, expansions, registry_arena());
    struct instance *instance = instance_from(snapshot, pairs, registry_arena());
    const struct digest *drawn = instance->lottery;
    struct assignment run = solved(instance);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        const struct explain_person *seen =
            explain_person(snapshot, expansions, instance, run.need_of, run.price, NULL, (int32_t)i,
                           -1, registry_arena());
        bool tied = false;
        for (size_t at = 0; at < seen->line_count; at++) {
            const struct explain_line *line = &seen->lines[at];
            tied |= line->outcome == EXPLAIN_TIED;
            if (line->outcome == EXPLAIN_OUTBID)
                ck_assert_int_gt(line->shortfall_bp, 0);
            if (line->outcome == EXPLAIN_TIED)
                ck_assert_int_eq(line->shortfall_bp, 0);
        }
        if (run.need_of[i] >= 0)
            continue;
        set_turn(instance, i, FIRST);
        ck_assert_int_eq(solved(instance).need_of[i] >= 0, tied);
        instance->lottery = drawn;
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("cutoffs");
    tcase_add_loop_test(tcase, a_cutoff_is_what_the_loss_of_a_seat_costs, 0, MADE_UP_ROUNDS(SEEDS));
    tcase_add_loop_test(tcase, a_newcomer_at_the_cutoff_is_placed_and_below_it_not, 0,
                        MADE_UP_ROUNDS(SEEDS));
    tcase_add_loop_test(tcase, who_was_not_placed_is_placed_with_the_cutoff, 0,
                        MADE_UP_ROUNDS(SEEDS));
    tcase_add_loop_test(tcase, only_the_tied_owe_it_to_the_lottery, 0, 20);
    return run_tcase(tcase, "match/cutoffs");
}
