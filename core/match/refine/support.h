/*
 * Step 1 of refine.h: raises prices until they support the assignment on the core, and unseats
 * whoever stands in the way of that. Afterwards everybody who sits is worth at least the price, and
 * nowhere on the core more above the price than where they sit.
 */
#ifndef CADRE_CORE_MATCH_SUPPORT_H
#define CADRE_CORE_MATCH_SUPPORT_H

#include "core/match/core_pairs.h"
#include "core/match/refine/holding.h"

/* The number of people who were unseated. */
uint64_t support(struct holding *holding, const struct core_pairs *core, int64_t *price);

#endif
