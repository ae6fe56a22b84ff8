/*
 * The test of a block of people against all profiles at once: rows of bits taken away one after
 * another in the order of reasons, and what falls out counted.
 *
 * Profiles whose lists of rows begin alike are tested alike so far: the lists are the paths of one
 * tree, and what is left of the block is found once for each node of it. Below a node that nobody
 * passes nothing is looked at. Who falls out at a node does so by its reason in each profile below.
 */
#ifndef CADRE_CORE_PAIRS_SIEVE_H
#define CADRE_CORE_PAIRS_SIEVE_H

#include "core/pairs/need_profile.h"

/* So many that what is done for them at a node is most of what the node costs; with more of them
 * nothing is gained. */
enum { BLOCK_PEOPLE = 2048, BLOCK_WORDS = BLOCK_PEOPLE / 64 };

struct sieve; /* opaque, the tree; nothing of it changes, so that threads share it */

/* Memory from `arena`; nothing is borrowed. */
struct sieve *sieve_new(const struct need_profile *profiles, size_t profile_count,
                        struct arena *arena);

/* What is left of the block that was tested last, and the sums of all blocks. */
struct sieved;

/* Memory from `arena`, now and later; the sieve is borrowed. */
struct sieved *sieved_new(const struct sieve *sieve, struct arena *arena);

/* Tests the people whose bits are in rows[ROW_EVERYBODY]. */
typedef void sieve_rows(struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS]);

/* For any machine, and the one for a machine with wider words, which is the same elsewhere. */
sieve_rows sieve_plain, sieve_wide;
/* The faster one that this machine can run. */
sieve_rows *sieve_best(void);

/* Whom of the last block the profile of that index lets in, in their order; returns how many. Valid
 * until the next test. */
size_t sieved_people(const struct sieved *sieved, size_t profile, const uint16_t **ret_people);
/* Adds how many people of all blocks fail by each primary reason; those who are let in are
 * reasons[REASON_NONE]. */
void sieved_add_reasons(const struct sieved *sieved, size_t profile,
                        uint64_t reasons[REASON_COUNT]);

#endif
