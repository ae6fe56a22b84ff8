/*
 * Validity of UTF-8. Every byte of every file goes through here before anything else, so that
 * sixteen are judged at once where the machine can.
 */
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/utf8.h"

/* ---- one after the other --------------------------------------------------------------------- */

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The second byte of a sequence has a range of its own after these leads (Unicode, table 3-7). */
static bool is_second(unsigned char lead, unsigned char byte)
{
    switch (lead) {
    case 0xE0:
        return byte >= 0xA0 && byte <= 0xBF; /* else overlong */
    case 0xED:
        return byte >= 0x80 && byte <= 0x9F; /* else a surrogate */
    case 0xF0:
        return byte >= 0x90 && byte <= 0xBF;
    case 0xF4:
        return byte >= 0x80 && byte <= 0x8F; /* else beyond U+10FFFF */
    default:
        return is_continuation(byte);
    }
}

/* Length of the sequence that begins with `lead`, 0 when none does. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return lead != 0;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Length of the well-formed code point at `at`, 0 when there is none. */
static size_t code_point_length(const unsigned char *at, size_t room)
{
    size_t length = sequence_length(*at);
    if (length > room)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if (i == 1 ? !is_second(at[0], at[1]) : !is_continuation(at[i]))
            return 0;
    }
    return length;
}

/* Offset of the first byte at fault, the text's length when there is none. */
static size_t first_fault(struct str_view text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t at = 0;
    while (at < text.length) {
        size_t length = code_point_length(bytes + at, text.length - at);
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

/* ---- sixteen at once ------------------------------------------------------------------------- */

#if defined(__x86_64__)

enum { WIDTH = 16 };

/*
 * J. Keiser, D. Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte" (2021): three
 * tables, by the halves of a byte and by the upper half of the next, have a bit in common where the
 * two make a fault.
 */
enum {
    TOO_SHORT = 1 << 0, /* a lead, then no continuation */
    TOO_LONG = 1 << 1,  /* ASCII, then a continuation */
    OVERLONG_3 = 1 << 2,
    TOO_LARGE = 1 << 3,
    SURROGATE = 1 << 4,
    OVERLONG_2 = 1 << 5,
    OVERLONG_4 = 1 << 6, /* or larger still */
    TWO_CONTS = 1 << 7,  /* two continuations: right behind the lead of a long sequence alone */
    ANYWAY = TOO_SHORT | TOO_LONG | TWO_CONTS,
    LARGER = ANYWAY | TOO_LARGE | OVERLONG_4,
    SECOND = TOO_LONG | OVERLONG_2 | TWO_CONTS,
};

static const unsigned char first_high[WIDTH] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TWO_CONTS,
    TWO_CONTS,
    TWO_CONTS,
    TWO_CONTS,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | OVERLONG_4,
};

static const unsigned char first_low[WIDTH] = {
    ANYWAY | OVERLONG_2 | OVERLONG_3 | OVERLONG_4,
    ANYWAY | OVERLONG_2,
    ANYWAY,
    ANYWAY,
    ANYWAY | TOO_LARGE,
    LARGER,
    LARGER,
    LARGER,
    LARGER,
    LARGER,
    LARGER,
    LARGER,
    LARGER,
    LARGER | SURROGATE,
    LARGER,
    LARGER,
};

static const unsigned char second_high[WIDTH] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    SECOND | OVERLONG_3 | OVERLONG_4,
    SECOND | OVERLONG_3 | TOO_LARGE,
    SECOND | SURROGATE | TOO_LARGE,
    SECOND | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};

#define SSSE3 __attribute__((target("ssse3")))

SSSE3 static inline __m128i load(const void *at)
{
    return _mm_loadu_si128(at);
}

/* Not zero where the bytes, behind the sixteen before them, are at fault. */
SSSE3 static inline __m128i faults_of(__m128i bytes, __m128i before)
{
    const __m128i low_half = _mm_set1_epi8(0x0F);
    const __m128i first = _mm_alignr_epi8(bytes, before, WIDTH - 1);
    const __m128i common = _mm_and_si128(
        _mm_and_si128(
            _mm_shuffle_epi8(load(first_high), _mm_and_si128(_mm_srli_epi16(first, 4), low_half)),
            _mm_shuffle_epi8(load(first_low), _mm_and_si128(first, low_half))),
        _mm_shuffle_epi8(load(second_high), _mm_and_si128(_mm_srli_epi16(bytes, 4), low_half)));
    /* A third or fourth byte of its sequence follows a continuation, and must: top bit set. */
    const __m128i third =
        _mm_subs_epu8(_mm_alignr_epi8(bytes, before, WIDTH - 2), _mm_set1_epi8(0xE0 - 0x80));
    const __m128i fourth =
        _mm_subs_epu8(_mm_alignr_epi8(bytes, before, WIDTH - 3), _mm_set1_epi8(0xF0 - 0x80));
    const __m128i expected = _mm_and_si128(_mm_or_si128(third, fourth), _mm_set1_epi8((char)0x80));
    return _mm_xor_si128(expected, common);
}

SSSE3 static bool is_valid_wide(struct str_view text)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i before = zero;
    __m128i faults = zero;
    size_t at = 0;
    for (; at + WIDTH <= text.length; at += WIDTH) {
        __m128i bytes = load(text.data + at);
        faults = _mm_or_si128(faults,
                              _mm_or_si128(faults_of(bytes, before), _mm_cmpeq_epi8(bytes, zero)));
        before = bytes;
    }
    /* What is left, filled up with blanks: they show a sequence that is cut off, too. */
    unsigned char rest[WIDTH];
    memset(rest, ' ', sizeof rest);
    if (at < text.length)
        memcpy(rest, text.data + at, text.length - at);
    __m128i bytes = load(rest);
    faults =
        _mm_or_si128(faults, _mm_or_si128(faults_of(bytes, before), _mm_cmpeq_epi8(bytes, zero)));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(faults, zero)) == 0xFFFF;
}

static bool is_valid_quickly(struct str_view text)
{
    return __builtin_cpu_supports("ssse3") && is_valid_wide(text);
}
#else
static bool is_valid_quickly(struct str_view text)
{
    (void)text;
    return false;
}
#endif

bool utf8_is_valid(struct str_view text, size_t *ret_offset)
{
    if (is_valid_quickly(text))
        return true;
    size_t fault = first_fault(text);
    if (fault == text.length)
        return true;
    if (ret_offset != NULL)
        *ret_offset = fault;
    return false;
}
