/*
 * Rejects that come back mended: which record of the first file each record is of. The numbers
 * stand in the columns that rejects_csv put in front (cadre_line, cadre_record); their place in the
 * row may have changed since. What is rejected again is written with the same numbers, and without
 * these columns standing in it twice.
 */
#ifndef CADRE_IMPORT_REJECT_ORIGINS_H
#define CADRE_IMPORT_REJECT_ORIGINS_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "import/findings.h"
#include "import/input_file.h"

struct reject_origin {
    struct record_place place; /* in this file */
    int64_t line, record;      /* in the first file; 0 = the row names none */
    bool added;                /* it named none */
    bool kept_out;             /* rejected or held again */
};

struct reject_origins; /* opaque */

/*
 * Reads the checked file once more: which of its records the check kept out. *ret_origins, in
 * `arena`, is NULL when the header has no columns for line and record: then it is no file of
 * rejects.
 */
CADRE_MUST_CHECK enum cadre_status reject_origins_read(struct input_file *file, char delimiter,
                                                       const struct findings *findings,
                                                       struct arena *arena,
                                                       struct reject_origins **ret_origins,
                                                       struct cadre_error *err);
/* Rows that name none are no record of the first file: they are numbered behind `last`, so that
 * they are taken for none either when they come back. */
void reject_origins_number_added(struct reject_origins *origins, int64_t last);
/* Marks those that were kept out since. */
void reject_origins_mark(struct reject_origins *origins, const struct findings *findings);
/* In file order; *ret_count of them. */
const struct reject_origin *reject_origins_all(const struct reject_origins *origins,
                                               size_t *ret_count);
/* Of the record of that number in this file; NULL when there is none. */
const struct reject_origin *reject_origins_find(const struct reject_origins *origins,
                                                uint64_t record);
/* Writes a record or the header, its line ending included, without the columns of the rejects. */
void reject_origins_strip(const struct reject_origins *origins, struct str_view bytes, FILE *out);

#endif
