/*
 * The shipped tables, made by the build from core/catalogue/data. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_CATALOGUE_DATA_H
#define CADRE_CORE_CATALOGUE_CATALOGUE_DATA_H

#include "core/catalogue/catalogue.h"

extern const struct catalogue_table catalogue_data[];
extern const size_t catalogue_data_count;

extern const struct catalogue_table catalogue_no_carries; /* without a row */

/* NULL when none has the name. */
const struct catalogue_table *catalogue_table_among(const struct catalogue_table *tables,
                                                    size_t count, const char *name);
/* Column's index; ends the process when the table has none: the build checked it. */
size_t catalogue_table_column(const struct catalogue_table *table, const char *column);
const char *catalogue_table_cell(const struct catalogue_table *table, size_t row, size_t column);
/* Of a column that the shipped table need not have: "" where it is not there. */
const char *catalogue_table_further(const struct catalogue_table *table, size_t row,
                                    const char *column);
/* Cells as numbers and days; what is empty or neither gives `none` or cadre_date_none. */
int32_t catalogue_cell_number(const char *cell, int32_t none);
struct cadre_date catalogue_cell_date(const char *cell);

#endif
