/*
 * From argv to an invocation (libpopt underneath).
 */
#ifndef CADRE_CMD_CLI_OPTIONS_H
#define CADRE_CMD_CLI_OPTIONS_H

#include "cmd/cli/command.h"

enum request { REQUEST_RUN, REQUEST_HELP, REQUEST_VERSION };

/*
 * Fills *call (its arena must be set; texts are borrowed from argv or the arena). For REQUEST_HELP
 * call->command may be NULL: the overview. Errors: CADRE_USAGE with "did you mean" and the help to
 * read.
 */
CADRE_MUST_CHECK enum cadre_status options_parse(int argc, const char **argv,
                                                 struct invocation *call, enum request *ret_request,
                                                 struct cadre_error *err);

/* The command of that name ("batch show"), NULL when there is none. */
const struct command *options_find_command(const char *first, const char *second);
/* Whether commands of two words begin so: "batch". */
bool options_is_group(const char *first);
/* CADRE_USAGE with the nearest command, or the subcommands; `second` may be NULL. */
enum cadre_status options_fail_unknown_command(const char *first, const char *second,
                                               struct cadre_error *err);

#endif
