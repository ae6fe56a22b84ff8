#include "core/match/augment/row.h"

#include <string.h>

#include "core/match/problem.h"

/* Of gcc and clang: what every processor of 64 bits has, in pairs. */
enum { HALF = ROW_LANES / 2 };
typedef int32_t lanes __attribute__((vector_size(HALF * sizeof(int32_t))));
typedef int64_t bits __attribute__((vector_size(HALF * sizeof(int32_t))));

static bool is_gapless(struct row row)
{
    return row.count >= 2 * (size_t)ROW_LANES &&
           packed_need(row.pairs[row.count - 1]) - packed_need(row.pairs[0]) == row.count - 1;
}

static lanes load(const void *from)
{
    lanes loaded;
    memcpy(&loaded, from, sizeof loaded);
    return loaded;
}

static lanes fits_of(const uint32_t *pairs)
{
    return load(pairs) & (int32_t)((1U << PAIR_FIT_BITS) - 1);
}

static bool any(lanes left, lanes right)
{
    bits either = (bits)(left | right);
    return (either[0] | either[1]) != 0;
}

/* ---- the best two ---------------------------------------------------------------------------- */

static int32_t worth(uint32_t pair, const int32_t *price)
{
    return (int32_t)packed_fit(pair) - price[packed_need(pair)];
}

static void offer(struct row_choice *choice, uint32_t pair, int32_t value)
{
    if (value <= choice->second)
        return;
    if (value > choice->best) {
        choice->second = choice->best;
        choice->second_need = choice->need;
        choice->best = value;
        choice->need = (int32_t)packed_need(pair);
    } else {
        choice->second = value;
        choice->second_need = (int32_t)packed_need(pair);
    }
}

/* Which of some pairs are worth more than `least`. */
static lanes are_better(const uint32_t *pairs, const int32_t *price, lanes least)
{
    return fits_of(pairs) - load(price) > least;
}

/* To where a pair may be better than the second best. */
static size_t skip_lesser(struct row row, size_t at, const int32_t *price, int32_t second)
{
    const uint32_t *pairs = row.pairs;
    const int32_t *of_first = price + packed_need(pairs[0]);
    lanes least = second - (lanes){0};
    for (; at + ROW_LANES <= row.count; at += ROW_LANES) {
        if (any(are_better(pairs + at, of_first + at, least),
                are_better(pairs + at + HALF, of_first + at + HALF, least)))
            break;
    }
    return at;
}

struct row_choice row_choose(struct row row, const int32_t *price)
{
    struct row_choice choice = {0, 0, -1, -1};
    bool gapless = is_gapless(row);
    size_t at = 0;
    while (at < row.count) {
        if (gapless)
            at = skip_lesser(row, at, price, choice.second);
        size_t end = gapless && at + ROW_LANES < row.count ? at + ROW_LANES : row.count;
        for (; at < end; at++)
            offer(&choice, row.pairs[at], worth(row.pairs[at], price));
    }
    return choice;
}

/* ---- what is nearer -------------------------------------------------------------------------- */

static lanes are_nearer(const uint32_t *pairs, lanes base, const int32_t *price,
                        const int32_t *known, lanes end)
{
    lanes distance = load(price) - fits_of(pairs) + base;
    return (distance < load(known)) & (distance < end);
}

/* To where a need may be nearer. */
static size_t skip_farther(struct row row, size_t at, int32_t base, const int32_t *price,
                           const int32_t *known, int32_t end)
{
    size_t first = packed_need(row.pairs[0]);
    const int32_t *of_price = price + first;
    const int32_t *of_known = known + first;
    lanes bases = base - (lanes){0};
    lanes ends = end - (lanes){0};
    for (; at + ROW_LANES <= row.count; at += ROW_LANES) {
        const uint32_t *pairs = row.pairs + at;
        if (any(are_nearer(pairs, bases, of_price + at, of_known + at, ends),
                are_nearer(pairs + HALF, bases, of_price + at + HALF, of_known + at + HALF, ends)))
            break;
    }
    return at;
}

static bool is_nearer(uint32_t pair, int32_t base, const int32_t *price, const int32_t *known,
                      int32_t end)
{
    uint32_t need = packed_need(pair);
    int32_t distance = base + price[need] - (int32_t)packed_fit(pair);
    return distance < known[need] && distance < end;
}

size_t row_nearer(struct row row, size_t at, int32_t base, const int32_t *price,
                  const int32_t *known, int32_t end)
{
    if (is_gapless(row))
        at = skip_farther(row, at, base, price, known, end);
    while (at < row.count && !is_nearer(row.pairs[at], base, price, known, end))
        at++;
    return at;
}
