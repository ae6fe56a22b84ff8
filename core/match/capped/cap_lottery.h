/*
 * The tie key with caps: what lottery.h says, on zero reduced costs of the flow. People are gone
 * through in lottery order; whoever can be placed with all kept so far is kept placed.
 *
 * Somebody free comes in over a cycle of arcs that cost nothing: from the cap over them into a
 * need, and back to that cap, on which nobody who is kept goes free. Where none is, the nodes seen
 * stay closed for all who have the same cap over them: no arc leads out of them, so no later cycle
 * crosses their border, and the cap is outside. Private to core/match.
 */
#ifndef CADRE_CORE_MATCH_CAP_LOTTERY_H
#define CADRE_CORE_MATCH_CAP_LOTTERY_H

#include "core/match/capped/cap_equals.h"

/* Changes an optimal flow with optimal potentials into the one that the lottery wants. The number
 * of people who came in. */
uint64_t cap_lottery_settle(struct cap_flow *flow, const struct cap_equals *equals);

#endif
