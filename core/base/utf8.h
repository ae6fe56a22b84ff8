/*
 * UTF-8 and normalisation (utf8proc underneath; its types appear in no header).
 */
#ifndef CADRE_CORE_BASE_UTF8_H
#define CADRE_CORE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

/* Well-formed by RFC 3629 (no overlong form, no surrogate, <= U+10FFFF) and free of NUL. On false
 * *ret_offset (may be NULL) is the first bad byte. */
bool utf8_is_valid(struct str_view text, size_t *ret_offset);
/* The code point at *offset (< text.length), which moves on. A byte that begins none, or NUL, is
 * U+FFFD and one byte long. */
uint32_t utf8_next(struct str_view text, size_t *offset);
/* Appends one code point (<= U+10FFFF, no surrogate). */
void utf8_add(struct str *out, uint32_t code_point);
/* NFC, and the letters that the Azerbaijani schwa is mistyped with (U+01DD and U+018E anywhere;
 * U+04D9 and U+04D8 in a word without another Cyrillic letter) made U+0259 and U+018F. Appends to
 * *out; text that is not valid is appended as it stands. */
void utf8_normalise(struct str_view text, struct str *out);
/* What a valid text is made of, by one quick pass. */
enum {
    UTF8_BEYOND_ASCII = 1,
    UTF8_UNUSUAL = 2, /* Without it utf8_normalise would change nothing, and there is no
                         control character. With it all may be well, too. */
};
unsigned utf8_survey(struct str_view text);
/* Terminal columns of valid text (East Asian wide = 2, combining = 0). */
size_t utf8_width(struct str_view text);
/* Appends `text` with control characters (C0, DEL, C1, and bidi overrides) shown as U+FFFD, cut to
 * `columns` wide with a final U+2026 when longer (0 = no limit): what may stand on a terminal.
 * Invalid bytes are shown as U+FFFD too. */
void utf8_printable(struct str_view text, size_t columns, struct str *out);
/* Number of code points. */
size_t utf8_count(struct str_view text);
/* A letter or a mark on one, of any script. */
bool utf8_is_letter(uint32_t code_point);
/* A space of any script, or what has neither ink nor width; control characters are none. */
bool utf8_is_blank(uint32_t code_point);
/* What moves the cursor or turns the order of letters: C0, DEL, C1, line separators, bidi marks. */
bool utf8_is_control(uint32_t code_point);

#endif
