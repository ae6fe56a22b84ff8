/*
 * What a stored run would gain without its decisions (core/pairs/overrides.h).
 */
#ifndef CADRE_SQL_RUN_OVERRIDES_H
#define CADRE_SQL_RUN_OVERRIDES_H

#include "core/pairs/overrides.h"
#include "sql/session.h"

/* Texts live in `arena`; none of a run of before, or that no decision bends. */
CADRE_MUST_CHECK enum cadre_status run_overrides_read(struct session *session, int64_t number,
                                                      struct arena *arena,
                                                      struct override_prices *ret_prices,
                                                      struct cadre_error *err);
/* In the caller's transaction. */
CADRE_MUST_CHECK enum cadre_status run_overrides_add(struct session *session, int64_t number,
                                                     const struct override_prices *prices,
                                                     struct arena *arena, struct cadre_error *err);

#endif
