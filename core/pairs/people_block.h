/*
 * A block of people as rows of bits, one bit a person, and the test of the whole block against a
 * need's profile: 64 people a machine word, no memory taken, no pointer followed. Each person is
 * asked each question of the needs once when the block is loaded, by the readable evaluator, and
 * only who has some evidence that the question rests on; all pairs of the block are then decided
 * from these rows.
 */
#ifndef CADRE_CORE_PAIRS_PEOPLE_BLOCK_H
#define CADRE_CORE_PAIRS_PEOPLE_BLOCK_H

#include "core/pairs/need_profile.h"
#include "core/pairs/sieve.h"

struct people_block; /* opaque */

/* Memory from `arena`; `profiles` is borrowed. */
struct people_block *people_block_new(const struct need_profiles *profiles, struct arena *arena);
/* The `count` people whose expansions these are, at most BLOCK_PEOPLE; what was loaded before is
 * forgotten. The expansions are borrowed until the next load. */
void people_block_load(struct people_block *block, const struct expansion *expansions,
                       size_t count);
/* Tests all of the block against the profiles of the sieve. */
void people_block_sieve(const struct people_block *block, struct sieved *sieved);
/* Sets the bit of each person who fails the profile by one thing at most, or by no clause: whom
 * figures of what is missing are about (qualify_nearness). */
void people_block_near(const struct people_block *block, const struct need_profile *profile,
                       uint64_t ret_near[BLOCK_WORDS]);
/* What the pairs of those people with the profile of that index, which lets them in, are worth: the
 * same as fit_of but for wishes. `ret_fit_bp` is of so many, in their order. */
void people_block_fits(const struct people_block *block, size_t profile, const uint16_t *people,
                       size_t count, uint16_t *ret_fit_bp);

#endif
