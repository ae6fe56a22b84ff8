/* People as the merge keeps them are those that are derived from the source records. */
#include <string.h>

#include "sql/snapshot_store.h"
#include "tests/integration/files.h"

#define HEADER                                                                                     \
    "source_person_id national_id given_name family_name birth_date citizenship region "           \
    "institution graduated_on"

static struct cadre_date day(const char *text)
{
    struct cadre_date date = cadre_date_none;
    ck_assert(cadre_date_parse_iso(str_view_of(text), &date));
    return date;
}

static void fill(struct session *session, const char *effective, const char *rows)
{
    const struct test_file roster = {.kind = "roster",
                                     .source = "BAKU",
                                     .effective = effective,
                                     .header = HEADER,
                                     .rows = rows,
                                     .full_list = true};
    ck_assert_uint_eq(load_ok(session, &roster).result.rejection_count, 0);
}

/* B and C leave in March; A's day of birth was always the later one. */
static struct session *open_filled(void)
{
    struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU");
    fill(session, "2026-01-01",
         "A|N2|Ada|x|1990-03-04|AZ|AZ-BA|BDU|2012-06-30\nB|N1|Bo|x||||BDU|2011-06-30\n"
         "C||Cy|x|||||\n");
    fill(session, "2026-03-01", "A|N2|Ada|x|1991-03-04|AZ|AZ-GA|ADU|2012-06-30\n");
    return session;
}

static const struct snapshot *people_on(struct session *session, const char *as_of,
                                        const char *known_at, bool kept)
{
    static struct catalogue *catalogue;
    struct snapshot *snapshot = NULL;
    if (catalogue == NULL)
        catalogue = catalogue_new();
    const struct snapshot_request request = {
        .as_of = day(as_of), .known_at = known_at, .kept = kept};
    must(snapshot_store_load(session, &request, catalogue, test_arena(), &snapshot, fault));
    return snapshot;
}

static const char *const days[] = {"2025-06-01", "2026-01-01", "2026-01-31", "2026-02-28",
                                   "2026-03-01", "2026-04-29", "2026-04-30", "2027-01-01"};

static void check_days(struct session *session, const char *known_at)
{
    for (int i = 0; i < ROWS(days); i++) {
        struct digest derived, kept;
        snapshot_digest(people_on(session, days[i], known_at, false), "p", "s", &derived, NULL);
        snapshot_digest(people_on(session, days[i], known_at, true), "p", "s", &kept, NULL);
        ck_assert_msg(digest_compare(&derived, &kept) == 0, "as of %s, known at %s", days[i],
                      known_at);
    }
}

/* Also before records begin, between their versions, in their days of grace, as known before the
 * last file, and when another lies ahead. */
START_TEST(kept_people_are_those_that_are_derived)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = open_filled();
    const char *before =
        arena_copy(test_arena(), people_on(session, "2026-02-01", NULL, false)->known_at).data;
    check_days(session, NULL);
    fill(session, "2026-05-01", "Z|N9|z|x|||AZ-BA||\nA|N2|Ada|x|1991-03-04|TR|AZ-GA||\n");
    check_days(session, NULL);
    check_days(session, before);
}
END_TEST

static struct str_view citizenship_of(const struct snapshot *snapshot)
{
    int32_t index = snapshot_find_person(snapshot, STR_VIEW_LITERAL("N2"));
    ck_assert_int_ge(index, 0);
    return snapshot->people[index].citizenship;
}

/* Who altered the table shows where people come from. */
START_TEST(they_are_read_when_nothing_lies_ahead)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = open_filled();
    run_sql(session, "UPDATE cadre.person SET citizenship = 'TR' WHERE natural_key = 'N2'");
    ck_assert_view_eq(citizenship_of(people_on(session, "2026-03-01", NULL, true)), "TR");
    ck_assert_view_eq(citizenship_of(people_on(session, "2026-03-01", NULL, false)), "AZ");
    ck_assert_view_eq(citizenship_of(people_on(session, "2026-02-28", NULL, true)), "AZ");
    const char *before =
        arena_copy(test_arena(), people_on(session, "2026-03-01", NULL, true)->known_at).data;
    run_sql(session, "SELECT cadre.draw_recorded()");
    ck_assert_view_eq(citizenship_of(people_on(session, "2026-03-01", NULL, true)), "TR");
    ck_assert_view_eq(citizenship_of(people_on(session, "2026-03-01", before, true)), "AZ");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("kept_people");
    tcase_add_test(tcase, kept_people_are_those_that_are_derived);
    tcase_add_test(tcase, they_are_read_when_nothing_lies_ahead);
    return run_with_server(tcase, "integration/kept_people");
}
