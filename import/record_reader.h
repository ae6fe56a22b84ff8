/*
 * Takes one record apart into its fields; the only module that sees libcsv. Strict: what libcsv
 * would guess at in a broken record is refused. A plain record, whose fields stand in it byte for
 * byte, is cut here at its delimiters, to the same fields; libcsv judges all others. Private to
 * import/.
 */
#ifndef CADRE_IMPORT_RECORD_READER_H
#define CADRE_IMPORT_RECORD_READER_H

#include "core/base/str.h"

enum { FIELD_BYTES_MAX = 64 * 1024 };

enum read_outcome {
    READ_FIELDS,
    READ_BROKEN,   /* the quotes are broken */
    READ_TOO_LONG, /* the field after those in ret_fields has more than FIELD_BYTES_MAX bytes */
};

struct fields {
    const struct str_view *items; /* unquoted, blanks around unquoted ones trimmed */
    size_t count;
};

struct record_reader; /* opaque */

struct record_reader *record_reader_new(char delimiter);
void record_reader_free(struct record_reader *reader);
void record_reader_cleanup(struct record_reader **reader);
/* Fields live until the next call and no longer than `record`, which may have its line ending or
 * not. */
enum read_outcome record_reader_read(struct record_reader *reader, struct str_view record,
                                     struct fields *ret_fields);

#endif
