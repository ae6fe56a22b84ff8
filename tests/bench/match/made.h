/*
 * Matching problems of national shape, made up from a seed: people have a few skill families (which
 * ones: after Zipf), each at a level, a clearance, a region, and some would move; a need asks for
 * one family at a level, and may ask for a clearance and a region. The same problem for the same
 * numbers, whatever the machine.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_MADE_H
#define CADRE_TESTS_BENCH_MATCH_MADE_H

#include "core/match/problem.h"

struct made_shape {
    uint64_t seed;
    size_t people, needs;
    int64_t seats;  /* of all needs together */
    bool ties;      /* few different fits */
    int classes;    /* 1 .. 9 */
    int base_share; /* percent of people whom the base has somewhere */
};

/* A problem that owns what it points to. */
struct made_problem {
    struct problem problem;
    size_t *start;
    uint32_t *pairs;
    int32_t *seats;
    int32_t *priority;
    int32_t *base_need;
    struct digest *lottery;
    int64_t idle_seats; /* more than the problem has, that nobody could have */
};

void made_problem_make(const struct made_shape *shape, struct made_problem *ret_made);
/* Fills what follows from pairs, seats and base: borrowed arrays, units, lottery keys. */
void made_problem_finish(struct made_problem *made, size_t people, size_t needs);
void made_problem_release(struct made_problem *made);

#endif
