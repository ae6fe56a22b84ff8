#include "sql/undo.h"

#include <assert.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/batch_store.h"

struct undo {
    struct session *session;
    struct arena *arena;
    struct batch_row batch;
    const char *number; /* parameter */
    struct undo_result *result;
};

/* ---- may it be? ------------------------------------------------------------------------------ */

static bool is_of_migration(const struct batch_row *batch)
{
    return str_view_equal(batch->kind, STR_VIEW_LITERAL("migration"));
}

static enum cadre_status fail_migration(const struct batch_row *batch, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED, "batch %lld is what a change of version carried",
               (long long)batch->number);
    return cadre_fail_hint(err, "'cadre catalogue undo' takes both back; 'cadre catalogue loads' "
                                "lists what there is");
}

static enum cadre_status fail_state(const struct batch_row *batch, struct cadre_error *err)
{
    if (str_view_equal(batch->state, STR_VIEW_LITERAL("refused"))) {
        cadre_fail(err, CADRE_REFUSED, "batch %lld was refused: there is nothing to undo",
                   (long long)batch->number);
        return cadre_fail_hint(err, "'cadre batch list' shows which ones are merged");
    }
    cadre_fail(err, CADRE_REFUSED, "batch %lld is %.*s: nothing of it is in the registry yet",
               (long long)batch->number, STR_VIEW_ARGS(batch->state));
    return cadre_fail_hint(err, "'cadre batch abandon %lld' gives it up", (long long)batch->number);
}

/* Asked again under the locks: somebody else may have undone it meanwhile. */
static enum cadre_status judge(struct undo *undo, struct cadre_error *err)
{
    enum cadre_status status =
        batch_store_show(undo->session, undo->batch.number, undo->arena, &undo->batch, err);
    if (status != CADRE_OK)
        return status;
    if (is_of_migration(&undo->batch))
        return fail_migration(&undo->batch, err);
    undo->result->unchanged = str_view_equal(undo->batch.state, STR_VIEW_LITERAL("undone"));
    if (undo->result->unchanged || str_view_equal(undo->batch.state, STR_VIEW_LITERAL("merged")))
        return CADRE_OK;
    return fail_state(&undo->batch, err);
}

static const char *const reasons[] = {
    [UNDO_CHANGED] = "changed",
    [UNDO_STATED] = "stated",
    [UNDO_REPEATED] = "repeated",
    [UNDO_HELD] = "held",
    [UNDO_JOINED] = "joined",
    [UNDO_EARLIER] = "earlier",
    [UNDO_PEOPLE] = "people",
    [UNDO_IDS] = "ids",
    [UNDO_NUMBERS] = "numbers",
    [UNDO_NEEDS] = "needs",
    [UNDO_ORGANIZATIONS] = "organizations",
    [UNDO_TRAININGS] = "trainings",
};

static enum undo_reason reason_of(struct str_view word)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (str_view_equal(word, str_view_of(reasons[i])))
            return (enum undo_reason)i;
    }
    assert(!"a reason that undo does not know");
    return UNDO_CHANGED;
}

static enum cadre_status read_resting(struct undo *undo, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(undo->session, &query_undo_resting, NULL, &rows, err);
    if (status != CADRE_OK || rows_count(rows) == 0)
        return status;
    size_t count = rows_count(rows);
    struct undo_rest *resting = arena_calloc(undo->arena, count, sizeof *resting);
    size_t batches = 0;
    for (size_t row = 0; row < count; row++) {
        resting[row] = (struct undo_rest){
            .batch = rows_number(rows, row, "batch"),
            .kind = rows_copy(rows, row, "kind", undo->arena),
            .source = rows_copy(rows, row, "source", undo->arena),
            .effective = rows_date(rows, row, rows_column(rows, "effective")),
            .reason = reason_of(rows_text(rows, row, rows_column(rows, "reason"))),
            .found = rows_number(rows, row, "found"),
        };
        batches += row == 0 || resting[row].batch != resting[row - 1].batch;
    }
    undo->result->resting = resting;
    undo->result->resting_count = count;
    cadre_fail(err, CADRE_REFUSED, "batch %lld cannot be undone: %zu later %s on it",
               (long long)undo->batch.number, batches,
               batches == 1 ? "batch rests" : "batches rest");
    return cadre_fail_hint(err, "undo the newest first: cadre batch undo %lld",
                           (long long)resting[0].batch);
}

/* ---- the work -------------------------------------------------------------------------------- */

static enum cadre_status draw_recorded(struct undo *undo, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(undo->session, &query_draw_recorded, NULL, &rows, err);
    if (status == CADRE_OK)
        undo->result->undone_at = rows_copy(rows, 0, "recorded_at", undo->arena).data;
    return status;
}

static enum cadre_status find_resting(struct undo *undo, struct cadre_error *err)
{
    const char *const parameters[] = {undo->number};
    enum cadre_status status = session_do(undo->session, &query_undo_begin, parameters, err);
    if (status == CADRE_OK)
        status = session_do(undo->session, &query_undo_find_resting, parameters, err);
    if (status == CADRE_OK && is_of_migration(&undo->batch))
        status = session_do(undo->session, &query_undo_carried, parameters, err);
    if (status == CADRE_OK)
        status = read_resting(undo, err);
    return status;
}

static enum cadre_status take_back(struct undo *undo, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {undo->number, undo->result->undone_at};
    enum cadre_status status =
        session_run(undo->session, &query_undo_versions, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    undo->result->records = rows_number(rows, 0, "records");
    status = session_do(undo->session, &query_undo_people, NULL, err);
    if (status == CADRE_OK)
        status = read_resting(undo, err);
    if (status == CADRE_OK)
        status = session_do(undo->session, &query_undo_end, parameters, err);
    return status;
}

static enum cadre_status undo_in_transaction(struct undo *undo, struct cadre_error *err)
{
    enum cadre_status status = judge(undo, err);
    if (status != CADRE_OK || undo->result->unchanged)
        return status;
    status = find_resting(undo, err);
    if (status == CADRE_OK)
        status = draw_recorded(undo, err);
    if (status == CADRE_OK)
        status = take_back(undo, err);
    return status;
}

static enum cadre_status undo_locked(struct undo *undo, int wait_s, struct cadre_error *err)
{
    enum cadre_status status = session_lock(undo->session, LOCK_REGISTRY, "", wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = session_begin(undo->session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = undo_in_transaction(undo, err);
    if (status == CADRE_OK)
        status = session_commit(undo->session, err);
    else
        session_rollback(undo->session);
    session_unlock(undo->session, LOCK_REGISTRY, "");
    return status;
}

/* Of an import of the same source: kinds without one are locked by themselves. */
static const char *lock_key(const struct batch_row *batch)
{
    return batch->source.length > 0 ? batch->source.data : batch->kind.data;
}

enum cadre_status undo_batch(struct session *session, int64_t number, int wait_s,
                             struct arena *arena, struct undo_result *ret_result,
                             struct cadre_error *err)
{
    struct undo undo = {.session = session,
                        .arena = arena,
                        .number = parameter_int64(arena, number),
                        .result = ret_result};
    *ret_result = (struct undo_result){0};
    enum cadre_status status = batch_store_show(session, number, arena, &undo.batch, err);
    if (status != CADRE_OK)
        return status;
    const char *key = lock_key(&undo.batch);
    status = session_lock(session, LOCK_SOURCE, key, wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = undo_locked(&undo, wait_s, err);
    session_unlock(session, LOCK_SOURCE, key);
    return status;
}

enum cadre_status undo_carried(struct session *session, int64_t number, const char *undone_at,
                               struct arena *arena, struct undo_result *ret_result,
                               struct cadre_error *err)
{
    struct undo undo = {.session = session,
                        .arena = arena,
                        .number = parameter_int64(arena, number),
                        .result = ret_result};
    *ret_result = (struct undo_result){.undone_at = undone_at};
    enum cadre_status status = batch_store_show(session, number, arena, &undo.batch, err);
    if (status == CADRE_OK)
        status = find_resting(&undo, err);
    if (status == CADRE_OK)
        status = take_back(&undo, err);
    return status;
}
