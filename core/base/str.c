#include "core/base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

struct str_view str_view_of(const char *text)
{
    return (struct str_view){text, text != NULL ? strlen(text) : 0};
}

bool str_view_equal(struct str_view left, struct str_view right)
{
    return left.length == right.length &&
           (left.length == 0 || memcmp(left.data, right.data, left.length) == 0);
}

int str_view_compare(struct str_view left, struct str_view right)
{
    size_t common = left.length < right.length ? left.length : right.length;
    int order = common > 0 ? memcmp(left.data, right.data, common) : 0;
    if (order != 0)
        return order;
    return (left.length > right.length) - (left.length < right.length);
}

bool str_view_starts(struct str_view text, struct str_view prefix)
{
    return text.length >= prefix.length &&
           str_view_equal((struct str_view){text.data, prefix.length}, prefix);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_nbsp(const char *bytes)
{
    return bytes[0] == '\xC2' && bytes[1] == '\xA0';
}

struct str_view str_view_trim(struct str_view text)
{
    for (;;) {
        size_t cut = 0;
        if (text.length > 0 && is_blank(text.data[0]))
            cut = 1;
        else if (text.length > 1 && is_nbsp(text.data))
            cut = 2;
        if (cut == 0)
            break;
        text.data += cut;
        text.length -= cut;
    }
    for (;;) {
        if (text.length > 0 && is_blank(text.data[text.length - 1]))
            text.length -= 1;
        else if (text.length > 1 && is_nbsp(text.data + text.length - 2))
            text.length -= 2;
        else
            return text;
    }
}

struct str_view str_view_cut(struct str_view text, char separator, struct str_view *ret_rest)
{
    const char *at = text.length > 0 ? memchr(text.data, separator, text.length) : NULL;
    if (at == NULL) {
        *ret_rest = (struct str_view){NULL, 0};
        return text;
    }
    size_t length = (size_t)(at - text.data);
    *ret_rest = (struct str_view){at + 1, text.length - length - 1};
    return (struct str_view){text.data, length};
}

struct str_view str_view_behind(struct str_view text, struct str_view part)
{
    for (size_t at = 0; at + part.length <= text.length; at++) {
        struct str_view rest = {text.data + at, text.length - at};
        if (str_view_starts(rest, part))
            return (struct str_view){rest.data + part.length, rest.length - part.length};
    }
    return (struct str_view){NULL, 0};
}

bool str_view_to_int64(struct str_view text, int64_t *ret_value)
{
    size_t at = 0;
    bool negative = text.length > 0 && text.data[0] == '-';
    if (negative || (text.length > 0 && text.data[0] == '+'))
        at = 1;
    if (at == text.length)
        return false;
    int64_t value = 0;
    for (; at < text.length; at++) {
        int digit = text.data[at] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    /* Summed downwards, since INT64_MIN has no positive twin. */
    if (!negative && __builtin_sub_overflow(0, value, &value))
        return false;
    *ret_value = value;
    return true;
}

void str_release(struct str *text)
{
    free(text->data);
    *text = (struct str){0};
}

void str_reset(struct str *text)
{
    text->length = 0;
    if (text->data != NULL)
        text->data[0] = '\0';
}

void str_add(struct str *text, const char *data, size_t length)
{
    text->data = cadre_grow(text->data, &text->capacity, text->length + length + 1, 1);
    if (length > 0)
        memcpy(text->data + text->length, data, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void str_add_view(struct str *text, struct str_view view)
{
    str_add(text, view.data, view.length);
}

void str_add_text(struct str *text, const char *nul_terminated)
{
    str_add(text, nul_terminated, strlen(nul_terminated));
}

void str_add_char(struct str *text, char c)
{
    str_add(text, &c, 1);
}

void str_add_int64(struct str *text, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        str_add_char(text, '-');
    str_add(text, digits + at, sizeof digits - at);
}

void str_add_format(struct str *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length <= 0)
        return;
    size_t needed = text->length + (size_t)length + 1;
    text->data = cadre_grow(text->data, &text->capacity, needed, 1);
    va_start(args, format);
    vsnprintf(text->data + text->length, (size_t)length + 1, format, args);
    va_end(args);
    text->length += (size_t)length;
}

struct str_view str_view_from(const struct str *text)
{
    return (struct str_view){str_chars(text), text->length};
}

const char *str_chars(const struct str *text)
{
    return text->data != NULL ? text->data : "";
}

char *str_take(struct str *text)
{
    char *data = text->data != NULL ? text->data : cadre_strdup("");
    *text = (struct str){0};
    return data;
}
