/*
 * Rows of pairs at prices, in whole basis points: what augment.c does most. Where a row names needs
 * without a gap, as in a problem in which everybody fits everything, eight pairs are looked at at a
 * time; the results are the same to the bit.
 */
#ifndef CADRE_CORE_MATCH_AUGMENT_ROW_H
#define CADRE_CORE_MATCH_AUGMENT_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROW_LANES 8

struct row {
    const uint32_t *pairs; /* packed, ascending by need */
    size_t count;
};

/* The best pair and the second best at the prices, and what they are worth; nothing is worth 0, and
 * of equals the first one is the best, any other one the second. */
struct row_choice {
    int32_t best, second;
    int32_t need;        /* -1 = none is worth more than 0 */
    int32_t second_need; /* likewise */
};

struct row_choice row_choose(struct row row, const int32_t *price);

/*
 * The index of the first pair from `at` on whose need comes nearer than both `known` (per need) and
 * `end`: distance = base + price - fit. count = there is none.
 */
size_t row_nearer(struct row row, size_t at, int32_t base, const int32_t *price,
                  const int32_t *known, int32_t end);

#endif
