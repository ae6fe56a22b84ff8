#include "sql/catalogue_ledger.h"

#include "core/base/alloc.h"
#include "queries.h"

static struct catalogue_ledger_row row_at(const struct rows *rows, size_t row, struct arena *arena)
{
    return (struct catalogue_ledger_row){
        .number = rows_number(rows, row, "number"),
        .sort = rows_copy(rows, row, "sort", arena),
        .framework = rows_copy(rows, row, "framework", arena),
        .version = rows_copy(rows, row, "version", arena),
        .from_version = rows_copy(rows, row, "from_version", arena),
        .effective = rows_date(rows, row, rows_column(rows, "effective")),
        .batch = rows_number(rows, row, "batch"),
        .undoes = rows_number(rows, row, "undoes"),
        .undone_by = rows_number(rows, row, "undone_by"),
        .file = rows_copy(rows, row, "file_name", arena),
        .sha256 = rows_copy(rows, row, "sha256", arena),
        .recorded_at = rows_copy(rows, row, "recorded_at", arena),
        .framework_new = rows_bool(rows, row, rows_column(rows, "framework_new")),
        .elements_new = rows_number(rows, row, "elements_new"),
        .elements_completed = rows_number(rows, row, "elements_completed"),
        .elements_changed = rows_number(rows, row, "elements_changed"),
        .elements_same = rows_number(rows, row, "elements_same"),
        .elements_kept = rows_number(rows, row, "elements_kept"),
        .relations_new = rows_number(rows, row, "relations_new"),
        .relations_same = rows_number(rows, row, "relations_same"),
        .rows_new = rows_number(rows, row, "rows_new"),
        .rows_completed = rows_number(rows, row, "rows_completed"),
        .rows_changed = rows_number(rows, row, "rows_changed"),
        .findings = rows_number(rows, row, "findings"),
        .carried = rows_number(rows, row, "carried"),
    };
}

/* `number` NULL = of all. */
static enum cadre_status read_lines(struct session *session, const char *most, const char *number,
                                    struct arena *arena, struct catalogue_ledger_row **ret_rows,
                                    size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {most, number};
    enum cadre_status status = session_run(session, &query_catalogue_loads, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct catalogue_ledger_row *lines = arena_calloc(arena, count + 1, sizeof *lines);
    for (size_t row = 0; row < count; row++)
        lines[row] = row_at(rows, row, arena);
    *ret_rows = lines;
    *ret_count = count;
    return CADRE_OK;
}

enum cadre_status catalogue_ledger_list(struct session *session, int64_t most, struct arena *arena,
                                        struct catalogue_ledger_row **ret_rows, size_t *ret_count,
                                        struct cadre_error *err)
{
    return read_lines(session, parameter_int64(arena, most), NULL, arena, ret_rows, ret_count, err);
}

enum cadre_status catalogue_ledger_show(struct session *session, int64_t number,
                                        struct arena *arena, struct catalogue_ledger_row *ret_row,
                                        struct cadre_error *err)
{
    struct catalogue_ledger_row *lines = NULL;
    size_t count = 0;
    enum cadre_status status =
        read_lines(session, "1", parameter_int64(arena, number), arena, &lines, &count, err);
    if (status == CADRE_OK && count == 0) {
        cadre_fail(err, CADRE_USAGE, "there is no load %lld", (long long)number);
        return cadre_fail_hint(err, "'cadre catalogue loads' lists them");
    }
    if (status == CADRE_OK)
        *ret_row = lines[0];
    return status;
}

enum cadre_status catalogue_ledger_findings(struct session *session, int64_t number,
                                            struct arena *arena,
                                            struct catalogue_ledger_finding **ret_findings,
                                            size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status =
        session_run(session, &query_catalogue_load_findings, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct catalogue_ledger_finding *findings = arena_calloc(arena, count + 1, sizeof *findings);
    for (size_t row = 0; row < count; row++)
        findings[row] = (struct catalogue_ledger_finding){
            .code = rows_copy(rows, row, "code", arena),
            .path = rows_copy(rows, row, "path", arena),
            .value = rows_copy(rows, row, "value", arena),
            .hint = rows_copy(rows, row, "hint", arena),
            .line = rows_number(rows, row, "line_no"),
        };
    *ret_findings = findings;
    *ret_count = count;
    return CADRE_OK;
}

enum cadre_status catalogue_ledger_counts(struct session *session, int64_t number,
                                          struct arena *arena,
                                          struct catalogue_ledger_count **ret_counts,
                                          size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status =
        session_run(session, &query_catalogue_load_counts, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct catalogue_ledger_count *counts = arena_calloc(arena, count + 1, sizeof *counts);
    for (size_t row = 0; row < count; row++)
        counts[row] = (struct catalogue_ledger_count){rows_copy(rows, row, "sort", arena),
                                                      rows_number(rows, row, "found")};
    *ret_counts = counts;
    *ret_count = count;
    return CADRE_OK;
}

static enum ledger_fault fault_named(struct str_view word)
{
    static const char *const words[] = {[LEDGER_LINE_ALTERED] = "line",
                                        [LEDGER_LINE_LOST] = "lost",
                                        [LEDGER_ROWS_ALTERED] = "rows"};
    size_t fault = sizeof words / sizeof *words - 1;
    while (fault > LEDGER_HOLDS && !str_view_equal(word, str_view_of(words[fault])))
        fault--;
    return (enum ledger_fault)fault;
}

enum cadre_status catalogue_ledger_check(struct session *session, const char *known_at,
                                         int64_t *ret_load, enum ledger_fault *ret_fault,
                                         struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {known_at};
    enum cadre_status status = session_run(session, &query_catalogue_fault, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_load = rows_number(rows, 0, "load");
    *ret_fault = fault_named(rows_text(rows, 0, rows_column(rows, "fault")));
    return CADRE_OK;
}

static enum cadre_status set_current(struct session *session, const char *const *parameters,
                                     int64_t *ret_load, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = session_run(session, &query_catalogue_set_current, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_load = rows_number(rows, 0, "load");
    if (status == CADRE_OK)
        return session_commit(session, err);
    session_rollback(session);
    return status;
}

enum cadre_status catalogue_ledger_set_current(struct session *session, const char *framework,
                                               const char *version, int wait_s, int64_t *ret_load,
                                               struct cadre_error *err)
{
    const char *const parameters[] = {framework, version};
    enum cadre_status status = session_lock(session, LOCK_REGISTRY, "", wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = set_current(session, parameters, ret_load, err);
    session_unlock(session, LOCK_REGISTRY, "");
    return status;
}
