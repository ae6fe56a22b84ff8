/*
 * What import and check say of one file: its findings on stderr, its counts on stdout.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_TELL_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_TELL_H

#include "cmd/cli/command.h"
#include "cmd/steps/import/import_file.h"

/* All that is to be said but the error itself. When quiet: one line, if rows were not taken. */
void import_tell(const struct invocation *call, const struct import_request *request,
                 const struct import_outcome *outcome, enum cadre_status status);

/* "march.csv: 5000 rows = 12 new + ...": the line of counts, without a newline. */
void import_tell_counts(const char *file, const struct batch_counts *counts, struct str *out);

/* "17 findings, 15 mended, 2 open"; in `arena`. */
const char *import_tell_mending(const struct batch_mending *mending, struct arena *arena);

#endif
