/*
 * Whole reports are compared in tests/golden; here is what depends on the figures.
 */
#include "core/base/alloc.h"
#include "reports/document_model.h"
#include "reports/report.h"
#include "tests/unit/run_tcase.h"

static const struct {
    int64_t need, short_of, one_step;
    const char *finding;
} findings[] = {
    {412, 61, 23,
     "61 of 412 seats cannot be filled; 23 people who fit no need are one step away from one."},
    {412, 61, 1,
     "61 of 412 seats cannot be filled; 1 person who fits no need is one step away from one."},
    {3, 0, 0, "All 3 seats are filled; nobody who fits no need is one step away from one."},
    {0, 0, 0, "No organization asks for a seat."},
};

START_TEST(finding_comes_first)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = {.catalogue = catalogue};
    struct report_context context = {.draft = false};
    struct gap gap = {.snapshot = &snapshot,
                      .total = {.need = findings[_i].need,
                                .short_of = findings[_i].short_of,
                                .one_step = findings[_i].one_step}};
    ck_assert_str_eq(gap_report(&gap, &context, arena)->finding, findings[_i].finding);
    catalogue_free(catalogue);
}
END_TEST

/* One role in two regions: a row of the heat map finds its cells, and only its own. */
START_TEST(heat_map_is_a_matrix)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = {.catalogue = catalogue};
    struct report_context context = {.draft = false};
    const struct gap_cell cells[] = {
        {.work_role = 70,
         .level = 1,
         .region = 5,
         .figures = {.need = 4, .have = 1, .short_of = 3}},
        {.work_role = 70, .level = 2, .region = 6, .figures = {.need = 2, .have = 2}},
    };
    const struct gap_cell roles[] = {
        {.work_role = 70, .level = 1, .region = -1, .figures = {.need = 4, .have = 1}},
        {.work_role = 70, .level = 2, .region = -1, .figures = {.need = 2, .have = 2}},
    };
    const struct gap_cell regions[] = {{.work_role = -1, .region = 5},
                                       {.work_role = -1, .region = 6}};
    struct gap gap = {.snapshot = &snapshot,
                      .cells = cells,
                      .cell_count = 2,
                      .roles = roles,
                      .role_count = 2,
                      .regions = regions,
                      .region_count = 2};
    const struct document_table *map = gap_report(&gap, &context, arena)->tables[0];
    ck_assert_str_eq(map->name, "heat_map");
    ck_assert_uint_eq(map->column_count, 5); /* role, level, two regions, all */
    ck_assert_uint_eq(map->row_count, 3);
    ck_assert_int_eq(map->rows[0].cells[2].number[2], 3);
    ck_assert(!map->rows[0].cells[3].present);
    ck_assert(!map->rows[1].cells[2].present);
    ck_assert_int_eq(map->rows[1].cells[3].number[0], 2);
    ck_assert_int_eq(map->rows[1].cells[4].number[1], 2);
    ck_assert(map->rows[2].total);
    catalogue_free(catalogue);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("gap");
    tcase_add_loop_test(tcase, finding_comes_first, 0, ROWS(findings));
    tcase_add_test(tcase, heat_map_is_a_matrix);
    return run_tcase(tcase, "reports/gap");
}
