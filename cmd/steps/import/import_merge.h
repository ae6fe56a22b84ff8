/*
 * From staging into the registry.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_MERGE_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_MERGE_H

#include "cmd/steps/import/import_job.h"

/* Under the registry lock, in the open transaction: merge, rejects, ledger; staging goes. What is
 * left is the commit, unless job->redo is set. */
CADRE_MUST_CHECK enum cadre_status import_merge(struct import_job *job, struct cadre_error *err);

#endif
