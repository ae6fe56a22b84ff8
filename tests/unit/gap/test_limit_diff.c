#include <check.h>

#include "core/base/alloc.h"
#include "core/gap/limit_diff.h"
#include "tests/unit/run_tcase.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CAP(kind_, name_, of_, most_, filled_, price_, priority_, fit_)                            \
    {                                                                                              \
        .kind = STR_VIEW_LITERAL(kind_), .name = STR_VIEW_LITERAL(name_), .of = of_,               \
        .most = (most_), .filled = (filled_), .price = (price_), .worth = {                        \
            .priority = (priority_),                                                               \
            .fit_bp = (fit_)                                                                       \
        }                                                                                          \
    }
#define NONE                                                                                       \
    {                                                                                              \
        NULL, 0                                                                                    \
    }
#define OPEN(need, name_, most_, filled_)                                                          \
    {                                                                                              \
        .need_code = STR_VIEW_LITERAL(need), .name = STR_VIEW_LITERAL(name_),                      \
        .open_most = (most_), .open_filled = (filled_)                                             \
    }

/* Outer caps come first in a run, whatever they are called. */
static const struct cap_figure caps_before[] = {
    CAP("quota", "west", NONE, 5, 5, 900, 1, 20),
    CAP("quota", "all", NONE, 9, 7, 0, 0, 0),
    CAP("quota", "gone", NONE, 3, 1, 0, 0, 0),
    CAP("draw", "each", STR_VIEW_LITERAL("E-1"), 2, 2, 30, 0, 3),
    CAP("draw", "each", STR_VIEW_LITERAL("E-2"), 2, 1, 0, 0, 0),
};
static const struct cap_figure caps_after[] = {
    CAP("quota", "all", NONE, 9, 7, 0, 0, 0),
    /* Another unit of prices, and worth as much. */
    CAP("quota", "west", NONE, 5, 5, 1800, 1, 20),
    CAP("draw", "each", STR_VIEW_LITERAL("E-1"), 2, 2, 30, 0, 4),
    CAP("draw", "each", STR_VIEW_LITERAL("E-3"), 2, 0, 0, 0, 0),
};
static const struct reserve_figure open_before[] = {OPEN("N-1", "women", 2, 1),
                                                    OPEN("N-2", "women", 0, 0)};
static const struct reserve_figure open_after[] = {OPEN("N-1", "women", 1, 1),
                                                   OPEN("N-2", "women", 0, 0)};

static const struct limit_figures before = {caps_before, COUNT(caps_before), open_before,
                                            COUNT(open_before)};
static const struct limit_figures after = {caps_after, COUNT(caps_after), open_after,
                                           COUNT(open_after)};

static int64_t most_of(const struct limit_side *side)
{
    return side != NULL ? side->most : -1;
}

START_TEST(those_that_differ_by_name)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct {
        const char *kind, *name, *of;
        int64_t most_before, most_after; /* -1 = it is none */
    } wanted[] = {
        {"quota", "gone", "", 3, -1},      {"draw", "each", "E-1", 2, 2},
        {"draw", "each", "E-2", 2, -1},    {"draw", "each", "E-3", -1, 2},
        {"reserve", "women", "N-1", 2, 1},
    };
    const struct limit_change *changes;
    size_t count = limit_figures_compare(&before, &after, arena, &changes);
    ck_assert_uint_eq(count, COUNT(wanted));
    for (size_t i = 0; i < count; i++) {
        const struct limit_side *was = changes[i].before;
        const struct limit_side *is = changes[i].after;
        const struct limit_side *side = is != NULL ? is : was;
        ck_assert(str_view_equal(side->kind, str_view_of(wanted[i].kind)));
        ck_assert(str_view_equal(side->name, str_view_of(wanted[i].name)));
        ck_assert(str_view_equal(side->of, str_view_of(wanted[i].of)));
        ck_assert_int_eq(most_of(was), wanted[i].most_before);
        ck_assert_int_eq(most_of(is), wanted[i].most_after);
    }
    ck_assert_int_eq(changes[1].before->worth.fit_bp, 3);
    ck_assert_int_eq(changes[1].after->worth.fit_bp, 4);
}
END_TEST

static const struct {
    struct cap_figure before, after;
    bool differs;
} cases[] = {
    {CAP("quota", "a", NONE, 1, 1, 5, 0, 1), CAP("quota", "a", NONE, 1, 1, 5, 0, 1), false},
    {CAP("quota", "a", NONE, 1, 1, 5, 0, 1), CAP("quota", "a", NONE, 1, 1, 7, 0, 1), false},
    {CAP("quota", "a", NONE, 1, 1, 5, 0, 0), CAP("quota", "a", NONE, 1, 1, 0, 0, 0), true},
    {CAP("quota", "a", NONE, 1, 1, 5, 1, 0), CAP("quota", "a", NONE, 1, 1, 5, 2, 0), true},
    {CAP("quota", "a", NONE, 1, 1, 5, 0, 1), CAP("quota", "a", NONE, 1, 1, 5, 0, 2), true},
    {CAP("quota", "a", NONE, 1, 1, 0, 0, 0), CAP("quota", "a", NONE, 2, 1, 0, 0, 0), true},
    {CAP("quota", "a", NONE, 2, 1, 0, 0, 0), CAP("quota", "a", NONE, 2, 2, 0, 0, 0), true},
    {CAP("quota", "a", NONE, 2, 1, 0, 0, 0), CAP("draw", "a", NONE, 2, 1, 0, 0, 0), true},
};

START_TEST(what_is_a_difference)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct limit_figures was = {.caps = &cases[_i].before, .cap_count = 1};
    const struct limit_figures is = {.caps = &cases[_i].after, .cap_count = 1};
    const struct limit_change *changes;
    ck_assert((limit_figures_compare(&was, &is, arena, &changes) > 0) == cases[_i].differs);
}
END_TEST

START_TEST(where_there_are_none)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct limit_figures none = {0};
    const struct limit_change *changes;
    ck_assert_uint_eq(limit_figures_compare(&none, &none, arena, &changes), 0);
    ck_assert_uint_eq(limit_figures_compare(&none, &after, arena, &changes), 6);
    ck_assert_ptr_null(changes[0].before);
    ck_assert_uint_eq(limit_figures_compare(&after, &none, arena, &changes), 6);
    ck_assert_ptr_null(changes[0].after);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("limit diff");
    tcase_add_test(tcase, those_that_differ_by_name);
    tcase_add_loop_test(tcase, what_is_a_difference, 0, COUNT(cases));
    tcase_add_test(tcase, where_there_are_none);
    return run_tcase(tcase, "limit diff");
}
