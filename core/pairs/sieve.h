/*
 * The test of a block of people against one need's profile: rows of bits taken away one after
 * another in the order of reasons, and what falls out counted. No memory is taken, no pointer
 * followed but to the rows.
 */
#ifndef CADRE_CORE_PAIRS_SIEVE_H
#define CADRE_CORE_PAIRS_SIEVE_H

#include "core/pairs/need_profile.h"

enum { BLOCK_PEOPLE = 512, BLOCK_WORDS = BLOCK_PEOPLE / 64 };

/*
 * Of the `count` people whose bits are in rows[ROW_EVERYBODY] those whom the profile lets in;
 * returns their number, which is added to reasons[REASON_NONE] as well, and to the others how many
 * fail by that primary reason.
 */
typedef size_t sieve_rows(uint64_t (*rows)[BLOCK_WORDS], size_t count,
                          const struct need_profile *profile, uint64_t ret_fitting[BLOCK_WORDS],
                          uint64_t reasons[REASON_COUNT]);

/* For any machine, and the one for a machine with wider words, which is the same elsewhere. */
sieve_rows sieve_plain, sieve_wide;
/* The faster one that this machine can run. */
sieve_rows *sieve_best(void);

#endif
