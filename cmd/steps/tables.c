#include "cmd/steps/tables.h"

struct document_table *tables_begin(const struct invocation *call, const struct table_text *text,
                                    const struct table_column *columns,
                                    struct document **ret_document)
{
    struct document *document = document_new(
        call->arena, text->document != NULL ? text->document : text->name, text->title);
    struct document_section *section = document_add_section(document, text->section);
    struct document_table *table = section_add_table(section, text->name, text->caption);
    for (; columns->name != NULL; columns++)
        table_add_column(table, columns->name, columns->title, columns->format);
    *ret_document = document;
    return table;
}
