#include "reports/export_parts.h"

#include "tests/unit/run_tcase.h"

static const struct {
    enum column_format format;
    size_t part;
    const char *name;
} names[] = {
    {FORMAT_TEXT, 0, "x"},        {FORMAT_CODE, 0, "x"},        {FORMAT_CODED, 0, "x"},
    {FORMAT_CODED, 1, "x_title"}, {FORMAT_NAMED, 1, "x_title"}, {FORMAT_INTEGER, 0, "x"},
    {FORMAT_FIT, 0, "x"},         {FORMAT_BAR, 0, "x"},         {FORMAT_BAR, 1, "x_of"},
    {FORMAT_HEAT, 0, "x_have"},   {FORMAT_HEAT, 1, "x_need"},   {FORMAT_HEAT, 2, "x_short"},
};

START_TEST(part_has_a_name)
{
    struct document_column column = {"x", "X", names[_i].format};
    struct str out = {0};
    ck_assert_uint_lt(names[_i].part, export_part_count(names[_i].format));
    export_part_name(&column, names[_i].part, &out);
    ck_assert_str_eq(str_chars(&out), names[_i].name);
    str_release(&out);
}
END_TEST

START_TEST(part_has_a_value)
{
    struct document_column heat = {"x", "X", FORMAT_HEAT};
    struct document_column coded = {"x", "X", FORMAT_CODED};
    struct document_cell numbers = {.present = true, .number = {1, 2, 3}};
    struct document_cell texts = {.present = true, .text = {"code", 4}};
    ck_assert_int_eq(export_part(&heat, &numbers, 2).number, 3);
    ck_assert(export_part(&heat, &numbers, 2).present);
    ck_assert_view_eq(export_part(&coded, &texts, 0).text, "code");
    ck_assert(!export_part(&coded, &texts, 1).present);
    numbers.present = false;
    ck_assert(!export_part(&heat, &numbers, 0).present);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("export_parts");
    tcase_add_loop_test(tcase, part_has_a_name, 0, ROWS(names));
    tcase_add_test(tcase, part_has_a_value);
    return run_tcase(tcase, "reports/export_parts");
}
