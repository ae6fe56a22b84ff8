/*
 * The first list of a kind of evidence, straight into the registry: while none is known there is
 * nothing to compare it with but the names of people. These are asked for once; then each row goes
 * to where it belongs, by a second connection, while the file is read. The registry is then, to the
 * byte, what staging and merge_run would have made of it: migrations/0051_first_evidence.sql. A
 * list of which that cannot be said is given up, and is to be staged.
 *
 * Memory: the names (named_people.h), and a page of the digest.
 */
#ifndef CADRE_SQL_FIRST_EVIDENCE_H
#define CADRE_SQL_FIRST_EVIDENCE_H

#include "core/kind/typed_row.h"
#include "sql/first_volume.h"
#include "sql/merge.h"
#include "sql/session.h"

struct first_evidence; /* opaque */

bool first_evidence_serves(const struct kind *kind);
/* Whether a file of the source, so many bytes long, is the first now, and worth a second
 * connection, of which the server has enough. */
CADRE_MUST_CHECK enum cadre_status first_evidence_may(struct session *session,
                                                      const struct kind *kind, const char *source,
                                                      struct cadre_date effective, uint64_t bytes,
                                                      bool *ret_may, struct cadre_error *err);

/* Connects beside; target and dated of `input` are set here. The session is the one that decides.
 */
struct first_evidence *first_evidence_new(struct session *session, const struct kind *kind,
                                          const struct first_volume_input *input);
/* What it did is committed, for certain. */
void first_evidence_committed(struct first_evidence *evidence);
/* What is not committed by then never will be: it is rolled back, and what was stored beside is
 * dropped. NULL is fine. */
void first_evidence_free(struct first_evidence *evidence);

/* All rows have the same columns. *ret_taken false: there is no second connection, or no table
 * there, and no row was or will be taken. From the first row on until first_evidence_read the
 * session does nothing else. */
CADRE_MUST_CHECK enum cadre_status first_evidence_row(struct first_evidence *evidence,
                                                      const struct typed_row *row, bool *ret_taken,
                                                      struct cadre_error *err);
/* No more rows come. Nobody waits for those under way. */
CADRE_MUST_CHECK enum cadre_status first_evidence_read(struct first_evidence *evidence,
                                                       struct cadre_error *err);
/* Under the registry's lock: *ret_first false when it was written meanwhile, or the list says the
 * same thing twice under several names. Then nothing may be committed. The result lives in `arena`.
 */
CADRE_MUST_CHECK enum cadre_status first_evidence_store(struct first_evidence *evidence,
                                                        const struct merge_input *input,
                                                        struct arena *arena, bool *ret_first,
                                                        struct merge_result *ret_result,
                                                        struct cadre_error *err);
/* Then: no digest stays of rows that the registry did not take as the digest has them. */
CADRE_MUST_CHECK enum cadre_status first_evidence_digest(struct first_evidence *evidence,
                                                         struct cadre_error *err);

#endif
