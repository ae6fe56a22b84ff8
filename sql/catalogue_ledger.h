/*
 * The ledger of what was loaded into a registry's catalogue: documents, versions that were made
 * current, changes of version, and what of these was taken back (migration 0019).
 */
#ifndef CADRE_SQL_CATALOGUE_LEDGER_H
#define CADRE_SQL_CATALOGUE_LEDGER_H

#include "sql/session.h"

/* A line of it; absent texts, 0 and no date where the sort has no such thing. */
struct catalogue_ledger_row {
    int64_t number;
    struct str_view sort; /* "document", "tables", "current", "migration", "undo" */
    struct str_view framework, version;
    struct str_view from_version; /* migration: the one that was left */
    struct cadre_date effective;  /* migration: since when */
    int64_t batch;                /* migration: that wrote its rows */
    int64_t undoes, undone_by;    /* other lines */
    struct str_view file, sha256; /* of the document or the map */
    struct str_view recorded_at;  /* a timestamptz */
    bool framework_new;           /* document */
    int64_t elements_new, elements_completed, elements_changed, elements_same, elements_kept,
        relations_new, relations_same;
    int64_t findings;                               /* of the document */
    int64_t rows_new, rows_completed, rows_changed; /* of tables of the catalogue's kinds */
    int64_t carried;                                /* migration: rows of the registry */
};
/* The newest `most` lines, newest first. Texts in `arena`. */
CADRE_MUST_CHECK enum cadre_status catalogue_ledger_list(struct session *session, int64_t most,
                                                         struct arena *arena,
                                                         struct catalogue_ledger_row **ret_rows,
                                                         size_t *ret_count,
                                                         struct cadre_error *err);
/* CADRE_USAGE when there is no such line. */
CADRE_MUST_CHECK enum cadre_status catalogue_ledger_show(struct session *session, int64_t number,
                                                         struct arena *arena,
                                                         struct catalogue_ledger_row *ret_row,
                                                         struct cadre_error *err);

/* What was wrong with a document. */
struct catalogue_ledger_finding {
    struct str_view code, path, value, hint; /* absent = none */
    int64_t line;                            /* 0 = the document as a whole */
};
CADRE_MUST_CHECK enum cadre_status
catalogue_ledger_findings(struct session *session, int64_t number, struct arena *arena,
                          struct catalogue_ledger_finding **ret_findings, size_t *ret_count,
                          struct cadre_error *err);

/* What a migration carried: "needs", 12; "evidence that fell together", 1. */
struct catalogue_ledger_count {
    struct str_view sort;
    int64_t found;
};
CADRE_MUST_CHECK enum cadre_status
catalogue_ledger_counts(struct session *session, int64_t number, struct arena *arena,
                        struct catalogue_ledger_count **ret_counts, size_t *ret_count,
                        struct cadre_error *err);

/* What of the loads was altered since they were sealed (migration 0041). */
enum ledger_fault {
    LEDGER_HOLDS,
    LEDGER_LINE_ALTERED, /* its number, recorded time or seal */
    LEDGER_LINE_LOST,    /* there are rows of a load that is not there */
    LEDGER_ROWS_ALTERED  /* other rows count since the load than did when it was through */
};
/* Of the loads that were known at `known_at`, a timestamptz; *ret_load: of which, the first. */
CADRE_MUST_CHECK enum cadre_status catalogue_ledger_check(struct session *session,
                                                          const char *known_at, int64_t *ret_load,
                                                          enum ledger_fault *ret_fault,
                                                          struct cadre_error *err);

/*
 * Makes a version that is in the catalogue the current one, in one transaction under the registry's
 * lock; *ret_load 0 when it is already. As known before, the other one stays current. Errors:
 * CADRE_LOCKED.
 */
CADRE_MUST_CHECK enum cadre_status
catalogue_ledger_set_current(struct session *session, const char *framework, const char *version,
                             int wait_s, int64_t *ret_load, struct cadre_error *err);

#endif
