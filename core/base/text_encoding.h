/*
 * The encodings that a file of text may come in, by name. What their bytes mean is import/decode's.
 */
#ifndef CADRE_CORE_BASE_TEXT_ENCODING_H
#define CADRE_CORE_BASE_TEXT_ENCODING_H

#include <stdbool.h>

#include "core/base/str.h"

enum text_encoding {
    ENCODING_UNSTATED, /* by the byte order mark; without one UTF-8 */
    ENCODING_UTF_8,
    ENCODING_UTF_16, /* the byte order mark says which */
    ENCODING_UTF_16LE,
    ENCODING_UTF_16BE,
    ENCODING_WINDOWS_1251,
    ENCODING_WINDOWS_1254,
    ENCODING_COUNT
};

/* "utf-8", "windows-1251"; NULL for ENCODING_UNSTATED. */
const char *text_encoding_name(enum text_encoding encoding);
/* By its name, in any ASCII case. */
bool text_encoding_find(struct str_view name, enum text_encoding *ret_encoding);

#endif
