#include "core/kind/score.h"

#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    int32_t hundredths; /* -1 = no score */
    const char *canonical;
} scores[] = {
    {"0", 0, "0"},
    {"600", 60000, "600"},
    {"000600", 60000, "600"},
    {"612.5", 61250, "612.5"},
    {"612,50", 61250, "612.5"},
    {"6.05", 605, "6.05"},
    {"0.1", 10, "0.1"},
    {"999999.99", 99999999, "999999.99"},
    {"1000000", -1, ""},
    {"1.234", -1, ""},
    {"1.", -1, ""},
    {".5", -1, ""},
    {"-1", -1, ""},
    {"+1", -1, ""},
    {"1e3", -1, ""},
    {"1 000", -1, ""},
    {"1.2.3", -1, ""},
    {"good", -1, ""},
    {"", -1, ""},
};

START_TEST(scores_are_hundredths)
{
    int32_t hundredths = -1;
    char text[SCORE_TEXT_SIZE];
    ck_assert_int_eq(score_parse(str_view_of(scores[_i].text), &hundredths),
                     scores[_i].hundredths >= 0);
    ck_assert_int_eq(hundredths, scores[_i].hundredths);
    if (hundredths >= 0)
        ck_assert_str_eq(score_format(hundredths, text), scores[_i].canonical);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("score");
    tcase_add_loop_test(tcase, scores_are_hundredths, 0, ROWS(scores));
    return run_tcase(tcase, "kind/score");
}
