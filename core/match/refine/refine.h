/*
 * Refinement: from any assignment and any prices to an exact optimum, in integers, on all pairs.
 *
 * First, whoever would be no worse off where the base has them returns there: the auction cannot
 * tell who is held. Then three steps. (1) Whoever would rather sit elsewhere on the core, or
 * nowhere, gets up: at good prices those are few, and raising a price instead would make many
 * others discontent who are worth just that. (2) What is now missing is repaired one by one, each
 * by a shortest path over the reduced costs (the Hungarian method; Kuhn 1955, Tomizawa 1971): a
 * person who would be worth a seat, and a need whose empty seat is above its floor. (3) All pairs
 * are scanned, or those alone of which it is not known that nothing was left out (left_out.h); one
 * whose worth is above the price joins the core and its person is unseated, and (2) is done again.
 * The first scan of all tells what the core leaves out from then on, unless that is too much.
 *
 * Ends with prices that support the assignment on ALL pairs, which proves it optimal.
 */
#ifndef CADRE_CORE_MATCH_REFINE_H
#define CADRE_CORE_MATCH_REFINE_H

#include "core/match/all_pairs.h"
#include "core/match/core_pairs.h"
#include "core/match/refine/holding.h"

struct refined {
    struct holding *holding; /* the caller's to free */
    int64_t *price;          /* per need, units of w'; likewise */
    struct all_pairs all;    /* at these prices, without violations; likewise */
    /* By person alone, and what it leaves out; NULL where that is not known; likewise. */
    struct core_pairs *core;
    struct left_out *left_out;
    uint64_t unseated, repairs, scans;
};

/* `core` are the pairs to look at first, `left_out` what it leaves out or NULL: both are taken
 * over. `price` is per need in units of w'. `restless`, per person, or NULL: of those who are free
 * by `need_of`, nobody else is worth more than a price of the core. */
void refine(const struct problem *problem, struct core_pairs *core, struct left_out *left_out,
            const int32_t *need_of, const bool *restless, const int64_t *price,
            struct refined *ret_refined);
void refined_release(struct refined *refined);

#endif
