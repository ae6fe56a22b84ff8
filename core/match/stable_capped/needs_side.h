/*
 * What the needs hold of what people offered, with reserves and caps over needs
 * (core/pairs/choices.h). Since choices are orderly, those held are all that is to be known: one
 * pair more puts out the last one of the need, or where the need has a seat for it, the last one
 * below the innermost full cap, or nobody.
 *
 * For each group of seats of a need a heap, the last one on top; over the last ones of the needs a
 * tree of the last of each two, in whose leaves the needs below a cap stand side by side.
 *
 * Private to core/match. All memory is its own; the instance is borrowed.
 */
#ifndef CADRE_CORE_MATCH_NEEDS_SIDE_H
#define CADRE_CORE_MATCH_NEEDS_SIDE_H

#include "core/base/arena.h"
#include "core/pairs/choices.h"

struct needs_side; /* opaque */

/* From `arena`; nobody sits anywhere. */
struct needs_side *needs_side_new(const struct instance *instance, struct arena *arena);

/* Would the pair instance->items[at] be taken? */
bool needs_side_would_take(struct needs_side *side, size_t person, size_t at);
/* Offers it: gives who is out for it, which may be itself; person -1 = nobody. */
struct ranked_pair needs_side_offer(struct needs_side *side, size_t person, size_t at);

/* The need's cutoff (core/pairs/wishes.h). */
uint32_t needs_side_cutoff(const struct needs_side *side, size_t need);

#endif
