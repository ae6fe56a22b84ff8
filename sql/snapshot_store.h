/*
 * The registry as of a day, as known at a time, out of the database into memory.
 */
#ifndef CADRE_SQL_SNAPSHOT_STORE_H
#define CADRE_SQL_SNAPSHOT_STORE_H

#include "core/evidence/snapshot.h"
#include "sql/session.h"

struct snapshot_request {
    struct cadre_date as_of;
    const char
        *known_at; /* timestamptz text, NULL = the newest recorded time that the snapshot sees */
    bool names;    /* family and given names too */
    /* People may be read as the merge keeps them, not derived from the source records: sooner. Who
     * looks whether the registry was altered wants them derived. */
    bool kept;
    /* Who sits where alone: people, needs, placements and decisions, no evidence and no wishes. */
    bool seats_only;
    struct match_policy policy;    /* evidence that it asks for is read */
    const struct call_up *call_up; /* of the catalogue; NULL = none */
};

/* Reads in one repeatable-read transaction of its own; the snapshot lives in `arena`. */
CADRE_MUST_CHECK enum cadre_status
snapshot_store_load(struct session *session, const struct snapshot_request *request,
                    const struct catalogue *catalogue, struct arena *arena,
                    struct snapshot **ret_snapshot, struct cadre_error *err);
/* The same in the caller's transaction, with what it wrote itself; nobody else may write meanwhile.
 */
CADRE_MUST_CHECK enum cadre_status
snapshot_store_load_within(struct session *session, const struct snapshot_request *request,
                           const struct catalogue *catalogue, struct arena *arena,
                           struct snapshot **ret_snapshot, struct cadre_error *err);
/* The last moment until `at_most` at which something was recorded, in `arena`; the newest of all
 * when `at_most` is NULL. What a run knows is always known at such a moment. */
CADRE_MUST_CHECK enum cadre_status snapshot_store_moment(struct session *session,
                                                         const char *at_most, struct arena *arena,
                                                         const char **ret_known_at,
                                                         struct cadre_error *err);
/* CADRE_USAGE when no institution is, or was, on a list of that code. */
CADRE_MUST_CHECK enum cadre_status
snapshot_store_require_list(struct session *session, const char *list, struct cadre_error *err);

#endif
