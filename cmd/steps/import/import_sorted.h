/*
 * A list that goes straight into the registry: the first one of all people, or of a kind of
 * evidence, and one that changes most of what is known of that. What import_stage and the merge are
 * to every other file. Its rows are sorted on the way, in memory or in a temporary.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_SORTED_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_SORTED_H

#include "cmd/steps/import/import_job.h"

struct import_sorted; /* opaque */

/* For a new batch. job->sorted stays NULL when its file is to be staged. */
CADRE_MUST_CHECK enum cadre_status import_sorted_open(struct import_job *job,
                                                      struct cadre_error *err);
/* A list begins to be staged with the row: whether it may be merged as a whole is asked, unless
 * what came before says that it hardly is one that changes most of what is known. */
CADRE_MUST_CHECK enum cadre_status import_sorted_ask_whole(struct import_job *job,
                                                           const struct typed_row *row,
                                                           struct cadre_error *err);
/* Of both, NULL is fine. */
void import_sorted_committed(struct import_sorted *sorted);
void import_sorted_free(struct import_sorted *sorted);
/* A good row of it. */
CADRE_MUST_CHECK enum cadre_status import_sorted_put_aside(struct import_job *job,
                                                           const struct typed_row *row,
                                                           struct cadre_error *err);
/* No more rows come: sorts them. */
CADRE_MUST_CHECK enum cadre_status import_sorted_end(struct import_sorted *sorted,
                                                     struct cadre_error *err);
/*
 * Under the registry's lock. job->redo is set, and nothing is stored, when somebody wrote
 * meanwhile, there was no room to sort them, no second connection for evidence, or a list turns out
 * to need more than its rows (whole_evidence.h): then it is to be staged.
 */
CADRE_MUST_CHECK enum cadre_status import_sorted_store(struct import_job *job,
                                                       const struct merge_input *input,
                                                       struct merge_result *ret_merged,
                                                       struct cadre_error *err);
/* After that: the digest by which the next list passes over what is known. */
CADRE_MUST_CHECK enum cadre_status import_sorted_digest(struct import_sorted *sorted,
                                                        struct cadre_error *err);

#endif
