/*
 * What a core leaves out, told by little: when its pairs were kept, a pair was dropped only where
 * its fit was at most what its need and its person allow for, a number each. At later prices it is
 * worth more than it was then only by what the price of its need fell. So for nearly everybody
 * arithmetic proves that no pair outside the core matters, and a look at all pairs is one at a few
 * rows.
 *
 * Where a price fell far, that would tell nothing: of such needs all pairs are listed that the core
 * does not have. They are mostly those for which few people qualify, so that these are listed to
 * begin with, in the look that keeps the core. Of needs without seats, whose pairs are in no core,
 * those are listed that would be in it at the price that a seat would have.
 *
 * Needs stand at levels (levels.h), whole class steps of their prices, which are farther apart than
 * fits: of each person the lowest level is known at which they have pairs, and what they allow for
 * there. Whatever else they have is dearer by whole class steps.
 *
 * What is listed is a guess, of which nothing but time depends. The rest is none: whatever prices
 * come to, whoever is not tempted has no such pair.
 */
#ifndef CADRE_CORE_MATCH_LEFT_OUT_H
#define CADRE_CORE_MATCH_LEFT_OUT_H

#include "core/match/core_pairs.h"

enum { LEFT_OUT_DEPTHS = INSTANCE_CLASS_COUNT + 1 };

struct left_out {
    const struct problem *problem; /* borrowed */
    int32_t *need_allows;          /* per need, basis points */
    uint8_t *need_depth;           /* per need: so many levels below 0 */
    int32_t *allows;               /* per person, basis points: of needs that are so deep, */
    uint8_t *depth;                /* per person, which none of their pairs is below */
    int32_t width;                 /* of the core, basis points */
    uint32_t *seen;                /* per need: its pairs, of some of the people; */
    uint64_t seen_all;             /* of all needs */
    bool *is_listed;               /* per need: all its pairs are, but for the core's */
    bool knows_seatless; /* false: of needs without seats nothing is, as they have many pairs */
    struct pair_list listed;
};

/* How much dropped pairs of needs that are not listed may be worth at some prices, in units of w'.
 */
struct left_out_reach {
    int64_t same[LEFT_OUT_DEPTHS];   /* per depth: of needs there, more than what people allow */
    int64_t higher[LEFT_OUT_DEPTHS]; /* and of needs at higher levels, at most */
};

/* Nothing is listed yet; whoever keeps the core fills in the rest. */
struct left_out *left_out_new(const struct problem *problem);
/* All pairs of needs for which few people qualify are to be listed: whoever keeps the core does it.
 */
void left_out_list_scarce(struct left_out *left_out);
void left_out_free(struct left_out *left_out);

/* `price` per need, units of w'; of LEFT_OUT_NOBODY or more, none counts: those without seats must
 * have it where nothing is known of them. */
#define LEFT_OUT_NOBODY (INT64_MAX / 2)
struct left_out_reach left_out_reach_at(const struct left_out *left_out, const int64_t *price);

/* Whether a dropped pair of a need that is not listed may be worth `own` to the person, or more. */
static inline bool left_out_tempts(const struct left_out *left_out,
                                   const struct left_out_reach *reach, size_t person, int64_t own)
{
    uint8_t depth = left_out->depth[person];
    int64_t allowed = left_out->allows[person] * left_out->problem->unit;
    return own <= allowed + reach->same[depth] || own <= reach->higher[depth];
}

/* Lists the needs whose prices fell so far that they would tempt nearly everybody, unless their
 * pairs are many. One look at all pairs, and none where there is no such need: then false. */
bool left_out_list_fallen(struct left_out *left_out, const int64_t *price);

#endif
