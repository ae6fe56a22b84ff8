/*
 * What an answer is worth and whether its prices prove it, from the packed pairs alone: the judge
 * of this bench, which knows no solver.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_JUDGE_H
#define CADRE_TESTS_BENCH_MATCH_JUDGE_H

#include "core/match/problem.h"

__extension__ typedef __int128 int128;

struct judged {
    int128 primal;     /* sum of bonuses and w' */
    int128 dual;       /* sum of u_i, and of seats times price above floor */
    const char *fault; /* NULL = feasible, and both are equal */
};

struct judged judge(const struct problem *problem, const int32_t *need_of, const int64_t *price);

#endif
