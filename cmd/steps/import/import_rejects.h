/*
 * The rows of a file that were not taken, kept beside it.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_REJECTS_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_REJECTS_H

#include "cmd/steps/import/import_job.h"

/* CADRE_USAGE when what `folder` lies in is not there: it would be a mistyped one, found by nobody.
 * NULL is fine. */
CADRE_MUST_CHECK enum cadre_status import_rejects_folder(const char *folder,
                                                         struct cadre_error *err);
/* CADRE_USAGE when two of the files would take one another's place in `folder`; NULL: each has its
 * rejects beside it. */
CADRE_MUST_CHECK enum cadre_status import_rejects_apart(const char *const *paths, size_t count,
                                                        const char *folder,
                                                        struct cadre_error *err);
/* Writes them, still without their name; nothing when there are none or in a dry run. Errors:
 * CADRE_OUTPUT. */
CADRE_MUST_CHECK enum cadre_status import_rejects_write(struct import_job *job,
                                                        struct cadre_error *err);
/* Gives them their name, right before COMMIT: no row may be missing in both the registry and the
 * rejects. */
CADRE_MUST_CHECK enum cadre_status import_rejects_keep(struct import_job *job,
                                                       struct cadre_error *err);
/* The attempt failed: what was written and not kept goes. */
void import_rejects_discard(struct import_job *job);
/* What imports of this file that were killed left beside its rejects. */
void import_rejects_sweep(const struct import_job *job);

#endif
