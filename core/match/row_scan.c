#include "core/match/row_scan.h"

/* Nothing is worth less; nothing that is added to it overflows. */
#define WORTHLESS (-(1 << 30))

/* ---- needs that are looked for --------------------------------------------------------------- */

enum { BYTE_BITS = 8, SIEVE_FEW = SIEVE_BITS / 3, SIEVE_PLACES = SIEVE_BITS / BYTE_BITS };

static inline uint32_t mixed_need(uint32_t need)
{
    return need ^ need / SIEVE_BITS;
}

/* Bits that are near each other are in different bytes, which takes fewer steps to read. */
static void mark_sieve(uint8_t *bits, uint32_t number)
{
    bits[number % SIEVE_PLACES] |= (uint8_t)(1U << number / SIEVE_PLACES % BYTE_BITS);
}

struct row_sieve row_sieve_of(const bool *among, size_t needs)
{
    struct row_sieve sieve = {.among = among};
    size_t count = 0;
    for (size_t j = 0; j < needs; j++) {
        if (!among[j])
            continue;
        mark_sieve(sieve.low, (uint32_t)j);
        mark_sieve(sieve.mixed, mixed_need((uint32_t)j));
        count++;
    }
    sieve.is_fine = count <= SIEVE_FEW;
    return sieve;
}

/* ---- for any machine ------------------------------------------------------------------------- */

static inline int32_t worth(const struct row_terms *terms, uint32_t pair)
{
    int32_t need = (int32_t)packed_need(pair);
    int32_t gross = (int32_t)packed_fit(pair) << terms->shift;
    return gross + (need == terms->base ? terms->bonus : 0) - terms->price[need];
}

/* Worth and need as one number, so that there is nothing to jump over. */
static inline int64_t ranked(int32_t value, int32_t need)
{
    return (int64_t)value * ((int64_t)1 << 32) + (uint32_t)need;
}

static inline int32_t worth_of(int64_t ranked)
{
    return (int32_t)((ranked - (uint32_t)ranked) / ((int64_t)1 << 32));
}

static struct row_choice choose_plain(const struct row_terms *terms, const uint32_t *pairs,
                                      size_t count)
{
    const struct row_terms local = *terms;
    int64_t best = ranked(-1, -1);
    int64_t second = ranked(WORTHLESS, -1);
    for (size_t at = 0; at < count; at++) {
        int64_t value = ranked(worth(&local, pairs[at]), (int32_t)packed_need(pairs[at]));
        int64_t lesser = value < best ? value : best;
        second = lesser > second ? lesser : second;
        best = value > best ? value : best;
    }
    return (struct row_choice){worth_of(best), worth_of(second), (int32_t)best};
}

static size_t select_plain(const struct row_terms *terms, const uint32_t *pairs, size_t count,
                           int32_t least, int32_t own, uint32_t *ret_pairs)
{
    const struct row_terms local = *terms;
    size_t kept = 0;
    for (size_t at = 0; at < count; at++) {
        uint32_t pair = pairs[at];
        ret_pairs[kept] = pair;
        int enough = worth(&local, pair) >= least;
        int is_own = (int32_t)packed_need(pair) == own;
        kept += (size_t)(enough | is_own);
    }
    return kept;
}

/* Most rows have no such pair. */
static size_t find_plain(const struct row_sieve *sieve, const uint32_t *pairs, size_t count,
                         uint32_t *ret_at)
{
    size_t kept = 0;
    if (!pairs_any_among(pairs, count, sieve->among))
        return 0;
    for (size_t at = 0; at < count; at++) {
        ret_at[kept] = (uint32_t)at;
        kept += sieve->among[packed_need(pairs[at])];
    }
    return kept;
}

static inline void raise_one(uint32_t pair, int32_t base, int32_t *most)
{
    int32_t need = (int32_t)packed_need(pair);
    int32_t rank = 1 + 2 * (int32_t)packed_fit(pair) + (need == base);
    if (rank > most[need])
        most[need] = rank;
}

static void raise_plain(const uint32_t *pairs, size_t count, int32_t base, int32_t *most)
{
    for (size_t at = 0; at < count; at++)
        raise_one(pairs[at], base, most);
}

const struct row_scan row_scan_plain = {choose_plain, select_plain, select_plain, find_plain,
                                        raise_plain};

/* ---- eight pairs at once --------------------------------------------------------------------- */

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define LANES ((size_t)8)
enum {
    HALF_LANES = 4,
    HALF_CHOICES = 1 << HALF_LANES,
    LANE_BITS = 32,
    SIEVE_PLACE_BITS = 4, /* of SIEVE_PLACES, */
    SIEVE_NUMBER_BITS = 7 /* and of SIEVE_BITS */
};

/* Ahead of a call, the upper halves of the registers are cleared by hand: gcc 12 leaves it undone
 * before one at the end, and what comes then waits for them. */

struct wide_terms {
    const int32_t *price;
    __m128i shift;
    __m256i base, bonus;
};

AVX2 static inline struct wide_terms widened(const struct row_terms *terms)
{
    return (struct wide_terms){terms->price, _mm_cvtsi32_si128(terms->shift),
                               _mm256_set1_epi32(terms->base), _mm256_set1_epi32(terms->bonus)};
}

AVX2 static inline __m256i load_wide(const uint32_t *pairs)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)pairs);
}

/* All ones in the first `count` lanes. */
AVX2 static inline __m256i first_lanes(size_t count)
{
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

AVX2 static inline __m256i needs_of(__m256i pairs)
{
    return _mm256_srli_epi32(pairs, PAIR_FIT_BITS);
}

AVX2 static inline __m256i fits_of(__m256i pairs)
{
    return _mm256_and_si256(pairs, _mm256_set1_epi32((1 << PAIR_FIT_BITS) - 1));
}

AVX2 static inline __m256i worth_wide(const struct wide_terms *terms, __m256i pairs, __m256i prices)
{
    __m256i held = _mm256_and_si256(_mm256_cmpeq_epi32(needs_of(pairs), terms->base), terms->bonus);
    __m256i gross = _mm256_sll_epi32(fits_of(pairs), terms->shift);
    return _mm256_sub_epi32(_mm256_add_epi32(gross, held), prices);
}

/* Of the needs of four pairs. */
AVX2 static inline __m128i four_prices(const int32_t *price, const uint32_t *pairs)
{
    return _mm_setr_epi32(price[packed_need(pairs[0])], price[packed_need(pairs[1])],
                          price[packed_need(pairs[2])], price[packed_need(pairs[3])]);
}

/* Of the needs of eight pairs; loads one by one are faster than a gathering one. */
AVX2 static inline __m256i prices_of(const int32_t *price, const uint32_t *pairs)
{
    return _mm256_setr_m128i(four_prices(price, pairs), four_prices(price, pairs + HALF_LANES));
}

AVX2 static inline __m256i most_of(__m256i lanes)
{
    lanes = _mm256_max_epi32(lanes, _mm256_permute2x128_si256(lanes, lanes, 1));
    lanes = _mm256_max_epi32(lanes, _mm256_shuffle_epi32(lanes, 0x4E));
    return _mm256_max_epi32(lanes, _mm256_shuffle_epi32(lanes, 0xB1));
}

/* Per lane. */
struct wide_choice {
    __m256i best, second, need;
};

AVX2 static inline void take(struct wide_choice *choice, __m256i value, __m256i pairs)
{
    __m256i lesser = _mm256_min_epi32(choice->best, value);
    __m256i keeps = _mm256_cmpgt_epi32(choice->best, value);
    choice->second = _mm256_max_epi32(choice->second, lesser);
    choice->need = _mm256_blendv_epi8(needs_of(pairs), choice->need, keeps);
    choice->best = _mm256_max_epi32(choice->best, value);
}

/* The best of all lanes; the second is the best of the others, or the second of that lane. */
AVX2 static inline struct row_choice across_lanes(const struct wide_choice *choice)
{
    const __m256i none = _mm256_set1_epi32(-1);
    __m256i best = most_of(choice->best);
    __m256i is_best = _mm256_cmpeq_epi32(choice->best, best);
    __m256i need = most_of(_mm256_blendv_epi8(none, choice->need, is_best));
    __m256i is_it = _mm256_and_si256(is_best, _mm256_cmpeq_epi32(choice->need, need));
    __m256i second = most_of(_mm256_blendv_epi8(choice->best, choice->second, is_it));
    int32_t worth = _mm256_cvtsi256_si32(best);
    return (struct row_choice){worth, _mm256_cvtsi256_si32(second),
                               worth < 0 ? -1 : _mm256_cvtsi256_si32(need)};
}

AVX2 static struct row_choice choose_wide(const struct row_terms *terms, const uint32_t *pairs,
                                          size_t count)
{
    if (count < LANES)
        return choose_plain(terms, pairs, count);
    const struct wide_terms wide = widened(terms);
    struct wide_choice choice = {_mm256_set1_epi32(-1), _mm256_set1_epi32(WORTHLESS),
                                 _mm256_set1_epi32(-1)};
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        __m256i some = load_wide(pairs + at);
        take(&choice, worth_wide(&wide, some, prices_of(wide.price, pairs + at)), some);
    }
    /* The last eight once more, of which those that were looked at are worthless. */
    if (at < count) {
        const uint32_t *last = pairs + count - LANES;
        __m256i some = load_wide(last);
        __m256i value = worth_wide(&wide, some, prices_of(wide.price, last));
        __m256i looked_at = first_lanes(at + LANES - count);
        take(&choice, _mm256_blendv_epi8(value, _mm256_set1_epi32(WORTHLESS), looked_at), some);
    }
    return across_lanes(&choice);
}

AVX2 static inline unsigned int bits_of(__m256i lanes)
{
    return (unsigned int)_mm256_movemask_ps(_mm256_castsi256_ps(lanes));
}

#define LANE(from) 4 * (from), 4 * (from) + 1, 4 * (from) + 2, 4 * (from) + 3
#define LANES_FROM(a, b, c, d)                                                                     \
    {                                                                                              \
        LANE(a), LANE(b), LANE(c), LANE(d)                                                         \
    }

/* For each choice of four lanes, the chosen ones first. */
static const uint8_t chosen_first[HALF_CHOICES][HALF_LANES * sizeof(uint32_t)] = {
    LANES_FROM(0, 1, 2, 3), LANES_FROM(0, 1, 2, 3), LANES_FROM(1, 0, 2, 3), LANES_FROM(0, 1, 2, 3),
    LANES_FROM(2, 0, 1, 3), LANES_FROM(0, 2, 1, 3), LANES_FROM(1, 2, 0, 3), LANES_FROM(0, 1, 2, 3),
    LANES_FROM(3, 0, 1, 2), LANES_FROM(0, 3, 1, 2), LANES_FROM(1, 3, 0, 2), LANES_FROM(0, 1, 3, 2),
    LANES_FROM(2, 3, 0, 1), LANES_FROM(0, 2, 3, 1), LANES_FROM(1, 2, 3, 0), LANES_FROM(0, 1, 2, 3),
};

/* All four are written, of which those behind the chosen ones do not count. */
AVX2 static inline size_t copy_half(__m128i pairs, unsigned int chosen, uint32_t *ret_pairs)
{
    __m128i from = _mm_loadu_si128((const __m128i *)(const void *)chosen_first[chosen]);
    _mm_storeu_si128((__m128i *)(void *)ret_pairs, _mm_shuffle_epi8(pairs, from));
    return (size_t)__builtin_popcount(chosen);
}

/* All at once: no machine could guess which ones are chosen. */
AVX2 static inline size_t copy_chosen(__m256i pairs, unsigned int chosen, uint32_t *ret_pairs)
{
    size_t kept = copy_half(_mm256_castsi256_si128(pairs), chosen % HALF_CHOICES, ret_pairs);
    return kept +
           copy_half(_mm256_extracti128_si256(pairs, 1), chosen / HALF_CHOICES, ret_pairs + kept);
}

/* By bit, those of eight pairs that are worth more than `bound`, or of the need `owns`. */
AVX2 static inline unsigned int chosen_of(const struct wide_terms *terms, const uint32_t *pairs,
                                          __m256i some, __m256i bound, __m256i owns)
{
    __m256i value = worth_wide(terms, some, prices_of(terms->price, pairs));
    return bits_of(_mm256_or_si256(_mm256_cmpgt_epi32(value, bound),
                                   _mm256_cmpeq_epi32(needs_of(some), owns)));
}

/* Where few are chosen it is `guessed` that none of eight are: settled where it is called. */
__attribute__((always_inline)) AVX2 static inline size_t
select_wide(const struct row_terms *terms, const uint32_t *pairs, size_t count, int32_t least,
            int32_t own, bool guessed, uint32_t *ret_pairs)
{
    if (count < LANES)
        return select_plain(terms, pairs, count, least, own, ret_pairs);
    const struct wide_terms wide = widened(terms);
    const __m256i owns = _mm256_set1_epi32(own);
    const __m256i bound = _mm256_set1_epi32(least - 1);
    size_t kept = 0;
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        __m256i some = load_wide(pairs + at);
        unsigned int bits = chosen_of(&wide, pairs + at, some, bound, owns);
        if (!guessed || bits != 0)
            kept += copy_chosen(some, bits, ret_pairs + kept);
    }
    /* The last eight once more, but for those that were looked at, where they may all be written.
     */
    if (at < count && kept + LANES <= count) {
        __m256i some = load_wide(pairs + count - LANES);
        unsigned int looked_at = (1U << (at + LANES - count)) - 1;
        unsigned int bits = chosen_of(&wide, pairs + count - LANES, some, bound, owns) & ~looked_at;
        kept += copy_chosen(some, bits, ret_pairs + kept);
        at = count;
    }
    _mm256_zeroupper();
    return kept + select_plain(terms, pairs + at, count - at, least, own, ret_pairs + kept);
}

AVX2 static size_t select_some_wide(const struct row_terms *terms, const uint32_t *pairs,
                                    size_t count, int32_t least, int32_t own, uint32_t *ret_pairs)
{
    return select_wide(terms, pairs, count, least, own, false, ret_pairs);
}

AVX2 static size_t select_few_wide(const struct row_terms *terms, const uint32_t *pairs,
                                   size_t count, int32_t least, int32_t own, uint32_t *ret_pairs)
{
    return select_wide(terms, pairs, count, least, own, true, ret_pairs);
}

struct wide_sieve {
    __m256i low, mixed;
};

AVX2 static inline __m256i twice(const uint8_t *half)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)half));
}

/* The lowest bit of each lane: the one of its number. What else is in a lane does not count. */
AVX2 static inline __m256i sieve_bits(__m256i bits, __m256i numbers)
{
    __m256i places = _mm256_and_si256(numbers, _mm256_set1_epi32(SIEVE_PLACES - 1));
    __m256i shifts = _mm256_and_si256(_mm256_srli_epi32(numbers, SIEVE_PLACE_BITS),
                                      _mm256_set1_epi32(BYTE_BITS - 1));
    return _mm256_srlv_epi32(_mm256_shuffle_epi8(bits, places), shifts);
}

/* By bit, those of eight pairs that the sieve lets through. */
AVX2 static inline unsigned int sifted(const struct wide_sieve *sieve, const uint32_t *pairs)
{
    __m256i needs = needs_of(load_wide(pairs));
    __m256i mixed = _mm256_xor_si256(needs, _mm256_srli_epi32(needs, SIEVE_NUMBER_BITS));
    __m256i through =
        _mm256_and_si256(sieve_bits(sieve->low, needs), sieve_bits(sieve->mixed, mixed));
    return bits_of(_mm256_slli_epi32(through, LANE_BITS - 1));
}

/* Where those of eight pairs are that are so, of the ones by bit; the first of them is at `first`.
 */
static inline size_t find_some(const bool *among, const uint32_t *pairs, size_t first,
                               unsigned int bits, uint32_t *ret_at)
{
    size_t kept = 0;
    for (; bits != 0; bits &= bits - 1) {
        size_t at = first + (size_t)__builtin_ctz(bits);
        ret_at[kept] = (uint32_t)at;
        kept += among[packed_need(pairs[at])];
    }
    return kept;
}

AVX2 static size_t find_wide(const struct row_sieve *sieve, const uint32_t *pairs, size_t count,
                             uint32_t *ret_at)
{
    if (count < LANES || !sieve->is_fine)
        return find_plain(sieve, pairs, count, ret_at);
    const struct wide_sieve wide = {twice(sieve->low), twice(sieve->mixed)};
    size_t kept = 0;
    size_t at = 0;
    for (; at + LANES <= count; at += LANES)
        kept += find_some(sieve->among, pairs, at, sifted(&wide, pairs + at), ret_at + kept);
    if (at < count) {
        unsigned int looked_at = (1U << (at + LANES - count)) - 1;
        at = count - LANES;
        kept += find_some(sieve->among, pairs, at, sifted(&wide, pairs + at) & ~looked_at,
                          ret_at + kept);
    }
    _mm256_zeroupper();
    return kept;
}

AVX2 static void raise_wide(const uint32_t *pairs, size_t count, int32_t base, int32_t *most)
{
    const __m256i bases = _mm256_set1_epi32(base);
    const __m256i one = _mm256_set1_epi32(1);
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        __m256i some = load_wide(pairs + at);
        __m256i fits = fits_of(some);
        __m256i held = _mm256_cmpeq_epi32(needs_of(some), bases);
        __m256i rank = _mm256_sub_epi32(_mm256_add_epi32(_mm256_add_epi32(fits, fits), one), held);
        unsigned int chosen = bits_of(_mm256_cmpgt_epi32(rank, prices_of(most, pairs + at)));
        for (; chosen != 0; chosen &= chosen - 1)
            raise_one(pairs[at + (size_t)__builtin_ctz(chosen)], base, most);
    }
    _mm256_zeroupper();
    raise_plain(pairs + at, count - at, base, most);
}

static const struct row_scan row_scan_wide = {choose_wide, select_some_wide, select_few_wide,
                                              find_wide, raise_wide};

const struct row_scan *row_scan_best(void)
{
    return __builtin_cpu_supports("avx2") ? &row_scan_wide : &row_scan_plain;
}
#else
const struct row_scan *row_scan_best(void)
{
    return &row_scan_plain;
}
#endif
