/*
 * Mended rejects of a batch: rows that it did not take come again. Private to cmd/steps/import_*
 * and cadre import.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_FIXES_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_FIXES_H

#include "cmd/steps/import/import_job.h"

/*
 * From --fixes BATCH: the batch has to be merged, of the same kind and source. The request becomes
 * a partial one, in one transaction, for the day of that batch unless --effective says another.
 * Errors: CADRE_USAGE.
 */
CADRE_MUST_CHECK enum cadre_status import_fixes_prepare(const struct invocation *call,
                                                        struct registry_session *registry,
                                                        struct import_request *request,
                                                        struct cadre_error *err);
/* Before the merge, which is told of what the rows mend. CADRE_REFUSED: no rejects, or those of
 * another batch. */
CADRE_MUST_CHECK enum cadre_status import_fixes_read(struct import_job *job,
                                                     struct cadre_error *err);
void import_fixes_input(struct import_job *job, struct merge_input *input);
/* In the ledger's terms: line and record of the first file, where the rows mend one. */
const struct reject_origin *import_fixes_origin(const struct import_job *job, uint64_t record);
/* In the merge's transaction: the findings of what was taken are closed. */
CADRE_MUST_CHECK enum cadre_status import_fixes_close(struct import_job *job,
                                                      struct cadre_error *err);

#endif
