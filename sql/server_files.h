/*
 * Where the private PostgreSQL lies and which programs serve it. Private to sql/.
 */
#ifndef CADRE_SQL_SERVER_FILES_H
#define CADRE_SQL_SERVER_FILES_H

#include "core/base/arena.h"
#include "core/base/status.h"
#include "sql/process.h"

struct server_files {
    int major;              /* PostgreSQL's major version: 15 */
    const char *bindir;     /* of initdb and pg_ctl */
    const char *base;       /* /var/lib/cadre */
    const char *home;       /* BASE/pg15 */
    const char *data;       /* BASE/pg15/data */
    const char *sockets;    /* folder of the socket */
    const char *log;        /* BASE/pg15/server.log */
    const char *starter;    /* BASE/pg15/starter.lock, flocked while one starts or stops it */
    struct account account; /* that the server runs as */
    const char *caller;     /* account name of this process */
};

/* Finds all of it; makes nothing. `data_dir` NULL = the user's default. Texts live in `arena`. */
CADRE_MUST_CHECK enum cadre_status server_files_locate(const char *data_dir, struct arena *arena,
                                                       struct server_files *ret_files,
                                                       struct cadre_error *err);
/* That what is there belongs to the account, so that it can be looked into. */
CADRE_MUST_CHECK enum cadre_status server_files_check(const struct server_files *files,
                                                      struct cadre_error *err);
/* Makes the folders, owned by the account, mode 0700. */
CADRE_MUST_CHECK enum cadre_status server_files_make(const struct server_files *files,
                                                     struct cadre_error *err);

#endif
