#include "core/pairs/limit_figures.h"

#include "core/base/alloc.h"
#include "core/pairs/wishes.h"
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

/* ---- open seats that choose first ------------------------------------------------------------ */

/* Three seats, two of them open; people 0 and 1 are of the group. */
static const struct {
    int32_t need_of[4], locked[4];
    int64_t first, last; /* open seats filled where they choose first, and last */
} sittings[] = {
    {{-1, -1, -1, -1}, {-1, -1, -1, -1}, 0, 0},
    {{0, -1, -1, -1}, {-1, -1, -1, -1}, 1, 0},
    {{0, 0, -1, -1}, {-1, -1, -1, -1}, 2, 0},
    {{0, 0, 0, -1}, {-1, -1, -1, -1}, 2, 1},
    {{0, -1, -1, -1}, {0, -1, -1, -1}, 0, 0}, /* bound, so in the reserved one */
    {{0, -1, 0, -1}, {0, -1, -1, -1}, 1, 1},
    {{0, 0, -1, -1}, {0, 0, -1, -1}, 1, 0}, /* of which there is only one */
    {{0, 0, 0, -1}, {0, 0, -1, -1}, 2, 1},
    {{-1, -1, 0, 0}, {-1, -1, 0, 0}, 2, 2},
};

START_TEST(open_seats_that_choose_first_hold_anybody)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct limit_rule rule = {.kind = LIMIT_RESERVE, .name = STR_VIEW_LITERAL("r")};
    static const struct limit_rule *const rules[] = {&rule};
    static const uint64_t two = 3;
    static const uint64_t *const groups[] = {&two};
    static const struct wishes wishes;
    const bool open_first = _i % 2 == 0;
    const int32_t three = 3;
    struct instance one = {.person_count = 4,
                           .need_count = 1,
                           .seats = &three,
                           .priority = priorities,
                           .locked_need = sittings[_i / 2].locked,
                           .wishes = &wishes,
                           .class_bonus = bonuses};
    const struct caps caps = {.open_most = (const int32_t[]){2},
                              .reserve_of_need = (const int32_t[]){0},
                              .group = groups,
                              .open_first = &open_first,
                              .group_count = 1};
    const struct cap_sets sets = {.caps = caps, .group_rule = rules};
    const struct need need = {.code = STR_VIEW_LITERAL("N")};
    const struct snapshot snapshot = {.need_count = 1, .needs = (struct need *)&need};
    one.caps = &caps;
    const struct limit_figures figures =
        limit_figures_of(&snapshot, &sets, &one, sittings[_i / 2].need_of, NULL, NULL, arena);
    ck_assert_int_eq(figures.reserves[0].open_filled,
                     open_first ? sittings[_i / 2].first : sittings[_i / 2].last);
    one.wishes = NULL; /* an optimal match does not ask */
    const struct limit_figures optimal =
        limit_figures_of(&snapshot, &sets, &one, sittings[_i / 2].need_of, NULL, NULL, arena);
    ck_assert_int_eq(optimal.reserves[0].open_filled, sittings[_i / 2].last);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("limit_figures");
    tcase_add_loop_test(tcase, a_price_is_told_as_seats_and_fit, 0, ROWS(prices));
    tcase_add_loop_test(tcase, open_seats_that_choose_first_hold_anybody, 0, 2 * ROWS(sittings));
    return run_tcase(tcase, "pairs/limit_figures");
}
