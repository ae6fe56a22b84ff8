#include "core/pairs/limit_figures.h"

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

enum { FREE_SEATS = 3, STEP = 1000000, WEIGHT = FREE_SEATS + 1 };

/* Needs of priorities 2, 5 and 9, one seat each, and one of 4 without a seat. */
static const int32_t seats[] = {1, 1, 1, 0};
static const int32_t priorities[] = {2, 5, 9, 4};
static const int64_t bonuses[INSTANCE_CLASS_COUNT] = {
    9 * STEP, 8 * STEP, 7 * STEP, 6 * STEP, 5 * STEP, 4 * STEP, 3 * STEP, 2 * STEP, STEP};
static const struct cap one_cap = {CAP_OF_NEEDS, -1, 2};
static const int32_t in_it[] = {0, 0, -1, -1};
static const struct caps capped = {.items = &one_cap, .count = 1, .of_need = in_it};
static const struct instance instance = {
    .need_count = 4,
    .seats = seats,
    .priority = priorities,
    .total_seats = FREE_SEATS,
    .caps = &capped,
    .class_bonus = bonuses,
};

static const struct {
    int64_t price;
    struct limit_worth worth;
} prices[] = {
    {0, {0, 0, true}},
    {340 * WEIGHT, {0, 340, true}},
    {340 * WEIGHT + 1, {0, 340, true}},
    {340 * WEIGHT - 1, {0, 340, true}},
    {1, {0, 0, true}}, /* somebody is kept */
    {8 * STEP + 9500 * WEIGHT, {2, 9500, true}},
    {8 * STEP - 9500 * WEIGHT, {2, -9500, true}},
    {STEP, {9, 0, true}},
    /* No need of that priority has a seat: one of 2 in place of one of 4 or 5. */
    {3 * STEP + 7 * WEIGHT, {WORTH_BETTER_SEATS, 0, true}},
    {6 * STEP, {WORTH_BETTER_SEATS, 0, true}},
};

START_TEST(a_price_is_told_as_seats_and_fit)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct limit_rule rule = {.kind = LIMIT_QUOTA, .name = STR_VIEW_LITERAL("q")};
    const struct cap_origin origin = {.rule = &rule, .stated = 4, .placed = 2};
    const struct cap_sets sets = {.caps = capped, .origins = &origin};
    const struct snapshot snapshot = {.need_count = 4};
    const struct limit_figures figures =
        limit_figures_of(&snapshot, &sets, &instance, NULL, &prices[_i].price, NULL, arena);
    ck_assert_uint_eq(figures.cap_count, 1);
    ck_assert_uint_eq(figures.reserve_count, 0);
    ck_assert_int_eq(figures.caps[0].price, prices[_i].price);
    ck_assert_int_eq(figures.caps[0].worth.priority, prices[_i].worth.priority);
    ck_assert_int_eq(figures.caps[0].worth.fit_bp, prices[_i].worth.fit_bp);
    ck_assert(figures.caps[0].worth.is_exact);
    ck_assert_int_eq(figures.caps[0].stated, 4);
    ck_assert_int_eq(figures.caps[0].placed, 2);
    ck_assert_int_eq(figures.caps[0].most, 2);
    ck_assert(!cap_figure_is_full(&figures.caps[0]));
    ck_assert_view_eq(figures.caps[0].kind, "quota");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("limit_figures");
    tcase_add_loop_test(tcase, a_price_is_told_as_seats_and_fit, 0, ROWS(prices));
    return run_tcase(tcase, "pairs/limit_figures");
}
