/*
 * Staging: the typed rows of one batch on their way into the registry.
 */
#ifndef CADRE_SQL_STAGING_H
#define CADRE_SQL_STAGING_H

#include "core/kind/typed_row.h"
#include "sql/session.h"

struct staging; /* opaque */

/*
 * Makes the batch's staging table and lays the view `staged` over it: the server begins with that,
 * and until staging_pause or one of those below nothing else may be asked of the session. What it
 * fails at is told with a later row, or there. Lasting: it may outlive the transaction that makes
 * it.
 */
CADRE_MUST_CHECK enum cadre_status staging_open(struct session *session, const struct kind *kind,
                                                int64_t batch, bool lasting,
                                                struct staging **ret_staging,
                                                struct cadre_error *err);
/* One row; the signature of a row sink. All rows have the same columns. */
CADRE_MUST_CHECK enum cadre_status staging_row(void *staging, const struct typed_row *row,
                                               struct cadre_error *err);
/* Before the transaction ends; the next row goes on in the next one. */
CADRE_MUST_CHECK enum cadre_status staging_pause(struct staging *staging, struct cadre_error *err);
/* Nothing more comes. */
CADRE_MUST_CHECK enum cadre_status staging_close(struct staging *staging, struct cadre_error *err);
/* Drops table and view; the rows are where they belong. */
CADRE_MUST_CHECK enum cadre_status staging_drop(struct staging *staging, struct cadre_error *err);
/* Forgets it. The table stays if its transaction was committed. NULL is fine. */
void staging_free(struct staging *staging);

/* An unfinished batch's table, to be filled further, and how many rows it has. One that is there no
 * more is made anew. */
CADRE_MUST_CHECK enum cadre_status staging_reopen(struct session *session, const struct kind *kind,
                                                  int64_t batch, struct staging **ret_staging,
                                                  int64_t *ret_rows, struct cadre_error *err);
/* Before its first row: all that it has goes. */
CADRE_MUST_CHECK enum cadre_status staging_empty(struct staging *staging, struct cadre_error *err);
/* The table of a batch that is not to be gone on with; fine when there is none. */
CADRE_MUST_CHECK enum cadre_status staging_drop_batch(struct session *session,
                                                      const struct kind *kind, int64_t batch,
                                                      struct cadre_error *err);
/* The session reads no staged rows any more: others may drop the table. */
void staging_leave(struct session *session);

#endif
