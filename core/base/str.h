/*
 * Text: `struct str_view` borrows bytes, `struct str` owns and grows. Neither is NUL-terminated by
 * promise, except where said; both may hold any bytes.
 */
#ifndef CADRE_CORE_BASE_STR_H
#define CADRE_CORE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str_view {
    const char *data; /* NULL means absent (SQL NULL); "" of length 0 means empty */
    size_t length;    /* bytes */
};

#define STR_VIEW_LITERAL(text) ((struct str_view){(text), sizeof(text) - 1})
/* For printf: "%.*s", STR_VIEW_ARGS(view) */
#define STR_VIEW_ARGS(view) (int)(view).length, (view).data

struct str_view str_view_of(const char *text); /* NULL gives an absent view */
bool str_view_equal(struct str_view left, struct str_view right);
int str_view_compare(struct str_view left, struct str_view right); /* bytewise, shorter first */
bool str_view_starts(struct str_view text, struct str_view prefix);
struct str_view str_view_trim(struct str_view text); /* ASCII white space and NBSP (U+00A0) */
/* Cuts at the first `separator`: *ret_rest is what follows it (absent when none was there). */
struct str_view str_view_cut(struct str_view text, char separator, struct str_view *ret_rest);
/* What follows the first `part` in the text; absent when it is not there. */
struct str_view str_view_behind(struct str_view text, struct str_view part);
/* Decimal integer, optional sign, nothing else around it; false when malformed or out of range. */
bool str_view_to_int64(struct str_view text, int64_t *ret_value);

struct str {
    char *data; /* NULL while empty; otherwise followed by a NUL that length does not count */
    size_t length;
    size_t capacity;
};

void str_release(struct str *text); /* frees and zeroes; for CADRE_CLEANUP too */
void str_reset(struct str *text);   /* length 0, memory kept */
void str_add(struct str *text, const char *data, size_t length);
void str_add_view(struct str *text, struct str_view view);
void str_add_text(struct str *text, const char *nul_terminated);
void str_add_char(struct str *text, char c);
void str_add_int64(struct str *text, int64_t value); /* decimal digits, no grouping, no locale */
void str_add_format(struct str *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str_view str_view_from(const struct str *text);
const char *str_chars(const struct str *text); /* NUL-terminated, "" while empty */
char *str_take(struct str *text);              /* ownership to the caller, NUL-terminated */

#endif
