#include "tests/integration/server.h"

#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sql/catalogue_store.h"
#include "sql/migrate.h"

/* One for the program, made in main and inherited by the cases. */
static struct {
    char *folder;
    struct arena *arena;
    struct private_server *server;
} fixture;

/* ---- folders --------------------------------------------------------------------------------- */

const char *test_folder(const char *name)
{
    const char *path = arena_format(fixture.arena, "%s/%s", fixture.folder, name);
    ck_assert(mkdir(path, 0755) == 0);
    return path;
}

pid_t pid_in(const char *pid_file)
{
    char line[32] = "";
    FILE *in = fopen(pid_file, "re");
    if (in == NULL)
        return 0;
    const char *text = fgets(line, sizeof line, in);
    fclose(in);
    return text != NULL ? (pid_t)strtol(text, NULL, 10) : 0;
}

/* A case that failed may have left its server: found by the pid file, ended when it works there. */
static void end_server_of(const char *pid_file)
{
    const struct timespec pause = {.tv_nsec = 50 * 1000000L};
    char place[PATH_MAX] = "";
    pid_t pid = pid_in(pid_file);
    CADRE_FREE char *link = cadre_format("/proc/%ld/cwd", (long)pid);
    if (pid <= 0 || readlink(link, place, sizeof place - 1) <= 0 ||
        strncmp(place, pid_file, strlen(place)) != 0)
        return;
    kill(pid, SIGQUIT);
    for (int waited = 0; access(pid_file, F_OK) == 0 && waited < 100; waited++)
        nanosleep(&pause, NULL);
}

static int remove_entry(const char *path, const struct stat *found, int type, struct FTW *place)
{
    (void)found;
    (void)type;
    (void)place;
    if (remove(path) != 0)
        fprintf(stderr, "test server: '%s' stays\n", path);
    return 0; /* a server that ends removes files of its own */
}

static int end_entry(const char *path, const struct stat *found, int type, struct FTW *place)
{
    (void)found;
    if (type == FTW_F && strcmp(path + place->base, "postmaster.pid") == 0)
        end_server_of(path);
    return 0;
}

static void remove_folder(const char *path)
{
    nftw(path, end_entry, 16, FTW_PHYS);
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- sessions -------------------------------------------------------------------------------- */

struct private_server *test_server(void)
{
    return fixture.server;
}

struct arena *test_arena(void)
{
    return fixture.arena;
}

const char *database_named(const char *name)
{
    return arena_format(fixture.arena, "host='%s' port=5432 user=cadre dbname=%s",
                        private_server_sockets(fixture.server), name);
}

struct session *connect_to(const char *conninfo, const char *label)
{
    struct session *session = NULL;
    must(session_open(conninfo, label, &session, fault));
    return session;
}

void run_sql(struct session *session, const char *script)
{
    must(session_run_script(session, script, fault));
}

const char *ask(struct session *session, const char *statement)
{
    static const char *const no_types[] = {NULL};
    const char *text = arena_format(
        fixture.arena,
        "SELECT coalesce(string_agg((SELECT string_agg(coalesce(f.value, '-'), '|' ORDER BY f.n) "
        "FROM json_each_text(a.line) WITH ORDINALITY AS f (key, value, n)), E'\\n' "
        "ORDER BY a.ordinality), '') AS answer "
        "FROM (SELECT row_to_json(q) AS line, row_number() OVER () AS ordinality FROM (%s) AS q) "
        "AS a",
        statement);
    const struct query query = {"ask", text, QUERY_ONE, 0, no_types, NULL};
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    must(session_run(session, &query, NULL, &rows, fault));
    struct str_view answer = rows_text(rows, 0, rows_column(rows, "answer"));
    return arena_copy(fixture.arena, answer).data;
}

/* ---- databases ------------------------------------------------------------------------------- */

static const char *make_database(const char *template)
{
    static unsigned made;
    struct timespec now; /* a process of this run may have had the number before */
    clock_gettime(CLOCK_MONOTONIC, &now);
    const char *name = arena_format(fixture.arena, "t_%ld_%u_%lld_%ld", (long)getpid(), ++made,
                                    (long long)now.tv_sec, now.tv_nsec);
    CADRE_CLEANUP(session_cleanup)
    struct session *session = connect_to(database_named("postgres"), "make a database");
    run_sql(session,
            arena_format(fixture.arena, "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy", name,
                         template));
    return database_named(name);
}

const char *empty_database(void)
{
    return make_database("template0");
}

const char *fresh_database(void)
{
    return make_database("cadre");
}

/* ---- the program ----------------------------------------------------------------------------- */

/* Outside of a case there is no Check to tell: ends the program. */
static void demand(enum cadre_status status, struct cadre_error *err)
{
    if (status == CADRE_OK)
        return;
    fprintf(stderr, "test server: %s (%s)\n", err->message,
            err->detail != NULL ? err->detail : "no detail");
    if (fixture.server != NULL && private_server_stop(fixture.server, err) == CADRE_OK)
        remove_folder(fixture.folder);
    exit(EXIT_FAILURE);
}

static void make_template(struct cadre_error *err)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = NULL;
    int applied = 0;
    demand(private_server_ensure_database(fixture.server, DATABASE_CADRE, NULL, err), err);
    demand(session_open(database_named("cadre"), "make the template", &session, err), err);
    /* What a test stores need not outlive a power cut. */
    demand(session_run_script(session, "ALTER SYSTEM SET fsync = off", err), err);
    demand(session_run_script(session, "SELECT pg_reload_conf()", err), err);
    demand(migrate_up(session, &applied, err), err);
    demand(catalogue_store_load(session, err), err);
}

static void start(struct cadre_error *err)
{
    const char *place = getenv("CADRE_TEST_PLACE");
    fixture.arena = arena_new();
    fixture.folder =
        arena_format(fixture.arena, "%s/cadre-it-XXXXXX", place != NULL ? place : "/tmp");
    if (mkdtemp(fixture.folder) == NULL || chmod(fixture.folder, 0755) != 0)
        abort();
    const char *data = arena_format(fixture.arena, "%s/s", fixture.folder);
    demand(private_server_locate(data, fixture.arena, &fixture.server, err), err);
    demand(private_server_start(fixture.server, NULL, NULL, err), err);
    make_template(err);
}

static void stop(struct cadre_error *err)
{
    demand(private_server_stop(fixture.server, err), err);
    remove_folder(fixture.folder);
    arena_free(fixture.arena);
}

int run_with_server(TCase *tcase, const char *name)
{
    struct cadre_error err = {0};
    start(&err);
    tcase_set_timeout(tcase, 300);
    int code = run_tcase(tcase, name);
    stop(&err);
    return code;
}
