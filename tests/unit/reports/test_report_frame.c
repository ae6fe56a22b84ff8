#include "reports/report_frame.h"

#include "core/base/alloc.h"
#include "reports/document_model.h"
#include "tests/unit/reports/written.h"

static const struct {
    int64_t seats, short_of;
    const char *words;
} shortages[] = {
    {0, 0, "No organization asks for a seat"},
    {1, 1, "The only seat cannot be filled"},
    {1, 0, "The only seat is filled"},
    {2, 1, "1 of 2 seats cannot be filled"},
    {412, 61, "61 of 412 seats cannot be filled"},
    {412, 0, "All 412 seats are filled"},
    {412, 412, "412 of 412 seats cannot be filled"},
    {12000, 10500, "10\u202f500 of 12\u202f000 seats cannot be filled"},
};

START_TEST(shortage_is_said)
{
    struct str out = {0};
    report_add_shortage(shortages[_i].seats, shortages[_i].short_of, &out);
    ck_assert_str_eq(str_chars(&out), shortages[_i].words);
    str_release(&out);
}
END_TEST

static const struct objective optimal = {.filled = {4, 0, 1}, .fit_bp = 36000};

static struct report_context context(bool draft)
{
    return (struct report_context){
        .as_of = {20513}, /* 2026-03-01 */
        .known_at = STR_VIEW_LITERAL("2026-03-02 08:15:00.123456+00"),
        .run_digest = STR_VIEW_LITERAL("ab12"),
        .draft = draft,
        .objective = {.filled = {3, 0, 1}, .fit_bp = 30000, .held = 2},
        .stable = true,
        .other = &optimal,
    };
}

static const struct {
    const char *key, *text, *words;
} facts[] = {
    {"as_of", "2026-03-01"},
    {"run", "ab12"},
    {"status", "draft"},
    {"filled_by_priority", "3, 0, 1, 0, 0, 0, 0, 0, 0", "3 of priority 1 and 1 of 3"},
    {"fit_total_bp", "30000", "30\u202f000 bp (75.00\u00a0% a seat)"},
    {"held", "2"},
    {"mode", "stable"},
    {"stable_of_optimal", "4 of 5 seats (-1 of priority 1), 83.33\u00a0% of the fit",
     "4 of 5 seats (-1 of priority 1), 83.33\u00a0% of the fit"},
};

START_TEST(basis_is_told)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct report_context draft = context(true);
    struct document *document = report_begin(arena, "staffing", "Staffing", &draft);
    ck_assert_uint_eq(document->fact_count, ROWS(facts));
    ck_assert_str_eq(document->facts[_i].key, facts[_i].key);
    ck_assert_str_eq(document->facts[_i].text, facts[_i].text);
    ck_assert_pstr_eq(document->facts[_i].words, facts[_i].words);
}
END_TEST

static const struct {
    struct objective objective;
    const char *filled, *fit;
} results[] = {
    {{{0}, 0, 0}, "none", "0 bp"},
    {{{0, 1}, 1, 0}, "1 of priority 2", "1 bp (0.01\u00a0% a seat)"},
    {{{2, 1, 0, 0, 0, 0, 0, 0, 1}, 39999, 0},
     "2 of priority 1, 1 of 2 and 1 of 9",
     "39\u202f999 bp (99.99\u00a0% a seat)"},
};

START_TEST(result_is_told)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct report_context draft = context(true);
    draft.objective = results[_i].objective;
    struct document *document = report_begin(arena, "staffing", "Staffing", &draft);
    ck_assert_str_eq(document->facts[3].words, results[_i].filled);
    ck_assert_str_eq(document->facts[4].words, results[_i].fit);
}
END_TEST

START_TEST(a_draft_is_marked)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct report_context draft = context(true);
    struct report_context published = context(false);
    ck_assert_str_eq(report_begin(arena, "a", "A", &draft)->notice,
                     "Draft: this match run is not published.");
    ck_assert_ptr_null(report_begin(arena, "a", "A", &published)->notice);
}
END_TEST

/* Recorded time is a clock: two runs over the same inputs must give the same bytes. */
START_TEST(no_clock_is_told)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct report_context draft = context(true);
    struct document *document = report_begin(arena, "staffing", "Staffing", &draft);
    struct written written;
    document_write_json(document, written_begin(&written));
    const char *json = written_end(&written);
    ck_assert_lacks(json, "08:15");
    ck_assert_lacks(json, "2026-03-02");
    written_release(&written);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("report_frame");
    tcase_add_loop_test(tcase, shortage_is_said, 0, ROWS(shortages));
    tcase_add_loop_test(tcase, basis_is_told, 0, ROWS(facts));
    tcase_add_loop_test(tcase, result_is_told, 0, ROWS(results));
    tcase_add_test(tcase, a_draft_is_marked);
    tcase_add_test(tcase, no_clock_is_told);
    return run_tcase(tcase, "reports/report_frame");
}
