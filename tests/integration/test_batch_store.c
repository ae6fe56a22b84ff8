/* The ledger. */
#include <stdlib.h>
#include <string.h>

#include "sql/batch_fixes.h"
#include "sql/batch_rivals.h"
#include "tests/integration/files.h"

static struct cadre_date day(const char *text)
{
    struct cadre_date date = cadre_date_none;
    ck_assert(cadre_date_parse_iso(str_view_of(text), &date));
    return date;
}

/* ---- the ledger ------------------------------------------------------------------------------ */

#define HEADER "source_person_id national_id given_name family_name region"

static struct outcome load_roster(struct session *session, const char *effective, const char *rows)
{
    return load_ok(session, &(struct test_file){.kind = "roster",
                                                .source = "BAKU",
                                                .effective = effective,
                                                .header = HEADER,
                                                .rows = rows,
                                                .full_list = true});
}

static int64_t in_force_as(struct session *session, const char *source, const char *rows,
                           const char *ruleset, bool full_list)
{
    const struct batch_identity identity = {.kind = "roster",
                                            .source = source,
                                            .owner = source,
                                            .sha256 = digest_of(rows, strlen(rows)),
                                            .effective = day("2026-05-01"),
                                            .ruleset = ruleset,
                                            .file_name = "f",
                                            .full_list = full_list};
    struct batch_prospect prospect = {.in_force = -1};
    must(batch_store_prospect(session, &identity, &prospect, fault));
    return prospect.in_force;
}

static int64_t in_force(struct session *session, const char *source, const char *rows,
                        const char *ruleset)
{
    return in_force_as(session, source, rows, ruleset, true);
}

START_TEST(already_imported_is_what_is_in_force)
{
    static const char january[] = "A|N1|a|x|\n";
    static const char march[] = "A|N1|a|x|\nB|N2|b|x|\n";
    static const char late[] = "A|N1|a|x|AZ-BA\n";
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU");
    ck_assert_int_eq(in_force(session, "BAKU", january, "1"), 0);
    struct outcome first = load_roster(session, "2026-01-01", january);
    ck_assert_int_eq(in_force(session, "BAKU", january, "1"), first.batch);
    ck_assert_int_eq(in_force(session, "BAKU", january, "2"), 0);
    ck_assert_int_eq(in_force(session, "GANJA", january, "1"), 0);
    struct outcome second = load_roster(session, "2026-03-01", march);
    ck_assert_int_eq(in_force(session, "BAKU", march, "1"), second.batch);
    ck_assert_int_eq(in_force(session, "BAKU", january, "1"), 0); /* an older month's */
    load_roster(session, "2026-02-01", late);
    ck_assert_int_eq(in_force(session, "BAKU", march, "1"), second.batch);
    ck_assert_int_eq(in_force(session, "BAKU", late, "1"), 0); /* late: not in force today */
}
END_TEST

/* Rows that came as a part say nothing of who is not among them. */
START_TEST(a_full_list_is_more_than_its_rows)
{
    static const char rows[] = "A|N1|a|x|\n";
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU");
    struct test_file file = {.kind = "roster",
                             .source = "BAKU",
                             .effective = "2026-01-01",
                             .header = HEADER,
                             .rows = rows};
    struct outcome part = load_ok(session, &file);
    ck_assert_int_eq(in_force_as(session, "BAKU", rows, "1", false), part.batch);
    ck_assert_int_eq(in_force_as(session, "BAKU", rows, "1", true), 0);
    file.full_list = true;
    struct outcome full = load_ok(session, &file);
    ck_assert_int_eq(in_force_as(session, "BAKU", rows, "1", true), full.batch);
    ck_assert_int_eq(in_force_as(session, "BAKU", rows, "1", false), full.batch);
}
END_TEST

START_TEST(the_ledger_tells_a_batch)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    struct batch_row *rows = NULL;
    struct batch_row row;
    struct batch_finding *found = NULL;
    size_t count = 0;
    add_organizations(session, "BAKU");
    struct outcome first = load_roster(session, "2026-01-01", "A|N1|a|x|\n");
    load_roster(session, "2026-01-01", "A|N1|a|x|\n");
    must(batch_store_list(session, 2, test_arena(), &rows, &count, fault));
    ck_assert_uint_eq(count, 2);
    ck_assert_int_gt(rows[0].number, rows[1].number);
    ck_assert_view_eq(rows[0].state, "merged");
    ck_assert_int_eq(rows[0].counts.rows_unchanged, 1);
    ck_assert(rows[0].counted);
    must(batch_store_show(session, rows[0].number, test_arena(), &row, fault));
    ck_assert_int_eq(row.attempt, 2);
    ck_assert(row.full_list);
    ck_assert_view_eq(row.owner, "BAKU");
    ck_assert_int_eq(row.effective.day, day("2026-01-01").day);
    ck_assert_uint_eq(row.sha256.length, 64);
    must(batch_store_show(session, first.batch, test_arena(), &row, fault));
    ck_assert_view_eq(row.recorded_at, first.result.recorded_at);
    must(batch_store_findings(session, first.batch, test_arena(), &found, &count, fault));
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(batch_store_show(session, 999, test_arena(), &row, &err), CADRE_USAGE);
    ck_assert_str_eq(err.message, "there is no batch 999");
    cadre_error_release(&err);
}
END_TEST

static int64_t open_batch(struct session *session)
{
    const struct batch_identity identity = {.kind = "roster",
                                            .source = "BAKU",
                                            .owner = "BAKU",
                                            .sha256 = digest_of("x", 1),
                                            .effective = day("2026-05-01"),
                                            .ruleset = "1",
                                            .file_name = "f"};
    int64_t number = 0;
    must(batch_store_open(session, &identity, &number, fault));
    return number;
}

/* Of a list that ends with NULL. */
static enum cadre_status next_of_list(void *context, bool *ret_more, struct finding *ret_finding,
                                      struct cadre_error *err)
{
    const struct finding *const **at = context;
    (void)err;
    *ret_more = **at != NULL;
    if (*ret_more)
        *ret_finding = ***at;
    *at += *ret_more;
    return CADRE_OK;
}

START_TEST(findings_are_kept_without_values)
{
    const struct finding findings[] = {
        {finding_code_find(str_view_of("R002")), 7, 6, "birth_date", STR_VIEW_LITERAL("7SECRET"),
         NULL},
        {finding_code_find(str_view_of("F001")), 0, 0, NULL, {NULL, 0}, NULL},
    };
    const struct finding *const list[] = {&findings[0], &findings[1], NULL};
    const struct finding *const *at = list;
    const struct finding_source source = {&at, next_of_list};
    const struct batch_counts counts = {.rows_read = 1, .rows_rejected = 1};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct batch_finding *found = NULL;
    size_t count = 0;
    int64_t number = open_batch(session);
    must(batch_store_merged(session, number, "2026-05-01 00:00:00+00", &counts, &source, fault));
    must(batch_store_findings(session, number, test_arena(), &found, &count, fault));
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(found[0].line, 7);
    ck_assert_int_eq(found[0].record, 6);
    ck_assert_view_eq(found[0].column, "birth_date");
    ck_assert_view_eq(found[0].code, "R002");
    ck_assert_ptr_null(found[1].column.data);
    ck_assert_answer(
        session, "SELECT count(*) FROM cadre.batch_finding f WHERE f::text LIKE '%SECRET%'", "0");
}
END_TEST

START_TEST(counts_that_do_not_add_up_are_refused)
{
    const struct batch_counts counts = {.rows_read = 3, .rows_new = 1, .rows_held = 1};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    ck_assert_int_eq(batch_store_merged(session, open_batch(session), "2026-05-01 00:00:00+00",
                                        &counts, NULL, &err),
                     CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "23514");
    cadre_error_release(&err);
}
END_TEST

START_TEST(a_refused_batch)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    must(batch_store_refused(session, open_batch(session), "F011", fault));
    ck_assert_answer(
        session, "SELECT number, state, attempt, refusal, ended_at IS NOT NULL FROM cadre.batch",
        "1|refused|1|F011|true");
}
END_TEST

/* ---- unfinished batches ---------------------------------------------------------------------- */

static struct batch_identity identity_of_bytes(const char *source, const char *bytes)
{
    return (struct batch_identity){.kind = "roster",
                                   .source = source,
                                   .owner = source,
                                   .sha256 = digest_of(bytes, strlen(bytes)),
                                   .effective = day("2026-05-01"),
                                   .ruleset = "1",
                                   .file_name = "f",
                                   .full_list = true};
}

static size_t unfinished(struct session *session, const struct batch_identity *identity,
                         struct batch_unfinished **ret_batches)
{
    size_t count = 0;
    must(batch_store_unfinished(session, identity, test_arena(), ret_batches, &count, fault));
    return count;
}

START_TEST(a_batch_goes_through_its_states)
{
    const struct batch_counts counts = {0};
    const struct batch_mark mark = {.offset = 100, .line = 3, .rows = 2, .known_batch = 0};
    const struct batch_mark whole = {.offset = 900, .line = 30, .rows = 29, .known_batch = 1};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct batch_unfinished *batches = NULL;
    struct batch_row row;
    const struct batch_identity identity = identity_of_bytes("BAKU", "x");
    int64_t number = 0;
    ck_assert_uint_eq(unfinished(session, &identity, &batches), 0);
    must(batch_store_open(session, &identity, &number, fault));
    ck_assert_uint_eq(unfinished(session, &identity, &batches), 1);
    ck_assert(batches[0].same && !batches[0].whole);
    ck_assert_int_eq(batches[0].mark.rows, 0);
    ck_assert_answer(session, "SELECT state, known_batch IS NULL FROM cadre.batch", "opened|true");
    must(batch_store_mark(session, number, &mark, false, fault));
    ck_assert_uint_eq(unfinished(session, &identity, &batches), 1);
    ck_assert(!batches[0].whole);
    ck_assert_int_eq(batches[0].number, number);
    ck_assert_int_eq(batches[0].mark.offset, 100);
    ck_assert_int_eq(batches[0].mark.line, 3);
    ck_assert_int_eq(batches[0].mark.rows, 2);
    ck_assert_int_eq(batches[0].mark.known_batch, 0);
    must(batch_store_mark(session, number, &whole, true, fault));
    ck_assert_uint_eq(unfinished(session, &identity, &batches), 1);
    ck_assert(batches[0].whole);
    ck_assert_int_eq(batches[0].mark.known_batch, 1);
    must(batch_store_show(session, number, test_arena(), &row, fault));
    ck_assert(batch_row_is_unfinished(&row));
    ck_assert_int_eq(row.staged_rows, 29);
    ck_assert_ptr_null(row.ended_at.data);
    must(batch_store_merged(session, number, "2026-05-01 00:00:00+00", &counts, NULL, fault));
    ck_assert_uint_eq(unfinished(session, &identity, &batches), 0);
    must(batch_store_show(session, number, test_arena(), &row, fault));
    ck_assert(!batch_row_is_unfinished(&row));
    ck_assert_ptr_nonnull(row.ended_at.data);
    /* What is merged is neither refused nor marked any more. */
    must(batch_store_refused(session, number, "abandoned", fault));
    must(batch_store_mark(session, number, &mark, false, fault));
    ck_assert_answer(session, "SELECT state, refusal IS NULL, staged_rows FROM cadre.batch",
                     "merged|true|29");
}
END_TEST

static const struct {
    const char *source, *bytes, *effective, *ruleset, *encoding;
    bool full_list;
    size_t found;
    bool same;
} others[] = {
    {"BAKU", "x", "2026-05-01", "1", NULL, true, 1, true},
    {"GANJA", "x", "2026-05-01", "1", NULL, true, 0, false},
    {"BAKU", "y", "2026-05-01", "1", NULL, true, 1, false},
    {"BAKU", "x", "2026-05-02", "1", NULL, true, 1, false},
    {"BAKU", "x", "2026-05-01", "2", NULL, true, 1, false},
    {"BAKU", "x", "2026-05-01", "1", "windows-1251", true, 1, false},
    {"BAKU", "x", "2026-05-01", "1", NULL, false, 1, false},
};

START_TEST(only_the_same_file_goes_on)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct batch_unfinished *batches = NULL;
    int64_t number = 0;
    const struct batch_identity first = identity_of_bytes("BAKU", "x");
    struct batch_identity other = identity_of_bytes(others[_i].source, others[_i].bytes);
    other.effective = day(others[_i].effective);
    other.ruleset = others[_i].ruleset;
    other.encoding = others[_i].encoding;
    other.full_list = others[_i].full_list;
    must(batch_store_open(session, &first, &number, fault));
    ck_assert_uint_eq(unfinished(session, &other, &batches), others[_i].found);
    if (others[_i].found > 0)
        ck_assert_int_eq(batches[0].same, others[_i].same);
}
END_TEST

START_TEST(bytes_of_an_earlier_month_are_known)
{
    static const char january[] = "A|N1|a|x|\n";
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct batch_prospect prospect;
    add_organizations(session, "BAKU");
    struct batch_identity identity = identity_of_bytes("BAKU", january);
    must(batch_store_prospect(session, &identity, &prospect, fault));
    ck_assert(prospect.in_force == 0 && prospect.older == 0);
    ck_assert(!cadre_date_is_set(prospect.newest_effective));
    struct outcome first = load_roster(session, "2026-01-01", january);
    must(batch_store_prospect(session, &identity, &prospect, fault));
    ck_assert_int_eq(prospect.in_force, first.batch);
    ck_assert_int_eq(prospect.older, 0);
    load_roster(session, "2026-02-01", "A|N1|a|x|\nB|N2|b|x|\n");
    must(batch_store_prospect(session, &identity, &prospect, fault));
    ck_assert_int_eq(prospect.in_force, 0);
    ck_assert_int_eq(prospect.older, first.batch);
    ck_assert_int_eq(prospect.older_effective.day, day("2026-01-01").day);
    ck_assert_int_eq(prospect.newest_effective.day, day("2026-02-01").day);
}
END_TEST

/* ---- what is mended -------------------------------------------------------------------------- */

enum { KEY = 70, OTHER_KEY = 80, THIRD_KEY = 90 };

/* Records 1 to 4 are kept out; 1 and 2 are of one key, 3 and 4 name one person by two. */
static int64_t keep_out_rivals(struct session *session)
{
    const struct finding_code *differs = finding_code_find(str_view_of("X001"));
    const struct finding findings[] = {
        {differs, 2, 1, NULL, {NULL, 0}, NULL},
        {differs, 3, 2, NULL, {NULL, 0}, NULL},
        {finding_code_find(str_view_of("X012")), 4, 3, NULL, {NULL, 0}, NULL},
        {finding_code_find(str_view_of("X012")), 5, 4, NULL, {NULL, 0}, NULL},
        {finding_code_find(str_view_of("R039")), 6, 5, NULL, {NULL, 0}, NULL},
    };
    const struct finding *const list[] = {&findings[0], &findings[1], &findings[2],
                                          &findings[3], &findings[4], NULL};
    const struct finding *const *at = list;
    const struct finding_source source = {&at, next_of_list};
    const struct batch_rival rivals[] = {
        {1, 1, KEY}, {1, 2, KEY}, {3, 3, OTHER_KEY}, {3, 4, THIRD_KEY}};
    const struct batch_counts counts = {.rows_read = 5, .rows_rejected = 3, .rows_held = 2};
    int64_t number = open_batch(session);
    must(batch_store_merged(session, number, "2026-05-01 00:00:00+00", &counts, &source, fault));
    must(batch_rivals_store(session, number, rivals, ROWS(rivals), fault));
    return number;
}

static int64_t merge_nothing(struct session *session)
{
    const struct batch_counts none = {0};
    int64_t number = open_batch(session);
    must(batch_store_merged(session, number, "2026-05-02 00:00:00+00", &none, NULL, fault));
    return number;
}

static const struct {
    struct batch_fix fixes[3];
    size_t count;
    const char *open; /* records */
} mendings[] = {
    {{{0}}, 0, "1 2 3 4"}, /* the header has only to go */
    {{{2, 1, true, true, KEY}}, 1, "3 4"},
    {{{3, 2, true, true, KEY}}, 1, "3 4"},
    {{{2, 1, true, true, OTHER_KEY}}, 1, "2 3 4"}, /* it is another row now */
    {{{2, 1, true, false, 0}}, 1, "2 3 4"},
    {{{2, 1, false, true, KEY}}, 1, "1 2 3 4"},
    {{{2, 1, true, true, KEY}, {3, 2, false, true, KEY}}, 2, "2 3 4"}, /* it is there, at fault */
    {{{2, 1, true, true, KEY}, {9, 1, false, true, KEY}}, 2, "1 2 3 4"},
    {{{4, 3, true, true, OTHER_KEY}}, 1, "1 2"},
    {{{4, 3, true, true, THIRD_KEY}}, 1, "1 2"}, /* by the key of the other one */
    {{{4, 3, true, true, KEY}}, 1, "1 2 4"},
    {{{6, 5, false, false, 0}}, 1, "1 2 3 4 5"},
};

START_TEST(what_another_row_stands_for_is_mended)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    int64_t first = keep_out_rivals(session);
    int64_t by_batch = merge_nothing(session);
    must(
        batch_fixes_close(session, first, by_batch, mendings[_i].fixes, mendings[_i].count, fault));
    ck_assert_answer(session,
                     "SELECT string_agg(record_no::text, ' ' ORDER BY record_no) "
                     "FROM cadre.batch_finding "
                     "WHERE cadre.mended_in(mended_by, outdone_by) IS NULL",
                     mendings[_i].open);
}
END_TEST

/* Fifty thousand rows, each twice. */
START_TEST(many_are_mended_at_once)
{
    enum { MANY = 50000 };
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct batch_fix *fixes = cadre_calloc(MANY, sizeof *fixes);
    int64_t first = keep_out_rivals(session);
    run_sql(session, "DELETE FROM cadre.batch_finding; DELETE FROM cadre.batch_rival;"
                     "INSERT INTO cadre.batch_finding (batch, ordinal, line_no, record_no, code) "
                     "SELECT max(number), i, i + 1, i, 'X001' FROM cadre.batch, "
                     "generate_series(1, 100000) AS i GROUP BY i;"
                     "INSERT INTO cadre.batch_rival "
                     "SELECT max(number), (i + 1) / 2 * 2 - 1, i, (i + 1) / 2 FROM cadre.batch, "
                     "generate_series(1, 100000) AS i GROUP BY i");
    for (int64_t i = 0; i < MANY; i++)
        fixes[i] = (struct batch_fix){2 * i + 2, 2 * i + 1, true, true, i + 1};
    must(batch_fixes_close(session, first, merge_nothing(session), fixes, MANY, fault));
    ck_assert_answer(session,
                     "SELECT count(*), count(mended_by) AS itself, count(outdone_by) "
                     "AS outdone FROM cadre.batch_finding",
                     "100000|50000|50000");
    free(fixes);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("batch_store");
    tcase_add_test(tcase, already_imported_is_what_is_in_force);
    tcase_add_test(tcase, a_full_list_is_more_than_its_rows);
    tcase_add_test(tcase, the_ledger_tells_a_batch);
    tcase_add_test(tcase, findings_are_kept_without_values);
    tcase_add_test(tcase, counts_that_do_not_add_up_are_refused);
    tcase_add_test(tcase, a_refused_batch);
    tcase_add_test(tcase, a_batch_goes_through_its_states);
    tcase_add_loop_test(tcase, only_the_same_file_goes_on, 0, ROWS(others));
    tcase_add_test(tcase, bytes_of_an_earlier_month_are_known);
    tcase_add_loop_test(tcase, what_another_row_stands_for_is_mended, 0, ROWS(mendings));
    tcase_add_test(tcase, many_are_mended_at_once);
    return run_with_server(tcase, "integration/batch_store");
}
