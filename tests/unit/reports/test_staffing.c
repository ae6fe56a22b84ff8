/*
 * Whole reports are compared in tests/golden; here is what depends on the figures.
 */
#include "core/base/alloc.h"
#include "reports/document_model.h"
#include "reports/report.h"
#include "tests/unit/reports/written.h"

static const struct snapshot no_snapshot;

static const struct document_table *table_of(const struct document *document, const char *name)
{
    for (size_t i = 0; i < document->table_count; i++) {
        if (strcmp(document->table_names[i], name) == 0)
            return document->tables[i];
    }
    ck_abort_msg("no table '%s'", name);
    return NULL;
}

START_TEST(mean_fit_is_the_floor_and_of_filled_seats)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct report_context context = {.names = false};
    struct staffing staffing = {
        .snapshot = &no_snapshot,
        .total = {.seats = 5, .staffed = 1, .filled = 3, .short_of = 1, .fit_bp = 20000},
        .by_priority = {[2] = {.seats = 5, .staffed = 5}},
    };
    const struct document *document = staffing_report(&staffing, &context, arena);
    const struct document_table *priorities = table_of(document, "priorities");
    ck_assert_str_eq(document->finding, "1 of 5 seats cannot be filled.");
    ck_assert_int_eq(document->figures[4].number, 6666);
    ck_assert_uint_eq(priorities->row_count, 2); /* priority 3 and the total */
    ck_assert_int_eq(priorities->rows[0].cells[0].number[0], 3);
    ck_assert(!priorities->rows[0].cells[6].present);            /* nothing filled: no mean */
    ck_assert_int_eq(priorities->rows[1].cells[5].number[0], 4); /* covered */
    ck_assert_int_eq(priorities->rows[1].cells[6].number[0], 6666);
    ck_assert(priorities->rows[1].total);
}
END_TEST

/* More placements than seats: never less than nothing short, never more than all covered. */
START_TEST(covered_is_what_is_not_short)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct report_context context = {.names = false};
    struct staffing staffing = {.snapshot = &no_snapshot,
                                .total = {.seats = 2, .staffed = 3, .short_of = 0}};
    const struct document *document = staffing_report(&staffing, &context, arena);
    const struct document_table *priorities = table_of(document, "priorities");
    ck_assert_str_eq(document->finding, "All 2 seats are filled.");
    ck_assert_int_eq(priorities->rows[0].cells[5].number[0], 2);
    ck_assert_int_eq(priorities->rows[0].cells[5].number[1], 2);
}
END_TEST

START_TEST(names_are_shown_only_when_asked_for)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct report_context without = {.names = false};
    struct report_context with = {.names = true};
    struct need need = {.code = STR_VIEW_LITERAL("N-1"),
                        .title = STR_VIEW_LITERAL("Analyst"),
                        .organization = -1,
                        .work_role = -1,
                        .region = -1};
    struct person person = {.person_id = STR_VIEW_LITERAL("P00000001"),
                            .given_name = STR_VIEW_LITERAL("Aygün"),
                            .family_name = STR_VIEW_LITERAL("Məmmədova")};
    struct snapshot snapshot = {
        .needs = &need, .need_count = 1, .people = &person, .person_count = 1};
    struct staffing_person seated = {.person = 0, .fit_bp = 9000, .kept = true};
    struct staffing_need row = {
        .need = 0, .people = &seated, .person_count = 1, .next = &seated, .next_count = 1};
    struct staffing staffing = {.snapshot = &snapshot, .needs = &row, .need_count = 1};
    const struct document *bare = staffing_report(&staffing, &without, arena);
    const struct document *named = staffing_report(&staffing, &with, arena);
    struct written written;
    document_write_json(bare, written_begin(&written));
    ck_assert_lacks(written_end(&written), "Məmmədova");
    written_release(&written);
    ck_assert_view_eq(table_of(bare, "people")->rows[0].cells[1].text, "P00000001");
    ck_assert_view_eq(table_of(named, "people")->rows[0].cells[2].text, "Məmmədova Aygün");
    ck_assert_view_eq(table_of(bare, "runner_ups")->rows[0].cells[1].text, "P00000001");
    ck_assert_view_eq(table_of(named, "runner_ups")->rows[0].cells[2].text, "Məmmədova Aygün");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("staffing");
    tcase_add_test(tcase, mean_fit_is_the_floor_and_of_filled_seats);
    tcase_add_test(tcase, covered_is_what_is_not_short);
    tcase_add_test(tcase, names_are_shown_only_when_asked_for);
    return run_tcase(tcase, "reports/staffing");
}
