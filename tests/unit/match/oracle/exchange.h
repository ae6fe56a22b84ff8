/*
 * Exchanges: what a further person is worth to a need, if people may change seats for it.
 *
 * A need gets one more person when somebody free comes, or when a holder of another need comes and
 * that need gets one more person in turn. With w' for the weights
 *     worth_j = max( w'_ij for i free, worth_k + w'_hj - w'_hk for h seated in k ),
 * the longest path from the free people to j over needs, on which an edge k -> j is the holder of k
 * who gains most. No path goes through a person twice, since everybody sits in one seat only.
 *
 * Weights may be lost on an edge, so the search is Dijkstra's with potentials (Edmonds and Karp
 * 1972; Tomizawa 1971): potential_j >= potential_k + w'_hj - w'_hk for every edge, hence
 * potential_j - worth_j is a distance over edges that are never negative. The worth of the last
 * search is the potential of the next one: a path that was followed has only tight edges, which
 * stay tight when they turn round.
 *
 * Needs without seats take part and lead nowhere. Integers only; every value lies within 20 class
 * steps (instance.h) of 0, which oracle_solve asserts to fit.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_ORACLE_EXCHANGE_H
#define CADRE_TESTS_UNIT_MATCH_ORACLE_EXCHANGE_H

#include <stdint.h>

#include "core/base/arena.h"
#include "tests/unit/match/oracle/seating.h"

struct exchange; /* opaque */

/* Memory from `arena`, but for what exchange_release gives back; `seating` is borrowed and must be
 * the empty one. */
struct exchange *exchange_new(struct seating *seating, struct arena *arena);
void exchange_release(struct exchange *exchange);

/*
 * The need with an empty seat to which one more person is worth most, its priority's bonus counted
 * in; -1 when no person can be brought to any empty seat.
 */
int32_t exchange_find(struct exchange *exchange);

/* Seats one more person in the need that exchange_find just gave, along the path found. */
void exchange_follow(struct exchange *exchange, int32_t need);

/*
 * The least prices that support the seating, into ret_price (per need), when exchange_find has
 * nothing left to give: the least q with q_j >= floor_j, q_j >= w'_ij for i free, and
 * q_j >= q_k + w'_hj - w'_hk for h seated in k. That is the same longest path, begun at the floors
 * too.
 */
void exchange_least_prices(struct exchange *exchange, int64_t *ret_price);

#endif
