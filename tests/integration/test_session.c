#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "queries.h"
#include "tests/integration/files.h"

static const char *const no_types[] = {NULL};

static enum cadre_status shaped(struct session *session, enum query_shape shape, const char *text,
                                struct cadre_error *err)
{
    const struct query query = {"shaped", text, shape, 0, no_types, NULL};
    return session_do(session, &query, NULL, err);
}

/* ---- shapes ---------------------------------------------------------------------------------- */

static const struct {
    enum query_shape shape;
    const char *text;
    enum cadre_status status;
} shapes[] = {
    {QUERY_ONE, "SELECT 1", CADRE_OK},
    {QUERY_ONE, "SELECT 1 WHERE false", CADRE_BUG},
    {QUERY_ONE, "SELECT generate_series(1, 2)", CADRE_BUG},
    {QUERY_MAYBE, "SELECT 1 WHERE false", CADRE_OK},
    {QUERY_MAYBE, "SELECT 1", CADRE_OK},
    {QUERY_MAYBE, "SELECT generate_series(1, 2)", CADRE_BUG},
    {QUERY_MANY, "SELECT 1 WHERE false", CADRE_OK},
    {QUERY_MANY, "SELECT generate_series(1, 9)", CADRE_OK},
    {QUERY_NONE, "SELECT 1", CADRE_OK},
    {QUERY_NONE, "SET cadre.names = 'on'", CADRE_OK},
};

START_TEST(the_shape_is_enforced)
{
    CADRE_CLEANUP(session_cleanup)
    struct session *session = connect_to(database_named("postgres"), "test");
    struct cadre_error err = {0};
    ck_assert_int_eq(shaped(session, shapes[_i].shape, shapes[_i].text, &err), shapes[_i].status);
    ck_assert_int_eq(shaped(session, QUERY_ONE, "SELECT 1", &err), CADRE_OK);
    cadre_error_release(&err);
}
END_TEST

/* ---- errors ---------------------------------------------------------------------------------- */

#define SECRET "7SECRET"

static const struct {
    const char *text; /* fails, and the server's own words hold the secret or nothing */
    enum cadre_status status;
    const char *sqlstate, *message, *hint;
} faults[] = {
    {"INSERT INTO cadre.isced_f (code) VALUES ('" SECRET "'), ('" SECRET "')", CADRE_DATABASE,
     "23505", "shaped failed (23505)", NULL},
    {"SELECT '" SECRET "'::integer", CADRE_DATABASE, "22P02", "shaped failed (22P02)", NULL},
    {"SELECT '" SECRET "'::date", CADRE_DATABASE, "22007", "shaped failed (22007)", NULL},
    {"INSERT INTO cadre.batch_finding VALUES (999, 1, 1, 1, '" SECRET "', 'R001')", CADRE_DATABASE,
     "23503", "shaped failed (23503)", NULL},
    {"SELECT * FROM cadre.nothing", CADRE_SCHEMA, "42P01",
     "shaped failed: relation \"cadre.nothing\" does not exist",
     "bring the schema up to date with 'cadre db upgrade'"},
    {"SELECT * FROM nowhere.nothing", CADRE_SCHEMA, "42P01",
     "shaped failed: relation \"nowhere.nothing\" does not exist",
     "bring the schema up to date with 'cadre db upgrade'"},
    {"SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(5)", CADRE_DATABASE, "57014",
     "shaped failed: canceling statement due to statement timeout",
     "the statement took too long or was cancelled: run again"},
    {"SET TRANSACTION READ ONLY; CREATE TABLE cadre.more ()", CADRE_DATABASE, "25006",
     "shaped failed: cannot execute CREATE TABLE in a read-only transaction",
     "this server is read-only: connect to the primary"},
};

START_TEST(an_error_tells_no_value)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    enum cadre_status status = strchr(faults[_i].text, ';') != NULL
                                   ? session_run_script(session, faults[_i].text, &err)
                                   : shaped(session, QUERY_NONE, faults[_i].text, &err);
    const char *message = strstr(err.message, " failed");
    ck_assert_int_eq(status, faults[_i].status);
    ck_assert_str_eq(err.sqlstate, faults[_i].sqlstate);
    ck_assert_ptr_nonnull(message);
    ck_assert_str_eq(message, strstr(faults[_i].message, " failed"));
    if (faults[_i].hint != NULL)
        ck_assert_str_eq(err.hint, faults[_i].hint);
    ck_assert_ptr_null(strstr(err.message, SECRET));
    ck_assert(err.detail == NULL || strstr(err.detail, SECRET) == NULL);
    cadre_error_release(&err);
    CADRE_FREE char *command =
        cadre_format("grep -q %s '%s'", SECRET, private_server_log(test_server()));
    ck_assert_msg(system(command) != 0, "the server's log holds the value");
}
END_TEST

START_TEST(nobody_at_home)
{
    struct session *session = NULL;
    struct cadre_error err = {0};
    ck_assert_int_eq(session_open("host=/nowhere dbname=x", "test", &session, &err),
                     CADRE_DATABASE);
    ck_assert_ptr_nonnull(strstr(err.message, "cannot reach the database: "));
    ck_assert_ptr_nonnull(strstr(err.hint, "check -d"));
    ck_assert_ptr_null(session);
    cadre_error_release(&err);
}
END_TEST

START_TEST(a_text_with_nul_is_a_bug)
{
    parameter_text(test_arena(), (struct str_view){"a\0b", 3});
}
END_TEST

START_TEST(an_item_with_nul_is_a_bug)
{
    parameter_text_array(test_arena(), &(struct str_view){"a\0b", 3}, 1);
}
END_TEST

/* ---- parameters ------------------------------------------------------------------------------ */

START_TEST(arrays_come_through)
{
    static const struct str_view items[] = {
        STR_VIEW_LITERAL("plain"),    STR_VIEW_LITERAL(""),       {NULL, 0},
        STR_VIEW_LITERAL("a,\"b\\"),  STR_VIEW_LITERAL("{NULL}"), STR_VIEW_LITERAL("NULL"),
        STR_VIEW_LITERAL(" \u0259 "),
    };
    static const char *const types[] = {"text[]", NULL};
    const struct query query = {
        "items", "SELECT array_to_string($1, '|', '(null)') AS joined", QUERY_ONE, 1, types, NULL};
    CADRE_CLEANUP(session_cleanup)
    struct session *session = connect_to(database_named("postgres"), "test");
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_text_array(test_arena(), items, ROWS(items))};
    must(session_run(session, &query, parameters, &rows, fault));
    ck_assert_view_eq(rows_text(rows, 0, rows_column(rows, "joined")),
                      "plain||(null)|a,\"b\\|{NULL}|NULL| \u0259 ");
}
END_TEST

/* ---- settings -------------------------------------------------------------------------------- */

static const char *const hostile[] = {
    "DateStyle = 'German, DMY'",
    "IntervalStyle = 'sql_standard'",
    "bytea_output = 'escape'",
    "TimeZone = 'Pacific/Kiritimati'",
    "search_path = 'public'",
    "array_nulls = off",
    "transform_null_equals = on",
    "standard_conforming_strings = off",
    "client_encoding = 'WIN1251'",
    "extra_float_digits = -15",
    "statement_timeout = 900",
    "lock_timeout = 900",
    "idle_session_timeout = 900",
    "idle_in_transaction_session_timeout = 900",
    "default_transaction_isolation = 'serializable'",
    "cadre.names = 'on'",
};

static const char *settings_answer(struct session *session)
{
    return ask(session,
               "SELECT '1999-12-31'::date::text, '2026-01-01 12:00+00'::timestamptz::text, "
               "'\\x00ff'::bytea::text, interval '1 day 2 hours'::text, "
               "current_setting('search_path'), '{NULL,a}'::text[] IS NOT NULL, "
               "('{NULL}'::text[])[1] IS NULL, current_setting('client_encoding'), "
               "current_setting('cadre.names'), current_setting('statement_timeout'), "
               "current_setting('lock_timeout'), current_setting('idle_session_timeout'), "
               "current_setting('idle_in_transaction_session_timeout'), (NULL = NULL) IS NULL");
}

START_TEST(settings_of_others_change_no_answer)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "test");
    const char *before = settings_answer(session);
    const char *name = ask(session, "SELECT current_database()::text");
    for (int i = 0; i < ROWS(hostile); i++) {
        run_sql(session, arena_format(test_arena(), "ALTER DATABASE %s SET %s", name, hostile[i]));
        run_sql(session, arena_format(test_arena(), "ALTER ROLE cadre IN DATABASE %s SET %s", name,
                                      hostile[i]));
    }
    session_free(session);
    session = connect_to(conninfo, "test");
    const struct timespec pause = {.tv_sec = 1, .tv_nsec = 200 * 1000000L};
    nanosleep(&pause, NULL); /* longer than the timeouts above */
    ck_assert_str_eq(settings_answer(session), before);
    ck_assert_ptr_nonnull(strstr(before, "1999-12-31|2026-01-01 12:00:00+00|\\x00ff|1 day 02:00:00"
                                         "|pg_catalog, cadre, pg_temp|"));
    /* A whole merge under them. */
    add_organizations(session, "BAKU");
    struct outcome outcome = load_ok(
        session, &(struct test_file){.kind = "roster",
                                     .source = "BAKU",
                                     .effective = "2026-01-02",
                                     .header = "source_person_id given_name family_name birth_date",
                                     .rows = "A|a|x|1990-03-04\n",
                                     .full_list = true});
    ck_assert_str_eq(told(&outcome), "1 0 0 0");
    ck_assert_answer(session, "SELECT birth_date::text, valid::text FROM cadre.source_record",
                     "1990-03-04|[2026-01-02,)");
}
END_TEST

START_TEST(the_label_is_seen)
{
    CADRE_CLEANUP(session_cleanup)
    struct session *session = connect_to(database_named("postgres"), "cadre import BAKU");
    ck_assert_answer(session, "SELECT current_setting('application_name')", "cadre import BAKU");
}
END_TEST

/* ---- locks ----------------------------------------------------------------------------------- */

static int64_t elapsed_ms(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}

START_TEST(a_lock_names_its_holder)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *holder = connect_to(conninfo, "cadre match");
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "cadre import");
    struct cadre_error err = {0};
    struct timespec start;
    must(session_lock(holder, LOCK_SOURCE, "BAKU", 0, fault));
    ck_assert_int_eq(session_lock(other, LOCK_SOURCE, "BAKU", 0, &err), CADRE_LOCKED);
    ck_assert_ptr_eq(
        strstr(err.message, "source 'BAKU' is in use by 'cadre match', server process "),
        err.message);
    ck_assert_str_eq(err.hint, "run again when it is done");
    clock_gettime(CLOCK_MONOTONIC, &start);
    ck_assert_int_eq(session_lock(other, LOCK_SOURCE, "BAKU", 1, &err), CADRE_LOCKED);
    ck_assert_int_ge(elapsed_ms(&start), 900);
    cadre_error_release(&err);
    /* Other sources and classes are free. */
    must(session_lock(other, LOCK_SOURCE, "GANJA", 0, fault));
    must(session_lock(other, LOCK_REGISTRY, "", 0, fault));
    session_unlock(holder, LOCK_SOURCE, "BAKU");
    must(session_lock(other, LOCK_SOURCE, "BAKU", 0, fault));
}
END_TEST

START_TEST(a_lock_goes_with_its_session)
{
    const char *conninfo = fresh_database();
    struct session *holder = connect_to(conninfo, "cadre match");
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "cadre import");
    must(session_lock(holder, LOCK_REGISTRY, "", 0, fault));
    session_free(holder);
    must(session_lock(other, LOCK_REGISTRY, "", 5, fault));
}
END_TEST

/* ---- waiting for a lock -----------------------------------------------------------------------
 */

enum { WAITERS = 3 };

static struct {
    pthread_mutex_t mutex;
    int order[WAITERS], count;
} line = {.mutex = PTHREAD_MUTEX_INITIALIZER};

struct waiter {
    struct session *session;
    int number;
};

/* Within a transaction, as a merge waits, or outside of one. */
static void *wait_in_line(void *context)
{
    struct waiter *waiter = context;
    struct cadre_error err = {0};
    enum cadre_status status = CADRE_OK;
    if (waiter->number % 2 == 0)
        status = session_begin(waiter->session, TRANSACTION_WRITE, &err);
    if (status == CADRE_OK)
        status = session_lock(waiter->session, LOCK_REGISTRY, "", 60, &err);
    pthread_mutex_lock(&line.mutex);
    if (status == CADRE_OK)
        line.order[line.count++] = waiter->number;
    pthread_mutex_unlock(&line.mutex);
    session_unlock(waiter->session, LOCK_REGISTRY, "");
    session_rollback(waiter->session);
    cadre_error_release(&err);
    return NULL;
}

static void await_waiting(struct session *session, int count)
{
    CADRE_FREE char *wanted = cadre_format("%d", count);
    while (strcmp(ask(session, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "
                               "AND NOT granted"),
                  wanted) != 0)
        nanosleep(&(struct timespec){.tv_nsec = 10 * 1000000L}, NULL);
}

START_TEST(who_asked_first_gets_the_lock_first)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *holder = connect_to(conninfo, "cadre match");
    struct waiter waiters[WAITERS];
    pthread_t threads[WAITERS];
    must(session_lock(holder, LOCK_REGISTRY, "", 0, fault));
    for (int i = 0; i < WAITERS; i++) {
        waiters[i] = (struct waiter){connect_to(conninfo, "cadre import"), i};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, wait_in_line, &waiters[i]), 0);
        await_waiting(holder, i + 1);
    }
    session_unlock(holder, LOCK_REGISTRY, "");
    for (int i = 0; i < WAITERS; i++) {
        pthread_join(threads[i], NULL);
        session_free(waiters[i].session);
    }
    ck_assert_int_eq(line.count, WAITERS);
    for (int i = 0; i < WAITERS; i++)
        ck_assert_int_eq(line.order[i], i);
}
END_TEST

START_TEST(who_is_killed_leaves_the_line)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *holder = connect_to(conninfo, "cadre match");
    struct timespec start;
    must(session_lock(holder, LOCK_REGISTRY, "", 0, fault));
    pid_t waiter = fork();
    ck_assert_int_ge(waiter, 0);
    if (waiter == 0) {
        must(session_lock(connect_to(conninfo, "cadre import"), LOCK_REGISTRY, "", 60, fault));
        _exit(0);
    }
    await_waiting(holder, 1);
    kill(waiter, SIGKILL);
    waitpid(waiter, NULL, 0);
    clock_gettime(CLOCK_MONOTONIC, &start);
    await_waiting(holder, 0);
    ck_assert_int_lt(elapsed_ms(&start), 30000); /* long before its minute is over */
}
END_TEST

/* What was done in the transaction before is still there, and so are the session's own settings. */
START_TEST(waiting_in_vain_leaves_a_transaction_as_it_was)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *holder = connect_to(conninfo, "cadre match");
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "cadre import");
    struct cadre_error err = {0};
    must(session_lock(holder, LOCK_REGISTRY, "", 0, fault));
    must(session_begin(other, TRANSACTION_WRITE, fault));
    run_sql(other, "CREATE TEMPORARY TABLE mark AS SELECT 7 AS number");
    ck_assert_int_eq(session_lock(other, LOCK_REGISTRY, "", 1, &err), CADRE_LOCKED);
    ck_assert_ptr_eq(strstr(err.message, "the registry is in use by 'cadre match'"), err.message);
    cadre_error_release(&err);
    session_unlock(holder, LOCK_REGISTRY, "");
    must(session_lock(other, LOCK_REGISTRY, "", 5, fault));
    must(session_commit(other, fault));
    ck_assert_str_eq(ask(other, "SELECT number FROM mark"), "7");
    ck_assert_str_eq(ask(other, "SELECT current_setting('lock_timeout') || ' ' || "
                                "current_setting('statement_timeout')"),
                     "1min 30min");
    ck_assert_int_eq(session_lock(holder, LOCK_REGISTRY, "", 0, &err), CADRE_LOCKED);
    cadre_error_release(&err);
}
END_TEST

/* A caller that is killed in the middle of a long statement. */
START_TEST(a_lock_goes_with_its_caller)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "cadre import");
    struct cadre_error err = {0};
    pid_t caller = fork();
    ck_assert_int_ge(caller, 0);
    if (caller == 0) {
        struct session *holder = connect_to(conninfo, "cadre match");
        must(session_lock(holder, LOCK_REGISTRY, "", 0, fault));
        run_sql(holder, "SELECT pg_sleep(60)");
        _exit(0);
    }
    do {
        nanosleep(&(struct timespec){.tv_nsec = 50 * 1000000L}, NULL);
    } while (strcmp(ask(other, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' "
                               "AND application_name = 'cadre match'"),
                    "1") != 0);
    ck_assert_int_eq(session_lock(other, LOCK_REGISTRY, "", 0, &err), CADRE_LOCKED);
    cadre_error_release(&err);
    kill(caller, SIGKILL);
    waitpid(caller, NULL, 0);
    must(session_lock(other, LOCK_REGISTRY, "", 5, fault));
}
END_TEST

/* ---- transactions ---------------------------------------------------------------------------- */

START_TEST(a_failed_transaction_does_not_commit)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    must(session_begin(session, TRANSACTION_WRITE, fault));
    run_sql(session, "CREATE TABLE cadre.more ()");
    ck_assert_int_eq(shaped(session, QUERY_NONE, "SELECT 1 / 0", &err), CADRE_DATABASE);
    ck_assert_int_eq(session_commit(session, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.message, "the transaction was rolled back by the server");
    ck_assert_answer(session, "SELECT to_regclass('cadre.more') IS NULL", "true");
    cadre_error_release(&err);
}
END_TEST

START_TEST(a_broken_commit_says_that_nobody_knows)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "victim");
    CADRE_CLEANUP(session_cleanup) struct session *killer = connect_to(conninfo, "killer");
    struct cadre_error err = {0};
    must(session_begin(session, TRANSACTION_WRITE, fault));
    run_sql(killer, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    "WHERE application_name = 'victim'");
    ck_assert_int_eq(session_commit(session, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.detail, "the connection broke while the work was being committed: it may "
                                 "or may not be stored");
    ck_assert_str_eq(err.hint, "run the same command again: what is stored is recognised");
    cadre_error_release(&err);
}
END_TEST

/* ---- giving up ------------------------------------------------------------------------------- */

static struct session *sleeper;

static void cancel_sleeper(int signal_number)
{
    (void)signal_number;
    /* NOLINTNEXTLINE(bugprone-signal-handler,cert-sig30-c): PQcancel is made to be called here. */
    session_cancel(sleeper);
}

/* A statement that would take a minute ends by the signal, nothing follows, and what was open is
 * rolled back. */
START_TEST(a_session_is_given_up_from_a_signal)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "other");
    struct cadre_error err = {0};
    run_sql(other, "CREATE TABLE public.kept (number int)");
    sleeper = connect_to(conninfo, "test");
    must(session_begin(sleeper, TRANSACTION_WRITE, fault));
    must(shaped(sleeper, QUERY_NONE, "INSERT INTO public.kept VALUES (1)", fault));
    signal(SIGALRM, cancel_sleeper);
    time_t begun = time(NULL);
    alarm(1);
    ck_assert_int_eq(shaped(sleeper, QUERY_ONE, "SELECT pg_sleep(60)", &err), CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "57014");
    ck_assert_int_lt((int)(time(NULL) - begun), 20);
    ck_assert_int_eq(shaped(sleeper, QUERY_ONE, "SELECT 1", &err), CADRE_DATABASE);
    ck_assert_str_eq(err.message, "the work was interrupted");
    ck_assert_str_eq(err.sqlstate, "57014");
    ck_assert_int_eq(session_commit(sleeper, &err), CADRE_DATABASE);
    session_rollback(sleeper);
    ck_assert_answer(other, "SELECT count(*) FROM public.kept", "0");
    ck_assert_answer(other,
                     "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'test' AND "
                     "state <> 'idle'",
                     "0");
    session_free(sleeper);
    cadre_error_release(&err);
}
END_TEST

/* ---- two at once ----------------------------------------------------------------------------- */

static enum cadre_status begun(struct session *session, const char *text, struct cadre_error *err)
{
    const struct query query = {"begun", text, QUERY_NONE, 0, no_types, NULL};
    return session_start(session, &query, NULL, err);
}

START_TEST(a_signal_ends_the_waiting_for_a_lock)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *holder = connect_to(conninfo, "cadre match");
    struct cadre_error err = {0};
    must(session_lock(holder, LOCK_REGISTRY, "", 0, fault));
    sleeper = connect_to(conninfo, "test");
    must(session_begin(sleeper, TRANSACTION_WRITE, fault));
    signal(SIGALRM, cancel_sleeper);
    time_t begun = time(NULL);
    alarm(1);
    ck_assert_int_eq(session_lock(sleeper, LOCK_REGISTRY, "", 60, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "57014");
    ck_assert_int_lt((int)(time(NULL) - begun), 20);
    ck_assert_answer(holder, "SELECT count(*) FROM pg_locks WHERE NOT granted", "0");
    session_free(sleeper);
    cadre_error_release(&err);
}
END_TEST

/* A server that is busy elsewhere begins late. */
static bool is_waited_for(struct session *session)
{
    static const char waits[] = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND "
                                "objid = 7 AND NOT granted";
    return strcmp(ask(session, waits), "1") == 0;
}

START_TEST(one_works_while_another_is_asked)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(conninfo, "test");
    CADRE_CLEANUP(session_cleanup) struct session *other = connect_to(conninfo, "other");
    struct cadre_error err = {0};
    run_sql(other, "SELECT pg_advisory_lock(7)");
    must(begun(session, "SELECT pg_advisory_lock_shared(7)", fault)); /* which `other` holds */
    for (int asked = 0; asked < 1000 && !is_waited_for(other); asked++)
        run_sql(other, "SELECT pg_sleep(0.01)");
    ck_assert(is_waited_for(other));
    run_sql(other, "SELECT pg_advisory_unlock(7)");
    must(session_await(session, other, fault));
    ck_assert_answer(session, "SELECT 1", "1"); /* and goes on */
    must(begun(session, "SELECT 1 / 0", fault));
    ck_assert_int_eq(session_await(session, other, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "22012");
    ck_assert_answer(session, "SELECT 2", "2");
    cadre_error_release(&err);
}
END_TEST

/* Of two that are at work, the one that is done first is heard of first, whichever it is; and a
 * cancelled one at once. */
START_TEST(who_is_done_first_is_known)
{
    const char *conninfo = fresh_database();
    CADRE_CLEANUP(session_cleanup) struct session *first = connect_to(conninfo, "test");
    CADRE_CLEANUP(session_cleanup) struct session *second = connect_to(conninfo, "other");
    struct cadre_error err = {0};
    bool is_first = false;
    must(begun(first, "SELECT 1", fault));
    must(begun(second, "SELECT pg_sleep(60)", fault));
    must(session_await_either(first, second, &is_first, fault));
    ck_assert(is_first);
    must(session_await(first, second, fault));
    must(begun(first, "SELECT pg_sleep(60)", fault));
    session_give_up(second);
    must(begun(second, "SELECT 2", fault));
    must(session_await_either(first, second, &is_first, fault));
    ck_assert(!is_first);
    must(session_await(second, second, fault));
    must(begun(second, "SELECT pg_sleep(60)", fault));
    session_cancel(second);
    ck_assert_int_eq(session_await_either(first, second, &is_first, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "57014");
    session_give_up(first);
    cadre_error_release(&err);
}
END_TEST

/* What was begun is given up, and the session does other things. */
START_TEST(a_session_gives_up_what_it_began)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    must(session_begin(session, TRANSACTION_WRITE, fault));
    run_sql(session, "CREATE TABLE public.undone ()");
    must(begun(session, "SELECT pg_sleep(60)", fault));
    time_t started = time(NULL);
    session_give_up(session);
    ck_assert_int_lt((int)(time(NULL) - started), 20);
    ck_assert_answer(session, "SELECT to_regclass('public.undone') IS NULL", "true");
    must(session_begin(session, TRANSACTION_WRITE, fault));
    run_sql(session, "CREATE TABLE public.done ()");
    must(session_commit(session, fault));
    ck_assert_answer(session, "SELECT to_regclass('public.done') IS NULL", "false");
}
END_TEST

/* Who is given up waits for nobody, and nothing goes on behind it. */
START_TEST(nobody_waits_for_one_who_is_given_up)
{
    const char *conninfo = fresh_database();
    struct session *session = connect_to(conninfo, "test");
    struct cadre_error err = {0};
    sleeper = connect_to(conninfo, "decider");
    must(begun(session, "SELECT pg_sleep(60)", fault));
    signal(SIGALRM, cancel_sleeper);
    time_t started = time(NULL);
    alarm(1);
    ck_assert_int_eq(session_await(session, sleeper, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "57014");
    ck_assert_int_lt((int)(time(NULL) - started), 20);
    session_free(sleeper);
    session_free(session);
    cadre_error_release(&err);
}
END_TEST

START_TEST(a_snapshot_writes_nothing)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    must(session_begin(session, TRANSACTION_SNAPSHOT, fault));
    ck_assert_int_eq(shaped(session, QUERY_NONE, "CREATE TABLE cadre.more ()", &err),
                     CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "25006");
    session_rollback(session);
    cadre_error_release(&err);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("session");
    tcase_add_loop_test(tcase, the_shape_is_enforced, 0, ROWS(shapes));
    tcase_add_loop_test(tcase, an_error_tells_no_value, 0, ROWS(faults));
    tcase_add_test(tcase, nobody_at_home);
    tcase_add_test_raise_signal(tcase, a_text_with_nul_is_a_bug, SIGABRT);
    tcase_add_test_raise_signal(tcase, an_item_with_nul_is_a_bug, SIGABRT);
    tcase_add_test(tcase, arrays_come_through);
    tcase_add_test(tcase, settings_of_others_change_no_answer);
    tcase_add_test(tcase, the_label_is_seen);
    tcase_add_test(tcase, a_lock_names_its_holder);
    tcase_add_test(tcase, a_lock_goes_with_its_session);
    tcase_add_test(tcase, who_asked_first_gets_the_lock_first);
    tcase_add_test(tcase, who_is_killed_leaves_the_line);
    tcase_add_test(tcase, waiting_in_vain_leaves_a_transaction_as_it_was);
    tcase_add_test(tcase, a_lock_goes_with_its_caller);
    tcase_add_test(tcase, a_failed_transaction_does_not_commit);
    tcase_add_test(tcase, a_broken_commit_says_that_nobody_knows);
    tcase_add_test(tcase, a_session_is_given_up_from_a_signal);
    tcase_add_test(tcase, a_signal_ends_the_waiting_for_a_lock);
    tcase_add_test(tcase, one_works_while_another_is_asked);
    tcase_add_test(tcase, who_is_done_first_is_known);
    tcase_add_test(tcase, a_session_gives_up_what_it_began);
    tcase_add_test(tcase, nobody_waits_for_one_who_is_given_up);
    tcase_add_test(tcase, a_snapshot_writes_nothing);
    return run_with_server(tcase, "integration/session");
}
