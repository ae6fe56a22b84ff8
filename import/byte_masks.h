/*
 * Where the bytes that CSV knows stand among 64, as bits: byte i is bit i; and the first of them in
 * a text. And where one byte stands among 16. Private to import/.
 */
#ifndef CADRE_IMPORT_BYTE_MASKS_H
#define CADRE_IMPORT_BYTE_MASKS_H

#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { MASK_BYTES = 64, SHORT_MASK_BYTES = 16 };

struct byte_masks {
    uint64_t quotes, delimiters, feeds, carriages;
};

#if defined(__SSE2__)
static inline uint64_t mask_of(const __m128i block[4], char wanted)
{
    const __m128i all = _mm_set1_epi8(wanted);
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++)
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block[i], all)) << (16 * i);
    return mask;
}

/* All 64 bytes at `at` must be readable. */
static inline struct byte_masks byte_masks_of(const char *at, char delimiter)
{
    __m128i block[4];
    for (int i = 0; i < 4; i++)
        block[i] = _mm_loadu_si128((const void *)(at + 16 * i));
    return (struct byte_masks){mask_of(block, '"'), mask_of(block, delimiter), mask_of(block, '\n'),
                               mask_of(block, '\r')};
}

/* Moves over blocks of bytes that CSV does not know, to such a byte or to the last few. */
static inline const char *pass_other_blocks(const char *at, const char *end, char delimiter)
{
    enum { BLOCK = sizeof(__m128i) };
    for (; end - at >= BLOCK; at += BLOCK) {
        const __m128i bytes = _mm_loadu_si128((const void *)at);
        const __m128i known =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))),
                         _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))));
        int mask = _mm_movemask_epi8(known);
        if (mask != 0)
            return at + __builtin_ctz((unsigned)mask);
    }
    return at;
}

/* All 16 bytes at `at` must be readable. */
static inline uint32_t short_mask_of(const void *at, uint8_t wanted)
{
    const __m128i bytes = _mm_loadu_si128(at);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)wanted)));
}
#else
static inline uint64_t mask_of(const char *at, char wanted)
{
    uint64_t mask = 0;
    for (int i = 0; i < MASK_BYTES; i++)
        mask |= (uint64_t)(at[i] == wanted) << i;
    return mask;
}

/* All 64 bytes at `at` must be readable. */
static inline struct byte_masks byte_masks_of(const char *at, char delimiter)
{
    return (struct byte_masks){mask_of(at, '"'), mask_of(at, delimiter), mask_of(at, '\n'),
                               mask_of(at, '\r')};
}

static inline const char *pass_other_blocks(const char *at, const char *end, char delimiter)
{
    (void)end;
    (void)delimiter;
    return at;
}

static inline uint32_t short_mask_of(const void *at, uint8_t wanted)
{
    uint32_t mask = 0;
    for (int i = 0; i < SHORT_MASK_BYTES; i++)
        mask |= (uint32_t)(((const uint8_t *)at)[i] == wanted) << i;
    return mask;
}
#endif

#endif
