/*
 * The tie key on an optimal assignment: what lottery.h says, for the engine. Only people who are
 * worth exactly the price can come or go; all others stay as they are.
 */
#ifndef CADRE_CORE_MATCH_TIE_KEY_H
#define CADRE_CORE_MATCH_TIE_KEY_H

#include "core/match/refine/holding.h"

/* `price` is any that supports the assignment on all pairs, `tight` the pairs of all_pairs.h at it.
 * The number of people who came in. */
uint64_t tie_key_settle(struct holding *holding, const int64_t *price, struct rows tight);

#endif
