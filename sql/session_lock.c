#include "core/base/alloc.h"
#include "queries.h"
#include "sql/session_connection.h"

static enum cadre_status try_lock(struct session *session, const char *const *parameters,
                                  bool *ret_taken, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status =
        session_run(session, &query_session_try_lock, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_taken = rows_bool(rows, 0, rows_column(rows, "taken"));
    return status;
}

static enum cadre_status begin_waiting(struct session *session, bool within, int wait_s,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {arena_format(arena, "%ds", wait_s)};
    enum cadre_status status =
        session_run_script(session, within ? "SAVEPOINT waiting" : "BEGIN", err);
    session->in_transaction = within || status == CADRE_OK;
    if (status == CADRE_OK)
        status = session_do(session, &query_session_wait_at_most, parameters, err);
    return status;
}

/* Settings and what failed go back to what they were; the lock is the session's and stays. Of a
 * transaction that failed otherwise nothing can go on. */
static enum cadre_status end_waiting(struct session *session, bool within, enum cadre_status status,
                                     struct cadre_error *err)
{
    if (!within)
        session_rollback(session);
    else if (status == CADRE_OK)
        return session_run_script(session, "ROLLBACK TO waiting; RELEASE waiting", err);
    return status;
}

/* The server keeps a queue: who asked first gets it first, and who is killed leaves it. */
static enum cadre_status stand_in_line(struct session *session, const char *const *parameters,
                                       struct cadre_error *err)
{
    enum cadre_status status = session_start(session, &query_session_lock, parameters, err);
    if (status == CADRE_OK)
        status = session_await(session, session, err);
    if (session->cancelled)
        session_give_up(session);
    return status;
}

static enum cadre_status wait_for_lock(struct session *session, const char *const *parameters,
                                       int wait_s, bool *ret_taken, struct cadre_error *err)
{
    bool within = session->in_transaction;
    enum cadre_status status = begin_waiting(session, within, wait_s, err);
    if (status == CADRE_OK)
        status = stand_in_line(session, parameters, err);
    *ret_taken = status == CADRE_OK;
    if (status == CADRE_LOCKED) { /* the time is over */
        cadre_error_release(err);
        status = CADRE_OK;
    }
    return end_waiting(session, within, status, err);
}

/* The holder stands in the message itself: a line in a log has to name them. */
static enum cadre_status fail_locked(struct session *session, const char *const *parameters,
                                     const char *what, const char *hint, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status =
        session_run(session, &query_session_lock_holder, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (rows_count(rows) == 0)
        cadre_fail(err, CADRE_LOCKED, "%s is in use", what);
    else
        cadre_fail(err, CADRE_LOCKED, "%s is in use by '%s', server process %lld", what,
                   rows_text(rows, 0, rows_column(rows, "application_name")).data,
                   (long long)rows_number(rows, 0, "pid"));
    return cadre_fail_hint(err, "%s", hint);
}

enum cadre_status session_lock(struct session *session, enum lock_class class, const char *key,
                               int wait_s, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {parameter_int64(arena, class), key};
    bool taken = false;
    enum cadre_status status = try_lock(session, parameters, &taken, err);
    if (status == CADRE_OK && !taken && wait_s > 0)
        status = wait_for_lock(session, parameters, wait_s, &taken, err);
    if (status != CADRE_OK || taken)
        return status;
    const char *what = class == LOCK_SOURCE   ? arena_format(arena, "source '%s'", key)
                       : class == LOCK_SCHEMA ? "the schema"
                                              : "the registry";
    const char *hint = class == LOCK_SOURCE /* whose second import is not waited for */
                           ? "run again when it is done"
                           : "run again when it is done, or give a longer --wait";
    return fail_locked(session, parameters, what, hint, err);
}

void session_unlock(struct session *session, enum lock_class class, const char *key)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error ignored = {0};
    const char *const parameters[] = {parameter_int64(arena, class), key};
    /* A session that is broken has lost its locks anyway. */
    if (session_do(session, &query_session_unlock, parameters, &ignored) != CADRE_OK)
        cadre_error_release(&ignored);
}

enum cadre_status session_lock_is_held(struct session *session, enum lock_class class,
                                       const char *key, bool *ret_held, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, class), key};
    enum cadre_status status =
        session_run(session, &query_session_lock_holder, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_held = rows_count(rows) > 0;
    return status;
}
