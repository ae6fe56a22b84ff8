/*
 * All searches of a level (levels.h) at once, in layers: a need's layer is how many people would
 * have to change for the sake of a seat there. Layer 0 are the needs that give up a seat; of level
 * 0, where people come who are free, it is empty. Paths lead from layer to layer and share no
 * person, so that many seats are filled between two looks at all needs.
 *
 * Of pairs, only those of scarce.h are walked along: where they may be too few, is for the caller
 * to find out.
 */
#ifndef CADRE_CORE_MATCH_LAYERS_H
#define CADRE_CORE_MATCH_LAYERS_H

#include "core/match/problem.h"
#include "core/match/refine/comers.h"
#include "core/match/refine/scarce.h"

struct layers; /* opaque */

/* All are borrowed; `need_of` (per person, -1 = free) is changed. */
struct layers *layers_new(const struct problem *problem, int32_t *need_of, struct comers *comers,
                          const struct scarce *scarce);
void layers_free(struct layers *layers);

/* Until no seat can be reached that is better than one given up at the level; of level 0, than
 * leaving people free. */
void layers_fill(struct layers *layers, int32_t level);
/* Then: whether one could be if somebody free came to each need that is not scarce. */
bool layers_might_fill(struct layers *layers);
/* The pairs of scarce needs are others now. */
void layers_forget_ways(struct layers *layers);
/* The needs that were reached last are of the level, and stay closed: no later path enters them. */
void layers_close(struct layers *layers);

/* How many seats were filled. */
int64_t layers_exchanges(const struct layers *layers);
/* Per need, once all are closed; the caller's to free. */
int32_t *layers_take_levels(struct layers *layers);

#endif
