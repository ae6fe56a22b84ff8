/*
 * What the program says beside its results: on stderr, "cadre: message", then detail and hint.
 */
#ifndef CADRE_CMD_CLI_TELL_H
#define CADRE_CMD_CLI_TELL_H

#include "cmd/cli/command.h"

/* An error in full; one line when the call is quiet. */
void tell_error(const struct invocation *call, const struct cadre_error *err);
/* News that nobody needs to act on; nothing when quiet. */
void tell(const struct invocation *call, const char *format, ...) CADRE_PRINTF(2, 3);
/* Somebody has to act: said even when quiet, on one line. */
void tell_needed(const struct invocation *call, const char *format, ...) CADRE_PRINTF(2, 3);
/* For a command that is told for typing: the program, and which registry this call is about. A
 * connection that holds a password is not repeated. */
void tell_add_program(const struct invocation *call, struct str *out);

#endif
