/*
 * Where a solve begins that knows what last month's came to: at its prices, with everybody in the
 * seat that they had. Then the levels (levels.h), since who came and who left may have moved them,
 * and whoever would rather sit elsewhere gets up. What changed is for the last phase of an auction,
 * and for refinement, which is exact. A guess all the same: nothing rests on it but time.
 */
#ifndef CADRE_CORE_MATCH_WARM_H
#define CADRE_CORE_MATCH_WARM_H

#include "core/match/auction/auction.h"
#include "core/match/refine/levels.h"

/*
 * `price` as in engine_options; `need_of` per person where they sat, may name needs that they no
 * longer qualify for. False, with nothing left behind, when too little of it holds today: few of
 * them can sit there again, or would; then one begins at nothing. The levels are the caller's to
 * release, after the auction, of which the core, prices and who sits where are what is wanted.
 */
bool warm_start(const struct problem *problem, const int64_t *price, const int32_t *need_of,
                struct auction **ret_auction, struct levels *ret_levels);

#endif
