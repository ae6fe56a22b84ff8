/* What differs between two moments, record by record and column by column. */
#include "sql/batch_diff.h"
#include "tests/integration/files.h"

#define ROSTER "source_person_id national_id given_name family_name birth_date rank languages"

/* "new 1, changed 2: rank 2; S1 rank r1>r2, ...": totals, columns, examples. */
static const char *diff_text(struct session *session, const char *kind, const char *source,
                             const struct batch_moment *before, const struct batch_moment *after)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct batch_diff diff;
    must(batch_diff_find(session, kind_find(str_view_of(kind)), source, before, after, 2,
                         test_arena(), &diff, fault));
    for (int i = 0; i < CHANGE_COUNT; i++) {
        if (diff.records[i] > 0)
            str_add_format(&text, "%s %lld, ", change_names[i], (long long)diff.records[i]);
    }
    for (size_t i = 0; i < diff.column_count; i++)
        str_add_format(&text, "%.*s %s %lld, ", STR_VIEW_ARGS(diff.columns[i].name),
                       change_names[diff.columns[i].change], (long long)diff.columns[i].records);
    for (size_t i = 0; i < diff.example_count; i++) {
        const struct change_example *example = &diff.examples[i];
        struct str_view key = example->record;
        (void)str_view_cut(key, '\x1f', &key);
        str_add_format(&text, "[%s %.*s %.*s %.*s>%.*s]", change_names[example->change],
                       STR_VIEW_ARGS(key), (int)example->column.length,
                       example->column.data != NULL ? example->column.data : "",
                       (int)example->was.length, example->was.data != NULL ? example->was.data : "",
                       (int)example->becomes.length,
                       example->becomes.data != NULL ? example->becomes.data : "");
    }
    return arena_copy(test_arena(), (struct str_view){str_chars(&text), text.length}).data;
}

static struct batch_moment moment(const struct test_file *file, const struct outcome *outcome)
{
    struct batch_moment moment = {.known_at = outcome->result.recorded_at};
    ck_assert(cadre_date_parse_iso(str_view_of(file->effective), &moment.day));
    return moment;
}

static const struct test_file months[] = {
    {"roster", "BAKU", "2026-01-01", ROSTER,
     "1|A|Anar|f|1990-01-01|r1|az:C2\n2|B|g|f||r1|\n3|C|g|f|1991-01-01||\n4|D|g|f|||\n",
     .full_list = true},
    {"roster", "BAKU", "2026-02-01", ROSTER,
     "1|A|Anar|f|1990-01-01|r2|az:C2;en:B1\n2|B|g|f|1992-02-02|r1|\n3|C|g|new|1991-09-09||\n"
     "5|E|g|f|||\n",
     .full_list = true},
    {"roster", "BAKU", "2026-03-01", ROSTER,
     "1|A|Anar|f|1990-01-01|r1|az:C2\n2|B|g|f|1992-02-02|r1|\n3|C|g|f|1991-01-01||\n4|D|g|f|||\n",
     .full_list = true},
};

static const char february[] =
    "new 1, changed 2, corrected 1, left 1, family_name changed 1, languages changed 1, rank "
    "changed 1, birth_date corrected 2, "
    "[changed #1 languages az:C2>az:C2;en:B1][changed #1 rank r1>r2]"
    "[changed #3 birth_date 1991-01-01>1991-09-09][changed #3 family_name f>new]"
    "[corrected #2 birth_date >1992-02-02][left #4  >][new #5  >]";

START_TEST(between_two_months)
{
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    struct batch_moment moments[ROWS(months)];
    add_organizations(session, "BAKU GANJA");
    for (int i = 0; i < ROWS(months); i++) {
        const struct test_file other = {"roster",
                                        "GANJA",
                                        months[i].effective,
                                        ROSTER,
                                        arena_format(test_arena(), "9|Z|g|f||r%d|\n", i),
                                        .full_list = true};
        struct outcome outcome = load_ok(session, &months[i]);
        moments[i] = moment(&months[i], &outcome);
        load_ok(session, &other); /* of another source: not in it */
    }
    ck_assert_str_eq(diff_text(session, "roster", "BAKU", &moments[0], &moments[1]), february);
    /* What a batch did is what it differs in from the moment before. */
    struct batch_moment before = {.day = moments[1].day};
    ck_assert_str_eq(diff_text(session, "roster", "BAKU", &before, &moments[1]), february);
    ck_assert_str_eq(diff_text(session, "roster", "BAKU", &moments[1], &moments[1]), "");
    /* there and back */
    ck_assert_str_eq(diff_text(session, "roster", "BAKU", &moments[0], &moments[2]),
                     "corrected 1, birth_date corrected 1, [corrected #2 birth_date >1992-02-02]");
    ck_assert_str_eq(diff_text(session, "roster", "GANJA", &moments[1], &moments[2]),
                     "changed 1, rank changed 1, [changed #9 rank r0>r1]");
}
END_TEST

/* A late file says what was on its day, not what is now. */
START_TEST(a_late_file_differs_on_its_day)
{
    static const struct test_file now = {"roster", "BAKU",           "2026-03-01",
                                         ROSTER,   "1|A|g|f||r3|\n", .full_list = true};
    static const struct test_file late = {
        "roster", "BAKU", "2026-02-01", ROSTER, "1|A|g|f||r2|\n2|B|g|f|||\n", .full_list = true};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU");
    load_ok(session, &now);
    struct outcome outcome = load_ok(session, &late);
    struct batch_moment after = moment(&late, &outcome);
    struct batch_moment before = {.day = after.day};
    ck_assert_str_eq(diff_text(session, "roster", "BAKU", &before, &after),
                     "new 2, [new #1  >][new #2  >]");
    struct batch_moment march = {after.day, NULL};
    ck_assert(cadre_date_parse_iso(str_view_of("2026-03-01"), &march.day));
    after.day = march.day;
    ck_assert_str_eq(diff_text(session, "roster", "BAKU", &march, &after), "");
}
END_TEST

START_TEST(kinds_without_a_source_differ_too)
{
    static const struct test_file first = {
        "needs", NULL, "2026-01-01",
        "need_code organization_code title engagement headcount priority starts_on citizenship",
        "N1|BAKU|t|civil|1|1|2026-01-01|AZ\nN2|BAKU|t|civil|1|1|2026-01-01|\n"};
    static const struct test_file second = {
        "needs", NULL, "2026-02-01",
        "need_code organization_code title engagement headcount priority starts_on citizenship",
        "N1|BAKU|t|civil|3|1|2026-01-01|AZ;TR\nN3|BAKU|t|civil|1|1|2026-01-01|\n"};
    CADRE_CLEANUP(session_cleanup) struct session *session = connect_to(fresh_database(), "test");
    add_organizations(session, "BAKU");
    struct outcome one = load_ok(session, &first);
    struct outcome two = load_ok(session, &second);
    struct batch_moment before = moment(&first, &one);
    struct batch_moment after = moment(&second, &two);
    ck_assert_str_eq(diff_text(session, "needs", "", &before, &after),
                     "new 1, changed 1, citizenship changed 1, headcount changed 1, "
                     "[changed  citizenship AZ>AZ;TR][changed  headcount 1>3][new   >]");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("batch_diff");
    tcase_add_test(tcase, between_two_months);
    tcase_add_test(tcase, a_late_file_differs_on_its_day);
    tcase_add_test(tcase, kinds_without_a_source_differ_too);
    return run_with_server(tcase, "integration/batch_diff");
}
