#include "reports/cell_text.h"

#include "tests/unit/run_tcase.h"

static const struct {
    int64_t number;
    const char *text;
} integers[] = {
    {0, "0"},
    {999, "999"},
    {1000, "1000"},
    {9999, "9999"},
    {10000, "10\u202f000"},
    {1234567, "1\u202f234\u202f567"},
    {-5, "\u22125"},
    {-10000, "\u221210\u202f000"},
    {INT64_MAX, "9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f807"},
    {INT64_MIN, "\u22129\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808"},
};

START_TEST(integers_are_grouped)
{
    struct str out = {0};
    cell_text_add_integer(integers[_i].number, &out);
    ck_assert_str_eq(str_chars(&out), integers[_i].text);
    str_release(&out);
}
END_TEST

static const struct {
    int64_t bp;
    const char *text;
} fits[] = {
    {0, "0.00\u00a0%"},     {5, "0.05\u00a0%"},          {50, "0.50\u00a0%"},
    {8750, "87.50\u00a0%"}, {8755, "87.55\u00a0%"},      {10000, "100.00\u00a0%"},
    {9999, "99.99\u00a0%"}, {-250, "\u22122.50\u00a0%"},
};

START_TEST(fits_are_exact)
{
    struct str out = {0};
    cell_text_add_fit(fits[_i].bp, &out);
    ck_assert_str_eq(str_chars(&out), fits[_i].text);
    str_release(&out);
}
END_TEST

static const struct {
    enum column_format format;
    struct document_cell cell;
    bool total;
    const char *text;
} cells[] = {
    {FORMAT_TEXT, {true, {"a", 1}, {NULL, 0}, {0}}, false, "a"},
    {FORMAT_TEXT, {false, {NULL, 0}, {NULL, 0}, {0}}, false, "\u2014"},
    {FORMAT_TEXT, {false, {NULL, 0}, {NULL, 0}, {0}}, true, "All"},
    {FORMAT_HEAT, {false, {NULL, 0}, {NULL, 0}, {0}}, false, ""},
    {FORMAT_CODED, {true, {"N-1", 3}, {"Title", 5}, {0}}, false, "N-1 Title"},
    {FORMAT_CODED, {true, {"N-1", 3}, {NULL, 0}, {0}}, false, "N-1"},
    {FORMAT_NAMED, {true, {"n1", 2}, {"Title", 5}, {0}}, false, "Title"},
    {FORMAT_INTEGER, {true, {NULL, 0}, {NULL, 0}, {12000}}, false, "12\u202f000"},
    {FORMAT_FIT, {true, {NULL, 0}, {NULL, 0}, {1}}, false, "0.01\u00a0%"},
    {FORMAT_BAR, {true, {NULL, 0}, {NULL, 0}, {3, 20}}, true, "3/20"},
    {FORMAT_HEAT, {true, {NULL, 0}, {NULL, 0}, {3, 20, 17}}, false, "3/20 \u221217"},
    {FORMAT_HEAT, {true, {NULL, 0}, {NULL, 0}, {30, 20, 0}}, false, "30/20"},
};

START_TEST(cell_reads_as_its_format_says)
{
    struct document_column column = {"x", "X", cells[_i].format};
    struct document_table table = {.columns = &column, .column_count = 1};
    struct document_cell cell = cells[_i].cell;
    struct document_row row = {.cells = &cell, .cell_count = 1, .total = cells[_i].total};
    struct str out = {0};
    cell_text_add(&table, &row, 0, &out);
    ck_assert_str_eq(str_chars(&out), cells[_i].text);
    str_release(&out);
}
END_TEST

START_TEST(numbers_stand_at_the_right)
{
    static const enum column_format right[] = {FORMAT_INTEGER, FORMAT_FIT, FORMAT_BAR, FORMAT_HEAT};
    static const enum column_format left[] = {FORMAT_TEXT, FORMAT_CODE, FORMAT_CODED, FORMAT_NAMED};
    for (int i = 0; i < ROWS(right); i++) {
        ck_assert(cell_text_is_right(right[i]));
        ck_assert(!cell_text_is_right(left[i]));
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("cell_text");
    tcase_add_loop_test(tcase, integers_are_grouped, 0, ROWS(integers));
    tcase_add_loop_test(tcase, fits_are_exact, 0, ROWS(fits));
    tcase_add_loop_test(tcase, cell_reads_as_its_format_says, 0, ROWS(cells));
    tcase_add_test(tcase, numbers_stand_at_the_right);
    return run_tcase(tcase, "reports/cell_text");
}
