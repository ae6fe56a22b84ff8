#include "core/match/auction/auction.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "core/match/refine/levels.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { PEOPLE = 300, NEEDS = 40, SEATS = 7, EPSILON = 100 };

/* Everybody may sit everywhere, and there are fewer seats than people. */
static const struct instance *make_dense(uint64_t seed, struct arena *arena)
{
    uint64_t state = seed;
    struct made *made = made_new(PEOPLE, NEEDS, arena);
    for (size_t j = 0; j < made->needs; j++) {
        made->seats[j] = SEATS;
        for (size_t i = 0; i < made->people; i++)
            *made_fit(made, i, j) = (int32_t)random_below(&state, FIT_MAX_BP + 1);
    }
    return made_instance(made, arena);
}

static int filled_seats(const struct auction *auction)
{
    int filled = 0;
    for (size_t i = 0; i < PEOPLE; i++)
        filled += auction_need_of(auction)[i] >= 0;
    return filled;
}

static int64_t value_of(const struct auction *auction, uint32_t pair)
{
    return packed_fit(pair) * AUCTION_SCALE - auction_price(auction, packed_need(pair));
}

/* How much more than now the person could have. */
static int64_t regret_of(const struct auction *auction, const struct problem *problem, size_t i)
{
    int32_t need = auction_need_of(auction)[i];
    int64_t best = 0;
    for (size_t at = problem->rows.start[i]; at < problem->rows.start[i + 1]; at++) {
        int64_t value = value_of(auction, problem->rows.pairs[at]);
        best = value > best ? value : best;
    }
    return need < 0 ? best : best - value_of(auction, rows_pair(&problem->rows, i, need));
}

/* Needs that are too dear to begin with stay empty in a phase; then they bid, until all seats are
 * filled and nobody could do better by more than the step. */
START_TEST(needs_that_are_too_dear_find_people)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t state = 400 + (uint64_t)_i;
    struct plain_price price[NEEDS] = {0};
    struct problem problem = problem_of(make_dense(500 + (uint64_t)_i, arena));
    for (size_t j = 0; j < NEEDS; j++)
        price[j].points = 5000 + random_below(&state, 7000);
    struct auction *auction = auction_new(&problem, price);
    ck_assert(auction_phase(auction, EPSILON, 0));
    ck_assert(auction_has_empty_seats(auction));
    ck_assert_int_lt(filled_seats(auction), NEEDS * SEATS);
    auction_invite(auction);
    ck_assert(!auction_has_empty_seats(auction));
    ck_assert_int_eq(filled_seats(auction), NEEDS * SEATS);
    for (size_t i = 0; i < PEOPLE; i++)
        ck_assert_int_le(regret_of(auction, &problem, i), EPSILON);
    /* Whoever is free is asked again where it became cheaper. */
    ck_assert(auction_phase(auction, EPSILON, 0));
    for (size_t i = 0; i < PEOPLE; i++)
        ck_assert_int_le(regret_of(auction, &problem, i),
                         auction_need_of(auction)[i] < 0 ? 0 : EPSILON + 1);
    auction_free(auction);
}
END_TEST

/* Nobody can fill the second seat: the one person goes to and fro, and that ends. */
START_TEST(a_seat_that_nobody_can_fill_is_given_up)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(1, 2, arena);
    *made_fit(made, 0, 0) = 9000;
    *made_fit(made, 0, 1) = 8000;
    struct problem problem = problem_of(made_instance(made, arena));
    struct auction *auction = auction_new(&problem, NULL);
    ck_assert(auction_phase(auction, EPSILON, 0));
    auction_invite(auction);
    ck_assert(auction_has_empty_seats(auction));
    ck_assert_int_ge(auction_need_of(auction)[0], 0);
    auction_free(auction);
}
END_TEST

/* Costs of 1 to 100 in a square, as in the OR-Library: steps of a thousand would mix everything up,
 * and each mistake is a search over all pairs. */
START_TEST(steps_begin_at_what_fits_differ_by)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    enum { SIDE = 200 };
    uint64_t state = 600 + (uint64_t)_i;
    struct made *made = made_new(SIDE, SIDE, arena);
    made->seats[0] = 2; /* or augment.h would have it */
    for (size_t at = 0; at < (size_t)SIDE * SIDE; at++)
        made->fit_bp[at] = FIT_MAX_BP - 1 - (int32_t)random_below(&state, 100);
    struct problem problem = problem_of(made_instance(made, arena));
    struct assignment assignment;
    struct engine_effort effort;
    engine_solve_problem(&problem, NULL, arena, &assignment, &effort);
    ck_assert_int_eq(assignment.objective.filled[0], SIDE);
    ck_assert_uint_lt(effort.repairs, SIDE / 2);
}
END_TEST

/* Fits in steps of 500, of which each is many people's: the auction bids for eighths of a step, and
 * what it ends with, rounded to whole steps, needs hardly any repair. */
START_TEST(fits_in_steps_take_few_bids)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    enum { CROWD = 1500, POSTS = 60, CHAIRS = 20 };
    uint64_t state = 700 + (uint64_t)_i;
    struct made *made = made_new(CROWD, POSTS, arena);
    for (size_t j = 0; j < POSTS; j++) {
        made->seats[j] = CHAIRS;
        for (size_t i = 0; i < CROWD; i++) {
            if (random_below(&state, 4) == 0)
                *made_fit(made, i, j) = 500 * (int32_t)random_below(&state, 21);
        }
    }
    struct problem problem = problem_of(made_instance(made, arena));
    struct assignment assignment;
    struct engine_effort effort;
    engine_solve_problem(&problem, NULL, arena, &assignment, &effort);
    ck_assert_uint_lt(effort.bids, 11000);
    ck_assert_uint_lt(effort.unseated + effort.repairs, CHAIRS);
}
END_TEST

/* At prices of before: who is content, who gets up, and who of these, and of those without a seat,
 * would pay a price. */
START_TEST(people_are_seated_again)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct {
        int32_t fit_bp[2]; /* -1 = not eligible */
        int32_t had, has;
        bool eager;
    } people[] = {
        {{6000, -1}, 0, 0, false},   {{3000, -1}, 0, -1, false}, {{4000, 150}, 0, -1, true},
        {{4000, 50}, 0, -1, false},  {{-1, 300}, -1, -1, true},  {{-1, 300}, 1, 1, false},
        {{4999, 99}, -1, -1, false},
    };
    static const struct plain_price price[] = {{.points = 5000}, {.points = 100}};
    struct made *made = made_new(COUNT(people), 2, arena);
    int32_t had[COUNT(people)];
    size_t eager = 0;
    for (size_t i = 0; i < COUNT(people); i++) {
        for (size_t j = 0; j < 2; j++)
            *made_fit(made, i, j) = people[i].fit_bp[j];
        had[i] = people[i].had;
        eager += people[i].eager;
    }
    made->seats[0] = made->seats[1] = COUNT(people);
    struct problem problem = problem_of(made_instance(made, arena));
    struct levels levels = {cadre_calloc(2, sizeof *levels.of_need), 0};
    struct auction *auction = auction_new(&problem, price);
    ck_assert_uint_eq(auction_resume(auction, price, &levels, had), eager);
    CADRE_FREE bool *restless = auction_take_restless(auction);
    for (size_t i = 0; i < COUNT(people); i++) {
        ck_assert_int_eq(auction_need_of(auction)[i], people[i].has);
        ck_assert_int_eq(restless[i], people[i].eager);
    }
    auction_free(auction);
    levels_release(&levels);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("auction");
    tcase_add_loop_test(tcase, needs_that_are_too_dear_find_people, 0, 20);
    tcase_add_test(tcase, a_seat_that_nobody_can_fill_is_given_up);
    tcase_add_loop_test(tcase, steps_begin_at_what_fits_differ_by, 0, 5);
    tcase_add_loop_test(tcase, fits_in_steps_take_few_bids, 0, 5);
    tcase_add_test(tcase, people_are_seated_again);
    return run_tcase(tcase, "match/auction");
}
