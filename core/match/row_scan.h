/*
 * Scans of a person's row of pairs: the innermost loops of the engine, where most of its time goes.
 * Each is written twice, for any machine and for one with vectors of eight pairs (AVX2); both give
 * the same. Short rows are not worth a vector: there, every machine takes the plain ones.
 */
#ifndef CADRE_CORE_MATCH_ROW_SCAN_H
#define CADRE_CORE_MATCH_ROW_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/match/problem.h"

/* A pair is worth (fit << shift), and `bonus` more in the need `base`, less the need's price. All
 * of it, and sums of two prices, fit into 32 bits. */
struct row_terms {
    const int32_t *price; /* per need */
    int32_t shift;
    int32_t base; /* -1 = none */
    int32_t bonus;
};

/* Of prices and of what is compared with them, where pairs are sorted out by whole basis points
 * before what is exact decides: beyond it, that alone does. */
enum { ROW_FAR = 1 << 30 };

/* In whole basis points, rounded down, and not beyond ROW_FAR. `unit` is of one. */
static inline int32_t row_points(int64_t weight, int64_t unit)
{
    int64_t points = (weight - (weight < 0 ? unit - 1 : 0)) / unit;
    return points > ROW_FAR ? ROW_FAR : points < -ROW_FAR ? -ROW_FAR : (int32_t)points;
}

struct row_choice {
    int32_t best; /* -1 = nothing is worth 0 or more: then there is no need either, nor a second */
    int32_t second; /* as `best` if two pairs are worth that much; -1 at least */
    int32_t need;   /* of the best, the last of equal ones; -1 = none */
};

/* Some needs, for a scan to look for: where they are few, it is told by the lower bits of a need
 * alone that hardly any other is one of them. */
enum { SIEVE_BITS = 128 };
struct row_sieve {
    const bool *among;             /* per need; borrowed */
    bool is_fine;                  /* few enough for the rest to tell something: */
    uint8_t low[SIEVE_BITS / 8];   /* bit (need % SIEVE_BITS) */
    uint8_t mixed[SIEVE_BITS / 8]; /* the same of need ^ need / SIEVE_BITS */
};

struct row_sieve row_sieve_of(const bool *among, size_t needs);

struct row_scan {
    struct row_choice (*choose)(const struct row_terms *terms, const uint32_t *pairs, size_t count);
    /* Copies the pairs that are worth `least` or more, and the one of need `own` (-1 = none);
     * returns their number. `ret_pairs` has room for all, and may be `pairs`. */
    size_t (*select)(const struct row_terms *terms, const uint32_t *pairs, size_t count,
                     int32_t least, int32_t own, uint32_t *ret_pairs);
    /* The same, and faster where hardly any row has such a pair. */
    size_t (*select_few)(const struct row_terms *terms, const uint32_t *pairs, size_t count,
                         int32_t least, int32_t own, uint32_t *ret_pairs);
    /* Where the pairs of needs of the sieve are, in ascending order; returns their number. `ret_at`
     * has room for all. Of as many rows as there are in a run. */
    size_t (*find)(const struct row_sieve *sieve, const uint32_t *pairs, size_t count,
                   uint32_t *ret_at);
    /* most[need] = max(most[need], 1 + 2 fit + [need is `base`]) for each pair. */
    void (*raise)(const uint32_t *pairs, size_t count, int32_t base, int32_t *most);
};

extern const struct row_scan row_scan_plain;
/* The fastest one that this machine can run. */
const struct row_scan *row_scan_best(void);

#endif
