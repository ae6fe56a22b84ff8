#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_index.h"

enum { FROM_FRAMEWORK, FROM_VERSION, TYPE, FROM_CODE, TO_VERSION, TO_CODE, EFFECTIVE, COLUMNS };

static const char *const columns[COLUMNS] = {
    [FROM_FRAMEWORK] = "framework", [FROM_VERSION] = "from_version", [TYPE] = "type",
    [FROM_CODE] = "from_code",      [TO_VERSION] = "to_version",     [TO_CODE] = "to_code",
    [EFFECTIVE] = "effective",
};
const struct catalogue_table catalogue_no_carries = {"carries", columns, COLUMNS, NULL, 0};

static int32_t version_of(const struct catalogue *catalogue, const char *code, const char *version)
{
    CADRE_CLEANUP(str_release) struct str cell = {0};
    str_add_format(&cell, "%s@%s", code, version);
    return catalogue_find_framework(catalogue, str_view_from(&cell));
}

/* The element of the row's type and of that code, -1 when there is none. */
static int32_t element_of(const struct catalogue *catalogue, const char *const *cells,
                          size_t version, size_t code)
{
    int32_t framework = version_of(catalogue, cells[FROM_FRAMEWORK], cells[version]);
    if (framework < 0 || cells[code][0] == '\0')
        return -1;
    return catalogue_element_named(catalogue, framework, str_view_of(cells[TYPE]),
                                   str_view_of(cells[code]));
}

static void index_row(struct catalogue *catalogue, const char *const *cells)
{
    struct element_carry carry = {
        .from = element_of(catalogue, cells, FROM_VERSION, FROM_CODE),
        .to = element_of(catalogue, cells, TO_VERSION, TO_CODE),
    };
    int32_t namesake = element_of(catalogue, cells, TO_VERSION, FROM_CODE);
    if (carry.from < 0 || !cadre_date_parse_iso(str_view_of(cells[EFFECTIVE]), &carry.effective))
        return;
    catalogue->element_carries[carry.from] = (int32_t)catalogue->carry_count;
    catalogue->carries[catalogue->carry_count++] = carry;
    if (namesake >= 0 && namesake != carry.to)
        catalogue->element_namesakes[namesake] = carry.from;
}

void catalogue_index_carries(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, catalogue_no_carries.name);
    if (table->row_count == 0)
        return;
    size_t size = catalogue->element_count * sizeof(int32_t);
    catalogue->carries =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->carries);
    catalogue->element_carries = arena_calloc(catalogue->arena, 1, size);
    catalogue->element_namesakes = arena_calloc(catalogue->arena, 1, size);
    memset(catalogue->element_carries, -1, size); /* -1 in each */
    memset(catalogue->element_namesakes, -1, size);
    for (size_t row = 0; row < table->row_count; row++)
        index_row(catalogue, &table->cells[row * table->column_count]);
}

const struct element_carry *catalogue_carry(const struct catalogue *catalogue, int32_t element)
{
    if (catalogue->element_carries == NULL || catalogue->element_carries[element] < 0)
        return NULL;
    return &catalogue->carries[catalogue->element_carries[element]];
}

int32_t catalogue_carried(const struct catalogue *catalogue, int32_t element, struct cadre_date on)
{
    /* A version that is gone to is left by nobody at that time, so no way comes back to where it
     * began; the count is for tables that were made otherwise. */
    for (size_t i = 0; i < catalogue->carry_count; i++) {
        const struct element_carry *carry = catalogue_carry(catalogue, element);
        if (carry == NULL || carry->to < 0 || cadre_date_compare(carry->effective, on) > 0)
            break;
        element = carry->to;
    }
    return element;
}

int32_t catalogue_element_namesake(const struct catalogue *catalogue, int32_t element)
{
    return catalogue->element_namesakes == NULL ? -1 : catalogue->element_namesakes[element];
}
