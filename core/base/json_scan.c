#include "core/base/json_scan.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/base/utf8.h"

struct scan {
    struct str_view text;
    size_t at;
    struct json_rewrite *rewrite;
    struct str *out;   /* the rewrite's text */
    const char *fault; /* NULL while all is well */
    int depth;
    uint32_t line; /* where `at` stands, from 1; later ones than fit count as the last */
};

static bool scan_fault(struct scan *scan, const char *fault)
{
    if (scan->fault == NULL)
        scan->fault = fault;
    return false;
}

static int peek(const struct scan *scan)
{
    return scan->at < scan->text.length ? (unsigned char)scan->text.data[scan->at] : -1;
}

static void skip_blanks(struct scan *scan)
{
    for (int c = peek(scan); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(scan)) {
        scan->line += c == '\n' && scan->line < UINT32_MAX;
        scan->at++;
    }
}

/* Copies the byte that stands there; the end must have been ruled out. */
static void copy(struct scan *scan)
{
    str_add_char(scan->out, scan->text.data[scan->at++]);
}

static bool take(struct scan *scan, char wanted)
{
    if (peek(scan) != (unsigned char)wanted)
        return false;
    copy(scan);
    return true;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(struct scan *scan)
{
    if (!is_digit(peek(scan)))
        return scan_fault(scan, "a digit is missing in a number");
    while (is_digit(peek(scan)))
        copy(scan);
    return true;
}

static bool scan_number(struct scan *scan)
{
    str_add_text(scan->out, "\"n");
    take(scan, '-');
    if (take(scan, '0')) {
        if (is_digit(peek(scan)))
            return scan_fault(scan, "a number begins with a zero");
    } else if (!scan_digits(scan)) {
        return false;
    }
    if (take(scan, '.') && !scan_digits(scan))
        return false;
    if (take(scan, 'e') || take(scan, 'E')) {
        if (!take(scan, '+'))
            take(scan, '-');
        if (!scan_digits(scan))
            return false;
    }
    str_add_char(scan->out, '"');
    return true;
}

/* Four hexadecimal digits of a \u escape, -1 when malformed. */
static int hex4(struct scan *scan)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int c = peek(scan);
        int digit = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
        copy(scan);
    }
    return value;
}

static bool scan_unicode(struct scan *scan)
{
    int unit = hex4(scan);
    if (unit < 0)
        return scan_fault(scan, "an escape \\u wants four hexadecimal digits");
    if (unit == 0)
        return scan_fault(scan, "NUL (\\u0000) cannot be stored");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return scan_fault(scan, "a lone surrogate");
    if (unit < 0xD800 || unit > 0xDBFF)
        return true;
    if (!take(scan, '\\') || !take(scan, 'u'))
        return scan_fault(scan, "a lone surrogate");
    int low = hex4(scan);
    return (low >= 0xDC00 && low <= 0xDFFF) || scan_fault(scan, "a lone surrogate");
}

static bool scan_string(struct scan *scan)
{
    if (!take(scan, '"'))
        return scan_fault(scan, "a name in quotes is missing");
    str_add_char(scan->out, 's');
    while (!take(scan, '"')) {
        int c = peek(scan);
        if (c < 0)
            return scan_fault(scan, "a string is not closed");
        if (c < 0x20)
            return scan_fault(scan, "a control character in a string");
        copy(scan);
        if (c != '\\')
            continue;
        int escaped = peek(scan);
        if (escaped < 0 || strchr("\"\\/bfnrtu", escaped) == NULL)
            return scan_fault(scan, "an unknown escape");
        copy(scan);
        if (escaped == 'u' && !scan_unicode(scan))
            return false;
    }
    return true;
}

static bool scan_word(struct scan *scan, const char *word)
{
    for (; *word != '\0'; word++) {
        if (!take(scan, *word))
            return scan_fault(scan, "an unknown word");
    }
    return true;
}

static bool scan_value(struct scan *scan);

static bool scan_name(struct scan *scan)
{
    struct json_rewrite *rewrite = scan->rewrite;
    skip_blanks(scan);
    rewrite->names = cadre_grow(rewrite->names, &rewrite->name_capacity, rewrite->name_count + 1,
                                sizeof *rewrite->names);
    rewrite->names[rewrite->name_count++] = scan->at;
    if (!scan_string(scan))
        return false;
    skip_blanks(scan);
    return take(scan, ':') || scan_fault(scan, "':' is missing behind a name");
}

static bool scan_container(struct scan *scan, char close)
{
    if (++scan->depth > JSON_DEPTH_MAX)
        return scan_fault(scan, "nested too deep");
    copy(scan);
    skip_blanks(scan);
    bool empty = take(scan, close);
    while (!empty) {
        if (close == '}' && !scan_name(scan))
            return false;
        if (!scan_value(scan))
            return false;
        skip_blanks(scan);
        if (take(scan, close))
            break;
        if (!take(scan, ','))
            return scan_fault(scan, "',' or a closing bracket is missing");
    }
    scan->depth--;
    return true;
}

static void note_value(struct scan *scan)
{
    struct json_rewrite *rewrite = scan->rewrite;
    rewrite->lines = cadre_grow(rewrite->lines, &rewrite->value_capacity, rewrite->value_count + 1,
                                sizeof *rewrite->lines);
    rewrite->lines[rewrite->value_count++] = scan->line;
}

static bool scan_value(struct scan *scan)
{
    skip_blanks(scan);
    int c = peek(scan);
    note_value(scan);
    switch (c) {
    case '{':
        return scan_container(scan, '}');
    case '[':
        return scan_container(scan, ']');
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, "true");
    case 'f':
        return scan_word(scan, "false");
    case 'n':
        return scan_word(scan, "null");
    case -1:
        return scan_fault(scan, "the text ends before its value");
    default:
        if (c != '-' && !is_digit(c))
            return scan_fault(scan, "no value begins like this");
        return scan_number(scan);
    }
}

enum cadre_status json_fail_at(struct str_view text, size_t offset, const char *fault,
                               struct cadre_error *err)
{
    size_t line = 1;
    size_t line_start = 0;
    for (size_t i = 0; i < offset; i++) {
        if (text.data[i] == '\n') {
            line++;
            line_start = i + 1;
        }
    }
    struct str_view before = {text.data + line_start, offset - line_start};
    return cadre_fail(err, CADRE_REFUSED, "not valid JSON at line %zu, column %zu: %s", line,
                      utf8_count(before) + 1, fault);
}

enum cadre_status json_scan(struct str_view text, struct json_rewrite *rewrite,
                            struct cadre_error *err)
{
    size_t bad;
    if (!utf8_is_valid(text, &bad))
        return json_fail_at(text, bad, "not UTF-8, or a NUL", err);
    if (str_view_starts(text, STR_VIEW_LITERAL("\xEF\xBB\xBF")))
        return json_fail_at(text, 0, "a byte order mark before the value", err);
    struct scan scan = {.text = text, .rewrite = rewrite, .out = &rewrite->text, .line = 1};
    if (!scan_value(&scan))
        return json_fail_at(text, scan.at, scan.fault, err);
    skip_blanks(&scan);
    if (scan.at < text.length)
        return json_fail_at(text, scan.at, "text behind the value", err);
    return CADRE_OK;
}

void json_rewrite_release(struct json_rewrite *rewrite)
{
    str_release(&rewrite->text);
    free(rewrite->names);
    free(rewrite->lines);
    *rewrite = (struct json_rewrite){0};
}
