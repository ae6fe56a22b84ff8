/*
 * The options that import and check share, as an import_request.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_OPTIONS_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_OPTIONS_H

#include "cmd/cli/command.h"
#include "cmd/steps/import/import_file.h"

/* "N" or "N%" with N from 0, percent up to 100. Errors: CADRE_USAGE. The limit is left alone when
 * the option is absent. */
CADRE_MUST_CHECK enum cadre_status option_limit(const struct invocation *call, const char *name,
                                                struct import_limit *ret_limit,
                                                struct cadre_error *err);
/* "N%" or "N", N from 0 to 100. */
CADRE_MUST_CHECK enum cadre_status option_percent(const struct invocation *call, const char *name,
                                                  int *ret_percent, struct cadre_error *err);

/*
 * Fills all but path and catalogue from the operand KIND and the options. `wants_source`: a kind
 * with sources has to be given one, and a kind without may not.
 */
CADRE_MUST_CHECK enum cadre_status import_request_from(const struct invocation *call,
                                                       bool wants_source,
                                                       struct import_request *ret_request,
                                                       struct cadre_error *err);

/* Rows of a table of options: what 'batch resume' takes as import does. */
#define IMPORT_LIMIT_OPTIONS                                                                       \
    {"rejects", 0, "DIR",                                                                          \
     "where rows that were not taken go (default: beside the input); may be new"},                 \
        {"max-rejects", 0, "N|N%", "refuse the file when more rows are faulty"},                   \
        {"atomic", 0, NULL, "refuse the file when any row is faulty"},                             \
        {"max-removed", 0, "N%",                                                                   \
         "refuse a full list by which more people would leave (default: 5%)"},                     \
        {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},             \
    {                                                                                              \
        "chunk", 0, "MIB", "of input, after each of which the rows so far are safe (default: 64)"  \
    }

/* Their values, and --verify. Errors: CADRE_USAGE. */
CADRE_MUST_CHECK enum cadre_status import_request_limits(const struct invocation *call,
                                                         struct import_request *request,
                                                         struct cadre_error *err);

#endif
