#include "sql/batch_store.h"

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"

/* Codes of rows that were kept out for what the registry knew, or also for the day, as a text[]. */
static const char *codes_that_may_pass(bool on_another_day, struct arena *arena)
{
    size_t count;
    size_t chosen = 0;
    const struct finding_code *codes = finding_code_all(&count);
    struct str_view *found = arena_calloc(arena, count, sizeof *found);
    for (size_t i = 0; i < count; i++) {
        bool may = codes[i].needs_registry || (on_another_day && codes[i].needs_day);
        if (may && codes[i].effect != FINDING_WARNS)
            found[chosen++] = str_view_of(codes[i].code);
    }
    return parameter_text_array(arena, found, chosen);
}

enum cadre_status batch_store_prospect(struct session *session,
                                       const struct batch_identity *identity,
                                       struct batch_prospect *ret_prospect, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        identity->kind,
        identity->source,
        parameter_digest(arena, &identity->sha256),
        parameter_date(arena, identity->effective),
        identity->ruleset,
        parameter_bool(identity->full_list),
        identity->fixes > 0 ? parameter_int64(arena, identity->fixes) : NULL,
        codes_that_may_pass(false, arena),
        codes_that_may_pass(true, arena),
    };
    enum cadre_status status = session_run(session, &query_batch_prospect, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_prospect = (struct batch_prospect){
        .in_force = rows_number(rows, 0, "in_force"),
        .newest_effective = rows_date(rows, 0, rows_column(rows, "newest_effective")),
        .older = rows_number(rows, 0, "older"),
        .older_effective = rows_date(rows, 0, rows_column(rows, "older_effective")),
    };
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
        identity->file_path,
        identity->encoding,
    };
    enum cadre_status status = session_run(session, &query_batch_open, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_number = rows_number(rows, 0, "number");
    return status;
}

enum cadre_status batch_store_unfinished(struct session *session,
                                         const struct batch_identity *identity, struct arena *arena,
                                         struct batch_unfinished **ret_batches, size_t *ret_count,
                                         struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        identity->kind,
        identity->source,
        parameter_digest(arena, &identity->sha256),
        parameter_date(arena, identity->effective),
        identity->ruleset,
        parameter_bool(identity->full_list),
        identity->encoding,
    };
    enum cadre_status status =
        session_run(session, &query_batch_unfinished, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_batches = arena_calloc(arena, *ret_count, sizeof **ret_batches);
    for (size_t row = 0; row < *ret_count; row++)
        (*ret_batches)[row] = (struct batch_unfinished){
            .number = rows_number(rows, row, "number"),
            .same = rows_bool(rows, row, rows_column(rows, "same")),
            .same_bytes = rows_bool(rows, row, rows_column(rows, "same_bytes")),
            .whole = str_view_equal(rows_text(rows, row, rows_column(rows, "state")),
                                    STR_VIEW_LITERAL("staged")),
            .mark = {.offset = rows_number(rows, row, "staged_offset"),
                     .line = rows_number(rows, row, "staged_line"),
                     .rows = rows_number(rows, row, "staged_rows"),
                     .known_batch = rows_number(rows, row, "known_batch")},
        };
    return CADRE_OK;
}

enum cadre_status batch_store_mark(struct session *session, int64_t number,
                                   const struct batch_mark *mark, bool whole,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {
        parameter_int64(arena, number),
        whole ? "staged" : "staging",
        parameter_int64(arena, mark->offset),
        parameter_int64(arena, mark->line),
        parameter_int64(arena, mark->rows),
        mark->known_batch != 0 ? parameter_int64(arena, mark->known_batch) : NULL,
    };
    return session_do(session, &query_batch_mark, parameters, err);
}

static enum cadre_status store_finding(struct copy_in *copy, int64_t number, int64_t ordinal,
                                       const struct finding *finding, struct cadre_error *err)
{
    copy_in_begin_row(copy, 6);
    copy_in_int64(copy, number);
    copy_in_int64(copy, ordinal);
    copy_in_int64(copy, (int64_t)finding->line);
    copy_in_int64(copy, (int64_t)finding->record);
    copy_in_text(copy, str_view_of(finding->column));
    copy_in_text(copy, str_view_of(finding->code->code));
    return copy_in_end_row(copy, err);
}

static enum cadre_status store_findings(struct session *session, int64_t number,
                                        const struct finding_source *findings,
                                        struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    struct finding finding;
    bool more = false;
    enum cadre_status status = findings->next(findings->context, &more, &finding, err);
    if (status == CADRE_OK && more)
        status = copy_in_open(session, query_batch_finding_copy.text, &copy, err);
    for (int64_t ordinal = 1; status == CADRE_OK && more; ordinal++) {
        status = store_finding(copy, number, ordinal, &finding, err);
        if (status == CADRE_OK)
            status = findings->next(findings->context, &more, &finding, err);
    }
    if (status == CADRE_OK && copy != NULL)
        return copy_in_finish(copy, err);
    copy_in_abort(copy);
    return status;
}

enum cadre_status batch_store_merged(struct session *session, int64_t number,
                                     const char *recorded_at, const struct batch_counts *counts,
                                     const struct finding_source *findings, struct cadre_error *err)
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
    if (status == CADRE_OK && findings != NULL)
        status = store_findings(session, number, findings, err);
    return status;
}

enum cadre_status batch_store_refused(struct session *session, int64_t number, const char *refusal,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {parameter_int64(arena, number), refusal};
    return session_do(session, &query_batch_refused, parameters, err);
}

enum cadre_status batch_store_rejects(struct session *session, int64_t number,
                                      const struct digest *rejects, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {parameter_int64(arena, number),
                                      parameter_digest(arena, rejects)};
    return session_do(session, &query_batch_rejects, parameters, err);
}

enum cadre_status batch_store_rejects_known(struct session *session, const struct digest *rejects,
                                            bool piped, bool *ret_known, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_digest(arena, rejects), parameter_bool(piped)};
    enum cadre_status status =
        session_run(session, &query_batch_rejects_known, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_known = rows_bool(rows, 0, rows_column(rows, "known"));
    return status;
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
    ret_row->refusal = rows_copy(rows, 0, "refusal", arena);
    ret_row->encoding = rows_copy(rows, 0, "encoding", arena);
    ret_row->file_path = rows_copy(rows, 0, "file_path", arena);
    ret_row->ended_at = rows_copy(rows, 0, "ended_at", arena);
    ret_row->undone_at = rows_copy(rows, 0, "undone_at", arena);
    ret_row->fixes = rows_number(rows, 0, "fixes");
    ret_row->staged_rows = rows_number(rows, 0, "staged_rows");
    ret_row->attempt = rows_number(rows, 0, "attempt");
    ret_row->full_list = rows_bool(rows, 0, rows_column(rows, "full_list"));
    ret_row->counts.left_held_back = rows_number(rows, 0, "records_left_held_back");
    return CADRE_OK;
}

bool batch_row_is_unfinished(const struct batch_row *row)
{
    static const char *const states[] = {"opened", "staging", "staged"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (str_view_equal(row->state, str_view_of(states[i])))
            return true;
    }
    return false;
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
            .mended_by = rows_number(rows, row, "mended_by"),
        };
    return CADRE_OK;
}
