/*
 * On several threads, a pass of bids begins with a look at all who wait: whoever would bid for
 * nothing at the prices that are need not be asked one by one, since within a phase prices only
 * rise. Most people of a pass are of that kind. What comes of the pass is the same without it; on
 * one thread it would only look at the others twice.
 */
#ifndef CADRE_CORE_MATCH_IDLE_H
#define CADRE_CORE_MATCH_IDLE_H

#include "core/match/auction/auction_state.h"

/* They wait no more, and have made their bid. */
void idle_pass_over(struct auction *auction);

#endif
