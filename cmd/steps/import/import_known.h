/*
 * The digest of a source around its import: known records are passed over, and what is known
 * afterwards is noted.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_KNOWN_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_KNOWN_H

#include "cmd/steps/import/import_job.h"

/* Fills job->seed, and job->known unless the file is to be read row by row: on demand, or when an
 * attempt by the digest did not work out. */
CADRE_MUST_CHECK enum cadre_status import_known_load(struct import_job *job,
                                                     struct cadre_error *err);
/* Behind it, once the ledger has told what it knows of the file: nothing is known beforehand of one
 * whose day lies before what is stored. */
void import_known_settle(struct import_job *job);
/* The file is read row by row after all. */
void import_known_forget(struct import_job *job);
/* A list begins to be staged: of people, whether what is known is of use is asked of its first
 * rows. One that changes most of it is compared row by row all the same, and holds both in memory.
 */
void import_known_ask_people(struct import_job *job);
/* Under the registry lock: job->redo when somebody has deleted the digest since, as a merge or an
 * undo does that gives records other people. */
CADRE_MUST_CHECK enum cadre_status import_known_check(struct import_job *job,
                                                      struct cadre_error *err);
/* Behind the merge, before the staging goes. Nothing is written while what it says is so. */
CADRE_MUST_CHECK enum cadre_status import_known_renew(struct import_job *job,
                                                      struct cadre_error *err);
/* Tells the merge which keys did not come. */
void import_known_input(const struct import_job *job, struct merge_input *input);

#endif
