/*
 * Two registries on one private server: the one that is hit, which is the program's own, and its
 * twin, which is left alone. Both begin alike.
 */
#ifndef CADRE_TESTS_FAULTS_REGISTRIES_H
#define CADRE_TESTS_FAULTS_REGISTRIES_H

#include <sys/types.h>

#include "core/base/arena.h"
#include "tests/faults/watch.h"

struct registries {
    const char *program, *work; /* the built cadre; a folder for everything */
    struct arena *arena;        /* lives as long as they do */
    const char *long_list;      /* rows from which a list goes by volumes; NULL = as ever */
    struct watch *hit, *twin, *admin;
};

/* Ends the program with `what` when `truth` is false: nothing can be judged then. */
void demand(bool truth, const char *what);
/* "WORK/NAME", in the arena. */
const char *path_in(const struct registries *registries, const char *name);

/* Starts the server and makes both registries. */
void registries_make(struct registries *registries);
/* Both anew, with nothing imported. */
void registries_renew(struct registries *registries);
void registries_release(struct registries *registries);

/* `cadre --data-dir WORK/db WORDS...`, or `cadre -d DATABASE WORDS...`; in the arena, for
 * child_start. words ends with NULL. */
const char *const *registries_command(const struct registries *registries, const char *database,
                                      const char *const *words);
/* The server runs, and nobody imports any more. */
void registries_settle(struct registries *registries);
/* 0 when there is none. */
pid_t registries_postmaster(const struct registries *registries);
/*
 * What a registry knows, in one line, to be freed: of all rows that it ever recorded what they say,
 * of whom, for which days, and whether it is still held; not when and by which attempt it came.
 */
char *registries_digest(struct watch *watch);

#endif
