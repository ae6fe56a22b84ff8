/*
 * cadre source list: who sends files.
 */
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/tables.h"
#include "core/base/alloc.h"
#include "sql/source_store.h"

static const struct report_target on_stdout = {0};

static const struct table_text list_text = {"sources", "Sources", "Sources", "By their code"};

static const struct table_column list_columns[] = {
    {"source", "Source", FORMAT_CODE},
    {"owner", "Owner", FORMAT_CODE},
    {"precedence", "Precedence", FORMAT_INTEGER},
    {"grace_days", "Grace days", FORMAT_INTEGER},
    {"settings", "Settings", FORMAT_CODE},
    {"batch", "Newest batch", FORMAT_INTEGER},
    {"kind", "Kind", FORMAT_CODE},
    {"effective", "Effective", FORMAT_CODE},
    {0},
};

static void add_source(struct document_table *table, const struct source_row *row)
{
    char day[CADRE_DATE_TEXT_SIZE];
    table_begin_row(table);
    table_add_text(table, row->code);
    table_add_text(table, row->owner);
    table_add_integer(table, row->precedence);
    table_add_integer(table, row->grace_days);
    table_add_text(table, str_view_of(row->settings.data != NULL ? "own" : "default"));
    if (row->batch == 0) {
        for (int i = 0; i < 3; i++)
            table_add_none(table);
        return;
    }
    table_add_integer(table, row->batch);
    table_add_text(table, row->kind);
    table_add_text(table, str_view_of(cadre_date_format(row->effective, day)));
}

static enum cadre_status run_source_list(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct source_row *rows = NULL;
    size_t count = 0;
    enum cadre_status status = registry_session_open(call, "cadre source list", &registry, err);
    if (status == CADRE_OK)
        status =
            source_store_list(registry_session_of(registry), NULL, call->arena, &rows, &count, err);
    if (status != CADRE_OK)
        return status;
    struct document *document;
    struct document_table *table = tables_begin(call, &list_text, list_columns, &document);
    for (size_t i = 0; i < count; i++)
        add_source(table, &rows[i]);
    document_set_finding(document, count == 1 ? "%zu source" : "%zu sources", count);
    return report_files_write(call, document, &on_stdout, err);
}

static const struct command_example list_examples[] = {
    {"cadre source list", "who sends files, to whom they belong, and the newest of each"},
    {0},
};

const struct command command_source_list = {
    .name = "source list",
    .summary = "list the sources",
    .operands = "",
    .description = "A source is an office that sends files; 'cadre source show' tells more of one.",
    .examples = list_examples,
    .run = run_source_list,
};
