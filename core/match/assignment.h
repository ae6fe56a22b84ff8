/*
 * What a match found: who sits where, and the prices that prove that nothing is better.
 */
#ifndef CADRE_CORE_MATCH_ASSIGNMENT_H
#define CADRE_CORE_MATCH_ASSIGNMENT_H

#include <stdint.h>

#include "core/pairs/instance.h"

/* Arrays from the arena of whoever asked for the match. */
struct assignment {
    int32_t *need_of; /* per person: index of the need, -1 = not placed */
    /*
     * Per need, units of w' (instance.h): the least optimal dual price. It is floor_j + V(one seat
     * more in j) - V, V the value of the optimum: what one more seat would bring. So a need with an
     * empty seat has its floor, and a need without seats, which is never used, the least price at
     * which nobody would rather sit there: with its floor it would break the certificate, which
     * counts every pair. Least prices exist in all needs at once, since the optimal ones form a
     * lattice (Shapley and Shubik, The assignment game I, 1971; Demange, Gale and Sotomayor,
     * Multi-item auctions, 1986). floor_j <= price_j <= w'max.
     */
    int64_t *price;
    /*
     * With caps (core/pairs/caps.h, engine.h), else NULL: what stands on top of `price`. The prices
     * of needs are still the least, and with them those of quotas, sums from the root down; the
     * prices of draws are then the greatest. So the price of a quota that no other is around is
     * what one more seat of it would bring; of a draw that no other is around what the last seat of
     * it brings, and one more at most that. Of what is inside another cap, and of open seats, it is
     * a bound on what one more would bring, as `price` is of a need under a quota.
     */
    int64_t *cap_price;  /* per cap, >= 0; 0 where it is not full */
    int64_t *open_price; /* per need: for people outside its group; 0 where no seat is reserved */
    struct objective objective;
};

#endif
