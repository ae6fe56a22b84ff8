/*
 * A list of the registry's own (batches, runs, checks) as a document, printed like a report.
 */
#ifndef CADRE_CMD_STEPS_TABLES_H
#define CADRE_CMD_STEPS_TABLES_H

#include "cmd/cli/command.h"
#include "reports/document.h"

struct table_text {
    const char *name; /* of document and table */
    const char *title, *section, *caption;
    const char *document; /* its name, where it is not that of the table; else NULL */
};

struct table_column {
    const char *name, *title;
    enum column_format format;
};

/* A document of one section with one table; its columns end with a row of NULLs. */
struct document_table *tables_begin(const struct invocation *call, const struct table_text *text,
                                    const struct table_column *columns,
                                    struct document **ret_document);

#endif
