/*
 * The tie key: among optima, who is placed (rules: Match). People are gone through in lottery
 * order; whoever can be placed with all kept so far is kept placed.
 *
 * The optima are the seatings that use pairs of zero reduced cost only, w'_ij = price_j + u_i, and
 * that place everybody with u_i > 0 (complementary slackness). The sets of people that optima place
 * are the bases of a matroid, so one pass of exchanges is enough: somebody free may come in for
 * somebody placed and not kept, over a path of such pairs, and the result does not depend on which
 * path was taken. All optima fill equally many seats, hence a path always ends with one who leaves.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_ORACLE_LOTTERY_H
#define CADRE_TESTS_UNIT_MATCH_ORACLE_LOTTERY_H

#include <stdint.h>

#include "tests/unit/match/oracle/seating.h"

/* Changes an optimal seating into the one that the lottery wants; `price` is any optimal one. */
void lottery_settle(struct seating *seating, const int64_t *price);

#endif
