/*
 * Sources: who sends lists, and which organization their rows belong to.
 */
#ifndef CADRE_SQL_SOURCE_STORE_H
#define CADRE_SQL_SOURCE_STORE_H

#include "sql/session.h"

/*
 * The owner of a source's rows. A source that is not known yet is made: owned by `owner`, or by the
 * organization whose code it bears when `owner` is NULL; neither: CADRE_USAGE. *ret_made tells. An
 * `owner` that contradicts the known one is CADRE_USAGE. Outside a transaction it is stored at
 * once.
 */
CADRE_MUST_CHECK enum cadre_status source_store_ensure(struct session *session, const char *code,
                                                       const char *owner, struct arena *arena,
                                                       const char **ret_owner, bool *ret_made,
                                                       struct cadre_error *err);

#endif
