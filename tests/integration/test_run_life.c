/*
 * What becomes of a stored run: verdicts, publication, withdrawal, and that nothing else of it can
 * ever be changed.
 */
#include <stdlib.h>
#include <string.h>

#include "core/policy/policy.h"
#include "sql/run_life.h"
#include "sql/snapshot_store.h"
#include "tests/integration/server.h"

/* A run of nobody and nothing, made by whoever is connected. */
static int64_t stored_run(struct session *session, const char *policy)
{
    const char *statement = arena_format(
        test_arena(),
        "INSERT INTO cadre.run (digest, digest_without_base, result_digest, as_of, known_at, "
        "policy,"
        " solver_version, mode, base_run, people, needs, pairs, seats, filled, fit_bp, held,"
        " recorded_at)"
        "SELECT sha256('1'), sha256('2'), sha256('3'), '2026-03-01', newest, '%s', 's', 'optimal',"
        " cadre.run_in_force(newest), 0, 0, 0, 0, array_fill(0, ARRAY[9]), 0, 0,"
        " cadre.draw_recorded() FROM cadre.registry_clock",
        policy);
    run_sql(session, statement);
    return strtoll(ask(session, "SELECT max(number) FROM cadre.run"), NULL, 10);
}

static void become(struct session *session, const char *role)
{
    run_sql(session, arena_format(test_arena(), "SET SESSION AUTHORIZATION %s", role));
}

/* Another role that may do what the first one may. */
static void make_role(struct session *session, const char *role)
{
    run_sql(
        session,
        arena_format(test_arena(),
                     "DO $$ BEGIN IF to_regrole('%s') IS NULL THEN CREATE ROLE %s; END IF; END $$;"
                     "GRANT USAGE ON SCHEMA cadre TO %s;"
                     "GRANT ALL ON ALL TABLES IN SCHEMA cadre TO %s;"
                     "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA cadre TO %s",
                     role, role, role, role, role));
}

static enum cadre_status publish(struct session *session, int64_t number, const char *known_at,
                                 bool *ret_done, bool *ret_stale, struct cadre_error *err)
{
    const struct run_publication publication = {
        .number = number, .known_at = known_at, .wait_s = 5};
    return run_life_publish(session, &publication, ret_done, ret_stale, err);
}

static const char *state_of(struct session *session, int64_t number)
{
    struct run_row run;
    must(run_store_find(session, arena_format(test_arena(), "%lld", (long long)number),
                        test_arena(), &run, fault));
    return run_row_state(&run);
}

START_TEST(the_last_verdict_counts_and_all_are_kept)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct run_event *events = NULL;
    struct cadre_error err = {0};
    size_t count = 0;
    bool done;
    bool stale;
    int64_t number = stored_run(session, "p");
    ck_assert_str_eq(state_of(session, number), "draft");
    must(run_life_judge(session, number, RUN_REJECTED, "too many from Ganja", 5, fault));
    ck_assert_str_eq(state_of(session, number), "rejected");
    ck_assert_int_eq(publish(session, number, NULL, &done, &stale, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message, "run 1 was rejected by the role 'cadre': too many from Ganja");
    ck_assert_str_eq(state_of(session, number), "rejected");
    cadre_error_release(&err);
    must(run_life_judge(session, number, RUN_APPROVED, "seen again", 5, fault));
    ck_assert_str_eq(state_of(session, number), "approved");
    must(publish(session, number, NULL, &done, &stale, fault));
    ck_assert(done && !stale);
    ck_assert_str_eq(state_of(session, number), "published");
    must(publish(session, number, NULL, &done, &stale, fault));
    ck_assert(!done);
    must(run_life_events(session, number, test_arena(), &events, &count, fault));
    ck_assert_uint_eq(count, 3);
    ck_assert(str_view_equal(events[0].why, str_view_of("too many from Ganja")));
    ck_assert(str_view_equal(events[1].event, str_view_of("approved")));
    ck_assert(str_view_equal(events[2].event, str_view_of("published")));
    ck_assert(str_view_equal(events[2].role, str_view_of("cadre")));
    ck_assert_ptr_null(events[2].why.data);
    ck_assert_int_eq(run_life_judge(session, number, RUN_REJECTED, "late", 5, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message, "run 1 is published already");
    cadre_error_release(&err);
    ck_assert_int_eq(run_life_judge(session, 9, RUN_REJECTED, "x", 5, &err), CADRE_USAGE);
    ck_assert_str_eq(err.message, "there is no run '9'");
    cadre_error_release(&err);
}
END_TEST

START_TEST(another_role_has_to_approve_where_the_policy_asks_for_it)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    bool done;
    bool stale;
    int64_t number = stored_run(session, policy_with_approval("p", test_arena()));
    make_role(session, "colonel");
    ck_assert_int_eq(publish(session, number, NULL, &done, &stale, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message, "run 1 is not approved: its policy wants the approval of another "
                                  "role than 'cadre'");
    cadre_error_release(&err);
    ck_assert_int_eq(run_life_judge(session, number, RUN_APPROVED, "mine", 5, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message,
                     "run 1 was made by the role 'cadre', and its policy wants another "
                     "role's approval than that of 'cadre'");
    cadre_error_release(&err);
    /* Another role for a time is the same person still. */
    run_sql(session, "SET ROLE colonel");
    ck_assert_int_eq(run_life_judge(session, number, RUN_APPROVED, "mine", 5, &err), CADRE_REFUSED);
    cadre_error_release(&err);
    run_sql(session, "RESET ROLE");
    ck_assert_str_eq(state_of(session, number), "draft");
    become(session, "colonel");
    must(run_life_judge(session, number, RUN_APPROVED, "seen", 5, fault));
    become(session, "DEFAULT");
    must(publish(session, number, NULL, &done, &stale, fault));
    ck_assert(done);
    ck_assert_answer(session, "SELECT event, role, why FROM cadre.run_event ORDER BY recorded_at",
                     "approved|colonel|seen\npublished|cadre|-");
}
END_TEST

START_TEST(what_was_checked_before_the_last_change_is_stale)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const char *known_at = NULL;
    bool done;
    bool stale;
    int64_t number = stored_run(session, "p");
    must(snapshot_store_moment(session, NULL, test_arena(), &known_at, fault));
    run_sql(session, "SELECT cadre.draw_recorded()");
    must(publish(session, number, known_at, &done, &stale, fault));
    ck_assert(stale && !done);
    ck_assert_str_eq(state_of(session, number), "draft");
    must(snapshot_store_moment(session, NULL, test_arena(), &known_at, fault));
    must(publish(session, number, known_at, &done, &stale, fault));
    ck_assert(done && !stale);
}
END_TEST

START_TEST(lapses_are_stored_with_the_publication)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    const struct run_lapse_row lapses[] = {
        {str_view_of("N\"1"), str_view_of("K1"), str_view_of("withdrawn")},
        {{NULL, 0}, str_view_of("K2"), str_view_of("seats")},
    };
    struct run_publication publication = {.number = stored_run(session, "p"),
                                          .why = "the minister asks for it",
                                          .lapses = lapses,
                                          .lapse_count = 2,
                                          .wait_s = 5};
    struct cadre_date day;
    struct run_lapse_row *stored = NULL;
    struct run_event *events = NULL;
    size_t count = 0;
    bool done;
    bool stale;
    ck_assert(cadre_date_parse_iso(STR_VIEW_LITERAL("2026-03-15"), &day));
    must(snapshot_store_moment(session, NULL, test_arena(), &publication.known_at, fault));
    publication.as_of = &day;
    must(run_life_publish(session, &publication, &done, &stale, fault));
    ck_assert_answer(
        session, "SELECT natural_key, need_code, reason FROM cadre.run_lapse ORDER BY need_code",
        "N\"1|K1|withdrawn\n-|K2|seats");
    ck_assert_answer(session, "SELECT event, why FROM cadre.run_event",
                     "published|the minister asks for it");
    must(run_life_lapses(session, publication.number, test_arena(), &stored, &count, fault));
    ck_assert_uint_eq(count, 2);
    ck_assert(str_view_equal(stored[0].natural_key, lapses[0].natural_key));
    ck_assert(str_view_equal(stored[1].reason, lapses[1].reason) &&
              stored[1].natural_key.data == NULL);
    must(run_life_events(session, publication.number, test_arena(), &events, &count, fault));
    ck_assert_uint_eq(count, 1);
    ck_assert(events[0].sealed && events[0].looked_as_of.day == day.day);
    ck_assert_str_eq(events[0].looked_known_at.data, publication.known_at);
}
END_TEST

START_TEST(a_withdrawn_run_gives_its_place_back)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    struct run_row run;
    struct cadre_date march;
    const char *between = NULL;
    bool done;
    bool stale;
    ck_assert(cadre_date_parse_iso(str_view_of("2026-03-31"), &march));
    int64_t first = stored_run(session, "p");
    int64_t second = stored_run(session, "p");
    ck_assert_int_eq(run_life_withdraw(session, first, "no", 5, &done, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message, "run 1 is not published: there is nothing to withdraw");
    cadre_error_release(&err);
    must(publish(session, first, NULL, &done, &stale, fault));
    must(publish(session, second, NULL, &done, &stale, fault));
    must(snapshot_store_moment(session, NULL, test_arena(), &between, fault));
    must(run_life_withdraw(session, second, "a mistake", 5, &done, fault));
    ck_assert(done);
    must(run_life_withdraw(session, second, "a mistake", 5, &done, fault));
    ck_assert(!done);
    ck_assert_str_eq(state_of(session, second), "withdrawn");
    ck_assert_answer(session, "SELECT cadre.run_in_force('infinity')", "1");
    ck_assert_answer(session,
                     arena_format(test_arena(), "SELECT cadre.run_in_force('%s')", between), "2");
    must(run_store_newest(session, march, between, test_arena(), &run, fault));
    ck_assert_str_eq(run_row_state(&run), "published");
    ck_assert_int_eq(publish(session, second, NULL, &done, &stale, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message, "run 2 is withdrawn already");
    cadre_error_release(&err);
}
END_TEST

static const char *const changes[] = {
    "UPDATE cadre.run SET fit_bp = 1",
    "UPDATE cadre.run SET as_of = as_of + 1",
    "UPDATE cadre.run SET made_by = 'somebody'",
    "UPDATE cadre.run SET published_at = NULL",
    "UPDATE cadre.run SET published_at = published_at + interval '1 second'",
    "DELETE FROM cadre.run",
    "TRUNCATE cadre.run CASCADE",
    "UPDATE cadre.run_assignment SET fit_bp = 1",
    "DELETE FROM cadre.run_assignment",
    "TRUNCATE cadre.run_assignment",
    "UPDATE cadre.run_price SET price = 0",
    "DELETE FROM cadre.run_price",
    "TRUNCATE cadre.run_price",
    "UPDATE cadre.run_reason SET people = 0",
    "DELETE FROM cadre.run_reason",
    "TRUNCATE cadre.run_reason",
    "UPDATE cadre.run_event SET why = 'else'",
    "DELETE FROM cadre.run_event",
    "TRUNCATE cadre.run_event",
    "DELETE FROM cadre.run_event_count",
    "TRUNCATE cadre.run_event_count",
    "UPDATE cadre.run_cap SET filled = 0",
    "DELETE FROM cadre.run_cap",
    "TRUNCATE cadre.run_cap",
    "UPDATE cadre.run_reserve SET price = 0",
    "DELETE FROM cadre.run_reserve",
    "TRUNCATE cadre.run_reserve",
    "UPDATE cadre.run_lapse SET reason = 'else'",
    "DELETE FROM cadre.run_lapse",
    "TRUNCATE cadre.run_lapse",
};

START_TEST(what_is_stored_is_never_changed)
{
    static const char everything[] =
        "SELECT (SELECT md5(string_agg(r::text, '')) FROM cadre.run r) AS run, (SELECT count(*) "
        "FROM "
        "cadre.run_assignment) AS a, (SELECT count(*) FROM cadre.run_price) AS p, (SELECT count(*) "
        "FROM cadre.run_reason) AS r, (SELECT md5(string_agg(e::text, '')) FROM cadre.run_event e) "
        "AS e, (SELECT count(*) FROM cadre.run_lapse) AS l, (SELECT count(*) FROM cadre.run_cap) "
        "AS c, "
        "(SELECT count(*) FROM cadre.run_reserve) AS o";
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct cadre_error err = {0};
    bool done;
    bool stale;
    int64_t number = stored_run(session, "p");
    run_sql(
        session,
        "INSERT INTO cadre.run_assignment VALUES "
        "(1, 'N1', 'P1', 'O', 'K1', 5, 1, 1, 1, 1, 1, false);"
        "INSERT INTO cadre.run_price VALUES (1, 'K1', 1, 7);"
        "INSERT INTO cadre.run_reason VALUES (1, 'K1', 'age', 3);"
        "INSERT INTO cadre.run_cap VALUES (1, 0, 'quota', 'q', NULL, 3, 1, 2, 2, 5, 0, 1, true);"
        "INSERT INTO cadre.run_reserve VALUES (1, 'K1', 'r', 2, 2, 0, 0, 0);"
        "INSERT INTO cadre.run_lapse VALUES (1, 'N1', 'K1', 'age')");
    must(publish(session, number, NULL, &done, &stale, fault));
    const char *before = ask(session, everything);
    ck_assert_int_ne(session_run_script(session, changes[_i], &err), CADRE_OK);
    ck_assert_msg(strstr(err.message, "a stored match run is never changed") != NULL, "%s",
                  err.message);
    ck_assert_str_eq(err.sqlstate, "55000");
    ck_assert_answer(session, everything, before);
    cadre_error_release(&err);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("run life");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, the_last_verdict_counts_and_all_are_kept);
    tcase_add_test(tcase, another_role_has_to_approve_where_the_policy_asks_for_it);
    tcase_add_test(tcase, what_was_checked_before_the_last_change_is_stale);
    tcase_add_test(tcase, lapses_are_stored_with_the_publication);
    tcase_add_test(tcase, a_withdrawn_run_gives_its_place_back);
    tcase_add_loop_test(tcase, what_is_stored_is_never_changed, 0,
                        sizeof changes / sizeof *changes);
    return run_with_server(tcase, "run life");
}
