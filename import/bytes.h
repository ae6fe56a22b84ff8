/*
 * Whether the bytes of an input are text that can be read at all: one pass over the whole file
 * before any row, so that a fault near its end refuses it before anything was handed on. Private to
 * import/.
 */
#ifndef CADRE_IMPORT_BYTES_H
#define CADRE_IMPORT_BYTES_H

#include <stdbool.h>

#include "core/base/status.h"
#include "import/findings.h"
#include "import/input_file.h"

/*
 * *ret_refused with one finding of the file when it is empty (nothing but blanks and line ends, or
 * a preamble), of another format by its first bytes (file_format.h) or UTF-16 that decode_file
 * could not know, holds NUL, is not UTF-8, or has lost letters: '?' or U+FFFD between two letters
 * in at least three words and one line in fifty, or in a third of the lines. Words with '/', '@',
 * '=' or '&' (addresses) are passed over. What was found to be text is not looked at again.
 */
CADRE_MUST_CHECK enum cadre_status bytes_check(struct input_file *file, struct findings *findings,
                                               bool *ret_refused, struct cadre_error *err);

/* What may stand before the header. */
struct preamble {
    size_t length;  /* bytes of both: BOMs of UTF-8, and a line `sep=;` for Excel's eyes alone */
    uint64_t lines; /* 1 when there is such a line, else 0 */
};
CADRE_MUST_CHECK enum cadre_status
bytes_preamble(struct input_file *file, struct preamble *ret_preamble, struct cadre_error *err);

#endif
