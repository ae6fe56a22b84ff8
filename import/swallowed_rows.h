/*
 * Two stray quotes, lines apart, make one record of all that lies between them, which is a record
 * like any other (RFC 4180), with a cell of several lines: rows would be lost without a word.
 * Private to import/.
 */
#ifndef CADRE_IMPORT_SWALLOWED_ROWS_H
#define CADRE_IMPORT_SWALLOWED_ROWS_H

#include "import/record_reader.h"

/*
 * Whether a record of more than one line, of `count` fields where the header has `columns`, looks
 * like rows and no row: the line behind its first is one by itself; or its first and its last line
 * are, without the quote between which they lie. A text of more lines may be such by chance, the
 * less the more columns there are: of a few, two rows must look alike, too. `reader` is read with.
 */
bool swallowed_rows(struct record_reader *reader, struct str_view record, char delimiter,
                    size_t count, size_t columns);

#endif
