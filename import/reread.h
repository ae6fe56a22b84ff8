/*
 * A record that was checked before, read once more from its file and made a row anew: cheaper than
 * to keep every row for the few whose key comes twice. Private to import/.
 */
#ifndef CADRE_IMPORT_REREAD_H
#define CADRE_IMPORT_REREAD_H

#include "core/base/status.h"
#include "import/header_map.h"
#include "import/input_file.h"
#include "import/record_reader.h"
#include "import/row.h"

/* The fields of a record into the row's cells, which are emptied before. */
void reread_set_cells(struct row *row, const struct header_map *header,
                      const struct fields *fields);

struct reread; /* opaque */

/* All are borrowed but `row`, which is taken: it judges cells as the first time. */
struct reread *reread_new(struct input_file *file, const struct header_map *header,
                          struct row *row);
void reread_free(struct reread *reread);
/* The record at `place`, which fitted the header; place->length is filled in. Row and bytes live
 * until the next call. CADRE_REFUSED when the file does not say the same as before. */
CADRE_MUST_CHECK enum cadre_status reread_row(struct reread *reread, struct record_place *place,
                                              const struct row **ret_row,
                                              struct str_view *ret_record, struct cadre_error *err);

#endif
