/* The inside of struct session. Private to sql/. */
#ifndef CADRE_SQL_SESSION_CONNECTION_H
#define CADRE_SQL_SESSION_CONNECTION_H

#include <libpq-fe.h>
#include <signal.h>

#include "sql/session.h"

struct session {
    PGconn *connection;
    PGcancel *cancel;
    const char *begun; /* name of the query that was started last */
    bool in_transaction;
    volatile sig_atomic_t cancelled;
};

/* CADRE_OK, or the failure of a session that was cancelled. */
enum cadre_status session_check(const struct session *session, struct cadre_error *err);

/* Fills *err from a failed result (may be NULL: the connection's own message) and returns its
 * status. */
enum cadre_status session_fail(struct session *session, const PGresult *result, const char *doing,
                               struct cadre_error *err);

static inline void result_cleanup(PGresult **result)
{
    PQclear(*result);
}
#define CLEAR_RESULT CADRE_CLEANUP(result_cleanup)

#endif
