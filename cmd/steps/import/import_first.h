/*
 * The first list of all people, or of a kind of evidence, which goes straight into the registry:
 * what import_stage and the merge are to every other file. Its rows are sorted on the way, in
 * memory or in a temporary.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_FIRST_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_FIRST_H

#include "cmd/steps/import/import_job.h"

struct import_first; /* opaque */

/* For a new batch. job->first stays NULL when its file is not the first, or is to be staged. */
CADRE_MUST_CHECK enum cadre_status import_first_open(struct import_job *job,
                                                     struct cadre_error *err);
/* Whether a list that is being staged is better merged as a whole, by what was staged so far, the
 * last of which is the row. */
bool import_first_would_serve(struct import_job *job, const struct typed_row *row);
/* Of both, NULL is fine. */
void import_first_committed(struct import_first *first);
void import_first_free(struct import_first *first);
/* A good row of it. */
CADRE_MUST_CHECK enum cadre_status import_first_put_aside(struct import_job *job,
                                                          const struct typed_row *row,
                                                          struct cadre_error *err);
/* No more rows come: sorts them. */
CADRE_MUST_CHECK enum cadre_status import_first_end(struct import_first *first,
                                                    struct cadre_error *err);
/*
 * Under the registry's lock. job->redo is set, and nothing is stored, when another list came
 * before, there was no room to sort them, or no second connection for evidence: then it is to be
 * staged.
 */
CADRE_MUST_CHECK enum cadre_status import_first_store(struct import_job *job,
                                                      const struct merge_input *input,
                                                      struct merge_result *ret_merged,
                                                      struct cadre_error *err);
/* After that: the digest by which the next list passes over what is known. */
CADRE_MUST_CHECK enum cadre_status import_first_digest(struct import_first *first,
                                                       struct cadre_error *err);

#endif
