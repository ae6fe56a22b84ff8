/*
 * A batch is taken back: the registry knows again what it knew before it. Nothing is erased; known
 * at a time between, the batch is still there.
 */
#ifndef CADRE_SQL_UNDO_H
#define CADRE_SQL_UNDO_H

#include "sql/session.h"

/* Why a later batch rests on the one that is to be taken back. */
enum undo_reason {
    UNDO_CHANGED,       /* it changed or ended what that one brought */
    UNDO_STATED,        /* it states days that that one had ended */
    UNDO_REPEATED,      /* a list of the same source that found its rows unchanged */
    UNDO_HELD,          /* requirements that it keeps out, for which what that one left stands */
    UNDO_JOINED,        /* mended requirements that came to a set of that one */
    UNDO_EARLIER,       /* a file for an earlier day that ends where that one begins */
    UNDO_PEOPLE,        /* it names people that only that one brought */
    UNDO_IDS,           /* it names people by a national id that only that one gave */
    UNDO_NUMBERS,       /* likewise by a number at their source */
    UNDO_NEEDS,         /* it names needs that only that one brought */
    UNDO_ORGANIZATIONS, /* likewise organizations */
    UNDO_TRAININGS,     /* likewise trainings */
};

struct undo_rest {
    int64_t batch;
    struct str_view kind, source;
    struct cadre_date effective;
    enum undo_reason reason;
    int64_t found; /* rows of it that do */
};

struct undo_result {
    bool unchanged;  /* it was undone already */
    int64_t records; /* that are again as they were before the batch */
    const char *undone_at;
    const struct undo_rest *resting; /* CADRE_REFUSED: newest batch first, a reason each */
    size_t resting_count;
};

/*
 * Takes batch `number` back, in one transaction under the locks of its source and of the registry,
 * for which it waits up to `wait_s`. Afterwards the digest of the registry is what it was before
 * the batch, unless others were merged since. Texts in `arena`. Errors: CADRE_USAGE: no such batch.
 * CADRE_REFUSED: it was never merged, or later batches rest on it; those are in *ret_result all the
 * same.
 */
CADRE_MUST_CHECK enum cadre_status undo_batch(struct session *session, int64_t number, int wait_s,
                                              struct arena *arena, struct undo_result *ret_result,
                                              struct cadre_error *err);
/* The same of the batch of a change of version (sql/catalogue_migration), which is taken back with
 * its load alone: in the caller's transaction, under its lock, at the recorded time `undone_at`. */
CADRE_MUST_CHECK enum cadre_status undo_carried(struct session *session, int64_t number,
                                                const char *undone_at, struct arena *arena,
                                                struct undo_result *ret_result,
                                                struct cadre_error *err);

#endif
