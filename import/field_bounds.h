/*
 * Where fields begin and end in the bytes of a record that may be broken behind them, or in a line
 * of it; a record that is whole is the reader's (record_reader.h). Private to import/.
 */
#ifndef CADRE_IMPORT_FIELD_BOUNDS_H
#define CADRE_IMPORT_FIELD_BOUNDS_H

#include "core/base/str.h"

/* The quote at which what is quoted from `at` on ends; the length of the bytes when it goes on. */
size_t field_closing_quote(struct str_view bytes, size_t at);
/* The delimiter or line ending behind the field that begins at `at`; the length of the bytes when
 * none is there. */
size_t field_end(struct str_view bytes, size_t at, char delimiter);

#endif
