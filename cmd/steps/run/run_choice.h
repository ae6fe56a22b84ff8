/*
 * Which run a report or an explanation is about: --run RUN, or the newest one as of --as-of that
 * there was at --known-at.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_CHOICE_H
#define CADRE_CMD_STEPS_RUN_RUN_CHOICE_H

#include "cmd/cli/command.h"
#include "sql/run_store.h"

/* Rows for a command's table of options. */
#define RUN_CHOICE_OPTIONS                                                                         \
    {"run", 0, "RUN", "a number, the beginning of a digest, or last"},                             \
        {"as-of", 0, "DATE", "the newest run of that day or before (default: today)"},             \
    {                                                                                              \
        "known-at", 0, "TIME", "of the runs that there were at that time: the report of then"      \
    }

/* CADRE_USAGE when there is none, with the command that makes one. */
CADRE_MUST_CHECK enum cadre_status run_choice_find(const struct invocation *call,
                                                   struct session *session, struct run_row *ret_run,
                                                   struct cadre_error *err);

#endif
