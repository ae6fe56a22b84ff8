/*
 * The match: an exact lexicographic optimum of a bipartite b-matching by successive shortest
 * augmenting paths (Ford and Fulkerson 1962; potentials after Edmonds and Karp 1972), integers
 * only. Written to be read: it stays as the oracle of any faster engine.
 *
 * Objective, strictly in this order: seats filled in priority 1, 2, .. 9; total fit; people kept
 * where the base has them; then the tie key (rules: Match). See the formulation in assign.c.
 */
#ifndef CADRE_CORE_MATCH_ASSIGN_H
#define CADRE_CORE_MATCH_ASSIGN_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/pairs/instance.h"

#define ASSIGN_SOLVER_VERSION "ssp-1"

/* What the solver found; arrays from the caller's arena. */
struct assignment {
    int32_t *need_of; /* per person: index of the need, -1 = not placed */
    int64_t *price;   /* per need: the least optimal dual price, units of w' (instance.h) */
    struct objective objective;
};

void assign_solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment);

#endif
