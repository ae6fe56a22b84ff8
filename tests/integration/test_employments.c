#include "sql/snapshot_store.h"
#include "tests/integration/files.h"

#define EMPLOYMENT "source_person_id national_id given_name family_name employer_code sex"

/* As every field of a person: what the best source says, the newest of it, and what it leaves open
 * the next one says. */
START_TEST(employments_are_read_when_a_limit_asks_for_them)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    struct snapshot *snapshot = NULL;
    struct snapshot_request request = {0};
    ck_assert(cadre_date_parse_iso(STR_VIEW_LITERAL("2026-03-01"), &request.as_of));
    add_organizations(session, "BAKU GANJA");
    const struct test_file files[] = {
        {.kind = "roster",
         .source = "BAKU",
         .effective = "2026-01-01",
         .header = EMPLOYMENT,
         .rows = "A|N1|a|x|E-1|F\nB|N2|b|x||M\n"},
        {.kind = "roster",
         .source = "GANJA",
         .effective = "2026-02-01",
         .header = EMPLOYMENT,
         .rows = "A|N1|a|x|E-2|\nB|N2|b|x|E-3|\nC|N3|c|x||\n"},
        {.kind = "roster",
         .source = "GANJA",
         .effective = "2026-04-01",
         .header = EMPLOYMENT,
         .rows = "A|N1|a|x|E-9|\n"},
    };
    for (int i = 0; i < ROWS(files); i++)
        load_ok(session, &files[i]);
    run_sql(session, "UPDATE cadre.source SET precedence = 1 WHERE code = 'GANJA'");
    must(snapshot_store_load(session, &request, catalogue, test_arena(), &snapshot, fault));
    ck_assert_ptr_null(snapshot->people[0].employer.data);
    must(match_policy_parse(STR_VIEW_LITERAL("{\"draws\": [{\"name\": \"d\", \"people\": "
                                             "{\"employer\": \"*\"}, \"most\": 1}]}"),
                            test_arena(), &request.policy, fault));
    must(snapshot_store_load(session, &request, catalogue, test_arena(), &snapshot, fault));
    ck_assert_uint_eq(snapshot->person_count, 3);
    ck_assert_view_eq(snapshot->people[0].employer, "E-2");
    ck_assert_view_eq(snapshot->people[1].employer, "E-3");
    ck_assert_ptr_null(snapshot->people[2].employer.data);
    ck_assert_int_eq(snapshot->people[0].sex,
                     catalogue_code_rank(catalogue, "sex", STR_VIEW_LITERAL("F")));
    ck_assert_int_eq(snapshot->people[1].sex,
                     catalogue_code_rank(catalogue, "sex", STR_VIEW_LITERAL("M")));
    ck_assert_int_eq(snapshot->people[2].sex, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("employments");
    tcase_add_test(tcase, employments_are_read_when_a_limit_asks_for_them);
    return run_with_server(tcase, "integration/employments");
}
