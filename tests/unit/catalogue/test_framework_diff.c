#include "core/catalogue/framework_diff.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/run_tcase.h"

enum { FRAMEWORK_CELLS = 7, ELEMENT_CELLS = 12 };

static const char *const framework_rows[][FRAMEWORK_CELLS] = {
    {"TST", "1", "Test", "", "", "core", "0"},
    {"TST", "2", "Test", "", "", "core", "1"},
    {"TST", "3", "Test, without an element", "", "", "core", "0"},
};

static const char *const element_columns[ELEMENT_CELLS] = {
    "framework", "version",    "type",     "code", "title_en", "title_az",
    "title_ru",  "group_code", "group_en", "note", "text",     "text_hash"};
static const char *const element_rows[][ELEMENT_CELLS] = {
    {"TST", "1", "work_role", "R-SAME", "Same", "", "", "A", "", "", "", "aa"},
    {"TST", "1", "work_role", "R-CASE", "Case", "", "", "A", "", "", "", ""},
    {"TST", "1", "work_role", "R-GONE", "Gone", "", "", "A", "", "", "", ""},
    {"TST", "1", "work_role", "R-TITLE", "Old title", "", "", "A", "", "", "", ""},
    {"TST", "1", "work_role", "R-RU", "Title", "", "Было", "A", "", "", "", ""},
    {"TST", "1", "work_role", "R-UNTOLD", "", "", "", "", "", "", "", "bb"},
    {"TST", "1", "work_role", "R-MOVED", "Moved", "", "", "A", "Group", "", "", "cc"},
    {"TST", "1", "work_role", "R-GROUP", "Group", "", "", "", "Group", "", "", ""},
    {"TST", "1", "work_role", "R-OLD", "Recoded role", "", "", "A", "", "", "", ""},
    {"TST", "1", "task", "T1979", "", "", "", "", "", "", "", "dd"},
    {"TST", "1", "task", "T0001", "", "", "", "", "", "", "", "ee"},
    {"TST", "1", "task", "T0002", "", "", "", "", "", "", "", "ff"},
    {"TST", "1", "task", "T0003", "", "", "", "", "", "", "", "ff"},
    {"TST", "2", "work_role", "R-SAME", "Same", "", "", "A", "", "", "", "aa"},
    {"TST", "2", "work_role", "r-case", "Case", "", "", "A", "", "", "", ""},
    {"TST", "2", "work_role", "R-TITLE", "New title", "", "", "A", "", "", "", ""},
    {"TST", "2", "work_role", "R-RU", "Title", "", "Стало", "A", "", "", "", ""},
    {"TST", "2", "work_role", "R-UNTOLD", "Told now", "Ad", "", "B", "", "", "", ""},
    {"TST", "2", "work_role", "R-MOVED", "Moved", "", "", "B", "Group", "", "", "c0"},
    {"TST", "2", "work_role", "R-GROUP", "Group", "", "", "", "Other group", "", "", ""},
    {"TST", "2", "work_role", "R-NEW", "recoded  ROLE", "", "", "A", "", "", "", ""},
    /* A code of another type is another element. */
    {"TST", "2", "task", "R-GONE", "Gone", "", "", "", "", "", "", ""},
    {"TST", "2", "task", "T1979", "", "", "", "", "", "", "", "d0"},
    {"TST", "2", "task", "T9001", "", "", "", "", "", "", "", "ee"},
    /* Two of the old version say what it says. */
    {"TST", "2", "task", "T9002", "", "", "", "", "", "", "", "ff"},
};

static struct catalogue_table tables[2];
static struct catalogue *made;

static const char *code_of(int32_t element)
{
    return element >= 0 ? catalogue_element(made, element)->code : "-";
}

static int32_t version(const char *cell)
{
    int32_t framework = catalogue_find_framework(made, str_view_of(cell));
    ck_assert_int_ge(framework, 0);
    return framework;
}

static const char *const kinds[CHANGE_KIND_COUNT] = {
    [CHANGE_ADDED] = "+",       [CHANGE_WITHDRAWN] = "-", [CHANGE_RETITLED] = "title",
    [CHANGE_REWORDED] = "text", [CHANGE_MOVED] = "group",
};

static void tell(const struct framework_diff *diff, struct str *out)
{
    for (size_t i = 0; i < diff->change_count; i++)
        str_add_format(out, "%s %s %s %s\n", kinds[diff->changes[i].kind],
                       code_of(diff->changes[i].from), code_of(diff->changes[i].to),
                       code_of(diff->changes[i].twin));
}

START_TEST(each_change_is_told_once)
{
    struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str told = {0};
    const struct framework_diff *diff =
        framework_diff(made, version("TST@1"), version("TST@2"), arena);
    tell(diff, &told);
    ck_assert_str_eq(str_chars(&told), "+ - R-NEW R-OLD\n"
                                       "+ - R-GONE -\n"
                                       "+ - T9001 T0001\n"
                                       "+ - T9002 -\n"
                                       "- R-GONE - -\n"
                                       "- R-OLD - R-NEW\n"
                                       "- T0001 - T9001\n"
                                       "- T0002 - -\n"
                                       "- T0003 - -\n"
                                       "title R-TITLE R-TITLE -\n"
                                       "title R-RU R-RU -\n"
                                       "text R-MOVED R-MOVED -\n"
                                       "text T1979 T1979 -\n"
                                       "group R-MOVED R-MOVED -\n"
                                       "group R-GROUP R-GROUP -\n");
    ck_assert_uint_eq(diff->in_both, 8);
    ck_assert_uint_eq(diff->same, 3);
    ck_assert_uint_eq(diff->wording_known, 3);
    ck_assert(!diff->from_partial && !diff->to_partial);
    ck_assert_uint_eq(diff->beyond, 0);
    arena_free(arena);
}
END_TEST

static const struct {
    const char *from, *to;
    bool partial;
    size_t added, withdrawn, in_both, beyond;
} versions[] = {
    {"TST@1", "TST@1", false, 0, 0, 13, 0},
    {"TST@2", "TST@1", false, 5, 4, 8, 0},
    {"TST@1", "TST@3", false, 0, 13, 0, 0},
    {"TST@3", "TST@1", false, 13, 0, 0, 0},
    /* Of the older ones the catalogue has what was withdrawn alone. */
    {"NICE@1.0", "NICE@2.1", true, 0, 12, 0, 41},
    {"DCWF@2023", "DCWF@5.1", true, 0, 3, 0, 74},
    {"NICE@2.1", "NICE@1.0", true, 12, 0, 0, 41},
};

START_TEST(versions_are_counted)
{
    struct arena *arena = arena_new();
    const struct framework_diff *diff =
        framework_diff(made, version(versions[_i].from), version(versions[_i].to), arena);
    ck_assert_int_eq(diff->from_partial || diff->to_partial, versions[_i].partial);
    ck_assert_uint_eq(diff->counts[CHANGE_ADDED], versions[_i].added);
    ck_assert_uint_eq(diff->counts[CHANGE_WITHDRAWN], versions[_i].withdrawn);
    ck_assert_uint_eq(diff->in_both, versions[_i].in_both);
    ck_assert_uint_eq(diff->beyond, versions[_i].beyond);
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("framework_diff");
    tables[0] =
        with_rows("frameworks", NULL, FRAMEWORK_CELLS, framework_rows[0], ROWS(framework_rows));
    tables[1] =
        with_rows("elements", element_columns, ELEMENT_CELLS, element_rows[0], ROWS(element_rows));
    made = catalogue_from(tables, 2);
    tcase_add_test(tcase, each_change_is_told_once);
    tcase_add_loop_test(tcase, versions_are_counted, 0, ROWS(versions));
    int failed = run_tcase(tcase, "catalogue/framework_diff");
    catalogue_free(made);
    free((void *)tables[0].cells);
    free((void *)tables[1].cells);
    return failed;
}
