/*
 * What rejected rows meant perhaps. Private to sql/.
 */
#ifndef CADRE_SQL_MERGE_HINTS_H
#define CADRE_SQL_MERGE_HINTS_H

#include "sql/merge.h"
#include "sql/merge_kinds.h"

/* Gives a hint to each of the rejections whose row names what is not known (merge_kind's `asked`)
 * and whose name is near to one that is. In the merge's transaction; hints live in `arena`. */
CADRE_MUST_CHECK enum cadre_status merge_hints_add(struct session *session,
                                                   const struct merge_kind *kind,
                                                   struct merge_rejection *rejections, size_t count,
                                                   struct arena *arena, struct cadre_error *err);

#endif
