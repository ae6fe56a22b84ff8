/*
 * What stands when a signal came in the middle of an import.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_INTERRUPTED_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_INTERRUPTED_H

#include "cmd/cli/command.h"
#include "cmd/steps/import/import_file.h"

/* One line, said even when quiet. The first `ended` of the `count` files came to their end, `taken`
 * says of each whether it was refused or not; the next one was under way and `outcome` is what
 * became of it, the others were not begun. */
void import_tell_interrupted(const struct invocation *call, const char *const *files, size_t count,
                             const bool *taken, size_t ended, const struct import_outcome *outcome);
/* The line itself. */
void import_interrupted_line(const char *const *files, size_t count, const bool *taken,
                             size_t ended, const struct import_outcome *outcome, struct str *out);

#endif
