#include "core/base/fast_hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define XXH_INLINE_ALL /* most texts are short: the call would cost as much as the hash */
#include <xxhash.h>

_Static_assert(sizeof(((struct fast_hash_seed *)NULL)->secret) >= XXH3_SECRET_SIZE_MIN,
               "XXH3 takes no shorter secret");
_Static_assert(sizeof(struct hash128) == sizeof(XXH128_canonical_t), "a hash128 is an XXH128");

bool hash128_equal(const struct hash128 *left, const struct hash128 *right)
{
    return memcmp(left->bytes, right->bytes, sizeof left->bytes) == 0;
}

struct fast_hash_seed fast_hash_seed_of(const void *secret, size_t length)
{
    struct fast_hash_seed seed;
    XXH_errorcode failed =
        XXH3_generateSecret(seed.secret, sizeof seed.secret, length > 0 ? secret : "", length);
    assert(failed == XXH_OK); /* it fails for sizes that are not ours alone */
    (void)failed;
    return seed;
}

struct fast_hash_seed fast_hash_seed_random(void)
{
    enum { RANDOM_BYTES = 32 };
    uint8_t random[RANDOM_BYTES];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        abort(); /* up to 256 bytes it never gives fewer */
    return fast_hash_seed_of(random, sizeof random);
}

struct hash128 fast_hash128(const struct fast_hash_seed *seed, const void *data, size_t length)
{
    struct hash128 hash;
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(
        &canonical, XXH3_128bits_withSecret(data, length, seed->secret, sizeof seed->secret));
    memcpy(hash.bytes, canonical.digest, sizeof hash.bytes);
    return hash;
}

uint64_t fast_hash64(const struct fast_hash_seed *seed, const void *data, size_t length)
{
    return XXH3_64bits_withSecret(data, length, seed->secret, sizeof seed->secret);
}
