/*
 * An invocation from a command line, as main makes it.
 */
#ifndef CADRE_TESTS_UNIT_CMD_INVOCATION_OF_H
#define CADRE_TESTS_UNIT_CMD_INVOCATION_OF_H

#include <string.h>

#include "cmd/cli/options.h"
#include "core/base/alloc.h"

enum { WORDS_MAX = 16 };

/* Parses `line`, cut at blanks, behind "cadre"; texts live in call->arena. */
static inline enum cadre_status invocation_of(const char *line, struct invocation *call,
                                              enum request *request, struct cadre_error *err)
{
    const char *argv[WORDS_MAX + 2] = {"cadre"};
    int argc = 1;
    *call = (struct invocation){.today = {20513}, .arena = arena_new()};
    for (struct str_view rest = str_view_of(line); rest.data != NULL && argc <= WORDS_MAX;) {
        struct str_view word = str_view_cut(rest, ' ', &rest);
        if (word.length > 0)
            argv[argc++] = arena_copy(call->arena, word).data;
    }
    return options_parse(argc, argv, call, request, err);
}

#endif
