/*
 * Matching problems of every other shape than the national one (made.h): what people have used to
 * show that one solver or another takes long, and what a stranger is likely to try. A shape has a
 * name and a size n; the same problem for the same name, size and seed, whatever the machine.
 *
 * Sources: dense squares of a small and a large range, geometric costs and costs i * j (Machol and
 * Wien, Operations Research 24, 1976; Burkard, Dell'Amico and Martello, Assignment Problems, 2009,
 * ch. 4), two costs (Dell'Amico and Toth, Discrete Applied Mathematics 100, 2000), chains and
 * stairs on which a greedy start is wrong everywhere, sparse random graphs, and the odd ends of
 * real lists: one need for all, duplicates, more seats than people.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_SHAPES_H
#define CADRE_TESTS_BENCH_MATCH_SHAPES_H

#include <stdbool.h>
#include <stdio.h>

#include "tests/bench/match/made.h"

/* False when there is no such shape. */
bool shape_make(const char *name, size_t size, uint64_t seed, struct made_problem *ret_made);
/* A line for each: its name and what it is. */
void shape_list(FILE *out);

#endif
