/*
 * Cuts a file into CSV records with their physical place, and never lets a stray quote cost more
 * than one of them. Private to import/.
 *
 * Grammar (RFC 4180 as libcsv's strict mode reads it): a quote opens only at a field's start,
 * blanks before it are skipped; "" inside quotes is a quote; after the closing one only blanks may
 * stand before the delimiter. LF, CR LF and a lone CR each end a line, and outside quotes the
 * record. A line of nothing but delimiters and blanks (as Excel leaves them below a table) is
 * counted as a line, but is no record.
 *
 * A record that breaks the grammar, or whose quoted field has more than RECORD_QUOTED_LINES_MAX
 * lines, ends with the line where the quote at fault was opened; splitting goes on in the next
 * line.
 */
#ifndef CADRE_IMPORT_RECORD_SPLITTER_H
#define CADRE_IMPORT_RECORD_SPLITTER_H

#include <stdbool.h>

#include "core/base/status.h"
#include "core/kind/typed_row.h"
#include "import/input_file.h"

enum {
    RECORD_BYTES_MAX = 1024 * 1024,
    RECORD_QUOTED_LINES_MAX = 64,
};

enum record_fault {
    RECORD_WHOLE,
    RECORD_QUOTES,     /* a quote where none may stand, or text after a closing one */
    RECORD_QUOTE_OPEN, /* a quote that is not closed */
    RECORD_TOO_LONG,   /* more than RECORD_BYTES_MAX; `bytes` is absent */
};

struct record {
    struct str_view bytes; /* line ending included; until the next call */
    struct record_place place;
    bool in_one_line; /* surely; else it may be in more */
    enum record_fault fault;
    uint64_t fault_line; /* where the quote at fault was opened */
};

struct record_splitter; /* opaque */

/* Begins at the start of the file, behind its preamble (bytes.h). `file` is borrowed. */
struct record_splitter *record_splitter_new(struct input_file *file, char delimiter);
void record_splitter_free(struct record_splitter *splitter);
void record_splitter_cleanup(struct record_splitter **splitter);
/* The next record is the one at `place` (line, record, offset), which was returned before. Little
 * is read at once from then on. */
void record_splitter_seek(struct record_splitter *splitter, const struct record_place *place);
/* The next record, numbered from 0 (the header); *ret_more false at the end of the file. */
CADRE_MUST_CHECK enum cadre_status record_splitter_next(struct record_splitter *splitter,
                                                        struct record *ret_record, bool *ret_more,
                                                        struct cadre_error *err);

/* The record just returned turns out to have swallowed others between two stray quotes: it ends
 * with its first line as RECORD_QUOTES, and splitting goes on in the next. It must be whole and of
 * more than one line. */
void record_splitter_cut(struct record_splitter *splitter, struct record *record);
/* Bytes of the first line of `text`, its ending included. */
size_t record_line_length(struct str_view text);
/* A whole record, of which a quoted field has several lines, or which has swallowed others. */
bool record_has_more_lines(const struct record *record);

/* Physical line where field number `field` (from 0) of a whole record begins. */
uint64_t record_field_line(const struct record *record, char delimiter, size_t field);

#endif
