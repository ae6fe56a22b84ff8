/*
 * From the input into staging: checked, chunk by chunk, from where an earlier import of the same
 * bytes got to.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_STAGING_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_STAGING_H

#include "cmd/steps/import/import_job.h"

/*
 * Opens the job's batch: the unfinished one of the same bytes, day and list, or a new one. Others
 * that are unfinished are abandoned, in the open transaction. A dry run leaves them be.
 */
CADRE_MUST_CHECK enum cadre_status import_open_batch(struct import_job *job,
                                                     struct cadre_error *err);
/* Checks the whole file and stages its good rows. Findings, counts and job->check are of all of it,
 * unless job->redo is set. Errors: CADRE_REFUSED by the file's faults or their number. */
CADRE_MUST_CHECK enum cadre_status import_stage(struct import_job *job, struct cadre_error *err);
/* A merge looks at the staged rows, also when there are none: then no table was made so far. */
CADRE_MUST_CHECK enum cadre_status import_ensure_staging(struct import_job *job,
                                                         struct cadre_error *err);
/* Returns `status`, by which the file was read. When it was changed meanwhile, that is why it is
 * refused, for the ledger too. */
CADRE_MUST_CHECK enum cadre_status import_note_changed(struct import_job *job,
                                                       enum cadre_status status);
/* A transaction of its own that ends a batch which is not to be gone on with: its staged rows go,
 * the ledger keeps why. */
CADRE_MUST_CHECK enum cadre_status import_end_batch(struct session *session, const char *kind,
                                                    int64_t number, const char *refusal,
                                                    struct cadre_error *err);

#endif
