/*
 * What an optimal match would gain without one of the decisions that bend it (overrides.h), from
 * the assignment and its prices alone.
 *
 * Without it one person is free to sit elsewhere, the rest is an optimum already: any gain is one
 * exchange through that person, who leaves their seat (or none) for another (or none), whose holder
 * moves on, and so on, until somebody comes to the seat that was left or it stays empty. Over needs
 * and one node for "outside" (empty seats and people without one) that is a shortest path whose
 * edges are never negative at the prices (Dijkstra; Edmonds and Karp, J. ACM 19, 1972):
 *     a to b by a holder h of a:  (w'_ha - p_a) - (w'_hb - p_b);     a to outside by h: w'_ha - p_a
 *     a to outside where a has an empty seat: 0;      outside to b, whose seat stays empty: p_b -
 * f_b outside to b by somebody who has no seat: p_b - w'_ib Nobody who is bound moves. The answer
 * is exact, the one of a second solve, and takes the needs near the person alone.
 */
#ifndef CADRE_CORE_MATCH_LIFTING_H
#define CADRE_CORE_MATCH_LIFTING_H

#include "core/base/arena.h"
#include "core/pairs/overrides.h"

struct lifting; /* opaque */

/* An optimum of the instance with prices that prove it (any; certificate.h), both of the whole
 * instance. All are borrowed; memory from `arena`. */
struct lifting *lifting_new(const struct instance *instance, const int32_t *need_of,
                            const int64_t *price, struct arena *arena);

/* The objective without the override less the objective with it: never less than nothing in its
 * order. */
struct objective lifting_gain(struct lifting *lifting, const struct override *override);

/* Per need, and behind them for people without a seat: a pair that the instance has not, and that
 * costs its person at least so much against what they have now, would have changed none of the
 * answers so far. Where the instance has but a part of the pairs and its prices prove the optimum
 * on all, these are what it lacks. Borrowed. */
const int64_t *lifting_slack(const struct lifting *lifting);

#endif
