/*
 * Which sets a file of requirements named, for the rows of it that come back mended.
 */
#ifndef CADRE_SQL_BATCH_SETS_H
#define CADRE_SQL_BATCH_SETS_H

#include "sql/session.h"

struct batch_set_row {
    int64_t record;      /* in the first file, of mended rejects */
    struct str_view set; /* absent = it could not be read */
    bool kept_out;
};

/* In the merge's transaction, once a batch. */
CADRE_MUST_CHECK enum cadre_status batch_sets_store(struct session *session, int64_t number,
                                                    const struct batch_set_row *rows, size_t count,
                                                    struct cadre_error *err);
/* False of a batch that was imported before sets were remembered. */
CADRE_MUST_CHECK enum cadre_status batch_sets_known(struct session *session, int64_t number,
                                                    bool *ret_known, struct cadre_error *err);

#endif
