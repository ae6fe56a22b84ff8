#include "sql/registry_write.h"

#include "core/base/alloc.h"
#include "queries.h"

enum cadre_status registry_write_begin(struct session *session, int wait_s, struct cadre_error *err)
{
    enum cadre_status status = session_lock(session, LOCK_REGISTRY, "", wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = session_begin(session, TRANSACTION_WRITE, err);
    if (status != CADRE_OK)
        session_unlock(session, LOCK_REGISTRY, "");
    return status;
}

enum cadre_status registry_write_end(struct session *session, enum cadre_status status,
                                     struct cadre_error *err)
{
    if (status == CADRE_OK)
        status = session_commit(session, err);
    else
        session_rollback(session);
    session_unlock(session, LOCK_REGISTRY, "");
    return status;
}

enum cadre_status registry_write_time(struct session *session, struct arena *arena,
                                      const char **ret_at, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_draw_recorded, NULL, &rows, err);
    if (status == CADRE_OK)
        *ret_at = rows_copy(rows, 0, "recorded_at", arena).data;
    return status;
}

enum cadre_status registry_write_is_past(struct session *session, struct str_view known_at,
                                         bool *ret_past, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const at_most[] = {NULL};
    enum cadre_status status = session_run(session, &query_newest_recorded, at_most, &rows, err);
    if (status == CADRE_OK)
        *ret_past = !str_view_equal(rows_text(rows, 0, rows_column(rows, "known_at")), known_at);
    return status;
}
