#include "cmd/steps/catalogue/uses_columns.h"

static const struct {
    const char *name, *title;
} columns[ELEMENT_USE_COUNT] = {
    [USE_NEEDS] = {"needs", "Needs"},
    [USE_REQUIREMENTS] = {"requirements", "Requirements"},
    [USE_EVIDENCE] = {"evidence", "Evidence"},
    [USE_PREFERENCES] = {"preferences", "Preferences"},
    [USE_TRAININGS] = {"trainings", "Trainings"},
};

enum cadre_status uses_read(const struct invocation *call, const struct registry_session *registry,
                            const struct catalogue_framework *framework, struct cadre_date as_of,
                            struct uses *ret_uses, struct cadre_error *err)
{
    struct element_uses *items = NULL;
    size_t count = 0;
    enum cadre_status status =
        element_uses_count(registry_session_of(registry), framework->code, framework->version,
                           as_of, call->arena, &items, &count, err);
    if (status == CADRE_OK)
        *ret_uses = (struct uses){items, count};
    return status;
}

void uses_add_columns(struct document_table *table)
{
    for (size_t use = 0; use < ELEMENT_USE_COUNT; use++)
        table_add_column(table, columns[use].name, columns[use].title, FORMAT_INTEGER);
}

static int64_t rows_of(const struct uses *uses, const struct element *element, size_t use)
{
    for (size_t i = 0; i < uses->count; i++) {
        if (str_view_equal(uses->items[i].type, str_view_of(element->type_name)) &&
            str_view_equal(uses->items[i].code, str_view_of(element->code)))
            return uses->items[i].rows[use];
    }
    return 0;
}

void uses_add_cells(struct document_table *table, const struct uses *uses,
                    const struct element *element)
{
    for (size_t use = 0; use < ELEMENT_USE_COUNT; use++) {
        if (element != NULL)
            table_add_integer(table, rows_of(uses, element, use));
        else
            table_add_none(table);
    }
}

int64_t uses_total(const struct uses *uses, const struct element *element)
{
    int64_t total = 0;
    for (size_t use = 0; use < ELEMENT_USE_COUNT; use++)
        total += rows_of(uses, element, use);
    return total;
}
