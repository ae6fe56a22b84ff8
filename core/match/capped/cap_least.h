/*
 * The least optimal prices of needs with caps, and with them the greatest of caps over people: the
 * distances from the root in the residual network of an optimal flow (Dijkstra 1959). The optimal
 * potentials form a lattice, so they exist in all nodes at once and are the same whichever optimum
 * is at hand. Private to core/match.
 */
#ifndef CADRE_CORE_MATCH_CAP_LEAST_H
#define CADRE_CORE_MATCH_CAP_LEAST_H

#include "core/match/capped/cap_flow.h"

/* Potentials that are feasible but in closed nodes, where they may be anything, become the least
 * prices; in a cap over people that is closed, where no price would be too high, the least that
 * keeps everybody below it out. */
void cap_least_prices(struct cap_flow *flow);

#endif
