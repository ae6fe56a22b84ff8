/* The digest of the registry: what it is over, and what it is not. */
#include <string.h>

#include "sql/undo.h"
#include "tests/integration/files.h"

enum { WAIT_S = 10 };

/* What sha256sum says of nothing. */
static const char of_nothing[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/* A country of every kind, source by source. */
static const struct test_file country[] = {
    {.kind = "roster",
     .source = "BAKU",
     .effective = "2026-01-01",
     .header = "source_person_id national_id given_name family_name birth_date rank languages",
     .rows = "1|AAA1|Anar|Quliyev|1999-05-14|r1|az:C2;en:B1\n2||Leyla|Rzayeva|2001-01-01||\n"
             "3|AAA3|Kamran|Salehov|1990-02-28|r2|\n",
     .full_list = true},
    {.kind = "roster",
     .source = "GANJA",
     .effective = "2026-01-01",
     .header = "source_person_id national_id given_name family_name email",
     .rows = "1|AAA1|Anar|Quliyev|a@b.az\n9|BBB9|Orxan|Orxanov|\n",
     .full_list = true},
    {.kind = "competencies",
     .source = "BAKU",
     .effective = "2026-01-01",
     .header = "source_person_id type code level years",
     .rows = "1|work_role|DCWF@5.1/511|Advanced|3\n2|work_role|DCWF@5.1/511|Basic|\n"},
    {.kind = "certifications",
     .source = "GANJA",
     .effective = "2026-01-01",
     .header = "source_person_id credential issued_on number",
     .rows = "9|CompTIA/CySA+|2025-01-01|X-9\n1|CompTIA/CySA+|2024-01-01|\n"},
    {.kind = "needs",
     .effective = "2026-01-01",
     .header = "need_code organization_code title engagement headcount priority starts_on",
     .rows = "N1|BAKU|One|contract|2|1|2026-01-01\nN2|GANJA|Two|civil|1|2|2026-01-01\n"},
    {.kind = "requirements",
     .effective = "2026-01-01",
     .header = "need_code clause kind code importance",
     .rows = "N1|1|language|az:B1|required\nN1|2|language|en:B1|desired\n"},
    {.kind = "placements",
     .source = "BAKU",
     .effective = "2026-01-01",
     .header = "source_person_id need_code from_on status",
     .rows = "3|N2|2026-01-01|posted\n"},
};

static struct session *begin(void)
{
    struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU GANJA");
    return session;
}

static void load_all(struct session *session, const int *order)
{
    for (size_t i = 0; i < ROWS(country); i++) {
        struct outcome outcome = load_ok(session, &country[order[i]]);
        ck_assert_uint_eq(outcome.result.rejection_count, 0);
    }
}

START_TEST(nothing_known_is_the_digest_of_nothing)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    ck_assert_str_eq(digest_now(session), of_nothing);
    ck_assert_str_eq(digest_at(session, "2026-01-01", NULL), of_nothing);
    ck_assert_str_eq(digest_at(session, NULL, "2026-01-01"), of_nothing);
    /* A source of which nothing is known, as a refused file leaves it, is nothing either. */
    run_sql(session, "INSERT INTO cadre.source (code, owner, created_at) VALUES ('S', 'O', now())");
    ck_assert_str_eq(digest_now(session), of_nothing);
}
END_TEST

/* The second order numbers the people otherwise, and a third registry learns them row by row. */
START_TEST(numbers_of_people_and_order_do_not_count)
{
    static const int straight[] = {0, 1, 2, 3, 4, 5, 6};
    static const int other[] = {4, 1, 3, 5, 0, 6, 2};
    CADRE_CLEANUP(session_cleanup) struct session *first = begin();
    CADRE_CLEANUP(session_cleanup) struct session *second = begin();
    load_all(first, straight);
    load_all(second, other);
    static const char numbers[] =
        "SELECT string_agg(person_id, ' ' ORDER BY natural_key COLLATE \"C\") FROM cadre.person";
    ck_assert_str_ne(ask(first, numbers), ask(second, numbers));
    ck_assert_str_eq(digest_now(first), digest_now(second));
    ck_assert_str_eq(digest_at(first, "2026-01-15", NULL), digest_at(second, "2026-01-15", NULL));
    /* nor where the rows lie */
    run_sql(second, "UPDATE cadre.source_record SET rank = rank");
    ck_assert_str_eq(digest_now(first), digest_now(second));
    ck_assert_str_ne(digest_now(first), of_nothing);
}
END_TEST

/* Each of them is knowledge: the digest changes, and comes back with it. */
static const struct {
    const char *change, *back;
} changes[] = {
    {"UPDATE cadre.source_record SET rank = '' WHERE source_person_id = '2'",
     "UPDATE cadre.source_record SET rank = NULL WHERE source_person_id = '2'"},
    {"UPDATE cadre.source_record SET valid = daterange('2026-01-01', '2026-02-01') WHERE "
     "source_person_id = '3'",
     "UPDATE cadre.source_record SET valid = daterange('2026-01-01', NULL) WHERE source_person_id "
     "= '3'"},
    {"UPDATE cadre.source_record SET languages = '{az:C2}' WHERE source_person_id = '1' AND source "
     "= 'BAKU'",
     "UPDATE cadre.source_record SET languages = '{az:C2,en:B1}' WHERE source_person_id = '1' AND "
     "source = 'BAKU'"},
    {"UPDATE cadre.person SET attached = NOT attached", "UPDATE cadre.person SET attached = true"},
    {"UPDATE cadre.competency_held SET years = 4 WHERE years = 3",
     "UPDATE cadre.competency_held SET years = 3 WHERE years = 4"},
    {"UPDATE cadre.award SET number = 'X-8' WHERE number = 'X-9'",
     "UPDATE cadre.award SET number = 'X-9' WHERE number = 'X-8'"},
    {"UPDATE cadre.need SET headcount = 3 WHERE need_code = 'N1'",
     "UPDATE cadre.need SET headcount = 2 WHERE need_code = 'N1'"},
    {"UPDATE cadre.need_alternative SET k = 2 WHERE clause = 1",
     "UPDATE cadre.need_alternative SET k = 1 WHERE clause = 1"},
    {"UPDATE cadre.placement SET status = 'ordered'",
     "UPDATE cadre.placement SET status = 'posted'"},
    {"UPDATE cadre.organization SET name = 'Bakı' WHERE code = 'BAKU'",
     "UPDATE cadre.organization SET name = 'BAKU' WHERE code = 'BAKU'"},
    {"INSERT INTO cadre.requirement_hold (key, need_code, valid, since, recorded, batch) VALUES "
     "('N2', 'N2', '[2026-01-01,)', '2026-01-01', '[2000-01-01,)', 1)",
     "DELETE FROM cadre.requirement_hold"},
    {"UPDATE cadre.source SET precedence = 1 WHERE code = 'BAKU'",
     "UPDATE cadre.source SET precedence = 100 WHERE code = 'BAKU'"},
    {"UPDATE cadre.source SET owner = 'GANJA' WHERE code = 'BAKU'",
     "UPDATE cadre.source SET owner = 'BAKU' WHERE code = 'BAKU'"},
    /* whose an award is */
    {"UPDATE cadre.award SET person_id = (SELECT person_id FROM cadre.person WHERE natural_key = "
     "'AAA3') WHERE number IS NULL",
     "UPDATE cadre.award SET person_id = (SELECT person_id FROM cadre.person WHERE natural_key = "
     "'AAA1') WHERE number IS NULL"},
};

START_TEST(all_that_is_known_counts)
{
    static const int straight[] = {0, 1, 2, 3, 4, 5, 6};
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    load_all(session, straight);
    const char *before = digest_now(session);
    for (size_t i = 0; i < ROWS(changes); i++) {
        run_sql(session, changes[i].change);
        ck_assert_msg(strcmp(digest_now(session), before) != 0, "%s", changes[i].change);
        run_sql(session, changes[i].back);
        ck_assert_msg(strcmp(digest_now(session), before) == 0, "%s", changes[i].back);
    }
}
END_TEST

/* What the registry remembers of itself is no knowledge about the country. */
START_TEST(times_and_batches_do_not_count)
{
    static const int straight[] = {0, 1, 2, 3, 4, 5, 6};
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    load_all(session, straight);
    const char *before = digest_now(session);
    run_sql(session, "UPDATE cadre.award SET batch = batch + 100, closed_by = NULL, "
                     "recorded = tstzrange(lower(recorded) - interval '1 hour', NULL)");
    run_sql(session, "UPDATE cadre.source SET created_at = now() - interval '1 year'");
    run_sql(session, "UPDATE cadre.batch SET file_name = 'other.csv'");
    ck_assert_str_eq(digest_now(session), before);
}
END_TEST

/* Later months change neither what was known before, nor what holds on days before. */
START_TEST(earlier_states_keep_their_digest)
{
    static const int straight[] = {0, 1, 2, 3, 4, 5, 6};
    static const struct test_file later = {
        .kind = "roster",
        .source = "BAKU",
        .effective = "2026-02-01",
        .header = "source_person_id national_id given_name family_name birth_date rank languages",
        .rows =
            "1|AAA1|Anar|Quliyev|1999-05-14|r7|az:C2;en:B1\n3|AAA3|Kamran|Salehov|1990-02-28|r2|"
            "\n4||Nicat|Nicatov|2002-02-02||\n",
        .full_list = true};
    static const struct test_file correction = {
        .kind = "roster",
        .source = "GANJA",
        .effective = "2026-03-01",
        .header = "source_person_id national_id given_name family_name birth_date",
        .rows = "9|BBB8|Orxan|Orxanov|1988-08-08\n"};
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    load_all(session, straight);
    const char *const times[] = {
        ask(session, "SELECT newest::text FROM cadre.registry_clock"),
        load_ok(session, &later).result.recorded_at,
        load_ok(session, &correction).result.recorded_at,
    };
    const char *all[3];
    const char *day[3];
    for (int i = 0; i < 3; i++) {
        all[i] = digest_at(session, NULL, times[i]);
        day[i] = digest_at(session, "2026-01-15", times[i]);
    }
    ck_assert_str_ne(all[0], all[1]);
    ck_assert_str_ne(all[1], all[2]);
    ck_assert_str_eq(all[2], digest_now(session)); /* derived anew as it was stored */
    ck_assert_str_eq(digest_at(session, NULL, "2100-01-01"), all[2]);
    ck_assert_str_eq(day[0], day[1]); /* a change of February */
    ck_assert_str_ne(day[1], day[2]); /* a correction: it was always so */

    CADRE_CLEANUP(session_cleanup) struct session *other = begin();
    load_all(other, straight);
    ck_assert_str_eq(digest_now(other), all[0]);
    load_ok(other, &later);
    ck_assert_str_eq(digest_now(other), all[1]);
    load_ok(other, &correction);
    ck_assert_str_eq(digest_now(other), all[2]);
}
END_TEST

/* Evidence of somebody whose only record was taken back keeps a name that no numbering gives. */
START_TEST(evidence_of_somebody_forgotten_is_named_too)
{
    static const struct test_file empty = {
        .kind = "roster",
        .source = "GANJA",
        .effective = "2026-01-01",
        .header = "source_person_id national_id given_name family_name email",
        .rows = "1|AAA1|Anar|Quliyev|a@b.az\n",
        .full_list = true};
    static const int straight[] = {0, 1, 2, 3, 4, 5, 6};
    static const int other[] = {1, 0, 3, 2, 4, 5, 6};
    CADRE_CLEANUP(session_cleanup) struct session *first = begin();
    CADRE_CLEANUP(session_cleanup) struct session *second = begin();
    load_all(first, straight);
    load_all(second, other);
    load_ok(first, &empty);
    load_ok(second, &empty);
    ck_assert_answer(first, "SELECT count(*) FROM cadre.person WHERE natural_key = 'BBB9'", "0");
    ck_assert_str_eq(digest_now(first), digest_now(second));
}
END_TEST

/* Of evidence on a day before anybody names its person: neither a later list nor one that was
 * undone gives that person another name then. */
START_TEST(who_is_not_known_yet_keeps_the_name)
{
    static const char header[] = "source_person_id national_id given_name family_name";
    const struct test_file first = {"roster", "GANJA", "2026-04-01", header, "7|AAA1|Anar|Q\n"};
    const struct test_file award = {"certifications", "GANJA", "2026-02-01",
                                    "source_person_id credential issued_on",
                                    "7|CompTIA/CySA+|2024-01-01\n"};
    const struct test_file second = {"roster", "BAKU", "2026-04-01", header, "1|AAA1|Anar|Q\n"};
    CADRE_CLEANUP(session_cleanup) struct session *session = begin();
    struct undo_result undone;
    load_ok(session, &first);
    const char *then = load_ok(session, &award).result.recorded_at;
    const char *digest = digest_at(session, "2026-03-10", then);
    struct outcome outcome = load_ok(session, &second);
    ck_assert_str_eq(digest_at(session, "2026-03-10", then), digest);
    must(undo_batch(session, outcome.batch, WAIT_S, test_arena(), &undone, fault));
    ck_assert_str_eq(digest_at(session, "2026-03-10", then), digest);
    ck_assert_str_eq(digest_at(session, "2026-03-10", NULL), digest);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("registry_digest");
    tcase_add_test(tcase, nothing_known_is_the_digest_of_nothing);
    tcase_add_test(tcase, numbers_of_people_and_order_do_not_count);
    tcase_add_test(tcase, all_that_is_known_counts);
    tcase_add_test(tcase, times_and_batches_do_not_count);
    tcase_add_test(tcase, earlier_states_keep_their_digest);
    tcase_add_test(tcase, evidence_of_somebody_forgotten_is_named_too);
    tcase_add_test(tcase, who_is_not_known_yet_keeps_the_name);
    return run_with_server(tcase, "integration/registry_digest");
}
