/*
 * Findings for the person at a terminal: by code, with why and what to do, and the values that a
 * log may not have. Private to findings_print.c.
 */
#ifndef CADRE_CMD_STEPS_FINDINGS_SHOW_H
#define CADRE_CMD_STEPS_FINDINGS_SHOW_H

#include "cmd/cli/command.h"
#include "core/kind/kind.h"
#include "import/findings.h"

/* The first of each of at most `most` codes in full, in file order, those that keep rows out before
 * warnings; then, when that was not all, how many there are of each code. */
void findings_show_first(const struct invocation *call, const char *file, const struct kind *kind,
                         const struct findings *findings, size_t most);

/* Every code: why, what to do, the first places with their values, and the lines of the rest. */
void findings_show_codes(const struct invocation *call, const char *file, const struct kind *kind,
                         const struct findings *findings);

#endif
