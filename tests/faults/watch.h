/*
 * What an import is doing, seen from outside: by the server's own table of its sessions and by the
 * rejects in its folder.
 */
#ifndef CADRE_TESTS_FAULTS_WATCH_H
#define CADRE_TESTS_FAULTS_WATCH_H

#include <stdbool.h>
#include <sys/types.h>

enum phase {
    PHASE_OPENING, /* connecting, ledger, locks; or not begun, or done */
    PHASE_STAGING,
    PHASE_CHUNK, /* the commit of a part of the staged rows */
    PHASE_MERGING,
    PHASE_REJECTS, /* they are written, the transaction is open */
    PHASE_COMMITTING,
    PHASE_COUNT
};
extern const char *const phase_names[PHASE_COUNT];

struct watch; /* opaque */

/* `conninfo` is watched for imports; `rejects` is the folder that they go to. */
struct watch *watch_open(const char *conninfo, const char *rejects);
void watch_free(struct watch *watch);
/* Before each import: nothing was seen yet. */
void watch_begin(struct watch *watch);
/* The phase now; *ret_backend is 0 when there is no session, and any of two where there are. A
 * broken connection says opening. */
enum phase watch_phase(struct watch *watch, pid_t *ret_backend);
/* The single value that a query answers, to be freed; NULL when the server cannot be asked. */
char *watch_ask(struct watch *watch, const char *query);
bool watch_do(struct watch *watch, const char *statements);

#endif
