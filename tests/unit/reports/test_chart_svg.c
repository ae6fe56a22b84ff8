#include "reports/chart_svg.h"

#include "tests/unit/reports/written.h"

static const struct {
    int64_t value, whole, parts, share;
} shares[] = {
    {0, 10, 100, 0},
    {5, 10, 100, 50},
    {10, 10, 100, 100},
    {12, 10, 100, 100},
    {-3, 10, 100, 0},
    {1, 1000000, 100, 1},       /* something is there */
    {999999, 1000000, 100, 99}, /* something is missing */
    {0, 0, 100, 0},
    {1, 3, 10, 3},
    {INT64_MAX / 2, INT64_MAX, 100, 49},
    {INT64_MAX - 1, INT64_MAX, 1000, 1000},
};

START_TEST(share_is_kept_honest)
{
    int64_t share = chart_share(shares[_i].value, shares[_i].whole, shares[_i].parts);
    /* Near INT64_MAX the last unit may be lost. */
    if (shares[_i].value == INT64_MAX - 1)
        ck_assert_int_ge(share, shares[_i].share - 1);
    else
        ck_assert_int_eq(share, shares[_i].share);
}
END_TEST

START_TEST(bar_has_an_alternative)
{
    struct written written;
    chart_svg_bar(3, 5, written_begin(&written));
    const char *svg = written_end(&written);
    ck_assert_contains(svg, "role=\"img\" aria-label=\"60&#160;%\"");
    ck_assert_contains(svg, "<rect class=\"part\" width=\"600\" height=\"100\"/>");
    ck_assert_lacks(svg, "style=");
    written_release(&written);
}
END_TEST

START_TEST(nothing_is_drawn_of_nothing)
{
    struct written written;
    chart_svg_bar(0, 0, written_begin(&written));
    ck_assert_str_eq(written_end(&written), "");
    written_release(&written);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("chart_svg");
    tcase_add_loop_test(tcase, share_is_kept_honest, 0, ROWS(shares));
    tcase_add_test(tcase, bar_has_an_alternative);
    tcase_add_test(tcase, nothing_is_drawn_of_nothing);
    return run_tcase(tcase, "reports/chart_svg");
}
