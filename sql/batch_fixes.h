/*
 * Findings of a batch that a later batch mended: their rows were taken after all.
 */
#ifndef CADRE_SQL_BATCH_FIXES_H
#define CADRE_SQL_BATCH_FIXES_H

#include "sql/session.h"

/* A row of mended rejects: where its record stood in the first file. */
struct batch_fix {
    int64_t line, record;
    bool mended; /* else it was rejected or held again */
    bool has_key;
    int64_t key; /* hash of the key that it has now */
};

/* The last record that the ledger knows of batch `number` and of those that mend it. */
CADRE_MUST_CHECK enum cadre_status batch_fixes_last(struct session *session, int64_t number,
                                                    int64_t *ret_record, struct cadre_error *err);
/* How many of the rows name a record that was kept out of them; *ret_to_delete: some that
 * was kept out and is not mended yet has only to be deleted. */
CADRE_MUST_CHECK enum cadre_status batch_fixes_count_named(struct session *session, int64_t number,
                                                           const struct batch_fix *fixes,
                                                           size_t count, int64_t *ret_named,
                                                           bool *ret_to_delete,
                                                           struct cadre_error *err);
/* Those of the rows' records that were kept out of batch `number` while a later row of its file had
 * their key, which was to count: ascending, in `arena`. */
CADRE_MUST_CHECK enum cadre_status
batch_fixes_overruled(struct session *session, int64_t number, const struct batch_fix *fixes,
                      size_t count, struct arena *arena, const int64_t **ret_records,
                      size_t *ret_count, struct cadre_error *err);
/* In the merge's transaction: `by_batch` mended what it mended of batch `number`, and of the
 * batches that tried to before. A record of which one row was kept out again stays open; one that
 * is not among the rows does so unless its remedy was to delete it. */
CADRE_MUST_CHECK enum cadre_status batch_fixes_close(struct session *session, int64_t number,
                                                     int64_t by_batch,
                                                     const struct batch_fix *fixes, size_t count,
                                                     struct cadre_error *err);

/* Findings by which rows were kept out; warnings are none of them. */
struct batch_mending {
    int64_t findings, mended;
};
CADRE_MUST_CHECK enum cadre_status batch_fixes_state(struct session *session, int64_t number,
                                                     struct batch_mending *ret_mending,
                                                     struct cadre_error *err);

#endif
