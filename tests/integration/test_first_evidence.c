#include "sql/first_evidence.h"

#include <string.h>

#include "sql/undo.h"
#include "tests/integration/files.h"

enum { WAIT_S = 60 };

/* People of two sources; one of them is in both. */
static const struct test_file people_of_baku =
    WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nB|N2|b|x||\nC|N3|c|x||\nD||d|x||\n");
static const struct test_file people_of_ganja =
    WHOLE_LIST("GANJA", "2026-01-01", "A|N3|c|x||\nE|N5|e|x||\n");

static struct session *registry_of_people(void)
{
    struct session *session = roster_registry();
    load_ok(session, &people_of_baku);
    load_ok(session, &people_of_ganja);
    return session;
}

#define AWARDS(names, text)                                                                        \
    {                                                                                              \
        .kind = "certifications", .source = "BAKU", .effective = "2026-01-01", .header = (names),  \
        .rows = (text)                                                                             \
    }

/* ---- the same as staged and merged ----------------------------------------------------------- */

static const struct first_list {
    const char *title;
    struct test_file file;
    const char *told;
    const char *named; /* by a national id alone */
} lists[] = {
    {"awards of a number at the source",
     AWARDS("source_person_id credential issued_on number issuer expires_on",
            "B|CKS|2020-01-02|7|CNCF|2023-01-02\nA|GCFA|2021-02-03||GIAC|\nA|CKS|2019-05-06|8||\n"
            "D|CKS|2020-01-02|9|CNCF|2023-01-02\n"),
     "4 0 0 0", ""},
    {"of the same person on one day each credential is an award, and one on each day",
     AWARDS("source_person_id credential issued_on",
            "A|B|2020-01-02\nA|A|2020-01-02\nA|A|2020-01-01\nA|AA|2020-01-01\n"),
     "4 0 0 0", ""},
    {"nobody has that number",
     AWARDS("source_person_id credential issued_on",
            "X|CKS|2020-01-02\nA|CKS|2020-01-02\nY|CKS|2020-01-02\n"),
     "1 0 0 0 X004@1 X004@3", ""},
    {"nobody is known", AWARDS("source_person_id credential issued_on", "X|CKS|2020-01-02\n"),
     "0 0 0 0 X004@1", ""},
    {"by the national id alone, or when the number is not known",
     AWARDS("source_person_id national_id credential issued_on",
            "|N2|CKS|2020-01-02\nX|N1|CKS|2020-01-02\nA||GCFA|2020-01-02\n|N2|GCFA|2020-01-02\n"
            "|N9|CKS|2020-01-02\n"),
     "4 0 0 0 X004@5", "P00000002\nP00000003"},
    {"number and national id are of two people",
     AWARDS("source_person_id national_id credential issued_on",
            "A|N2|CKS|2020-01-02\nB|N2|CKS|2020-01-02\n"),
     "1 0 0 0 X009@1", ""},
    {"numbers of another source, and of one that there is not",
     AWARDS("source_person_id person_source credential issued_on",
            "A|GANJA|CKS|2020-01-02\nA||CKS|2020-01-02\nE|GANJA|CKS|2020-01-02\n"
            "A|SUMQAYIT|CKS|2020-01-02\nB|GANJA|CKS|2020-01-02\n"),
     "3 0 0 0 X013@4 X004@5", ""},
    {"a person with two names has an award twice",
     AWARDS("source_person_id person_source credential issued_on",
            "C||CKS|2020-01-02\nB||CKS|2020-01-02\nA|GANJA|CKS|2020-01-02\n"
            "A|GANJA|CKS|2020-01-03\n"),
     "2 0 0 0 X012@1 X012@3", ""},
    {"the last ones are one person's",
     AWARDS("source_person_id national_id credential issued_on",
            "C||CKS|2020-01-02\n|N3|CKS|2020-01-02\n"),
     "0 0 0 0 X012@1 X012@2", ""},
    {"a row that is dropped is not there",
     {.kind = "certifications",
      .source = "BAKU",
      .effective = "2026-01-01",
      .header = "source_person_id national_id credential issued_on",
      .rows = "A||CKS|2020-01-02\n|N2|CKS|2020-01-02\nB||CKS|2020-01-02\nX||CKS|2020-01-02\n",
      .dropped_record = 2},
     "2 0 0 0 X004@4",
     ""},
    {"a row that is dropped is not told of",
     {.kind = "certifications",
      .source = "BAKU",
      .effective = "2026-01-01",
      .header = "source_person_id credential issued_on",
      .rows = "A|CKS|2020-01-02\nX|CKS|2020-01-02\n",
      .dropped_record = 2},
     "1 0 0 0",
     ""},
    {"people of many rows are looked for at a time",
     AWARDS("source_person_id national_id credential issued_on",
            "X||A|2020-01-02\nA||B|2020-01-02\n|N2|C|2020-01-02\nC||D|2020-01-02\n"
            "B||E|2020-01-02\nD||F|2020-01-02\nA||G|2020-01-02\nB||H|2020-01-02\n"
            "C||I|2020-01-02\nD||J|2020-01-02\nA||K|2020-01-02\nB||L|2020-01-02\n"
            "C||M|2020-01-02\nD||N|2020-01-02\nA||O|2020-01-02\nB||P|2020-01-02\n"
            "C||Q|2020-01-02\nY||R|2020-01-02\n|N3|S|2020-01-02\nB||T|2020-01-02\n"
            "A|N2|U|2020-01-02\nD||V|2020-01-02\nA||W|2020-01-02\nZ||X|2020-01-02\n"),
     "20 0 0 0 X004@1 X004@18 X009@21 X004@24", "P00000003\nP00000004"},
};

#define LEFT_BESIDE                                                                                \
    "SELECT count(*) FROM pg_class WHERE relnamespace = 'cadre_staging'::regnamespace"

/* Every column of every table that a list writes, but for the time. */
static const char *const contents[] = {
    "SELECT row_to_json(a)::jsonb - 'recorded' - 'cut_at' FROM cadre.award a ORDER BY a.key, "
    "a.since",
    "SELECT count(DISTINCT recorded), bool_and(lower(recorded) = b.recorded_at AND "
    "upper_inf(recorded)) FROM cadre.award a JOIN cadre.batch b ON b.number = a.batch",
    "SELECT batch, person_id, owner FROM cadre.batch_named ORDER BY 1, 2",
    "SELECT state, rows_new, rows_rejected, rows_held FROM cadre.batch ORDER BY number",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'cadre' AND tablename = 'award' "
    "ORDER BY indexname COLLATE \"C\"",
    LEFT_BESIDE,
};

static void compare(struct session *staged, struct session *direct)
{
    for (size_t i = 0; i < ROWS(contents); i++)
        ck_assert_msg(strcmp(ask(direct, contents[i]), ask(staged, contents[i])) == 0,
                      "%s: %s, not %s", contents[i], ask(direct, contents[i]),
                      ask(staged, contents[i]));
    ck_assert_str_eq(digest_now(direct), digest_now(staged));
    check_registry(direct);
}

/* It has an entry of each award that stands, and no other. */
static const char digest_is_whole[] =
    "SELECT d.size = 24 * a.found AND a.met "
    "FROM (SELECT sum(length(entries)) AS size, string_agg(entries, ''::bytea) AS entries "
    "      FROM cadre.source_digest WHERE kind = 'certifications') AS d, "
    "LATERAL (SELECT count(*) AS found, bool_and(position(int8send(key_hash) IN d.entries) > 0) "
    "         AS met FROM cadre.award WHERE upper_inf(recorded)) AS a";

START_TEST(a_first_list_is_as_if_it_was_merged)
{
    const struct first_list *list = &lists[_i];
    struct session *staged = registry_of_people();
    struct session *direct = registry_of_people();
    bool first = false;
    struct outcome merged = load_ok(staged, &list->file);
    struct outcome loaded = load_first(direct, &list->file, &first);
    ck_assert_msg(first, "%s", list->title);
    ck_assert_str_eq(told(&merged), list->told);
    ck_assert_msg(strcmp(told(&loaded), list->told) == 0, "%s: %s", list->title, told(&loaded));
    ck_assert_int_eq(loaded.result.open, merged.result.open);
    for (size_t i = 0; i < loaded.result.rejection_count; i++) {
        const char *column = merged.result.rejections[i].column;
        ck_assert_pstr_eq(loaded.result.rejections[i].column, column);
        ck_assert_uint_eq(loaded.result.rejections[i].line, merged.result.rejections[i].line);
    }
    ck_assert_answer(direct, "SELECT person_id FROM cadre.batch_named ORDER BY 1", list->named);
    compare(staged, direct);
    ck_assert_answer(direct, "SELECT DISTINCT tableoid <> 'cadre.award'::regclass FROM cadre.award",
                     loaded.result.counts.rows_new > 0 ? "true" : "");
    session_free(staged);
    session_free(direct);
}
END_TEST

/* ---- what comes after it --------------------------------------------------------------------- */

#define HEADER "source_person_id credential issued_on expires_on"
static const struct test_file january = {
    .kind = "certifications",
    .source = "BAKU",
    .effective = "2026-01-01",
    .header = HEADER,
    .rows = "B|CKS|2020-01-02|2023-01-02\nA|GCFA|2021-02-03|\nC|CKS|2020-01-02|\n",
    .full_list = true,
};
static const struct test_file february = {
    .kind = "certifications",
    .source = "BAKU",
    .effective = "2026-02-01",
    .header = HEADER,
    .rows = "B|CKS|2020-01-02|2026-01-02\nA|GCFA|2021-02-03|\nD|CKS|2020-01-02|\n",
    .full_list = true,
};
static const struct test_file december = {
    .kind = "certifications",
    .source = "BAKU",
    .effective = "2025-12-01",
    .header = HEADER,
    .rows = "B|CKS|2020-01-02|2022-01-02\n",
};

/* A change, one that leaves, one that comes, and days before; what is cut stays, or fills a volume.
 */
START_TEST(later_lists_go_on)
{
    struct session *staged = registry_of_people();
    struct session *direct = registry_of_people();
    bool first = false;
    if (_i == 1)
        fill_volumes(direct, 1);
    load_ok(staged, &january);
    load_first(direct, &january, &first);
    ck_assert(first);
    struct outcome merged = load_ok(staged, &february);
    struct outcome next = load_ok(direct, &february);
    ck_assert_str_eq(told(&next), "1 1 1 1");
    ck_assert_str_eq(told(&next), told(&merged));
    compare(staged, direct);
    ck_assert_answer(direct, "SELECT DISTINCT tableoid::regclass::text FROM cadre.award ORDER BY 1",
                     _i == 1 ? "award_first_4\naward_volume_2" : "award\naward_first_4");
    load_ok(staged, &december);
    load_ok(direct, &december);
    compare(staged, direct);
    session_free(staged);
    session_free(direct);
}
END_TEST

START_TEST(a_list_is_the_first_once)
{
    struct session *session = registry_of_people();
    const struct kind *kind = kind_find(str_view_of("certifications"));
    bool first = false, may = false;
    struct cadre_date day;
    ck_assert(cadre_date_parse_iso(str_view_of(january.effective), &day));
    ck_assert(first_evidence_serves(kind));
    ck_assert(!first_evidence_serves(kind_find(str_view_of("roster"))));
    must(first_evidence_may(session, kind, "BAKU", day, 1000000, &may, fault));
    ck_assert(may);
    must(first_evidence_may(session, kind, "BAKU", day, 1000, &may, fault));
    ck_assert(!may); /* too short for a second connection */
    load_first(session, &january, &first);
    ck_assert(first);
    must(first_evidence_may(session, kind, "GANJA", day, 1000000, &may, fault));
    ck_assert(!may);
    load_first(session, &february, &first);
    ck_assert(!first);
    ck_assert_answer(session, "SELECT count(*) FROM cadre.award", "3");
    ck_assert_answer(session, LEFT_BESIDE, "0");
    session_free(session);
}
END_TEST

/* Who was nobody when the first row came may be somebody now. */
static void name_another(struct session *session)
{
    static const struct test_file more = PART_LIST("BAKU", "2026-01-01", "F|N7|f|x||\n");
    load_ok(session, &more);
}

START_TEST(names_of_before_are_not_taken)
{
    struct session *session = registry_of_people();
    bool first = true;
    struct outcome outcome = try_first_then(session, &january, name_another, &first);
    ck_assert_int_eq(outcome.status, CADRE_OK);
    ck_assert(!first);
    ck_assert_answer(session, "SELECT count(*) FROM cadre.award", "0");
    ck_assert_answer(session, LEFT_BESIDE, "0");
    session_free(session);
}
END_TEST

/* Its checks, statistics and indexes are those of the table; the digest is of its rows. */
START_TEST(awards_of_a_first_list_are_a_volume)
{
    struct session *session = registry_of_people();
    bool first = false;
    load_first(session, &january, &first);
    ck_assert_answer(session, "SELECT cadre.volumes('cadre.award')", "award_first_4");
    ck_assert_answer(session,
                     "SELECT string_agg(indexrelid::regclass::text, ' ' ORDER BY "
                     "indexrelid::regclass::text) FROM pg_index "
                     "WHERE indrelid = 'cadre.award_first_4'::regclass",
                     "award_first_4_known award_first_4_person");
    ck_assert_answer(session,
                     "SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND convalidated "
                     "AND conrelid = 'cadre.award_first_4'::regclass",
                     "2");
    ck_assert_answer(
        session,
        "SELECT string_agg(attname, ' ' ORDER BY attname COLLATE \"C\") FROM "
        "pg_attribute WHERE atthasmissing AND attrelid = 'cadre.award_first_4'::regclass",
        "batch owner source valid");
    ck_assert_answer(session, digest_is_whole, "true");
    session_free(session);
}
END_TEST

START_TEST(a_first_list_is_undone)
{
    struct session *session = registry_of_people();
    const char *before = digest_now(session);
    bool first = false;
    struct outcome outcome = load_first(session, &january, &first);
    struct undo_result undone;
    must(undo_batch(session, outcome.batch, WAIT_S, test_arena(), &undone, fault));
    ck_assert_str_eq(digest_now(session), before);
    load_first(session, &january, &first);
    ck_assert(!first); /* what was known for a time is known to have been */
    load_ok(session, &january);
    ck_assert_answer(session, "SELECT count(*) FROM cadre.award WHERE upper_inf(recorded)", "3");
    check_registry(session);
    session_free(session);
}
END_TEST

/* Awards were stored, and the connection that decides never came to it: nothing is anywhere. */
START_TEST(a_volume_of_an_undecided_list_is_nothing)
{
    struct session *session = registry_of_people();
    const char *before = digest_now(session);
    bool first = false;
    run_sql(session, "ALTER FUNCTION cadre.end_first_evidence(regclass, text[]) "
                     "RENAME TO nothing");
    struct outcome outcome = try_first(session, &january, &first);
    ck_assert_int_ne(outcome.status, CADRE_OK);
    cadre_error_release(&outcome.err);
    ck_assert_answer(session, LEFT_BESIDE, "0");
    ck_assert_answer(session, "SELECT count(*) FROM cadre.award", "0");
    ck_assert_str_eq(digest_now(session), before);
    run_sql(session, "ALTER FUNCTION cadre.nothing(regclass, text[]) "
                     "RENAME TO end_first_evidence");
    load_first(session, &january, &first);
    ck_assert(first);
    check_registry(session);
    session_free(session);
}
END_TEST

/* A server need not give two more connections: who comes has all rows. */
START_TEST(a_part_without_a_table_is_left_out)
{
    static const char *const tables[] = {"award_first_4", "award_first_4_1"};
    struct session *session = registry_of_people();
    const char *taken = arena_format(test_arena(), "cadre_staging.%s", tables[_i]);
    bool first = false;
    run_sql(session, arena_format(test_arena(), "CREATE TABLE %s ()", taken));
    load_first(session, &january, &first);
    ck_assert(first);
    ck_assert_answer(session, "SELECT cadre.volumes('cadre.award')", tables[1 - _i]);
    run_sql(session, arena_format(test_arena(), "DROP TABLE %s", taken));
    ck_assert_answer(session, "SELECT count(*) FROM cadre.award", "3");
    check_registry(session);
    session_free(session);
}
END_TEST

/* Pages of the digest, pieces of COPY, numbers of more digits; people of both parts. */
START_TEST(many_rows)
{
    enum { MANY = 6000 };
    static const char parts[] =
        "SELECT count(DISTINCT home) || ' ' || max(homes) FROM (SELECT person_id, "
        "min(tableoid::bigint) AS home, count(DISTINCT tableoid) AS homes "
        "FROM cadre.award GROUP BY 1) p";
    CADRE_CLEANUP(str_release) struct str people = {0};
    CADRE_CLEANUP(str_release) struct str rows = {0};
    for (int i = 0; i < MANY; i++) {
        str_add_format(&people, "B%d|N%d|given|family||\n", i, i * 7919 % MANY);
        str_add_format(&rows, "B%d|CKS|2020-01-02|\n", (i * 31 + 7) % MANY);
        str_add_format(&rows, "B%d|GCFA|2021-02-03|2024-01-01\n", i);
    }
    const struct test_file list = WHOLE_LIST("BAKU", "2026-01-01", str_chars(&people));
    struct test_file file = january;
    file.rows = str_chars(&rows);
    struct session *staged = roster_registry();
    struct session *direct = roster_registry();
    bool first = false;
    static const char clock[] = "UPDATE cadre.registry_clock SET newest_person = 99997000";
    run_sql(staged, clock);
    run_sql(direct, clock);
    load_ok(staged, &list);
    load_ok(direct, &list);
    load_ok(staged, &file);
    const char *before = digest_now(direct);
    struct outcome loaded = load_first(direct, &file, &first);
    ck_assert(first);
    ck_assert_str_eq(told(&loaded), "12000 0 0 0");
    compare(staged, direct);
    ck_assert_answer(direct, parts, "2 1");
    struct undo_result undone;
    must(undo_batch(direct, loaded.batch, WAIT_S, test_arena(), &undone, fault));
    ck_assert_str_eq(digest_now(direct), before);
    session_free(staged);
    session_free(direct);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("first_evidence");
    tcase_add_loop_test(tcase, a_first_list_is_as_if_it_was_merged, 0, ROWS(lists));
    tcase_add_loop_test(tcase, later_lists_go_on, 0, 2);
    tcase_add_test(tcase, a_list_is_the_first_once);
    tcase_add_test(tcase, names_of_before_are_not_taken);
    tcase_add_test(tcase, awards_of_a_first_list_are_a_volume);
    tcase_add_test(tcase, a_first_list_is_undone);
    tcase_add_test(tcase, a_volume_of_an_undecided_list_is_nothing);
    tcase_add_loop_test(tcase, a_part_without_a_table_is_left_out, 0, 2);
    tcase_add_test(tcase, many_rows);
    return run_with_server(tcase, "integration/first_evidence");
}
