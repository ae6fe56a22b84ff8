#include <time.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/session_connection.h"

enum { POLL_MS = 50 };

static void sleep_ms(long ms)
{
    struct timespec pause = {.tv_nsec = ms * 1000000L};
    nanosleep(&pause, NULL);
}

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
    for (long waited_ms = 0;; waited_ms += POLL_MS) {
        bool taken = false;
        enum cadre_status status = try_lock(session, parameters, &taken, err);
        if (status != CADRE_OK || taken)
            return status;
        if (waited_ms >= wait_s * 1000L)
            break;
        sleep_ms(POLL_MS);
    }
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
