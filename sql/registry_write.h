/*
 * A short piece of writing under the registry lock, in one transaction. Private to sql/.
 */
#ifndef CADRE_SQL_REGISTRY_WRITE_H
#define CADRE_SQL_REGISTRY_WRITE_H

#include "sql/session.h"

/* Waits up to `wait_s` for the lock; on failure nothing is held. */
CADRE_MUST_CHECK enum cadre_status registry_write_begin(struct session *session, int wait_s,
                                                        struct cadre_error *err);
/* Ends the transaction by how it went, and gives the registry back. */
CADRE_MUST_CHECK enum cadre_status
registry_write_end(struct session *session, enum cadre_status status, struct cadre_error *err);
/* The recorded time of all that is written; in `arena`. */
CADRE_MUST_CHECK enum cadre_status registry_write_time(struct session *session, struct arena *arena,
                                                       const char **ret_at,
                                                       struct cadre_error *err);

/* Was something recorded after `known_at`? */
CADRE_MUST_CHECK enum cadre_status registry_write_is_past(struct session *session,
                                                          struct str_view known_at, bool *ret_past,
                                                          struct cadre_error *err);

#endif
