/*
 * What the ledger has to know of the rows of a file beside one another, so that those that were
 * kept out can come back mended: which need each is of, and which cannot all stand. Private to
 * cmd/steps/import_*.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_RIVALS_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_RIVALS_H

#include "cmd/steps/import/import_job.h"

/* In the merge's transaction, behind the last finding. */
CADRE_MUST_CHECK enum cadre_status import_rivals_enter(struct import_job *job,
                                                       const struct merge_result *merged,
                                                       struct cadre_error *err);

#endif
