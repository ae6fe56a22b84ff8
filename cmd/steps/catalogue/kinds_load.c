#include "cmd/steps/catalogue/kinds_load.h"

#include <string.h>

#include "cmd/cli/output_file.h"
#include "cmd/steps/findings_print.h"
#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "sql/catalogue_rows_store.h"

struct loading {
    const struct invocation *call;
    struct session *session;
    struct kinds_file *files;
    size_t count;
    struct catalogue *catalogue;    /* with what was taken so far */
    struct catalogue_table *tables; /* of it, all */
    size_t table_count;
    struct addition_items *items; /* item_count of them, ADDITION_TABLES_MAX a kind at most */
    size_t item_count;
};

static void loading_release(struct loading *loading)
{
    catalogue_free(loading->catalogue);
}

/* ---- the rows of one kind -------------------------------------------------------------------- */

/* A row by its place among those of all files of the kind. */
static struct kinds_file *file_of_row(const struct loading *loading, const struct kind *kind,
                                      size_t *row)
{
    size_t i = 0;
    for (; loading->files[i].kind != kind || *row >= loading->files[i].row_count; i++)
        *row -= loading->files[i].kind == kind ? loading->files[i].row_count : 0;
    return &loading->files[i];
}

static size_t rows_of_kind(const struct loading *loading, const struct kind *kind)
{
    size_t rows = 0;
    for (size_t i = 0; i < loading->count; i++)
        rows += loading->files[i].kind == kind ? loading->files[i].row_count : 0;
    return rows;
}

static void tell_finding(const struct loading *loading, const struct kind *kind,
                         const struct addition_finding *finding)
{
    size_t row = finding->row;
    struct kinds_file *file = file_of_row(loading, kind, &row);
    findings_add(file->findings, finding->code, &file->places[row], file->places[row].line,
                 finding->column, str_view_of(finding->value), finding->hint);
}

static void use_tables(struct loading *loading, const struct addition *addition)
{
    for (size_t i = 0; i < addition->table_count; i++) {
        for (size_t j = 0; j < loading->table_count; j++) {
            if (strcmp(loading->tables[j].name, addition->tables[i].name) == 0)
                loading->tables[j] = addition->tables[i];
        }
        loading->items[loading->item_count++] = addition->items[i];
    }
    catalogue_free(loading->catalogue);
    loading->catalogue = catalogue_from(loading->tables, loading->table_count);
}

static void judge_rows(struct loading *loading, const struct kind *kind)
{
    struct addition addition;
    size_t count = rows_of_kind(loading, kind);
    struct addition_row *rows = arena_calloc(loading->call->arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        size_t row = i;
        const struct kinds_file *file = file_of_row(loading, kind, &row);
        rows[i] = file->rows[row];
    }
    addition_judge(loading->catalogue, kind, rows, count, loading->call->arena, &addition);
    for (size_t i = 0; i < count; i++) {
        size_t row = i;
        file_of_row(loading, kind, &row)->outcomes[addition.outcomes[i]]++;
    }
    for (size_t i = 0; i < addition.finding_count; i++)
        tell_finding(loading, kind, &addition.findings[i]);
    use_tables(loading, &addition);
}

static enum cadre_status take_kind(struct loading *loading, const struct kind *kind,
                                   struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < loading->count; i++) {
        if (loading->files[i].kind == kind)
            status = kinds_file_read(loading->call, &loading->files[i], loading->catalogue, err);
    }
    if (status == CADRE_OK && rows_of_kind(loading, kind) > 0)
        judge_rows(loading, kind);
    return status;
}

static enum cadre_status take_files(struct loading *loading, struct cadre_error *err)
{
    size_t kind_count;
    const struct kind *const *kinds = kind_all_catalogue(&kind_count);
    struct arena *arena = loading->call->arena;
    enum cadre_status status =
        registry_catalogue_read_whole(loading->session, arena, &loading->catalogue, err);
    if (status != CADRE_OK)
        return status;
    const struct catalogue_table *tables =
        catalogue_tables_of(loading->catalogue, &loading->table_count);
    loading->tables = arena_calloc(arena, loading->table_count, sizeof *tables);
    memcpy(loading->tables, tables, loading->table_count * sizeof *tables);
    loading->items = arena_calloc(arena, kind_count * ADDITION_TABLES_MAX, sizeof *loading->items);
    for (size_t i = 0; status == CADRE_OK && i < kind_count; i++)
        status = take_kind(loading, kinds[i], err);
    return status;
}

/* ---- storing --------------------------------------------------------------------------------- */

static size_t total(const struct loading *loading, enum addition_outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < loading->count; i++)
        count += loading->files[i].outcomes[outcome];
    return count;
}

static enum cadre_status findings_are_all(const struct kinds_file *files, size_t count,
                                          struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; i < count && status == CADRE_OK; i++)
        status = findings_status(files[i].findings, err);
    return status;
}

static struct catalogue_rows_finding *ledger_findings(const struct loading *loading,
                                                      size_t *ret_count)
{
    size_t most = 0;
    struct arena *arena = loading->call->arena;
    *ret_count = 0;
    for (size_t i = 0; i < loading->count; i++)
        most += findings_count(loading->files[i].findings);
    struct catalogue_rows_finding *all = arena_calloc(arena, most + 1, sizeof *all);
    for (size_t i = 0; i < loading->count; i++) {
        const struct kinds_file *file = &loading->files[i];
        const struct finding *finding;
        findings_rewind(file->findings);
        while ((finding = findings_next(file->findings)) != NULL) {
            all[(*ret_count)++] = (struct catalogue_rows_finding){
                .code = finding->code->code,
                .line = (int64_t)finding->line,
                .path = finding->column != NULL
                            ? arena_format(arena, "%s %s", file->name, finding->column)
                            : file->name,
                .value = arena_copy(arena, finding->value),
                .hint = finding->hint != NULL ? arena_strdup(arena, finding->hint) : NULL,
            };
        }
    }
    return all;
}

static enum cadre_status store(const struct loading *loading, int64_t *ret_number,
                               struct cadre_error *err)
{
    struct catalogue_rows_file *files =
        arena_calloc(loading->call->arena, loading->count, sizeof *files);
    for (size_t i = 0; i < loading->count; i++)
        files[i] = (struct catalogue_rows_file){loading->files[i].kind->name,
                                                loading->files[i].name, loading->files[i].sha256};
    struct catalogue_rows_load load = {
        .files = files,
        .file_count = loading->count,
        .tables = loading->items,
        .table_count = loading->item_count,
        .rows_new = (int64_t)total(loading, ADDITION_NEW),
        .rows_completed = (int64_t)total(loading, ADDITION_COMPLETED),
        .rows_changed = (int64_t)total(loading, ADDITION_CHANGED),
        .rows_same = (int64_t)total(loading, ADDITION_SAME),
    };
    if (load.rows_new + load.rows_completed + load.rows_changed == 0)
        return CADRE_OK;
    load.findings = ledger_findings(loading, &load.finding_count);
    enum cadre_status status = findings_are_all(loading->files, loading->count, err);
    if (status == CADRE_OK)
        status = catalogue_rows_store(loading->session, &load, ret_number, err);
    return status;
}

/* ---- what is said ---------------------------------------------------------------------------- */

static void add_file(struct document_table *table, const struct kinds_file *file)
{
    static const enum addition_outcome shown[] = {
        ADDITION_NEW, ADDITION_COMPLETED, ADDITION_CHANGED, ADDITION_SAME, ADDITION_LEFT_OUT};
    table_begin_row(table);
    table_add_text(table, str_view_of(file->name));
    table_add_text(table, str_view_of(file->kind->name));
    table_add_integer(table, (int64_t)file->rows_read);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        table_add_integer(table, (int64_t)file->outcomes[shown[i]]);
}

static void set_finding(const struct loading *loading, struct document *report, bool dry_run,
                        int64_t number)
{
    size_t counts[] = {total(loading, ADDITION_NEW), total(loading, ADDITION_COMPLETED),
                       total(loading, ADDITION_CHANGED), total(loading, ADDITION_LEFT_OUT)};
    CADRE_CLEANUP(str_release) struct str words = {0};
    str_add_format(&words, "%zu %s new, %zu completed, %zu changed, %zu left out", counts[0],
                   counts[0] == 1 ? "row" : "rows", counts[1], counts[2], counts[3]);
    if (dry_run)
        document_set_finding(report, "Nothing is stored (--dry-run): %s", str_chars(&words));
    else if (number > 0)
        document_set_finding(report, "Load %lld: %s", (long long)number, str_chars(&words));
    else if (counts[3] > 0)
        document_set_finding(report, "Unchanged: nothing else than what is left out is new");
    else
        document_set_finding(report, "Unchanged: the catalogue has all that the %s",
                             loading->count == 1 ? "file says" : "files say");
}

static struct document *make_report(const struct loading *loading, bool dry_run, int64_t number)
{
    static const char *const columns[][2] = {
        {"rows", "Rows"},       {"new", "New"},   {"completed", "Completed"},
        {"changed", "Changed"}, {"same", "Same"}, {"left_out", "Left out"},
    };
    struct document *report = document_new(loading->call->arena, "catalogue_load", "Catalogue");
    set_finding(loading, report, dry_run, number);
    struct document_table *table =
        section_add_table(document_add_section(report, "Files"), "files",
                          "Rows by how they stand to what the catalogue had");
    table_add_column(table, "file", "File", FORMAT_CODE);
    table_add_column(table, "kind", "Kind", FORMAT_CODE);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(table, columns[i][0], columns[i][1], FORMAT_INTEGER);
    for (size_t i = 0; i < loading->count; i++)
        add_file(table, &loading->files[i]);
    return report;
}

static void print_findings(const struct loading *loading)
{
    for (size_t i = 0; i < loading->count; i++) {
        if (findings_count(loading->files[i].findings) > 0)
            findings_print(loading->call, loading->files[i].label, loading->files[i].kind,
                           loading->files[i].findings, 0);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum cadre_status load_in_transaction(struct loading *loading, bool dry_run,
                                             int64_t *ret_number, struct cadre_error *err)
{
    enum cadre_status status =
        session_begin(loading->session, dry_run ? TRANSACTION_SNAPSHOT : TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = take_files(loading, err);
    if (status == CADRE_OK && !dry_run)
        status = store(loading, ret_number, err);
    if (status == CADRE_OK && !dry_run)
        return session_commit(loading->session, err);
    session_rollback(loading->session);
    return status;
}

enum cadre_status kinds_load(const struct invocation *call, struct session *session,
                             struct kinds_file *files, size_t count,
                             const struct kinds_load_options *options,
                             struct kinds_load_outcome *ret_outcome, struct cadre_error *err)
{
    CADRE_CLEANUP(loading_release)
    struct loading loading = {.call = call, .session = session, .files = files, .count = count};
    int64_t number = 0;
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < count; i++)
        status = kinds_file_find_kind(&files[i], options->kind, err);
    if (status == CADRE_OK && !options->dry_run)
        status = session_lock(session, LOCK_REGISTRY, "", options->wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = load_in_transaction(&loading, options->dry_run, &number, err);
    if (!options->dry_run)
        session_unlock(session, LOCK_REGISTRY, "");
    print_findings(&loading);
    if (status != CADRE_OK)
        return status;
    *ret_outcome = (struct kinds_load_outcome){
        .number = number,
        .left_out = total(&loading, ADDITION_LEFT_OUT),
        .report = make_report(&loading, options->dry_run, number),
    };
    return CADRE_OK;
}

/* ---- findings -------------------------------------------------------------------------------- */

static void add_finding(struct str *out, const char *file, const struct finding *finding)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    if (finding->line > 0)
        str_add_int64(&line, (int64_t)finding->line);
    const struct str_view fields[] = {
        str_view_of(file),
        str_view_of(finding->code->code),
        str_view_of(finding->code->name),
        str_view_of(finding->code->effect == FINDING_WARNS ? "warns" : "rejects"),
        str_view_from(&line),
        str_view_of(finding->column),
        finding->value,
        str_view_of(finding->hint),
    };
    csv_text_add_record(out, &csv_style_machine, fields, sizeof fields / sizeof *fields);
}

enum cadre_status kinds_load_write_findings(const struct kinds_file *files, size_t count,
                                            const char *path, struct cadre_error *err)
{
    static const char header[] = "file,code,name,effect,line,column,value,hint\n";
    struct output_file *out = NULL;
    CADRE_CLEANUP(str_release) struct str text = {0};
    enum cadre_status status = output_file_open(path, &out, err);
    if (status != CADRE_OK)
        return status;
    str_add_text(&text, header);
    for (size_t i = 0; i < count; i++) {
        const struct finding *finding;
        findings_rewind(files[i].findings);
        while ((finding = findings_next(files[i].findings)) != NULL)
            add_finding(&text, files[i].name, finding);
    }
    status = findings_are_all(files, count, err);
    if (status != CADRE_OK) {
        output_file_discard(out);
        return status;
    }
    fwrite(text.data, 1, text.length, output_file_stream(out));
    return output_file_commit(out, err);
}
