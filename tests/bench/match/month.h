/*
 * A problem a month later: what the engine is asked to solve from last month's prices.
 *
 * Of every hundred people three have left, and somebody else came in the place of each; two are
 * worth a hundred basis points more wherever they qualify. Of every fifty needs one has a seat
 * more, and one a seat less. All who stayed are held where they sat.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_MONTH_H
#define CADRE_TESTS_BENCH_MATCH_MONTH_H

#include "tests/bench/match/made.h"

/* `need_of`: who sat where. The same for the same seed. */
void month_later(const struct problem *before, const int32_t *need_of, uint64_t seed,
                 struct made_problem *ret_made);

#endif
