#include <check.h>

#include "core/base/alloc.h"
#include "core/gap/outcome_diff.h"
#include "tests/unit/run_tcase.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define NEED(code_, priority_, seats_)                                                             \
    {                                                                                              \
        .code = STR_VIEW_LITERAL(code_), .priority = (priority_), .seats = (seats_)                \
    }
#define SEAT(key, need)                                                                            \
    {                                                                                              \
        .natural_key = STR_VIEW_LITERAL(key), .person_id = STR_VIEW_LITERAL("P" key),              \
        .need_code = STR_VIEW_LITERAL(need)                                                        \
    }

static const struct outcome_need needs_before[] = {NEED("A", 2, 3), NEED("B", 1, 1),
                                                   NEED("C", 5, 2), NEED("GONE", 1, 1)};
static const struct outcome_seat seats_before[] = {SEAT("1", "A"), SEAT("2", "A"), SEAT("3", "B"),
                                                   SEAT("4", "GONE"), SEAT("6", "C")};
static const struct outcome_need needs_after[] = {NEED("A", 2, 3), NEED("B", 1, 2), NEED("C", 5, 2),
                                                  NEED("NEW", 1, 1)};
static const struct outcome_seat seats_after[] = {SEAT("1", "B"), SEAT("2", "A"), SEAT("3", "B"),
                                                  SEAT("5", "NEW"), SEAT("6", "C")};

static const struct outcome before = {.needs = needs_before,
                                      .need_count = COUNT(needs_before),
                                      .seats = seats_before,
                                      .seat_count = COUNT(seats_before)};
static const struct outcome after = {.needs = needs_after,
                                     .need_count = COUNT(needs_after),
                                     .seats = seats_after,
                                     .seat_count = COUNT(seats_after)};

START_TEST(seats_won_do_not_hide_seats_lost)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct outcome_diff *diff = outcome_compare(&before, &after, arena);
    static const struct {
        const char *code;
        int64_t filled_before, filled_after;
        bool was, is;
    } wanted[] = {
        {"B", 1, 2, true, true},
        {"GONE", 1, 0, true, false},
        {"NEW", 0, 1, false, true},
        {"A", 2, 1, true, true},
    };
    ck_assert_uint_eq(diff->need_count, COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const struct need_change *change = &diff->needs[i];
        ck_assert((change->before != NULL) == wanted[i].was);
        ck_assert((change->after != NULL) == wanted[i].is);
        const struct outcome_need *need = wanted[i].is ? change->after : change->before;
        ck_assert(str_view_equal(need->code, str_view_of(wanted[i].code)));
        ck_assert_int_eq(change->filled_before, wanted[i].filled_before);
        ck_assert_int_eq(change->filled_after, wanted[i].filled_after);
    }
    ck_assert_int_eq(diff->gained, 2);
    ck_assert_int_eq(diff->lost, 2);
}
END_TEST

START_TEST(who_moves_who_comes_and_who_goes)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct outcome_diff *diff = outcome_compare(&before, &after, arena);
    ck_assert_int_eq(diff->stayed, 3);
    ck_assert_int_eq(diff->moved, 1);
    ck_assert_int_eq(diff->placed, 1);
    ck_assert_int_eq(diff->unplaced, 1);
    ck_assert_uint_eq(diff->move_count, 3);
    ck_assert(str_view_equal(diff->moves[0].before->need_code, str_view_of("A")));
    ck_assert(str_view_equal(diff->moves[0].after->need_code, str_view_of("B")));
    ck_assert(str_view_equal(diff->moves[1].before->person_id, str_view_of("P4")));
    ck_assert_ptr_null(diff->moves[1].after);
    ck_assert_ptr_null(diff->moves[2].before);
    ck_assert(str_view_equal(diff->moves[2].after->person_id, str_view_of("P5")));
}
END_TEST

START_TEST(nothing_differs_from_itself)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct outcome nothing = {0};
    const struct outcome_diff *diff = outcome_compare(&before, &before, arena);
    ck_assert_uint_eq(diff->need_count, 0);
    ck_assert_uint_eq(diff->move_count, 0);
    ck_assert_int_eq(diff->stayed, 5);
    diff = outcome_compare(&nothing, &nothing, arena);
    ck_assert_uint_eq(diff->need_count + diff->move_count, 0);
    diff = outcome_compare(&nothing, &after, arena);
    ck_assert_int_eq(diff->gained, 5);
    ck_assert_int_eq(diff->placed, 5);
    ck_assert_uint_eq(diff->need_count, 4);
}
END_TEST

START_TEST(other_seats_or_another_priority_is_a_change)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct outcome_need one[] = {NEED("A", 2, 3)};
    static const struct outcome_need more[] = {NEED("A", 2, 4)};
    static const struct outcome_need sooner[] = {NEED("A", 1, 3)};
    const struct outcome as_it_was = {.needs = one, .need_count = 1};
    const struct outcome grown = {.needs = more, .need_count = 1};
    const struct outcome urgent = {.needs = sooner, .need_count = 1};
    ck_assert_uint_eq(outcome_compare(&as_it_was, &grown, arena)->need_count, 1);
    ck_assert_uint_eq(outcome_compare(&as_it_was, &urgent, arena)->need_count, 1);
    ck_assert_uint_eq(outcome_compare(&as_it_was, &as_it_was, arena)->need_count, 0);
}
END_TEST

/* Of the seats of A one person sits there by now, the other in C; somebody never had a seat. */
static const struct outcome_place places[] = {
    {STR_VIEW_LITERAL("1"), STR_VIEW_LITERAL("A")},
    {STR_VIEW_LITERAL("2"), STR_VIEW_LITERAL("C")},
    {STR_VIEW_LITERAL("4"), {NULL, 0}},
    {STR_VIEW_LITERAL("9"), STR_VIEW_LITERAL("B")},
};
static const struct outcome_seat seats_left[] = {SEAT("6", "C")};

START_TEST(who_sits_there_by_a_placement_is_not_placed_no_more)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct outcome later = {.needs = needs_before,
                                  .need_count = COUNT(needs_before),
                                  .seats = seats_left,
                                  .seat_count = COUNT(seats_left),
                                  .places = places,
                                  .place_count = COUNT(places)};
    const struct outcome_diff *diff = outcome_compare(&before, &later, arena);
    ck_assert_int_eq(diff->since, 3);
    ck_assert_int_eq(diff->unplaced, 1);
    ck_assert_int_eq(diff->stayed, 1);
    ck_assert_int_eq(diff->gained, 0);
    ck_assert_int_eq(diff->lost, 3); /* of A the seat of 2, those of 3 and 4 */
    ck_assert_uint_eq(diff->move_count, 4);
    ck_assert(str_view_equal(diff->moves[0].since->need_code, str_view_of("A")));
    ck_assert(str_view_equal(diff->moves[1].since->need_code, str_view_of("C")));
    ck_assert_ptr_null(diff->moves[2].since);
    ck_assert_ptr_null(diff->moves[3].since->need_code.data);
    ck_assert_uint_eq(diff->need_count, 3);
    ck_assert(str_view_equal(diff->needs[2].before->code, str_view_of("A")));
    ck_assert_int_eq(diff->needs[2].since, 1);
    ck_assert_int_eq(outcome_compare(&before, &after, arena)->since, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("outcome diff");
    tcase_add_test(tcase, seats_won_do_not_hide_seats_lost);
    tcase_add_test(tcase, who_moves_who_comes_and_who_goes);
    tcase_add_test(tcase, nothing_differs_from_itself);
    tcase_add_test(tcase, other_seats_or_another_priority_is_a_change);
    tcase_add_test(tcase, who_sits_there_by_a_placement_is_not_placed_no_more);
    return run_tcase(tcase, "outcome diff");
}
