/*
 * The single-byte encodings of Windows, after the tables that Unicode publishes
 * (https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1251.TXT and CP1254.TXT).
 *
 * Tables of our own and not iconv: glibc keeps these converters in modules that it loads at run
 * time. Minimal systems leave them out (glibc-gconv-extra of Fedora and RHEL), and where they are
 * looked for is the environment's to say (GCONV_PATH). Private to import/.
 */
#ifndef CADRE_IMPORT_CODE_PAGE_H
#define CADRE_IMPORT_CODE_PAGE_H

#include <stdint.h>

#include "core/base/text_encoding.h"

#define CODE_PAGE_BYTES 128 /* 0x80 to 0xFF; those below are ASCII */

/* Code points by byte - 0x80; 0 = undefined. NULL for an encoding of another sort. */
const uint16_t *code_page_of(enum text_encoding encoding);

#endif
