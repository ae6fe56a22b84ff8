/*
 * Rules over more than one column of a row, from the kind's descriptor, and the warnings about what
 * a row leaves out. A cell that is told as faulty already is not judged again. Private to import/.
 */
#ifndef CADRE_IMPORT_ROW_CHECKS_H
#define CADRE_IMPORT_ROW_CHECKS_H

#include "import/row.h"

/* After field_types_check. `effective` may be none: then no date lies in the future. */
void row_checks_run(struct row *row, struct cadre_date effective);

/* Code of the warning that every row would carry because the header lacks *ret_column; NULL when
 * there is none. */
const char *row_checks_missing_column(const struct row *row, const char **ret_column);

#endif
