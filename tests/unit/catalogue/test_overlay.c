#include "core/catalogue/overlay.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"
#include "tests/unit/run_tcase.h"

static const char *const shipped_columns[] = {"framework", "code", "title", "note"};
static const char *const shipped_cells[] = {
    "A", "1", "One", "",     /* */
    "A", "2", "",    "kept", /* */
    "B", "1", "",    "",     /* */
};
static const struct catalogue_table shipped = {"elements", shipped_columns, 4, shipped_cells, 3};

/* In another order, without the note, with one column more. */
static const char *const loaded_columns[] = {"title", "framework", "hash", "code"};
static const char *const loaded_cells[] = {
    "Uno",   "A",  "aa", "1", /* completes, the shipped title stands */
    "Three", "A",  "",   "3", /* new */
    "Two",   "A",  "bb", "2", /* completes */
    "Apart", "AB", "",   "",  /* not the key of B 1 nor of A 1 */
    "one",   "a",  "",   "1", /* another key: bytes count */
};
static const struct catalogue_table loaded = {"loaded", loaded_columns, 4, loaded_cells, 5};

static const char *const wanted[] = {
    "A",  "1", "One",   "",     "aa", /* */
    "A",  "2", "Two",   "kept", "bb", /* */
    "B",  "1", "",      "",     "",   /* */
    "A",  "3", "Three", "",     "",   /* */
    "AB", "",  "Apart", "",     "",   /* */
    "a",  "1", "one",   "",     "",   /* */
};

static void check_table(const struct catalogue_table *table, const char *const *cells,
                        size_t row_count, size_t column_count)
{
    ck_assert_uint_eq(table->row_count, row_count);
    ck_assert_uint_eq(table->column_count, column_count);
    for (size_t i = 0; i < row_count * column_count; i++)
        ck_assert_msg(strcmp(table->cells[i], cells[i]) == 0, "cell %zu: '%s' instead of '%s'", i,
                      table->cells[i], cells[i]);
}

START_TEST(shipped_cells_win_and_empty_ones_are_filled)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue_table united = catalogue_overlay(&shipped, &loaded, 2, arena);
    ck_assert_str_eq(united.name, "elements");
    ck_assert_uint_eq(catalogue_table_column(&united, "note"), 3);
    ck_assert_uint_eq(catalogue_table_column(&united, "hash"), 4);
    check_table(&united, wanted, 6, 5);
}
END_TEST

START_TEST(nothing_loaded_changes_nothing)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct catalogue_table none = {"loaded", loaded_columns, 4, loaded_cells, 0};
    const struct catalogue_table alike = {"loaded", shipped_columns, 4, shipped_cells, 3};
    struct catalogue_table united = catalogue_overlay(&shipped, &none, 2, arena);
    ck_assert_uint_eq(united.row_count, 3);
    united = catalogue_overlay(&shipped, &alike, 2, arena);
    check_table(&united, shipped_cells, 3, 4);
}
END_TEST

/* The fewer rows are looked for among the more, whichever these are. */
START_TEST(one_row_lies_over_many)
{
    static const char *const completed[] = {
        "A", "1", "One", "",     "",   /* */
        "A", "2", "Two", "kept", "bb", /* */
        "B", "1", "",    "",     "",   /* */
    };
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct catalogue_table one = {"loaded", loaded_columns, 4, &loaded_cells[8], 1};
    struct catalogue_table united = catalogue_overlay(&shipped, &one, 2, arena);
    check_table(&united, completed, 3, 5);
}
END_TEST

/* A row that says so wins over what is shipped, where it says anything. */
START_TEST(a_row_may_replace)
{
    static const char *const columns[] = {"framework", "code", OVERLAY_REPLACES, "title", "note"};
    static const char *const cells[] = {
        "A", "1", "1", "Uno", "",      /* */
        "A", "2", "1", "",    "new",   /* */
        "B", "1", "",  "Bee", "",      /* completes, as ever */
        "C", "9", "1", "Sea", "fresh", /* nothing to replace */
    };
    static const char *const replaced[] = {
        "A", "1", "Uno", "",      /* */
        "A", "2", "",    "new",   /* */
        "B", "1", "Bee", "",      /* */
        "C", "9", "Sea", "fresh", /* */
    };
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct catalogue_table rows = {"loaded", columns, 5, cells, 4};
    struct catalogue_table united = catalogue_overlay(&shipped, &rows, 2, arena);
    check_table(&united, replaced, 4, 4);
}
END_TEST

/* What the real tables have as keys. */
START_TEST(the_shipped_tables_lie_over_themselves)
{
    static const struct {
        const char *name;
        size_t key_columns;
    } tables[] = {{"frameworks", 2}, {"elements", 4}, {"element_relations", 7}};
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    for (size_t i = 0; i < ROWS(tables); i++) {
        const struct catalogue_table *table = catalogue_table_find(tables[i].name);
        struct catalogue_table united =
            catalogue_overlay(table, table, tables[i].key_columns, arena);
        check_table(&united, table->cells, table->row_count, table->column_count);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("overlay");
    tcase_add_test(tcase, shipped_cells_win_and_empty_ones_are_filled);
    tcase_add_test(tcase, one_row_lies_over_many);
    tcase_add_test(tcase, nothing_loaded_changes_nothing);
    tcase_add_test(tcase, a_row_may_replace);
    tcase_add_test(tcase, the_shipped_tables_lie_over_themselves);
    return run_tcase(tcase, "catalogue/overlay");
}
