/*
 * The least prices that support an optimal assignment, from any prices that do (what they mean:
 * assignment.h). They are the longest path over needs, begun at the floors and at whoever is free,
 * with a step from k to j for a holder of k. Under the given prices as potentials no step is
 * negative.
 *
 * Most prices are least already: those of needs to which steps of length 0 lead, from a floor or
 * from somebody free who is worth just the price. They are found over the tight pairs alone. What
 * the people who sit there, or are free, are worth to the other needs is one scan of all pairs, or
 * of a core and the few rows where what it leaves out may matter; and among these needs one search
 * after Dijkstra does the rest, which looks at the rows of their holders once at most.
 */
#ifndef CADRE_CORE_MATCH_LEAST_PRICES_H
#define CADRE_CORE_MATCH_LEAST_PRICES_H

#include "core/match/refine/refine.h"

/* Into ret_price, per need. */
void least_prices(const struct refined *refined, int64_t *ret_price);

#endif
