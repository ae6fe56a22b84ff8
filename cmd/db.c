/*
 * cadre db: the private PostgreSQL, and the schema of any.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"
#include "sql/migrate.h"

/* ---- schema ---------------------------------------------------------------------------------- */

static enum cadre_status prepare(const struct invocation *call, bool *ret_made, int *ret_version,
                                 int *ret_applied, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct schema_report before;
    enum cadre_status status = registry_session_connect(call, "cadre db", &registry, err);
    if (status == CADRE_OK)
        status = migrate_report(registry_session_of(registry), &before, err);
    if (status == CADRE_OK)
        status = registry_session_prepare(registry_session_of(registry), ret_applied, err);
    if (status == CADRE_OK) {
        *ret_made = before.state == SCHEMA_ABSENT && *ret_applied > 0; /* not by another */
        *ret_version = before.program_version;
    }
    return status;
}

static enum cadre_status run_init(struct invocation *call, struct cadre_error *err)
{
    bool made;
    int version;
    int applied;
    enum cadre_status status = prepare(call, &made, &version, &applied, err);
    if (status != CADRE_OK || call->quiet)
        return status;
    printf(made ? "the registry is made, schema version %d\n"
                : "the registry was there already, schema version %d\n",
           version);
    return CADRE_OK;
}

static enum cadre_status require_schema(const struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct schema_report report;
    enum cadre_status status = registry_session_connect(call, "cadre db", &registry, err);
    if (status == CADRE_OK)
        status = migrate_report(registry_session_of(registry), &report, err);
    if (status != CADRE_OK || report.state != SCHEMA_ABSENT)
        return status;
    return migrate_require_current(registry_session_of(registry), err);
}

static enum cadre_status run_upgrade(struct invocation *call, struct cadre_error *err)
{
    bool made;
    int version;
    int applied = 0;
    enum cadre_status status = require_schema(call, err);
    if (status == CADRE_OK)
        status = prepare(call, &made, &version, &applied, err);
    if (status != CADRE_OK || call->quiet)
        return status;
    printf("schema version %d, %d migrations applied\n", version, applied);
    return CADRE_OK;
}

/* ---- the private server ---------------------------------------------------------------------- */

static enum cadre_status run_start(struct invocation *call, struct cadre_error *err)
{
    struct private_server *server = NULL;
    enum cadre_status status = registry_session_start_server(call, &server, err);
    if (status == CADRE_OK && !call->quiet)
        printf("running, socket in %s\n", private_server_sockets(server));
    return status;
}

static enum cadre_status run_stop(struct invocation *call, struct cadre_error *err)
{
    struct private_server *server = NULL;
    enum cadre_status status = registry_session_locate_server(call, &server, err);
    if (status == CADRE_OK)
        status = private_server_stop(server, err);
    if (status == CADRE_OK && !call->quiet)
        printf("stopped\n");
    return status;
}

static enum cadre_status run_status(struct invocation *call, struct cadre_error *err)
{
    static const char *const states[] = {[SERVER_ABSENT] = "absent, made by the next command",
                                         [SERVER_STOPPED] = "stopped, started by the next command",
                                         [SERVER_RUNNING] = "running"};
    struct private_server *server = NULL;
    enum cadre_status status = registry_session_locate_server(call, &server, err);
    if (status == CADRE_OK)
        status = private_server_check(server, err);
    if (status != CADRE_OK || call->quiet)
        return status;
    enum private_database database = call->demo ? DATABASE_DEMO : DATABASE_CADRE;
    printf("state       %s\n", states[private_server_state(server)]);
    printf("PostgreSQL  %d\n", private_server_major(server));
    printf("data        %s\n", private_server_data(server));
    printf("log         %s\n", private_server_log(server));
    printf("connection  %s\n", private_server_conninfo(server, database));
    return CADRE_OK;
}

static enum cadre_status run_path(struct invocation *call, struct cadre_error *err)
{
    struct private_server *server = NULL;
    enum cadre_status status = registry_session_locate_server(call, &server, err);
    if (status == CADRE_OK)
        printf("%s\n", private_server_base(server));
    return status;
}

/* ---- the commands ---------------------------------------------------------------------------- */

static const struct command_example init_examples[] = {
    {"cadre db init", "make the private database now instead of at the first command"},
    {"cadre db init -d postgresql://db.example/cadre", "make the schema in a database of a server"},
    {0},
};

const struct command command_db_init = {
    .name = "db init",
    .summary = "make the registry's schema and load the catalogue",
    .operands = "",
    .description =
        "The private database is made when it is first wanted, without being asked; the\n"
        "database of another server is made by this command alone. Doing it twice\n"
        "changes nothing.",
    .examples = init_examples,
    .run = run_init,
};

static const struct command_example start_examples[] = {
    {"cadre db start", "start the private PostgreSQL now instead of at the first command"},
    {0},
};

const struct command command_db_start = {
    .name = "db start",
    .summary = "start the private PostgreSQL",
    .operands = "",
    .description = "Every command starts it when it has to. It listens on a unix socket only, and\n"
                   "runs on until 'cadre db stop' or the machine's end.",
    .examples = start_examples,
    .refuses_server = true,
    .run = run_start,
};

static const struct command_example stop_examples[] = {
    {"cadre db stop", "stop the private PostgreSQL; what is stored stays"},
    {0},
};

const struct command command_db_stop = {
    .name = "db stop",
    .summary = "stop the private PostgreSQL",
    .operands = "",
    .description = "Open transactions are rolled back. The next command starts it again.",
    .examples = stop_examples,
    .refuses_server = true,
    .run = run_stop,
};

static const struct command_example status_examples[] = {
    {"cadre db status", "does it run, where are its data and its log, how to reach it"},
    {0},
};

const struct command command_db_status = {
    .name = "db status",
    .summary = "show where the private PostgreSQL is and whether it runs",
    .operands = "",
    .description = "Starts nothing. The line 'connection' can be given to psql.",
    .examples = status_examples,
    .refuses_server = true,
    .run = run_status,
};

static const struct command_example upgrade_examples[] = {
    {"cadre db upgrade", "after a new version of cadre"},
    {"cadre db upgrade -d postgresql://db.example/cadre", "the same on a server"},
    {0},
};

const struct command command_db_upgrade = {
    .name = "db upgrade",
    .summary = "bring schema and catalogue up to date",
    .operands = "",
    .description =
        "Applies the migrations that are missing, each in a transaction of its own, and\n"
        "loads the shipped catalogue. It goes forward only: take a backup first. The\n"
        "major version of PostgreSQL is not changed.",
    .examples = upgrade_examples,
    .run = run_upgrade,
};

static const struct command_example path_examples[] = {
    {"tar -C \"$(cadre db path)\" -cf backup.tar .", "after 'cadre db stop': a cold backup"},
    {0},
};

const struct command command_db_path = {
    .name = "db path",
    .summary = "print the folder of the private PostgreSQL",
    .operands = "",
    .description = "All that the private PostgreSQL consists of lies below this folder.",
    .examples = path_examples,
    .refuses_server = true,
    .run = run_path,
};
