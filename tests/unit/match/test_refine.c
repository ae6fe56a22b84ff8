#include "core/match/refine/refine.h"

#include "tests/unit/run_tcase.h"

enum { PEOPLE = 1, NEEDS = 2, FIT = 5000, CLASS_STEP = 100000, UNIT = 3 };

/* One person, who qualifies for the first need; nobody does for the second one. */
static const size_t starts[PEOPLE + 1] = {0, 1};
static const uint32_t pairs[] = {FIT};
static const int32_t seats[NEEDS] = {1, 1};
static const int32_t priorities[NEEDS] = {1, 1};

static const struct {
    int64_t price[NEEDS];
    int64_t repairs;
} beginnings[] = {
    {{0, 0}, 2},
    {{0, (int64_t)-9 * CLASS_STEP}, 1},
    {{(int64_t)FIT * UNIT, (int64_t)9 * CLASS_STEP}, 2},
    {{(int64_t)900 * CLASS_STEP, (int64_t)900 * CLASS_STEP}, 2},
};

/* However far above its floor a seat begins for which nobody will come, and whatever prices fall
 * at most between two looks at all pairs. */
START_TEST(an_empty_seat_ends_at_its_floor)
{
    const struct problem problem = {.person_count = PEOPLE,
                                    .need_count = NEEDS,
                                    .rows = {starts, pairs},
                                    .seats = seats,
                                    .priority = priorities,
                                    .unit = UNIT,
                                    .class_step = CLASS_STEP};
    const int32_t need_of[PEOPLE] = {-1};
    struct refined refined;
    refine(&problem, core_pairs_of_all(&problem), NULL, need_of, NULL, beginnings[_i].price,
           &refined);
    ck_assert_int_eq(refined.holding->need_of[0], 0);
    ck_assert_int_le(refined.price[0], (int64_t)FIT * UNIT);
    ck_assert_int_eq(refined.price[1], problem_floor(&problem, 1));
    ck_assert_uint_eq(refined.all.violations.count, 0);
    ck_assert_uint_eq(refined.repairs, (uint64_t)beginnings[_i].repairs);
    refined_release(&refined);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("refine");
    tcase_add_loop_test(tcase, an_empty_seat_ends_at_its_floor, 0, ROWS(beginnings));
    return run_tcase(tcase, "match/refine");
}
