#include "core/pairs/instance.h"

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

/* Two people, three needs, five seats: w' in steps of six, w'max 60,001, B = 4 * 60,001 + 1. */
static struct made *make_small(struct arena *arena)
{
    struct made *made = made_new(2, 3, arena);
    made->seats[1] = 0;
    made->seats[2] = 4;
    made->priority[1] = 5;
    made->priority[2] = 9;
    *made_fit(made, 0, 0) = FIT_MAX_BP;
    *made_fit(made, 0, 2) = 700;
    *made_fit(made, 1, 2) = 1;
    made->base[0] = 0;
    return made;
}

START_TEST(weights_steps_and_floors_are_those_of_the_formula)
{
    const struct instance *instance = made_instance(make_small(registry_arena()), registry_arena());
    ck_assert_int_eq(instance->total_seats, 5);
    ck_assert_int_eq(instance_weight(instance, 0, &instance->items[0]), 60001); /* held */
    ck_assert_int_eq(instance_weight(instance, 0, &instance->items[1]), 4200);
    ck_assert_int_eq(instance_weight(instance, 1, &instance->items[2]), 6);
    ck_assert_int_eq(instance_class_step(instance), 240005);
    ck_assert_int_eq(instance_floor(instance, 0), -9 * 240005);
    ck_assert_int_eq(instance_floor(instance, 1), -5 * 240005);
    ck_assert_int_eq(instance_floor(instance, 2), -1 * 240005);
}
END_TEST

/* Of three needs and five seats, as above: a step is 240,005, a basis point 6. */
static const struct {
    int64_t price, points;
    int32_t class_steps;
} prices[] = {
    {0, 0, 0},
    {6, 1, 0},
    {60000, FIT_MAX_BP, 0},
    {-60000, -FIT_MAX_BP, 0},
    {-240005, 0, -1},
    {-240005 + 600, 100, -1},
    {-9 * 240005LL, 0, -9},
    {-9 * 240005LL + 1205, 201, -9}, /* one less, as of somebody held */
    {-9 * 240005LL - 1205, -201, -9},
    {-5 * 240005LL - 600, -100, -5},
};

START_TEST(a_price_without_its_units)
{
    struct plain_price plain = instance_plain_price(prices[_i].price, 3, 5);
    ck_assert_int_eq(plain.points, prices[_i].points);
    ck_assert_int_eq(plain.class_steps, prices[_i].class_steps);
}
END_TEST

/* ---- int64 holds ------------------------------------------------------------------------------
 */

static const struct {
    size_t needs;
    int64_t seats;
    bool within;
} sizes[] = {
    {0, 0, true},
    {1, 1, true},
    {10000, 100000, true},           /* a nation */
    {16000, 16000 * 100000LL, true}, /* every need asks for as many as a cell may say */
    {17000, 17000 * 100000LL, false},
    {1, INT64_MAX, false},
    {1, INT64_MAX / FIT_MAX_BP, false},
    {(size_t)1 << 62, 1, false},
};

/* The dearest bonus and all that prices and paths add to it: 32 class steps. */
START_TEST(class_steps_stay_within_int64)
{
    int32_t priority = 1;
    struct instance instance = {
        .need_count = sizes[_i].needs, .total_seats = sizes[_i].seats, .priority = &priority};
    ck_assert_int_eq(instance_is_within_bounds(&instance), sizes[_i].within);
    if (!sizes[_i].within)
        return;
    int64_t step = instance_class_step(&instance);
    ck_assert_int_gt(step, 0);
    ck_assert_int_le(step, INT64_MAX / 32);
    ck_assert_int_eq(instance_floor(&instance, 0), -9 * step);
}
END_TEST

/* ---- the triple ---------------------------------------------------------------------------------
 */

static const struct {
    int32_t need_of[2];
    struct objective objective;
} assignments[] = {
    {{-1, -1}, {{0}, 0, 0}},
    {{0, -1}, {{1}, FIT_MAX_BP, 1}},
    {{0, 2}, {{1, 0, 0, 0, 0, 0, 0, 0, 1}, FIT_MAX_BP + 1, 1}},
    {{2, 2}, {{0, 0, 0, 0, 0, 0, 0, 0, 2}, 701, 0}},
};

START_TEST(the_triple_is_that_of_the_assignment)
{
    const struct instance *instance = made_instance(make_small(registry_arena()), registry_arena());
    struct objective seen = instance_objective(instance, assignments[_i].need_of);
    const struct objective *wanted = &assignments[_i].objective;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        ck_assert_int_eq(seen.filled[class], wanted->filled[class]);
    ck_assert_int_eq(seen.fit_bp, wanted->fit_bp);
    ck_assert_int_eq(seen.held, wanted->held);
}
END_TEST

/* From the least to the greatest. */
static const struct objective ranks[] = {
    {{0}, 0, 0},
    {{0}, 0, 1},
    {{0}, 1, 0},
    {{0, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 0},
    {{0, 0, 0, 0, 0, 0, 0, 0, 9}, 90000, 9},
    {{0, 1}, 0, 0},
    {{1}, 0, 0},
    {{1, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 0},
    {{INT64_MAX}, INT64_MAX, INT64_MAX},
};

START_TEST(triples_compare_by_the_first_difference)
{
    for (int other = 0; other < ROWS(ranks); other++)
        ck_assert_int_eq(objective_compare(&ranks[_i], &ranks[other]), (_i > other) - (_i < other));
}
END_TEST

/* ---- from a snapshot --------------------------------------------------------------------------
 */

START_TEST(a_snapshot_gives_seats_base_and_lottery)
{
    static const struct test_person people[] = {{.key = "B"}, {.key = "A"}, {.key = "C"}};
    static const struct test_need needs[] = {{.code = "Y", .headcount = 4, .priority = 2},
                                             {.code = "X", .headcount = 1, .priority = 7}};
    static const struct test_placement placements[] = {{.person = "B", .need = "Y"},
                                                       {.person = "C", .need = "X"}};
    static const struct test_base base[] = {{"A", "Y"}, {"C", "X"}, {"gone", "X"}};
    const struct test_registry registry = {
        .people = people,
        .person_count = COUNT(people),
        .needs = needs,
        .need_count = COUNT(needs),
        .placements = placements,
        .placement_count = COUNT(placements),
        .base = base,
        .base_count = COUNT(base),
    };
    const struct snapshot *snapshot = registry_seal(&registry, 0);
    struct arena *arena = registry_arena();
    const struct pairs *pairs = pairs_build(snapshot, registry_expand(snapshot), arena);
    const struct instance *instance = instance_from(snapshot, pairs, arena);
    ck_assert_uint_eq(instance->person_count, 3);
    ck_assert_uint_eq(instance->need_count, 2);
    ck_assert_ptr_eq(instance->items, pairs->items);
    ck_assert_ptr_eq(instance->row_start, pairs->row_start);
    ck_assert_int_eq(instance->seats[0], 0); /* X */
    ck_assert_int_eq(instance->seats[1], 3);
    ck_assert_int_eq(instance->total_seats, 3);
    ck_assert_int_eq(instance->priority[0], 7);
    ck_assert_int_eq(instance->priority[1], 2);
    ck_assert_int_eq(instance->base_need[0], 1);
    ck_assert_int_eq(instance->base_need[1], -1);
    ck_assert_int_eq(instance->base_need[2], 0);
    ck_assert_ptr_null(instance_without_lottery(snapshot, pairs, arena)->lottery);
    static const char *const drawn[] = {REGISTRY_DAY "A", REGISTRY_DAY "B", REGISTRY_DAY "C"};
    for (size_t i = 0; i < COUNT(drawn); i++) {
        struct digest wanted = digest_of(drawn[i], strlen(drawn[i]));
        ck_assert_int_eq(digest_compare(&instance->lottery[i], &wanted), 0);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("instance");
    tcase_add_test(tcase, weights_steps_and_floors_are_those_of_the_formula);
    tcase_add_loop_test(tcase, a_price_without_its_units, 0, ROWS(prices));
    tcase_add_loop_test(tcase, class_steps_stay_within_int64, 0, ROWS(sizes));
    tcase_add_loop_test(tcase, the_triple_is_that_of_the_assignment, 0, ROWS(assignments));
    tcase_add_loop_test(tcase, triples_compare_by_the_first_difference, 0, ROWS(ranks));
    tcase_add_test(tcase, a_snapshot_gives_seats_base_and_lottery);
    return run_tcase(tcase, "pairs/instance");
}
