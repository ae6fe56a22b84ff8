#include "core/pairs/row_best.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

enum { NEEDS = 300, ROW_MOST = 40, ROUNDS = 200, DRAWS = 3, RANKS = 4 };

/* A row of `count` pairs behind which nothing may be read. */
struct row_made {
    struct pair *pairs;
    uint16_t *of_person, *of_need;
    struct wished_row row;
};

static uint16_t *any_ranks(uint64_t *state, size_t count)
{
    uint16_t *ranks = cadre_calloc(count, sizeof *ranks);
    for (size_t at = 0; at < count; at++) {
        uint64_t rank = random_below(state, RANKS);
        ranks[at] = rank == 0 ? WISH_NONE : (uint16_t)rank;
    }
    return ranks;
}

/* Fits of few kinds, so that several pairs are alike; of both sides one, both or none wishes. */
static struct row_made make_row(uint64_t *state, size_t count)
{
    struct row_made made = {.pairs = cadre_calloc(count, sizeof *made.pairs)};
    uint32_t step = random_below(state, 2) == 0 ? 2500 : 1;
    uint32_t need = (uint32_t)random_below(state, 4);
    for (size_t at = 0; at < count; at++) {
        uint32_t fit = (uint32_t)random_below(state, FIT_MAX_BP + 1) / step * step;
        made.pairs[at] = (struct pair){.need = need, .fit_bp = fit};
        need += 1 + (uint32_t)random_below(state, 6);
    }
    if (random_below(state, 2) == 0)
        made.of_person = any_ranks(state, count);
    if (random_below(state, 2) == 0)
        made.of_need = any_ranks(state, count);
    made.row = (struct wished_row){made.pairs, made.of_person, made.of_need, count};
    return made;
}

static void release(struct row_made *made)
{
    free(made->pairs);
    free(made->of_person);
    free(made->of_need);
}

static const struct row_best *best_of(int at)
{
    return at == 0 ? &row_best_plain : row_best_fastest();
}

/* A need that is not full, one without seats, or one whose last stands near the row's people. */
static uint64_t any_cutoff(uint64_t *state)
{
    uint64_t kind = random_below(state, 8);
    if (kind < 2)
        return admission_key(kind == 0 ? STANDING_ANY : STANDING_CLOSED, 0);
    uint32_t fit = (uint32_t)random_below(state, 5) * 2500;
    uint32_t rank = (uint32_t)random_below(state, RANKS);
    rank = kind < 5 ? 0 : (WISH_NONE - rank) * STANDING_OF_RANK;
    return admission_key(1 + fit + rank, (uint32_t)random_below(state, DRAWS));
}

/* As row_best.h says it, one pair after another. */
static size_t above(const struct wished_row *row, const uint64_t *cutoff, uint32_t draw)
{
    const struct wishes wishes = {row->of_person, row->of_need};
    size_t best = ROW_NONE;
    for (size_t at = 0; at < row->count; at++) {
        const struct pair *pair = &row->pairs[at];
        uint64_t worth = wishes_worth(&wishes, pair, at);
        if (admission_key(wishes_standing(&wishes, pair, at), draw) >= cutoff[pair->need] &&
            (best == ROW_NONE || worth > wishes_worth(&wishes, &row->pairs[best], best)))
            best = at;
    }
    return best;
}

START_TEST(the_best_that_lets_in)
{
    uint64_t state = 100 + (uint64_t)_i;
    uint64_t cutoff[NEEDS];
    for (int round = 0; round < ROUNDS; round++) {
        struct row_made made = make_row(&state, (size_t)random_below(&state, ROW_MOST));
        for (size_t j = 0; j < NEEDS; j++)
            cutoff[j] = any_cutoff(&state);
        for (uint32_t draw = 0; draw < DRAWS; draw++)
            ck_assert_uint_eq(best_of(_i % 2)->above(&made.row, cutoff, draw),
                              above(&made.row, cutoff, draw));
        release(&made);
    }
}
END_TEST

/* The need of a pair of the row, or none. */
static int32_t any_need(uint64_t *state, const struct wished_row *row)
{
    size_t at = (size_t)random_below(state, row->count + 1);
    return at == row->count ? -1 : (int32_t)row->pairs[at].need;
}

START_TEST(the_best_at_prices)
{
    uint64_t state = 200 + (uint64_t)_i;
    int64_t price[NEEDS];
    for (int round = 0; round < ROUNDS; round++) {
        struct row_made made = make_row(&state, (size_t)random_below(&state, ROW_MOST));
        const struct row_prices prices = {
            price, round % 2 == 0 ? 1 + (int64_t)random_below(&state, 9) : UINT32_MAX};
        for (size_t j = 0; j < NEEDS; j++)
            price[j] = ((int64_t)random_below(&state, 5) * 2500 - 2500) * prices.unit;
        price[random_below(&state, NEEDS)] = INT64_MAX / 2;
        price[random_below(&state, NEEDS)] = -(INT64_MAX / 2);
        int32_t own = any_need(&state, &made.row);
        int32_t base = any_need(&state, &made.row);
        struct row_worth expected = {0, ROW_NONE};
        for (size_t at = 0; at < made.row.count; at++) {
            int32_t need = (int32_t)made.pairs[at].need;
            int64_t here = made.pairs[at].fit_bp * prices.unit + (need == base) - price[need];
            expected.best = here > expected.best ? here : expected.best;
            expected.seat = need == own ? at : expected.seat;
        }
        struct row_worth got = best_of(_i % 2)->at(made.pairs, made.row.count, &prices, own, base);
        ck_assert_int_eq(got.best, expected.best);
        ck_assert_uint_eq(got.seat, expected.seat);
        release(&made);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("row_best");
    tcase_add_loop_test(tcase, the_best_that_lets_in, 0, 20);
    tcase_add_loop_test(tcase, the_best_at_prices, 0, 20);
    return run_tcase(tcase, "pairs/row_best");
}
