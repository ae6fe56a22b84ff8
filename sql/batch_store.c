#include "sql/batch_store.h"

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"

enum cadre_status batch_store_in_force(struct session *session,
                                       const struct batch_identity *identity, int64_t *ret_number,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {identity->kind, identity->source};
    enum cadre_status status = session_run(session, &query_batch_in_force, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_number = 0;
    if (rows_count(rows) == 0)
        return CADRE_OK;
    struct str_view sha256 = rows_text(rows, 0, rows_column(rows, "sha256"));
    struct str_view ruleset = rows_text(rows, 0, rows_column(rows, "ruleset"));
    bool enough = !identity->full_list || rows_bool(rows, 0, rows_column(rows, "full_list"));
    if (enough && str_view_equal(sha256, str_view_of(parameter_digest(arena, &identity->sha256))) &&
        str_view_equal(ruleset, str_view_of(identity->ruleset)))
        *ret_number = rows_number(rows, 0, "number");
    return CADRE_OK;
}

enum cadre_status batch_store_open(struct session *session, const struct batch_identity *identity,
                                   int64_t *ret_number, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        identity->kind,
        identity->source,
        identity->owner,
        parameter_digest(arena, &identity->sha256),
        parameter_date(arena, identity->effective),
        identity->ruleset,
        identity->file_name,
        parameter_bool(identity->full_list),
    };
    enum cadre_status status = session_run(session, &query_batch_open, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_number = rows_number(rows, 0, "number");
    return status;
}

static enum cadre_status store_findings(struct session *session, int64_t number,
                                        const struct finding *const *findings, size_t count,
                                        struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    enum cadre_status status = copy_in_open(session, query_batch_finding_copy.text, &copy, err);
    for (size_t i = 0; status == CADRE_OK && i < count; i++) {
        copy_in_begin_row(copy, 6);
        copy_in_int64(copy, number);
        copy_in_int64(copy, (int64_t)i + 1);
        copy_in_int64(copy, (int64_t)findings[i]->line);
        copy_in_int64(copy, (int64_t)findings[i]->record);
        copy_in_text(copy, str_view_of(findings[i]->column));
        copy_in_text(copy, str_view_of(findings[i]->code->code));
        status = copy_in_end_row(copy, err);
    }
    if (status == CADRE_OK)
        return copy_in_finish(copy, err);
    copy_in_abort(copy);
    return status;
}

enum cadre_status batch_store_merged(struct session *session, int64_t number,
                                     const char *recorded_at, const struct batch_counts *counts,
                                     const struct finding *const *findings, size_t finding_count,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {
        parameter_int64(arena, number),
        recorded_at,
        parameter_int64(arena, counts->rows_read),
        parameter_int64(arena, counts->rows_new),
        parameter_int64(arena, counts->rows_changed),
        parameter_int64(arena, counts->rows_unchanged),
        parameter_int64(arena, counts->rows_duplicate),
        parameter_int64(arena, counts->rows_held),
        parameter_int64(arena, counts->rows_rejected),
        parameter_int64(arena, counts->left),
        parameter_int64(arena, counts->left_held_back),
    };
    enum cadre_status status = session_do(session, &query_batch_merged, parameters, err);
    if (status == CADRE_OK && finding_count > 0)
        status = store_findings(session, number, findings, finding_count, err);
    return status;
}

/* Called when something else has failed already: what fails here must not hide it. */
void batch_store_refused(struct session *session, int64_t number)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error ignored = {0};
    const char *const parameters[] = {parameter_int64(arena, number)};
    if (session_do(session, &query_batch_refused, parameters, &ignored) != CADRE_OK)
        cadre_error_release(&ignored);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void read_batch(const struct rows *rows, size_t row, struct arena *arena,
                       struct batch_row *ret_row)
{
    *ret_row = (struct batch_row){
        .number = rows_number(rows, row, "number"),
        .kind = rows_copy(rows, row, "kind", arena),
        .source = rows_copy(rows, row, "source", arena),
        .state = rows_copy(rows, row, "state", arena),
        .file_name = rows_copy(rows, row, "file_name", arena),
        .effective = rows_date(rows, row, rows_column(rows, "effective")),
        .counted = !rows_is_null(rows, row, rows_column(rows, "rows_read")),
        .counts =
            {
                .rows_read = rows_number(rows, row, "rows_read"),
                .rows_new = rows_number(rows, row, "rows_new"),
                .rows_changed = rows_number(rows, row, "rows_changed"),
                .rows_unchanged = rows_number(rows, row, "rows_unchanged"),
                .rows_duplicate = rows_number(rows, row, "rows_duplicate"),
                .rows_held = rows_number(rows, row, "rows_held"),
                .rows_rejected = rows_number(rows, row, "rows_rejected"),
                .left = rows_number(rows, row, "records_left"),
            },
    };
}

enum cadre_status batch_store_list(struct session *session, int64_t most, struct arena *arena,
                                   struct batch_row **ret_rows, size_t *ret_count,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, most)};
    enum cadre_status status = session_run(session, &query_batch_list, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_rows = arena_calloc(arena, *ret_count, sizeof **ret_rows);
    for (size_t row = 0; row < *ret_count; row++)
        read_batch(rows, row, arena, &(*ret_rows)[row]);
    return CADRE_OK;
}

enum cadre_status batch_store_show(struct session *session, int64_t number, struct arena *arena,
                                   struct batch_row *ret_row, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status = session_run(session, &query_batch_show, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (rows_count(rows) == 0) {
        cadre_fail(err, CADRE_USAGE, "there is no batch %lld", (long long)number);
        return cadre_fail_hint(err, "'cadre batch list' shows them");
    }
    read_batch(rows, 0, arena, ret_row);
    ret_row->owner = rows_copy(rows, 0, "owner", arena);
    ret_row->ruleset = rows_copy(rows, 0, "ruleset", arena);
    ret_row->sha256 = rows_copy(rows, 0, "sha256", arena);
    ret_row->recorded_at = rows_copy(rows, 0, "recorded_at", arena);
    ret_row->attempt = rows_number(rows, 0, "attempt");
    ret_row->full_list = rows_bool(rows, 0, rows_column(rows, "full_list"));
    ret_row->counts.left_held_back = rows_number(rows, 0, "records_left_held_back");
    return CADRE_OK;
}

enum cadre_status batch_store_findings(struct session *session, int64_t number, struct arena *arena,
                                       struct batch_finding **ret_findings, size_t *ret_count,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status = session_run(session, &query_batch_findings, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_findings = arena_calloc(arena, *ret_count, sizeof **ret_findings);
    for (size_t row = 0; row < *ret_count; row++)
        (*ret_findings)[row] = (struct batch_finding){
            .line = rows_number(rows, row, "line_no"),
            .record = rows_number(rows, row, "record_no"),
            .column = rows_copy(rows, row, "column_name", arena),
            .code = rows_copy(rows, row, "code", arena),
        };
    return CADRE_OK;
}
