#include "sql/whole_evidence.h"

#include <string.h>

#include "sql/undo.h"
#include "tests/integration/files.h"

enum { WAIT_S = 60, PEOPLE = 12 };

#define HEADER "source_person_id credential issued_on number expires_on"
#define AWARDS(day, text)                                                                          \
    {                                                                                              \
        .kind = "certifications", .source = "BAKU", .effective = (day), .header = HEADER,          \
        .rows = (text)                                                                             \
    }
#define ALL_AWARDS(day, text)                                                                      \
    {                                                                                              \
        .kind = "certifications", .source = "BAKU", .effective = (day), .header = HEADER,          \
        .rows = (text), .full_list = true                                                          \
    }
/* The hash of a key is made of the first cell. */
#define BY_ID(day, text)                                                                           \
    {                                                                                              \
        .kind = "certifications", .source = "BAKU", .effective = (day),                            \
        .header = "number national_id credential issued_on", .rows = (text)                        \
    }

/* People of two sources, some of them in both, each with a letter; and a volume to fill. */
static struct session *registry_of_people(void)
{
    static const char baku[] = "A|N1|a|x||\nB|N2|b|x||\nC|N3|c|x||\nD||d|x||\nE|N5|e|x||\n"
                               "F|N6|f|x||\nG||g|x||\nH|N8|h|x||\nI|N9|i|x||\nJ|N10|j|x||\n"
                               "K|N11|k|x||\nL|N12|l|x||\n";
    const struct test_file of_baku = WHOLE_LIST("BAKU", "2020-01-01", baku);
    const struct test_file of_ganja =
        WHOLE_LIST("GANJA", "2020-01-01", "Q|N3|c|x||\nR|N20|r|x||\n");
    struct session *session = roster_registry();
    fill_volumes(session, 1);
    load_ok(session, &of_baku);
    load_ok(session, &of_ganja);
    return session;
}

/* A volume is there once a list of another source has come. */
static void begin_awards(struct session *session, const struct test_file *file)
{
    static const struct test_file beside = {
        .kind = "certifications",
        .source = "GANJA",
        .effective = "2020-01-01",
        .header = "source_person_id credential issued_on",
        .rows = "Q|CKS|2020-01-02\nR|CKS|2020-01-02\n",
    };
    bool first = false;
    load_first(session, &beside, &first);
    ck_assert(first);
    load_ok(session, file);
}

/* ---- the same as staged and merged ----------------------------------------------------------- */

/* Every column of every table that a list writes, but for the time. */
static const char *const contents[] = {
    "SELECT (row_to_json(a)::jsonb - 'recorded' - 'cut_at')::text FROM cadre.award a ORDER BY 1",
    "SELECT batch, person_id, owner FROM cadre.batch_named ORDER BY 1, 2",
    "SELECT state, rows_new, rows_changed, rows_unchanged, records_left, rows_rejected, rows_held "
    "FROM cadre.batch WHERE state <> 'opened' ORDER BY number",
    "SELECT count(DISTINCT recorded) - count(DISTINCT b.recorded_at) FROM cadre.award a JOIN "
    "cadre.batch b ON b.number = a.batch WHERE upper_inf(recorded)",
};

/* Lines that both begin with are passed over. */
static void compare_answers(const char *query, const char *staged, const char *whole)
{
    enum { SHOWN = 400 };
    size_t same = 0;
    for (size_t i = 0; staged[i] == whole[i] && staged[i] != '\0'; i++)
        same = staged[i] == '\n' ? i + 1 : same;
    ck_assert_msg(strcmp(staged, whole) == 0, "%.60s: %.*s, not %.*s", query, SHOWN, whole + same,
                  SHOWN, staged + same);
}

static void compare(struct session *staged, struct session *whole)
{
    for (size_t i = 0; i < ROWS(contents); i++)
        compare_answers(contents[i], ask(staged, contents[i]), ask(whole, contents[i]));
    ck_assert_str_eq(digest_now(whole), digest_now(staged));
    check_registry(whole);
}

/* It has an entry of each award of the source that stands on the day, and no other. */
static void check_digest(struct session *session, const char *day)
{
    static const char is_whole[] =
        "SELECT d.size = 24 * a.found AND a.met "
        "FROM (SELECT sum(length(entries)) AS size, string_agg(entries, ''::bytea) AS entries "
        "      FROM cadre.source_digest WHERE kind = 'certifications' AND source = 'BAKU') AS d, "
        "LATERAL (SELECT count(*) AS found, bool_and(position(int8send(key_hash) IN d.entries) > "
        "0) "
        "         AS met FROM cadre.award WHERE upper_inf(recorded) AND source = 'BAKU' "
        "         AND valid @> '%s'::date) AS a";
    ck_assert_str_eq(ask(session, arena_format(test_arena(), is_whole, day)), "true");
}

static const struct next_list {
    const char *title;
    struct test_file before, file;
    const char *told;
    bool done; /* else it is to be staged */
} lists[] = {
    {"a change, what is as it was, and what comes",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|2|\n"),
     AWARDS("2020-03-01", "A|CKS|2019-01-02|9|\nB|CKS|2019-01-02|2|\nC|CKS|2019-01-02|3|\n"),
     "1 1 1 0", true},
    {"a partial list lets what it does not name stand",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|2|\nC|CKS|2019-01-02|2|\n"),
     AWARDS("2020-03-01", "B|CKS|2019-01-02|9|\n"), "0 1 0 0", true},
    {"a whole one ends it",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|2|\nC|CKS|2019-01-02|2|\n"),
     ALL_AWARDS("2020-03-01", "B|CKS|2019-01-02|9|\n"), "0 1 0 2", true},
    {"a column that the list has no more is not known any longer",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|2021-01-01\n"),
     {.kind = "certifications",
      .source = "BAKU",
      .effective = "2020-03-01",
      .header = "source_person_id credential issued_on",
      .rows = "A|CKS|2019-01-02\n"},
     "0 1 0 0",
     true},
    {"of the same day it is a correction of the list",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|2|\n"),
     AWARDS("2020-02-01", "A|CKS|2019-01-02|9|\nB|CKS|2019-01-02|2|\nC|CKS|2019-01-02|3|\n"),
     "1 1 1 0", true},
    {"who is not accepted may be excused: it is staged",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|2|\n"),
     ALL_AWARDS("2020-03-01", "A|CKS|2019-01-02|9|\nX|CKS|2019-01-02|2|\n"), "0 1 0 1 X004@2",
     false},
    {"nobody leaves: who is not accepted is told of",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|2|\n"),
     AWARDS("2020-03-01", "A|CKS|2019-01-02|9|\nX|CKS|2019-01-02|2|\n"), "0 1 0 0 X004@2", true},
    {"whom a row names by a national id that says nothing new is not rested on",
     BY_ID("2020-02-01", "1|N1|CKS|2019-01-02\n2|N2|CKS|2019-01-02\n"),
     BY_ID("2020-03-01", "9|N1|CKS|2019-01-02\n2|N2|CKS|2019-01-02\n3|N3|CKS|2019-01-02\n"),
     "1 1 1 0", true},
    {"nor is who is named so in a correction of the list",
     BY_ID("2020-02-01", "1|N1|CKS|2019-01-02\n2|N2|CKS|2019-01-02\n"),
     BY_ID("2020-02-01", "9|N1|CKS|2019-01-02\n2|N2|CKS|2019-01-02\n3|N3|CKS|2019-01-02\n"),
     "1 1 1 0", true},
    {"two rows of one key",
     AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nC|CKS|2019-01-02|2|\n"),
     {.kind = "certifications",
      .source = "BAKU",
      .effective = "2020-03-01",
      .header = "source_person_id person_source credential issued_on",
      .rows = "A||CKS|2019-01-02\nC||CKS|2019-01-02\nQ|GANJA|CKS|2019-01-02\n"
              "E||CKS|2019-01-02\n"},
     "1 1 0 0 X012@2 X012@3",
     true},
};

START_TEST(a_list_is_as_if_it_was_merged)
{
    const struct next_list *list = &lists[_i];
    struct session *staged = registry_of_people();
    struct session *whole = registry_of_people();
    bool done = false;
    begin_awards(staged, &list->before);
    begin_awards(whole, &list->before);
    const char *before = digest_now(whole);
    struct outcome merged = load_ok(staged, &list->file);
    struct outcome met = try_whole_then(whole, &list->file, NULL, &done);
    ck_assert_int_eq(met.status, CADRE_OK);
    ck_assert_str_eq(told(&merged), list->told);
    ck_assert_msg(done == list->done, "%s", list->title);
    if (done) {
        ck_assert_msg(strcmp(told(&met), list->told) == 0, "%s: %s", list->title, told(&met));
        compare(staged, whole);
        check_digest(whole, list->file.effective);
    } else {
        ck_assert_str_eq(digest_now(whole), before);
    }
    session_free(staged);
    session_free(whole);
}
END_TEST

/* ---- whatever comes -------------------------------------------------------------------------- */

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(*state >> 33) % below;
}

static const char *const credentials[] = {"CKS", "GCFA", "GCFA2"};

/* Two in three awards of two in three people, in any order; sometimes of somebody unknown. */
static const char *random_rows(uint64_t *state)
{
    CADRE_CLEANUP(str_release) struct str rows = {0};
    uint32_t from = draw(state, PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        char person = (char)('A' + (from + i * 5) % PEOPLE);
        for (size_t c = 0; c < ROWS(credentials) && draw(state, 3) > 0; c++) {
            if (draw(state, 3) > 0)
                str_add_format(&rows, "%c|%s|2019-0%u-02|%u|%s\n", person, credentials[c],
                               1 + draw(state, 2), draw(state, 3),
                               draw(state, 3) == 0 ? "2023-01-01" : "");
        }
    }
    if (draw(state, 8) == 0)
        str_add_text(&rows, "X|CKS|2019-01-02|1|\n");
    return arena_copy(test_arena(), str_view_from(&rows)).data;
}

static struct test_file random_list(uint64_t *state, int month)
{
    int day = draw(state, 8) == 0 ? 1 : month; /* it may be late */
    return (struct test_file){
        .kind = "certifications",
        .source = "BAKU",
        .effective = arena_format(test_arena(), "2021-%02d-%02d", 1 + day / 2, 1 + day % 2),
        .header = HEADER,
        .rows = random_rows(state),
        .full_list = draw(state, 2) == 0,
    };
}

static void undo_both(struct session *staged, struct session *whole, int64_t batch)
{
    struct undo_result undone;
    must(undo_batch(staged, batch, WAIT_S, test_arena(), &undone, fault));
    must(undo_batch(whole, batch, WAIT_S, test_arena(), &undone, fault));
}

/* Whether it met all that is known; else it is staged, by a batch of the same number. */
static bool take_list(struct session *staged, struct session *whole, const struct test_file *file,
                      int64_t *ret_batch)
{
    static const char skip_number[] =
        "SELECT nextval(pg_get_serial_sequence('cadre.batch', 'number'))";
    bool done = false;
    struct outcome met = try_whole_then(whole, file, NULL, &done);
    ck_assert_int_eq(met.status, CADRE_OK);
    if (!done) {
        (void)ask(staged, skip_number);
        met = load_ok(whole, file);
    }
    struct outcome merged = load_ok(staged, file);
    ck_assert_str_eq(told(&met), told(&merged));
    ck_assert_int_eq(met.batch, merged.batch);
    *ret_batch = merged.batch;
    return done;
}

START_TEST(lists_of_a_year_are_as_if_they_were_merged)
{
    enum { MONTHS = 12 };
    uint64_t state = (uint64_t)_i + 1;
    struct session *staged = registry_of_people();
    struct session *whole = registry_of_people();
    const struct test_file before =
        AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|2|\n");
    begin_awards(staged, &before);
    begin_awards(whole, &before);
    int met = 0;
    for (int month = 1; month <= MONTHS; month++) {
        const struct test_file file = random_list(&state, month);
        int64_t batch;
        if (take_list(staged, whole, &file, &batch)) {
            check_digest(whole, file.effective);
            met++;
        }
        compare(staged, whole);
        if (draw(&state, 8) == 0) {
            undo_both(staged, whole, batch);
            compare(staged, whole);
        }
    }
    ck_assert_int_gt(met, 2);
    session_free(staged);
    session_free(whole);
}
END_TEST

/* ---- what it is refused for, and what it waits for ------------------------------------------- */

/* Who was nobody when the first row came may be somebody now. */
static void name_another(struct session *session)
{
    static const struct test_file more = PART_LIST("BAKU", "2020-02-01", "M|N30|f|x||\n");
    load_ok(session, &more);
}

START_TEST(names_of_before_are_not_taken)
{
    static const struct test_file before = AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\n");
    static const struct test_file file = AWARDS("2020-03-01", "A|CKS|2019-01-02|9|\n");
    struct session *session = registry_of_people();
    bool done = true;
    begin_awards(session, &before);
    struct outcome outcome = try_whole_then(session, &file, name_another, &done);
    ck_assert_int_eq(outcome.status, CADRE_OK);
    ck_assert(!done);
    ck_assert_answer(session, "SELECT number FROM cadre.award WHERE source = 'BAKU'", "1");
    session_free(session);
}
END_TEST

START_TEST(more_leave_than_the_brake_allows)
{
    static const struct test_file before =
        AWARDS("2020-02-01", "A|CKS|2019-01-02|1|\nB|CKS|2019-01-02|1|\n");
    struct test_file file = ALL_AWARDS("2020-03-01", "A|CKS|2019-01-02|9|\n");
    struct session *session = registry_of_people();
    bool done = true;
    file.max_removed_percent = 20;
    begin_awards(session, &before);
    const char *digest = digest_now(session);
    struct outcome outcome = try_whole_then(session, &file, NULL, &done);
    ck_assert_int_eq(outcome.status, CADRE_REFUSED);
    ck_assert_ptr_nonnull(strstr(outcome.err.message, "1 of the source's 2 records"));
    cadre_error_release(&outcome.err);
    ck_assert_str_eq(digest_now(session), digest);
    session_free(session);
}
END_TEST

/* What is cut and what begins lie side by side, and there is a next volume. */
START_TEST(versions_fill_a_volume)
{
    static const struct test_file before =
        AWARDS("2020-02-01", "B|CKS|2019-01-02|1|\nA|CKS|2019-01-02|1|\n");
    static const struct test_file file =
        AWARDS("2020-03-01", "B|CKS|2019-01-02|9|\nA|CKS|2019-01-02|9|\n");
    struct session *session = registry_of_people();
    bool done = false;
    begin_awards(session, &before);
    try_whole_then(session, &file, NULL, &done);
    ck_assert(done);
    ck_assert_answer(session,
                     "SELECT person_id || ' ' || number || ' ' || (cut_at IS NOT NULL) FROM ONLY "
                     "cadre.award_volume_2 ORDER BY ctid",
                     "P00000003 1 true\nP00000003 9 false\nP00000007 1 true\nP00000007 9 false");
    ck_assert_answer(session, "SELECT cadre.empty_volume('cadre.award')", "award_volume_3");
    session_free(session);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("whole_evidence");
    tcase_add_loop_test(tcase, a_list_is_as_if_it_was_merged, 0, ROWS(lists));
    tcase_add_loop_test(tcase, lists_of_a_year_are_as_if_they_were_merged, 0, 5);
    tcase_add_test(tcase, names_of_before_are_not_taken);
    tcase_add_test(tcase, more_leave_than_the_brake_allows);
    tcase_add_test(tcase, versions_fill_a_volume);
    return run_with_server(tcase, "integration/whole_evidence");
}
