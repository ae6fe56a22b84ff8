/*
 * What follows an attempt that another transaction or a broken connection has ended.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_RECOVER_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_RECOVER_H

#include "cmd/steps/import/import_job.h"

/* True when *err, which the attempt left, is worth another. */
bool import_may_recover(const struct cadre_error *err);
/* Waits and connects anew; when COMMIT had been sent the ledger is asked, and *ret_stored tells
 * that the batch is in after all. CADRE_OK: go on; *err still says what was in the way. */
CADRE_MUST_CHECK enum cadre_status import_recover(struct import_job *job, bool *ret_stored,
                                                  struct cadre_error *err);

#endif
