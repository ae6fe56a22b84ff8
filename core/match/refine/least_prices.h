/*
 * The least prices that support an optimal assignment, from any prices that do (what they mean:
 * assign.h). They are the longest path over needs, begun at the floors and at whoever is free, with
 * a step from k to j for a holder of k: one search after Dijkstra, since the given prices are
 * potentials under which no step is negative. Every holder's row is looked at once at most.
 */
#ifndef CADRE_CORE_MATCH_LEAST_PRICES_H
#define CADRE_CORE_MATCH_LEAST_PRICES_H

#include "core/match/refine/holding.h"

/* `price` supports the assignment on all pairs. Into ret_price, per need. */
void least_prices(const struct holding *holding, const int64_t *price, int64_t *ret_price);

#endif
