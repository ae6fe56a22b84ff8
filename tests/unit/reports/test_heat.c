#include "reports/heat.h"

#include <math.h>
#include <stdlib.h>

#include "tests/unit/run_tcase.h"

static const struct {
    int64_t need, short_of;
    int class;
} shares[] = {
    {0, 0, 0},
    {8, 0, 0},
    {8, -1, 0},
    {0, 5, 0},
    {1000, 1, 1},
    {8, 1, 1},
    {8, 2, 2},
    {8, 3, 2},
    {8, 4, 3},
    {8, 5, 3},
    {8, 6, 4},
    {8, 8, 4},
    {8, 9, 4},
    {3, 1, 2},
    {3, 2, 3},
    {3, 3, 4},
    {1, 1, 4},
    {412, 61, 1},
    {412, 103, 2},
    {412, 102, 1},
    {412, 309, 4},
    {412, 308, 3},
    {INT64_MAX, INT64_MAX / 2, 2},
    {INT64_MAX, INT64_MAX, 4},
};

START_TEST(class_is_by_quarters)
{
    ck_assert_int_eq(heat_class_of(shares[_i].need, shares[_i].short_of), shares[_i].class);
}
END_TEST

/* Relative luminance and contrast of WCAG 2. */
static double channel(long value)
{
    double share = (double)value / 255;
    return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(const char *color)
{
    long rgb = strtol(color + 1, NULL, 16);
    return 0.2126 * channel(rgb >> 16 & 255) + 0.7152 * channel(rgb >> 8 & 255) +
           0.0722 * channel(rgb & 255);
}

static double contrast(const struct heat_class *class)
{
    double one = luminance(class->background);
    double other = luminance(class->text);
    return one > other ? (one + 0.05) / (other + 0.05) : (other + 0.05) / (one + 0.05);
}

START_TEST(contrast_is_as_published)
{
    static const double wanted[HEAT_CLASS_COUNT] = {17.4, 14.8, 10.9, 6.3, 10.1};
    ck_assert_double_eq_tol(contrast(heat_class(_i)), wanted[_i], 0.1);
}
END_TEST

START_TEST(each_class_is_darker)
{
    ck_assert_double_lt(luminance(heat_class(_i)->background),
                        luminance(heat_class(_i - 1)->background));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("heat");
    tcase_add_loop_test(tcase, class_is_by_quarters, 0, ROWS(shares));
    tcase_add_loop_test(tcase, contrast_is_as_published, 0, HEAT_CLASS_COUNT);
    tcase_add_loop_test(tcase, each_class_is_darker, 1, HEAT_CLASS_COUNT);
    return run_tcase(tcase, "reports/heat");
}
