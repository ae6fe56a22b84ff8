/*
 * A load of the catalogue is taken back: a document, a current version, or a change of version with
 * the rows that it carried. Nothing is erased: known at a time between, it is still there.
 */
#ifndef CADRE_SQL_CATALOGUE_UNDO_H
#define CADRE_SQL_CATALOGUE_UNDO_H

#include "sql/catalogue_ledger.h"
#include "sql/undo.h"

/* Rows of the registry that would name an element that is not there any more. */
struct catalogue_use {
    struct str_view sort; /* "needs", "requirements", "evidence", "preferences", "trainings" */
    struct str_view type, code; /* "work_role", "DCWF@5.2/511" */
    int64_t found;
};

struct catalogue_undo_result {
    bool unchanged;                  /* it was undone already */
    int64_t load;                    /* the undo's own line */
    int64_t rows;                    /* of the catalogue that count no more */
    int64_t records;                 /* of the registry that are as they were before */
    struct catalogue_ledger_row row; /* what was taken back */
    /* CADRE_REFUSED: why. */
    const struct catalogue_use *uses;
    size_t use_count;
    const struct undo_rest *resting; /* later batches that rest on what a migration carried, or on
                                        levels that its mappings read */
    size_t resting_count;
};

/*
 * In one transaction under the registry's lock, for which it waits up to `wait_s`. Texts in
 * `arena`. Errors: CADRE_USAGE: no such load. CADRE_REFUSED: it is itself an undo, a later load
 * changed what it brought or names it, or rows of the registry rest on it; those are in *ret_result
 * all the same. CADRE_LOCKED.
 */
CADRE_MUST_CHECK enum cadre_status catalogue_undo(struct session *session, int64_t number,
                                                  int wait_s, struct arena *arena,
                                                  struct catalogue_undo_result *ret_result,
                                                  struct cadre_error *err);

#endif
