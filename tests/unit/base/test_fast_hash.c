#include "core/base/fast_hash.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

/* Hashes are stored: these may never change. Lengths of each of XXH3's ways. */
static const struct {
    size_t length;
    const char *hex128;
    uint64_t hash64;
} known[] = {
    {0, "70d4bc609f94b5b1eb87541b3ea409c3", UINT64_C(0x84c36e24529fb840)},
    {3, "e3e932d9ad976952ecea4d073edc30e6", UINT64_C(0xecea4d073edc30e6)},
    {16, "2586600e3cffd45cea4734bf0a6ed6f8", UINT64_C(0xe2357c91134e6d1c)},
    {100, "987b6023bff2b03f07424ebb1a9db373", UINT64_C(0xa8175b9a4e8c874d)},
    {200, "df6d22784f9b34a955e95f3655f562ef", UINT64_C(0x53c988062783ac93)},
    {3000, "12427224efaff4758f9e495a5078b2c3", UINT64_C(0x8f9e495a5078b2c3)},
};

static char *pattern(size_t length)
{
    char *text = cadre_malloc(length);
    for (size_t i = 0; i < length; i++)
        text[i] = (char)(i * 31 + i / 256);
    return text;
}

START_TEST(known_answers)
{
    struct fast_hash_seed seed = fast_hash_seed_of("secret", 6);
    CADRE_FREE char *text = pattern(known[_i].length);
    struct hash128 hash = fast_hash128(&seed, text, known[_i].length);
    char hex[2 * HASH128_SIZE + 1];
    for (size_t i = 0; i < HASH128_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash.bytes[i]);
    ck_assert_str_eq(hex, known[_i].hex128);
    ck_assert_uint_eq(fast_hash64(&seed, text, known[_i].length), known[_i].hash64);
}
END_TEST

START_TEST(seeds_and_bytes_tell_apart)
{
    struct fast_hash_seed seed = fast_hash_seed_of("secret", 6);
    struct fast_hash_seed other = fast_hash_seed_of("secres", 6);
    struct fast_hash_seed none = fast_hash_seed_of(NULL, 0);
    struct hash128 hash = fast_hash128(&seed, "abc", 3);
    struct hash128 again = fast_hash128(&seed, "abcd", 3);
    ck_assert(hash128_equal(&hash, &again));
    again = fast_hash128(&seed, "abd", 3);
    ck_assert(!hash128_equal(&hash, &again));
    again = fast_hash128(&other, "abc", 3);
    ck_assert(!hash128_equal(&hash, &again));
    again = fast_hash128(&none, "abc", 3);
    ck_assert(!hash128_equal(&hash, &again));
    ck_assert_uint_ne(fast_hash64(&seed, "abc", 3), fast_hash64(&other, "abc", 3));
}
END_TEST

START_TEST(random_seeds_differ)
{
    struct fast_hash_seed one = fast_hash_seed_random();
    struct fast_hash_seed other = fast_hash_seed_random();
    ck_assert(memcmp(one.secret, other.secret, sizeof one.secret) != 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("fast_hash");
    tcase_add_loop_test(tcase, known_answers, 0, ROWS(known));
    tcase_add_test(tcase, seeds_and_bytes_tell_apart);
    tcase_add_test(tcase, random_seeds_differ);
    return run_tcase(tcase, "base/fast_hash");
}
