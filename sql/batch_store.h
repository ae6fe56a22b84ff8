/*
 * The ledger of imports.
 */
#ifndef CADRE_SQL_BATCH_STORE_H
#define CADRE_SQL_BATCH_STORE_H

#include "core/kind/finding.h"
#include "sql/session.h"

struct batch_identity {
    const char *kind;
    const char *source; /* "" for kinds without one */
    const char *owner;  /* likewise */
    struct digest sha256;
    struct cadre_date effective;
    const char *ruleset;
    const char *file_name; /* without its folder */
    bool full_list;
};

/* rows_read = new + changed + unchanged + duplicate + held + rejected; `left` counts records. */
struct batch_counts {
    int64_t rows_read, rows_new, rows_changed, rows_unchanged, rows_duplicate, rows_held,
        rows_rejected, left, left_held_back;
};

/* Number of the batch that these very bytes already are, the newest of their kind and source under
 * the same ruleset; 0 = none. A full list is not what a partial one already is: by it people leave.
 */
CADRE_MUST_CHECK enum cadre_status batch_store_in_force(struct session *session,
                                                        const struct batch_identity *identity,
                                                        int64_t *ret_number,
                                                        struct cadre_error *err);
/* A new batch in state staging. In the transaction of its merge nothing of it stays when that does
 * not come to its end; outside of one it is stored at once. */
CADRE_MUST_CHECK enum cadre_status batch_store_open(struct session *session,
                                                    const struct batch_identity *identity,
                                                    int64_t *ret_number, struct cadre_error *err);
/* In the merge's transaction: counts, time and findings (no values). */
CADRE_MUST_CHECK enum cadre_status
batch_store_merged(struct session *session, int64_t number, const char *recorded_at,
                   const struct batch_counts *counts, const struct finding *const *findings,
                   size_t finding_count, struct cadre_error *err);
/* The file was refused: the attempt stays in the ledger. */
void batch_store_refused(struct session *session, int64_t number);

struct batch_row {
    int64_t number;
    struct str_view kind, source, owner, state, file_name, ruleset, sha256, recorded_at;
    struct cadre_date effective;
    int64_t attempt;
    bool full_list;
    bool counted; /* counts are there: it was merged */
    struct batch_counts counts;
};
/* The newest `most` batches, newest first; texts in `arena`. owner, ruleset, sha256, recorded_at
 * are of batch_store_show alone. */
CADRE_MUST_CHECK enum cadre_status batch_store_list(struct session *session, int64_t most,
                                                    struct arena *arena,
                                                    struct batch_row **ret_rows, size_t *ret_count,
                                                    struct cadre_error *err);
/* CADRE_USAGE when there is no such batch. */
CADRE_MUST_CHECK enum cadre_status batch_store_show(struct session *session, int64_t number,
                                                    struct arena *arena, struct batch_row *ret_row,
                                                    struct cadre_error *err);
struct batch_finding {
    int64_t line, record;
    struct str_view column, code;
};
CADRE_MUST_CHECK enum cadre_status batch_store_findings(struct session *session, int64_t number,
                                                        struct arena *arena,
                                                        struct batch_finding **ret_findings,
                                                        size_t *ret_count, struct cadre_error *err);

#endif
