/*
 * cadre batch show N: one import and its findings.
 */
#include "cmd/commands.h"
#include "cmd/steps/batch_operand.h"
#include "cmd/steps/import/import_tell.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/tables.h"
#include "core/base/alloc.h"
#include "core/kind/finding.h"
#include "sql/batch_store.h"

static const struct report_target on_stdout = {0};

static const struct table_text finding_text = {"findings", "Imported file", "Findings",
                                               "What was found, in file order"};

static const struct table_column finding_columns[] = {
    {"line", "Line", FORMAT_INTEGER},
    {"record", "Record", FORMAT_INTEGER},
    {"column", "Column", FORMAT_CODE},
    {"code", "Code", FORMAT_CODE},
    {"title", "What is wrong", FORMAT_TEXT},
    {"mended_by", "Mended by", FORMAT_INTEGER},
    {0},
};

/* What the ledger notes of a refusal that is no finding's code. */
static const struct refusal {
    const char *noted, *words;
} refusals[] = {
    {"max-removed", "more people would have left than may (--max-removed)"},
    {"max-rejects", "more rows are faulty than may be (--max-rejects)"},
    {"atomic", "a row is faulty, and none was to be stored then (--atomic)"},
    {"fixes", "it is not what was kept out of the batch that it was to mend (--fixes)"},
    {"changed", "it was changed while it was read"},
    {"abandoned", "its import was interrupted, and given up"},
};

static const char *refusal_words(struct str_view noted, struct arena *arena)
{
    const struct finding_code *code = finding_code_find(noted);
    if (code != NULL)
        return arena_format(arena, "%s %s", code->code, code->title);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (str_view_equal(noted, str_view_of(refusals[i].noted)))
            return refusals[i].words;
    }
    return arena_copy(arena, noted).data;
}

static void add_refusal(const struct invocation *call, struct document *document,
                        const struct batch_row *row)
{
    if (row->refusal.length == 0)
        return;
    document_add_fact(document, "refusal", "Refused", "%s",
                      refusal_words(row->refusal, call->arena));
    document_add_fact(document, "refused_at", "Refused at", "%.*s", STR_VIEW_ARGS(row->ended_at));
}

static void add_facts(struct document *document, const struct batch_row *row)
{
    char day[CADRE_DATE_TEXT_SIZE];
    const struct {
        const char *key, *label;
        struct str_view text;
    } facts[] = {
        {"kind", "Kind", row->kind},
        {"source", "Source", row->source},
        {"owner", "Owner", row->owner},
        {"file", "File", row->file_name},
        {"sha256", "SHA-256", row->sha256},
        {"effective", "Effective", str_view_of(cadre_date_format(row->effective, day))},
        {"list", "List", str_view_of(row->full_list ? "full" : "partial")},
        {"state", "State", row->state},
        {"recorded_at", "Recorded at", row->recorded_at},
        {"undone_at", "Undone at", row->undone_at},
        {"ruleset", "Ruleset", row->ruleset},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (facts[i].text.length > 0)
            document_add_fact(document, facts[i].key, facts[i].label, "%.*s",
                              STR_VIEW_ARGS(facts[i].text));
    }
}

static void add_staged(struct document *document, const struct batch_row *row)
{
    long long number = (long long)row->number;
    if (!batch_row_is_unfinished(row))
        return;
    document_add_fact(document, "staged", "Staged", "%lld %s", (long long)row->staged_rows,
                      row->staged_rows == 1 ? "row" : "rows");
    document_add_fact(document, "go_on", "Go on by",
                      "cadre batch resume %lld (to give it up: cadre batch abandon %lld)", number,
                      number);
}

/* What became of the rows that were kept out. */
static enum cadre_status add_mending(const struct invocation *call,
                                     struct registry_session *registry, struct document *document,
                                     const struct batch_row *row, struct cadre_error *err)
{
    struct batch_mending mending;
    enum cadre_status status =
        batch_fixes_state(registry_session_of(registry), row->number, &mending, err);
    if (status != CADRE_OK)
        return status;
    if (row->fixes > 0)
        document_add_fact(document, "fixes", "Mends", "batch %lld", (long long)row->fixes);
    if (mending.findings > 0)
        document_add_fact(document, "findings", "Kept out", "%s",
                          import_tell_mending(&mending, call->arena));
    return CADRE_OK;
}

static void add_counts(struct document *document, const struct batch_row *row)
{
    const struct batch_counts *counts = &row->counts;
    if (!row->counted) {
        document_set_finding(document, "batch %lld: nothing of it is stored",
                             (long long)row->number);
        return;
    }
    document_set_finding(
        document,
        "batch %lld: %lld %s = %lld new + %lld changed + %lld unchanged + %lld duplicate + "
        "%lld held + %lld rejected; %lld left, %lld held back",
        (long long)row->number, (long long)counts->rows_read,
        counts->rows_read == 1 ? "row" : "rows", (long long)counts->rows_new,
        (long long)counts->rows_changed, (long long)counts->rows_unchanged,
        (long long)counts->rows_duplicate, (long long)counts->rows_held,
        (long long)counts->rows_rejected, (long long)counts->left,
        (long long)counts->left_held_back);
}

static void add_finding(struct document_table *table, const struct batch_finding *finding)
{
    const struct finding_code *code = finding_code_find(finding->code);
    table_begin_row(table);
    table_add_integer(table, finding->line);
    table_add_integer(table, finding->record);
    table_add_text(table, finding->column);
    table_add_text(table, finding->code);
    table_add_text(table, str_view_of(code != NULL ? code->title : NULL));
    if (finding->mended_by > 0)
        table_add_integer(table, finding->mended_by);
    else
        table_add_none(table);
}

static enum cadre_status run_batch_show(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct batch_row row;
    struct batch_finding *findings = NULL;
    size_t count = 0;
    int64_t number;
    enum cadre_status status = batch_operand(call, 0, &number, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre batch show", &registry, err);
    if (status == CADRE_OK)
        status = batch_store_show(registry_session_of(registry), number, call->arena, &row, err);
    if (status == CADRE_OK)
        status = batch_store_findings(registry_session_of(registry), number, call->arena, &findings,
                                      &count, err);
    if (status != CADRE_OK)
        return status;
    struct document *document;
    struct document_table *table = tables_begin(call, &finding_text, finding_columns, &document);
    add_facts(document, &row);
    add_refusal(call, document, &row);
    add_staged(document, &row);
    status = add_mending(call, registry, document, &row, err);
    if (status != CADRE_OK)
        return status;
    add_counts(document, &row);
    for (size_t i = 0; i < count; i++)
        add_finding(table, &findings[i]);
    return report_files_write(call, document, &on_stdout, err);
}

/* ---- the command ----------------------------------------------------------------------------- */

static const struct command_example show_examples[] = {
    {"cadre batch show 7", "what the file was, and each finding by line, column and code"},
    {0},
};

const struct command command_batch_show = {
    .name = "batch show",
    .summary = "show one imported file and its findings",
    .operands = "BATCH",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "BATCH is the number that import tells and 'cadre batch list' lists. Findings are\n"
        "stored without values: those stand in the rejects. A finding is open until its row comes\n"
        "mended: see 'cadre import --fixes'. Of a file that was refused it is told why; its\n"
        "findings are not stored: 'cadre check' tells them. Of one that did not come to its\n"
        "end it is told how many rows are staged, and what goes on with it.",
    .examples = show_examples,
    .run = run_batch_show,
};
