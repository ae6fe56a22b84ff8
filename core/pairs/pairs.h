/*
 * All eligible (person, need) pairs of a snapshot with their fit, rows by person (compressed sparse
 * rows), and the count of failing pairs by need and primary reason.
 */
#ifndef CADRE_CORE_PAIRS_PAIRS_H
#define CADRE_CORE_PAIRS_PAIRS_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "core/evidence/fit.h"

/* In 32 bits, so that one scan of all of them is one stream through memory; of two, that of the
 * later need is the greater number. */
enum { PAIR_NEED_BITS = 18, PAIR_FIT_BITS = 14 };
static_assert(SNAPSHOT_NEEDS_MOST <= (size_t)1 << PAIR_NEED_BITS && FIT_MAX_BP < 1 << PAIR_FIT_BITS,
              "all needs and any fit go into a pair");

struct pair {
    union {
        struct {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            uint32_t fit_bp : PAIR_FIT_BITS; /* 0 .. 10,000 */
            uint32_t need : PAIR_NEED_BITS;  /* index in snapshot->needs */
#else
            uint32_t need : PAIR_NEED_BITS;
            uint32_t fit_bp : PAIR_FIT_BITS;
#endif
        };
        uint32_t packed; /* need << PAIR_FIT_BITS | fit_bp */
    };
};

struct pairs {
    size_t person_count;
    size_t need_count;
    size_t *row_start;                 /* person_count + 1 */
    struct pair *items;                /* row_start[person_count] of them, in a row by need */
    uint64_t (*reasons)[REASON_COUNT]; /* per need; [REASON_NONE] = eligible people */
};

/* Needs without a free seat have pairs too (reports and explanations want them); the solver skips
 * them. `expansions` of all people, or NULL: then people are expanded a block at a time and what
 * they show is forgotten again, which is less memory by far. Memory from `arena`. */
struct pairs *pairs_build(const struct snapshot *snapshot, const struct expansion *expansions,
                          struct arena *arena);
/* The same on so many threads, at least 1, each for a run of the people: whatever their number, the
 * pairs are the same. pairs_build takes as many as the people are worth and the machine has. */
struct pairs *pairs_build_in(const struct snapshot *snapshot, const struct expansion *expansions,
                             size_t part_count, struct arena *arena);
/* NULL when there are more than `most`; people are expanded a block at a time. */
struct pairs *pairs_build_most(const struct snapshot *snapshot, size_t most, struct arena *arena);
/* As many threads as the people are worth and the machine has, at least 1. */
size_t pairs_part_count(const struct snapshot *snapshot);

/*
 * The same rows without all of them being there at once: `take` is called with each person's row,
 * which is valid until it returns. Each part is a run of the people, in their order, behind those
 * of the part before, on a thread of its own. Gives the reasons, and no rows.
 */
struct pairs_walk {
    void (*take)(void *context, size_t part, size_t person, const struct pair *row, size_t count);
    void *context;
};
struct pairs *pairs_walk(const struct snapshot *snapshot, const struct pairs_walk *walk,
                         size_t part_count, struct arena *arena);

/* How many pairs are eligible, also where not all of them are there. */
uint64_t pairs_eligible(const struct pairs *pairs);
/* Fit of the pair, -1 when it is not eligible. */
int32_t pairs_fit(const struct pairs *pairs, size_t person, size_t need);

#endif
