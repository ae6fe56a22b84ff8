/*
 * The whole program with other shipped rules, as another version of it has them: of the table that
 * CADRE_LACKS names ("TABLE COLUMN VALUE") the rows whose column has that value are not shipped.
 * The linker puts __wrap_catalogue_tables in the place of catalogue_tables.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue.h"

/* The names are the linker's. */
// NOLINTBEGIN(bugprone-reserved-identifier)
const struct catalogue_table *__real_catalogue_tables(size_t *ret_count);
const struct catalogue_table *__wrap_catalogue_tables(size_t *ret_count);

static void leave_out(struct catalogue_table *table, struct str_view column, struct str_view value)
{
    const char **cells = cadre_calloc(table->row_count * table->column_count + 1, sizeof(*cells));
    size_t place = 0;
    size_t kept = 0;
    while (!str_view_equal(str_view_of(table->columns[place]), column))
        place++;
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *from = &table->cells[row * table->column_count];
        if (!str_view_equal(str_view_of(from[place]), value))
            memcpy(&cells[kept++ * table->column_count], from, table->column_count * sizeof(*from));
    }
    assert(kept < table->row_count);
    table->cells = cells;
    table->row_count = kept;
}

const struct catalogue_table *__wrap_catalogue_tables(size_t *ret_count)
{
    static struct catalogue_table *tables; /* for the life of the program */
    const struct catalogue_table *shipped = __real_catalogue_tables(ret_count);
    struct str_view rest = str_view_of(getenv("CADRE_LACKS"));
    if (tables != NULL)
        return tables;
    struct str_view table = str_view_cut(rest, ' ', &rest);
    struct str_view column = str_view_cut(rest, ' ', &rest);
    tables = cadre_calloc(*ret_count, sizeof *tables);
    memcpy(tables, shipped, *ret_count * sizeof *tables);
    for (size_t i = 0; i < *ret_count; i++) {
        if (str_view_equal(str_view_of(tables[i].name), table))
            leave_out(&tables[i], column, rest);
    }
    return tables;
}
// NOLINTEND(bugprone-reserved-identifier)
