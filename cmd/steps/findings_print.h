/*
 * Findings on stderr. In a log each has a line of its own: file, line, record, column, code and
 * title. Values are personal: they, the reason and the remedy stand there only when stderr is a
 * terminal (findings_show.h).
 */
#ifndef CADRE_CMD_STEPS_FINDINGS_PRINT_H
#define CADRE_CMD_STEPS_FINDINGS_PRINT_H

#include "cmd/cli/command.h"
#include "core/kind/kind.h"
#include "import/findings.h"

/*
 * `most` > 0: when there are more findings than that, the first of those that keep rows out, and
 * how many there are of each code (import, whose rejects have them all). 0: all of them (check); in
 * a log the faults one by one and of each warning the first three and the lines of the rest, on a
 * terminal by code. Nothing when quiet.
 */
void findings_print(const struct invocation *call, const char *file, const struct kind *kind,
                    const struct findings *findings, size_t most);
/* CADRE_REFUSED: a file of that kind `is`, or would be, "refused", with what to do about it. */
enum cadre_status findings_fail_refused(const char *file, const struct kind *kind, const char *is,
                                        const struct finding *refusal, struct cadre_error *err);

#endif
