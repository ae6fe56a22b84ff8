/*
 * cadre help: the overview, one command, or the man page.
 */
#include "cmd/cli/help.h"
#include "cmd/cli/options.h"
#include "cmd/commands.h"

static enum cadre_status run_help(struct invocation *call, struct cadre_error *err)
{
    if (option_given(call, "man")) {
        help_man_page(stdout);
        return CADRE_OK;
    }
    if (call->operand_count == 0) {
        help_overview(stdout);
        return CADRE_OK;
    }
    const char *second = call->operand_count > 1 ? call->operands[1] : NULL;
    const struct command *command = options_find_command(call->operands[0], second);
    if (command != NULL)
        help_command(command, stdout);
    else if (second == NULL && options_is_group(call->operands[0]))
        help_group(call->operands[0], stdout);
    else
        return options_fail_unknown_command(call->operands[0], second, err);
    return CADRE_OK;
}

static const struct command_example examples[] = {
    {"cadre help import", "how a file is imported"},
    {"cadre help --man > cadre.1", "the manual page, made from the same table as all help"},
    {0},
};

static const struct command_option options[] = {
    {"man", 0, NULL, "print the manual page cadre(1)"},
    {0},
};

const struct command command_help = {
    .name = "help",
    .summary = "show the overview or the help of a command",
    .operands = "[COMMAND]",
    .operands_max = 2,
    .description = "The same as --help before or behind a command.",
    .examples = examples,
    .options = options,
    .run = run_help,
};
