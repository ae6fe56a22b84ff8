/*
 * cadre source show CODE: one source, its settings and its newest files.
 */
#include "cmd/commands.h"
#include "cmd/steps/import/source_settings.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/tables.h"
#include "core/base/alloc.h"
#include "sql/source_store.h"

enum { IMPORTS_SHOWN = 20 };

static const struct report_target on_stdout = {0};

static const struct table_text import_text = {"imports", "Source", "Files", "The newest first"};

static const struct table_column import_columns[] = {
    {"batch", "Batch", FORMAT_INTEGER},
    {"kind", "Kind", FORMAT_CODE},
    {"list", "List", FORMAT_CODE},
    {"effective", "Effective", FORMAT_CODE},
    {"state", "State", FORMAT_CODE},
    {"rows", "Rows", FORMAT_INTEGER},
    {"faulty", "Faulty", FORMAT_INTEGER},
    {"file", "File", FORMAT_TEXT},
    {0},
};

static void add_import(struct document_table *table, const struct source_import *import)
{
    char day[CADRE_DATE_TEXT_SIZE];
    table_begin_row(table);
    table_add_integer(table, import->number);
    table_add_text(table, import->kind);
    table_add_text(table, str_view_of(import->full_list ? "full" : "partial"));
    table_add_text(table, str_view_of(cadre_date_format(import->effective, day)));
    table_add_text(table, import->state);
    if (import->counted) {
        table_add_integer(table, import->rows_read);
        table_add_integer(table, import->rows_faulty);
    } else {
        table_add_none(table);
        table_add_none(table);
    }
    table_add_text(table, import->file_name);
}

static void add_facts(struct document *document, const struct source_row *row, const char *settings)
{
    document_add_fact(document, "owner", "Owner", "%.*s", STR_VIEW_ARGS(row->owner));
    document_add_fact(document, "precedence", "Precedence", "%lld", (long long)row->precedence);
    document_add_fact(document, "grace_days", "Grace days", "%lld", (long long)row->grace_days);
    document_add_fact(document, "settings", "Settings", "%s", settings);
    if (row->known_from.data != NULL)
        document_add_fact(document, "known_from", "Known from", "%.*s",
                          STR_VIEW_ARGS(row->known_from));
}

static enum cadre_status find_source(struct session *session, const char *code, struct arena *arena,
                                     struct source_row **ret_row, struct cadre_error *err)
{
    size_t count = 0;
    enum cadre_status status = source_store_list(session, code, arena, ret_row, &count, err);
    if (status != CADRE_OK || count > 0)
        return status;
    cadre_fail(err, CADRE_USAGE, "there is no source '%s'", code);
    return cadre_fail_hint(err, "'cadre source list' shows them");
}

static enum cadre_status show(const struct invocation *call, struct session *session,
                              const struct source_row *row, const struct source_profile *profile,
                              struct cadre_error *err)
{
    struct source_import *imports = NULL;
    size_t count = 0;
    enum cadre_status status = source_store_imports(session, row->code.data, IMPORTS_SHOWN,
                                                    call->arena, &imports, &count, err);
    if (status != CADRE_OK)
        return status;
    struct document *document;
    struct document_table *table = tables_begin(call, &import_text, import_columns, &document);
    add_facts(document, row, source_profile_line(profile, call->arena));
    for (size_t i = 0; i < count; i++)
        add_import(table, &imports[i]);
    document_set_finding(document, "source '%s'", row->code.data);
    return report_files_write(call, document, &on_stdout, err);
}

static enum cadre_status run_source_show(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct source_row *row = NULL;
    struct source_profile profile;
    const char *code = call->operands[0];
    enum cadre_status status = registry_session_open(call, "cadre source show", &registry, err);
    if (status == CADRE_OK)
        status = find_source(registry_session_of(registry), code, call->arena, &row, err);
    if (status == CADRE_OK)
        status =
            source_settings_load(registry_session_of(registry), code, call->arena, &profile, err);
    if (status != CADRE_OK)
        return status;
    if (!option_given(call, "settings"))
        return show(call, registry_session_of(registry), row, &profile, err);
    source_profile_write(&profile, stdout);
    return CADRE_OK;
}

static const struct command_example show_examples[] = {
    {"cadre source show BAKU", "its owner, its settings, its newest files"},
    {"cadre source show BAKU --settings > baku.json", "the settings alone, to be edited"},
    {0},
};

static const struct command_option show_options[] = {
    {"settings", 0, NULL, "the settings alone, as 'cadre source add --settings' takes them"},
    {0},
};

const struct command command_source_show = {
    .name = "source show",
    .summary = "show a source, its settings and its newest files",
    .operands = "CODE",
    .operands_min = 1,
    .operands_max = 1,
    .description = "Settings that are not stated have their default and are not shown.",
    .examples = show_examples,
    .options = show_options,
    .run = run_source_show,
};
