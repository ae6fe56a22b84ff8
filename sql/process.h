/*
 * Running a program of PostgreSQL's: no shell, as another account when told, its words caught for
 * the message.
 */
#ifndef CADRE_SQL_PROCESS_H
#define CADRE_SQL_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "core/base/status.h"
#include "core/base/str.h"

struct account {
    const char *name;
    uid_t uid;
    gid_t gid;
    bool switches; /* we are root and become this account */
};

/*
 * Runs argv (ended by NULL; argv[0] an absolute path or a name found in a fixed PATH) as `account`
 * in a session of its own, with standard input empty and a small fixed environment. *ret_exit is
 * its exit code (128 + signal when killed); what it wrote to stdout and stderr is appended to
 * *output. Errors: CADRE_DATABASE when it cannot be started.
 */
CADRE_MUST_CHECK enum cadre_status process_run(const struct account *account,
                                               const char *const *argv, int *ret_exit,
                                               struct str *output, struct cadre_error *err);

#endif
