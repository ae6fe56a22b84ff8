/*
 * Fast hashes under a seed: XXH3 (xxHash 0.8 underneath, https://xxhash.com), for telling records,
 * keys and texts apart. Not for proof against who knows the seed: that is digest.h. The same bytes
 * under the same seed hash alike on every machine and in every version, so that a hash may be
 * stored.
 */
#ifndef CADRE_CORE_BASE_FAST_HASH_H
#define CADRE_CORE_BASE_FAST_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH128_SIZE 16 /* bytes */

struct hash128 {
    uint8_t bytes[HASH128_SIZE]; /* canonical: big-endian */
};

bool hash128_equal(const struct hash128 *left, const struct hash128 *right);

/* What a secret of any length is made into; a value, copied freely. */
struct fast_hash_seed {
    uint8_t secret[192];
};

struct fast_hash_seed fast_hash_seed_of(const void *secret, size_t length);
/* Another one each time: crafted texts must not fall into one slot of a hash table. */
struct fast_hash_seed fast_hash_seed_random(void);

struct hash128 fast_hash128(const struct fast_hash_seed *seed, const void *data, size_t length);
uint64_t fast_hash64(const struct fast_hash_seed *seed, const void *data, size_t length);

#endif
