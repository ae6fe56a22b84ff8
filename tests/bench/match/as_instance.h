/*
 * A made-up problem as the program has it, an instance: for the stable mode and for the
 * certificates of core/verify, which read nothing else.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_AS_INSTANCE_H
#define CADRE_TESTS_BENCH_MATCH_AS_INSTANCE_H

#include "core/match/assignment.h"
#include "core/match/problem.h"
#include "core/verify/certificate.h"

/* Of so many percent of the pairs either side wishes for, at any rank; 0 = fit decides. `problem`
 * is borrowed, the rest is from `arena`. */
struct instance *problem_instance(const struct problem *problem, int64_t wished,
                                  struct arena *arena);
/* What a run would state of the answer. */
struct claim instance_claim(const struct instance *instance, const struct assignment *assignment,
                            struct arena *arena);
/* Processor seconds of one scan of all pairs, fit less price. */
double instance_scan_s(const struct instance *instance);

#endif
