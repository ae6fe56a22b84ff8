/*
 * Which of some kinds a file is, by its header.
 */
#ifndef CADRE_IMPORT_HEADER_KIND_H
#define CADRE_IMPORT_HEADER_KIND_H

#include "core/kind/kind.h"
#include "import/input_file.h"

/*
 * The kind of which the header has all required columns, two at least, and most of the others;
 * *ret_kind is NULL when there is none, or two of which the header says as much. What is no CSV
 * file, or no text of the encoding, has no header: check_file tells what is wrong with it.
 */
CADRE_MUST_CHECK enum cadre_status
header_kind(struct input_file *file, const struct kind *const *kinds, size_t count,
            enum text_encoding stated, const struct kind **ret_kind, struct cadre_error *err);

#endif
