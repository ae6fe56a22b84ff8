/*
 * Settings of sources: stated, known of their time, and what the registry makes of them.
 */
#include <string.h>

#include "sql/source_store.h"
#include "tests/integration/files.h"

#define HEADER "source_person_id national_id given_name family_name region"

/* Two offices that agree on the person and not on the region. */
static void load_both(struct session *session)
{
    struct test_file file = {
        .kind = "roster", .effective = "2026-01-01", .header = HEADER, .full_list = true};
    add_organizations(session, "BAKU GANJA");
    file.source = "BAKU";
    file.rows = "A|N1|a|x|AZ-BA\nC|N3|c|z|AZ-BA\n";
    load_ok(session, &file);
    file.source = "GANJA";
    file.rows = "B|N1|a|x|AZ-GA\n";
    load_ok(session, &file);
}

static void state(struct session *session, const char *code, int precedence, int grace_days)
{
    const struct source_statement statement = {"{\"version\": 1}", precedence, grace_days};
    must(session_begin(session, TRANSACTION_WRITE, fault));
    must(source_store_state(session, code, &statement, fault));
    must(session_commit(session, fault));
}

#define REGIONS                                                                                    \
    "SELECT string_agg(national_id || region, ' ' ORDER BY national_id) FROM cadre.person"

START_TEST(precedence_decides_at_once)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    load_both(session);
    ck_assert_answer(session, REGIONS, "N1AZ-BA N3AZ-BA"); /* the least code, all else equal */
    state(session, "GANJA", 10, 60);
    ck_assert_answer(session, REGIONS, "N1AZ-GA N3AZ-BA");
    state(session, "BAKU", 5, 60);
    ck_assert_answer(session, REGIONS, "N1AZ-BA N3AZ-BA");
    state(session, "BAKU", 100, 7);
    ck_assert_answer(session, REGIONS, "N1AZ-GA N3AZ-BA");
    ck_assert_answer(session,
                     "SELECT string_agg(national_id || grace_days, ' ' ORDER BY national_id) FROM "
                     "cadre.person",
                     "N160 N37");
    ck_assert_answer(session,
                     "SELECT count(*) FROM cadre.person p FULL JOIN "
                     "cadre.person_state('infinity', 'infinity') s USING (person_id) "
                     "WHERE p::text IS DISTINCT FROM ROW(s.*)::text",
                     "0");
}
END_TEST

START_TEST(earlier_knowledge_keeps_its_settings)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    load_both(session);
    const char *before = digest_now(session);
    const char *known_at = ask(session, "SELECT newest FROM cadre.registry_clock");
    state(session, "GANJA", 10, 30);
    const char *changed = digest_now(session);
    const char *known_then = ask(session, "SELECT newest FROM cadre.registry_clock");
    ck_assert_str_ne(changed, before);
    ck_assert_str_eq(digest_at(session, NULL, known_at), before);
    state(session, "GANJA", 100, 60);
    ck_assert_str_eq(digest_now(session), before); /* as it was */
    ck_assert_str_eq(digest_at(session, NULL, known_then), changed);
    ck_assert_str_eq(digest_at(session, NULL, known_at), before);
}
END_TEST

START_TEST(statements_follow_one_another)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct str_view settings;
    struct source_row *rows;
    size_t count;
    const struct source_statement first = {"{\"version\": 1, \"delimiter\": \";\"}", 100, 60};
    const struct source_statement second = {"{\"version\": 1, \"delimiter\": \"|\"}", 100, 60};
    load_both(session);
    must(source_store_settings(session, "BAKU", test_arena(), &settings, fault));
    ck_assert_ptr_null(settings.data);
    must(source_store_settings(session, "NOBODY", test_arena(), &settings, fault));
    ck_assert_ptr_null(settings.data);
    must(source_store_state(session, "BAKU", &first, fault));
    must(source_store_state(session, "BAKU", &second, fault));
    must(source_store_settings(session, "BAKU", test_arena(), &settings, fault));
    ck_assert_view_eq(settings, "{\"version\": 1, \"delimiter\": \"|\"}");
    ck_assert_answer(session,
                     "SELECT string_agg(coalesce(settings->>'delimiter', 'none'), ' ' ORDER BY "
                     "known_from) FROM cadre.source_settings WHERE source = 'BAKU'",
                     "none ; |");
    ck_assert_answer(session,
                     "SELECT bool_and(l.known_until = r.known_from) FROM cadre.source_settings l "
                     "JOIN cadre.source_settings r ON r.known_from > l.known_from "
                     "AND NOT EXISTS (SELECT FROM cadre.source_settings m WHERE m.known_from > "
                     "l.known_from AND m.known_from < r.known_from)",
                     "true");
    must(source_store_list(session, NULL, test_arena(), &rows, &count, fault));
    ck_assert_uint_eq(count, 2);
    ck_assert_view_eq(rows[0].code, "BAKU");
    ck_assert_int_eq(rows[0].batch, 2);
    ck_assert_view_eq(rows[0].kind, "roster");
    ck_assert_ptr_null(rows[1].settings.data);
    must(source_store_list(session, "GANJA", test_arena(), &rows, &count, fault));
    ck_assert_uint_eq(count, 1);
    must(source_store_list(session, "NOBODY", test_arena(), &rows, &count, fault));
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(what_is_no_statement_is_refused)
{
    static const struct source_statement statements[] = {
        {"[]", 100, 60}, {"{\"version\": 1}", 100, -1}, {"{", 100, 60}};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    load_both(session);
    ck_assert_int_eq(source_store_state(session, "BAKU", &statements[_i], &err), CADRE_DATABASE);
    ck_assert_answer(session, "SELECT count(*) FROM cadre.source_settings", "0");
    cadre_error_release(&err);
    ck_assert_int_eq(source_store_state(session, "NOBODY", &statements[1], &err), CADRE_DATABASE);
    cadre_error_release(&err);
}
END_TEST

START_TEST(the_files_of_a_source)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct source_import *imports;
    size_t count;
    load_both(session);
    must(source_store_imports(session, "GANJA", 10, test_arena(), &imports, &count, fault));
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(imports[0].number, 3);
    ck_assert_view_eq(imports[0].state, "merged");
    ck_assert(imports[0].full_list && imports[0].counted);
    ck_assert_int_eq(imports[0].rows_read, 1);
    ck_assert_int_eq(imports[0].rows_faulty, 0);
    must(source_store_imports(session, "GANJA", 0, test_arena(), &imports, &count, fault));
    ck_assert_uint_eq(count, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("source_settings");
    tcase_add_test(tcase, precedence_decides_at_once);
    tcase_add_test(tcase, earlier_knowledge_keeps_its_settings);
    tcase_add_test(tcase, statements_follow_one_another);
    tcase_add_loop_test(tcase, what_is_no_statement_is_refused, 0, 3);
    tcase_add_test(tcase, the_files_of_a_source);
    return run_with_server(tcase, "integration/source_settings");
}
