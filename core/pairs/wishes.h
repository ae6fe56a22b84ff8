/*
 * How both sides of a stable match rank the pairs of an instance: what solver and verifier agree
 * on.
 *
 * A person goes by the own wishes (preferences of side person: a need, or any need of a work role,
 * or any need of an organization or below it; of several the best rank), a need without one coming
 * after all that have one; then by fit, then by need code. A need goes by its organization's order
 * of people (preferences of side organization, likewise), whoever is not in it coming after all who
 * are; then by fit, then by the published lottery. So nobody is ever indifferent.
 */
#ifndef CADRE_CORE_PAIRS_WISHES_H
#define CADRE_CORE_PAIRS_WISHES_H

#include "core/pairs/instance.h"

/* Ranks per pair, as instance->items; WISH_NONE where nothing is wished. */
struct wishes {
    const uint16_t *of_person; /* NULL = no person wishes for anything */
    const uint16_t *of_need;   /* NULL = no organization has an order */
};

/* The instance for a stable match: a copy with the snapshot's wishes. From `arena`. */
struct instance *instance_with_wishes(const struct instance *instance,
                                      const struct snapshot *snapshot, struct arena *arena);

/* The ranks of one row of a person's pairs, of one side; WISH_NONE where nothing is wished. */
void wishes_rank_row(const struct snapshot *snapshot, size_t person, const struct pair *row,
                     size_t count, bool of_person, uint16_t *ret_ranks);

/*
 * Where a person stands with a need, before the lottery: 1 .. STANDING_MOST, greater is better.
 * A need's cutoff is the standing of the last one seated there; STANDING_ANY where a seat is empty,
 * STANDING_CLOSED where there is none.
 */
enum {
    STANDING_ANY = 0,
    STANDING_OF_RANK = FIT_MAX_BP + 1,
    STANDING_CLOSED = 1 + WISH_NONE * STANDING_OF_RANK
};

static inline uint32_t wishes_standing(const struct wishes *wishes, const struct pair *pair,
                                       size_t at)
{
    uint32_t rank = wishes->of_need != NULL ? wishes->of_need[at] : WISH_NONE;
    return 1 + (WISH_NONE - rank) * STANDING_OF_RANK + pair->fit_bp;
}

/* What a pair is worth to its person: greater is better; no two of a row are equal, none is 0. */
static inline uint64_t wishes_worth(const struct wishes *wishes, const struct pair *pair, size_t at)
{
    uint64_t rank = wishes->of_person != NULL ? wishes->of_person[at] : WISH_NONE;
    return (WISH_NONE - rank) << 46 | (uint64_t)pair->fit_bp << 32 | (UINT32_MAX - pair->need);
}

/* Of two people who stand alike, does the lottery draw `left` first? */
static inline bool wishes_drawn_first(const struct instance *instance, size_t left, size_t right)
{
    int order = digest_compare(&instance->lottery[left], &instance->lottery[right]);
    return order != 0 ? order < 0 : left < right;
}

#endif
