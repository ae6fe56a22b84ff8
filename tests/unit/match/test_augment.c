/*
 * Shortest augmenting paths by themselves: their optimum beside the oracle's, problems that took
 * other ways long within a count of looks at pairs, and rows eight at a time beside one at a time.
 */
#include "core/match/augment/augment.h"

#include "core/base/alloc.h"
#include "core/match/augment/row.h"
#include "core/match/engine.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

/* ---- rows ------------------------------------------------------------------------------------ */

enum { ROW_MOST = 70, ROW_ROUNDS = 2000 };

/* Needs from `first`; one left out where there is a gap. */
static size_t draw_row(uint64_t *state, bool gap, uint32_t *ret_pairs)
{
    size_t count = random_below(state, ROW_MOST);
    uint32_t need = (uint32_t)random_below(state, 9);
    for (size_t at = 0; at < count; at++, need++) {
        need += gap && at == count / 2;
        ret_pairs[at] = packed_pair(need, (uint32_t)random_below(state, 40));
    }
    return count;
}

static struct row_choice choose_plainly(struct row row, const int32_t *price)
{
    struct row_choice choice = {0, 0, -1, -1};
    for (size_t at = 0; at < row.count; at++) {
        int32_t need = (int32_t)packed_need(row.pairs[at]);
        int32_t value = (int32_t)packed_fit(row.pairs[at]) - price[need];
        if (value > choice.best)
            choice = (struct row_choice){value, choice.best, need, choice.need};
        else if (value > choice.second) {
            choice.second = value;
            choice.second_need = need;
        }
    }
    return choice;
}

START_TEST(rows_are_read_alike_eight_at_a_time)
{
    uint64_t state = 900 + (uint64_t)_i;
    for (int round = 0; round < ROW_ROUNDS; round++) {
        uint32_t pairs[ROW_MOST];
        int32_t price[2 * ROW_MOST];
        int32_t known[2 * ROW_MOST];
        struct row row = {pairs, draw_row(&state, round % 3 == 0, pairs)};
        for (size_t j = 0; j < 2 * (size_t)ROW_MOST; j++) {
            price[j] = (int32_t)random_below(&state, 40) - 20;
            known[j] = (int32_t)random_below(&state, 30);
        }
        struct row_choice plain = choose_plainly(row, price);
        struct row_choice seen = row_choose(row, price);
        ck_assert_int_eq(seen.best, plain.best);
        ck_assert_int_eq(seen.second, plain.second);
        ck_assert_int_eq(seen.need, plain.need);
        ck_assert_int_eq(seen.second_need, plain.second_need);
        int32_t base = (int32_t)random_below(&state, 40);
        int32_t end = (int32_t)random_below(&state, 30);
        size_t next = row_nearer(row, 0, base, price, known, end);
        for (size_t at = 0; at < row.count; at++) {
            uint32_t need = packed_need(pairs[at]);
            int32_t distance = base + price[need] - (int32_t)packed_fit(pairs[at]);
            bool nearer = distance < known[need] && distance < end;
            ck_assert_msg(nearer == (next == at), "round %d: pair %zu", round, at);
            if (nearer)
                next = row_nearer(row, at + 1, base, price, known, end);
        }
        ck_assert_uint_eq(next, row.count);
    }
}
END_TEST

/* ---- beside the oracle ----------------------------------------------------------------------- */

/* One seat each at most, one priority, nobody to keep; pairs few or all. */
static struct made *make_single_seats(uint64_t seed, struct arena *arena)
{
    uint64_t state = seed;
    size_t people = 1 + random_below(&state, 24);
    struct made *made = made_new(people, 1 + random_below(&state, 24), arena);
    int32_t share = 10 + (int32_t)random_below(&state, 100);
    int32_t fits = (int32_t[]){1, 3, 50, FIT_MAX_BP}[random_below(&state, 4)];
    for (size_t j = 0; j < made->needs; j++) {
        made->seats[j] = random_below(&state, 10) > 0;
        made->priority[j] = 4;
        for (size_t i = 0; i < people; i++) {
            if ((int32_t)random_below(&state, 100) < share)
                *made_fit(made, i, j) = (int32_t)random_below(&state, (uint32_t)fits + 1);
        }
    }
    return made;
}

static void assert_as_oracle(const struct instance *instance, struct arena *arena, const char *name)
{
    struct assignment oracle;
    struct assignment engine;
    oracle_solve(instance, arena, &oracle);
    engine_solve(instance, NULL, arena, &engine);
    ck_assert_msg(objective_compare(&oracle.objective, &engine.objective) == 0,
                  "%s: another triple", name);
    for (size_t j = 0; j < instance->need_count; j++)
        ck_assert_msg(oracle.price[j] == engine.price[j], "%s: another price of need %zu", name, j);
    for (size_t i = 0; i < instance->person_count; i++)
        ck_assert_msg((oracle.need_of[i] >= 0) == (engine.need_of[i] >= 0),
                      "%s: other people are placed", name);
}

enum { SMALL_A_ROUND = 500 };

START_TEST(small_problems)
{
    int suited = 0;
    for (int i = 0; i < SMALL_A_ROUND; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 700000 + (uint64_t)_i * SMALL_A_ROUND + (uint64_t)i;
        const struct instance *instance = made_instance(make_single_seats(seed, arena), arena);
        struct problem problem = problem_of(instance);
        struct refined refined;
        struct augment_effort effort;
        if (augment_suits(&problem) && augment(&problem, &refined, &effort)) {
            suited++;
            ck_assert_uint_eq(refined.repairs, 0);
            refined_release(&refined);
        }
        assert_as_oracle(instance, arena, arena_format(arena, "seed %llu", (long long)seed));
    }
    ck_assert_int_gt(suited, SMALL_A_ROUND / 4);
}
END_TEST

/* ---- what takes long ------------------------------------------------------------------------- */

enum { SIDE = 120 };

static int32_t fit_equal(size_t i, size_t j, uint32_t drawn)
{
    (void)i, (void)j, (void)drawn;
    return 5000;
}

static int32_t fit_of_100(size_t i, size_t j, uint32_t drawn)
{
    (void)i, (void)j;
    return FIT_MAX_BP - 1 - (int32_t)(drawn % 100);
}

static int32_t fit_any(size_t i, size_t j, uint32_t drawn)
{
    (void)i, (void)j;
    return (int32_t)(drawn % FIT_MAX_BP);
}

static int32_t fit_product(size_t i, size_t j, uint32_t drawn)
{
    (void)drawn;
    return FIT_MAX_BP - (int32_t)((i + 1) * (j + 1) * FIT_MAX_BP / (SIDE * SIDE));
}

static int32_t fit_chain(size_t i, size_t j, uint32_t drawn)
{
    (void)drawn;
    return FIT_MAX_BP - (int32_t)(i > j ? i - j : j - i);
}

static int32_t fit_stairs(size_t i, size_t j, uint32_t drawn)
{
    return j <= i ? (int32_t)(drawn % FIT_MAX_BP) : -1;
}

static int32_t fit_ladder(size_t i, size_t j, uint32_t drawn)
{
    (void)drawn;
    return j == i ? 5000 : j == i + 1 ? 5001 : -1;
}

static int32_t fit_darling(size_t i, size_t j, uint32_t drawn)
{
    return j == 0 ? FIT_MAX_BP - (int32_t)(i % 3) : (int32_t)(drawn % 50);
}

/* The most looks at pairs, for each pair: about twice what it takes. */
static const struct {
    const char *name;
    int32_t (*fit)(size_t i, size_t j, uint32_t drawn);
    uint64_t looks;
} families[] = {
    {"equal", fit_equal, 8},         {"1 to 100", fit_of_100, 10}, {"1 to 10000", fit_any, 15},
    {"i times j", fit_product, 150}, {"chain", fit_chain, 4},      {"stairs", fit_stairs, 4},
    {"ladder", fit_ladder, 4},       {"darling", fit_darling, 12},
};

START_TEST(hard_families_are_little_work)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t state = 800 + (uint64_t)_i;
    struct made *made = made_new(SIDE, SIDE, arena);
    for (size_t i = 0; i < SIDE; i++) {
        for (size_t j = 0; j < SIDE; j++)
            *made_fit(made, i, j) =
                families[_i].fit(i, j, (uint32_t)random_below(&state, 1U << 30));
    }
    const struct instance *instance = made_instance(made, arena);
    struct problem problem = problem_of(instance);
    struct refined refined;
    struct augment_effort effort;
    ck_assert(augment_suits(&problem));
    ck_assert(augment(&problem, &refined, &effort));
    ck_assert_uint_eq(refined.repairs, 0);
    ck_assert_msg(effort.looks < families[_i].looks * problem.rows.start[SIDE],
                  "%s: %llu looks at %zu pairs", families[_i].name, (long long)effort.looks,
                  problem.rows.start[SIDE]);
    refined_release(&refined);
    assert_as_oracle(instance, arena, families[_i].name);
}
END_TEST

/* ---- what it leaves to the auction ----------------------------------------------------------- */

START_TEST(other_problems_are_left_to_the_auction)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(5, 2, arena);
    for (size_t i = 0; i < 5; i++)
        *made_fit(made, i, i % 2) = 5;
    struct problem problem = problem_of(made_instance(made, arena));
    ck_assert(!augment_suits(&problem)); /* more than two people a seat */
    problem.person_count = 4;
    ck_assert(augment_suits(&problem));
    int32_t two[] = {2, 1};
    problem.seats = two;
    ck_assert(!augment_suits(&problem));
    int32_t one[] = {1, 1};
    int32_t priority[] = {1, 2};
    problem.seats = one;
    problem.priority = priority;
    ck_assert(!augment_suits(&problem));
    int32_t none_of_it[] = {1, 0};
    problem.seats = none_of_it;
    problem.person_count = 2;
    ck_assert(augment_suits(&problem)); /* a need without seats has no priority */
    int32_t base[] = {0, -1};
    problem.base_need = base;
    ck_assert(!augment_suits(&problem));
}
END_TEST

/* Most people of a sparse problem fit one need, which cannot be told from the numbers. */
START_TEST(what_is_hopeless_is_given_up_early)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(SIDE, SIDE, arena);
    for (size_t i = 0; i < SIDE; i++) {
        *made_fit(made, i, i % 10) = (int32_t)(100 * i);
        *made_fit(made, i, 11 + i % 10) = (int32_t)(50 * i);
    }
    const struct instance *instance = made_instance(made, arena);
    struct problem problem = problem_of(instance);
    struct refined refined;
    struct augment_effort effort;
    ck_assert(augment_suits(&problem));
    ck_assert(!augment(&problem, &refined, &effort));
    ck_assert_uint_eq(effort.searches, 0);
    assert_as_oracle(instance, arena, "hopeless");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("augment");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, rows_are_read_alike_eight_at_a_time, 0, 5);
    tcase_add_loop_test(tcase, small_problems, 0, 10);
    tcase_add_loop_test(tcase, hard_families_are_little_work, 0, ROWS(families));
    tcase_add_test(tcase, other_problems_are_left_to_the_auction);
    tcase_add_test(tcase, what_is_hopeless_is_given_up_early);
    return run_tcase(tcase, "match/augment");
}
