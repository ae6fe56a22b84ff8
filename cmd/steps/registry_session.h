/*
 * The database that a command works on, found by rule and opened: -d; the demo of the private
 * PostgreSQL (--demo); a server that libpq's environment names (PG*, PGSERVICE), unless --data-dir
 * was given; else the private PostgreSQL, made and started when it has to be.
 */
#ifndef CADRE_CMD_STEPS_REGISTRY_SESSION_H
#define CADRE_CMD_STEPS_REGISTRY_SESSION_H

#include "cmd/cli/command.h"
#include "sql/private_server.h"
#include "sql/session.h"

struct registry_session; /* opaque; lives in the call's arena, its connection until freed */

/*
 * Opens it with a schema that the program can use: the private database is initialised when it is
 * empty, any other state is CADRE_SCHEMA with the remedy. `label` is what others see of us when
 * they wait ("cadre import BAKU").
 */
CADRE_MUST_CHECK enum cadre_status registry_session_open(const struct invocation *call,
                                                         const char *label,
                                                         struct registry_session **ret_registry,
                                                         struct cadre_error *err);
/* The same database whatever its schema is like; nothing is initialised: for doctor and db. */
CADRE_MUST_CHECK enum cadre_status registry_session_connect(const struct invocation *call,
                                                            const char *label,
                                                            struct registry_session **ret_registry,
                                                            struct cadre_error *err);
/* The demo's database on the private server, made anew and initialised: what stood there is gone.
 */
CADRE_MUST_CHECK enum cadre_status
registry_session_open_new_demo(const struct invocation *call, const char *label,
                               struct registry_session **ret_registry, struct cadre_error *err);
/* Connects anew after the connection broke. */
CADRE_MUST_CHECK enum cadre_status registry_session_reopen(struct registry_session *registry,
                                                           struct cadre_error *err);
/* For one more connection to the same database, as session_open has it; lives as long as this. */
const char *registry_session_conninfo(const struct registry_session *registry);
void registry_session_free(struct registry_session *registry); /* NULL is fine */
void registry_session_cleanup(struct registry_session **registry);

/* The connection; replaced by a reopening. */
struct session *registry_session_of(const struct registry_session *registry);

/* True when the command would use a server that is not the private one. */
bool registry_session_is_foreign(const struct invocation *call);
/* The private server of this call, located; nothing is started. */
CADRE_MUST_CHECK enum cadre_status
registry_session_locate_server(const struct invocation *call, struct private_server **ret_server,
                               struct cadre_error *err);
/* The same, running. */
CADRE_MUST_CHECK enum cadre_status registry_session_start_server(const struct invocation *call,
                                                                 struct private_server **ret_server,
                                                                 struct cadre_error *err);
/* Schema and catalogue up to date; *ret_applied migrations were missing. */
CADRE_MUST_CHECK enum cadre_status
registry_session_prepare(struct session *session, int *ret_applied, struct cadre_error *err);

#endif
