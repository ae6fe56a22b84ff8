/*
 * The match: an exact lexicographic optimum of a bipartite b-matching by successive shortest
 * augmenting paths (Ford and Fulkerson, Flows in Networks, 1962; potentials after Edmonds and Karp,
 * J. ACM 19, 1972, and Tomizawa, Networks 1, 1971), integers only. Written to be read: the program
 * has a faster engine (core/match/engine.h), which is judged by this one.
 *
 * Objective, strictly in this order: seats filled in priority 1, 2, .. 9; total fit; people kept
 * where the base has them; then the tie key (rules: Match). See the formulation in oracle.c.
 *
 * Triple, prices and the set of placed people depend on the instance alone, not on the order of its
 * people or needs. Which of equal seats a placed person gets follows that order and is repeatable.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_ORACLE_ORACLE_H
#define CADRE_TESTS_UNIT_MATCH_ORACLE_ORACLE_H

#include "core/base/arena.h"
#include "core/match/assignment.h"

/*
 * The instance must be within bounds (instance.h) and have no caps: asserts.
 *
 * Time, with F seats filled: F searches, each over at most the pairs of the people seated; the tie
 * key as much again at worst. Memory: 16 bytes a pair and about 60 a person, freed at the end.
 */
void oracle_solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment);

#endif
