#include "tests/faults/registries.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/faults/child.h"

enum { TRIES_MAX = 400, PAUSE_MS = 50 };

void demand(bool truth, const char *what)
{
    if (truth)
        return;
    printf("FAILED: %s\n", what);
    exit(EXIT_FAILURE);
}

const char *path_in(const struct registries *registries, const char *name)
{
    return arena_format(registries->arena, "%s/%s", registries->work, name);
}

/* ---- the server ------------------------------------------------------------------------------ */

static const char *only_match(const struct registries *registries, const char *pattern)
{
    glob_t found = {0};
    const char *path = NULL;
    if (glob(path_in(registries, pattern), 0, NULL, &found) == 0 && found.gl_pathc == 1)
        path = arena_strdup(registries->arena, found.gl_pathv[0]);
    globfree(&found);
    return path;
}

pid_t registries_postmaster(const struct registries *registries)
{
    long pid = 0;
    const char *path = only_match(registries, "db/pg*/data/postmaster.pid");
    FILE *in = path != NULL ? fopen(path, "re") : NULL;
    if (in == NULL)
        return 0;
    if (fscanf(in, "%ld", &pid) != 1)
        pid = 0;
    fclose(in);
    return (pid_t)pid;
}

static const char *conninfo_of(const struct registries *registries, const char *database)
{
    const char *sockets = only_match(registries, "db/pg*/run");
    demand(sockets != NULL, "the server has no folder of sockets");
    return arena_format(registries->arena, "host='%s' port=5432 user=cadre dbname=%s", sockets,
                        database);
}

const char *const *registries_command(const struct registries *registries, const char *database,
                                      const char *const *words)
{
    size_t count = 0;
    while (words[count] != NULL)
        count++;
    const char **argv = arena_calloc(registries->arena, count + 4, sizeof *argv);
    argv[0] = registries->program;
    argv[1] = database != NULL ? "-d" : "--data-dir";
    argv[2] = database != NULL ? conninfo_of(registries, database) : path_in(registries, "db");
    for (size_t i = 0; i < count; i++)
        argv[3 + i] = words[i];
    return argv;
}

static void print_file(const char *path)
{
    FILE *in = fopen(path, "re");
    for (int c; in != NULL && (c = getc(in)) != EOF;)
        putchar(c);
    if (in != NULL)
        fclose(in);
}

void registries_settle(struct registries *registries)
{
    static const char *const start[] = {"db", "start", NULL};
    static const char importing[] = "SELECT count(*) FROM pg_stat_activity "
                                    "WHERE application_name ~ '^cadre (import|records) '";
    bool nobody = false;
    const char *said = path_in(registries, "start.out");
    bool started = child_run(said, registries_command(registries, NULL, start)) == 0;
    if (!started)
        print_file(said);
    demand(started, "the server does not start again");
    for (int i = 0; !nobody && i < TRIES_MAX; i++) {
        char *answer = watch_ask(registries->admin, importing);
        nobody = answer != NULL && answer[0] == '0';
        free(answer);
        if (!nobody)
            pause_ms(PAUSE_MS);
    }
    demand(nobody, "an import goes on without its client");
}

/* ---- what they know -------------------------------------------------------------------------- */

/* A commit is held up a little, or nobody would ever hit one. */
static const char helpers[] =
    "CREATE FUNCTION public.registry_digest() RETURNS text LANGUAGE plpgsql AS $$ "
    "DECLARE name text; digest text; all_of text := ''; "
    "BEGIN "
    "    FOR name IN SELECT relname FROM pg_class c "
    "                WHERE relnamespace = 'cadre'::regnamespace AND relkind = 'r' "
    "                  AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid) "
    "                  AND (relname IN ('person', 'source') OR EXISTS (SELECT FROM pg_attribute a "
    "                       WHERE a.attrelid = c.oid AND attname = 'recorded')) ORDER BY 1 LOOP "
    "        EXECUTE format("
    "            'SELECT md5(coalesce(string_agg(said, chr(10) ORDER BY said COLLATE \"C\"), "
    "''none'')) "
    "             FROM (SELECT (to_jsonb(t) - ''{id,recorded,batch,closed_by,created_at,key_hash,"
    "cut_at,cut_by}''::text[])::text || coalesce(to_jsonb(t) ->> ''recorded'' LIKE ''%%,)'', true) "
    "AS said "
    "                   FROM cadre.%I t) AS known', name) INTO digest; "
    "        all_of := all_of || name || digest; "
    "    END LOOP; "
    "    RETURN md5(all_of); "
    "END $$; "
    "CREATE FUNCTION public.hold_up() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_sleep(0.015); RETURN NULL; END $$; "
    "CREATE CONSTRAINT TRIGGER hold_up AFTER INSERT OR UPDATE ON cadre.batch "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.hold_up()";

char *registries_digest(struct watch *watch)
{
    char *digest = NULL;
    for (int i = 0; digest == NULL && i < TRIES_MAX; i++) {
        digest = watch_ask(watch, "SELECT public.registry_digest()");
        if (digest == NULL)
            pause_ms(PAUSE_MS);
    }
    demand(digest != NULL, "the registry cannot be asked");
    return digest;
}

/* ---- making them ----------------------------------------------------------------------------- */

static void import_organizations(struct registries *registries)
{
    const char *units = path_in(registries, "units.csv");
    const char *const words[] = {"import",      "organizations", units,
                                 "--effective", "2025-01-01",    NULL};
    FILE *out = fopen(units, "we");
    demand(out != NULL, "the folder cannot be written");
    fputs("code,name,kind\nBAKU,Recruitment office of Baku,agency\n", out);
    demand(fclose(out) == 0, "the folder cannot be written");
    demand(child_run(path_in(registries, "units.out"),
                     registries_command(registries, NULL, words)) == 0,
           "no organizations can be imported");
}

/* A session that was closed just now may still be on its way out of the database. */
static bool copy_database(struct registries *registries, const char *statement)
{
    bool done = false;
    for (int i = 0; !done && i < TRIES_MAX; i++) {
        done = watch_do(registries->admin, statement);
        if (!done)
            pause_ms(PAUSE_MS);
    }
    return done;
}

/* The watches let go of their databases, and come back when asked. */
static void open_watches(struct registries *registries)
{
    registries->hit = watch_open(conninfo_of(registries, "cadre"), path_in(registries, "rejects"));
    registries->twin = watch_open(conninfo_of(registries, "twin"), path_in(registries, "twin"));
}

static void close_watches(struct registries *registries)
{
    watch_free(registries->hit);
    watch_free(registries->twin);
    registries->hit = registries->twin = NULL;
}

void registries_make(struct registries *registries)
{
    import_organizations(registries);
    registries->admin = watch_open(conninfo_of(registries, "postgres"), registries->work);
    open_watches(registries);
    /* A kill loses nothing that the kernel has; only a power cut would. */
    demand(watch_do(registries->admin, "ALTER SYSTEM SET fsync = off"), "the server is closed");
    free(watch_ask(registries->admin, "SELECT pg_reload_conf()"));
    demand(watch_do(registries->hit, helpers), "the registry takes no helpers");
    if (registries->long_list != NULL)
        demand(watch_do(registries->hit,
                        arena_format(registries->arena,
                                     "CREATE OR REPLACE FUNCTION cadre.volume_rows_least() RETURNS "
                                     "bigint LANGUAGE sql IMMUTABLE AS 'SELECT %s::bigint'; "
                                     "CREATE OR REPLACE FUNCTION cadre.first_volume_bytes() "
                                     "RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 0::bigint'",
                                     registries->long_list)),
               "no other length of lists is taken");
    close_watches(registries);
    demand(
        copy_database(registries, "CREATE DATABASE pristine TEMPLATE cadre STRATEGY file_copy") &&
            watch_do(registries->admin, "CREATE DATABASE twin"),
        "the registry cannot be copied");
    registries_renew(registries);
}

void registries_renew(struct registries *registries)
{
    close_watches(registries);
    demand(watch_do(registries->admin, "DROP DATABASE cadre WITH (FORCE)") &&
               watch_do(registries->admin, "DROP DATABASE twin WITH (FORCE)") &&
               watch_do(registries->admin,
                        "CREATE DATABASE cadre TEMPLATE pristine STRATEGY file_copy") &&
               watch_do(registries->admin,
                        "CREATE DATABASE twin TEMPLATE pristine STRATEGY file_copy"),
           "the registries cannot be made anew");
    open_watches(registries);
}

void registries_release(struct registries *registries)
{
    close_watches(registries);
    watch_free(registries->admin);
    registries->admin = NULL;
}
