#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/addition.h"
#include "core/catalogue/rules_digest.h"
#include "tests/unit/run_tcase.h"

static const char *const mapping_columns[] = {"from_scale", "from_level", "to_scale", "to_level"};
static const char *const mapping_cells[][4] = {
    {"ecf", "3", "8140", "Basic"}, {"ecf", "5", "8140", "Advanced"},
    {"8140", "Basic", "ecf", "2"}, {"8140", "Intermediate", "ecf", "4"},
    {"core", "1", "ecf", "5"},     {"gone", "1", "8140", "Advanced"},
    {"ecf", "1", "8140", "Gone"},
};

static struct catalogue *loaded;

static struct catalogue_table mappings(size_t count)
{
    return (struct catalogue_table){"scale_mappings", mapping_columns, ROWS(mapping_columns),
                                    mapping_cells[0], count};
}

static void set_up(void)
{
    const struct catalogue_table table = mappings(ROWS(mapping_cells));
    loaded = catalogue_from(&table, 1);
}

static void tear_down(void)
{
    catalogue_free(loaded);
}

static const struct {
    const char *own, *other, *level;
    const char *held, *asked; /* NULL = nothing says */
} crossings[] = {
    {"8140", "ecf", "2", NULL, "Basic"},
    {"8140", "ecf", "3", "Basic", "Intermediate"}, /* a Basic one is sure to have 2 alone */
    {"8140", "ecf", "4", "Basic", "Intermediate"}, /* what covers 3 */
    {"8140", "ecf", "5", "Advanced", NULL},
    {"ecf", "8140", "Basic", "2", "3"},
    {"ecf", "8140", "Advanced", "4", "5"},
    {"8140", "core", "5", NULL, NULL}, /* not over ecf */
    {"8140", "8140", "Basic", "Basic", "Basic"},
    {"cefr", "8140", "Basic", NULL, NULL},
};

START_TEST(levels_cross_by_a_mapping_alone)
{
    int32_t own = catalogue_find_scale(loaded, crossings[_i].own);
    int32_t other = catalogue_find_scale(loaded, crossings[_i].other);
    int32_t rank = catalogue_level_rank(loaded, other, str_view_of(crossings[_i].level));
    ck_assert_int_gt(rank, 0);
    ck_assert_pstr_eq(
        catalogue_level_code(loaded, own, catalogue_level_held(loaded, own, other, rank)),
        crossings[_i].held);
    ck_assert_pstr_eq(
        catalogue_level_code(loaded, own, catalogue_level_asked(loaded, own, other, rank)),
        crossings[_i].asked);
}
END_TEST

/* None is shipped. */
START_TEST(without_a_mapping_nothing_crosses)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *shipped = catalogue_new();
    int32_t own = catalogue_find_scale(shipped, "8140");
    int32_t other = catalogue_find_scale(shipped, "ecf");
    ck_assert_int_eq(catalogue_level_held(shipped, own, other, 5), 0);
    ck_assert_int_eq(catalogue_level_asked(shipped, own, other, 1), 0);
}
END_TEST

static const struct {
    const char *cell, *scale; /* NULL = none */
} names[] = {
    {"ecf", "ecf"}, {"e-CF", "ecf"}, {"E CF", "ecf"}, {"8140", "8140"}, {"-", NULL},  {"", NULL},
    {"e-C", NULL},  {"ecff", NULL},  {"p-1", "p-1"},  {"P_1", "p_1"},   {"p1", NULL}, /* either */
};

START_TEST(a_scale_is_named_as_it_is_written)
{
    static const char *const columns[] = {"code", "title_en"};
    static const char *const cells[] = {"8140", "",      "cefr", "",    "core", "",    "ecf",
                                        "",     "isced", "",     "p-1", "",     "p_1", ""};
    const struct catalogue_table scales = {"scales", columns, 2, cells, ROWS(cells) / 2};
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *two = catalogue_from(&scales, 1);
    int32_t scale = catalogue_scale_named(two, str_view_of(names[_i].cell));
    ck_assert_pstr_eq(scale >= 0 ? catalogue_scale_code(two, scale) : NULL, names[_i].scale);
}
END_TEST

/* A file is read anew after a mapping came; a run of last month stays what it was. */
START_TEST(mappings_decide_what_cells_mean_alone)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *shipped = catalogue_new();
    const struct catalogue_table first = mappings(1);
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *with_one = catalogue_from(&first, 1);
    const struct digest codes[] = {catalogue_codes_digest(shipped), catalogue_codes_digest(loaded),
                                   catalogue_codes_digest(with_one)};
    ck_assert_int_ne(digest_compare(&codes[0], &codes[1]), 0);
    ck_assert_int_ne(digest_compare(&codes[0], &codes[2]), 0);
    ck_assert_int_ne(digest_compare(&codes[1], &codes[2]), 0);
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(loaded, &count);
    const struct digest rules = catalogue_rules_digest(tables, count);
    tables = catalogue_tables_of(shipped, &count);
    const struct digest shipped_rules = catalogue_rules_digest(tables, count);
    ck_assert_int_eq(digest_compare(&rules, &shipped_rules), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("scale_mappings");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, levels_cross_by_a_mapping_alone, 0, ROWS(crossings));
    tcase_add_test(tcase, without_a_mapping_nothing_crosses);
    tcase_add_loop_test(tcase, a_scale_is_named_as_it_is_written, 0, ROWS(names));
    tcase_add_test(tcase, mappings_decide_what_cells_mean_alone);
    return run_tcase(tcase, "catalogue/scale_mappings");
}
