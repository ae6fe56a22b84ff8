/*
 * What differs in the registry, on stdout: how many records differ in which column. Keys and values
 * are personal: examples stand there only when stdout is a terminal.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_CHANGES_PRINT_H
#define CADRE_CMD_STEPS_IMPORT_CHANGES_PRINT_H

#include "cmd/cli/command.h"
#include "sql/batch_diff.h"

enum { CHANGES_SHOWN = 3 }; /* records of each change, to be asked of batch_diff_find */

/* A line a column, then the examples; `source` as the records' keys begin with it, "" = none. */
void changes_print(const struct invocation *call, const char *source,
                   const struct batch_diff *diff);

#endif
