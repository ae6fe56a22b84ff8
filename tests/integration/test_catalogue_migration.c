/* A change of version: what days go with it, what falls together, and that all of it comes back. */
#include <string.h>

#include "sql/catalogue_migration.h"
#include "sql/catalogue_undo.h"
#include "tests/integration/files.h"

enum { WAIT_S = 10, FILES_MAX = 4 };

#define HELD(from, day, text)                                                                      \
    {                                                                                              \
        .kind = "competencies", .source = (from), .effective = (day),                              \
        .header = "source_person_id type code level years", .rows = (text)                         \
    }
#define SETS(day, text)                                                                            \
    {                                                                                              \
        .kind = "requirements", .effective = (day),                                                \
        .header = "need_code clause kind code level months importance k", .rows = (text)           \
    }
#define NEED(day, text)                                                                            \
    {                                                                                              \
        .kind = "needs", .effective = (day),                                                       \
        .header = "need_code organization_code title engagement work_role headcount priority "     \
                  "starts_on",                                                                     \
        .rows = (text)                                                                             \
    }

#define DAYS "lower(valid) || '..' || coalesce(upper(valid)::text, '')"

static const char held[] =
    "SELECT source, ltrim(person_id, 'P0'), code, level, " DAYS " FROM cadre.competency_held "
    "WHERE upper_inf(recorded) ORDER BY source, person_id, code COLLATE \"C\", lower(valid)";
static const char needs[] = "SELECT need_code, work_role, " DAYS " FROM cadre.need "
                            "WHERE upper_inf(recorded) ORDER BY need_code, lower(valid)";
static const char sets[] =
    "SELECT need_code, clause, kind, code, level, months, " DAYS " FROM cadre.need_alternative "
    "WHERE upper_inf(recorded) ORDER BY need_code, clause, kind, code COLLATE \"C\", lower(valid)";

/* All are carried on 2026-04-01. A goes to A, B to A, C nowhere. */
struct tale {
    const char *title;
    struct test_file files[FILES_MAX];
    const char *question, *answer;
};

static const struct tale tales[] = {
    {"the days before stay, also those of a version that ends later",
     {HELD("BAKU", "2026-01-01", "B1|work_role|F@1/A|1|\n"),
      HELD("BAKU", "2026-03-01", "B1|work_role|F@1/A|2|\n"),
      HELD("BAKU", "2026-05-01", "B1|work_role|F@1/A|3|\n")},
     held,
     "BAKU|1|F@1/A|1|2026-01-01..2026-03-01\n"
     "BAKU|1|F@1/A|2|2026-03-01..2026-04-01\n"
     "BAKU|1|F@2/A|2|2026-04-01..2026-05-01\n"
     "BAKU|1|F@2/A|3|2026-05-01.."},
    {"what is over by then stays whole, what begins on the day goes whole",
     {HELD("BAKU", "2026-01-01", "B1|work_role|F@1/A|1|\nB1|work_role|F@1/C|1|\n"),
      {.kind = "competencies",
       .source = "BAKU",
       .effective = "2026-02-01",
       .header = "source_person_id type code level",
       .rows = "B1|work_role|F@1/C|1\n",
       .full_list = true},
      HELD("BAKU", "2026-04-01", "B2|work_role|F@1/A|1|\n")},
     held,
     "BAKU|1|F@1/A|1|2026-01-01..2026-02-01\n"
     "BAKU|1|F@1/C|1|2026-01-01..\n"
     "BAKU|2|F@2/A|1|2026-04-01.."},
    {"the higher level stands, each source by itself",
     {HELD("BAKU", "2026-01-01", "B1|work_role|F@1/A|1|9\nB1|work_role|F@1/B|2|\n"),
      HELD("GANJA", "2026-01-01", "G1|work_role|F@1/A|1|\n")},
     held,
     "BAKU|1|F@1/A|1|2026-01-01..2026-04-01\n"
     "BAKU|1|F@1/B|2|2026-01-01..2026-04-01\n"
     "BAKU|1|F@2/A|2|2026-04-01..\n"
     "GANJA|1|F@1/A|1|2026-01-01..2026-04-01\n"
     "GANJA|1|F@2/A|1|2026-04-01.."},
    {"until the better one ends the other waits",
     {HELD("BAKU", "2026-01-01", "B1|work_role|F@1/A|1|\nB1|work_role|F@1/B|3|\n"),
      {.kind = "competencies",
       .source = "BAKU",
       .effective = "2026-06-01",
       .header = "source_person_id type code level",
       .rows = "B1|work_role|F@1/A|1\n",
       .full_list = true}},
     held,
     "BAKU|1|F@1/A|1|2026-01-01..2026-04-01\n"
     "BAKU|1|F@1/B|3|2026-01-01..2026-04-01\n"
     "BAKU|1|F@2/A|3|2026-04-01..2026-06-01\n"
     "BAKU|1|F@2/A|1|2026-06-01.."},
    {"what the source says of the new version itself stands",
     {HELD("BAKU", "2026-01-01", "B1|work_role|F@1/A|3|\n"),
      HELD("BAKU", "2026-05-01", "B1|work_role|F@2/A|1|\n")},
     held,
     "BAKU|1|F@1/A|3|2026-01-01..2026-04-01\n"
     "BAKU|1|F@2/A|3|2026-04-01..2026-05-01\n"
     "BAKU|1|F@2/A|1|2026-05-01.."},
    {"a competency of that code is another element",
     {HELD("BAKU", "2026-01-01", "B1|competency|F@1/A|3|\n")},
     held,
     "BAKU|1|F@1/A|3|2026-01-01.."},
    {"needs of today and of later days",
     {NEED("2026-01-01", "N1|BAKU|t|civil|F@1/B|1|1|2026-01-01\n"
                         "N2|BAKU|t|civil|F@1/C|1|1|2026-01-01\n"),
      NEED("2026-05-01", "N1|BAKU|t|civil|F@1/A|2|1|2026-01-01\n")},
     needs,
     "N1|F@1/B|2026-01-01..2026-04-01\n"
     "N1|F@2/A|2026-04-01..2026-05-01\n"
     "N1|F@2/A|2026-05-01..\n"
     "N2|F@1/C|2026-01-01.."},
    {"the alternative that asks less stands, experience goes with its role",
     {NEED("2026-01-01", "N1|BAKU|t|civil||1|1|2026-01-01\n"),
      SETS("2026-01-01", "N1|1|work_role|F@1/A|2||required|1\nN1|1|work_role|F@1/B|1||required|1\n"
                         "N1|2|experience|F@1/A||12|desired|1\n"
                         "N1|2|experience|F@1/B|||desired|1\n"
                         "N1|3|credential|F@1/A|||required|1\n")},
     sets,
     "N1|1|work_role|F@1/A|2|-|2026-01-01..2026-04-01\n"
     "N1|1|work_role|F@1/B|1|-|2026-01-01..2026-04-01\n"
     "N1|1|work_role|F@2/A|1|-|2026-04-01..\n"
     "N1|2|experience|F@1/A|-|12|2026-01-01..2026-04-01\n"
     "N1|2|experience|F@1/B|-|-|2026-01-01..2026-04-01\n"
     "N1|2|experience|F@2/A|-|-|2026-04-01..\n"
     "N1|3|credential|F@1/A|-|-|2026-01-01.."},
};

/* Two sources, two people (P1 in both), and a framework of two versions. */
static struct session *registry(void)
{
    struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU GANJA");
    load_ok(session, &(struct test_file){.kind = "roster",
                                         .source = "BAKU",
                                         .effective = "2026-01-01",
                                         .header = "source_person_id national_id given_name "
                                                   "family_name",
                                         .rows = "B1|N1|a|x\nB2|N2|b|x\n"});
    load_ok(session, &(struct test_file){.kind = "roster",
                                         .source = "GANJA",
                                         .effective = "2026-01-01",
                                         .header = "source_person_id national_id given_name "
                                                   "family_name",
                                         .rows = "G1|N1|a|x\n"});
    run_sql(session,
            "INSERT INTO cadre.catalogue_load (framework, version, recorded_at) "
            "VALUES ('F', '1', cadre.draw_recorded());"
            "INSERT INTO cadre.loaded_framework (code, version, title_en, scale, current, load) "
            "VALUES ('F', '1', 'F', 'core', true, 1), ('F', '2', 'F', 'core', false, 1);"
            "INSERT INTO cadre.loaded_element (framework, version, type, code, load) "
            "SELECT 'F', version, type, code, 1 FROM unnest('{1,2}'::text[]) AS version, "
            "unnest('{A,B,C}'::text[]) AS code, unnest('{work_role,competency}'::text[]) AS type;");
    return session;
}

static const struct carried_element elements[] = {
    {"work_role", "A", "A", "same"},
    {"work_role", "B", "A", "mapped"},
    {"work_role", "C", NULL, "withdrawn"},
};

static enum cadre_status migrate(struct session *session, const struct carried_element *steps,
                                 size_t count, struct catalogue_migration_result *ret_result,
                                 struct cadre_error *err)
{
    static const struct str_view levels[] = {{"1", 1}, {"2", 1}, {"3", 1}, {"4", 1}, {"5", 1}};
    struct catalogue_migration migration = {
        .framework = "F",
        .from_version = "1",
        .to_version = "2",
        .elements = steps,
        .element_count = count,
        .levels = levels,
        .level_count = ROWS(levels),
    };
    ck_assert(cadre_date_parse_iso(str_view_of("2026-04-01"), &migration.effective));
    return catalogue_migration_run(session, &migration, test_arena(), ret_result, err);
}

static int64_t migrate_ok(struct session *session)
{
    struct catalogue_migration_result result = {0};
    must(migrate(session, elements, ROWS(elements), &result, fault));
    check_registry(session);
    return result.load;
}

static void undo_ok(struct session *session, int64_t load)
{
    struct catalogue_undo_result result;
    must(catalogue_undo(session, load, WAIT_S, test_arena(), &result, fault));
    check_registry(session);
}

START_TEST(days_are_carried_and_come_back)
{
    const struct tale *tale = &tales[_i];
    CADRE_CLEANUP(session_cleanup) struct session *session = registry();
    for (int i = 0; i < FILES_MAX && tale->files[i].kind != NULL; i++)
        load_ok(session, &tale->files[i]);
    const char *known = ask(session, "SELECT newest FROM cadre.registry_clock");
    const char *before = digest_now(session);
    const char *day_before = digest_at(session, "2026-03-31", NULL);
    int64_t load = migrate_ok(session);
    ck_assert_int_gt(load, 0);
    const char *answer = ask(session, tale->question);
    ck_assert_msg(strcmp(answer, tale->answer) == 0, "%s:\n%s", tale->title, answer);
    const char *after = digest_now(session);
    ck_assert_str_eq(digest_at(session, NULL, known), before);
    ck_assert_int_eq(migrate_ok(session), 0);
    const char *since = ask(session, "SELECT newest FROM cadre.registry_clock");
    undo_ok(session, load);
    ck_assert_str_eq(digest_now(session), before);
    ck_assert_str_eq(digest_at(session, "2026-03-31", NULL), day_before);
    ck_assert_str_eq(digest_at(session, NULL, since), after);
    ck_assert_int_gt(migrate_ok(session), load);
    ck_assert_str_eq(digest_now(session), after);
}
END_TEST

/* Two of A and B, which would be two of one. */
START_TEST(a_clause_of_several_is_not_torn)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = registry();
    struct catalogue_migration_result result = {0};
    struct cadre_error err = {0};
    load_ok(session, &(struct test_file)NEED("2026-01-01", "N1|BAKU|t|civil||1|1|2026-01-01\n"));
    load_ok(session, &(struct test_file)SETS("2026-01-01", "N1|7|work_role|F@1/A|1||required|2\n"
                                                           "N1|7|work_role|F@1/B|1||required|2\n"));
    const char *before = digest_now(session);
    ck_assert_int_eq(migrate(session, elements, ROWS(elements), &result, &err), CADRE_REFUSED);
    ck_assert_str_eq(err.message, "clause 7 of need 'N1' asks for several alternatives, of which "
                                  "fewer would be left");
    cadre_error_release(&err);
    ck_assert_str_eq(digest_now(session), before);
    ck_assert_answer(session, "SELECT count(*) FROM cadre.catalogue_load WHERE sort = 'migration'",
                     "0");
}
END_TEST

/* A step that was open has a place by the next map: only that is carried, and noted anew. */
START_TEST(a_better_map_carries_the_rest)
{
    static const struct carried_element better[] = {
        {"work_role", "A", "A", "same"},
        {"work_role", "B", "A", "mapped"},
        {"work_role", "C", "B", "mapped"},
    };
    CADRE_CLEANUP(session_cleanup) struct session *session = registry();
    struct catalogue_migration_result result = {0};
    load_ok(session, &(struct test_file)HELD("BAKU", "2026-01-01",
                                             "B1|work_role|F@1/A|1|\nB1|work_role|F@1/C|1|\n"));
    int64_t first = migrate_ok(session);
    const char *between = digest_now(session);
    must(migrate(session, better, ROWS(better), &result, fault));
    ck_assert_answer(session,
                     "SELECT code, " DAYS " FROM cadre.competency_held WHERE upper_inf(recorded) "
                     "AND upper_inf(valid) ORDER BY code",
                     "F@2/A|2026-04-01..\nF@2/B|2026-04-01..");
    ck_assert_answer(session,
                     "SELECT from_code, to_code, load FROM cadre.loaded_carry "
                     "WHERE replaced_by IS NULL ORDER BY from_code",
                     arena_format(test_arena(), "A|A|%lld\nB|A|%lld\nC|B|%lld", (long long)first,
                                  (long long)first, (long long)result.load));
    struct catalogue_undo_result undone;
    struct cadre_error err = {0};
    ck_assert_int_eq(catalogue_undo(session, first, WAIT_S, test_arena(), &undone, &err),
                     CADRE_REFUSED);
    cadre_error_release(&err);
    undo_ok(session, result.load);
    ck_assert_str_eq(digest_now(session), between);
}
END_TEST

/* Whoever names a later list on what was carried keeps it. */
START_TEST(later_lists_rest_on_what_was_carried)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = registry();
    struct catalogue_undo_result undone;
    struct cadre_error err = {0};
    load_ok(session, &(struct test_file)HELD("BAKU", "2026-01-01", "B1|work_role|F@1/A|1|\n"));
    int64_t load = migrate_ok(session);
    struct outcome later =
        load_ok(session, &(struct test_file)HELD("BAKU", "2026-05-01", "B1|work_role|F@2/A|1|\n"));
    ck_assert_str_eq(told(&later), "0 0 1 0");
    load_ok(session, &(struct test_file)HELD("GANJA", "2026-05-01", "G1|work_role|F@2/B|1|\n"));
    ck_assert_int_eq(catalogue_undo(session, load, WAIT_S, test_arena(), &undone, &err),
                     CADRE_REFUSED);
    ck_assert_uint_eq(undone.resting_count, 1);
    ck_assert_int_eq(undone.resting[0].batch, later.batch);
    ck_assert_int_eq(undone.resting[0].reason, UNDO_REPEATED);
    cadre_error_release(&err);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("catalogue_migration");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, days_are_carried_and_come_back, 0, ROWS(tales));
    tcase_add_test(tcase, a_clause_of_several_is_not_torn);
    tcase_add_test(tcase, a_better_map_carries_the_rest);
    tcase_add_test(tcase, later_lists_rest_on_what_was_carried);
    return run_with_server(tcase, "integration/catalogue_migration");
}
