#include "core/catalogue/stray.h"

#include "core/base/fold.h"
#include "core/catalogue/catalogue_data.h"

static const struct catalogue_table *given_or_shipped(const struct catalogue_table *tables,
                                                      size_t count, const char *name)
{
    const struct catalogue_table *given = catalogue_table_among(tables, count, name);
    return given != NULL ? given : catalogue_table_find(name);
}

/* Both begin with the framework and its version. */
static bool is_of(const char *const *element, const struct catalogue_table *frameworks, size_t row)
{
    return fold_ascii_equal(str_view_of(element[0]),
                            str_view_of(catalogue_table_cell(frameworks, row, 0))) &&
           str_view_equal(str_view_of(element[1]),
                          str_view_of(catalogue_table_cell(frameworks, row, 1)));
}

const char *const *catalogue_stray_element(const struct catalogue_table *tables, size_t count)
{
    const struct catalogue_table *frameworks = given_or_shipped(tables, count, "frameworks");
    const struct catalogue_table *elements = given_or_shipped(tables, count, "elements");
    size_t last = 0; /* most are of the version that the one before is of */
    for (size_t row = 0; row < elements->row_count; row++) {
        const char *const *element = &elements->cells[row * elements->column_count];
        if (last < frameworks->row_count && is_of(element, frameworks, last))
            continue;
        for (last = 0; last < frameworks->row_count && !is_of(element, frameworks, last);)
            last++;
        if (last == frameworks->row_count)
            return element;
    }
    return NULL;
}
