#include "import/row.h"

#include <string.h>

#include "tests/unit/import/import_case.h"

static struct catalogue *catalogue;
static struct row *row;

static void set_up(void)
{
    catalogue = catalogue_new();
    row = row_new(kind_find(str_view_of("organizations")), catalogue);
}

static void tear_down(void)
{
    row_free(row);
    catalogue_free(catalogue);
}

static const struct {
    const char *field;
    const char *text;
} cells[] = {
    {"a", "a"}, {" \t a b \r\n", "a b"}, {"\u00A0a\u00A0", "a"},           {" \u00A0 ", ""},
    {"", ""},   {"u\u0308", "\u00FC"},   {"\u04D9\u01DD", "\u0259\u0259"},
};

START_TEST(cells_are_trimmed_and_composed)
{
    row_set_cell(row, 1, str_view_of(cells[_i].field));
    ck_assert_view_eq(row->cells[1].text, cells[_i].text);
    ck_assert_int_eq(row_given(row, 1), cells[_i].text[0] != '\0');
}
END_TEST

START_TEST(a_fault_makes_the_cell_faulty)
{
    row_set_cell(row, 1, str_view_of("x"));
    ck_assert(row_is_good(row, 1));
    row_fault_cell(row, FINDING_W_ISCO_UNKNOWN, 1, NULL);
    ck_assert(row_is_good(row, 1));
    ck_assert_int_eq(row_effect(row), FINDING_WARNS);
    row_fault_cell(row, FINDING_X_REGION_AMBIGUOUS, 1, "hint");
    ck_assert(!row_is_good(row, 1));
    ck_assert_int_eq(row_effect(row), FINDING_HOLDS);
    row_fault(row, FINDING_X_DIFFERS, -1, str_view_of("y"), NULL);
    row_fault_cell(row, FINDING_W_ISCO_UNKNOWN, 1, NULL);
    ck_assert_int_eq(row_effect(row), FINDING_REJECTS);
    ck_assert_uint_eq(row->fault_count, 4);
    ck_assert_view_eq(row->faults[1].value, "x");
    ck_assert_str_eq(row->faults[1].hint, "hint");
    row_begin(row);
    ck_assert_uint_eq(row->fault_count, 0);
    ck_assert(!row->cells[1].faulty);
    ck_assert(!row_given(row, 1));
    ck_assert(!row_is_good(row, 1));
    ck_assert_int_eq(row_effect(row), FINDING_WARNS);
}
END_TEST

START_TEST(values_are_set)
{
    const struct str_view items[] = {str_view_of("a"), str_view_of("b")};
    row_set_text(row, 0, str_view_of("x"));
    row_set_list(row, 1, items, 2);
    row_set_list(row, 2, items, 0);
    ck_assert_view_eq(row->values[0].text, "x");
    ck_assert_uint_eq(row->values[1].list.count, 2);
    ck_assert(!row->values[2].present);
    row_begin(row);
    ck_assert(!row->values[0].present);
}
END_TEST

START_TEST(suggestions_are_asked)
{
    ck_assert_ptr_null(row_did_you_mean(row, str_view_of("")));
    ck_assert_str_eq(row_did_you_mean(row, str_view_of("AZ-BA")), "did you mean 'AZ-BA'?");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("row");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, cells_are_trimmed_and_composed, 0, ROWS(cells));
    tcase_add_test(tcase, a_fault_makes_the_cell_faulty);
    tcase_add_test(tcase, values_are_set);
    tcase_add_test(tcase, suggestions_are_asked);
    return run_tcase(tcase, "import/row");
}
