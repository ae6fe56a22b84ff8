/*
 * Folding of headers, codes and list labels: the same in every locale. Never for people's names.
 */
#ifndef CADRE_CORE_BASE_FOLD_H
#define CADRE_CORE_BASE_FOLD_H

#include <stdbool.h>

#include "core/base/str.h"

static inline char fold_ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline char fold_ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* ASCII letters only; other bytes must be equal. */
bool fold_ascii_equal(struct str_view left, struct str_view right);
/*
 * A comparison key for headers, list labels, region names: NFC, ASCII letters lowered, the capital
 * letters of the Azerbaijani and Russian alphabets lowered by our own table (I and dotted capital I
 * both give i, dotless i gives i too, schwa in all its code points one letter), runs of blanks,
 * NBSP, '_' and '-' made one '_', outer ones dropped. Appends to *out.
 */
void fold_key(struct str_view text, struct str *out);

#endif
