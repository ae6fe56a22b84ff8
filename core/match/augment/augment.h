/*
 * Shortest augmenting paths: what the engine begins with instead of an auction where every need has
 * one seat and there are about as many people. Then nearly every seat is fought for, prices are
 * chains of differences as long as the problem is wide, and the small errors that an auction leaves
 * are everywhere; but each path is a search over few needs, or over rows that are short.
 *
 * After Jonker and Volgenant (A shortest augmenting path algorithm for dense and sparse linear
 * assignment problems, Computing 38, 1987), from the side of people, since a need may be left empty
 * at its floor: first row reduction, in which whoever is free takes the best need and pays up to
 * the second best, as an auction without epsilon would have it; then for each one left a search
 * after Dijkstra over reduced costs, which ends at the first empty seat or where somebody had
 * better leave. Before those, ways of no cost are walked for many people in one pass. Needs that
 * are as far as the last one wait in a list of their own, so that ties, of which there are many
 * where fits are few, cost no heap.
 *
 * In whole basis points, with a bonus for each filled seat in the place of floors; what it finds is
 * proven by one look at all pairs, or refined (refine.h) where it is not: nothing rests on it but
 * time.
 */
#ifndef CADRE_CORE_MATCH_AUGMENT_H
#define CADRE_CORE_MATCH_AUGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/match/problem.h"
#include "core/match/refine/refine.h"

struct augment_effort {
    uint64_t bids, searches, looks; /* at pairs */
};

/* Whether it is of that kind: one seat a need, one priority, nobody to keep. */
bool augment_suits(const struct problem *problem);
/* False: it took too much work, or most of it would be in vain; then *ret_refined is as it was. */
bool augment(const struct problem *problem, struct refined *ret_refined,
             struct augment_effort *ret_effort);

#endif
