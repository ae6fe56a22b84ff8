/*
 * Findings on stderr: file, line, record, column, code and title. Values are personal: they, the
 * reason and the remedy stand there only when stderr is a terminal.
 */
#ifndef CADRE_CMD_STEPS_FINDINGS_PRINT_H
#define CADRE_CMD_STEPS_FINDINGS_PRINT_H

#include "cmd/cli/command.h"
#include "import/findings.h"

/* All findings when there are no more than `most` (0 = no limit), but of each warning the first
 * three and the lines of the rest; else the first of those that keep rows out, and how many there
 * are of each code. Nothing when quiet. */
void findings_print(const struct invocation *call, const char *file,
                    const struct findings *findings, size_t most);

#endif
