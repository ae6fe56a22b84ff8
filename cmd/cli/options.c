#include "cmd/cli/options.h"

#include <popt.h>
#include <string.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/instant.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"

const struct command_option command_global_options[] = {
    {"database", 'd', "CONNINFO", "use this PostgreSQL (URI, key=value pairs or a name)"},
    {"data-dir", 0, "DIR", "keep the private PostgreSQL under DIR"},
    {"demo", 0, NULL, "work on the made-up country that 'cadre demo' built"},
    {"quiet", 'q', NULL, "say nothing when all is well, one line when somebody has to act"},
    {"color", 0, "WHEN", "auto (default), always or never"},
    {"help", 'h', NULL, "show help, examples first"},
    {"version", 'V', NULL, "print the version"},
    {0},
};

struct given_option {
    const struct command_option *option;
    const char *argument; /* "" for a switch */
};

struct given_options {
    struct given_option *items;
    size_t count;
};

/* ---- what was given -------------------------------------------------------------------------- */

const char *option_text(const struct invocation *call, const char *name)
{
    for (size_t i = call->given->count; i-- > 0;) {
        if (strcmp(call->given->items[i].option->name, name) == 0)
            return call->given->items[i].argument;
    }
    return NULL;
}

bool option_given(const struct invocation *call, const char *name)
{
    return option_text(call, name) != NULL;
}

enum cadre_status option_date(const struct invocation *call, const char *name,
                              struct cadre_date *ret_date, struct cadre_error *err)
{
    const char *text = option_text(call, name);
    if (text == NULL)
        return CADRE_OK;
    if (cadre_date_parse_iso(str_view_of(text), ret_date))
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'--%s %s' is not a calendar date", name, text);
    return cadre_fail_hint(err, "write it as YYYY-MM-DD");
}

enum cadre_status option_instant(const struct invocation *call, const char *name,
                                 const char **ret_text, struct cadre_error *err)
{
    const char *text = option_text(call, name);
    char instant[INSTANT_TEXT_SIZE];
    if (text == NULL)
        return CADRE_OK;
    if (instant_parse(str_view_of(text), instant)) {
        *ret_text = arena_strdup(call->arena, instant);
        return CADRE_OK;
    }
    cadre_fail(err, CADRE_USAGE, "'--%s %s' is not a moment", name, text);
    return cadre_fail_hint(err, "write it as YYYY-MM-DD (that day's end), 'YYYY-MM-DD HH:MM:SS' in "
                                "UTC, or with its zone: 2026-03-01T09:30+04");
}

enum cadre_status option_int64(const struct invocation *call, const char *name, int64_t min,
                               int64_t max, int64_t *ret_number, struct cadre_error *err)
{
    const char *text = option_text(call, name);
    int64_t number;
    if (text == NULL)
        return CADRE_OK;
    if (!str_view_to_int64(str_view_of(text), &number) || number < min || number > max)
        return cadre_fail(err, CADRE_USAGE, "'--%s %s' is not a whole number from %lld to %lld",
                          name, text, (long long)min, (long long)max);
    *ret_number = number;
    return CADRE_OK;
}

/* ---- commands -------------------------------------------------------------------------------- */

static bool command_is(const struct command *command, const char *first, const char *second)
{
    const char *space = strchr(command->name, ' ');
    size_t length = space != NULL ? (size_t)(space - command->name) : strlen(command->name);
    if (strlen(first) != length || strncmp(command->name, first, length) != 0)
        return false;
    return space == NULL || (second != NULL && strcmp(space + 1, second) == 0);
}

const struct command *options_find_command(const char *first, const char *second)
{
    size_t count;
    const struct command *const *commands = command_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (command_is(commands[i], first, second))
            return commands[i];
    }
    return NULL;
}

/* "batch" alone, or "batch lst": the commands that begin with the word. */
static bool lists_subcommands(const char *first, struct str *out)
{
    size_t count;
    const struct command *const *commands = command_all(&count);
    size_t length = strlen(first);
    for (size_t i = 0; i < count; i++) {
        const char *name = commands[i]->name;
        if (strncmp(name, first, length) != 0 || name[length] != ' ')
            continue;
        str_add_text(out, out->length > 0 ? ", " : "");
        str_add_text(out, name + length + 1);
    }
    return out->length > 0;
}

enum cadre_status options_fail_unknown_command(const char *first, const char *second,
                                               struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str subcommands = {0};
    if (lists_subcommands(first, &subcommands)) {
        if (second == NULL)
            cadre_fail(err, CADRE_USAGE, "'%s' wants a subcommand", first);
        else
            cadre_fail(err, CADRE_USAGE, "there is no command '%s %s'", first, second);
        return cadre_fail_hint(err, "cadre %s knows: %s", first, str_chars(&subcommands));
    }
    size_t count;
    const struct command *const *commands = command_all(&count);
    CADRE_FREE struct str_view *names = cadre_calloc(count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_view_of(commands[i]->name);
    size_t nearest = suggest_nearest(str_view_of(first), names, count);
    cadre_fail(err, CADRE_USAGE, "there is no command '%s'", first);
    if (nearest < count)
        return cadre_fail_hint(err, "did you mean 'cadre %s'?", commands[nearest]->name);
    return cadre_fail_hint(err, "cadre --help lists the commands");
}

/* ---- popt ------------------------------------------------------------------------------------ */

/* popt's return value of option i is i + 1, which leads back to its row. */
struct parser {
    const struct command_option **rows;
    struct poptOption *popt;
    size_t count;
};

static void parser_add(struct parser *parser, struct arena *arena,
                       const struct command_option *options)
{
    size_t added = 0;
    while (options != NULL && options[added].name != NULL)
        added++;
    size_t total = parser->count + added;
    const struct command_option **rows = arena_calloc(arena, total + 1, sizeof(*rows));
    struct poptOption *popt = arena_calloc(arena, total + 1, sizeof *popt);
    for (size_t i = 0; i < total; i++) {
        rows[i] = i < parser->count ? parser->rows[i] : &options[i - parser->count];
        popt[i] = (struct poptOption){
            .longName = rows[i]->name,
            .shortName = rows[i]->letter,
            .argInfo = rows[i]->argument != NULL ? POPT_ARG_STRING : POPT_ARG_NONE,
            .val = (int)i + 1,
        };
    }
    *parser = (struct parser){rows, popt, total};
}

static void context_cleanup(poptContext *context)
{
    poptFreeContext(*context);
}

/* The option that an unknown long one was meant to be; NULL when none is near. */
static const struct command_option *nearest_option(const struct parser *parser, const char *bad)
{
    CADRE_FREE struct str_view *names = cadre_calloc(parser->count, sizeof *names);
    struct str_view ignored;
    for (size_t i = 0; i < parser->count; i++)
        names[i] = str_view_of(parser->rows[i]->name);
    if (strncmp(bad, "--", 2) != 0)
        return NULL;
    struct str_view word = str_view_cut(str_view_of(bad + 2), '=', &ignored);
    size_t nearest = suggest_nearest(word, names, parser->count);
    return nearest < parser->count ? parser->rows[nearest] : NULL;
}

static void blame_option(const struct parser *parser, poptContext context, int code,
                         const struct command *command, struct cadre_error *err)
{
    const char *bad = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    if (code == POPT_ERROR_BADOPT)
        cadre_fail(err, CADRE_USAGE, "there is no option '%s'", bad);
    else if (code == POPT_ERROR_NOARG)
        cadre_fail(err, CADRE_USAGE, "option '%s' wants an argument", bad);
    else
        cadre_fail(err, CADRE_USAGE, "option '%s': %s", bad, poptStrerror(code));
    const struct command_option *meant =
        code == POPT_ERROR_BADOPT ? nearest_option(parser, bad) : NULL;
    if (meant != NULL)
        cadre_fail_hint(err, "did you mean '--%s'?", meant->name);
    else
        cadre_fail_hint(err, "cadre %s%s--help shows the options",
                        command != NULL ? command->name : "", command != NULL ? " " : "");
}

/* What names a place in the file system is whatever bytes that place has. */
static bool names_place(const struct command_option *option)
{
    static const char *const places[] = {"FILE", "DIR", "PLACE", "CONNINFO"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (option->argument != NULL && strcmp(option->argument, places[i]) == 0)
            return true;
    }
    return false;
}

/* "--source", "cadre source show" */
static enum cadre_status fail_not_utf8(const char *of, const char *name, struct cadre_error *err)
{
    cadre_fail(err, CADRE_USAGE, "what '%s%s' was given is not UTF-8", of, name);
    return cadre_fail_hint(err, "set the terminal, or the script, to UTF-8");
}

static enum cadre_status check_texts(const struct given_options *given, struct cadre_error *err)
{
    for (size_t i = 0; i < given->count; i++) {
        const struct given_option *item = &given->items[i];
        if (names_place(item->option) || utf8_is_valid(str_view_of(item->argument), NULL))
            continue;
        return fail_not_utf8("--", item->option->name, err);
    }
    return CADRE_OK;
}

/* Reads options until the end (or the first operand, when `stop` is set) into call->given; the rest
 * is *ret_rest. */
static enum cadre_status parse_with(const struct parser *parser, int argc, const char **argv,
                                    bool stop, struct invocation *call, const char ***ret_rest,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(context_cleanup)
    poptContext context =
        poptGetContext("cadre", argc, argv, parser->popt, stop ? POPT_CONTEXT_POSIXMEHARDER : 0);
    int code;
    while ((code = poptGetNextOpt(context)) > 0) {
        CADRE_FREE char *argument = poptGetOptArg(context);
        struct given_options *given = call->given;
        given->items[given->count++] = (struct given_option){
            .option = parser->rows[code - 1],
            .argument = arena_strdup(call->arena, argument != NULL ? argument : ""),
        };
    }
    if (code < -1) {
        blame_option(parser, context, code, call->command, err);
        return CADRE_USAGE;
    }
    size_t count = 0;
    const char **rest = arena_calloc(call->arena, (size_t)argc + 1, sizeof(*rest));
    for (const char *word; (word = poptGetArg(context)) != NULL;)
        rest[count++] = arena_strdup(call->arena, word);
    *ret_rest = rest;
    return CADRE_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum cadre_status apply_color(struct invocation *call, struct cadre_error *err)
{
    const char *when = option_text(call, "color");
    const char *no_color = getenv("NO_COLOR");
    bool wanted = no_color == NULL || no_color[0] == '\0';
    call->terminal_out = isatty(STDOUT_FILENO);
    call->terminal_err = isatty(STDERR_FILENO);
    call->color_out = wanted && call->terminal_out;
    call->color_err = wanted && call->terminal_err;
    if (when == NULL || strcmp(when, "auto") == 0)
        return CADRE_OK;
    call->color_out = call->color_err = strcmp(when, "always") == 0;
    if (call->color_out || strcmp(when, "never") == 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'--color %s' is unknown", when);
    return cadre_fail_hint(err, "use auto, always or never");
}

static enum cadre_status apply_globals(struct invocation *call, struct cadre_error *err)
{
    call->database = option_text(call, "database");
    call->data_dir = option_text(call, "data-dir");
    call->demo = option_given(call, "demo");
    call->quiet = option_given(call, "quiet");
    if (call->demo && call->database != NULL)
        return cadre_fail(err, CADRE_USAGE, "'--demo' and '--database' exclude one another");
    if (call->command != NULL && call->command->refuses_server && call->database != NULL)
        return cadre_fail(err, CADRE_USAGE,
                          "'cadre %s' works on the private PostgreSQL, not with '--database'",
                          call->command->name);
    return apply_color(call, err);
}

/* Names of files are bytes, all else that a command is given is text. */
static enum cadre_status check_operand_texts(const struct invocation *call, struct cadre_error *err)
{
    if (strstr(call->command->operands, "FILE") != NULL)
        return CADRE_OK;
    for (size_t i = 0; i < call->operand_count; i++) {
        if (utf8_is_valid(str_view_of(call->operands[i]), NULL))
            continue;
        return fail_not_utf8("cadre ", call->command->name, err);
    }
    return CADRE_OK;
}

static enum cadre_status check_operands(const struct invocation *call, struct cadre_error *err)
{
    const struct command *command = call->command;
    int count = (int)call->operand_count;
    /* A contract is the command's, whatever it would be about. */
    int least = option_given(call, "json-schema") ? 0 : command->operands_min;
    if (count >= least && (command->operands_max < 0 || count <= command->operands_max))
        return check_operand_texts(call, err);
    if (count < least)
        cadre_fail(err, CADRE_USAGE, "'cadre %s' wants %s", command->name, command->operands);
    else
        cadre_fail(err, CADRE_USAGE, "'%s' is one word too many for 'cadre %s'",
                   call->operands[command->operands_max], command->name);
    return cadre_fail_hint(err, "cadre %s --help shows how it is used", command->name);
}

bool options_is_group(const char *first)
{
    CADRE_CLEANUP(str_release) struct str subcommands = {0};
    return lists_subcommands(first, &subcommands);
}

/* "batch --help": the help of all that begins so. */
static bool asks_for_group(const char *first, const char *second)
{
    return second != NULL && (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0) &&
           options_is_group(first);
}

static enum cadre_status find_command(struct invocation *call, const char ***words,
                                      struct cadre_error *err)
{
    const char *first = (*words)[0];
    const char *second = first != NULL ? (*words)[1] : NULL;
    call->command = options_find_command(first, second);
    if (call->command == NULL &&
        (asks_for_group(first, second) ||
         (second == NULL && option_given(call, "help") && options_is_group(first)))) {
        call->group = first;
        return CADRE_OK;
    }
    if (call->command == NULL)
        return options_fail_unknown_command(
            first, second != NULL && second[0] != '-' ? second : NULL, err);
    *words += strchr(call->command->name, ' ') != NULL ? 2 : 1;
    return CADRE_OK;
}

/* The words behind the command, led by a word for popt to skip. */
static enum cadre_status parse_command_words(struct invocation *call, const char **words,
                                             struct cadre_error *err)
{
    int count = 0;
    while (words[count] != NULL)
        count++;
    const char **argv = arena_calloc(call->arena, (size_t)count + 2, sizeof(*argv));
    argv[0] = "cadre";
    for (int i = 0; i < count; i++)
        argv[i + 1] = words[i];
    struct parser parser = {0};
    /* The first of a name goes: 'catalogue load' has a --version of its own. */
    parser_add(&parser, call->arena, call->command->options);
    parser_add(&parser, call->arena, command_global_options);
    const char **operands = NULL;
    enum cadre_status status = parse_with(&parser, count + 1, argv, false, call, &operands, err);
    if (status != CADRE_OK)
        return status;
    call->operands = operands;
    while (operands[call->operand_count] != NULL)
        call->operand_count++;
    return CADRE_OK;
}

/* The program's version: a command's own --version takes an argument. */
static bool asks_for_version(const struct invocation *call)
{
    for (size_t i = 0; i < call->given->count; i++) {
        const struct command_option *option = call->given->items[i].option;
        if (strcmp(option->name, "version") == 0 && option->argument == NULL)
            return true;
    }
    return false;
}

enum cadre_status options_parse(int argc, const char **argv, struct invocation *call,
                                enum request *ret_request, struct cadre_error *err)
{
    call->given = arena_calloc(call->arena, 1, sizeof *call->given);
    /* Each word gives at most as many options as it has letters (-qh). */
    size_t most = 1;
    for (int i = 0; i < argc; i++)
        most += strlen(argv[i]);
    call->given->items = arena_calloc(call->arena, most, sizeof *call->given->items);

    struct parser globals = {0};
    parser_add(&globals, call->arena, command_global_options);
    const char **words = NULL;
    enum cadre_status status = parse_with(&globals, argc, argv, true, call, &words, err);
    if (status == CADRE_OK && words[0] != NULL)
        status = find_command(call, &words, err);
    if (status == CADRE_OK && call->command != NULL)
        status = parse_command_words(call, words, err);
    if (status == CADRE_OK)
        status = check_texts(call->given, err);
    if (status == CADRE_OK)
        status = apply_globals(call, err);
    if (status != CADRE_OK)
        return status;
    *ret_request = asks_for_version(call)                                ? REQUEST_VERSION
                   : option_given(call, "help") || call->command == NULL ? REQUEST_HELP
                                                                         : REQUEST_RUN;
    return *ret_request == REQUEST_RUN ? check_operands(call, err) : CADRE_OK;
}
