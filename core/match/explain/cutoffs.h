/*
 * Cutoffs: what a newcomer must reach in a need to be placed there, from an optimal assignment and
 * its least prices, without a new solve. Private to core/match.
 *
 * A newcomer wins a seat when he is worth more than its loss to the others: the greatest optimal
 * price. The stored prices are the least ones, worth one seat MORE (Shapley and Shubik 1971; Gul
 * and Stacchetti 1999). Between the two lies the least slack along any chain of moves by which a
 * seat can be vacated: to an open seat, or to somebody who goes free. Of the placed person i the
 * slack of moving to need j is u_i - (w'_ij - p_j), of going free u_i; none is negative at optimal
 * prices, so one shortest-path pass over the needs finds all (Dijkstra 1959). Like the least
 * prices, cutoffs are the same whichever tied optimum is at hand.
 */
#ifndef CADRE_CORE_MATCH_CUTOFFS_H
#define CADRE_CORE_MATCH_CUTOFFS_H

#include "core/pairs/caps.h"
#include "core/pairs/instance.h"

struct cutoffs; /* opaque */

/* All three are borrowed. `need_of` per person, -1 = not placed; `price` per need, units of w'. */
struct cutoffs *cutoffs_new(const struct instance *instance, const int32_t *need_of,
                            const int64_t *price);
/*
 * With caps (core/pairs/caps.h), as `person` sees them: it matters which cap their seat would come
 * under, and whether they are outside the group of a need with reserved seats. -1 = somebody under
 * no cap, and in every group.
 */
struct cutoffs *cutoffs_with_caps(const struct instance *instance, const int32_t *need_of,
                                  const int64_t *price, const struct cap_prices *cap_prices,
                                  int32_t person);
void cutoffs_free(struct cutoffs *cutoffs);
void cutoffs_cleanup(struct cutoffs **cutoffs);

/* In units of w'; the need has free seats, and no limit of 0 shuts it (INT64_MAX). Below it a
 * newcomer is in no optimum, above it in all, level with it in some. */
int64_t cutoffs_weight(const struct cutoffs *cutoffs, size_t need);
/* Least fit in basis points whose w' is not below the cutoff; `held` = the base has the person
 * here. 0 = any, FIT_MAX_BP + 1 = out of reach, also where no seat is free. */
int32_t cutoffs_fit_bp(const struct cutoffs *cutoffs, size_t need, bool held);

#endif
