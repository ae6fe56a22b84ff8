/*
 * One quick pass over a text: whether it needs any of the slow ones. Every cell of every row goes
 * through here.
 */
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/base/utf8.h"

/* Three for dashes, quotation marks and dots (U+2010 to U+2027) and the numero sign, else 0. */
static size_t usual_sign_length(const unsigned char *at, size_t room)
{
    enum { LENGTH = 3 };
    if (room < LENGTH)
        return 0;
    bool punctuation = at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xA7;
    bool numero = at[1] == 0x84 && at[2] == 0x96;
    return punctuation || numero ? LENGTH : 0;
}

/*
 * Length of a code point of the Latin letters of two bytes (U+00C0 to U+02FF), of the Russian
 * alphabet or of the signs that offices write, 0 of any other. Every sequence of these is in normal
 * form, and no schwa is mistaken for them but U+018E and U+01DD.
 */
static size_t usual_length(const unsigned char *at, size_t room)
{
    if (room < 2 || (at[1] & 0xC0) != 0x80)
        return 0;
    switch (at[0]) {
    case 0xC6:
        return at[1] != 0x8E ? 2 : 0;
    case 0xC7:
        return at[1] != 0x9D ? 2 : 0;
    case 0xD0:
        return at[1] >= 0x90 ? 2 : 0;
    case 0xD1:
        return at[1] <= 0x8F ? 2 : 0;
    case 0xE2:
        return usual_sign_length(at, room);
    default:
        return at[0] >= 0xC3 && at[0] <= 0xCB ? 2 : 0;
    }
}

static bool is_printable_ascii(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F;
}

/* Letter by letter. */
static unsigned survey_letters(struct str_view text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    unsigned flags = 0;
    for (size_t at = 0; at < text.length;) {
        bool beyond = bytes[at] >= 0x80;
        size_t length =
            beyond ? usual_length(bytes + at, text.length - at) : is_printable_ascii(bytes[at]);
        flags |= (beyond ? UTF8_BEYOND_ASCII : 0) | (length == 0 ? UTF8_UNUSUAL : 0);
        at += length > 0 ? length : 1;
    }
    return flags;
}

#if defined(__SSE2__)

enum { WIDTH = 16, HALF = 8, QUARTER = 4 };

/*
 * Flags of sixteen bytes of a valid text. Of the leads that usual_length takes those are passed
 * behind which any continuation is usual: C3 to C5 and C8 to CB.
 */
static inline unsigned survey_block(__m128i bytes)
{
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    const __m128i deleted = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F));
    const __m128i latin_1 = _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xC2));
    const __m128i c6_or_c7 =
        _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(1)), _mm_set1_epi8((char)0xC7));
    const __m128i later = _mm_cmpeq_epi8(_mm_max_epu8(bytes, _mm_set1_epi8((char)0xCC)), bytes);
    const __m128i unusual = _mm_or_si128(_mm_or_si128(control, deleted),
                                         _mm_or_si128(_mm_or_si128(latin_1, c6_or_c7), later));
    return (_mm_movemask_epi8(bytes) != 0 ? UTF8_BEYOND_ASCII : 0) |
           (_mm_movemask_epi8(unusual) != 0 ? UTF8_UNUSUAL : 0);
}

#define BLANKS UINT64_C(0x2020202020202020)

static inline uint64_t word_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Fewer than eight bytes, some of them twice when that is quicker, the rest of the word blank. */
static inline uint64_t short_word(const char *at, size_t length)
{
    if (length >= QUARTER) {
        uint32_t first;
        uint32_t last;
        memcpy(&first, at, QUARTER);
        memcpy(&last, at + length - QUARTER, QUARTER);
        return (uint64_t)first << 32 | last;
    }
    uint64_t word = BLANKS;
    for (size_t i = 0; i < length; i++)
        word = word << 8 | (unsigned char)at[i];
    return word;
}

/* Fewer than sixteen bytes, likewise. */
static inline __m128i short_block(const char *at, size_t length)
{
    uint64_t first = length >= HALF ? word_at(at) : short_word(at, length);
    uint64_t last = length >= HALF ? word_at(at + length - HALF) : BLANKS;
    return _mm_set_epi64x((int64_t)last, (int64_t)first);
}

/* What it finds unusual may be usual all the same. */
static unsigned survey_quickly(struct str_view text)
{
    if (text.length < WIDTH)
        return survey_block(short_block(text.data, text.length));
    unsigned flags = 0;
    for (size_t at = 0; at + WIDTH < text.length; at += WIDTH)
        flags |= survey_block(_mm_loadu_si128((const void *)(text.data + at)));
    return flags | survey_block(_mm_loadu_si128((const void *)(text.data + text.length - WIDTH)));
}

unsigned utf8_survey(struct str_view text)
{
    unsigned flags = survey_quickly(text);
    return flags == (UTF8_BEYOND_ASCII | UTF8_UNUSUAL) ? survey_letters(text) : flags;
}

#else

unsigned utf8_survey(struct str_view text)
{
    return survey_letters(text);
}

#endif
