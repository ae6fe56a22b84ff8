#include <stdlib.h>
#include <string.h>

#include "core/catalogue/catalogue_data.h"

const struct catalogue_table *catalogue_tables(size_t *ret_count)
{
    *ret_count = catalogue_data_count;
    return catalogue_data;
}

const struct catalogue_table *catalogue_table_among(const struct catalogue_table *tables,
                                                    size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    }
    return NULL;
}

const struct catalogue_table *catalogue_table_find(const char *name)
{
    return catalogue_table_among(catalogue_data, catalogue_data_count, name);
}

size_t catalogue_table_column(const struct catalogue_table *table, const char *column)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->columns[i], column) == 0)
            return i;
    }
    abort();
}

const char *catalogue_table_cell(const struct catalogue_table *table, size_t row, size_t column)
{
    return table->cells[row * table->column_count + column];
}
