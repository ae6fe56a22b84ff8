#include "core/pairs/row_best.h"

/* ---- for any machine ------------------------------------------------------------------------- */

/* By rank, then by fit; 1 at least. */
static inline uint32_t ranked(uint32_t fit_bp, const uint16_t *rank, size_t at)
{
    uint32_t of_rank = rank != NULL ? (uint32_t)(WISH_NONE - rank[at]) * STANDING_OF_RANK : 0;
    return 1 + fit_bp + of_rank;
}

/*
 * The key of what is best from the pair `at` on, and of `best`: what it is worth to the person, and
 * below it its place, since of pairs that are alike but for the need the first is the best
 * (wishes_worth). No branch: who is let in is as good as random.
 */
static inline uint64_t best_from(const struct wished_row *row, size_t at, const uint64_t *cutoff,
                                 uint32_t draw, uint64_t best)
{
    for (; at < row->count; at++) {
        uint32_t fit = row->pairs[at].fit_bp;
        uint64_t own = admission_key(ranked(fit, row->of_need, at), draw);
        uint64_t is_in = own >= cutoff[row->pairs[at].need];
        uint64_t key =
            (uint64_t)ranked(fit, row->of_person, at) << 32 | (UINT32_MAX - (uint32_t)at);
        key &= -is_in;
        best = key > best ? key : best;
    }
    return best;
}

static inline size_t place_of(uint64_t best)
{
    return best == 0 ? ROW_NONE : UINT32_MAX - (uint32_t)best;
}

static size_t above_plain(const struct wished_row *row, const uint64_t *cutoff, uint32_t draw)
{
    const struct wished_row bare = {row->pairs, NULL, NULL, row->count};
    if (row->of_person == NULL && row->of_need == NULL)
        return place_of(best_from(&bare, 0, cutoff, draw, 0));
    return place_of(best_from(row, 0, cutoff, draw, 0));
}

static inline int64_t worth(const struct row_prices *prices, const struct pair *pair, int32_t base)
{
    return pair->fit_bp * prices->unit + ((int32_t)pair->need == base) - prices->price[pair->need];
}

static inline struct row_worth worth_from(const struct pair *pairs, size_t at, size_t count,
                                          const struct row_prices *prices, int32_t own,
                                          int32_t base, struct row_worth found)
{
    for (; at < count; at++) {
        int64_t here = worth(prices, &pairs[at], base);
        found.best = here > found.best ? here : found.best;
        found.seat = (int32_t)pairs[at].need == own ? at : found.seat;
    }
    return found;
}

static struct row_worth at_plain(const struct pair *pairs, size_t count,
                                 const struct row_prices *prices, int32_t own, int32_t base)
{
    const struct row_prices local = *prices;
    return worth_from(pairs, 0, count, &local, own, base, (struct row_worth){0, ROW_NONE});
}

const struct row_best row_best_plain = {above_plain, at_plain};

/* ---- four pairs at once ---------------------------------------------------------------------- */

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define LANES ((size_t)4)

/* Lanes are compared as signed, and no key has the highest bit. */
AVX2 static inline __m128i load_pairs(const struct pair *pairs)
{
    return _mm_loadu_si128((const __m128i *)(const void *)pairs);
}

AVX2 static inline __m256i needs_of(__m128i pairs)
{
    return _mm256_cvtepu32_epi64(_mm_srli_epi32(pairs, PAIR_FIT_BITS));
}

AVX2 static inline __m256i fits_of(__m128i pairs)
{
    return _mm256_cvtepu32_epi64(_mm_and_si128(pairs, _mm_set1_epi32((1 << PAIR_FIT_BITS) - 1)));
}

/* Of the needs of four pairs; loads one by one are faster than a gathering one. */
AVX2 static inline __m256i four_of(const int64_t *per_need, const struct pair *pairs)
{
    return _mm256_setr_epi64x(per_need[pairs[0].need], per_need[pairs[1].need],
                              per_need[pairs[2].need], per_need[pairs[3].need]);
}

AVX2 static inline __m256i greater(__m256i left, __m256i right)
{
    return _mm256_blendv_epi8(right, left, _mm256_cmpgt_epi64(left, right));
}

AVX2 static inline int64_t greatest(__m256i lanes)
{
    __m256i best = greater(lanes, _mm256_permute4x64_epi64(lanes, 0x4e));
    best = greater(best, _mm256_permute4x64_epi64(best, 0xb1));
    return _mm256_extract_epi64(best, 0);
}

/* ranked() in the upper halves, `rest` in the lower. */
AVX2 static inline __m256i ranked_wide(__m256i fits, const uint16_t *rank, size_t at, __m256i rest)
{
    __m256i one = _mm256_set1_epi64x((int64_t)1 << 32);
    __m256i key = _mm256_add_epi64(_mm256_add_epi64(_mm256_slli_epi64(fits, 32), one), rest);
    if (rank == NULL)
        return key;
    __m128i ranks = _mm_loadl_epi64((const __m128i *)(const void *)&rank[at]);
    __m256i steps = _mm256_sub_epi64(_mm256_set1_epi64x(WISH_NONE), _mm256_cvtepu16_epi64(ranks));
    __m256i of_rank = _mm256_mul_epu32(steps, _mm256_set1_epi64x(STANDING_OF_RANK));
    return _mm256_add_epi64(key, _mm256_slli_epi64(of_rank, 32));
}

AVX2 static inline size_t above_case(const struct wished_row *row, const uint16_t *of_person,
                                     const uint16_t *of_need, const uint64_t *cutoff, uint32_t draw)
{
    const __m256i draws = _mm256_set1_epi64x(draw);
    const __m256i step = _mm256_set1_epi64x(LANES);
    __m256i place =
        _mm256_sub_epi64(_mm256_set1_epi64x(UINT32_MAX), _mm256_setr_epi64x(0, 1, 2, 3));
    __m256i best = _mm256_setzero_si256();
    size_t at = 0;
    for (; at + LANES <= row->count; at += LANES) {
        __m256i fits = fits_of(load_pairs(&row->pairs[at]));
        __m256i least = four_of((const int64_t *)cutoff, &row->pairs[at]);
        __m256i own = ranked_wide(fits, of_need, at, draws);
        __m256i key = ranked_wide(fits, of_person, at, place);
        best = greater(best, _mm256_andnot_si256(_mm256_cmpgt_epi64(least, own), key));
        place = _mm256_sub_epi64(place, step);
    }
    struct wished_row rest = {row->pairs, of_person, of_need, row->count};
    return place_of(best_from(&rest, at, cutoff, draw, (uint64_t)greatest(best)));
}

/* Called with constants, a loop for each case of who has wishes. */
AVX2 static size_t above_wide(const struct wished_row *row, const uint64_t *cutoff, uint32_t draw)
{
    if (row->of_person == NULL && row->of_need == NULL)
        return above_case(row, NULL, NULL, cutoff, draw);
    if (row->of_person == NULL)
        return above_case(row, NULL, row->of_need, cutoff, draw);
    if (row->of_need == NULL)
        return above_case(row, row->of_person, NULL, cutoff, draw);
    return above_case(row, row->of_person, row->of_need, cutoff, draw);
}

AVX2 static struct row_worth at_wide(const struct pair *pairs, size_t count,
                                     const struct row_prices *prices, int32_t own, int32_t base)
{
    const struct row_prices local = *prices;
    const __m256i unit = _mm256_set1_epi64x(local.unit);
    const __m256i owns = _mm256_set1_epi64x((uint32_t)own);
    const __m256i bases = _mm256_set1_epi64x((uint32_t)base);
    const __m256i step = _mm256_set1_epi64x(LANES);
    __m256i place = _mm256_setr_epi64x(1, 2, 3, 4);
    __m256i best = _mm256_setzero_si256();
    __m256i seat = _mm256_setzero_si256();
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        __m128i some = load_pairs(&pairs[at]);
        __m256i needs = needs_of(some);
        __m256i price = four_of(local.price, &pairs[at]);
        __m256i gross = _mm256_mul_epu32(fits_of(some), unit);
        __m256i held = _mm256_cmpeq_epi64(needs, bases); /* -1 */
        best = greater(best, _mm256_sub_epi64(_mm256_sub_epi64(gross, price), held));
        seat = _mm256_or_si256(seat, _mm256_and_si256(place, _mm256_cmpeq_epi64(needs, owns)));
        place = _mm256_add_epi64(place, step);
    }
    struct row_worth found = {greatest(best), (size_t)greatest(seat) - 1};
    return worth_from(pairs, at, count, &local, own, base, found);
}

static const struct row_best row_best_wide = {above_wide, at_wide};

const struct row_best *row_best_fastest(void)
{
    return __builtin_cpu_supports("avx2") ? &row_best_wide : &row_best_plain;
}
#else
const struct row_best *row_best_fastest(void)
{
    return &row_best_plain;
}
#endif
