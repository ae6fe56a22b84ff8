/*
 * A list that changes most of what is known of a kind of evidence: put aside and sorted as a first
 * one is (first_evidence.h), it meets what is known in the order of keys, and goes into the
 * registry without being staged. A version that it ends, and the one that begins, are written side
 * by side into an empty volume; what one pass cannot settle so is left to the ordinary merge. The
 * registry is then, but for where its rows lie, what staging and merge_run would have made of it:
 * migrations/0055_whole_evidence.sql. What is known is read by a second connection, since the one
 * that decides writes meanwhile.
 *
 * Memory: the names, while rows are put aside; then 32 bytes a row, and up to 16 MiB of rows that
 * are left.
 */
#ifndef CADRE_SQL_WHOLE_EVIDENCE_H
#define CADRE_SQL_WHOLE_EVIDENCE_H

#include "core/kind/typed_row.h"
#include "sql/first_volume.h"
#include "sql/merge.h"
#include "sql/session.h"

struct whole_evidence; /* opaque */

/* Whether the registry is such that a list of the source can be merged so now; *ret_least: how many
 * records it is to change for that. */
CADRE_MUST_CHECK enum cadre_status whole_evidence_may(struct session *session,
                                                      const struct kind *kind, const char *source,
                                                      struct cadre_date effective, bool *ret_may,
                                                      int64_t *ret_least, struct cadre_error *err);

/* For `session`, which decides; the target of `input` is set here. The second connection is made
 * when rows are taken. */
struct whole_evidence *whole_evidence_new(struct session *session, const struct kind *kind,
                                          const struct first_volume_input *input);
void whole_evidence_free(struct whole_evidence *whole); /* NULL is fine */

/* As first_evidence_put_aside. */
CADRE_MUST_CHECK enum cadre_status
whole_evidence_put_aside(struct whole_evidence *whole, const struct typed_row *row, bool *ret_aside,
                         struct str_view *ret_order, struct str_view *ret_item,
                         struct cadre_error *err);
/* As first_evidence_put_rest_aside. */
bool whole_evidence_put_rest_aside(struct whole_evidence *whole, struct str_view *ret_order,
                                   struct str_view *ret_item);

/* Under the registry's lock. *ret_may false, and nothing was done: somebody has written since the
 * first row, or there is no second connection. Else rows follow, for which the session does nothing
 * else. What `input` points to is borrowed until the end. */
CADRE_MUST_CHECK enum cadre_status whole_evidence_begin(struct whole_evidence *whole,
                                                        const struct merge_input *input,
                                                        struct arena *arena, bool *ret_may,
                                                        struct cadre_error *err);
/* What was put aside, in order. */
CADRE_MUST_CHECK enum cadre_status whole_evidence_load(struct whole_evidence *whole,
                                                       struct str_view order, struct str_view item,
                                                       struct cadre_error *err);
/* What came of it, as merge_run tells it, in the arena of the beginning. *ret_done false: it is to
 * be staged after all, and what was written rolled back. Somebody who leaves may be excused, or was
 * cut before; too much is left; a row has no key. CADRE_REFUSED: more than the brake allows would
 * leave. */
CADRE_MUST_CHECK enum cadre_status whole_evidence_end(struct whole_evidence *whole, bool *ret_done,
                                                      struct merge_result *ret_result,
                                                      struct cadre_error *err);

#endif
