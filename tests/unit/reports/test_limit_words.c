#include "reports/limit_words.h"

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

enum { CAPS = LIMIT_LINES_MAX + 4 };

static const struct {
    int64_t price;
    struct limit_worth worth;
    const char *words;
} worths[] = {
    {0, {0, 0, true}, "-"},
    {0, {0, 0, false}, "-"},
    {1, {0, 0, true}, "a place kept"},
    {9, {0, 340, true}, "3.40\u00a0% of fit"},
    {9, {2, 0, true}, "a seat of priority 2"},
    {9, {2, 340, true}, "a seat of priority 2 and 3.40\u00a0% of fit"},
    {9, {2, 340, false}, "at most a seat of priority 2 and 3.40\u00a0% of fit"},
    {9, {2, -340, true}, "a seat of priority 2 less 3.40\u00a0% of fit"},
    {9, {WORTH_BETTER_SEATS, 0, true}, "seats of a higher priority in place of others"},
};

START_TEST(a_worth_is_said)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    limit_words_add_worth(worths[_i].price, worths[_i].worth, &words);
    ck_assert_str_eq(str_chars(&words), worths[_i].words);
}
END_TEST

/* Draws D-0, D-1, .. that are all full, the later ones worth more. */
static void make_draws(struct cap_figure *caps)
{
    static const char names[] = "ABCDEFGHIJKLMNOP";
    for (size_t i = 0; i < CAPS; i++)
        caps[i] = (struct cap_figure){
            .kind = STR_VIEW_LITERAL("draw"),
            .name = {&names[i], 1},
            .most = 2,
            .filled = 2,
            .price = (int64_t)i,
            .worth = {.fit_bp = (int64_t)i},
        };
}

START_TEST(the_full_ones_that_are_worth_most_come_first)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cap_figure caps[CAPS];
    const char *const *lines;
    make_draws(caps);
    caps[CAPS - 1].filled = 1;
    const struct limit_figures figures = {.caps = caps, .cap_count = CAPS};
    ck_assert_uint_eq(limit_words_lines(&figures, false, arena, &lines), LIMIT_LINES_MAX + 2);
    ck_assert_str_eq(lines[0], "limits: 14 draws (13 full)");
    ck_assert_str_eq(lines[1],
                     "  draw 'M' is full: 2 of 2; one more would bring at most 0.12\u00a0% of fit");
    ck_assert_str_eq(lines[LIMIT_LINES_MAX],
                     "  draw 'D' is full: 2 of 2; one more would bring at most 0.03\u00a0% of fit");
    ck_assert_str_eq(lines[LIMIT_LINES_MAX + 1], "  and 3 more full ones");
}
END_TEST

START_TEST(a_stable_run_has_no_worth)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct reserve_figure reserves[] = {
        {.need_code = STR_VIEW_LITERAL("N-1"),
         .name = STR_VIEW_LITERAL("women"),
         .open_most = 1,
         .open_filled = 1},
        {.need_code = STR_VIEW_LITERAL("N-2"), .name = STR_VIEW_LITERAL("women"), .open_most = 1}};
    static const struct cap_figure quota = {.kind = STR_VIEW_LITERAL("quota"),
                                            .name = STR_VIEW_LITERAL("q"),
                                            .stated = 4,
                                            .placed = 3,
                                            .most = 1,
                                            .filled = 1};
    const struct limit_figures figures = {
        .caps = &quota, .cap_count = 1, .reserves = reserves, .reserve_count = 2};
    const char *const *lines;
    ck_assert_uint_eq(limit_words_lines(&figures, true, arena, &lines), 3);
    ck_assert_str_eq(lines[0], "limits: 1 quota (1 full), 2 needs with reserved seats (1 full)");
    ck_assert_str_eq(lines[1], "  quota 'q' is full: 1 of 1, 3 placed before");
    ck_assert_str_eq(lines[2], "  reserve 'women': the open seats of N-1 are full: 1 of 1");
}
END_TEST

START_TEST(without_limits_nothing_is_said)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct limit_figures none = {0};
    const char *const *lines;
    ck_assert_uint_eq(limit_words_lines(&none, false, arena, &lines), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("limit_words");
    tcase_add_loop_test(tcase, a_worth_is_said, 0, ROWS(worths));
    tcase_add_test(tcase, the_full_ones_that_are_worth_most_come_first);
    tcase_add_test(tcase, a_stable_run_has_no_worth);
    tcase_add_test(tcase, without_limits_nothing_is_said);
    return run_tcase(tcase, "reports/limit_words");
}
