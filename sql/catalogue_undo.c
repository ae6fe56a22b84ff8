#include "sql/catalogue_undo.h"

#include "core/base/alloc.h"
#include "queries.h"

struct unloading {
    struct session *session;
    struct arena *arena;
    const char *number;  /* parameters */
    const char *undo;    /* the line of the undo */
    const char *undo_at; /* its recorded time */
    struct catalogue_undo_result *result;
};

/* ---- may it be? ------------------------------------------------------------------------------ */

static enum cadre_status judge(const struct unloading *unloading, struct cadre_error *err)
{
    const struct catalogue_ledger_row *row = &unloading->result->row;
    if (!str_view_equal(row->sort, STR_VIEW_LITERAL("undo")))
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "load %lld is itself an undo", (long long)row->number);
    return cadre_fail_hint(err, "what load %lld brought can be loaded again",
                           (long long)row->undoes);
}

static enum cadre_status fail_changed(const struct unloading *unloading, int64_t found,
                                      struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED,
               "load %lld cannot be undone: a later load changed %lld of its rows",
               (long long)unloading->result->row.number, (long long)found);
    return cadre_fail_hint(err, "undo the newest first; 'cadre catalogue loads' lists them");
}

/* Statuses, categories and levels stand in most rows of the registry. */
static enum cadre_status fail_binding(const struct unloading *unloading, int64_t found,
                                      struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED,
               "load %lld cannot be undone: it brought %lld codes of lists or levels of scales, on "
               "which rows may rest",
               (long long)unloading->result->row.number, (long long)found);
    return cadre_fail_hint(err, "load a table that says otherwise");
}

/* Later loads that name what would not be there. */
static enum cadre_status check_loads(struct unloading *unloading, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status =
        session_run(unloading->session, &query_catalogue_unload_resting, NULL, &rows, err);
    if (status != CADRE_OK || rows_count(rows) == 0)
        return status;
    size_t count = rows_count(rows);
    CADRE_CLEANUP(str_release) struct str loads = {0};
    for (size_t row = 0; row < count; row++)
        str_add_format(&loads, "%s%lld",
                       row == 0          ? ""
                       : row + 1 < count ? ", "
                                         : " and ",
                       (long long)rows_number(rows, row, "load"));
    cadre_fail(
        err, CADRE_REFUSED, "load %lld cannot be undone: %s %s on it",
        (long long)unloading->result->row.number,
        arena_format(unloading->arena, "%s %s", count == 1 ? "load" : "loads", str_chars(&loads)),
        count == 1 ? "rests" : "rest");
    return cadre_fail_hint(err, "undo %s first: cadre catalogue undo %lld",
                           count == 1 ? "that one" : "these, the newest of them",
                           (long long)rows_number(rows, count - 1, "load"));
}

/* Batches whose levels are what the load's mappings made of them. */
static enum cadre_status check_levels(struct unloading *unloading, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {unloading->number};
    enum cadre_status status =
        session_run(unloading->session, &query_catalogue_unload_mapped, parameters, &rows, err);
    size_t count = status == CADRE_OK ? rows_count(rows) : 0;
    if (count == 0)
        return status;
    struct undo_rest *resting = arena_calloc(unloading->arena, count, sizeof *resting);
    for (size_t row = 0; row < count; row++) {
        resting[row] = (struct undo_rest){
            .batch = rows_number(rows, row, "batch"),
            .kind = rows_copy(rows, row, "kind", unloading->arena),
            .source = rows_copy(rows, row, "source", unloading->arena),
            .effective = rows_date(rows, row, rows_column(rows, "effective")),
            .reason = UNDO_REPEATED,
            .found = rows_number(rows, row, "found"),
        };
    }
    unloading->result->resting = resting;
    unloading->result->resting_count = count;
    cadre_fail(err, CADRE_REFUSED, "load %lld cannot be undone: its mappings read levels of %zu %s",
               (long long)unloading->result->row.number, count, count == 1 ? "batch" : "batches");
    return cadre_fail_hint(err,
                           "undo the newest first: cadre batch undo %lld; or load a mapping "
                           "that says otherwise",
                           (long long)resting[0].batch);
}

static enum cadre_status check_uses(struct unloading *unloading, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status =
        session_run(unloading->session, &query_catalogue_unload_dangling, NULL, &rows, err);
    size_t count = status == CADRE_OK ? rows_count(rows) : 0;
    if (count == 0)
        return status;
    struct catalogue_use *uses = arena_calloc(unloading->arena, count, sizeof *uses);
    int64_t found = 0;
    for (size_t row = 0; row < count; row++) {
        uses[row] = (struct catalogue_use){
            .sort = rows_copy(rows, row, "sort", unloading->arena),
            .type = rows_copy(rows, row, "type", unloading->arena),
            .code = rows_copy(rows, row, "code", unloading->arena),
            .found = rows_number(rows, row, "found"),
        };
        found += uses[row].found;
    }
    unloading->result->uses = uses;
    unloading->result->use_count = count;
    cadre_fail(err, CADRE_REFUSED,
               "load %lld cannot be undone: %lld rows of the registry name what it brought",
               (long long)unloading->result->row.number, (long long)found);
    return cadre_fail_hint(err, "take back what names it first: 'cadre batch undo', or carry it "
                                "away: 'cadre catalogue migrate'");
}

/* ---- the work -------------------------------------------------------------------------------- */

static enum cadre_status begin(struct unloading *unloading, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {unloading->number};
    enum cadre_status status =
        session_run(unloading->session, &query_catalogue_unload_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    unloading->result->load = rows_number(rows, 0, "undo");
    unloading->undo = parameter_int64(unloading->arena, unloading->result->load);
    unloading->undo_at = rows_copy(rows, 0, "recorded_at", unloading->arena).data;
    return CADRE_OK;
}

static enum cadre_status unload(struct unloading *unloading, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {unloading->number, unloading->undo};
    enum cadre_status status =
        session_run(unloading->session, &query_catalogue_unload, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    unloading->result->rows = rows_number(rows, 0, "rows");
    int64_t changed = rows_number(rows, 0, "resting");
    int64_t binding = rows_number(rows, 0, "binding");
    if (changed > 0)
        return fail_changed(unloading, changed, err);
    return binding > 0 ? fail_binding(unloading, binding, err) : CADRE_OK;
}

/* What a migration carried goes back. */
static enum cadre_status take_rows_back(struct unloading *unloading, struct cadre_error *err)
{
    struct undo_result undone = {0};
    if (unloading->result->row.batch == 0)
        return CADRE_OK;
    enum cadre_status status = undo_carried(unloading->session, unloading->result->row.batch,
                                            unloading->undo_at, unloading->arena, &undone, err);
    unloading->result->records = undone.records;
    unloading->result->resting = undone.resting;
    unloading->result->resting_count = undone.resting_count;
    if (status == CADRE_OK)
        status = session_do(unloading->session, &query_catalogue_unload_digests, NULL, err);
    return status;
}

/* Asked under the lock: somebody else may have undone it meanwhile. */
static enum cadre_status take_back(struct unloading *unloading, int64_t number,
                                   struct cadre_error *err)
{
    enum cadre_status status = catalogue_ledger_show(unloading->session, number, unloading->arena,
                                                     &unloading->result->row, err);
    if (status == CADRE_OK)
        status = judge(unloading, err);
    if (status != CADRE_OK)
        return status;
    unloading->result->unchanged = unloading->result->row.undone_by > 0;
    if (unloading->result->unchanged)
        return CADRE_OK;
    status = begin(unloading, err);
    if (status == CADRE_OK)
        status = take_rows_back(unloading, err);
    if (status == CADRE_OK)
        status = unload(unloading, err);
    if (status == CADRE_OK)
        status = check_loads(unloading, err);
    if (status == CADRE_OK)
        status = check_uses(unloading, err);
    if (status == CADRE_OK)
        status = check_levels(unloading, err);
    return status;
}

enum cadre_status catalogue_undo(struct session *session, int64_t number, int wait_s,
                                 struct arena *arena, struct catalogue_undo_result *ret_result,
                                 struct cadre_error *err)
{
    struct unloading unloading = {.session = session,
                                  .arena = arena,
                                  .number = parameter_int64(arena, number),
                                  .result = ret_result};
    *ret_result = (struct catalogue_undo_result){0};
    enum cadre_status status = session_lock(session, LOCK_REGISTRY, "", wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = take_back(&unloading, number, err);
    if (status == CADRE_OK)
        status = session_commit(session, err);
    else
        session_rollback(session);
    session_unlock(session, LOCK_REGISTRY, "");
    return status;
}
