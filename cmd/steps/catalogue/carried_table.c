#include "cmd/steps/catalogue/carried_table.h"

void carried_table_add(struct document *document, const struct catalogue_ledger_count *counts,
                       size_t count)
{
    if (count == 0)
        return;
    struct document_section *section = document_add_section(document, "What was carried");
    struct document_table *table =
        section_add_table(section, "carried", "Rows; of those that fell together one stands");
    table_add_column(table, "sort", "Sort", FORMAT_TEXT);
    table_add_column(table, "rows", "Rows", FORMAT_INTEGER);
    for (size_t i = 0; i < count; i++) {
        table_begin_row(table);
        table_add_text(table, counts[i].sort);
        table_add_integer(table, counts[i].found);
    }
}
