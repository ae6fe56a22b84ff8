/*
 * What the limits of a run came to (core/pairs/limit_figures.h), beside it in the registry.
 */
#ifndef CADRE_SQL_RUN_LIMITS_H
#define CADRE_SQL_RUN_LIMITS_H

#include "core/pairs/limit_figures.h"
#include "sql/session.h"

/* As they were stored, in `arena`; nothing of a run without limits. */
CADRE_MUST_CHECK enum cadre_status run_limits_read(struct session *session, int64_t number,
                                                   struct arena *arena,
                                                   struct limit_figures *ret_figures,
                                                   struct cadre_error *err);
/* In the caller's transaction, of a run that is there. */
CADRE_MUST_CHECK enum cadre_status run_limits_add(struct session *session, int64_t number,
                                                  const struct limit_figures *figures,
                                                  struct cadre_error *err);

#endif
