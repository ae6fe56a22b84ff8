/*
 * The records of a file, one after the other, and of those that were made rows ahead of their turn
 * what was made. Private to import/.
 */
#ifndef CADRE_IMPORT_RECORDS_H
#define CADRE_IMPORT_RECORDS_H

#include "import/rows_ahead.h"

struct records; /* opaque */

/* Begins with the header; `file` is borrowed. */
struct records *records_open(struct input_file *file, char delimiter);
void records_free(struct records *records); /* NULL is fine */
void records_cleanup(struct records **records);
/* Behind the header: from here on rows are made ahead. The input's splitter is filled in. */
void records_make_ahead(struct records *records, struct rows_ahead_input input);
/* As record_splitter_next. *ret_made NULL: nothing is made of the record yet. Both until the next
 * call. */
CADRE_MUST_CHECK enum cadre_status records_next(struct records *records, struct record **ret_record,
                                                const struct made_row **ret_made, bool *ret_more,
                                                struct cadre_error *err);
/* As record_splitter_cut, of the record last given. */
void records_cut(struct records *records, struct record *record);

#endif
