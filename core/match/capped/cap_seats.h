/*
 * Which of equal seats a placed person gets, with caps: the same, however the optimum was found, so
 * that a match from last month's prices, or from a part of the pairs, gives the same bytes
 * (equal_seats.h is the one without caps).
 *
 * Whom the lottery places is settled, and with it what flows over people. Any seating of just these
 * people along pairs of zero reduced cost is an optimum in which every arc to a parent is full that
 * has a price above its floor (complementary slackness), and no other arc overfull. At the least
 * prices these pairs and these arcs rest on the problem alone. So seats are dealt anew from
 * nothing, by augmenting paths in a fixed order, a round of which lets no node be searched twice.
 * Arcs that have to be full are cut: each is the end of a tree of its own, with so many seats to be
 * filled as there are above those of the trees that end inside it. Those are dealt first, then what
 * ends at the root; a path never takes back what reached an end. Private to core/match.
 */
#ifndef CADRE_CORE_MATCH_CAP_SEATS_H
#define CADRE_CORE_MATCH_CAP_SEATS_H

#include "core/match/capped/cap_equals.h"

/* Changes an optimal flow at the least prices (cap_least.h), of which these are the equals. */
void cap_seats_settle(struct cap_flow *flow, const struct cap_equals *equals);

#endif
