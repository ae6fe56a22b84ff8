/*
 * Priorities alone: which seats can be filled at best, and the price level of each need.
 *
 * Optimal prices are so many whole class steps B plus an amount that fit explains. The steps are
 * the dual of the problem without fit: level_j in -9 .. 0 is the least one with level_j >= -bonus_j
 * (in steps), level_j >= 0 if somebody free qualifies, and level_j >= level_k if a holder of k
 * does. By complementary slackness every optimum, whatever the fit, uses pairs of least level in
 * their row only, fills needs above their floor, and places people who have a pair below level 0.
 *
 * The seats that can be filled form a matroid, so exchanges that each fill a better seat lead to
 * the optimum (Edmonds, Matroids and the greedy algorithm, 1971). The searches of a level go on at
 * once, in layers, over paths that share no person (Hopcroft and Karp, SIAM J. Comput. 2, 1973;
 * Dinitz 1970). Layers in which no better seat is found are a set of needs which nothing leaves,
 * and which no later path enters: they stay closed, with their level.
 *
 * Most needs have somebody free who could come. A shortest path has one of them, its first, so
 * pairs of the few others alone are searched: one stream through all pairs sorts them out.
 */
#ifndef CADRE_CORE_MATCH_LEVELS_H
#define CADRE_CORE_MATCH_LEVELS_H

#include <stdint.h>

#include "core/match/problem.h"

struct levels {
    int32_t *of_need; /* per need */
    int64_t exchanges;
};

/* Changes who sits where (per person, -1 = free; pairs must exist) until no better seat can be
 * filled. Memory: levels_release. */
void levels_find(const struct problem *problem, int32_t *need_of, struct levels *ret_levels);
void levels_release(struct levels *levels);

/* A need that may stay empty in an optimum: it is at its floor. */
static inline bool levels_at_floor(const struct levels *levels, const struct problem *problem,
                                   size_t need)
{
    return levels->of_need[need] == problem->priority[need] - INSTANCE_CLASS_COUNT - 1;
}

#endif
