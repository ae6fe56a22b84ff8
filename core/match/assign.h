/*
 * The match: an exact lexicographic optimum of a bipartite b-matching by successive shortest
 * augmenting paths (Ford and Fulkerson, Flows in Networks, 1962; potentials after Edmonds and Karp,
 * J. ACM 19, 1972, and Tomizawa, Networks 1, 1971), integers only. Written to be read: it is
 * the oracle of the faster engine (engine.h), which the program uses.
 *
 * Objective, strictly in this order: seats filled in priority 1, 2, .. 9; total fit; people kept
 * where the base has them; then the tie key (rules: Match). See the formulation in assign.c.
 *
 * Triple, prices and the set of placed people depend on the instance alone, not on the order of its
 * people or needs. Which of equal seats a placed person gets follows that order and is repeatable.
 */
#ifndef CADRE_CORE_MATCH_ASSIGN_H
#define CADRE_CORE_MATCH_ASSIGN_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/pairs/instance.h"

/* What the solver found; arrays from the caller's arena. */
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

/*
 * The instance must be within bounds (instance.h) and have no caps: asserts.
 *
 * Time, with F seats filled: F searches, each over at most the pairs of the people seated; the tie
 * key as much again at worst. Memory: 16 bytes a pair and about 60 a person, freed at the end.
 */
void assign_solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment);

#endif
