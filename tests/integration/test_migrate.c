#include "sql/migrate.h"

#include <pthread.h>
#include <string.h>

#include "core/base/digest.h"
#include "core/kind/kind.h"
#include "sql/catalogue_store.h"
#include "sql/copy_binary.h"
#include "sql/staging.h"
#include "tests/integration/server.h"

/* How many migrations the program has; its version is that of the last. */
static int program_migrations(void)
{
    int count = 0;
    while (migration_all[count].version > 0)
        count++;
    return count;
}

/* The version that the program wants, or one of those before it. */
static int program_version(int back)
{
    return migration_all[program_migrations() - 1 - back].version;
}

static struct schema_report report_of(struct session *session)
{
    struct schema_report report;
    must(migrate_report(session, &report, fault));
    return report;
}

START_TEST(an_empty_database_is_brought_up_once)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(empty_database(), "test");
    struct schema_report report = report_of(session);
    int applied = -1;
    ck_assert_int_eq(report.state, SCHEMA_ABSENT);
    ck_assert_int_eq(report.version, 0);
    must(migrate_up(session, &applied, fault));
    ck_assert_int_eq(applied, program_migrations());
    report = report_of(session);
    ck_assert_int_eq(report.state, SCHEMA_CURRENT);
    ck_assert_int_eq(report.version, program_version(0));
    must(migrate_up(session, &applied, fault));
    ck_assert_int_eq(applied, 0);
    ck_assert_answer(
        session, "SELECT count(*), min(version), max(version) FROM cadre.schema_migration",
        arena_format(test_arena(), "%d|1|%d", program_migrations(), program_version(0)));
}
END_TEST

/* They are made when the program is. */
START_TEST(a_checksum_is_of_the_migrations_text)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    for (const struct migration *migration = migration_all; migration->version > 0; migration++) {
        char hex[DIGEST_HEX_SIZE];
        struct digest digest = digest_of(migration->text, strlen(migration->text));
        ck_assert_answer(session,
                         arena_format(test_arena(),
                                      "SELECT encode(checksum, 'hex') FROM cadre.schema_migration "
                                      "WHERE version = %d",
                                      migration->version),
                         digest_to_hex(&digest, hex));
    }
}
END_TEST

struct refusal {
    const char *damage; /* done to an up-to-date schema */
    enum schema_state state;
    const char *message, *hint; /* of a newer one without the number behind it */
};

static const struct refusal refusals[] = {
    {"INSERT INTO cadre.schema_migration VALUES (9999, 'later', '\\x00')", SCHEMA_NEWER,
     "the schema is of version 9999, this program knows only ", "install a newer cadre"},
    {"UPDATE cadre.schema_migration SET checksum = '\\x00' WHERE version = 2", SCHEMA_EDITED,
     "migration 2 of the schema is not the one of this program",
     "use the cadre that made this schema, or restore a backup"},
    {"DELETE FROM cadre.schema_migration WHERE version = 3", SCHEMA_EDITED,
     "migration 3 of the schema is not the one of this program",
     "use the cadre that made this schema, or restore a backup"},
};

START_TEST(a_schema_of_others_making_is_refused)
{
    const struct refusal *refusal = &refusals[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    int applied = -1;
    run_sql(session, refusal->damage);
    ck_assert_int_eq(report_of(session).state, refusal->state);
    const char *message =
        refusal->state == SCHEMA_NEWER
            ? arena_format(test_arena(), "%s%d", refusal->message, program_version(0))
            : refusal->message;
    ck_assert_int_eq(migrate_up(session, &applied, &err), CADRE_SCHEMA);
    ck_assert_str_eq(err.message, message);
    ck_assert_str_eq(err.hint, refusal->hint);
    ck_assert_int_eq(applied, -1);
    ck_assert_int_eq(migrate_require_current(session, &err), CADRE_SCHEMA);
    ck_assert_str_eq(err.message, message);
    cadre_error_release(&err);
}
END_TEST

START_TEST(an_absent_or_older_schema_names_its_remedy)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(empty_database(), "test");
    struct cadre_error err = {0};
    ck_assert_int_eq(migrate_require_current(session, &err), CADRE_SCHEMA);
    ck_assert_str_eq(err.hint, "make it with 'cadre db init'");
    int applied;
    must(migrate_up(session, &applied, fault));
    run_sql(session, "DELETE FROM cadre.schema_migration WHERE version = (SELECT max(version) FROM "
                     "cadre.schema_migration)");
    ck_assert_int_eq(migrate_require_current(session, &err), CADRE_SCHEMA);
    ck_assert_str_eq(err.message, arena_format(test_arena(),
                                               "the schema is of version %d, this program wants %d",
                                               program_version(1), program_version(0)));
    ck_assert_str_eq(err.hint, "bring it up to date with 'cadre db upgrade'");
    cadre_error_release(&err);
}
END_TEST

/* A migration that fails in its middle leaves nothing, and those before it stay. */
START_TEST(a_migration_is_one_transaction)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(empty_database(), "test");
    struct cadre_error err = {0};
    int applied = -1;
    run_sql(session, "CREATE SCHEMA cadre");
    run_sql(session, "CREATE TABLE cadre.placement ()"); /* the last table of migration 2 */
    ck_assert_int_eq(migrate_up(session, &applied, &err), CADRE_DATABASE);
    ck_assert(strstr(err.message, "migration 2 'registry'") != NULL);
    ck_assert_answer(session, "SELECT max(version) FROM cadre.schema_migration", "1");
    ck_assert_answer(session, "SELECT to_regclass('cadre.source_record') IS NULL", "true");
    cadre_error_release(&err);
    run_sql(session, "DROP TABLE cadre.placement");
    must(migrate_up(session, &applied, fault));
    ck_assert_int_eq(applied, program_migrations() - 1);
}
END_TEST

struct migrator {
    const char *conninfo;
    int applied;
};

static void *migrate(void *context)
{
    struct migrator *migrator = context;
    struct session *session = connect_to(migrator->conninfo, "migrator");
    must(migrate_up(session, &migrator->applied, fault));
    session_free(session);
    return NULL;
}

START_TEST(of_two_migrators_at_once_one_applies)
{
    const char *conninfo = empty_database();
    struct migrator migrators[2] = {{conninfo, -1}, {conninfo, -1}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, migrate, &migrators[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(migrators[0].applied + migrators[1].applied, program_migrations());
    ck_assert(migrators[0].applied == 0 || migrators[1].applied == 0);
}
END_TEST

static void prepare_on(struct session *session, const struct query *query, int64_t batch)
{
    struct staging *staging = NULL;
    const struct kind *kind = kind_find(str_view_of(query->staged));
    must(staging_open(session, kind, batch, false, &staging, fault));
    must(staging_close(staging, fault));
    must(session_prepare(session, query, fault));
    must(staging_drop(staging, fault));
    staging_free(staging);
}

static void copy_empty(struct session *session, const struct query *query)
{
    if (strstr(query->text, "TO STDOUT") != NULL) {
        struct copy_out *out = NULL;
        bool more = true;
        must(copy_out_open(session, query, &out, fault));
        must(copy_out_next(out, &more, fault));
        ck_assert(!more);
        copy_out_free(out);
    } else {
        struct copy_in *in = NULL;
        must(copy_in_open(session, query->text, &in, fault));
        must(copy_in_finish(in, fault));
    }
}

/* Temporary tables that the steps of a merge make and read. */
static const char merge_tables[] =
    "CREATE TEMPORARY TABLE merge_rejected (record_no bigint, code text, column_name text,"
    " rivals bigint);"
    "CREATE TEMPORARY TABLE resolved (record_no bigint, by_source text, by_id text,"
    " by_id_several boolean, source_unknown boolean);"
    "CREATE TEMPORARY TABLE incoming (record_no bigint, key text, person_id text, need_code text,"
    " from_on date, until_on date, status text, birth_date date, national_id text, sex text,"
    " side text, rank integer);"
    "CREATE TEMPORARY TABLE place (key text, until date);"
    "CREATE TEMPORARY TABLE delta (record_no bigint, key text, known boolean, same boolean,"
    " changed boolean, corrected boolean);"
    "CREATE TEMPORARY TABLE leaving (key text, until date);"
    "CREATE TEMPORARY TABLE affected AS SELECT * FROM cadre.source_record";

START_TEST(every_query_is_understood)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    int64_t batch = 0;
    run_sql(session, merge_tables);
    run_sql(session,
            "SET cadre.as_of = '2026-01-01'; SET cadre.known_at = '2026-01-01 00:00:00+00'");
    for (const struct query *const *query = query_all; *query != NULL; query++) {
        if ((*query)->shape == QUERY_COPY)
            copy_empty(session, *query);
        else if ((*query)->staged != NULL)
            prepare_on(session, *query, ++batch);
        else
            must(session_prepare(session, *query, fault));
    }
    ck_assert_int_gt(batch, 10);
    ck_assert_answer(session, "SELECT count(*) FROM pg_tables WHERE schemaname = 'cadre_staging'",
                     "0");
}
END_TEST

START_TEST(the_catalogue_loaded_twice_is_the_same)
{
    static const char counts[] =
        "SELECT (SELECT count(*) FROM cadre.element), (SELECT count(*) FROM cadre.alignment), "
        "(SELECT count(*) FROM cadre.region), (SELECT count(*) FROM cadre.service_rule)";
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const char *before = ask(session, counts);
    ck_assert_ptr_null(strstr(before, "|0|"));
    must(catalogue_store_load(session, fault));
    ck_assert_answer(session, counts, before);
}
END_TEST

/* btree_gist may stand in another schema already. */
START_TEST(an_extension_elsewhere_serves)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(empty_database(), "test");
    int applied;
    run_sql(session, "CREATE EXTENSION btree_gist WITH SCHEMA public");
    must(migrate_up(session, &applied, fault));
}
END_TEST

START_TEST(another_encoding_is_refused_at_once)
{
    CADRE_CLEANUP(session_cleanup)
    struct session *maker = connect_to(database_named("postgres"), "test");
    struct cadre_error err = {0};
    int applied;
    run_sql(maker, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    CADRE_CLEANUP(session_cleanup)
    struct session *session = connect_to(database_named("latin"), "test");
    ck_assert_int_eq(migrate_up(session, &applied, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.message, "the database's encoding is LATIN1, it has to be UTF8");
    ck_assert_str_eq(err.hint, "make it anew: createdb --encoding=UTF8 --template=template0");
    ck_assert_int_eq(report_of(session).state, SCHEMA_ABSENT);
    cadre_error_release(&err);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("migrate");
    tcase_add_test(tcase, an_empty_database_is_brought_up_once);
    tcase_add_test(tcase, a_checksum_is_of_the_migrations_text);
    tcase_add_loop_test(tcase, a_schema_of_others_making_is_refused, 0, ROWS(refusals));
    tcase_add_test(tcase, an_absent_or_older_schema_names_its_remedy);
    tcase_add_test(tcase, a_migration_is_one_transaction);
    tcase_add_test(tcase, of_two_migrators_at_once_one_applies);
    tcase_add_test(tcase, every_query_is_understood);
    tcase_add_test(tcase, the_catalogue_loaded_twice_is_the_same);
    tcase_add_test(tcase, an_extension_elsewhere_serves);
    tcase_add_test(tcase, another_encoding_is_refused_at_once);
    return run_with_server(tcase, "integration/migrate");
}
