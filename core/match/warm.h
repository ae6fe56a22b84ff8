/*
 * Where a solve begins that knows what last month's came to: at its prices, with everybody in the
 * seat that they had. The whole class steps of the prices are taken for the levels (levels.h),
 * which who came and who left may have moved: refinement, which is exact, puts that right along
 * with all else that changed. A guess all the same: nothing rests on it but time.
 */
#ifndef CADRE_CORE_MATCH_WARM_H
#define CADRE_CORE_MATCH_WARM_H

#include "core/match/auction/auction.h"
#include "core/match/refine/levels.h"

/*
 * `price` as in engine_options; `need_of` per person where they sat, may name needs that they no
 * longer qualify for. False, with nothing left behind, when too little of it holds today: too many
 * seats are empty that may not be, or too many people want one; then one begins at nothing. The
 * levels are the caller's to release, after the auction, of which the core, prices and who sits
 * where are what is wanted.
 */
bool warm_start(const struct problem *problem, const struct plain_price *price,
                const int32_t *need_of, struct auction **ret_auction, struct levels *ret_levels);

#endif
