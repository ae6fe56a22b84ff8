/*
 * Staging: the typed rows of one batch on their way into the registry.
 */
#ifndef CADRE_SQL_STAGING_H
#define CADRE_SQL_STAGING_H

#include "core/kind/typed_row.h"
#include "sql/session.h"

struct staging; /* opaque */

/* Makes the batch's staging table, lays the view `staged` over it and begins to fill it. */
CADRE_MUST_CHECK enum cadre_status staging_open(struct session *session, const struct kind *kind,
                                                int64_t batch, struct staging **ret_staging,
                                                struct cadre_error *err);
/* One row; the signature of a row sink. */
CADRE_MUST_CHECK enum cadre_status staging_row(void *staging, const struct typed_row *row,
                                               struct cadre_error *err);
/* Nothing more comes. */
CADRE_MUST_CHECK enum cadre_status staging_close(struct staging *staging, struct cadre_error *err);
/* Drops table and view, whatever state they are in; frees. NULL is fine. */
void staging_free(struct staging *staging);

#endif
