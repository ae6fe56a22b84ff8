/*
 * cadre batch list: the ledger of imports.
 */
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/tables.h"
#include "core/base/alloc.h"
#include "sql/batch_store.h"

enum { BATCHES_LISTED = 50 };

static const struct report_target on_stdout = {0};

static const struct table_text list_text = {"batches", "Imported files", "Batches",
                                            "The newest first"};

static const struct table_column list_columns[] = {
    {"batch", "Batch", FORMAT_INTEGER},
    {"kind", "Kind", FORMAT_CODE},
    {"source", "Source", FORMAT_CODE},
    {"effective", "Effective", FORMAT_CODE},
    {"state", "State", FORMAT_CODE},
    {"rows", "Rows", FORMAT_INTEGER},
    {"new", "New", FORMAT_INTEGER},
    {"changed", "Changed", FORMAT_INTEGER},
    {"held", "Held", FORMAT_INTEGER},
    {"rejected", "Rejected", FORMAT_INTEGER},
    {"left", "Left", FORMAT_INTEGER},
    {"file", "File", FORMAT_TEXT},
    {0},
};

static void add_count(struct document_table *table, const struct batch_row *row, int64_t count)
{
    if (row->counted)
        table_add_integer(table, count);
    else
        table_add_none(table);
}

static void add_batch(struct document_table *table, const struct batch_row *row)
{
    char day[CADRE_DATE_TEXT_SIZE];
    table_begin_row(table);
    table_add_integer(table, row->number);
    table_add_text(table, row->kind);
    table_add_text(table, row->source);
    table_add_text(table, str_view_of(cadre_date_format(row->effective, day)));
    table_add_text(table, row->state);
    add_count(table, row, row->counts.rows_read);
    add_count(table, row, row->counts.rows_new);
    add_count(table, row, row->counts.rows_changed);
    add_count(table, row, row->counts.rows_held);
    add_count(table, row, row->counts.rows_rejected);
    add_count(table, row, row->counts.left);
    table_add_text(table, row->file_name);
}

static enum cadre_status run_batch_list(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct batch_row *rows = NULL;
    size_t count = 0;
    int64_t most = BATCHES_LISTED;
    enum cadre_status status = option_int64(call, "most", 1, INT32_MAX, &most, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre batch list", &registry, err);
    if (status == CADRE_OK)
        status =
            batch_store_list(registry_session_of(registry), most, call->arena, &rows, &count, err);
    if (status != CADRE_OK)
        return status;
    struct document *document;
    struct document_table *table = tables_begin(call, &list_text, list_columns, &document);
    for (size_t i = 0; i < count; i++)
        add_batch(table, &rows[i]);
    document_set_finding(document, count == 1 ? "%zu file" : "%zu files", count);
    return report_files_write(call, document, &on_stdout, err);
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct command_example list_examples[] = {
    {"cadre batch list", "the newest imports, how many rows each brought and how many it refused"},
    {"cadre batch list --most 500", "further back"},
    {0},
};

static const struct command_option list_options[] = {
    {"most", 0, "N", "how many at most (default: 50)"},
    {0},
};

const struct command command_batch_list = {
    .name = "batch list",
    .summary = "list the imported files",
    .operands = "",
    .description =
        "A batch is one imported file: kind, source, the day from which it holds, counts.\n"
        "Refused files stand there too.",
    .examples = list_examples,
    .options = list_options,
    .run = run_batch_list,
};
