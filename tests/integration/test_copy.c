#include "sql/copy_binary.h"

#include <string.h>

#include "tests/integration/server.h"

static const char *const no_types[] = {NULL};
static const char columns[] = "number, words, day, wide, truth, list";

static const struct {
    struct str_view words; /* absent = NULL */
    const char *day;       /* NULL = none */
    int64_t wide;
    int32_t narrow;
    bool truth;
    struct str_view list[3];
    size_t list_count;
    const char *seen; /* as the server says it */
} cells[] = {
    {STR_VIEW_LITERAL("plain"),
     "2000-01-01",
     1,
     1,
     true,
     {STR_VIEW_LITERAL("az:C2")},
     1,
     "plain|2000-01-01|1|1|true|1|az:C2"},
    {STR_VIEW_LITERAL(""),
     "0001-01-01",
     INT64_MIN,
     INT32_MIN,
     false,
     {{0}},
     0,
     "|0001-01-01|-9223372036854775808|-2147483648|false|0|"},
    {{NULL, 0},
     NULL,
     INT64_MAX,
     INT32_MAX,
     true,
     {STR_VIEW_LITERAL(""), STR_VIEW_LITERAL("b")},
     2,
     "-|-|9223372036854775807|2147483647|true|2|;b"},
    {STR_VIEW_LITERAL("\u0259\t\\.\n\"NULL\""),
     "9999-12-31",
     0,
     0,
     false,
     {STR_VIEW_LITERAL("a,{\"}"), STR_VIEW_LITERAL("NULL"), STR_VIEW_LITERAL("\u018f")},
     3,
     "\u0259\t\\.\n\"NULL\"|9999-12-31|0|0|false|3|a,{\"};NULL;\u018f"},
    {STR_VIEW_LITERAL("leap"),
     "1600-02-29",
     -1,
     -1,
     true,
     {{0}},
     0,
     "leap|1600-02-29|-1|-1|true|0|"},
};

static struct cadre_date day_of(const char *text)
{
    struct cadre_date day = cadre_date_none;
    if (text != NULL)
        ck_assert(cadre_date_parse_iso(str_view_of(text), &day));
    return day;
}

static struct session *session_with_table(void)
{
    struct session *session = connect_to(database_named("postgres"), "test");
    run_sql(session, "CREATE TEMPORARY TABLE cells (number integer, words text, day date, "
                     "wide bigint, truth boolean, list text[])");
    return session;
}

static const char *copy_statement(const char *rest)
{
    return arena_format(test_arena(), "COPY pg_temp.cells (%s) %s (FORMAT binary)", columns, rest);
}

static void put(struct copy_in *copy, int i)
{
    copy_in_begin_row(copy, 6);
    copy_in_int32(copy, cells[i].narrow);
    copy_in_text(copy, cells[i].words);
    copy_in_date(copy, day_of(cells[i].day));
    copy_in_int64(copy, cells[i].wide);
    copy_in_bool(copy, cells[i].truth);
    copy_in_text_array(copy, cells[i].list, cells[i].list_count);
    must(copy_in_end_row(copy, fault));
}

START_TEST(a_row_goes_in_and_comes_out)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    struct copy_in *in = NULL;
    must(copy_in_open(session, copy_statement("FROM STDIN"), &in, fault));
    put(in, _i);
    must(copy_in_finish(in, fault));
    ck_assert_answer(session,
                     "SELECT words, day, wide, number, truth, cardinality(list) AS items, "
                     "array_to_string(list, ';') AS joined FROM pg_temp.cells",
                     cells[_i].seen);

    const struct query query = {"cells", copy_statement("TO STDOUT"), QUERY_COPY, 0, no_types,
                                NULL};
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *out = NULL;
    bool more = false;
    must(copy_out_open(session, &query, &out, fault));
    must(copy_out_next(out, &more, fault));
    ck_assert(more);
    ck_assert_int_eq(copy_out_int32(out, 0, 77), cells[_i].narrow);
    struct str_view words = copy_out_text(out, 1);
    ck_assert(str_view_equal(words, cells[_i].words));
    ck_assert_int_eq(words.data == NULL, cells[_i].words.data == NULL);
    ck_assert_int_eq(copy_out_date(out, 2).day, day_of(cells[_i].day).day);
    ck_assert_int_eq(copy_out_bool(out, 4), cells[_i].truth);
    must(copy_out_next(out, &more, fault));
    ck_assert(!more);
}
END_TEST

/* NULL has a value of its own for each type. */
START_TEST(null_is_told_apart)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    const struct query query = {"cells", copy_statement("TO STDOUT"), QUERY_COPY, 0, no_types,
                                NULL};
    struct copy_in *in = NULL;
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *out = NULL;
    bool more;
    must(copy_in_open(session, copy_statement("FROM STDIN"), &in, fault));
    copy_in_begin_row(in, 6);
    for (int i = 0; i < 6; i++)
        copy_in_null(in);
    must(copy_in_finish(in, fault));
    must(copy_out_open(session, &query, &out, fault));
    must(copy_out_next(out, &more, fault));
    ck_assert_int_eq(copy_out_int32(out, 0, -7), -7);
    ck_assert_ptr_null(copy_out_text(out, 1).data);
    ck_assert(!cadre_date_is_set(copy_out_date(out, 2)));
    ck_assert(!copy_out_bool(out, 4));
}
END_TEST

/* The server has more days than there are in the calendar of the program. */
START_TEST(what_is_no_day_is_none)
{
    static const struct query query = {
        "days",
        "COPY (SELECT '0001-01-01'::date, '9999-12-31'::date, '0001-12-31 BC'::date, "
        "'10000-01-01'::date, '5874897-12-31'::date, '-infinity'::date, 'infinity'::date) "
        "TO STDOUT (FORMAT binary)",
        QUERY_COPY,
        0,
        no_types,
        NULL};
    enum { DAYS = 2, COLUMNS = 7 };
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *out = NULL;
    bool more = false;
    must(copy_out_open(session, &query, &out, fault));
    must(copy_out_next(out, &more, fault));
    ck_assert(more);
    for (int column = 0; column < COLUMNS; column++)
        ck_assert_int_eq(cadre_date_is_set(copy_out_date(out, column)), column < DAYS);
}
END_TEST

/* Nobody waits at the end of the rows, and what the server says of them is heard later. */
START_TEST(the_answer_is_waited_for_later)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    struct cadre_error err = {0};
    struct copy_in *in = NULL;
    must(copy_in_open(session, copy_statement("FROM STDIN"), &in, fault));
    put(in, 0);
    must(copy_in_end(in, fault));
    must(session_await(session, session, fault));
    ck_assert_answer(session, "SELECT count(*) FROM pg_temp.cells", "1");
    must(copy_in_open(session, copy_statement("FROM STDIN"), &in, fault));
    copy_in_begin_row(in, 5); /* one too few */
    for (int i = 0; i < 5; i++)
        copy_in_null(in);
    must(copy_in_end(in, fault));
    ck_assert_int_eq(session_await(session, session, &err), CADRE_DATABASE);
    ck_assert(strncmp(err.message, "COPY failed", strlen("COPY failed")) == 0);
    ck_assert_answer(session, "SELECT count(*) FROM pg_temp.cells", "1");
    cadre_error_release(&err);
}
END_TEST

enum { MANY = 20000 };

static void put_many(struct session *session)
{
    struct copy_in *in = NULL;
    must(copy_in_open(session, copy_statement("FROM STDIN"), &in, fault));
    for (int i = 0; i < MANY; i++)
        put(in, i % ROWS(cells));
    must(copy_in_finish(in, fault));
}

START_TEST(pieces_add_up)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    const struct query query = {"cells", copy_statement("TO STDOUT"), QUERY_COPY, 0, no_types,
                                NULL};
    CADRE_CLEANUP(copy_out_cleanup) struct copy_out *out = NULL;
    put_many(session);
    must(copy_out_open(session, &query, &out, fault));
    int count = 0;
    for (bool more = true; more; count += more)
        must(copy_out_next(out, &more, fault));
    ck_assert_int_eq(count, MANY);
}
END_TEST

/* Of so much that a part ends within it three times. */
enum { WIDE_ROWS = 400, WIDE = 100 * 1024 };

static enum cadre_status put_wide(struct copy_in *copy, int32_t number, char letter,
                                  struct cadre_error *err)
{
    static char words[WIDE];
    memset(words, letter, sizeof words);
    copy_in_begin_row(copy, 2);
    copy_in_int32(copy, number);
    copy_in_text(copy, (struct str_view){words, sizeof words});
    return copy_in_end_row(copy, err);
}

enum { BY_CALLER, BESIDE, SENDERS };

static struct copy_in *open_parts(struct session *session, int sender)
{
    struct copy_in *copy = NULL;
    must(copy_in_open_parts(
        session, "COPY pg_temp.cells (number, words) FROM STDIN (FORMAT binary)", &copy, fault));
    if (sender == BESIDE)
        copy_in_beside(copy);
    return copy;
}

/* Each by a statement of its own, whoever sends them. */
START_TEST(parts_add_up)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    must(session_begin(session, TRANSACTION_WRITE, fault));
    struct copy_in *in = open_parts(session, _i);
    for (int32_t i = 0; i < WIDE_ROWS; i++)
        must(put_wide(in, i, 'x', fault));
    must(copy_in_finish(in, fault));
    ck_assert_answer(session,
                     "SELECT count(*), count(DISTINCT number), min(number), max(number), "
                     "min(length(words)), max(length(words)), count(DISTINCT cmin::text) "
                     "FROM pg_temp.cells",
                     "400|400|0|399|102400|102400|4");
}
END_TEST

/* The server says so when the part ends, and nothing more is asked of it; beside, that is heard as
 * long afterwards as lies between. */
START_TEST(a_fault_in_a_part_ends_all)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    struct cadre_error err = {0};
    enum cadre_status status = CADRE_OK;
    struct copy_in *in = open_parts(session, _i);
    int32_t i = 0;
    for (; status == CADRE_OK && i < WIDE_ROWS; i++)
        status = put_wide(in, i, i == 0 ? '\0' : 'x', &err);
    ck_assert_int_eq(status, CADRE_DATABASE);
    ck_assert_int_lt(i, _i == BESIDE ? WIDE_ROWS * 3 / 4 : WIDE_ROWS / 2);
    ck_assert_str_eq(err.sqlstate, "22021");
    copy_in_abort(in);
    cadre_error_release(&err);
    ck_assert_answer(session, "SELECT count(*) FROM pg_temp.cells", "0");
}
END_TEST

/* At any point of it. */
START_TEST(what_is_given_up_beside_leaves_nothing)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    must(session_begin(session, TRANSACTION_WRITE, fault));
    struct copy_in *in = open_parts(session, BESIDE);
    for (int32_t i = 0; i < _i; i++)
        must(put_wide(in, i, 'x', fault));
    copy_in_abort(in);
    session_rollback(session);
    ck_assert_answer(session, "SELECT count(*) FROM pg_temp.cells", "0");
}
END_TEST

START_TEST(what_is_given_up_leaves_nothing_and_a_sound_session)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    const struct query query = {"cells", copy_statement("TO STDOUT"), QUERY_COPY, 0, no_types,
                                NULL};
    struct copy_in *in = NULL;
    must(copy_in_open(session, copy_statement("FROM STDIN"), &in, fault));
    put(in, 0);
    copy_in_abort(in);
    copy_in_abort(NULL);
    ck_assert_answer(session, "SELECT count(*) FROM pg_temp.cells", "0");
    put_many(session);
    struct copy_out *out = NULL;
    bool more;
    must(copy_out_open(session, &query, &out, fault));
    must(copy_out_next(out, &more, fault));
    copy_out_free(out); /* in the middle */
    ck_assert_answer(session, "SELECT count(*) FROM pg_temp.cells", "20000");
}
END_TEST

/* A NUL inside a text never reaches a table. */
START_TEST(a_nul_is_refused_by_the_server)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = session_with_table();
    struct cadre_error err = {0};
    struct copy_in *in = NULL;
    must(
        copy_in_open(session, "COPY pg_temp.cells (words) FROM STDIN (FORMAT binary)", &in, fault));
    copy_in_begin_row(in, 1);
    copy_in_text(in, (struct str_view){"7SECRET\0b", 9});
    ck_assert_int_eq(copy_in_finish(in, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.sqlstate, "22021");
    ck_assert_ptr_null(strstr(err.message, "SECRET"));
    ck_assert_answer(session, "SELECT count(*) FROM pg_temp.cells", "0");
    cadre_error_release(&err);
}
END_TEST

/* The server goes away while rows come: an error, never a shorter answer. */
START_TEST(rows_that_are_cut_off_are_an_error)
{
    static const struct query query = {
        "endless",
        "COPY (SELECT n, pg_sleep(CASE WHEN n = 500 THEN 20 ELSE 0 END)::text "
        "FROM generate_series(1, 1000) AS n) TO STDOUT (FORMAT binary)",
        QUERY_COPY,
        0,
        no_types,
        NULL};
    struct session *session = connect_to(database_named("postgres"), "victim");
    CADRE_CLEANUP(session_cleanup)
    struct session *killer = connect_to(database_named("postgres"), "killer");
    struct cadre_error err = {0};
    struct copy_out *out = NULL;
    bool more = true;
    must(copy_out_open(session, &query, &out, fault));
    run_sql(killer, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    "WHERE application_name = 'victim'");
    enum cadre_status status = CADRE_OK;
    while (status == CADRE_OK && more)
        status = copy_out_next(out, &more, &err);
    ck_assert_int_eq(status, CADRE_DATABASE);
    copy_out_free(out);
    session_free(session);
    cadre_error_release(&err);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("copy");
    tcase_add_loop_test(tcase, a_row_goes_in_and_comes_out, 0, ROWS(cells));
    tcase_add_test(tcase, null_is_told_apart);
    tcase_add_test(tcase, what_is_no_day_is_none);
    tcase_add_test(tcase, the_answer_is_waited_for_later);
    tcase_add_test(tcase, pieces_add_up);
    tcase_add_loop_test(tcase, parts_add_up, BY_CALLER, SENDERS);
    tcase_add_loop_test(tcase, a_fault_in_a_part_ends_all, BY_CALLER, SENDERS);
    tcase_add_loop_test(tcase, what_is_given_up_beside_leaves_nothing, 0, 3);
    tcase_add_test(tcase, what_is_given_up_leaves_nothing_and_a_sound_session);
    tcase_add_test(tcase, a_nul_is_refused_by_the_server);
    tcase_add_test(tcase, rows_that_are_cut_off_are_an_error);
    return run_with_server(tcase, "integration/copy");
}
