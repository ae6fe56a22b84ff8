/*
 * Which of equal seats a placed person gets: the same, however the optimum was found, so that a
 * match from last month's prices, or from a part of the pairs first, gives the same bytes.
 *
 * Whom the tie key places is settled (tie_key.h). A pair is in some optimum that places just these
 * people if it is held, or if somebody can move along it and others after them so that no need ends
 * with too many or, above its floor, too few: if it lies on a cycle of the graph whose edges are
 * moves of zero reduced cost between needs, with one node more for seats that may be empty. Those
 * are the pairs within a strongly connected component (Tarjan, SIAM J. Comput. 1, 1972), and which
 * pairs and how many seats of a need they are rests on the problem and the people alone. Among them
 * seats are dealt anew from nothing, by augmenting paths in a fixed order (Kuhn 1955; a round lets
 * no need be searched twice, after Hopcroft and Karp 1973): first the seats that every such optimum
 * fills, then the others, since a longer path never empties a seat.
 */
#ifndef CADRE_CORE_MATCH_EQUAL_SEATS_H
#define CADRE_CORE_MATCH_EQUAL_SEATS_H

#include "core/match/refine/holding.h"

/* `holding` is an optimum, `price` any that supports it on all pairs, `tight` the pairs of
 * all_pairs.h at it. */
void equal_seats_settle(struct holding *holding, const int64_t *price, struct rows tight);

#endif
