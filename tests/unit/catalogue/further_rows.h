/*
 * Tables for a catalogue of more than what is shipped.
 */
#ifndef CADRE_TESTS_UNIT_CATALOGUE_FURTHER_ROWS_H
#define CADRE_TESTS_UNIT_CATALOGUE_FURTHER_ROWS_H

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"

/* The shipped table, `columns` wide, with the rows behind it; NULL = its own columns. The cells are
 * the caller's to free. */
static inline struct catalogue_table with_rows(const char *name, const char *const *columns,
                                               size_t column_count, const char *const *rows,
                                               size_t count)
{
    const struct catalogue_table *shipped = catalogue_table_find(name);
    size_t row_count = shipped->row_count + count;
    const char **cells = cadre_calloc(row_count * column_count, sizeof *cells);
    for (size_t row = 0; row < row_count; row++) {
        for (size_t column = 0; column < column_count; column++) {
            const char *cell = "";
            if (row >= shipped->row_count)
                cell = rows[(row - shipped->row_count) * column_count + column];
            else if (column < shipped->column_count)
                cell = catalogue_table_cell(shipped, row, column);
            cells[row * column_count + column] = cell;
        }
    }
    return (struct catalogue_table){name, columns != NULL ? columns : shipped->columns,
                                    column_count, cells, row_count};
}

#endif
