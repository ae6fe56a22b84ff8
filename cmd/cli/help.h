/*
 * Help and man page, both from the command table; examples come first.
 */
#ifndef CADRE_CMD_CLI_HELP_H
#define CADRE_CMD_CLI_HELP_H

#include "cmd/cli/command.h"

void help_overview(FILE *out);
/* The commands that begin with the word `first`. */
void help_group(const char *first, FILE *out);
void help_command(const struct command *command, FILE *out);
/* cadre(1) in the man macro language. */
void help_man_page(FILE *out);

/* Exit codes and their meaning, ended by a NULL text: one list for help, man page and README. */
struct exit_code_text {
    int code;
    const char *text;
};
extern const struct exit_code_text help_exit_codes[];

#endif
