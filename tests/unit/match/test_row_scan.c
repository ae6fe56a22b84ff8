#include "core/match/row_scan.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

enum { NEEDS = 600, ROW_MOST = 70, ROUNDS = 200, BEYOND = 1 << 30 };

/* A row of `count` pairs behind which nothing may be read, at prices with some out of reach, and
 * fits of few kinds, so that several are worth the same. */
struct case_made {
    int32_t price[NEEDS];
    uint32_t *pairs;
    struct row_terms terms;
    int32_t own;
};

static void make_case(uint64_t *state, size_t count, struct case_made *made)
{
    static const int32_t steps[] = {1, 500, 5000};
    int32_t step = steps[random_below(state, 3)];
    uint32_t need = (uint32_t)random_below(state, 4);
    for (size_t j = 0; j < NEEDS; j++) {
        int32_t price = (int32_t)random_below(state, 16000) / step * step * 8 - 20000;
        made->price[j] = random_below(state, 20) == 0 ? BEYOND : price;
    }
    made->pairs = cadre_calloc(count, sizeof *made->pairs);
    made->own = -1;
    made->terms = (struct row_terms){made->price, random_below(state, 2) == 0 ? 0 : 3, -1, 2};
    for (size_t at = 0; at < count; at++) {
        uint32_t fit = (uint32_t)random_below(state, FIT_MAX_BP + 1) / (uint32_t)step;
        made->pairs[at] = packed_pair(need, fit * (uint32_t)step);
        if (random_below(state, 20) == 0)
            made->terms.base = (int32_t)need;
        if (random_below(state, 20) == 0)
            made->own = (int32_t)need;
        need += 1 + (uint32_t)random_below(state, 7);
    }
}

/* As row_scan.h says it, one pair after another. */
static struct row_choice choice_of(const struct case_made *made, size_t count)
{
    struct row_choice choice = {-1, -1, -1};
    for (size_t at = 0; at < count; at++) {
        int32_t need = (int32_t)packed_need(made->pairs[at]);
        int32_t value = ((int32_t)packed_fit(made->pairs[at]) << made->terms.shift) +
                        (need == made->terms.base ? made->terms.bonus : 0) - made->price[need];
        if (value >= 0 && value >= choice.best) {
            choice.second = choice.best;
            choice.best = value;
            choice.need = need;
        } else if (value > choice.second) {
            choice.second = value;
        }
    }
    return choice;
}

static const struct row_scan *scan_of(int at)
{
    return at == 0 ? &row_scan_plain : row_scan_best();
}

START_TEST(the_best_and_the_second)
{
    uint64_t state = 100 + (uint64_t)_i;
    for (int round = 0; round < ROUNDS; round++) {
        struct case_made made;
        size_t count = (size_t)random_below(&state, ROW_MOST);
        make_case(&state, count, &made);
        struct row_choice expected = choice_of(&made, count);
        struct row_choice got = scan_of(_i % 2)->choose(&made.terms, made.pairs, count);
        ck_assert_int_eq(got.best, expected.best);
        ck_assert_int_eq(got.need, expected.need);
        if (expected.need >= 0)
            ck_assert_int_eq(got.second, expected.second);
        free(made.pairs);
    }
}
END_TEST

START_TEST(what_is_worth_enough_and_the_own_seat)
{
    uint64_t state = 200 + (uint64_t)_i;
    for (int round = 0; round < ROUNDS; round++) {
        struct case_made made;
        uint32_t got[ROW_MOST];
        size_t count = (size_t)random_below(&state, ROW_MOST);
        make_case(&state, count, &made);
        int32_t least = (int32_t)random_below(&state, 60000) - 20000;
        uint32_t few[ROW_MOST];
        size_t kept = scan_of(_i % 2)->select(&made.terms, made.pairs, count, least, made.own, got);
        size_t expected = 0;
        for (size_t at = 0; at < count; at++) {
            int32_t need = (int32_t)packed_need(made.pairs[at]);
            int32_t value = ((int32_t)packed_fit(made.pairs[at]) << made.terms.shift) +
                            (need == made.terms.base ? made.terms.bonus : 0) - made.price[need];
            if (value >= least || need == made.own)
                ck_assert_uint_eq(got[expected++], made.pairs[at]);
        }
        ck_assert_uint_eq(kept, expected);
        ck_assert_uint_eq(
            scan_of(_i % 2)->select_few(&made.terms, made.pairs, count, least, made.own, few),
            kept);
        ck_assert_mem_eq(got, few, kept * sizeof *got);
        kept = scan_of(_i % 2)->select(&made.terms, made.pairs, count, least, made.own, made.pairs);
        ck_assert_uint_eq(kept, expected);
        ck_assert_mem_eq(got, made.pairs, kept * sizeof *got);
        free(made.pairs);
    }
}
END_TEST

/* Of few needs, of some, or of so many that nothing sorts out the others. */
START_TEST(pairs_of_some_needs)
{
    static const int64_t apart[] = {300, 40, 3};
    uint64_t state = 400 + (uint64_t)_i;
    for (int round = 0; round < ROUNDS; round++) {
        struct case_made made;
        bool among[NEEDS];
        uint32_t got[ROW_MOST];
        size_t count = (size_t)random_below(&state, ROW_MOST);
        size_t expected = 0;
        make_case(&state, count, &made);
        for (size_t j = 0; j < NEEDS; j++)
            among[j] = random_below(&state, apart[_i / 2 % 3]) == 0;
        const struct row_sieve sieve = row_sieve_of(among, NEEDS);
        size_t kept = scan_of(_i % 2)->find(&sieve, made.pairs, count, got);
        for (size_t at = 0; at < count; at++) {
            if (among[packed_need(made.pairs[at])])
                ck_assert_uint_eq(got[expected++], at);
        }
        ck_assert_uint_eq(kept, expected);
        free(made.pairs);
    }
}
END_TEST

START_TEST(the_most_that_anybody_is_worth)
{
    uint64_t state = 300 + (uint64_t)_i;
    int32_t got[NEEDS] = {0};
    int32_t expected[NEEDS] = {0};
    for (int round = 0; round < ROUNDS; round++) {
        struct case_made made;
        size_t count = (size_t)random_below(&state, ROW_MOST);
        make_case(&state, count, &made);
        scan_of(_i % 2)->raise(made.pairs, count, made.terms.base, got);
        for (size_t at = 0; at < count; at++) {
            int32_t need = (int32_t)packed_need(made.pairs[at]);
            int32_t rank = 2 * (int32_t)packed_fit(made.pairs[at]) + 1 + (need == made.terms.base);
            expected[need] = rank > expected[need] ? rank : expected[need];
        }
        free(made.pairs);
    }
    ck_assert_mem_eq(got, expected, sizeof got);
}
END_TEST

START_TEST(whole_points_are_rounded_down)
{
    static const struct {
        int64_t weight;
        int32_t points;
    } cases[] = {
        {0, 0},
        {6, 0},
        {7, 1},
        {-1, -1},
        {-7, -1},
        {-8, -2},
        {INT64_C(7) * ROW_FAR, ROW_FAR},
        {INT64_C(-7) * ROW_FAR, -ROW_FAR},
        {INT64_C(-7) * ROW_FAR - 1, -ROW_FAR},
        {INT64_MAX, ROW_FAR},
        {INT64_MIN / 2, -ROW_FAR},
    };
    ck_assert_int_eq(row_points(cases[_i].weight, 7), cases[_i].points);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("row_scan");
    tcase_add_loop_test(tcase, whole_points_are_rounded_down, 0, 11);
    tcase_add_loop_test(tcase, the_best_and_the_second, 0, 20);
    tcase_add_loop_test(tcase, what_is_worth_enough_and_the_own_seat, 0, 20);
    tcase_add_loop_test(tcase, pairs_of_some_needs, 0, 20);
    tcase_add_loop_test(tcase, the_most_that_anybody_is_worth, 0, 20);
    return run_tcase(tcase, "match/row_scan");
}
