/* How versions are kept: cut where they stand or laid into volumes, found by hashes of keys,
 * indexed once there are any.
 */
#include <string.h>

#include "tests/integration/files.h"

/* ---- cuts ------------------------------------------------------------------------------------ */

/* Every row, whatever became of it. */
static const char rows_stored[] =
    "SELECT r.source_person_id, r.rank, lower(r.valid) || '..' || coalesce(upper(r.valid)::text, "
    "''), "
    "r.batch, r.cut_by, r.uncut_until, r.closed_by FROM cadre.source_record r "
    "ORDER BY r.source_person_id, r.batch, r.since";

static const char known_then[] =
    "SELECT string_agg(r.source_person_id || r.rank, ' ' ORDER BY r.source_person_id) "
    "FROM cadre.source_record r WHERE r.recorded @> '%s'::timestamptz "
    "AND cadre.held(r.valid, r.uncut_until, r.cut_at, '%s', '%s')";

static const char volumes[] = "SELECT count(*) FROM cadre.volumes('cadre.source_record')";

static const struct test_file cutting[] = {
    WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x||r\n"),
    WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||s\n"),
    WHOLE_LIST("BAKU", "2026-01-15", "A|N1|a|x||t\n"), /* cuts what was cut: it is written anew */
    WHOLE_LIST("BAKU", "2026-03-01", "A|N1|a|x||s\nB|N2|b|x||u\n"),
};

/* After each file; batch 1 is of the organizations. */
static const char *const cut_rows[] = {
    "A|r|2026-01-01..|2|-|-|-\n"
    "B|r|2026-01-01..|2|-|-|-",
    "A|r|2026-01-01..2026-02-01|2|3|-|-\n"
    "A|s|2026-02-01..|3|-|-|-\n"
    "B|r|2026-01-01..2026-02-01|2|3|-|-",
    "A|r|2026-01-01..2026-02-01|2|3|-|4\n"
    "A|s|2026-02-01..|3|-|-|-\n"
    "A|r|2026-01-01..2026-01-15|4|-|-|-\n"
    "A|t|2026-01-15..2026-02-01|4|-|-|-\n"
    "B|r|2026-01-01..2026-02-01|2|3|-|4\n"
    "B|r|2026-01-01..2026-01-15|4|-|-|-",
    "A|r|2026-01-01..2026-02-01|2|3|-|4\n"
    "A|s|2026-02-01..|3|-|-|-\n"
    "A|r|2026-01-01..2026-01-15|4|-|-|-\n"
    "A|t|2026-01-15..2026-02-01|4|-|-|-\n"
    "B|r|2026-01-01..2026-02-01|2|3|-|4\n"
    "B|r|2026-01-01..2026-01-15|4|-|-|-\n"
    "B|u|2026-03-01..|5|-|-|-",
};

/* On 10 and 20 January, 10 February, 10 March, as known after each file. */
static const char *const cut_days[] = {"2026-01-10", "2026-01-20", "2026-02-10", "2026-03-10"};
static const char *const cut_known[][ROWS(cut_days)] = {
    {"Ar Br", "Ar Br", "Ar Br", "Ar Br"},
    {"Ar Br", "Ar Br", "As", "As"},
    {"Ar Br", "At", "As", "As"},
    {"Ar Br", "At", "As", "As Bu"},
};

/* The same when it is laid into a volume. */
START_TEST(a_version_is_cut_where_it_stands)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    const char *times[ROWS(cutting)];
    if (_i == 1)
        fill_volumes(session, 1);
    for (int i = 0; i < ROWS(cutting); i++) {
        struct outcome outcome = load_ok(session, &cutting[i]);
        times[i] = outcome.result.recorded_at;
        ck_assert_answer(session, rows_stored, cut_rows[i]);
        check_registry(session);
    }
    for (int i = 0; i < ROWS(cutting); i++) {
        for (int day = 0; day < ROWS(cut_days); day++)
            ck_assert_answer(
                session, arena_format(test_arena(), known_then, times[i], cut_days[day], times[i]),
                cut_known[i][day]);
    }
    if (_i == 1)
        ck_assert_answer(session,
                         "SELECT count(cut_at), count(closed_by) FROM cadre.source_record_volume_1",
                         "2|2");
    else
        ck_assert_answer(session, volumes, "0");
}
END_TEST

/* How many of ten people each month changes, never fewer than the one before; for how many rows a
 * volume is made at least, and how many at most; and how many rows each has in April. */
static const struct {
    const char *title;
    int changed[3];
    int rows_least, volumes_most;
    const char *volumes;
} shares[] = {
    {"whole lists, each into one of its own", {10, 10, 10}, 10, 24, "10 10 20 0"},
    {"nine are cut where they stand", {9, 9, 10}, 10, 24, "20 0"},
    {"as of a small table", {10, 10, 10}, 1000, 24, "-"},
    {"four of ten people are enough", {2, 4, 4}, 1, 24, "4 8 0"},
    {"two are not", {2, 2, 2}, 1, 24, "0"},
    {"no more volumes than that", {10, 10, 10}, 10, 2, "10 20"},
};

static const char volume_rows[] =
    "SELECT string_agg((SELECT count(*) FROM cadre.source_record r WHERE r.tableoid = p)::text, "
    "' ' ORDER BY p) FROM cadre.volumes('cadre.source_record') AS p";

/* The list of a month of ten people, of whom the first `changed` have another rank than before. */
static const char *list_of_ten(int month, int changed)
{
    CADRE_CLEANUP(str_release) struct str rows = {0};
    for (int person = 0; person < 10; person++)
        str_add_format(&rows, "S%d|N%d|a|x||r%d\n", person, person, person < changed ? month : 0);
    return arena_copy(test_arena(), str_view_from(&rows)).data;
}

START_TEST(a_large_share_is_laid_into_a_volume)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    fill_volumes(session, shares[_i].rows_least);
    run_sql(session, arena_format(test_arena(),
                                  "CREATE OR REPLACE FUNCTION cadre.volumes_most() RETURNS "
                                  "bigint LANGUAGE sql IMMUTABLE AS 'SELECT %d::bigint'",
                                  shares[_i].volumes_most));
    load_ok(session, &(struct test_file)WHOLE_LIST("BAKU", "2026-01-01", list_of_ten(0, 0)));
    for (int month = 1; month <= 3; month++) {
        struct test_file file =
            PART_LIST("BAKU", arena_format(test_arena(), "2026-%02d-01", month + 1),
                      list_of_ten(month, shares[_i].changed[month - 1]));
        load_ok(session, &file);
        check_registry(session);
    }
    ck_assert_answer(session, volume_rows, shares[_i].volumes);
}
END_TEST

/* The day of the cut is known from the very moment on that it bears. */
START_TEST(a_cut_is_known_from_its_moment_on)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    ck_assert_answer(session,
                     "SELECT cadre.valid_at('[2026-01-01,2026-02-01)', '2026-03-01', '2026-05-05', "
                     "'2026-05-04'), cadre.valid_at('[2026-01-01,2026-02-01)', '2026-03-01', "
                     "'2026-05-05', '2026-05-05'), cadre.valid_at('[2026-01-01,2026-02-01)', NULL, "
                     "'2026-05-05', '2026-05-04'), cadre.valid_at('[2026-01-01,)', NULL, NULL, "
                     "'2026-05-05')",
                     "[2026-01-01,2026-03-01)|[2026-01-01,2026-02-01)|[2026-01-01,)|[2026-01-01,)");
}
END_TEST

/* Whatever the planner believes: to compare each row with each took minutes at 30,000 of them. */
static const struct {
    const char *by_place, *node;
} ways[] = {
    {"true", "Tid Scan"},
    {"false", "Hash Semi Join"},
};

START_TEST(what_is_cut_is_found_in_its_way)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    load_ok(session, &(struct test_file)WHOLE_LIST("BAKU", "2026-01-01", list_of_ten(0, 0)));
    run_sql(
        session,
        arena_format(test_arena(),
                     "DO $$ DECLARE home CONSTANT regclass := 'cadre.source_record'; "
                     "cut record := cadre.cut_of(home, %1$s); line text; goes boolean := false; "
                     "BEGIN CREATE TEMPORARY TABLE cut AS SELECT tableoid AS home, ctid AS place, "
                     "key FROM ONLY cadre.source_record; PERFORM cadre.go_by_place(%1$s, 'off'); "
                     "FOR line IN EXECUTE format('EXPLAIN SELECT FROM %%s, ONLY %%s t WHERE %%s', "
                     "cut.places, home, cut.found) LOOP "
                     "goes := goes OR line LIKE '%%%2$s%%'; END LOOP; ASSERT goes; END $$",
                     ways[_i].by_place, ways[_i].node));
}
END_TEST

/* Nothing stands in another table, at another place, or under another key. */
static const struct {
    const char *home, *place, *key;
    int found;
} cuts[] = {
    {"tableoid", "ctid", "key", 10},
    {"'cadre.person'::regclass::oid", "ctid", "key", 0},
    {"tableoid", "CASE WHEN ctid < '(0,5)' THEN ctid ELSE '(7,1)' END", "key", 4},
    {"tableoid", "ctid", "CASE WHEN ctid < '(0,8)' THEN 'x' ELSE '' END || key", 3},
};

/* In place; moved by places and by reading, as the table is thought long or short. */
static const struct {
    const char *cutter;
    int rows;
} cutters[] = {
    {"cut_in_place(''cadre.source_record'',", 10},
    {"move_cut(''cadre.source_record'', 10, ''pg_temp.volume'',", 101},
    {"move_cut(''cadre.source_record'', 10, ''pg_temp.volume'',", 100},
};

START_TEST(what_is_cut_is_looked_for_where_it_stands)
{
    int cut = _i % ROWS(cuts), cutter = _i / ROWS(cuts);
    const char *found = arena_format(test_arena(), "%d", cuts[cut].found);
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    load_ok(session, &(struct test_file)WHOLE_LIST("BAKU", "2026-01-01", list_of_ten(0, 0)));
    run_sql(session, arena_format(test_arena(),
                                  "UPDATE pg_class SET reltuples = %d WHERE oid = "
                                  "'cadre.source_record'::regclass; "
                                  "CREATE TEMPORARY TABLE volume (LIKE cadre.source_record); "
                                  "CREATE TEMPORARY TABLE cut AS SELECT %s AS home, %s AS place, "
                                  "(%s) COLLATE \"C\" AS key FROM ONLY cadre.source_record; "
                                  "DO $$ DECLARE found bigint; BEGIN "
                                  "EXECUTE 'SELECT cadre.%s ''2026-02-01'', now(), 1)' INTO found; "
                                  "ASSERT found = %s; END $$",
                                  cutters[cutter].rows, cuts[cut].home, cuts[cut].place,
                                  cuts[cut].key, cutters[cutter].cutter, found));
    ck_assert_answer(session,
                     "SELECT count(cut_at) FROM (SELECT cut_at FROM cadre.source_record "
                     "UNION ALL SELECT cut_at FROM pg_temp.volume) AS t",
                     found);
    ck_assert_answer(session,
                     "SELECT count(*), count(DISTINCT key) FROM (SELECT key FROM "
                     "cadre.source_record UNION ALL SELECT key FROM pg_temp.volume) AS t",
                     "10|10");
}
END_TEST

/* ---- known rows that were not staged --------------------------------------------------------- */

struct skipping {
    const char *title;
    const char *rows;
    const char *unseen;
    int skipped, max_removed_percent;
    const char *seen;
    bool key_unreadable;
    const char *told; /* NULL = the digest is stale */
    const char *open; /* numbers of the records that are open then */
};

static const struct skipping skippings[] = {
    {"who changed and who left", "A|N1|a|x||s\n", "D", 2, 0, NULL, false, "0 1 2 1", "A B C"},
    {"nothing is missing", "A|N1|a|x||s\n", "", 3, 0, NULL, false, "0 1 3 0", "A B C D"},
    {"a row that is not known comes as it was", "A|N1|a|x||r\n", "D", 2, 0, NULL, false, "0 0 3 1",
     "A B C"},
    {"nobody but who leaves", "", "D", 3, 0, NULL, false, "0 0 3 1", "A B C"},
    {"who is new", "E|N5|e|x||\n", "", 4, 0, NULL, false, "1 0 4 0", "A B C D E"},
    {"a number for another", "E|N4|d|x||r\n", "D", 3, 0, NULL, false, "1 0 3 1", "A B C E"},
    {"a second number", "E|N4|d|x||r\n", "", 4, 0, NULL, false, "0 0 4 0 X012@1", "A B C D"},
    {"a held row keeps its record", "A|N2|a|x||r\n", "D", 2, 0, NULL, false, "0 0 2 1 X009@1",
     "A B C"},
    {"a row at fault keeps its record", "A|N1|a|x||s\n", "D", 2, 0, "D", false, "0 1 2 0",
     "A B C D"},
    {"a key is unreadable", "A|N1|a|x||s\n", "D", 2, 0, NULL, true, "0 1 2 0", "A B C D"},
    {"a quarter may leave", "A|N1|a|x||s\n", "D", 2, 25, NULL, false, "0 1 2 1", "A B C"},
    {"a key that nobody has", "A|N1|a|x||s\n", "D X", 2, 0, NULL, false, NULL, "A B C D"},
    {"a key of who left already", "", "Z", 4, 0, NULL, false, NULL, "A B C D"},
};

static const char open_now[] =
    "SELECT string_agg(source_person_id, ' ' ORDER BY source_person_id) FROM cadre.source_record "
    "WHERE upper_inf(recorded) AND valid @> '2026-03-10'::date";

enum { OPEN_BEFORE = 4 }; /* A, B, C, D */

static struct test_file skipping_file(const struct skipping *skipping)
{
    struct test_file file = WHOLE_LIST("BAKU", "2026-03-01", skipping->rows);
    file.by_digest = true;
    file.unseen = skipping->unseen[0] != '\0' ? skipping->unseen : NULL;
    file.known = OPEN_BEFORE;
    file.skipped = skipping->skipped;
    file.max_removed_percent = skipping->max_removed_percent;
    file.seen_person_id = skipping->seen;
    file.key_unreadable = skipping->key_unreadable;
    return file;
}

START_TEST(known_rows_need_not_be_staged)
{
    const struct skipping *skipping = &skippings[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    const struct test_file before = WHOLE_LIST(
        "BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x||r\nC|N3|c|x||r\nD|N4|d|x||r\nZ|N26|z|x||r\n");
    const struct test_file then =
        WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||r\nB|N2|b|x||r\nC|N3|c|x||r\nD|N4|d|x||r\n");
    const struct test_file file = skipping_file(skipping);
    load_ok(session, &before);
    load_ok(session, &then);
    struct outcome outcome = load_ok(session, &file);
    ck_assert_int_eq(outcome.result.digest_stale, skipping->told == NULL);
    if (skipping->told != NULL)
        ck_assert_msg(strcmp(told(&outcome), skipping->told) == 0, "%s: '%s' not '%s'",
                      skipping->title, told(&outcome), skipping->told);
    ck_assert_answer(session, open_now, skipping->open);
    check_registry(session);
}
END_TEST

START_TEST(the_brake_counts_what_was_not_staged)
{
    static const struct skipping skipping = {
        .rows = "A|N1|a|x||s\n", .unseen = "D", .skipped = 2, .max_removed_percent = 24};
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    const struct test_file before =
        WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x||r\nC|N3|c|x||r\nD|N4|d|x||r\n");
    const struct test_file file = skipping_file(&skipping);
    load_ok(session, &before);
    struct outcome outcome = load(session, &file);
    ck_assert_int_eq(outcome.status, CADRE_REFUSED);
    ck_assert_str_eq(outcome.err.message, "1 of the source's 4 records are not in this list: more "
                                          "than 24 % would leave");
    cadre_error_release(&outcome.err);
}
END_TEST

/* ---- what stands beside the versions --------------------------------------------------------- */

static const char indexes[] =
    "SELECT string_agg(i.indexrelid::regclass::text, ' ' ORDER BY i.indexrelid::regclass::text) "
    "FROM pg_index i WHERE i.indisvalid AND i.indrelid IN "
    "('cadre.source_record'::regclass, 'cadre.person'::regclass)";

START_TEST(an_empty_table_is_filled_and_then_indexed)
{
    static const char all[] = "person_natural_key person_number source_record_closed "
                              "source_record_known source_record_person";
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    struct test_file january = WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n");
    ck_assert_answer(session, indexes, "source_record_closed");
    load_ok(session, &january);
    ck_assert_answer(session, indexes, all);
    january.effective = "2026-02-01";
    load_ok(session, &january);
    ck_assert_answer(session, indexes, all);
}
END_TEST

START_TEST(new_people_of_a_batch_are_one_event)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    load_ok(session, &(struct test_file)WHOLE_LIST("BAKU", "2026-01-01",
                                                   "A|N1|a|x||\nB|N2|b|x||\nC||c|x||\n"));
    load_ok(session,
            &(struct test_file)PART_LIST("BAKU", "2026-02-01", "D|N4|d|x||\nA|N1|a|x||\n"));
    load_ok(session, &(struct test_file)PART_LIST("GANJA", "2026-02-01", "G|N1|a|x||\n"));
    ck_assert_answer(session,
                     "SELECT event, person_id, last_person_id, natural_key, owner, batch "
                     "FROM cadre.person_event ORDER BY id",
                     "created|P00000001|P00000003|-|BAKU|2\ncreated|P00000004|P00000004|-|BAKU|3");
}
END_TEST

/* Evidence may name somebody else once a national id is another. */
START_TEST(a_corrected_national_id_makes_evidence_be_read_again)
{
    static const char digests[] =
        "SELECT string_agg(kind, ' ' ORDER BY kind) FROM cadre.source_digest";
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    load_ok(session,
            &(struct test_file)WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x|1990-01-01|r\n"));
    run_sql(session, "INSERT INTO cadre.source_digest (kind, source, page_no, batch, entries) "
                     "VALUES ('roster', 'BAKU', 0, 2, ''), ('certifications', 'BAKU', 0, 2, '')");
    load_ok(session,
            &(struct test_file)WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x|1991-01-01|s\n"));
    ck_assert_answer(session, digests, "certifications roster");
    load_ok(session,
            &(struct test_file)WHOLE_LIST("BAKU", "2026-03-01", "A|N9|a|x|1991-01-01|s\n"));
    ck_assert_answer(session, digests, "roster");
}
END_TEST

struct damage {
    const char *statement;
    const char *faults;
};

static const struct damage damages[] = {
    {"UPDATE cadre.source_record SET since = since + 1 WHERE cut_at IS NULL",
     "a version begins on another day than its row says: source_record|1"},
    {"UPDATE cadre.source_record SET cut_by = NULL", "a version is half cut: source_record|1"},
    {"UPDATE cadre.source_record SET uncut_until = '2026-05-01' WHERE cut_at IS NULL",
     "a version is half cut: source_record|1"},
    {"UPDATE cadre.source_record SET uncut_until = '2026-01-15' WHERE cut_at IS NOT NULL",
     "a version is cut and no shorter: source_record|1"},
    {"UPDATE cadre.source_record SET valid = '[2026-01-01,)' WHERE cut_at IS NOT NULL",
     "a version is cut and no shorter: source_record|1\n"
     "versions of one record overlap: source_record|1"},
    {"UPDATE cadre.person SET person_id = 'P1'; UPDATE cadre.source_record SET person_id = 'P1'",
     "a number of a person is not one|1"},
    {"UPDATE cadre.source_record SET national_id = 'N2' WHERE cut_at IS NOT NULL",
     "a person has two national ids|1"},
    {"CREATE TABLE cadre.source_record_volume_1 () INHERITS (cadre.source_record); "
     "INSERT INTO cadre.source_record_volume_1 SELECT * FROM cadre.source_record "
     "WHERE cut_at IS NULL",
     "versions of one record overlap: source_record|1"},
    {"UPDATE cadre.source_record SET key = key || 'x' WHERE cut_at IS NULL",
     "a person of several records is not noted as one|1"},
};

START_TEST(a_damaged_version_is_found)
{
    const struct damage *damage = &damages[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    load_ok(session, &(struct test_file)WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n"));
    load_ok(session, &(struct test_file)WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||s\n"));
    check_registry(session);
    run_sql(session, damage->statement);
    ck_assert_answer(session, "SELECT fault, found FROM cadre.check_registry() ORDER BY 1",
                     damage->faults);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("versions");
    tcase_add_loop_test(tcase, a_version_is_cut_where_it_stands, 0, 2);
    tcase_add_loop_test(tcase, a_large_share_is_laid_into_a_volume, 0, ROWS(shares));
    tcase_add_loop_test(tcase, what_is_cut_is_found_in_its_way, 0, ROWS(ways));
    tcase_add_loop_test(tcase, what_is_cut_is_looked_for_where_it_stands, 0,
                        ROWS(cuts) * ROWS(cutters));
    tcase_add_test(tcase, a_cut_is_known_from_its_moment_on);
    tcase_add_loop_test(tcase, known_rows_need_not_be_staged, 0, ROWS(skippings));
    tcase_add_test(tcase, the_brake_counts_what_was_not_staged);
    tcase_add_test(tcase, an_empty_table_is_filled_and_then_indexed);
    tcase_add_test(tcase, new_people_of_a_batch_are_one_event);
    tcase_add_test(tcase, a_corrected_national_id_makes_evidence_be_read_again);
    tcase_add_loop_test(tcase, a_damaged_version_is_found, 0, ROWS(damages));
    return run_with_server(tcase, "integration/versions");
}
