/*
 * The best pair of a person's row, at prices or above cutoffs: the loops over all pairs in which
 * the stable mode and both certificates spend their time. Each is written twice, for any machine
 * and for one with vectors of four pairs (AVX2); both give the same.
 */
#ifndef CADRE_CORE_PAIRS_ROW_BEST_H
#define CADRE_CORE_PAIRS_ROW_BEST_H

#include "core/pairs/admission.h"
#include "core/pairs/wishes.h"

/* A row of pairs, and what both sides wish of each; NULL as in wishes.h. */
struct wished_row {
    const struct pair *pairs;
    const uint16_t *of_person;
    const uint16_t *of_need;
    size_t count;
};

/* A pair is worth fit * unit - price of its need, and 1 more in the need `base`. No worth is beyond
 * int64, and unit below 2^32. */
struct row_prices {
    const int64_t *price; /* per need */
    int64_t unit;
};

#define ROW_NONE SIZE_MAX

struct row_worth {
    int64_t best; /* 0 at least */
    size_t seat;  /* where the pair of the need `own` is in the row, ROW_NONE = nowhere */
};

struct row_best {
    /* The pair that its person likes best, as its place in the row, of those with a cutoff, one
     * per need, of at most the key that a person of this draw has there (admission.h); ROW_NONE =
     * there is none. */
    size_t (*above)(const struct wished_row *row, const uint64_t *cutoff, uint32_t draw);
    /* `own` and `base` are needs, -1 = none. */
    struct row_worth (*at)(const struct pair *pairs, size_t count, const struct row_prices *prices,
                           int32_t own, int32_t base);
};

extern const struct row_best row_best_plain;
/* The fastest one that this machine can run. */
const struct row_best *row_best_fastest(void);

#endif
