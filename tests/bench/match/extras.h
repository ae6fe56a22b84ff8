/*
 * What else is measured of an answer: the certificate of core/verify, on one thread and on two, and
 * the stable match of the same problem, in seconds and beside one scan of the same pairs.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_EXTRAS_H
#define CADRE_TESTS_BENCH_MATCH_EXTRAS_H

#include "core/match/assignment.h"
#include "core/match/problem.h"

struct extras {
    double scan_s;               /* one scan of the pairs that are not packed */
    double certificate_s;        /* on one thread */
    double certificate_two_wall; /* on two, by the clock on the wall */
    double stable_s;
    double stable_certificate_s;
    const char *fault; /* NULL = all holds, and both certificates are equal */
};

/* Each the fastest of so many runs. */
struct extras extras_measure(const struct problem *problem, const struct assignment *assignment,
                             int runs);

#endif
