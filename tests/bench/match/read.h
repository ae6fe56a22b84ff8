/*
 * Matching problems from files, plain or gzipped:
 *   plain text: `candidates needs pairs`, a line `need capacity class` for each need (class 1 ..
 *   9, 1 the most important), a line `candidate need fit` for each pair (fit 0 .. 10000); needs and
 *   candidates are each numbered from 0, or from 1 (then the number N of the last one occurs);
 *   pairs come in any order, none twice;
 *   OR-Library: n, then n x n costs wherever lines end, or a line `item item cost` for each pair
 *   that may be (Beasley, J. Oper. Res. Soc. 41, 1990): the least cost of as many pairs as can be.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_READ_H
#define CADRE_TESTS_BENCH_MATCH_READ_H

#include <stdio.h>

#include "tests/bench/match/made.h"

/* A file that is not such a one ends the program with a message and exit code 2. */
void read_plain(const char *path, struct made_problem *ret_made);
void read_orlib(const char *path, struct made_problem *ret_made);
void write_plain(FILE *out, const struct problem *problem);

#endif
