#include "core/catalogue/catalogue.h"

#include "core/catalogue/catalogue_data.h"
#include "tests/unit/catalogue/shipped.h"

static const struct {
    const char *scale;
    int32_t size;
    const char *lowest, *highest;
} scales[] = {
    {"8140", 3, "Basic", "Advanced"}, {"ecf", 5, "1", "5"},   {"core", 5, "1", "5"},
    {"cefr", 6, "A1", "C2"},          {"isced", 9, "0", "8"},
};

START_TEST(a_scale_has_its_ends)
{
    int32_t scale = catalogue_find_scale(shipped, scales[_i].scale);
    ck_assert_int_ge(scale, 0);
    ck_assert_int_eq(catalogue_scale_size(shipped, scale), scales[_i].size);
    ck_assert_str_eq(catalogue_level_code(shipped, scale, 1), scales[_i].lowest);
    ck_assert_str_eq(catalogue_level_code(shipped, scale, scales[_i].size), scales[_i].highest);
    ck_assert_ptr_null(catalogue_level_code(shipped, scale, 0));
    ck_assert_ptr_null(catalogue_level_code(shipped, scale, scales[_i].size + 1));
}
END_TEST

START_TEST(every_rank_has_a_level_that_leads_back)
{
    int32_t scale = catalogue_find_scale(shipped, scales[_i].scale);
    for (int32_t rank = 1; rank <= scales[_i].size; rank++) {
        const char *level = catalogue_level_code(shipped, scale, rank);
        ck_assert_ptr_nonnull(level);
        ck_assert_int_eq(catalogue_level_rank(shipped, scale, str_view_of(level)), rank);
    }
}
END_TEST

static const struct {
    const char *scale, *level;
    int32_t rank;
} levels[] = {
    {"8140", "Intermediate", 2},
    {"8140", "bAsIc", 1},
    {"8140", "BASIC", 1},
    {"8140", "2", 0},
    {"8140", "", 0},
    {"8140", "Basi", 0},
    {"cefr", "b2", 4},
    {"cefr", "C3", 0},
    {"ecf", "3", 3},
    {"ecf", "e-3", 0},
    {"isced", "6", 7},
    {"isced", "9", 0},
};

START_TEST(levels_are_found_whatever_their_case)
{
    int32_t scale = catalogue_find_scale(shipped, levels[_i].scale);
    ck_assert_int_eq(catalogue_level_rank(shipped, scale, str_view_of(levels[_i].level)),
                     levels[_i].rank);
}
END_TEST

static const struct {
    const char *scale, *cell;
    int32_t rank;
} level_cells[] = {
    {"8140", "Intermediate", 2},
    {"8140", "BASIC", 1},
    {"8140", "Orta", 2},
    {"8140", "ƏSAS", 1},
    {"8140", "əsas", 1},
    {"8140", "Средний", 2},
    {"8140", "ПРОДВИНУТЫЙ", 3},
    {"8140", "Yüksək", 3},
    {"8140", "Ekspert", 0}, /* of another scale */
    {"8140", "2", 0},
    {"8140", "", 0},
    {"8140", "-", 0},
    {"core", "4", 4},
    {"core", "Ekspert", 4},
    {"core", "-4", 0},
    {"ecf", "3", 3},
    {"ecf", "e-3", 3},
    {"ecf", "E-3", 3},
    {"cefr", "b2", 4},
};

START_TEST(a_level_is_found_by_its_label_too)
{
    int32_t scale = catalogue_find_scale(shipped, level_cells[_i].scale);
    ck_assert_int_eq(catalogue_find_level(shipped, scale, str_view_of(level_cells[_i].cell)),
                     level_cells[_i].rank);
}
END_TEST

/* No label of a scale names two levels, nor is one another level's own name. */
START_TEST(every_label_leads_to_its_level)
{
    static const char *const columns[] = {"level", "label_en", "label_az", "label_ru"};
    const struct catalogue_table *table = catalogue_table_find("scale_levels");
    for (size_t row = 0; row < table->row_count; row++) {
        const char *name = catalogue_table_cell(table, row, catalogue_table_column(table, "scale"));
        const char *rank = catalogue_table_cell(table, row, catalogue_table_column(table, "rank"));
        int32_t scale = catalogue_find_scale(shipped, name);
        int64_t wanted = 0;
        ck_assert(str_view_to_int64(str_view_of(rank), &wanted));
        for (size_t i = 0; i < ROWS(columns); i++) {
            const char *cell =
                catalogue_table_cell(table, row, catalogue_table_column(table, columns[i]));
            ck_assert_msg(catalogue_find_level(shipped, scale, str_view_of(cell)) == wanted,
                          "%s: %s", name, cell);
        }
    }
}
END_TEST

START_TEST(an_unknown_scale_is_none)
{
    ck_assert_int_eq(catalogue_find_scale(shipped, "8570"), -1);
    ck_assert_int_eq(catalogue_find_scale(shipped, ""), -1);
}
END_TEST

START_TEST(freeing_nothing_is_fine)
{
    struct catalogue *none = NULL;
    catalogue_free(none);
    catalogue_cleanup(&none);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("catalogue");
    tcase_add_loop_test(tcase, a_scale_has_its_ends, 0, ROWS(scales));
    tcase_add_loop_test(tcase, every_rank_has_a_level_that_leads_back, 0, ROWS(scales));
    tcase_add_loop_test(tcase, levels_are_found_whatever_their_case, 0, ROWS(levels));
    tcase_add_loop_test(tcase, a_level_is_found_by_its_label_too, 0, ROWS(level_cells));
    tcase_add_test(tcase, every_label_leads_to_its_level);
    tcase_add_test(tcase, an_unknown_scale_is_none);
    tcase_add_test(tcase, freeing_nothing_is_fine);
    return run_with_catalogue(tcase, "catalogue/catalogue");
}
