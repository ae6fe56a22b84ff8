#include "cmd/cli/help.h"

#include <string.h>

#include "core/base/str.h"

const struct exit_code_text help_exit_codes[] = {
    {0, "done"},
    {1, "done, with findings; verify: disproved; doctor: a warning"},
    {2, "wrong use, or no such run"},
    {3, "the database cannot be reached, started or written; doctor: a failure"},
    {4, "input refused, nothing of it stored"},
    {5, "somebody else holds the lock"},
    {6, "the schema is absent, older or newer: see 'cadre db'; verify: a run of other rules"},
    {7, "output or a temporary file not written, the old file is kept"},
    {70, "a bug in cadre"},
    {130, "interrupted (143: terminated); nothing half stored"},
    {0, NULL},
};

static const char purpose[] =
    "keep a registry of IT and cyber specialists, match them to what units need, report the gaps";

static size_t option_width(const struct command_option *option)
{
    return strlen(option->name) + (option->argument != NULL ? strlen(option->argument) + 1 : 0);
}

static size_t widest_option(const struct command_option *options, size_t widest)
{
    for (; options != NULL && options->name != NULL; options++) {
        size_t width = option_width(options);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void print_options(const struct command_option *options, size_t widest, FILE *out)
{
    for (; options != NULL && options->name != NULL; options++) {
        char letter[] = {'-', options->letter, ',', '\0'};
        fprintf(out, "  %3s --%s%s%s%*s  %s\n", options->letter != 0 ? letter : "", options->name,
                options->argument != NULL ? " " : "",
                options->argument != NULL ? options->argument : "",
                (int)(widest - option_width(options)), "", options->help);
    }
}

static void print_exit_codes(FILE *out)
{
    fputs("\nExit codes:\n", out);
    for (const struct exit_code_text *row = help_exit_codes; row->text != NULL; row++)
        fprintf(out, "  %3d  %s\n", row->code, row->text);
}

void help_overview(FILE *out)
{
    size_t count;
    size_t widest = 0;
    const struct command *const *commands = command_all(&count);
    fprintf(out, "cadre: %s\n\nExamples:\n", purpose);
    fputs("  cadre demo                                  a made-up country, imported, matched and "
          "reported\n"
          "  cadre check roster march.csv                what is wrong with a file, nothing "
          "stored\n"
          "  cadre import roster march.csv --source BAKU the monthly list of one office\n"
          "  cadre match --publish                       people to needs, with a certificate\n"
          "  cadre report gap -o reports                 the skill gap, in every format\n"
          "\nCommands:\n",
          out);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(commands[i]->name);
        widest = length > widest ? length : widest;
    }
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %-*s  %s\n", (int)widest, commands[i]->name, commands[i]->summary);
    fputs("\nOptions of every command:\n", out);
    print_options(command_global_options, widest_option(command_global_options, 0), out);
    print_exit_codes(out);
    fputs("\n'cadre COMMAND --help' shows one of them.\n", out);
}

void help_group(const char *first, FILE *out)
{
    size_t count;
    size_t length = strlen(first);
    const struct command *const *commands = command_all(&count);
    fputs("Commands:\n", out);
    for (size_t i = 0; i < count; i++) {
        const char *name = commands[i]->name;
        if (strncmp(name, first, length) == 0 && name[length] == ' ')
            fprintf(out, "  %-*s  %s\n", (int)length + 9, name, commands[i]->summary);
    }
    fprintf(out, "\n'cadre %s SUBCOMMAND --help' shows one of them.\n", first);
}

void help_command(const struct command *command, FILE *out)
{
    fprintf(out, "cadre %s: %s\n\nExamples:\n", command->name, command->summary);
    for (const struct command_example *example = command->examples; example->line != NULL;
         example++)
        fprintf(out, "  %s\n      %s\n", example->line, example->what);
    fprintf(out, "\nUsage: cadre %s%s%s%s\n", command->name,
            command->operands[0] != '\0' ? " " : "", command->operands,
            command->options != NULL ? " [OPTION...]" : "");
    fprintf(out, "\n%s\n", command->description);
    size_t widest = widest_option(command->options, widest_option(command_global_options, 0));
    if (command->options != NULL) {
        fputs("\nOptions:\n", out);
        print_options(command->options, widest, out);
    }
    fputs("\nOptions of every command:\n", out);
    print_options(command_global_options, widest, out);
    print_exit_codes(out);
}

/* ---- the man page ---------------------------------------------------------------------------- */

/* The escaper of roff: backslashes, hyphens that must stay ASCII, and a dot or quote at a line's
 * start. */
static void man_text(const char *text, FILE *out)
{
    bool line_start = true;
    for (; *text != '\0'; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fputs("\\&", out);
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else
            fputc(*text, out);
        line_start = *text == '\n';
    }
}

/* What is indented, such as an example of JSON, keeps its lines. */
static void man_paragraphs(const char *text, FILE *out)
{
    for (const char *rest = text; rest != NULL;) {
        const char *end = strstr(rest, "\n\n");
        struct str paragraph = {0};
        str_add(&paragraph, rest, end != NULL ? (size_t)(end - rest) : strlen(rest));
        bool as_it_stands = rest[0] == ' ';
        fputs(as_it_stands ? ".PP\n.nf\n" : ".PP\n", out);
        man_text(str_chars(&paragraph), out);
        fputs(as_it_stands ? "\n.fi\n" : "\n", out);
        str_release(&paragraph);
        rest = end != NULL ? end + 2 : NULL;
    }
}

static void man_options(const struct command_option *options, FILE *out)
{
    for (; options != NULL && options->name != NULL; options++) {
        fputs(".TP\n\\fB", out);
        if (options->letter != 0)
            fprintf(out, "\\-%c\\fR, \\fB", options->letter);
        fputs("\\-\\-", out);
        man_text(options->name, out);
        fputs("\\fR", out);
        if (options->argument != NULL) {
            fputs(" \\fI", out);
            man_text(options->argument, out);
            fputs("\\fR", out);
        }
        fputc('\n', out);
        man_text(options->help, out);
        fputc('\n', out);
    }
}

static void man_command(const struct command *command, FILE *out)
{
    fputs(".SS \"cadre ", out);
    man_text(command->name, out);
    if (command->operands[0] != '\0')
        fputc(' ', out);
    man_text(command->operands, out);
    fputs("\"\n", out);
    man_text(command->summary, out);
    fputs(".\n", out);
    man_paragraphs(command->description, out);
    for (const struct command_example *example = command->examples; example->line != NULL;
         example++) {
        fputs(".TP\n\\fB", out);
        man_text(example->line, out);
        fputs("\\fR\n", out);
        man_text(example->what, out);
        fputc('\n', out);
    }
    man_options(command->options, out);
}

void help_man_page(FILE *out)
{
    size_t count;
    const struct command *const *commands = command_all(&count);
    fprintf(out, ".TH CADRE 1 2026-03-01 \"cadre %s\"\n.SH NAME\ncadre \\- ", CADRE_VERSION);
    man_text(purpose, out);
    fputs("\n.SH SYNOPSIS\n\\fBcadre\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...] "
          "[\\fIOPERAND\\fR...]\n.SH COMMANDS\n",
          out);
    for (size_t i = 0; i < count; i++)
        man_command(commands[i], out);
    fputs(".SH OPTIONS OF EVERY COMMAND\n", out);
    man_options(command_global_options, out);
    fputs(".SH EXIT STATUS\n", out);
    for (const struct exit_code_text *row = help_exit_codes; row->text != NULL; row++) {
        fprintf(out, ".TP\n\\fB%d\\fR\n", row->code);
        man_text(row->text, out);
        fputc('\n', out);
    }
    fputs(".SH ENVIRONMENT\n.TP\n\\fBPGHOST\\fR, \\fBPGSERVICE\\fR and libpq's others\n"
          "Name a server; without them and without \\fB\\-d\\fR a private PostgreSQL is used.\n"
          ".TP\n\\fBXDG_DATA_HOME\\fR\nWhere the private PostgreSQL lives (root: /var/lib/cadre).\n"
          ".TP\n\\fBTMPDIR\\fR\nWhere what is read more than once is kept meanwhile: standard "
          "input, text\n"
          "of other encodings, a large first list (without it: /tmp).\n"
          ".TP\n\\fBNO_COLOR\\fR\nNo color on the terminal.\n",
          out);
}
