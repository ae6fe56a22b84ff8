/*
 * cadre catalogue loads: the ledger of what was loaded, and one line of it.
 */
#include "cmd/commands.h"
#include "cmd/steps/catalogue/carried_table.h"
#include "cmd/steps/catalogue/load_operand.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/tables.h"
#include "core/base/alloc.h"
#include "core/kind/finding.h"
#include "sql/catalogue_ledger.h"

enum { LOADS_LISTED = 50 };

/* ---- all of them ----------------------------------------------------------------------------- */

static const struct table_text list_text = {.document = "catalogue_loads",
                                            .name = "loads",
                                            .title = "Loads of the catalogue",
                                            .section = "Loads",
                                            .caption = "The newest first"};

static const struct table_column list_columns[] = {
    {"load", "Load", FORMAT_INTEGER},
    {"what", "What", FORMAT_CODE},
    {"framework", "Framework", FORMAT_CODE},
    {"version", "Version", FORMAT_CODE},
    {"from_version", "From", FORMAT_CODE},
    {"effective", "Since", FORMAT_CODE},
    {"rows", "Rows", FORMAT_INTEGER},
    {"findings", "Findings", FORMAT_INTEGER},
    {"batch", "Batch", FORMAT_INTEGER},
    {"undoes", "Undoes", FORMAT_INTEGER},
    {"undone_by", "Undone by", FORMAT_INTEGER},
    {"file", "File", FORMAT_TEXT},
    {0},
};

static void add_optional(struct document_table *table, int64_t number)
{
    if (number > 0)
        table_add_integer(table, number);
    else
        table_add_none(table);
}

/* Tables of the catalogue's kinds count their rows; elements and relations are among them. */
static int64_t rows_of_tables(const struct catalogue_ledger_row *row)
{
    return row->rows_new + row->rows_completed + row->rows_changed;
}

/* Rows of the catalogue that a document or tables brought, or of the registry that were carried. */
static int64_t rows_of(const struct catalogue_ledger_row *row)
{
    if (rows_of_tables(row) > 0)
        return rows_of_tables(row);
    return row->elements_new + row->elements_completed + row->elements_changed +
           row->relations_new + row->carried;
}

static void add_load(struct document_table *table, const struct catalogue_ledger_row *row)
{
    char day[CADRE_DATE_TEXT_SIZE];
    const char *effective = cadre_date_format(row->effective, day);
    table_begin_row(table);
    table_add_integer(table, row->number);
    table_add_text(table, row->sort);
    table_add_text(table, row->framework);
    table_add_text(table, row->version);
    table_add_text(table, row->from_version);
    table_add_text(table, str_view_of(effective[0] != '\0' ? effective : NULL));
    table_add_integer(table, rows_of(row));
    add_optional(table, row->findings);
    add_optional(table, row->batch);
    add_optional(table, row->undoes);
    add_optional(table, row->undone_by);
    table_add_text(table, row->file);
}

static enum cadre_status list_loads(const struct invocation *call, struct session *session,
                                    struct document **ret_document, struct cadre_error *err)
{
    struct catalogue_ledger_row *rows = NULL;
    size_t count = 0;
    int64_t most = LOADS_LISTED;
    enum cadre_status status = option_int64(call, "most", 1, INT32_MAX, &most, err);
    if (status == CADRE_OK)
        status = catalogue_ledger_list(session, most, call->arena, &rows, &count, err);
    if (status != CADRE_OK)
        return status;
    struct document_table *table = tables_begin(call, &list_text, list_columns, ret_document);
    for (size_t i = 0; i < count; i++)
        add_load(table, &rows[i]);
    document_set_finding(*ret_document, count == 1 ? "%zu load" : "%zu loads", count);
    return CADRE_OK;
}

/* ---- one of them ----------------------------------------------------------------------------- */

static const struct table_text finding_text = {.document = "catalogue_load_entry",
                                               .name = "findings",
                                               .title = "Load of the catalogue",
                                               .section = "Findings",
                                               .caption =
                                                   "What was found in the document, in its order"};

static const struct table_column finding_columns[] = {
    {"line", "Line", FORMAT_INTEGER},
    {"path", "Path", FORMAT_CODE},
    {"code", "Code", FORMAT_CODE},
    {"title", "What is wrong", FORMAT_TEXT},
    {"value", "Value", FORMAT_TEXT},
    {"hint", "Hint", FORMAT_TEXT},
    {0},
};

static void add_facts(struct document *document, const struct catalogue_ledger_row *row)
{
    char day[CADRE_DATE_TEXT_SIZE];
    const struct {
        const char *key, *label;
        struct str_view text;
    } facts[] = {
        {"what", "What", row->sort},
        {"framework", "Framework", row->framework},
        {"version", "Version", row->version},
        {"from_version", "From version", row->from_version},
        {"effective", "Since", str_view_of(cadre_date_format(row->effective, day))},
        {"file", "File", row->file},
        {"sha256", "SHA-256", row->sha256},
        {"recorded_at", "Recorded at", row->recorded_at},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (facts[i].text.length > 0)
            document_add_fact(document, facts[i].key, facts[i].label, "%.*s",
                              STR_VIEW_ARGS(facts[i].text));
    }
}

static void add_numbers(struct document *document, const struct catalogue_ledger_row *row)
{
    const struct {
        const char *key, *label;
        int64_t number;
    } facts[] = {
        {"batch", "Batch", row->batch},
        {"undoes", "Undoes load", row->undoes},
        {"undone_by", "Undone by load", row->undone_by},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (facts[i].number > 0)
            document_add_fact(document, facts[i].key, facts[i].label, "%lld",
                              (long long)facts[i].number);
    }
}

static void set_finding(struct document *document, const struct catalogue_ledger_row *row)
{
    if (rows_of_tables(row) > 0)
        document_set_finding(document, "load %lld: %lld rows new, %lld completed, %lld changed",
                             (long long)row->number, (long long)row->rows_new,
                             (long long)row->rows_completed, (long long)row->rows_changed);
    else if (str_view_equal(row->sort, STR_VIEW_LITERAL("document")))
        document_set_finding(document,
                             "load %lld: %lld elements new, %lld completed, %lld changed, %lld "
                             "the same; %lld relations new",
                             (long long)row->number, (long long)row->elements_new,
                             (long long)row->elements_completed, (long long)row->elements_changed,
                             (long long)row->elements_same, (long long)row->relations_new);
    else if (row->batch > 0)
        document_set_finding(document, "load %lld: %lld rows of the registry were carried",
                             (long long)row->number, (long long)row->carried);
    else
        document_set_finding(document, "load %lld", (long long)row->number);
}

/* What a change of version carried. */
static enum cadre_status add_counts(const struct invocation *call, struct session *session,
                                    int64_t number, struct document *document,
                                    struct cadre_error *err)
{
    struct catalogue_ledger_count *counts = NULL;
    size_t count = 0;
    enum cadre_status status =
        catalogue_ledger_counts(session, number, call->arena, &counts, &count, err);
    if (status == CADRE_OK)
        carried_table_add(document, counts, count);
    return status;
}

static void add_finding(struct document_table *table,
                        const struct catalogue_ledger_finding *finding)
{
    const struct finding_code *code = finding_code_find(finding->code);
    table_begin_row(table);
    add_optional(table, finding->line);
    table_add_text(table, finding->path);
    table_add_text(table, finding->code);
    table_add_text(table, str_view_of(code != NULL ? code->title : NULL));
    table_add_text(table, finding->value);
    table_add_text(table, finding->hint);
}

static enum cadre_status show_load(const struct invocation *call, struct session *session,
                                   struct document **ret_document, struct cadre_error *err)
{
    struct catalogue_ledger_row row;
    struct catalogue_ledger_finding *findings = NULL;
    size_t count = 0;
    int64_t number;
    enum cadre_status status = load_operand(call, 0, &number, err);
    if (status == CADRE_OK)
        status = catalogue_ledger_show(session, number, call->arena, &row, err);
    if (status == CADRE_OK)
        status = catalogue_ledger_findings(session, number, call->arena, &findings, &count, err);
    if (status != CADRE_OK)
        return status;
    struct document_table *table = tables_begin(call, &finding_text, finding_columns, ret_document);
    add_facts(*ret_document, &row);
    add_numbers(*ret_document, &row);
    set_finding(*ret_document, &row);
    for (size_t i = 0; i < count; i++)
        add_finding(table, &findings[i]);
    return add_counts(call, session, number, *ret_document, err);
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum cadre_status run_catalogue_loads(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct document *document = NULL;
    struct report_target target;
    bool one = call->operand_count > 0;
    if (report_files_tell_schema(call, one ? finding_text.document : list_text.document))
        return CADRE_OK;
    enum cadre_status status =
        report_target_of_list(call, one ? finding_text.name : list_text.name, &target, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre catalogue loads", &registry, err);
    if (status == CADRE_OK && one)
        status = show_load(call, registry_session_of(registry), &document, err);
    else if (status == CADRE_OK)
        status = list_loads(call, registry_session_of(registry), &document, err);
    return status == CADRE_OK ? report_files_write(call, document, &target, err) : status;
}

static const struct command_example examples[] = {
    {"cadre catalogue loads", "what was loaded, and what of it was taken back"},
    {"cadre catalogue loads 3", "one of them: the file, its findings, what was carried"},
    {0},
};

static const struct command_option options[] = {
    {"most", 0, "N", "how many at most (default: 50)"},
    LIST_TARGET_OPTIONS,
    SCHEMA_OPTION,
    {0},
};

const struct command command_catalogue_loads = {
    .name = "catalogue loads",
    .summary = "list what was loaded into the catalogue",
    .operands = "[LOAD]",
    .operands_max = 1,
    .description =
        "A load is a document, tables of the catalogue's kinds, a version that was made\n"
        "current, a change of version (migration), or the undo of one of these. Rows: what it\n"
        "brought to the catalogue, or carried in the registry. With a number: that one and its\n"
        "findings.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_loads,
};
