/*
 * The private PostgreSQL: made when first wanted, started when needed, on a unix socket alone. It
 * runs as the caller; as `postgres` when the caller is root.
 */
#ifndef CADRE_SQL_PRIVATE_SERVER_H
#define CADRE_SQL_PRIVATE_SERVER_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/status.h"

struct private_server; /* opaque; lives in the arena it was located with */

/* Told before something that takes seconds. */
typedef void private_server_news(void *context, const char *text);

enum private_server_state { SERVER_ABSENT, SERVER_STOPPED, SERVER_RUNNING };

/* Finds folders and programs; starts nothing. Errors of all: CADRE_DATABASE with the remedy. */
CADRE_MUST_CHECK enum cadre_status private_server_locate(const char *data_dir, struct arena *arena,
                                                         struct private_server **ret_server,
                                                         struct cadre_error *err);
/* That its folders, if there are any, belong to the account that it runs as: only then is its state
 * to be seen. */
CADRE_MUST_CHECK enum cadre_status private_server_check(const struct private_server *server,
                                                        struct cadre_error *err);
enum private_server_state private_server_state(const struct private_server *server);
/* Room on its disk, below which `private_server_start` would not make it. */
bool private_server_has_room(const struct private_server *server, int64_t *ret_free_mb);
/* Makes the data directory if there is none, and starts the server if it does not run. Of two
 * callers at once one does it, the other waits. */
CADRE_MUST_CHECK enum cadre_status private_server_start(struct private_server *server,
                                                        private_server_news *news, void *context,
                                                        struct cadre_error *err);
/* Stops it (fast: open transactions are rolled back); fine when it does not run. */
CADRE_MUST_CHECK enum cadre_status private_server_stop(struct private_server *server,
                                                       struct cadre_error *err);

enum private_database { DATABASE_CADRE, DATABASE_DEMO };
const char *private_server_database_name(enum private_database database); /* "cadre_demo" */
/* libpq connection string of a database of the running server, from the arena. */
const char *private_server_conninfo(const struct private_server *server,
                                    enum private_database database);
/* Makes the database if it is not there; *ret_made (may be NULL) tells. */
CADRE_MUST_CHECK enum cadre_status private_server_ensure_database(struct private_server *server,
                                                                  enum private_database database,
                                                                  bool *ret_made,
                                                                  struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status private_server_drop_demo(struct private_server *server,
                                                            struct cadre_error *err);

const char *private_server_base(const struct private_server *server);    /* "/var/lib/cadre" */
const char *private_server_data(const struct private_server *server);    /* data directory */
const char *private_server_sockets(const struct private_server *server); /* folder of the socket */
const char *private_server_log(const struct private_server *server);
int private_server_major(const struct private_server *server); /* 15 */

#endif
