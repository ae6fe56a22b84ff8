/*
 * Files that are not UTF-8 become it: UTF-16 by its byte order mark, and what the caller names.
 * Nothing is guessed. The text, behind a UTF-8 BOM, is laid over the bytes (input_file.h): lines
 * and offsets of records are then the text's, and rejects are UTF-8 with a BOM, which Excel needs.
 * Memory is flat. Private to import/.
 *
 * UTF-16 after The Unicode Standard 15, 3.9 (D91); see code_page.h for the others.
 */
#ifndef CADRE_IMPORT_DECODE_H
#define CADRE_IMPORT_DECODE_H

#include <stdbool.h>

#include "core/base/status.h"
#include "core/base/text_encoding.h"
#include "import/findings.h"
#include "import/input_file.h"

/*
 * `stated` is what the source says of its files; a byte order mark overrules it, since the mended
 * rejects of a source that writes windows-1254 are UTF-8. Not so when it is `demanded`.
 *
 * *ret_refused with one finding when the mark contradicts what is demanded, the file has none
 * where "utf-16" wants one, or all its letters are UTF-8 where a code page is stated, also by the
 * source (F026); or when bytes are no text of the encoding (F027): an odd byte at the end, half of
 * a surrogate pair, a byte that the code page leaves open. A file that is UTF-8, or of a format
 * that bytes_check refuses, is left as it is. Decoding the same file again, by the same name or
 * another, begins anew.
 */
CADRE_MUST_CHECK enum cadre_status decode_file(struct input_file *file, enum text_encoding stated,
                                               bool demanded, struct findings *findings,
                                               bool *ret_refused, struct cadre_error *err);

#endif
