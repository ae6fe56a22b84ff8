#include <string.h>

#include "tests/integration/files.h"

/* What is known now: source, key, person, days, rank, birth date, national id. */
static const char versions[] =
    "SELECT r.source || ' ' || coalesce(r.source_person_id, '@') AS key, ltrim(r.person_id, 'P0'), "
    "lower(r.valid) || '..' || coalesce(upper(r.valid)::text, ''), r.rank, "
    "to_char(r.birth_date, 'YYYY'), r.national_id "
    "FROM cadre.source_record r WHERE upper_inf(r.recorded) "
    "ORDER BY r.source COLLATE \"C\", r.key COLLATE \"C\", lower(r.valid)";

/* ---- files one after the other --------------------------------------------------------------- */

enum { FILES_MAX = 4 };

struct tale {
    const char *title;
    struct test_file files[FILES_MAX];
    const char *told[FILES_MAX];
    const char *versions; /* at the end */
};

static const struct tale tales[] = {
    {"new, unchanged, changed, left",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x|1990-01-01|\nB|N2|b|x|1991-01-01|c\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "B|N2|b|x|1991-01-01|c\nA|N1|a|x|1990-01-01|\n"),
      WHOLE_LIST("BAKU", "2026-03-01", "A|N1|a|x|1990-01-01|r\nC||c|x||\n")},
     {"2 0 0 0", "0 0 2 0", "1 1 0 1"},
     "BAKU A|1|2026-01-01..2026-03-01|-|1990|N1\n"
     "BAKU A|1|2026-03-01..|r|1990|N1\n"
     "BAKU B|2|2026-01-01..2026-03-01|c|1991|N2\n"
     "BAKU C|3|2026-03-01..|-|-|-"},
    {"a return opens a new range",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "B|N2|b|x||r\n"),
      WHOLE_LIST("BAKU", "2026-03-01", "A|N1|a|x||r\nB|N2|b|x||r\n")},
     {"1 0 0 0", "1 0 0 1", "1 0 1 0"},
     "BAKU A|1|2026-01-01..2026-02-01|r|-|N1\n"
     "BAKU A|1|2026-03-01..|r|-|N1\n"
     "BAKU B|2|2026-02-01..|r|-|N2"},
    {"a partial list lets nobody leave",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x||r\n"),
      PART_LIST("BAKU", "2026-02-01", "A|N1|a|x||s\n")},
     {"2 0 0 0", "0 1 0 0"},
     "BAKU A|1|2026-01-01..2026-02-01|r|-|N1\n"
     "BAKU A|1|2026-02-01..|s|-|N1\n"
     "BAKU B|2|2026-01-01..|r|-|N2"},
    {"a correction was always so",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x|1990-01-01|r\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x|1990-01-01|s\n"),
      WHOLE_LIST("BAKU", "2026-03-01", "A|N9|a|x|1980-01-01|s\n")},
     {"1 0 0 0", "0 1 0 0", "0 1 0 0"},
     "BAKU A|1|2026-01-01..2026-02-01|r|1980|N9\n"
     "BAKU A|1|2026-02-01..|s|1980|N9"},
    {"the same day again replaces what the day said",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x||r\n"),
      WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||s\n")},
     {"2 0 0 0", "0 1 0 1"},
     "BAKU A|1|2026-01-01..|s|-|N1"},
    {"who was taken back and comes again is the same person",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB||b|x||r\n"),
      WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n"),
      WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB||b|x||s\n")},
     {"2 0 0 0", "0 0 1 1", "1 0 1 0"},
     "BAKU A|2|2026-01-01..|r|-|N1\n"
     "BAKU B|1|2026-01-01..|s|-|-"},
    {"and so is who comes again by the id alone",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x|1990-01-01|r\n"),
      WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n"),
      WHOLE_LIST("GANJA", "2026-02-01", "C|N3|c|x||r\nG|N2|b|x|1990-01-02|r\n")},
     {"2 0 0 0", "0 0 1 1", "2 0 0 0"},
     "BAKU A|1|2026-01-01..|r|-|N1\n"
     "GANJA C|3|2026-02-01..|r|-|N3\n"
     "GANJA G|2|2026-02-01..|r|1990|N2"},
    {"unless name and birth date are of somebody else",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x|1990-01-01|r\n"),
      WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n"),
      WHOLE_LIST("GANJA", "2026-02-01", "G|N2|g|x|1970-01-01|r\n")},
     {"2 0 0 0", "0 0 1 1", "1 0 0 0"},
     "BAKU A|1|2026-01-01..|r|-|N1\n"
     "GANJA G|3|2026-02-01..|r|1970|N2"},
    {"a late list states the days up to the next one",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n"),
      WHOLE_LIST("BAKU", "2026-03-01", "A|N1|a|x||r\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||s\nB|N2|b|x||\n")},
     {"1 0 0 0", "0 0 1 0", "1 1 0 0"},
     "BAKU A|1|2026-01-01..2026-02-01|r|-|N1\n"
     "BAKU A|1|2026-02-01..2026-03-01|s|-|N1\n"
     "BAKU A|1|2026-03-01..|r|-|N1\n"
     "BAKU B|2|2026-02-01..2026-03-01|-|-|N2"},
    {"a late list without somebody cuts a hole",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\nB|N2|b|x||\n"),
      WHOLE_LIST("BAKU", "2026-03-01", "A|N1|a|x||r\nB|N2|b|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "B|N2|b|x||\n")},
     {"2 0 0 0", "0 0 2 0", "0 0 1 1"},
     "BAKU A|1|2026-01-01..2026-02-01|r|-|N1\n"
     "BAKU A|1|2026-03-01..|r|-|N1\n"
     "BAKU B|2|2026-01-01..|-|-|N2"},
    {"the earliest list last joins what says the same",
     {WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||r\n"),
      WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n")},
     {"1 0 0 0", "1 0 0 0"},
     "BAKU A|1|2026-01-01..|r|-|N1"},
    {"a late list does not correct what a later one said",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x|1990-01-01|r\n"),
      WHOLE_LIST("BAKU", "2026-03-01", "A|N1|a|x|1991-01-01|r\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x|1992-01-01|r\n")},
     {"1 0 0 0", "0 1 0 0", "0 0 1 0"},
     "BAKU A|1|2026-01-01..|r|1991|N1"},
    {"a late list corrects whom no later one names",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x|1990-01-01|r\n"),
      WHOLE_LIST("BAKU", "2026-03-01", "B|N2|b|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x|1992-01-01|r\n")},
     {"1 0 0 0", "1 0 0 1", "0 1 0 0"},
     "BAKU A|1|2026-01-01..2026-03-01|r|1992|N1\n"
     "BAKU B|2|2026-03-01..|-|-|N2"},
    {"a late partial list ends where a later row of the key begins",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||r\n"),
      PART_LIST("BAKU", "2026-03-01", "A|N1|a|x||t\n"),
      PART_LIST("BAKU", "2026-02-01", "A|N1|a|x||s\n")},
     {"1 0 0 0", "0 1 0 0", "0 1 0 0"},
     "BAKU A|1|2026-01-01..2026-02-01|r|-|N1\n"
     "BAKU A|1|2026-02-01..2026-03-01|s|-|N1\n"
     "BAKU A|1|2026-03-01..|t|-|N1"},
    {"a national id known elsewhere is the same person",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x|1990-01-01|\n"),
      WHOLE_LIST("GANJA", "2026-01-01", "A|N1|a|y|1990-01-01|\nB||b|x||\n")},
     {"1 0 0 0", "2 0 0 0"},
     "BAKU A|1|2026-01-01..|-|1990|N1\n"
     "GANJA A|1|2026-01-01..|-|1990|N1\n"
     "GANJA B|2|2026-01-01..|-|-|-"},
    {"birth date or given name may differ, not both",
     {WHOLE_LIST("BAKU", "2026-01-01",
                 "A|N1|a|x|1990-01-01|\nB|N2|b|x|1990-01-01|\nC|N3|c|x|1990-01-01|\nD|N4|d|x||\n"),
      WHOLE_LIST("GANJA", "2026-01-01",
                 "1|N1|a|x|1980-01-01|\n2|N2|z|x|1990-01-01|\n3|N3|z|x|1980-01-01|\n"
                 "4|N4|z|x|1980-01-01|\n")},
     {"4 0 0 0", "3 0 0 0 X010@3"},
     "BAKU A|1|2026-01-01..|-|1990|N1\n"
     "BAKU B|2|2026-01-01..|-|1990|N2\n"
     "BAKU C|3|2026-01-01..|-|1990|N3\n"
     "BAKU D|4|2026-01-01..|-|-|N4\n"
     "GANJA 1|1|2026-01-01..|-|1980|N1\n"
     "GANJA 2|2|2026-01-01..|-|1990|N2\n"
     "GANJA 4|4|2026-01-01..|-|1980|N4"},
    {"two keys that name two people",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nB|N2|b|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N2|a|x||\nB||b|x||\n")},
     {"2 0 0 0", "0 1 0 0 X009@1"},
     "BAKU A|1|2026-01-01..|-|-|N1\n"
     "BAKU B|2|2026-01-01..|-|-|-"},
    {"a second national id from elsewhere",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\n"),
      WHOLE_LIST("GANJA", "2026-01-01", "G|N1|a|x||\n"),
      WHOLE_LIST("GANJA", "2026-02-01", "G|N7|a|x||\n")},
     {"1 0 0 0", "1 0 0 0", "0 0 0 0 X011@1"},
     "BAKU A|1|2026-01-01..|-|-|N1\n"
     "GANJA G|1|2026-01-01..|-|-|N1"},
    {"two rows of one person",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||s\nB|N1|a|x||s\nC|N3|c|x||\n")},
     {"1 0 0 0", "1 0 0 0 X012@1 X012@2"},
     "BAKU A|1|2026-01-01..|-|-|N1\n"
     "BAKU C|2|2026-02-01..|-|-|N3"},
    {"who stands as before is not held for who comes beside",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||\nB|N1|a|x||\n")},
     {"1 0 0 0", "0 0 1 0 X012@2"},
     "BAKU A|1|2026-01-01..|-|-|N1"},
    {"a part of the list does not give a person a second number",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nC|N3|c|x||\n"),
      PART_LIST("BAKU", "2026-02-01", "B|N1|a|x||\nC|N3|c|x||s\n")},
     {"2 0 0 0", "0 1 0 0 X012@1"},
     "BAKU A|1|2026-01-01..|-|-|N1\n"
     "BAKU C|2|2026-01-01..2026-02-01|-|-|N3\n"
     "BAKU C|2|2026-02-01..|s|-|N3"},
    {"a whole list gives a person another number",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "B|N1|a|x||\n")},
     {"1 0 0 0", "1 0 0 1"},
     "BAKU A|1|2026-01-01..2026-02-01|-|-|N1\n"
     "BAKU B|1|2026-02-01..|-|-|N1"},
    {"two rows of one person in the first list of all",
     {WHOLE_LIST("BAKU", "2026-01-01", "C|N3|c|x||\nA|N1|a|x||\nB|N1|a|x||\nD|N2|d|x||\n")},
     {"2 0 0 0 X012@2 X012@3"},
     "BAKU C|2|2026-01-01..|-|-|N3\n"
     "BAKU D|1|2026-01-01..|-|-|N2"},
    {"a national id only, then with a number at the source",
     {WHOLE_LIST("BAKU", "2026-01-01", "|N1|a|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||\n")},
     {"1 0 0 0", "1 0 0 1"},
     "BAKU A|1|2026-02-01..|-|-|N1\n"
     "BAKU @|1|2026-01-01..2026-02-01|-|-|N1"},
    {"new people are numbered by their keys, bytewise",
     {WHOLE_LIST("BAKU", "2026-01-01", "z|N10|a|x||\na||a|x||\nB||a|x||\nb|N9|a|x||\n|A1|a|x||\n")},
     {"5 0 0 0"},
     "BAKU B|1|2026-01-01..|-|-|-\n"
     "BAKU a|2|2026-01-01..|-|-|-\n"
     "BAKU b|5|2026-01-01..|-|-|N9\n"
     "BAKU z|4|2026-01-01..|-|-|N10\n"
     "BAKU @|3|2026-01-01..|-|-|A1"},
};

START_TEST(files_tell_a_tale)
{
    const struct tale *tale = &tales[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    for (int i = 0; i < FILES_MAX && tale->files[i].kind != NULL; i++) {
        struct outcome outcome = load_ok(session, &tale->files[i]);
        ck_assert_msg(strcmp(told(&outcome), tale->told[i]) == 0, "%s, file %d: '%s' not '%s'",
                      tale->title, i + 1, told(&outcome), tale->told[i]);
        check_registry(session);
    }
    const char *known = ask(session, versions);
    ck_assert_msg(strcmp(known, tale->versions) == 0, "%s:\n%s\nnot\n%s", tale->title, known,
                  tale->versions);
}
END_TEST

/* ---- who counts as seen, and the brake ------------------------------------------------------- */

static const char twenty[] =
    "01|I01|a|x||\n02|I02|a|x||\n03|I03|a|x||\n04|I04|a|x||\n05|I05|a|x||\n"
    "06|I06|a|x||\n07|I07|a|x||\n08|I08|a|x||\n09|I09|a|x||\n10|I10|a|x||\n"
    "11|I11|a|x||\n12|I12|a|x||\n13|I13|a|x||\n14|I14|a|x||\n15|I15|a|x||\n"
    "16|I16|a|x||\n17|I17|a|x||\n18|I18|a|x||\n19|I19|a|x||\n20|I20|a|x||\n";

static const char *without(int count)
{
    return twenty + (size_t)count * strlen("01|I01|a|x||\n");
}

struct leave {
    int missing; /* of twenty rows */
    int max_removed_percent;
    const char *seen;
    bool key_unreadable;
    enum cadre_status status;
    int64_t left, held_back;
    const char *open; /* records that day */
};

static const struct leave leaves[] = {
    {1, 5, NULL, false, CADRE_OK, 1, 0, "19"},  {2, 5, NULL, false, CADRE_REFUSED, 0, 0, "20"},
    {2, 10, NULL, false, CADRE_OK, 2, 0, "18"}, {2, 0, NULL, false, CADRE_OK, 2, 0, "18"},
    {2, 5, "01", false, CADRE_OK, 1, 0, "19"},  {1, 5, "01", false, CADRE_OK, 0, 0, "20"},
    {9, 5, NULL, true, CADRE_OK, 0, 9, "20"},
};

START_TEST(who_is_missing_leaves)
{
    const struct leave *leave = &leaves[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    struct test_file january = WHOLE_LIST("BAKU", "2026-01-01", twenty);
    struct test_file february = WHOLE_LIST("BAKU", "2026-02-01", without(leave->missing));
    february.max_removed_percent = leave->max_removed_percent;
    february.seen_person_id = leave->seen;
    february.key_unreadable = leave->key_unreadable;
    load_ok(session, &january);
    struct outcome outcome = load(session, &february);
    ck_assert_int_eq(outcome.status, leave->status);
    if (leave->status == CADRE_REFUSED)
        ck_assert_str_eq(outcome.err.message, "2 of the source's 20 records are not in this list: "
                                              "more than 5 % would leave");
    ck_assert_int_eq(outcome.result.counts.left, leave->left);
    ck_assert_int_eq(outcome.result.counts.left_held_back, leave->held_back);
    ck_assert_answer(session,
                     "SELECT count(*) FROM cadre.source_record "
                     "WHERE upper_inf(recorded) AND valid @> '2026-02-01'::date",
                     leave->open);
    check_registry(session);
    cadre_error_release(&outcome.err);
}
END_TEST

/* Whom a list adds does not hide whom it takes away. */
START_TEST(the_brake_looks_at_who_was_there)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    struct test_file january = WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nB|N2|b|x||\n");
    struct test_file february = WHOLE_LIST("BAKU", "2026-02-01", twenty);
    february.max_removed_percent = 50;
    load_ok(session, &january);
    struct outcome outcome = load(session, &february);
    ck_assert_int_eq(outcome.status, CADRE_REFUSED);
    ck_assert_answer(session, "SELECT count(*) FROM cadre.person", "2");
    ck_assert_answer(session, "SELECT state FROM cadre.batch WHERE effective = '2026-02-01'",
                     "refused");
    /* What was rolled back leaves no gap in the numbers. */
    february.max_removed_percent = 100;
    load_ok(session, &february);
    ck_assert_answer(session, "SELECT max(person_id) FROM cadre.person", "P00000022");
    cadre_error_release(&outcome.err);
}
END_TEST

START_TEST(a_held_row_keeps_its_record)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    struct test_file january = WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nB|N2|b|x||\n");
    struct test_file february = WHOLE_LIST("BAKU", "2026-02-01", "A|N2|a|x||\n");
    load_ok(session, &january);
    struct outcome outcome = load_ok(session, &february);
    ck_assert_str_eq(told(&outcome), "0 0 0 0 X009@1");
    ck_assert_answer(session,
                     "SELECT count(*) FROM cadre.source_record WHERE upper_inf(valid) AND "
                     "upper_inf(recorded)",
                     "2");
}
END_TEST

/* A first list of which no row is good leaves the registry as if none had come. */
START_TEST(a_first_list_without_a_good_row_is_none)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    struct test_file january = WHOLE_LIST("BAKU", "2026-01-01", "");
    struct test_file february = WHOLE_LIST("BAKU", "2026-02-01", "A|N1|a|x||\n");
    struct outcome outcome = load_ok(session, &january);
    ck_assert_str_eq(told(&outcome), "0 0 0 0");
    outcome = load_ok(session, &february);
    ck_assert_str_eq(told(&outcome), "1 0 0 0");
    ck_assert_answer(session, "SELECT max(person_id) FROM cadre.person", "P00000001");
    check_registry(session);
}
END_TEST

START_TEST(dropped_records_are_not_merged)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    struct test_file file = WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x||\nB|N2|b|x||\n");
    file.dropped_record = 1;
    struct outcome outcome = load_ok(session, &file);
    ck_assert_str_eq(told(&outcome), "1 0 0 0");
    ck_assert_answer(session, "SELECT natural_key FROM cadre.person", "N2");
}
END_TEST

/* ---- two clocks ------------------------------------------------------------------------------ */

static const char people_then[] =
    "SELECT p.natural_key, p.rank, to_char(p.birth_date, 'YYYY'), p.attached "
    "FROM cadre.person_state('%s', '%s') p ORDER BY p.natural_key COLLATE \"C\"";

static const struct test_file history[] = {
    WHOLE_LIST("BAKU", "2026-01-01", "A|N1|a|x|1990-01-01|r\nB|N2|b|x||\n"),
    WHOLE_LIST("GANJA", "2026-01-15", "A|N1|a|x||g\nC||c|x||\n"),
    WHOLE_LIST("BAKU", "2026-03-01", "A|N9|a|x|1980-01-01|s\n"),
    WHOLE_LIST("BAKU", "2026-02-01", "B|N2|b|x||late\n"),
    PART_LIST("GANJA", "2026-02-15", "C|N3|c|x|2000-01-01|\n"),
};

/* What was known at a time stays the same, whatever comes later. */
START_TEST(an_earlier_answer_is_given_again)
{
    static const char *const days[] = {"2026-01-01", "2026-02-10", "2026-04-01"};
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    const char *statements[ROWS(history)][ROWS(days)];
    const char *answers[ROWS(history)][ROWS(days)];
    for (int i = 0; i < ROWS(history); i++) {
        struct outcome outcome = load_ok(session, &history[i]);
        for (int day = 0; day < ROWS(days); day++) {
            statements[i][day] =
                arena_format(test_arena(), people_then, days[day], outcome.result.recorded_at);
            answers[i][day] = ask(session, statements[i][day]);
        }
    }
    ck_assert_str_eq(answers[0][1], "N1|r|1990|true\nN2|-|-|true");
    ck_assert_str_ne(answers[0][1], answers[3][1]);
    for (int i = 0; i < ROWS(history); i++) {
        for (int day = 0; day < ROWS(days); day++)
            ck_assert_answer(session, statements[i][day], answers[i][day]);
    }
}
END_TEST

START_TEST(every_row_bears_the_time_of_its_batch)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    for (int i = 0; i < ROWS(history); i++)
        load_ok(session, &history[i]);
    ck_assert_answer(session,
                     "SELECT count(*) FROM cadre.source_record r JOIN cadre.batch b "
                     "ON b.number = r.batch WHERE lower(r.recorded) <> b.recorded_at",
                     "0");
    ck_assert_answer(session,
                     "SELECT count(*) FROM cadre.source_record r JOIN cadre.batch b "
                     "ON b.number = r.closed_by WHERE upper(r.recorded) <> b.recorded_at",
                     "0");
    ck_assert_answer(session,
                     "SELECT count(*) FROM cadre.source_record WHERE upper_inf(recorded) "
                     "<> (closed_by IS NULL)",
                     "0");
    ck_assert_answer(session,
                     "SELECT string_agg(b.number::text, ',' ORDER BY b.recorded_at) = "
                     "string_agg(b.number::text, ',' ORDER BY b.number) FROM cadre.batch b",
                     "true");
    ck_assert_answer(session,
                     "SELECT (SELECT max(recorded_at) FROM cadre.batch) = newest "
                     "FROM cadre.registry_clock",
                     "true");
}
END_TEST

/* ---- what a person is made of ---------------------------------------------------------------- */

struct derived {
    const char *title;
    struct test_file files[FILES_MAX];
    const char *prepare; /* NULL or a statement before the last file */
    const char *people;  /* natural key, rank, given name, owner, attached, ended */
};

static const struct derived derivations[] = {
    {"the better source, then the newer, and each field by itself",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|old|x||r\n"),
      WHOLE_LIST("GANJA", "2026-02-01", "G|N1|new|x||\n")},
     NULL,
     "N1|r|new|GANJA|true|-"},
    {"precedence goes before age",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|old|x||r\n"),
      WHOLE_LIST("GANJA", "2026-02-01", "G|N1|new|x||s\n")},
     "UPDATE cadre.source SET precedence = 1 WHERE code = 'BAKU'",
     "N1|r|old|BAKU|true|-"},
    {"who left one source stays while another holds them",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|b|x||r\n"),
      WHOLE_LIST("GANJA", "2026-01-01", "G|N1|g|x||\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "B|N2|z|x||\n")},
     NULL,
     "N1|-|g|GANJA|true|-\nN2|-|z|BAKU|true|-"},
    {"who left all is unattached",
     {WHOLE_LIST("BAKU", "2026-01-01", "A|N1|b|x||r\n"),
      WHOLE_LIST("BAKU", "2026-02-01", "B|N2|z|x||\n")},
     NULL,
     "N1|r|b|BAKU|false|2026-02-01\nN2|-|z|BAKU|true|-"},
    {"without a national id the least pair of source and number is the key",
     {WHOLE_LIST("BAKU", "2026-01-01", "A||b|x||\n"),
      WHOLE_LIST("GANJA", "2026-01-01", "G|N5|g|x||\n")},
     NULL,
     "BAKU/A|-|b|BAKU|true|-\nN5|-|g|GANJA|true|-"},
};

START_TEST(a_person_is_derived)
{
    const struct derived *derived = &derivations[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    for (int i = 0; i < FILES_MAX && derived->files[i].kind != NULL; i++) {
        load_ok(session, &derived->files[i]);
        if (i == 0 && derived->prepare != NULL)
            run_sql(session, derived->prepare);
    }
    const char *people =
        ask(session, "SELECT natural_key, rank, given_name, owner, attached, "
                     "ended_on FROM cadre.person ORDER BY natural_key COLLATE \"C\"");
    ck_assert_msg(strcmp(people, derived->people) == 0, "%s:\n%s", derived->title, people);
    check_registry(session);
}
END_TEST

/* The pair is compared, not the text of both: "A-1" follows "A" though '-' is less than '/'. */
START_TEST(the_least_pair_is_compared_as_a_pair)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    add_organizations(session, "A A-1");
    load_ok(session, &(struct test_file)WHOLE_LIST("A-1", "2026-01-01", "7|N1|a|x||\n"));
    load_ok(session, &(struct test_file)WHOLE_LIST("A", "2026-01-01", "8|N1|a|x||\n"));
    /* Both then lose the national id, and are the same person by their numbers. */
    load_ok(session, &(struct test_file)WHOLE_LIST("A-1", "2026-02-01", "7||a|x||\n"));
    load_ok(session, &(struct test_file)WHOLE_LIST("A", "2026-02-01", "8||a|x||\n"));
    ck_assert_answer(session, "SELECT natural_key FROM cadre.person", "A/8");
    ck_assert_answer(session,
                     "SELECT event, person_id, last_person_id, natural_key, owner "
                     "FROM cadre.person_event ORDER BY id",
                     "created|P00000001|P00000001|-|A-1\nkey_changed|P00000001|P00000001|A/8|A");
    check_registry(session);
}
END_TEST

/* All columns of a roster come through. */
START_TEST(a_whole_row_is_kept)
{
    static const struct test_file file = {
        .kind = "roster",
        .source = "BAKU",
        .effective = "2026-01-01",
        .header = "source_person_id national_id family_name given_name patronymic birth_date sex "
                  "citizenship region district employer_code employer_name job_title employed_from "
                  "occupation education_level field_of_study institution graduated_on email phone "
                  "languages service_status service_ground service_until military_specialty rank "
                  "fitness_category fitness_on clearance available_from relocates consent_on "
                  "consent_until consent_for leave_reason moved_to",
        .rows = "A|N1|f|g|p|1990-01-01|m|AZ|AZ-BA|D|E|En|J|2010-01-01|2512|6|0612|I|2012-07-01|"
                "a@b.az|+9941|az:C2;en:B1|reserve|G|2030-01-01|M|R|A|2025-01-01|secret|2026-05-01|"
                "yes|2026-01-01|2028-01-01|contract;volunteer|L|T",
    };
    CADRE_CLEANUP(session_cleanup) struct session *session = roster_registry();
    load_ok(session, &file);
    ck_assert_answer(
        session,
        "SELECT concat_ws('|', source_person_id, national_id, family_name, given_name, patronymic, "
        "birth_date, sex, citizenship, region, district, employer_code, employer_name, job_title, "
        "employed_from, occupation, education_level, field_of_study, institution, graduated_on, "
        "email, phone, array_to_string(languages, ';'), service_status, service_ground, "
        "service_until, military_specialty, rank, fitness_category, fitness_on, clearance, "
        "available_from, CASE WHEN relocates THEN 'yes' END, consent_on, consent_until, "
        "array_to_string(consent_for, ';'), leave_reason, moved_to) FROM cadre.source_record",
        file.rows);
    struct outcome again = load_ok(session, &file);
    ck_assert_str_eq(told(&again), "0 0 1 0");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("merge_roster");
    tcase_add_loop_test(tcase, files_tell_a_tale, 0, ROWS(tales));
    tcase_add_loop_test(tcase, who_is_missing_leaves, 0, ROWS(leaves));
    tcase_add_test(tcase, the_brake_looks_at_who_was_there);
    tcase_add_test(tcase, a_held_row_keeps_its_record);
    tcase_add_test(tcase, a_first_list_without_a_good_row_is_none);
    tcase_add_test(tcase, dropped_records_are_not_merged);
    tcase_add_test(tcase, an_earlier_answer_is_given_again);
    tcase_add_test(tcase, every_row_bears_the_time_of_its_batch);
    tcase_add_loop_test(tcase, a_person_is_derived, 0, ROWS(derivations));
    tcase_add_test(tcase, the_least_pair_is_compared_as_a_pair);
    tcase_add_test(tcase, a_whole_row_is_kept);
    return run_with_server(tcase, "integration/merge_roster");
}
