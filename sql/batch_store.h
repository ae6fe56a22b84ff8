/*
 * The ledger of imports. A batch is opened, then staging (rows come in chunks, each a transaction),
 * staged (all are there), and in the end merged, refused or undone. A file of one chunk goes from
 * opened to merged in one transaction. What is not ended is unfinished: the next import of its kind
 * and source goes on with it or abandons it. All verbs are for the holder of the source's lock.
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
    const char *file_path; /* absolute; NULL = it cannot be read again by a path */
    const char *encoding;  /* as asked for; NULL = found from the bytes */
    int64_t fixes;         /* the batch of which it brings rejected rows again; 0 = none */
};

/* rows_read = new + changed + unchanged + duplicate + held + rejected; `left` counts records. */
struct batch_counts {
    int64_t rows_read, rows_new, rows_changed, rows_unchanged, rows_duplicate, rows_held,
        rows_rejected, left, left_held_back;
};

/* What is known of a file before it is read. */
struct batch_prospect {
    int64_t in_force; /* the batch that these very bytes are, now in force of their kind and source
                         under the same ruleset, from no later day, mending the same batch; 0 =
                         none, or some of its rows were kept out for what the registry knew less of
                         then or for an earlier day */
    struct cadre_date newest_effective; /* of what is merged of the kind and source, or none */
    int64_t older; /* the newest merged batch of the same bytes that is not in force; 0 = none */
    struct cadre_date older_effective;
};
CADRE_MUST_CHECK enum cadre_status batch_store_prospect(struct session *session,
                                                        const struct batch_identity *identity,
                                                        struct batch_prospect *ret_prospect,
                                                        struct cadre_error *err);
/* A new batch in state opened. In a transaction nothing of it stays when that is rolled back;
 * outside of one it is stored at once. */
CADRE_MUST_CHECK enum cadre_status batch_store_open(struct session *session,
                                                    const struct batch_identity *identity,
                                                    int64_t *ret_number, struct cadre_error *err);

/* How far a batch is staged. */
struct batch_mark {
    int64_t offset;      /* of the input, behind the last row that is staged */
    int64_t line;        /* of that row */
    int64_t rows;        /* in the staging table */
    int64_t known_batch; /* the batch whose digest told which records were not to be staged; 0 = no
                            digest did */
};
struct batch_unfinished {
    int64_t number;
    bool same; /* kind, source, bytes, day, list, encoding and ruleset are those of the identity */
    bool same_bytes; /* kind, source and bytes are, whatever the rest */
    bool whole;      /* state staged: all rows are there */
    struct batch_mark mark;
};
/* Unfinished batches of the identity's kind and source, the newest first. */
CADRE_MUST_CHECK enum cadre_status
batch_store_unfinished(struct session *session, const struct batch_identity *identity,
                       struct arena *arena, struct batch_unfinished **ret_batches,
                       size_t *ret_count, struct cadre_error *err);
/* In the transaction that stages a chunk. `whole`: it was the last. */
CADRE_MUST_CHECK enum cadre_status batch_store_mark(struct session *session, int64_t number,
                                                    const struct batch_mark *mark, bool whole,
                                                    struct cadre_error *err);
/* Findings one by one: *ret_more false behind the last. What is given lives until the next. */
struct finding_source {
    void *context;
    enum cadre_status (*next)(void *context, bool *ret_more, struct finding *ret_finding,
                              struct cadre_error *err);
};
/* In the merge's transaction: counts, time and findings (no values; NULL = none). */
CADRE_MUST_CHECK enum cadre_status batch_store_merged(struct session *session, int64_t number,
                                                      const char *recorded_at,
                                                      const struct batch_counts *counts,
                                                      const struct finding_source *findings,
                                                      struct cadre_error *err);
/* It is not stored and the ledger keeps why: a finding's code, a brake's name or "abandoned". */
CADRE_MUST_CHECK enum cadre_status batch_store_refused(struct session *session, int64_t number,
                                                       const char *refusal,
                                                       struct cadre_error *err);

/* In the merge's transaction: the bytes of the rejects that it wrote. */
CADRE_MUST_CHECK enum cadre_status batch_store_rejects(struct session *session, int64_t number,
                                                       const struct digest *rejects,
                                                       struct cadre_error *err);
/* Whether an import wrote these bytes as rejects, or took them as its input. `piped`: rows that
 * came by no file, and as no whole list, must be mended, too. */
CADRE_MUST_CHECK enum cadre_status batch_store_rejects_known(struct session *session,
                                                             const struct digest *rejects,
                                                             bool piped, bool *ret_known,
                                                             struct cadre_error *err);

struct batch_row {
    int64_t number;
    struct str_view kind, source, owner, state, file_name, ruleset, sha256, recorded_at;
    struct str_view refusal, encoding, file_path, ended_at, undone_at; /* absent = none */
    struct cadre_date effective;
    int64_t attempt;
    int64_t staged_rows;
    int64_t fixes; /* the batch of which it brings rejected rows again; 0 = none */
    bool full_list;
    bool counted; /* counts are there: it was merged */
    struct batch_counts counts;
};
/* The newest `most` batches, newest first; texts in `arena`. owner, ruleset, sha256, the times,
 * refusal, encoding, file_path and staged_rows are of batch_store_show alone. */
CADRE_MUST_CHECK enum cadre_status batch_store_list(struct session *session, int64_t most,
                                                    struct arena *arena,
                                                    struct batch_row **ret_rows, size_t *ret_count,
                                                    struct cadre_error *err);
/* CADRE_USAGE when there is no such batch. */
CADRE_MUST_CHECK enum cadre_status batch_store_show(struct session *session, int64_t number,
                                                    struct arena *arena, struct batch_row *ret_row,
                                                    struct cadre_error *err);
/* "opened", "staging" or "staged". */
bool batch_row_is_unfinished(const struct batch_row *row);

struct batch_finding {
    int64_t line, record;
    struct str_view column, code;
    int64_t mended_by; /* the batch by which the row was taken after all; 0 = none */
};
CADRE_MUST_CHECK enum cadre_status batch_store_findings(struct session *session, int64_t number,
                                                        struct arena *arena,
                                                        struct batch_finding **ret_findings,
                                                        size_t *ret_count, struct cadre_error *err);

#endif
