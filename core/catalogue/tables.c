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

size_t catalogue_table_place(const struct catalogue_table *table, const char *column)
{
    size_t place = 0;
    while (place < table->column_count && strcmp(table->columns[place], column) != 0)
        place++;
    return place;
}

size_t catalogue_table_column(const struct catalogue_table *table, const char *column)
{
    size_t place = catalogue_table_place(table, column);
    if (place == table->column_count)
        abort();
    return place;
}

const char *catalogue_table_cell(const struct catalogue_table *table, size_t row, size_t column)
{
    return table->cells[row * table->column_count + column];
}

const char *catalogue_table_further(const struct catalogue_table *table, size_t row,
                                    const char *column)
{
    size_t place = catalogue_table_place(table, column);
    return place < table->column_count ? catalogue_table_cell(table, row, place) : "";
}

int32_t catalogue_cell_number(const char *cell, int32_t none)
{
    int64_t number;
    return str_view_to_int64(str_view_of(cell), &number) ? (int32_t)number : none;
}

struct cadre_date catalogue_cell_date(const char *cell)
{
    struct cadre_date date = cadre_date_none;
    cadre_date_parse_iso(str_view_of(cell), &date);
    return date;
}
