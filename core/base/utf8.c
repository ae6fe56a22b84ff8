#include "core/base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum {
    REPLACEMENT = 0xFFFD,
    SCHWA_SMALL = 0x0259,
    SCHWA_CAPITAL = 0x018F,
    TURNED_E_SMALL = 0x01DD,
    REVERSED_E_CAPITAL = 0x018E,
    CYRILLIC_SCHWA_SMALL = 0x04D9,
    CYRILLIC_SCHWA_CAPITAL = 0x04D8,
};

/* Length of the well-formed, non-NUL code point at `offset`, 0 when there is none. */
static size_t code_point_at(struct str_view text, size_t offset, uint32_t *ret_code_point)
{
    utf8proc_int32_t code_point;
    utf8proc_ssize_t length =
        utf8proc_iterate((const utf8proc_uint8_t *)text.data + offset,
                         (utf8proc_ssize_t)(text.length - offset), &code_point);
    if (length <= 0 || code_point <= 0)
        return 0;
    *ret_code_point = (uint32_t)code_point;
    return (size_t)length;
}

uint32_t utf8_next(struct str_view text, size_t *offset)
{
    uint32_t code_point = REPLACEMENT;
    size_t length = code_point_at(text, *offset, &code_point);
    *offset += length > 0 ? length : 1;
    return code_point;
}

void utf8_add(struct str *out, uint32_t code_point)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char((utf8proc_int32_t)code_point, bytes);
    str_add(out, (const char *)bytes, (size_t)length);
}

static bool is_cyrillic_schwa(uint32_t code_point)
{
    return code_point == CYRILLIC_SCHWA_SMALL || code_point == CYRILLIC_SCHWA_CAPITAL;
}

static bool is_cyrillic(uint32_t code_point)
{
    return (code_point >= 0x0400 && code_point <= 0x052F) ||
           (code_point >= 0x1C80 && code_point <= 0x1C8F) ||
           (code_point >= 0xA640 && code_point <= 0xA69F);
}

bool utf8_is_letter(uint32_t code_point)
{
    if (code_point < 0x80)
        return (code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z';
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

bool utf8_is_blank(uint32_t code_point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    return category == UTF8PROC_CATEGORY_ZS ||
           (category == UTF8PROC_CATEGORY_CF && utf8proc_charwidth((int)code_point) == 0);
}

static uint32_t mended_letter(uint32_t code_point, bool cyrillic_word)
{
    if (code_point == TURNED_E_SMALL)
        return SCHWA_SMALL;
    if (code_point == REVERSED_E_CAPITAL)
        return SCHWA_CAPITAL;
    if (code_point == CYRILLIC_SCHWA_SMALL && !cyrillic_word)
        return SCHWA_SMALL;
    if (code_point == CYRILLIC_SCHWA_CAPITAL && !cyrillic_word)
        return SCHWA_CAPITAL;
    return code_point;
}

/* Length of the word at the start of `text` (0: no letter there), and whether it is Cyrillic. */
static size_t measure_word(struct str_view text, bool *ret_cyrillic)
{
    size_t length = 0;
    *ret_cyrillic = false;
    for (size_t offset = 0; offset < text.length; length = offset) {
        uint32_t code_point = utf8_next(text, &offset);
        if (!utf8_is_letter(code_point))
            break;
        if (is_cyrillic(code_point) && !is_cyrillic_schwa(code_point))
            *ret_cyrillic = true;
    }
    return length;
}

static void add_mended(struct str_view text, struct str *out)
{
    size_t offset = 0;
    while (offset < text.length) {
        bool cyrillic;
        struct str_view rest = {text.data + offset, text.length - offset};
        size_t end = offset + measure_word(rest, &cyrillic);
        while (offset < end)
            utf8_add(out, mended_letter(utf8_next(text, &offset), cyrillic));
        if (offset < text.length)
            utf8_add(out, utf8_next(text, &offset));
    }
}

void utf8_normalise(struct str_view text, struct str *out)
{
    unsigned flags = utf8_survey(text);
    if ((flags & UTF8_UNUSUAL) == 0 || (flags & UTF8_BEYOND_ASCII) == 0) {
        str_add_view(out, text);
        return;
    }
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.length, &composed,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (length < 0)
        str_add_view(out, text);
    else
        add_mended((struct str_view){(const char *)composed, (size_t)length}, out);
    free(composed);
}

static size_t columns_of(uint32_t code_point)
{
    int columns = utf8proc_charwidth((utf8proc_int32_t)code_point);
    return columns > 0 ? (size_t)columns : 0;
}

size_t utf8_width(struct str_view text)
{
    size_t width = 0;
    for (size_t offset = 0; offset < text.length;)
        width += columns_of(utf8_next(text, &offset));
    return width;
}

bool utf8_is_control(uint32_t c)
{
    bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
    bool bidi = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                (c >= 0x2066 && c <= 0x2069);
    return control || bidi;
}

static void add_printable(struct str_view text, struct str *out)
{
    for (size_t offset = 0; offset < text.length;) {
        uint32_t code_point = utf8_next(text, &offset);
        utf8_add(out, utf8_is_control(code_point) ? REPLACEMENT : code_point);
    }
}

/* Bytes of the longest beginning of `text` that is at most `columns` wide. */
static size_t length_within(struct str_view text, size_t columns)
{
    size_t width = 0;
    size_t end = 0;
    for (size_t offset = 0; offset < text.length; end = offset) {
        width += columns_of(utf8_next(text, &offset));
        if (width > columns)
            break;
    }
    return end;
}

void utf8_printable(struct str_view text, size_t columns, struct str *out)
{
    struct str shown = {0};
    add_printable(text, &shown);
    struct str_view whole = str_view_from(&shown);
    if (columns == 0 || utf8_width(whole) <= columns) {
        str_add_view(out, whole);
    } else {
        str_add(out, whole.data, length_within(whole, columns - 1));
        str_add_text(out, "\u2026");
    }
    str_release(&shown);
}

size_t utf8_count(struct str_view text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}
