/*
 * A look at all pairs, at prices: which are worth more than their person has now (violations: none
 * left proves the assignment optimal), and which exactly as much (tight: among optima a person can
 * only change along these). One stream through memory: whole basis points sort out nearly all.
 */
#ifndef CADRE_CORE_MATCH_ALL_PAIRS_H
#define CADRE_CORE_MATCH_ALL_PAIRS_H

#include "core/match/core_pairs.h"
#include "core/match/left_out.h"
#include "core/match/refine/holding.h"

struct all_pairs {
    struct pair_list violations;
    /* Per person, ascending. Whoever is free has tight pairs where they are worth exactly the
     * price. Not all of them where there are violations. */
    struct rows tight;
};

/* The prices, LEFT_OUT_NOBODY of needs without seats, which tempt nobody; the caller's to free. */
int64_t *all_pairs_reached(const struct problem *problem, const int64_t *price);

/* Everybody who sits is worth at least the price there. `core`,
 * if not NULL, loses its columns where there seem to be no violations: they make room for the tight
 * rows. */
void all_pairs_look(const struct holding *holding, const int64_t *price, struct core_pairs *core,
                    struct all_pairs *ret_all);
/* The same at a few rows, where it is known what the core leaves out: it has no violations itself.
 * There are no tight rows where there are violations, or `core` is NULL. */
void all_pairs_look_beyond(const struct holding *holding, const int64_t *price,
                           struct core_pairs *core, const struct left_out *left_out,
                           struct all_pairs *ret_all);
/* A look after which none at all pairs has to follow: what the core leaves out is known then, and
 * listed are the pairs that it lacks and that are worth more to their person than what they have,
 * or somewhat less. No seat is empty above its floor. NULL: they would be many, as some of the rows
 * tell. */
struct left_out *all_pairs_leave_out(const struct holding *holding, const int64_t *price,
                                     struct core_pairs *core);
void all_pairs_release(struct all_pairs *all);
/* The tight rows alone. */
void all_pairs_release_tight(struct all_pairs *all);

/* Per need: the greatest w' of whoever is free, INT64_MIN = nobody. */
void all_pairs_best_free(const struct holding *holding, int64_t *ret_best);

#endif
