/*
 * The match at national scale: an exact lexicographic optimum of a bipartite b-matching. Integers
 * only; no clock, no randomness: the same bytes for the same instance, on any number of threads.
 *
 * Objective, strictly in this order: seats filled in priority 1, 2, .. 9; total fit; people kept
 * where the base has them; then the tie key (rules: Match).
 *
 * An auction on a shrinking core of the pairs (auction.h) with priorities taken out as levels
 * (levels.h) gives a nearly optimal assignment; refinement on all pairs makes it optimal and proves
 * it (refine.h); where every need has one seat and nearly all are fought for, shortest augmenting
 * paths (augment.h) do the same. Then come the least prices and the tie key. Pruning may be by
 * guess, since an optimum on a part of the pairs whose prices support it on all pairs is optimal on
 * all.
 */
#ifndef CADRE_CORE_MATCH_ENGINE_H
#define CADRE_CORE_MATCH_ENGINE_H

#include "core/match/assignment.h"
#include "core/match/bound.h"
#include "core/match/problem.h"

#define ENGINE_SOLVER_VERSION "core-5"

enum engine_phase {
    ENGINE_AUGMENT, /* in the place of auction, levels and refinement */
    ENGINE_AUCTION,
    ENGINE_LEVELS,
    ENGINE_REFINE,
    ENGINE_LEAST_PRICES,
    ENGINE_TIE_KEY,
    ENGINE_EQUAL_SEATS,
    ENGINE_PHASE_COUNT
};

/* What it took; for benches and progress, nothing rests on it. */
struct engine_effort {
    uint64_t bids;
    uint64_t core_pairs; /* left at the end of the auction */
    uint64_t exchanges;  /* for the sake of priorities */
    uint64_t unseated;   /* by refinement */
    uint64_t repairs;
    uint64_t scans; /* of all pairs, by refinement */
    uint64_t ties;  /* people whom the lottery brought in */
};

struct engine_options {
    /* Where the solve begins, per need (last month's prices), or NULL; and per person who sat
     * where, NULL = as the base has it. */
    const struct plain_price *warm_price;
    const int32_t *warm_need_of;
    size_t threads; /* 0 = one */
    /* Called as each phase ends, with the caller's context; or NULL. */
    void (*ended)(void *context, enum engine_phase phase);
    /* Called with the same when it is known anew how far from the best what was found can be: as
     * the auction ends, which takes a look at all pairs, and when it is proven; or NULL. */
    void (*bounded)(void *context, const struct bound *bound);
    void *context;
};

/* Calls what is asked for, of options that may be NULL. */
void engine_tell_ended(const struct engine_options *options, enum engine_phase phase);
void engine_tell_proven(const struct engine_options *options, int64_t fit_bp);

/* As many threads as the pairs are worth and the machine has, at least 1. */
size_t engine_threads(const struct instance *instance);

/* The instance must be within bounds (instance.h): asserts. `options` may be NULL. An instance with
 * caps is left to capped.h. */
void engine_solve(const struct instance *instance, const struct engine_options *options,
                  struct arena *arena, struct assignment *ret_assignment);
/* `ret_effort` may be NULL. */
void engine_solve_problem(const struct problem *problem, const struct engine_options *options,
                          struct arena *arena, struct assignment *ret_assignment,
                          struct engine_effort *ret_effort);

#endif
