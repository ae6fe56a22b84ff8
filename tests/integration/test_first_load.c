#include "sql/first_load.h"

#include <string.h>

#include "sql/first_volume.h"
#include "tests/integration/files.h"

/* ---- the same as staged and merged ----------------------------------------------------------- */

#define ROWS_WITH(names, text)                                                                     \
    {                                                                                              \
        .kind = "roster", .source = "BAKU", .effective = "2026-01-01", .header = (names),          \
        .rows = (text), .full_list = true                                                          \
    }

struct first_list {
    const char *title;
    struct test_file file;
    const char *told;
    const char *people; /* number, natural key */
};

static const struct first_list lists[] = {
    {"numbers follow national ids, then numbers of the source; absent ones come first",
     WHOLE_LIST(
         "BAKU", "2026-01-01",
         "A|N2|a|x||\nB|N10|b|x||\nC|N1|c|x||\nD||d|x||\n|N3|e|x||\nA2||f|x||\nA10||g|x||\n"),
     "7 0 0 0",
     "P00000001|BAKU/A10\nP00000002|BAKU/A2\nP00000003|BAKU/D\nP00000004|N1\nP00000005|N10\n"
     "P00000006|N2\nP00000007|N3"},
    {"all rows of a person who stands there again are held",
     WHOLE_LIST("BAKU", "2026-01-01",
                "A|N2|a|x||\nB|N1|b|x||\nC|N2|c|x||\nD|N3|d|x||\nE|N2|e|x||\n|N3|f|x||\n"),
     "1 0 0 0 X012@1 X012@3 X012@4 X012@5 X012@6", "P00000001|N1"},
    {"a row that is dropped holds nobody",
     {.kind = "roster",
      .source = "BAKU",
      .effective = "2026-01-01",
      .header = ROSTER_HEADER,
      .rows = "A|N2|a|x||\nB|N1|b|x||\nC|N2|c|x||\n",
      .full_list = true,
      .dropped_record = 3},
     "2 0 0 0",
     "P00000001|N1\nP00000002|N2"},
    {"the last row is held too", /* nothing comes behind it */
     WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nB|N2|b|x||\nC|N2|c|x||\n"),
     "1 0 0 0 X012@2 X012@3", "P00000001|N1"},
    {"the beginning of a national id is another one",
     WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nB|N11|b|x||\nC|N111|c|x||\n"), "3 0 0 0",
     "P00000001|N1\nP00000002|N11\nP00000003|N111"},
    {"every sort of column",
     ROWS_WITH(
         "source_person_id national_id family_name given_name birth_date languages "
         "consent_for relocates graduated_on employer_code",
         "A|N2|x|a|1990-02-28|az:C2;en:B1|contract|yes|2012-06-30|E1\n"
         "B|N1|y|b||ru:A1||no||\nC|N3|\xC9\x99\xC9\x99|\xC3\xBC|2000-02-29||contract;muster|||\n"),
     "3 0 0 0", "P00000001|N1\nP00000002|N2\nP00000003|N3"},
    {"no national id at all",
     ROWS_WITH("source_person_id family_name given_name", "B|b|x\nA|a|x\n"), "2 0 0 0",
     "P00000001|BAKU/A\nP00000002|BAKU/B"},
    {"no number of the source at all",
     ROWS_WITH("family_name national_id given_name", "b|N2|x\na|N1|x\n"), "2 0 0 0",
     "P00000001|N1\nP00000002|N2"},
};

#define LEFT_BESIDE                                                                                \
    "SELECT count(*) FROM pg_class WHERE relnamespace = 'cadre_staging'::regnamespace"

/* Every column of every table that a load writes, but for the time; and which indexes there are. */
static const char *const contents[] = {
    "SELECT row_to_json(r)::jsonb - 'recorded' - 'cut_at' FROM cadre.source_record r ORDER BY "
    "r.key, r.since",
    "SELECT count(DISTINCT recorded), bool_and(lower(recorded) = b.recorded_at AND "
    "upper_inf(recorded)) "
    "FROM cadre.source_record r JOIN cadre.batch b ON b.number = r.batch",
    "SELECT row_to_json(p) FROM cadre.person p ORDER BY p.person_id",
    "SELECT row_to_json(e)::jsonb - 'recorded_at' FROM cadre.person_event e ORDER BY e.id",
    "SELECT newest_person FROM cadre.registry_clock",
    "SELECT state, rows_new, rows_held FROM cadre.batch ORDER BY number",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'cadre' AND tablename IN ('source_record', "
    "'person') ORDER BY indexname COLLATE \"C\"",
    LEFT_BESIDE,
};

/* Where the records lie, with what. */
static const char placed[] =
    "SELECT tableoid::regclass, count(*), (SELECT string_agg(indexrelid::regclass::text, ' ' ORDER "
    "BY indexrelid::regclass::text) FROM pg_index WHERE indrelid = r.tableoid) "
    "FROM cadre.source_record r GROUP BY tableoid";
#define IN_VOLUME(rows)                                                                            \
    "source_record_first_2|" rows "|source_record_first_2_closed "                                 \
    "source_record_first_2_known source_record_first_2_person"

static void compare(struct session *staged, struct session *direct)
{
    for (size_t i = 0; i < ROWS(contents); i++)
        ck_assert_msg(strcmp(ask(direct, contents[i]), ask(staged, contents[i])) == 0, "%s",
                      contents[i]);
    ck_assert_str_eq(digest_now(direct), digest_now(staged));
    check_registry(direct);
}

/* What the source's digest says is what is there. */
static void check_digest(struct session *session)
{
    ck_assert_answer(session,
                     "SELECT d.entries IS NOT DISTINCT FROM r.entries FROM "
                     "(SELECT string_agg(entries, ''::bytea ORDER BY page_no) AS entries "
                     " FROM cadre.source_digest WHERE kind = 'roster' AND source = 'BAKU') AS d, "
                     "(SELECT string_agg(cadre.digest_entry(NULL, key_hash), ''::bytea ORDER BY "
                     "length(person_id), person_id) "
                     " AS entries FROM cadre.source_record WHERE key_hash IS NOT NULL) AS r",
                     "true");
}

/* Every list by one connection and by two. */
START_TEST(a_first_list_is_as_if_it_was_merged)
{
    const struct first_list *list = &lists[_i / 2];
    struct session *staged = roster_registry();
    struct session *direct = roster_registry();
    bool first = false;
    if (_i % 2 == 1)
        fill_volumes(direct, 1);
    struct outcome merged = load_ok(staged, &list->file);
    struct outcome loaded = load_first(direct, &list->file, &first);
    ck_assert_msg(first, "%s", list->title);
    ck_assert_str_eq(told(&loaded), list->told);
    ck_assert_str_eq(told(&merged), list->told);
    ck_assert_int_eq(loaded.result.open, merged.result.open);
    for (size_t i = 0; i < loaded.result.rejection_count; i++) {
        const struct merge_rejection *one = &loaded.result.rejections[i];
        const struct merge_rejection *other = &merged.result.rejections[i];
        ck_assert_str_eq(one->column, other->column);
        ck_assert_int_eq(one->key, other->key);
        ck_assert_uint_gt(one->rivals, 0);
        ck_assert_int_eq(one->rivals == loaded.result.rejections[0].rivals,
                         other->rivals == merged.result.rejections[0].rivals);
    }
    ck_assert_answer(direct, "SELECT person_id, natural_key FROM cadre.person ORDER BY 1",
                     list->people);
    compare(staged, direct);
    ck_assert_answer(direct,
                     "SELECT DISTINCT tableoid <> 'cadre.source_record'::regclass "
                     "FROM cadre.source_record",
                     _i % 2 == 1 ? "true" : "false");
    session_free(staged);
    session_free(direct);
}
END_TEST

/* ---- what comes after it --------------------------------------------------------------------- */

static const struct test_file january =
    WHOLE_LIST("BAKU", "2026-01-01", "A|N2|a|x||r\nB|N1|b|x||\nC|N3|c|x||\n");
static const struct test_file february =
    WHOLE_LIST("BAKU", "2026-02-01", "A|N2|a|x||s\nD|N4|d|x||\nC|N3|c|x||\n");

START_TEST(the_next_month_goes_on)
{
    struct session *staged = roster_registry();
    struct session *direct = roster_registry();
    bool first = false;
    load_ok(staged, &january);
    load_first(direct, &january, &first);
    struct outcome merged = load_ok(staged, &february);
    struct outcome next = load_ok(direct, &february);
    ck_assert_str_eq(told(&next), "1 1 1 1");
    ck_assert_str_eq(told(&next), told(&merged));
    compare(staged, direct);
    session_free(staged);
    session_free(direct);
}
END_TEST

START_TEST(nobody_is_first_after_another)
{
    static const struct test_file other = WHOLE_LIST("GANJA", "2026-01-01", "Z|N9|z|x||\n");
    struct session *session = roster_registry();
    bool first = true, may = true;
    bool is_long = true;
    struct cadre_date day;
    ck_assert(cadre_date_parse_iso(str_view_of(january.effective), &day));
    must(first_load_may(session, "BAKU", day, 1000, &may, &is_long, fault));
    ck_assert(!is_long);
    ck_assert(may);
    load_ok(session, &other);
    must(first_load_may(session, "BAKU", day, 10000000, &may, &is_long, fault));
    ck_assert(!may);
    ck_assert(is_long);
    load_first(session, &january, &first);
    ck_assert(!first);
    ck_assert_answer(session, "SELECT count(*) FROM cadre.source_record", "1");
    session_free(session);
}
END_TEST

/* The list of a later month was stored, though none of its rows was: days end where it begins. */
START_TEST(a_late_list_is_not_the_first)
{
    static const struct test_file later =
        WHOLE_LIST("BAKU", "2026-03-01", "A|N1|a|x||\nB|N1|b|x||\n");
    struct session *session = roster_registry();
    bool first = false;
    struct outcome held = load_first(session, &later, &first);
    ck_assert(first);
    ck_assert_str_eq(told(&held), "0 0 0 0 X012@1 X012@2");
    ck_assert_answer(session, "SELECT count(*) FROM cadre.source_digest", "0");
    load_first(session, &january, &first);
    ck_assert(!first);
    load_first(session, &later, &first); /* of its own day it is again */
    ck_assert(first);
    session_free(session);
}
END_TEST

/* Pages of the digest, pieces of COPY, numbers of more digits; clean rows and others. */
START_TEST(many_rows)
{
    enum { MANY = 10000 };
    CADRE_CLEANUP(str_release) struct str rows = {0};
    for (int i = 0; i < MANY; i++)
        str_add_format(&rows, "B%d|N%d|given|family||\n", i, i * 7919 % MANY);
    const struct test_file file = WHOLE_LIST("BAKU", "2026-01-01", str_chars(&rows));
    struct session *staged = roster_registry();
    struct session *direct = roster_registry();
    bool first = false;
    static const char clock[] = "UPDATE cadre.registry_clock SET newest_person = 99995000";
    run_sql(staged, clock);
    run_sql(direct, clock);
    load_ok(staged, &file);
    struct outcome loaded = load_first(direct, &file, &first);
    ck_assert_str_eq(told(&loaded), "10000 0 0 0");
    ck_assert_answer(
        direct, "SELECT min(length(person_id)), max(length(person_id)) FROM cadre.person", "9|10");
    ck_assert_answer(direct, "SELECT count(*) FROM cadre.source_digest", "3");
    check_digest(direct);
    compare(staged, direct);
    session_free(staged);
    session_free(direct);
}
END_TEST

/* A volume of its own with its indexes. */
START_TEST(records_of_a_long_list_are_a_volume)
{
    struct session *session = roster_registry();
    bool first = false;
    fill_volumes(session, 3);
    load_first(session, &january, &first);
    ck_assert_answer(session, placed, IN_VOLUME("3"));
    ck_assert_answer(session,
                     "SELECT c.relname, c.reltuples FROM pg_class c WHERE c.oid IN "
                     "('cadre.person'::regclass, 'cadre.source_record_first_2'::regclass) "
                     "ORDER BY c.relname COLLATE \"C\"",
                     "person|3\nsource_record_first_2|3");
    ck_assert_answer(session, "SELECT cadre.volumes('cadre.source_record')",
                     "source_record_volume_2\nsource_record_first_2");
    ck_assert_answer(session,
                     "SELECT count(*) FROM pg_attribute WHERE atthasdef "
                     "AND attrelid = 'cadre.source_record_first_2'::regclass",
                     "0"); /* what all its rows had in common was one */
    ck_assert_answer(session,
                     "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute "
                     "WHERE atthasmissing AND attrelid = 'cadre.source_record_first_2'::regclass",
                     "source owner valid batch"); /* no row has them of its own */
    ck_assert_answer(session,
                     "SELECT string_agg(relname, ' ' ORDER BY relname COLLATE \"C\") "
                     "FROM pg_index JOIN pg_class c ON c.oid = indexrelid "
                     "WHERE indrelid = 'cadre.source_record'::regclass",
                     "source_record_closed source_record_known source_record_person");
    load_ok(session, &february);
    check_registry(session);
    session_free(session);
}
END_TEST

/* While the second connection makes its index, and when it is through. */
static const struct {
    const char *fault, *mend;
} undecided[] = {
    {"ALTER FUNCTION cadre.index_first_people(bigint) RENAME TO nothing",
     "ALTER FUNCTION cadre.nothing(bigint) RENAME TO index_first_people"},
    {"ALTER TABLE cadre.person_event ADD CONSTRAINT never CHECK (false) NOT VALID",
     "ALTER TABLE cadre.person_event DROP CONSTRAINT never"},
};

/* Records were stored, and the first connection never was: nothing of it is anywhere. */
START_TEST(a_volume_of_an_undecided_list_is_nothing)
{
    struct session *session = roster_registry();
    const char *before = digest_now(session);
    bool first = false;
    fill_volumes(session, 1);
    run_sql(session, undecided[_i].fault);
    struct outcome outcome = try_first(session, &january, &first);
    ck_assert_int_ne(outcome.status, CADRE_OK);
    cadre_error_release(&outcome.err);
    ck_assert_answer(session, LEFT_BESIDE, "0");
    ck_assert_answer(session, "SELECT count(*) FROM cadre.source_record", "0");
    ck_assert_str_eq(digest_now(session), before);
    run_sql(session, undecided[_i].mend);
    fill_volumes(session, 100); /* by one connection now */
    load_first(session, &january, &first);
    ck_assert(first);
    ck_assert_answer(session, LEFT_BESIDE, "0");
    check_registry(session);
    session_free(session);
}
END_TEST

static struct first_volume *volume_of(const char *conninfo, int64_t batch)
{
    struct cadre_date day;
    ck_assert(cadre_date_parse_iso(str_view_of(january.effective), &day));
    const struct first_volume_input input = {.target = "cadre.source_record",
                                             .conninfo = conninfo,
                                             .label = "beside",
                                             .effective = day,
                                             .batch = batch,
                                             .source = "GANJA",
                                             .owner = "GANJA"};
    struct first_volume *volume = first_volume_begin(&input);
    first_volume_make(volume, NULL, 0);
    return volume;
}

static const char *database_of(struct session *session)
{
    return database_named(ask(session, "SELECT current_database()"));
}

/* A server may end the second connection before it is of use, or not give it at all. */
START_TEST(who_has_no_second_connection_does_without)
{
    struct session *session = roster_registry();
    struct first_volume *none = volume_of("host=/nonexistent", 7);
    ck_assert(!first_volume_stands(none));
    first_volume_free(none);
    struct first_volume *ended = volume_of(database_of(session), 7);
    ck_assert(first_volume_stands(ended));
    ck_assert_str_eq(first_volume_name(ended), "source_record_first_7");
    ck_assert_answer(session,
                     "SELECT bool_and(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity "
                     "WHERE application_name = 'beside' AND datname = current_database()",
                     "true");
    ck_assert(!first_volume_stands(ended));
    first_volume_free(ended);
    ck_assert_answer(session, LEFT_BESIDE, "0");
    session_free(session);
}
END_TEST

START_TEST(a_list_by_two_that_gets_only_one)
{
    struct session *session = roster_registry();
    bool first = false;
    fill_volumes(session, 1);
    run_sql(session, "ALTER FUNCTION cadre.begin_first_volume(regclass, date, bigint, text[], "
                     "integer) RENAME TO nothing");
    load_first(session, &january, &first);
    ck_assert(first);
    ck_assert_answer(session, "SELECT DISTINCT tableoid::regclass FROM cadre.source_record",
                     "source_record");
    check_registry(session);
    session_free(session);
}
END_TEST

/* Others need their first connection: three quarters are left to them. */
START_TEST(a_second_connection_is_not_taken_from_others)
{
    enum { QUARTER = 25 };
    struct session *session = roster_registry();
    struct session *others[QUARTER];
    bool may = false, is_long = false;
    struct cadre_date day;
    ck_assert(cadre_date_parse_iso(str_view_of(january.effective), &day));
    ck_assert_answer(session, "SELECT current_setting('max_connections')", "100");
    must(first_load_may(session, "BAKU", day, 10000000, &may, &is_long, fault));
    ck_assert(may && is_long);
    for (size_t i = 0; i < QUARTER; i++)
        others[i] = connect_to(database_of(session), "other");
    must(first_load_may(session, "BAKU", day, 10000000, &may, &is_long, fault));
    ck_assert(may && !is_long);
    for (size_t i = 0; i < QUARTER; i++)
        session_free(others[i]);
    session_free(session);
}
END_TEST

/* Each reads its file while nobody has the registry's lock yet: no name is in another one's way. */
START_TEST(several_begin_at_once)
{
    struct session *session = roster_registry();
    bool first = false;
    fill_volumes(session, 1);
    struct first_volume *other = volume_of(database_of(session), 7);
    ck_assert(first_volume_stands(other));
    load_first(session, &january, &first);
    ck_assert(first);
    ck_assert_answer(session, placed, IN_VOLUME("3"));
    first_volume_sweep(session); /* what is not stored is not swept */
    ck_assert(first_volume_stands(other));
    first_volume_free(other);
    ck_assert_answer(session, LEFT_BESIDE, "0");
    check_registry(session);
    session_free(session);
}
END_TEST

/* While somebody has the registry's lock, what lies beside it may be theirs. */
START_TEST(what_a_crash_left_is_swept)
{
    const char *database = fresh_database();
    struct session *session = connect_to(database, "test");
    struct session *other = connect_to(database, "other");
    size_t count = 9;
    must(first_volume_left(session, &count, fault));
    ck_assert_uint_eq(count, 0);
    run_sql(session, "CREATE TABLE cadre_staging.source_record_volume_3 (left_behind integer);"
                     "CREATE TABLE cadre_staging.source_record_first_12 (left_behind integer);"
                     "CREATE TABLE cadre_staging.roster_7 (staged integer)");
    must(session_lock(other, LOCK_REGISTRY, "", 0, fault));
    must(first_volume_left(session, &count, fault));
    ck_assert_uint_eq(count, 0);
    first_volume_sweep(session);
    ck_assert_answer(session, LEFT_BESIDE, "3");
    session_unlock(other, LOCK_REGISTRY, "");
    must(first_volume_left(session, &count, fault));
    ck_assert_uint_eq(count, 2);
    first_volume_sweep(session);
    ck_assert_answer(session,
                     "SELECT relname FROM pg_class "
                     "WHERE relnamespace = 'cadre_staging'::regnamespace",
                     "roster_7");
    must(session_lock(other, LOCK_REGISTRY, "", 0, fault)); /* it is free again */
    session_free(other);
    session_free(session);
}
END_TEST

START_TEST(a_session_that_was_cancelled_takes_no_row)
{
    struct session *session = roster_registry();
    const struct kind *kind = kind_find(STR_VIEW_LITERAL("roster"));
    struct first_load *load = first_load_new(session, kind, "BAKU");
    struct typed_value values[64] = {{0}};
    const struct typed_row row = {.kind = kind, .values = values};
    struct str_view key, item;
    struct cadre_error err = {0};
    session_cancel(session);
    ck_assert_int_eq(first_load_put_aside(load, &row, &key, &item, &err), CADRE_DATABASE);
    cadre_error_release(&err);
    first_load_free(load);
    session_free(session);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("first_load");
    tcase_add_loop_test(tcase, a_first_list_is_as_if_it_was_merged, 0, 2 * ROWS(lists));
    tcase_add_test(tcase, the_next_month_goes_on);
    tcase_add_test(tcase, nobody_is_first_after_another);
    tcase_add_test(tcase, a_late_list_is_not_the_first);
    tcase_add_test(tcase, many_rows);
    tcase_add_test(tcase, records_of_a_long_list_are_a_volume);
    tcase_add_loop_test(tcase, a_volume_of_an_undecided_list_is_nothing, 0, ROWS(undecided));
    tcase_add_test(tcase, who_has_no_second_connection_does_without);
    tcase_add_test(tcase, a_list_by_two_that_gets_only_one);
    tcase_add_test(tcase, a_second_connection_is_not_taken_from_others);
    tcase_add_test(tcase, several_begin_at_once);
    tcase_add_test(tcase, what_a_crash_left_is_swept);
    tcase_add_test(tcase, a_session_that_was_cancelled_takes_no_row);
    return run_with_server(tcase, "integration/first_load");
}
