/*
 * Records of a file of which one at most can stand, for those that come back mended: one that is
 * deleted for another is mended, too.
 */
#ifndef CADRE_SQL_BATCH_RIVALS_H
#define CADRE_SQL_BATCH_RIVALS_H

#include "sql/session.h"

struct batch_rival {
    int64_t rivals; /* one of the records, the same for all of them */
    int64_t record; /* in the first file, of mended rejects */
    int64_t key;    /* hash, under the registry's secret */
};

/* In the merge's transaction, some of a batch. */
CADRE_MUST_CHECK enum cadre_status batch_rivals_store(struct session *session, int64_t number,
                                                      const struct batch_rival *rivals,
                                                      size_t count, struct cadre_error *err);

#endif
