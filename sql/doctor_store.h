/*
 * What `cadre doctor` asks the server.
 */
#ifndef CADRE_SQL_DOCTOR_STORE_H
#define CADRE_SQL_DOCTOR_STORE_H

#include "sql/session.h"

struct doctor_server {
    struct str_view version, encoding;
    int64_t version_number; /* 150018 */
    bool has_collation;     /* az-x-icu */
    bool checksums, standby, may_write;
};
struct doctor_fault {
    struct str_view fault;
    int64_t found;
};
/* A batch of which rows are staged. */
struct doctor_unfinished {
    struct str_view kind, source; /* source "" = the kind has none */
    int64_t number, rows;
};
struct doctor_counts {
    int64_t people, batches, runs, elements;
};

/* Texts live in `arena`. */
CADRE_MUST_CHECK enum cadre_status doctor_store_server(struct session *session, struct arena *arena,
                                                       struct doctor_server *ret_server,
                                                       struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status doctor_store_counts(struct session *session,
                                                       struct doctor_counts *ret_counts,
                                                       struct cadre_error *err);
/* Rows of the registry, and of what was loaded into its catalogue, that name an element or a
 * version that is not in the catalogue. */
CADRE_MUST_CHECK enum cadre_status doctor_store_dangling(struct session *session,
                                                         int64_t *ret_registry, int64_t *ret_loads,
                                                         struct cadre_error *err);
/* By their numbers, those that are under way right now included. */
CADRE_MUST_CHECK enum cadre_status doctor_store_unfinished(struct session *session,
                                                           struct arena *arena,
                                                           struct doctor_unfinished **ret_batches,
                                                           size_t *ret_count,
                                                           struct cadre_error *err);
/* What the registry's own checker finds; none is well. */
CADRE_MUST_CHECK enum cadre_status doctor_store_faults(struct session *session, struct arena *arena,
                                                       struct doctor_fault **ret_faults,
                                                       size_t *ret_count, struct cadre_error *err);

#endif
