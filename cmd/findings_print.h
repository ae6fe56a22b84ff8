/*
 * Findings on stderr, one line each: file, line, record, column, code, value, reason, remedy.
 * Values are personal: they stand there only when stderr is a terminal.
 */
#ifndef CADRE_CMD_FINDINGS_PRINT_H
#define CADRE_CMD_FINDINGS_PRINT_H

#include "cmd/cli/command.h"
#include "import/findings.h"

/* At most `most` findings in full (0 = all), then how many there are of each code. Nothing when
 * quiet. */
void findings_print(const struct invocation *call, const char *file,
                    const struct findings *findings, size_t most);

#endif
