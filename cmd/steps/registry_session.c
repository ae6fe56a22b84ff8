#include "cmd/steps/registry_session.h"

#include "cmd/cli/interrupt.h"
#include "cmd/cli/tell.h"
#include "core/base/alloc.h"
#include "sql/catalogue_store.h"
#include "sql/migrate.h"

enum { PREPARE_WAIT_S = 60 };

struct registry_session {
    const struct invocation *call;
    const char *conninfo;
    const char *label;
    struct session *session;
};

/* ---- which one ------------------------------------------------------------------------------- */

static bool environment_names_server(void)
{
    static const char *const names[] = {"PGSERVICE", "PGHOST", "PGHOSTADDR", "PGPORT",
                                        "PGDATABASE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return true;
    }
    return false;
}

bool registry_session_is_foreign(const struct invocation *call)
{
    if (call->database != NULL)
        return true;
    return !call->demo && call->data_dir == NULL && environment_names_server();
}

static enum private_database private_database_of(const struct invocation *call)
{
    return call->demo ? DATABASE_DEMO : DATABASE_CADRE;
}

static void tell_news(void *call, const char *text)
{
    tell(call, "%s", text);
}

enum cadre_status registry_session_locate_server(const struct invocation *call,
                                                 struct private_server **ret_server,
                                                 struct cadre_error *err)
{
    return private_server_locate(call->data_dir, call->arena, ret_server, err);
}

enum cadre_status registry_session_start_server(const struct invocation *call,
                                                struct private_server **ret_server,
                                                struct cadre_error *err)
{
    struct private_server *server = NULL;
    enum cadre_status status = registry_session_locate_server(call, &server, err);
    if (status == CADRE_OK)
        status = private_server_start(server, tell_news, (void *)call, err);
    if (status == CADRE_OK)
        *ret_server = server;
    return status;
}

/* Of a server that was named. */
static enum cadre_status open_foreign(const struct invocation *call, const char *label,
                                      const char **ret_conninfo, struct session **ret_session,
                                      struct cadre_error *err)
{
    *ret_conninfo = call->database != NULL ? call->database : "";
    return session_open(*ret_conninfo, label, ret_session, err);
}

/* Its database is nearly always there: only when it cannot be opened somebody has to look. */
static enum cadre_status open_private(const struct invocation *call, const char *label,
                                      const char **ret_conninfo, struct session **ret_session,
                                      struct cadre_error *err)
{
    struct private_server *server = NULL;
    enum private_database database = private_database_of(call);
    struct cadre_error absent = {0};
    enum cadre_status status = registry_session_start_server(call, &server, err);
    if (status != CADRE_OK)
        return status;
    *ret_conninfo = private_server_conninfo(server, database);
    if (session_open(*ret_conninfo, label, ret_session, &absent) == CADRE_OK)
        return CADRE_OK;
    cadre_error_release(&absent);
    status = private_server_ensure_database(server, database, NULL, err);
    if (status == CADRE_OK)
        status = session_open(*ret_conninfo, label, ret_session, err);
    return status;
}

/* ---- its schema ------------------------------------------------------------------------------ */

enum cadre_status registry_session_prepare(struct session *session, int *ret_applied,
                                           struct cadre_error *err)
{
    /* Held over both steps, so that who waits for it finds schema and catalogue. */
    enum cadre_status status = session_lock(session, LOCK_SCHEMA, "", PREPARE_WAIT_S, err);
    if (status != CADRE_OK)
        return status;
    status = migrate_up(session, ret_applied, err);
    if (status == CADRE_OK)
        status = catalogue_store_load(session, err);
    session_unlock(session, LOCK_SCHEMA, "");
    return status;
}

static enum cadre_status fail_no_demo(struct cadre_error *err)
{
    cadre_fail(err, CADRE_SCHEMA, "there is no made-up country yet");
    return cadre_fail_hint(err, "'cadre demo' makes it");
}

/* The private database is initialised by the first command that wants it; a second one at the same
 * time, which finds it half made, waits for the lock. */
static enum cadre_status require_private(const struct invocation *call, struct session *session,
                                         struct cadre_error *err)
{
    struct schema_report report;
    int applied;
    enum cadre_status status = migrate_report(session, &report, err);
    if (status != CADRE_OK || report.state == SCHEMA_CURRENT)
        return status;
    status = session_lock(session, LOCK_SCHEMA, "", PREPARE_WAIT_S, err);
    if (status != CADRE_OK)
        return status;
    status = migrate_report(session, &report, err);
    if (status == CADRE_OK && report.state == SCHEMA_ABSENT)
        status = call->demo ? fail_no_demo(err) : registry_session_prepare(session, &applied, err);
    session_unlock(session, LOCK_SCHEMA, "");
    if (status == CADRE_OK)
        status = migrate_require_current(session, err);
    return status;
}

/* ---- giving up ------------------------------------------------------------------------------- */

static void give_up(void *session)
{
    session_cancel(session);
}

/* A signal that is only noted (cmd/cli/interrupt.h) ends what the server does for us. */
static void watch(const struct registry_session *registry)
{
    interrupt_call(registry->session != NULL ? give_up : NULL, registry->session);
}

static void close_session(struct registry_session *registry)
{
    interrupt_call(NULL, NULL);
    session_free(registry->session);
    registry->session = NULL;
}

/* ---- opening --------------------------------------------------------------------------------- */

enum cadre_status registry_session_connect(const struct invocation *call, const char *label,
                                           struct registry_session **ret_registry,
                                           struct cadre_error *err)
{
    const char *conninfo = NULL;
    struct session *session = NULL;
    enum cadre_status status = registry_session_is_foreign(call)
                                   ? open_foreign(call, label, &conninfo, &session, err)
                                   : open_private(call, label, &conninfo, &session, err);
    if (status != CADRE_OK)
        return status;
    struct registry_session *registry = arena_calloc(call->arena, 1, sizeof *registry);
    *registry = (struct registry_session){
        .call = call, .conninfo = conninfo, .label = label, .session = session};
    watch(registry);
    *ret_registry = registry;
    return CADRE_OK;
}

enum cadre_status registry_session_open(const struct invocation *call, const char *label,
                                        struct registry_session **ret_registry,
                                        struct cadre_error *err)
{
    struct registry_session *registry = NULL;
    enum cadre_status status = registry_session_connect(call, label, &registry, err);
    if (status != CADRE_OK)
        return status;
    status = registry_session_is_foreign(call) ? migrate_require_current(registry->session, err)
                                               : require_private(call, registry->session, err);
    if (status == CADRE_OK)
        *ret_registry = registry;
    else
        registry_session_free(registry);
    return status;
}

enum cadre_status registry_session_open_new_demo(const struct invocation *call, const char *label,
                                                 struct registry_session **ret_registry,
                                                 struct cadre_error *err)
{
    struct private_server *server = NULL;
    struct session *session = NULL;
    int applied;
    enum cadre_status status = registry_session_start_server(call, &server, err);
    if (status == CADRE_OK)
        status = private_server_drop_demo(server, err);
    if (status == CADRE_OK)
        status = private_server_ensure_database(server, DATABASE_DEMO, NULL, err);
    if (status != CADRE_OK)
        return status;
    const char *conninfo = private_server_conninfo(server, DATABASE_DEMO);
    status = session_open(conninfo, label, &session, err);
    if (status == CADRE_OK)
        status = registry_session_prepare(session, &applied, err);
    if (status != CADRE_OK) {
        session_free(session);
        return status;
    }
    struct registry_session *registry = arena_calloc(call->arena, 1, sizeof *registry);
    *registry = (struct registry_session){
        .call = call, .conninfo = conninfo, .label = label, .session = session};
    watch(registry);
    *ret_registry = registry;
    return CADRE_OK;
}

enum cadre_status registry_session_reopen(struct registry_session *registry,
                                          struct cadre_error *err)
{
    struct private_server *server = NULL;
    enum cadre_status status = CADRE_OK;
    close_session(registry);
    if (!registry_session_is_foreign(registry->call))
        status = registry_session_start_server(registry->call, &server, err);
    if (status == CADRE_OK)
        status = session_open(registry->conninfo, registry->label, &registry->session, err);
    watch(registry);
    return status;
}

const char *registry_session_conninfo(const struct registry_session *registry)
{
    return registry->conninfo;
}

void registry_session_free(struct registry_session *registry)
{
    if (registry == NULL)
        return;
    close_session(registry);
}

void registry_session_cleanup(struct registry_session **registry)
{
    registry_session_free(*registry);
}

struct session *registry_session_of(const struct registry_session *registry)
{
    return registry->session;
}
