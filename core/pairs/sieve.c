#include "core/pairs/sieve.h"

#include <string.h>

#define INLINED static inline __attribute__((always_inline))

INLINED size_t sieve_by(size_t (*bits)(const uint64_t *row), uint64_t (*rows)[BLOCK_WORDS],
                        size_t count, const struct need_profile *profile, uint64_t *ret_fitting,
                        uint64_t *reasons)
{
    uint64_t fitting[BLOCK_WORDS];
    size_t left = count;
    memcpy(fitting, rows[ROW_EVERYBODY], sizeof fitting);
    for (size_t i = 0; i < profile->failing_count && left > 0; i++) {
        enum reason reason = profile->failing[i].reason;
        const uint64_t *row = rows[profile->failing[i].row];
        for (size_t word = 0; word < BLOCK_WORDS; word++)
            fitting[word] &= ~row[word];
        if (i + 1 < profile->failing_count && profile->failing[i + 1].reason == reason)
            continue;
        size_t now = bits(fitting);
        reasons[reason] += left - now;
        left = now;
    }
    reasons[REASON_NONE] += left;
    memcpy(ret_fitting, fitting, sizeof fitting);
    return left;
}

/* Bits set in a row. Sums by bytes (Warren, Hacker's Delight, 5-1): a byte holds those of all the
 * words, so that the compiler may add up several words at once. */
INLINED size_t bits_by_bytes(const uint64_t *row)
{
    const uint64_t ones = UINT64_C(0x5555555555555555);
    const uint64_t pairs = UINT64_C(0x3333333333333333);
    const uint64_t nibbles = UINT64_C(0x0F0F0F0F0F0F0F0F);
    uint64_t bytes = 0;
    _Static_assert(BLOCK_WORDS * 8 <= UINT8_MAX, "a byte holds the sum");
    for (size_t i = 0; i < BLOCK_WORDS; i++) {
        uint64_t word = row[i] - (row[i] >> 1 & ones);
        word = (word & pairs) + (word >> 2 & pairs);
        bytes += (word + (word >> 4)) & nibbles;
    }
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
    bytes = (bytes & even) + (bytes >> 8 & even);
    return (size_t)(bytes * UINT64_C(0x0001000100010001) >> 48);
}

size_t sieve_plain(uint64_t (*rows)[BLOCK_WORDS], size_t count, const struct need_profile *profile,
                   uint64_t ret_fitting[BLOCK_WORDS], uint64_t reasons[REASON_COUNT])
{
    return sieve_by(bits_by_bytes, rows, count, profile, ret_fitting, reasons);
}

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2,popcnt")))

INLINED WIDE size_t bits_by_machine(const uint64_t *row)
{
    size_t count = 0;
    for (size_t i = 0; i < BLOCK_WORDS; i++)
        count += (size_t)__builtin_popcountll(row[i]);
    return count;
}

WIDE size_t sieve_wide(uint64_t (*rows)[BLOCK_WORDS], size_t count,
                       const struct need_profile *profile, uint64_t ret_fitting[BLOCK_WORDS],
                       uint64_t reasons[REASON_COUNT])
{
    return sieve_by(bits_by_machine, rows, count, profile, ret_fitting, reasons);
}

sieve_rows *sieve_best(void)
{
    bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
    return wide ? sieve_wide : sieve_plain;
}
#else
size_t sieve_wide(uint64_t (*rows)[BLOCK_WORDS], size_t count, const struct need_profile *profile,
                  uint64_t ret_fitting[BLOCK_WORDS], uint64_t reasons[REASON_COUNT])
{
    return sieve_plain(rows, count, profile, ret_fitting, reasons);
}

sieve_rows *sieve_best(void)
{
    return sieve_plain;
}
#endif
