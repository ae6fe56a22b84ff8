/*
 * What people offer, with caps over people (core/pairs/choices.h): each person has one pair that is
 * offered, or waits below the cap that keeps it back, or none any more.
 *
 * For each cap a heap of pairs that wait, the best on top: where one waits, as many as the cap lets
 * through have been let through. When a pair is gone, the person's next one takes its place; at
 * each cap on the way out the best of it and of those that wait goes on.
 *
 * Private to core/match; the instance and `needs` are borrowed.
 */
#ifndef CADRE_CORE_MATCH_PEOPLE_SIDE_H
#define CADRE_CORE_MATCH_PEOPLE_SIDE_H

#include "core/match/stable_capped/needs_side.h"

struct people_side; /* opaque */

struct offer {
    size_t at;      /* the pair instance->items[at] */
    int32_t person; /* whose it is; -1 = there is none */
};

struct people_side *people_side_new(const struct instance *instance, struct needs_side *needs);
void people_side_free(struct people_side *side);
void people_side_cleanup(struct people_side **side);

/* What people choose of all pairs; `needs` still hold nobody. The side's own. */
const struct offer *people_side_first(struct people_side *side, size_t *ret_count);
/* What comes in for a pair of the person that was offered and is gone. */
struct offer people_side_next(struct people_side *side, size_t person);

/* Pairs that were looked at, some more than once. */
uint64_t people_side_looked(const struct people_side *side);

#endif
