#include "tests/faults/watch.h"

#include <dirent.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/faults/child.h"

const char *const phase_names[PHASE_COUNT] = {
    [PHASE_OPENING] = "opening", [PHASE_STAGING] = "staging", [PHASE_CHUNK] = "chunk commit",
    [PHASE_MERGING] = "merging", [PHASE_REJECTS] = "rejects", [PHASE_COMMITTING] = "committing",
};

struct watch {
    char *conninfo, *rejects;
    PGconn *connection;
    bool staged, merged; /* seen of the import under way */
};

struct watch *watch_open(const char *conninfo, const char *rejects)
{
    struct watch *watch = cadre_calloc(1, sizeof *watch);
    watch->conninfo = cadre_strdup(conninfo);
    watch->rejects = cadre_strdup(rejects);
    return watch;
}

void watch_free(struct watch *watch)
{
    if (watch == NULL)
        return;
    PQfinish(watch->connection);
    free(watch->conninfo);
    free(watch->rejects);
    free(watch);
}

void watch_begin(struct watch *watch)
{
    watch->staged = watch->merged = false;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* That the server was killed is no news here. */
static void ignore_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

static PGresult *ask(struct watch *watch, const char *query, ExecStatusType wanted)
{
    if (watch->connection == NULL) {
        watch->connection = PQconnectdb(watch->conninfo);
        PQsetNoticeProcessor(watch->connection, ignore_notice, NULL);
        /* As the program has it: the checker's queries took longer to compile than to answer. */
        PQclear(PQexec(watch->connection, "SET jit = off"));
    }
    PGresult *result = PQexec(watch->connection, query);
    if (PQresultStatus(result) == wanted)
        return result;
    PQclear(result);
    if (PQstatus(watch->connection) != CONNECTION_OK) {
        PQfinish(watch->connection);
        watch->connection = NULL;
    }
    return NULL;
}

char *watch_ask(struct watch *watch, const char *query)
{
    PGresult *result = ask(watch, query, PGRES_TUPLES_OK);
    char *answer =
        result != NULL && PQntuples(result) == 1 ? cadre_strdup(PQgetvalue(result, 0, 0)) : NULL;
    PQclear(result);
    return answer;
}

bool watch_do(struct watch *watch, const char *statements)
{
    PGresult *result = ask(watch, statements, PGRES_COMMAND_OK);
    PQclear(result);
    return result != NULL;
}

/* ---- phases ---------------------------------------------------------------------------------- */

static bool has_rejects(const struct watch *watch)
{
    bool found = false;
    DIR *folder = opendir(watch->rejects);
    if (folder == NULL)
        return false;
    for (const struct dirent *entry; !found && (entry = readdir(folder)) != NULL;)
        found = entry->d_name[0] != '\0' && strcmp(entry->d_name, ".") != 0 &&
                strcmp(entry->d_name, "..") != 0;
    closedir(folder);
    return found;
}

static bool speaks_of(const char *query, const char *what)
{
    return strstr(query, what) != NULL;
}

/* Its query is the last one while the session waits for the client. */
static enum phase phase_of(struct watch *watch, const char *query)
{
    if (speaks_of(query, "create_staging(")) /* once more from the start, it may be */
        watch_begin(watch);
    /* Of the first list of all the rows are put aside by the client: nothing else is asked then. */
    bool copies = speaks_of(query, "COPY cadre_staging") || speaks_of(query, "is_first_load(");
    watch->staged = watch->staged || copies;
    /* The table is made or closed, or the ledger notes a chunk. */
    if (copies || speaks_of(query, "_staging(") || speaks_of(query, "staged_offset"))
        return PHASE_STAGING;
    if (strcmp(query, "COMMIT") == 0)
        return watch->merged ? PHASE_COMMITTING : watch->staged ? PHASE_CHUNK : PHASE_OPENING;
    if (has_rejects(watch)) {
        watch->merged = true;
        return PHASE_REJECTS;
    }
    if (!watch->staged || strcmp(query, "BEGIN") == 0)
        return PHASE_OPENING;
    watch->merged = true;
    return PHASE_MERGING;
}

enum phase watch_phase(struct watch *watch, pid_t *ret_backend)
{
    PGresult *result =
        ask(watch,
            "SELECT coalesce((SELECT pid FROM pg_stat_activity "
            "                 WHERE datname = current_database() AND random() < 0.5 "
            "                   AND application_name LIKE 'cadre records%' LIMIT 1), "
            "                pid), query FROM pg_stat_activity WHERE "
            "datname = current_database() AND backend_type = 'client backend' "
            "AND application_name LIKE 'cadre import%' LIMIT 1",
            PGRES_TUPLES_OK);
    *ret_backend = 0;
    if (result == NULL || PQntuples(result) == 0) {
        PQclear(result);
        return PHASE_OPENING;
    }
    *ret_backend = (pid_t)strtol(PQgetvalue(result, 0, 0), NULL, 10);
    enum phase phase = phase_of(watch, PQgetvalue(result, 0, 1));
    PQclear(result);
    return phase;
}
