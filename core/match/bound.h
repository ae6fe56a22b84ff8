/*
 * How far from the best an assignment can be, while a solve is under way: weak duality. Whatever
 * the prices, nobody gets more than their best surplus, and no seat more than its price; what that
 * comes to is at least what any assignment is worth (matching.md's dual, Kuhn 1955).
 */
#ifndef CADRE_CORE_MATCH_BOUND_H
#define CADRE_CORE_MATCH_BOUND_H

#include "core/match/problem.h"

/* In basis points of fit, summed over all who sit. A seat that might be filled yet counts as whole
 * class steps, more than all fit there is. */
struct bound {
    int64_t fit_bp; /* of who sits where now */
    int64_t gap_bp; /* what may be missing at most, rounded up; 0 = proven; INT64_MAX = more */
};

/* `need_of` per person, -1 = free, within the seats; `price` per need in units of w', of which none
 * counts as less than its floor. One look at all pairs. */
struct bound bound_of(const struct problem *problem, const int32_t *need_of, const int64_t *price);

#endif
