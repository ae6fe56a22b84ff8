#include "sql/session.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "sql/rows_result.h"
#include "sql/session_connection.h"

/* ---- errors ---------------------------------------------------------------------------------- */

struct state_meaning {
    const char *prefix; /* of SQLSTATE */
    enum cadre_status status;
    const char *hint;
};

/* The first row whose prefix fits decides. */
static const struct state_meaning meanings[] = {
    {"3F000", CADRE_SCHEMA, "make the schema with 'cadre db init'"},
    {"42P01", CADRE_SCHEMA, "bring the schema up to date with 'cadre db upgrade'"},
    {"42883", CADRE_SCHEMA, "bring the schema up to date with 'cadre db upgrade'"},
    {"42703", CADRE_SCHEMA, "bring the schema up to date with 'cadre db upgrade'"},
    {"53100", CADRE_DATABASE, "the database server's disk is full: make room, then run again"},
    {"53", CADRE_DATABASE, "the database server is short of resources: run again later"},
    {"55P03", CADRE_LOCKED, "somebody else works on the same rows: run again later"},
    {"57014", CADRE_DATABASE, "the statement took too long or was cancelled: run again"},
    {"25006", CADRE_DATABASE, "this server is read-only: connect to the primary"},
    {"42501", CADRE_DATABASE, "the role may not do this: ask the database's owner"},
    {"28", CADRE_DATABASE, "check the user and password of the connection"},
    {"08", CADRE_DATABASE, "check that the server runs and can be reached"},
    {"57P", CADRE_DATABASE, "the server is stopping or starting: run again"},
    {"40", CADRE_DATABASE, "another transaction was in the way: run again"},
    {"", CADRE_DATABASE, NULL},
};

static const struct state_meaning *meaning_of(const char *state)
{
    const struct state_meaning *meaning = meanings;
    while (strncmp(state, meaning->prefix, strlen(meaning->prefix)) != 0)
        meaning++;
    return meaning;
}

/* The first line of the server's words, without "ERROR:" and the newline. */
static struct str_view first_line(const char *message)
{
    struct str_view rest;
    struct str_view line = str_view_cut(str_view_of(message), '\n', &rest);
    static const char *const levels[] = {"ERROR:", "FATAL:", "PANIC:"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        struct str_view level = str_view_of(levels[i]);
        if (str_view_starts(line, level))
            line = (struct str_view){line.data + level.length, line.length - level.length};
    }
    return str_view_trim(line);
}

/* The server may quote a row's values in messages of these classes: data exceptions and integrity.
 */
static bool quotes_values(const char *state)
{
    return strncmp(state, "22", 2) == 0 || strncmp(state, "23", 2) == 0;
}

enum cadre_status session_fail(struct session *session, const PGresult *result, const char *doing,
                               struct cadre_error *err)
{
    const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *words = result != NULL ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (state == NULL)
        state = PQstatus(session->connection) == CONNECTION_BAD ? "08006" : "";
    if (words == NULL)
        words = PQerrorMessage(session->connection);
    const struct state_meaning *meaning = meaning_of(state);
    struct str_view line = first_line(words);
    if (quotes_values(state))
        cadre_fail(err, meaning->status, "%s failed (%s)", doing, state);
    else
        cadre_fail(err, meaning->status, "%s failed: %.*s", doing, STR_VIEW_ARGS(line));
    memcpy(err->sqlstate, state, strnlen(state, sizeof err->sqlstate - 1));
    if (meaning->hint != NULL)
        cadre_fail_hint(err, "%s", meaning->hint);
    return meaning->status;
}

/* ---- opening --------------------------------------------------------------------------------- */

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* What a session relies on, whatever the server, the role or the environment would say. */
static const char pinned[] = "SET search_path = pg_catalog, cadre, pg_temp;"
                             "SET TimeZone = 'UTC';"
                             "SET DateStyle = 'ISO, YMD';"
                             "SET IntervalStyle = 'postgres';"
                             "SET client_encoding = 'UTF8';"
                             "SET bytea_output = 'hex';"
                             "SET standard_conforming_strings = on;"
                             "SET array_nulls = on;"
                             "SET transform_null_equals = off;"
                             "SET extra_float_digits = 1;"
                             "SET jit = off;"
                             "SET lock_timeout = '60s';"
                             "SET statement_timeout = '30min';"
                             "SET idle_in_transaction_session_timeout = '10min';"
                             "SET idle_session_timeout = 0;"
                             "SET client_min_messages = 'warning';"
                             "SET cadre.names = 'off';";

static enum cadre_status pin_settings(struct session *session, struct cadre_error *err)
{
    CLEAR_RESULT PGresult *result = PQexec(session->connection, pinned);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return session_fail(session, result, "setting up the session", err);
    /* Whoever is killed in the middle of a statement shall not hold locks until it ends. Servers on
     * systems that cannot tell refuse the setting: there it takes that long. */
    CLEAR_RESULT PGresult *watched =
        PQexec(session->connection, "SET client_connection_check_interval = '500ms'");
    (void)watched;
    return CADRE_OK;
}

static enum cadre_status fail_connect(struct session *session, struct cadre_error *err)
{
    struct str_view line = first_line(PQerrorMessage(session->connection));
    cadre_fail(err, CADRE_DATABASE, "cannot reach the database: %.*s", STR_VIEW_ARGS(line));
    if (PQconnectionNeedsPassword(session->connection))
        return cadre_fail_hint(err, "give the password in ~/.pgpass or PGPASSWORD");
    if (PQconnectionUsedPassword(session->connection))
        return cadre_fail_hint(err, "check the user and password: -d, ~/.pgpass, PGPASSWORD");
    return cadre_fail_hint(err, "check -d, PGHOST and PGSERVICE, and that the server runs; "
                                "'cadre doctor' tells more");
}

enum cadre_status session_open(const char *conninfo, const char *label,
                               struct session **ret_session, struct cadre_error *err)
{
    const char *const keywords[] = {"dbname",           "application_name", "connect_timeout",
                                    "tcp_user_timeout", "client_encoding",  NULL};
    /* A longer one the server cuts, and says so before the notices are turned off. */
    CADRE_FREE char *name = cadre_format("%.63s", label);
    const char *const values[] = {conninfo, name, "10", "30000", "UTF8", NULL};
    CADRE_CLEANUP(session_cleanup) struct session *session = cadre_calloc(1, sizeof *session);
    /* dbname comes first and is expanded: what the user states there wins over nothing of ours. */
    session->connection = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(session->connection) != CONNECTION_OK)
        return fail_connect(session, err);
    session->cancel = PQgetCancel(session->connection);
    PQsetErrorVerbosity(session->connection, PQERRORS_TERSE);
    PQsetNoticeReceiver(session->connection, ignore_notice, NULL);
    enum cadre_status status = pin_settings(session, err);
    if (status != CADRE_OK)
        return status;
    *ret_session = session;
    session = NULL;
    return CADRE_OK;
}

/* Takes in what has come. False: the connection is cut. */
static bool take_in(struct session *session)
{
    struct pollfd socket = {.fd = PQsocket(session->connection), .events = POLLIN};
    while (socket.fd >= 0 && poll(&socket, 1, 0) > 0) {
        if (PQconsumeInput(session->connection) != 1)
            return false;
    }
    return true;
}

/* Its last words are heard before the end. */
bool session_is_alive(struct session *session)
{
    return take_in(session) && PQstatus(session->connection) == CONNECTION_OK;
}

void session_free(struct session *session)
{
    if (session == NULL)
        return;
    PQfreeCancel(session->cancel);
    PQfinish(session->connection);
    free(session);
}

void session_cleanup(struct session **session)
{
    session_free(*session);
}

/* ---- giving up ------------------------------------------------------------------------------- */

void session_cancel(struct session *session)
{
    char cause[64]; /* nobody is told */
    session->cancelled = 1;
    (void)PQcancel(session->cancel, cause, sizeof cause);
}

enum cadre_status session_check(const struct session *session, struct cadre_error *err)
{
    static const char cancelled[] = "57014";
    if (!session->cancelled)
        return CADRE_OK;
    cadre_fail(err, CADRE_DATABASE, "the work was interrupted");
    memcpy(err->sqlstate, cancelled, sizeof cancelled);
    return CADRE_DATABASE;
}

/* ---- running --------------------------------------------------------------------------------- */

static Oid type_oid(const char *type)
{
    /* Fixed numbers of PostgreSQL's pg_type.dat. */
    static const struct {
        const char *name;
        Oid oid;
    } types[] = {
        {"boolean", 16}, {"bytea", 17},    {"bigint", 20},     {"integer", 23},       {"text", 25},
        {"date", 1082},  {"text[]", 1009}, {"bigint[]", 1016}, {"timestamptz", 1184},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].name, type) == 0)
            return types[i].oid;
    }
    assert(!"a query states a parameter type that is not listed");
    return 0;
}

static Oid *type_oids(const struct query *query)
{
    Oid *oids = cadre_calloc((size_t)query->parameter_count, sizeof *oids);
    for (int i = 0; i < query->parameter_count; i++)
        oids[i] = type_oid(query->parameter_types[i]);
    return oids;
}

static enum cadre_status check_shape(const struct query *query, const PGresult *result,
                                     struct cadre_error *err)
{
    int count = PQntuples(result);
    bool fits = query->shape == QUERY_ONE     ? count == 1
                : query->shape == QUERY_MAYBE ? count <= 1
                                              : true;
    if (fits)
        return CADRE_OK;
    return cadre_fail(err, CADRE_BUG, "query '%s' gave %d rows", query->name, count);
}

/* The result is the rows' then. */
static enum cadre_status take_rows(const struct query *query, PGresult **result,
                                   struct rows **ret_rows, struct cadre_error *err)
{
    enum cadre_status status = check_shape(query, *result, err);
    if (status == CADRE_OK && ret_rows != NULL) {
        *ret_rows = rows_new(*result);
        *result = NULL;
    }
    return status;
}

enum cadre_status session_run(struct session *session, const struct query *query,
                              const char *const *parameters, struct rows **ret_rows,
                              struct cadre_error *err)
{
    if (session_check(session, err) != CADRE_OK)
        return err->status;
    CADRE_FREE Oid *oids = type_oids(query);
    CLEAR_RESULT PGresult *result = PQexecParams(
        session->connection, query->text, query->parameter_count, oids, parameters, NULL, NULL, 0);
    ExecStatusType outcome = PQresultStatus(result);
    if (outcome != PGRES_TUPLES_OK && outcome != PGRES_COMMAND_OK)
        return session_fail(session, result, query->name, err);
    return take_rows(query, &result, ret_rows, err);
}

enum cadre_status session_do(struct session *session, const struct query *query,
                             const char *const *parameters, struct cadre_error *err)
{
    return session_run(session, query, parameters, NULL, err);
}

enum cadre_status session_start(struct session *session, const struct query *query,
                                const char *const *parameters, struct cadre_error *err)
{
    if (session_check(session, err) != CADRE_OK)
        return err->status;
    CADRE_FREE Oid *oids = type_oids(query);
    session->begun = query->name;
    if (PQsendQueryParams(session->connection, query->text, query->parameter_count, oids,
                          parameters, NULL, NULL, 0) != 1)
        return session_fail(session, NULL, query->name, err);
    return CADRE_OK;
}

static enum cadre_status hear(struct session *session, const struct pollfd *socket,
                              struct cadre_error *err)
{
    if (socket->revents != 0 && PQconsumeInput(session->connection) != 1)
        return session_fail(session, NULL, session->begun, err);
    return CADRE_OK;
}

/* Until something of an answer has come, or a while is over: a signal may have come before the
 * waiting. */
static enum cadre_status wait_for_answers(struct session *const *sessions, int count,
                                          struct cadre_error *err)
{
    enum { WHILE_MS = 200, SESSIONS_MOST = 2 };
    struct pollfd sockets[SESSIONS_MOST];
    enum cadre_status status = CADRE_OK;
    assert(count <= SESSIONS_MOST);
    for (int i = 0; i < count; i++)
        sockets[i] = (struct pollfd){.fd = PQsocket(sessions[i]->connection), .events = POLLIN};
    if (poll(sockets, (nfds_t)count, WHILE_MS) <= 0)
        return CADRE_OK;
    for (int i = 0; status == CADRE_OK && i < count; i++)
        status = hear(sessions[i], &sockets[i], err);
    return status;
}

enum cadre_status session_await_either(struct session *session, struct session *other,
                                       bool *ret_session, struct cadre_error *err)
{
    struct session *const both[] = {session, other};
    while (PQisBusy(session->connection) && PQisBusy(other->connection)) {
        enum cadre_status status = session_check(other, err);
        if (status == CADRE_OK)
            status = wait_for_answers(both, 2, err);
        if (status != CADRE_OK)
            return status;
    }
    *ret_session = !PQisBusy(session->connection);
    return CADRE_OK;
}

static enum cadre_status await_result(struct session *session, const struct session *other,
                                      PGresult **ret_result, struct cadre_error *err)
{
    while (PQisBusy(session->connection)) {
        enum cadre_status status = session_check(other, err);
        if (status == CADRE_OK)
            status = wait_for_answers(&session, 1, err);
        if (status != CADRE_OK)
            return status;
    }
    enum cadre_status status = CADRE_OK;
    for (PGresult *result; (result = PQgetResult(session->connection)) != NULL;) {
        ExecStatusType outcome = PQresultStatus(result);
        if (status == CADRE_OK && outcome != PGRES_TUPLES_OK && outcome != PGRES_COMMAND_OK)
            status = session_fail(session, result, session->begun, err);
        PQclear(*ret_result);
        *ret_result = result;
    }
    return status;
}

enum cadre_status session_await(struct session *session, const struct session *other,
                                struct cadre_error *err)
{
    CLEAR_RESULT PGresult *result = NULL;
    return await_result(session, other, &result, err);
}

/* Of a cut connection the waiting tells. */
bool session_has_answered(struct session *session)
{
    return !take_in(session) || !PQisBusy(session->connection);
}

enum cadre_status session_answer(struct session *session, const struct query *query,
                                 struct rows **ret_rows, struct cadre_error *err)
{
    CLEAR_RESULT PGresult *result = NULL;
    enum cadre_status status = await_result(session, session, &result, err);
    return status == CADRE_OK ? take_rows(query, &result, ret_rows, err) : status;
}

/* What comes before the server has begun is not heard: asked again until there is an answer. */
void session_give_up(struct session *session)
{
    char cause[64]; /* nobody is told */
    struct cadre_error none = {0};
    enum cadre_status status = CADRE_OK;
    while (status == CADRE_OK && PQisBusy(session->connection)) {
        (void)PQcancel(session->cancel, cause, sizeof cause);
        status = wait_for_answers(&session, 1, &none);
    }
    for (PGresult *result; (result = PQgetResult(session->connection)) != NULL; PQclear(result))
        ;
    cadre_error_release(&none);
    session_rollback(session);
}

enum cadre_status session_run_script(struct session *session, const char *script,
                                     struct cadre_error *err)
{
    if (session_check(session, err) != CADRE_OK)
        return err->status;
    CLEAR_RESULT PGresult *result = PQexec(session->connection, script);
    ExecStatusType outcome = PQresultStatus(result);
    if (outcome != PGRES_TUPLES_OK && outcome != PGRES_COMMAND_OK)
        return session_fail(session, result, "a script", err);
    return CADRE_OK;
}

enum cadre_status session_prepare(struct session *session, const struct query *query,
                                  struct cadre_error *err)
{
    CADRE_FREE Oid *oids = type_oids(query);
    CLEAR_RESULT PGresult *result =
        PQprepare(session->connection, "", query->text, query->parameter_count, oids);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return session_fail(session, result, query->name, err);
    return CADRE_OK;
}

/* ---- transactions ---------------------------------------------------------------------------- */

enum cadre_status session_begin(struct session *session, enum transaction_mode mode,
                                struct cadre_error *err)
{
    const char *begin = mode == TRANSACTION_SNAPSHOT
                            ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                            : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
    enum cadre_status status = session_run_script(session, begin, err);
    session->in_transaction = status == CADRE_OK;
    return status;
}

enum cadre_status session_commit(struct session *session, struct cadre_error *err)
{
    if (session_check(session, err) != CADRE_OK)
        return err->status;
    session->in_transaction = false;
    CLEAR_RESULT PGresult *result = PQexec(session->connection, "COMMIT");
    if (PQresultStatus(result) == PGRES_COMMAND_OK && strcmp(PQcmdStatus(result), "COMMIT") == 0)
        return CADRE_OK;
    if (PQresultStatus(result) == PGRES_COMMAND_OK)
        return cadre_fail(err, CADRE_DATABASE, "the transaction was rolled back by the server");
    session_fail(session, result, "COMMIT", err);
    if (PQstatus(session->connection) == CONNECTION_BAD) {
        cadre_fail_detail(err, "the connection broke while the work was being committed: it may or "
                               "may not be stored");
        cadre_fail_hint(err, "run the same command again: what is stored is recognised");
    }
    return CADRE_DATABASE;
}

void session_rollback(struct session *session)
{
    if (!session->in_transaction)
        return;
    session->in_transaction = false;
    PQclear(PQexec(session->connection, "ROLLBACK"));
}

/* ---- parameters ------------------------------------------------------------------------------ */

const char *parameter_text(struct arena *arena, struct str_view text)
{
    if (text.data == NULL)
        return NULL;
    assert(text.length == 0 || memchr(text.data, '\0', text.length) == NULL);
    return arena_copy(arena, text).data;
}

const char *parameter_int64(struct arena *arena, int64_t number)
{
    return arena_format(arena, "%lld", (long long)number);
}

const char *parameter_date(struct arena *arena, struct cadre_date date)
{
    char buffer[CADRE_DATE_TEXT_SIZE];
    if (!cadre_date_is_set(date))
        return NULL;
    return arena_strdup(arena, cadre_date_format(date, buffer));
}

const char *parameter_digest(struct arena *arena, const struct digest *digest)
{
    char hex[DIGEST_HEX_SIZE];
    return arena_format(arena, "\\x%s", digest_to_hex(digest, hex));
}

const char *parameter_bool(bool truth)
{
    return truth ? "t" : "f";
}

static void add_array_text(struct str *out, struct str_view item)
{
    if (item.data == NULL) {
        str_add_text(out, "NULL");
        return;
    }
    str_add_char(out, '"');
    assert(item.length == 0 || memchr(item.data, '\0', item.length) == NULL);
    for (size_t i = 0; i < item.length; i++) {
        if (item.data[i] == '"' || item.data[i] == '\\')
            str_add_char(out, '\\');
        str_add_char(out, item.data[i]);
    }
    str_add_char(out, '"');
}

const char *parameter_text_array(struct arena *arena, const struct str_view *items, size_t count)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    str_add_char(&out, '{');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            str_add_char(&out, ',');
        add_array_text(&out, items[i]);
    }
    str_add_char(&out, '}');
    return arena_copy(arena, str_view_from(&out)).data;
}

const char *parameter_int64_array(struct arena *arena, const int64_t *items, size_t count)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    str_add_char(&out, '{');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            str_add_char(&out, ',');
        str_add_int64(&out, items[i]);
    }
    str_add_char(&out, '}');
    return arena_copy(arena, str_view_from(&out)).data;
}
