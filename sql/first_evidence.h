/*
 * The first list of a kind of evidence, straight into the registry: while none is known there is
 * nothing to compare it with but the names of people. These are asked for once. Its rows are put
 * aside until the file is read to its end, sorted (by the caller, who has the room for it), and
 * copied to where they belong by two more connections, or by one if the server gives no other. The
 * registry is then, to the byte, what staging and merge_run would have made of it:
 * migrations/0051_first_evidence.sql; 0061 tells what the second of them gains.
 *
 * Memory: the names (named_people.h).
 */
#ifndef CADRE_SQL_FIRST_EVIDENCE_H
#define CADRE_SQL_FIRST_EVIDENCE_H

#include "core/kind/typed_row.h"
#include "sql/first_volume.h"
#include "sql/merge.h"
#include "sql/session.h"

struct first_evidence; /* opaque */

bool first_evidence_serves(const struct kind *kind);
/* Whether a file of the source, so many bytes long, is the first now, and worth more connections,
 * of which the server has enough. */
CADRE_MUST_CHECK enum cadre_status first_evidence_may(struct session *session,
                                                      const struct kind *kind, const char *source,
                                                      struct cadre_date effective, uint64_t bytes,
                                                      bool *ret_may, struct cadre_error *err);

/* Connects beside, for `session`, which decides; the target of `input` is set here. What is done
 * there lasts behind a rollback, but as no part of the registry. */
struct first_evidence *first_evidence_new(struct session *session, const struct kind *kind,
                                          const struct first_volume_input *input);
/* What it did is committed, for certain. */
void first_evidence_committed(struct first_evidence *evidence);
/* What is not committed by then never will be: it is rolled back, and what was stored beside is
 * dropped. NULL is fine. */
void first_evidence_free(struct first_evidence *evidence);

/* A row as it is to come back, in bytewise order: not this one, but one of those before it, whose
 * people are known by now. *ret_aside false: there is none yet, or it names nobody, which is noted.
 * Both views live until the next row. All rows have the same columns. */
CADRE_MUST_CHECK enum cadre_status
first_evidence_put_aside(struct first_evidence *evidence, const struct typed_row *row,
                         bool *ret_aside, struct str_view *ret_order, struct str_view *ret_item,
                         struct cadre_error *err);

/* Behind the last row, the next one of those that have not come back; false when there is none. */
bool first_evidence_put_rest_aside(struct first_evidence *evidence, struct str_view *ret_order,
                                   struct str_view *ret_item);

/* Under the registry's lock. *ret_first false, and nothing was done: somebody has written since the
 * first row, which may have been the first list, or there is no connection but this one. Else rows
 * follow, for which the session does nothing else. What `input` points to is borrowed until the
 * end. */
CADRE_MUST_CHECK enum cadre_status first_evidence_begin(struct first_evidence *evidence,
                                                        const struct merge_input *input,
                                                        struct arena *arena, bool *ret_first,
                                                        struct cadre_error *err);
/* What was put aside, in order. */
CADRE_MUST_CHECK enum cadre_status first_evidence_load(struct first_evidence *evidence,
                                                       struct str_view order, struct str_view item,
                                                       struct cadre_error *err);
/* Indexes, digest, and what came of it, as merge_run tells it; in the arena of the beginning. */
CADRE_MUST_CHECK enum cadre_status first_evidence_end(struct first_evidence *evidence,
                                                      struct merge_result *ret_result,
                                                      struct cadre_error *err);

#endif
