#include "cmd/tables.h"

struct document_table *tables_begin(const struct invocation *call, const char *name,
                                    const char *title, const struct table_column *columns,
                                    struct document **ret_document)
{
    struct document *document = document_new(call->arena, name, title);
    struct document_section *section = document_add_section(document, title);
    struct document_table *table = section_add_table(section, name, title);
    for (; columns->name != NULL; columns++)
        table_add_column(table, columns->name, columns->title, columns->format);
    *ret_document = document;
    return table;
}
