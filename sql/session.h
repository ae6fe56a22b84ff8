/*
 * A connection with pinned settings, and the only way to run a query. There is no general query
 * function outside sql/: the stores' typed verbs are what others call.
 */
#ifndef CADRE_SQL_SESSION_H
#define CADRE_SQL_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/digest.h"
#include "core/base/status.h"
#include "sql/query.h"
#include "sql/rows.h"

struct session; /* opaque */

/*
 * `conninfo`: a libpq connection string or URI or a database name; "" = libpq's environment (PG*,
 * PGSERVICE). `label` is the application_name, what others see of us when they wait: "cadre import
 * BAKU". Errors: CADRE_DATABASE with a hint.
 */
CADRE_MUST_CHECK enum cadre_status session_open(const char *conninfo, const char *label,
                                                struct session **ret_session,
                                                struct cadre_error *err);
void session_free(struct session *session); /* rolls back what is open; NULL is fine */
/* False when the server has ended it, as far as has been heard; nothing is asked. */
bool session_is_alive(struct session *session);
void session_cleanup(struct session **session);

/*
 * Asks the server to give up what it does for us; from then on every verb but the rollback fails
 * with CADRE_DATABASE and SQLSTATE 57014. To be called from a signal handler.
 */
void session_cancel(struct session *session);

/*
 * Parameters as text, NULL = SQL NULL; the helpers below make them. *ret_rows may be NULL for shape
 * none. The shape is enforced: an answer of another shape is CADRE_BUG. Errors: CADRE_DATABASE,
 * CADRE_SCHEMA (schema cadre absent), CADRE_LOCKED. No message holds a value.
 */
CADRE_MUST_CHECK enum cadre_status session_run(struct session *session, const struct query *query,
                                               const char *const *parameters,
                                               struct rows **ret_rows, struct cadre_error *err);
/* The same, rows not wanted. */
CADRE_MUST_CHECK enum cadre_status session_do(struct session *session, const struct query *query,
                                              const char *const *parameters,
                                              struct cadre_error *err);
/* The same, begun: the server works on it while another session is used. Nothing else may be asked
 * of this one before it was awaited. */
CADRE_MUST_CHECK enum cadre_status session_start(struct session *session, const struct query *query,
                                                 const char *const *parameters,
                                                 struct cadre_error *err);
/* Waits for the end of it. When `other`, which is idle meanwhile, is cancelled: its failure, and
 * nothing is waited for any more. */
CADRE_MUST_CHECK enum cadre_status
session_await(struct session *session, const struct session *other, struct cadre_error *err);
/* Whether there would be nothing to wait for. */
bool session_has_answered(struct session *session);
/* Waits likewise, and gives the rows that came. */
CADRE_MUST_CHECK enum cadre_status session_answer(struct session *session,
                                                  const struct query *query, struct rows **ret_rows,
                                                  struct cadre_error *err);
/* Waits until what was begun on `session` or on `other` is over, which is awaited all the same;
 * *ret_session: that of the former is. Fails as session_await does. */
CADRE_MUST_CHECK enum cadre_status session_await_either(struct session *session,
                                                        struct session *other, bool *ret_session,
                                                        struct cadre_error *err);
/* Gives up what was begun, and rolls back; then the session is good for more. */
void session_give_up(struct session *session);
/* Several statements at once, as a migration has them. */
CADRE_MUST_CHECK enum cadre_status session_run_script(struct session *session, const char *script,
                                                      struct cadre_error *err);

/* Parses a query without running it: for the test that prepares them all. */
CADRE_MUST_CHECK enum cadre_status
session_prepare(struct session *session, const struct query *query, struct cadre_error *err);

enum transaction_mode { TRANSACTION_WRITE, TRANSACTION_SNAPSHOT /* repeatable read, read only */ };

CADRE_MUST_CHECK enum cadre_status
session_begin(struct session *session, enum transaction_mode mode, struct cadre_error *err);
/* When the connection breaks in here the outcome is unknown: the error's detail says so, and the
 * ledger knows. */
CADRE_MUST_CHECK enum cadre_status session_commit(struct session *session, struct cadre_error *err);
void session_rollback(struct session *session);

/* Locks of whole commands, held until unlocked or the session ends. */
enum lock_class {
    LOCK_REGISTRY = 1, /* key "" */
    LOCK_SOURCE = 2,   /* key: the source's code */
    LOCK_SCHEMA = 3    /* key "" */
};
/* Waits up to `wait_s` seconds, behind those who asked before; then CADRE_LOCKED with the holder's
 * label. */
CADRE_MUST_CHECK enum cadre_status session_lock(struct session *session, enum lock_class class,
                                                const char *key, int wait_s,
                                                struct cadre_error *err);
void session_unlock(struct session *session, enum lock_class class, const char *key);
/* Whether a session of the database has it, this one included. A standby knows its own alone. */
CADRE_MUST_CHECK enum cadre_status session_lock_is_held(struct session *session,
                                                        enum lock_class class, const char *key,
                                                        bool *ret_held, struct cadre_error *err);

/* Parameters. */
const char *parameter_text(struct arena *arena, struct str_view text); /* absent = NULL */
const char *parameter_int64(struct arena *arena, int64_t number);
const char *parameter_date(struct arena *arena, struct cadre_date date);
const char *parameter_digest(struct arena *arena, const struct digest *digest);
const char *parameter_bool(bool truth);
/* text[]; absent elements are NULLs. */
const char *parameter_text_array(struct arena *arena, const struct str_view *items, size_t count);
const char *parameter_int64_array(struct arena *arena, const int64_t *items, size_t count);

#endif
