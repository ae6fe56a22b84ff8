/*
 * A command of the program as data: one table row feeds dispatch, --help and the man page.
 */
#ifndef CADRE_CMD_CLI_COMMAND_H
#define CADRE_CMD_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/status.h"

struct command_option {
    const char *name;     /* "as-of": --as-of */
    char letter;          /* 'o': -o, or 0 */
    const char *argument; /* "DATE", or NULL for a switch */
    const char *help;     /* one line */
};

struct command_example {
    const char *line; /* "cadre match --as-of 2026-03-01" */
    const char *what; /* "match the people known for that day to the needs" */
};

struct invocation;

struct command {
    const char *name;     /* one or two words: "match", "batch show" */
    const char *summary;  /* one line, lower case, no full stop */
    const char *operands; /* "RUN", "KIND FILE...", "" */
    int operands_min;
    int operands_max;                       /* -1 = any number */
    const char *description;                /* paragraphs, separated by a blank line */
    const struct command_example *examples; /* ended by a row of NULLs */
    const struct command_option *options;   /* ended by a row of NULLs; NULL = none */
    bool refuses_server; /* works on the private server alone: -d is a usage error */
    enum cadre_status (*run)(struct invocation *call, struct cadre_error *err);
};

/* All commands in the order of the help; *ret_count of them. */
const struct command *const *command_all(size_t *ret_count);
/* The options that every command takes, ended by a row of NULLs. */
extern const struct command_option command_global_options[];

enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* One call of a command: what was asked, and what it may use. */
struct invocation {
    const char *program; /* as it was called, to be shown in what to type next */
    const struct command *command;
    const char *group; /* first word of several commands whose help is wanted; else NULL */
    const char *const *operands;
    size_t operand_count;
    const char *database; /* -d, or NULL */
    const char *data_dir; /* --data-dir, or NULL */
    bool demo;            /* --demo */
    bool quiet;
    bool color_out, color_err;   /* decided from --color, the terminal and NO_COLOR */
    bool terminal_out;           /* stdout is a terminal: values of people may stand there */
    bool terminal_err;           /* likewise stderr */
    struct cadre_date today;     /* UTC, taken once */
    struct arena *arena;         /* lives as long as the command */
    struct given_options *given; /* opaque: options.c */
};

/* Argument of an option given on the command line, NULL when it was not given ("" for a switch). */
const char *option_text(const struct invocation *call, const char *name);
bool option_given(const struct invocation *call, const char *name);
/* *ret_date is left alone when the option is absent; a malformed date is CADRE_USAGE. */
CADRE_MUST_CHECK enum cadre_status option_date(const struct invocation *call, const char *name,
                                               struct cadre_date *ret_date,
                                               struct cadre_error *err);
/* A moment (instant.h) in full, in the call's arena; likewise. */
CADRE_MUST_CHECK enum cadre_status option_instant(const struct invocation *call, const char *name,
                                                  const char **ret_text, struct cadre_error *err);
/* Whole number from min to max, likewise. */
CADRE_MUST_CHECK enum cadre_status option_int64(const struct invocation *call, const char *name,
                                                int64_t min, int64_t max, int64_t *ret_number,
                                                struct cadre_error *err);

#endif
