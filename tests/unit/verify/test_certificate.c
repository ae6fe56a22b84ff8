#include "core/verify/certificate.h"

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { PEOPLE = 5, NEEDS = 3, FLOOR_2 = -1920040 };

/*
 * Worked by hand. R = 5, so w' is six times the fit (and 1 for person 0, who was there before);
 * B = 4 * 60,001 + 1. Need 0 has priority 1 and one seat, need 1 and 2 have priority 2 with one
 * seat and three. Person 4 sits nowhere: only need 0 would do, and person 0 fits it better.
 */
struct stated {
    int32_t need_of[PEOPLE];
    int32_t fit_bp[PEOPLE];
    int64_t price[NEEDS];
    int32_t seats[NEEDS];
    struct objective objective;
};

static const struct stated truth = {
    .need_of = {0, 1, 2, 2, -1},
    .fit_bp = {500, 100, 50, 70, -1},
    .price = {60, FLOOR_2 + 900, FLOOR_2},
    .seats = {1, 1, 3},
    .objective = {.filled = {1, 3}, .fit_bp = 720, .held = 1},
};

static const struct instance *make_instance(struct arena *arena)
{
    static const int32_t fits[PEOPLE][NEEDS] = {
        {500, -1, -1}, {300, 100, -1}, {-1, 200, 50}, {-1, -1, 70}, {10, -1, -1}};
    struct made *made = made_new(PEOPLE, NEEDS, arena);
    for (size_t i = 0; i < PEOPLE; i++) {
        for (size_t j = 0; j < NEEDS; j++)
            *made_fit(made, i, j) = fits[i][j];
    }
    made->seats[2] = 3;
    made->priority[1] = made->priority[2] = 2;
    made->base[0] = 0;
    return made_instance(made, arena);
}

static bool check(const struct stated *stated, struct arena *arena,
                  struct certificate_result *ret_result)
{
    struct claim claim = {stated->need_of, stated->fit_bp, stated->price, stated->seats,
                          stated->objective};
    return certificate_check(make_instance(arena), &claim, arena, ret_result);
}

enum part { NOTHING, NEED_OF, FIT, PRICE, SEATS, FILLED, TOTAL_FIT, HELD };

struct edit {
    enum part part;
    int at;
    int64_t value;
};

static void apply(const struct edit *edit, struct stated *stated)
{
    switch (edit->part) {
    case NOTHING:
        break;
    case NEED_OF:
        stated->need_of[edit->at] = (int32_t)edit->value;
        break;
    case FIT:
        stated->fit_bp[edit->at] = (int32_t)edit->value;
        break;
    case PRICE:
        stated->price[edit->at] = edit->value;
        break;
    case SEATS:
        stated->seats[edit->at] = (int32_t)edit->value;
        break;
    case FILLED:
        stated->objective.filled[edit->at] = edit->value;
        break;
    case TOTAL_FIT:
        stated->objective.fit_bp = edit->value;
        break;
    case HELD:
        stated->objective.held = edit->value;
        break;
    }
}

#define PROVED "the assignment is feasible, and the prices prove it optimal"
#define ABOVE "the bound of these prices is above what the assignment is worth"

static const struct {
    struct edit edits[2];
    enum certificate_fault fault;
    int32_t person, need;
    const char *text;
} cases[] = {
    {{{NOTHING}}, CERTIFICATE_HOLDS, -1, -1, PROVED},
    /* Prices need not be the least ones: 3,001 is what person 0 is worth in need 0. */
    {{{PRICE, 0, 61}}, CERTIFICATE_HOLDS, -1, -1, PROVED},
    {{{PRICE, 0, 3001}}, CERTIFICATE_HOLDS, -1, -1, PROVED},

    {{{SEATS, 2, 2}}, CERTIFICATE_SEATS_DIFFER, -1, 2, "need 2 has 3 free seats, but 2 are stated"},
    {{{SEATS, 0, INT32_MIN}},
     CERTIFICATE_SEATS_DIFFER,
     -1,
     0,
     "need 0 has 1 free seats, but -2147483648 are stated"},

    {{{NEED_OF, 0, 2}}, CERTIFICATE_PAIR_NOT_ELIGIBLE, 0, 2, "person 0 is not eligible for need 2"},
    {{{NEED_OF, 1, 3}},
     CERTIFICATE_PAIR_NOT_ELIGIBLE,
     1,
     -1,
     "person 1 is placed in need 3, which does not exist"},
    {{{NEED_OF, 1, -2}},
     CERTIFICATE_PAIR_NOT_ELIGIBLE,
     1,
     -1,
     "person 1 is placed in need -2, which does not exist"},
    {{{NEED_OF, 4, INT32_MAX}},
     CERTIFICATE_PAIR_NOT_ELIGIBLE,
     4,
     -1,
     "person 4 is placed in need 2147483647, which does not exist"},
    {{{NEED_OF, 4, INT32_MIN}},
     CERTIFICATE_PAIR_NOT_ELIGIBLE,
     4,
     -1,
     "person 4 is placed in need -2147483648, which does not exist"},

    {{{FIT, 3, 71}}, CERTIFICATE_FIT_DIFFERS, 3, 2, "person 3 fits need 2 by 70, but 71 is stated"},
    {{{FIT, 0, -1}},
     CERTIFICATE_FIT_DIFFERS,
     0,
     0,
     "person 0 fits need 0 by 500, but -1 is stated"},
    {{{FIT, 4, 10}},
     CERTIFICATE_FIT_DIFFERS,
     4,
     -1,
     "person 4 is not placed, but a fit of 10 is stated"},
    {{{NEED_OF, 3, -1}},
     CERTIFICATE_FIT_DIFFERS,
     3,
     -1,
     "person 3 is not placed, but a fit of 70 is stated"},

    {{{NEED_OF, 1, 0}, {FIT, 1, 300}},
     CERTIFICATE_OVERFILLED,
     -1,
     0,
     "need 0 has 1 free seats, but 2 people are placed in it"},

    {{{FILLED, 0, 2}},
     CERTIFICATE_OBJECTIVE_DIFFERS,
     -1,
     -1,
     "the assignment has 1 seats filled in priority 1, but 2 is stated"},
    {{{FILLED, 8, INT64_MIN}},
     CERTIFICATE_OBJECTIVE_DIFFERS,
     -1,
     -1,
     "the assignment has 0 seats filled in priority 9, but -9223372036854775808 is stated"},
    {{{TOTAL_FIT, 0, 719}},
     CERTIFICATE_OBJECTIVE_DIFFERS,
     -1,
     -1,
     "the assignment has 720 basis points of fit, but 719 is stated"},
    {{{HELD, 0, 0}},
     CERTIFICATE_OBJECTIVE_DIFFERS,
     -1,
     -1,
     "the assignment has 1 people kept, but 0 is stated"},

    {{{PRICE, 2, FLOOR_2 - 1}},
     CERTIFICATE_PRICE_BELOW_FLOOR,
     -1,
     2,
     "need 2 has the price -1920041, below its floor of -1920040"},
    {{{PRICE, 0, INT64_MIN}},
     CERTIFICATE_PRICE_BELOW_FLOOR,
     -1,
     0,
     "need 0 has the price -9223372036854775808, below its floor of -2160045"},

    {{{PRICE, 2, FLOOR_2 + 1}},
     CERTIFICATE_OPEN_SEAT_PRICED,
     -1,
     2,
     "need 2 has an empty seat, but the price -1920039 is above its floor of -1920040"},
    {{{PRICE, 2, INT64_MAX}},
     CERTIFICATE_OPEN_SEAT_PRICED,
     -1,
     2,
     "need 2 has an empty seat, but the price 9223372036854775807 is above its floor of -1920040"},

    {{{PRICE, 1, FLOOR_2 + 899}},
     CERTIFICATE_PERSON_UNDERPLACED,
     2,
     1,
     "person 2 is placed in need 2, but is worth more in need 1 at these prices"},
    {{{PRICE, 0, 59}},
     CERTIFICATE_PERSON_UNDERPLACED,
     4,
     0,
     "person 4 is not placed, but is worth more than the price in need 0"},
    {{{PRICE, 1, INT64_MAX}},
     CERTIFICATE_PERSON_UNDERPLACED,
     1,
     0,
     "person 1 is placed in need 1, but is worth more in need 0 at these prices"},

    {{{PRICE, 0, 3002}}, CERTIFICATE_GAP, 0, 0, ABOVE},
    {{{PRICE, 0, INT64_MAX}}, CERTIFICATE_GAP, 0, 0, ABOVE},
};

START_TEST(each_fault_is_told)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct stated stated = truth;
    struct certificate_result result;
    for (int i = 0; i < ROWS(cases[_i].edits); i++)
        apply(&cases[_i].edits[i], &stated);
    bool holds = check(&stated, arena, &result);
    ck_assert_str_eq(result.text, cases[_i].text);
    ck_assert_int_eq(result.fault, cases[_i].fault);
    ck_assert_int_eq(holds, cases[_i].fault == CERTIFICATE_HOLDS);
    ck_assert_int_eq(result.person, cases[_i].person);
    ck_assert_int_eq(result.need, cases[_i].need);
}
END_TEST

/* An assignment as good as any, and one person less: all facts right, the seat merely empty. */
START_TEST(a_seat_given_up_is_seen_though_every_fact_is_right)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct stated stated = truth;
    struct certificate_result result;
    stated.need_of[3] = stated.fit_bp[3] = -1;
    stated.objective = (struct objective){.filled = {1, 2}, .fit_bp = 650, .held = 1};
    ck_assert(!check(&stated, arena, &result));
    ck_assert_int_eq(result.fault, CERTIFICATE_PERSON_UNDERPLACED);
    ck_assert_int_eq(result.person, 3);
    ck_assert_int_eq(result.need, 2);
}
END_TEST

static int64_t any_value(uint64_t *state)
{
    static const int64_t values[] = {INT64_MIN, INT64_MIN + 1, -FLOOR_2,  FLOOR_2, -2, -1, 0,
                                     1,         FLOOR_2 + 900, INT64_MAX, 2,       60};
    return values[random_below(state, COUNT(values))];
}

/* Whatever a claim holds, the answer is no; the sanitizers watch for overflows. */
START_TEST(garbage_is_refused)
{
    uint64_t state = (uint64_t)_i;
    for (int round = 0; round < 500; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct stated stated = truth;
        struct certificate_result result;
        for (int i = 0; i < PEOPLE && random_below(&state, 2) > 0; i++) {
            stated.need_of[i] = (int32_t)any_value(&state);
            stated.fit_bp[i] = (int32_t)any_value(&state);
        }
        for (int j = 0; j < NEEDS; j++)
            stated.price[j] = any_value(&state);
        stated.price[2] = FLOOR_2 - 1;
        ck_assert(!check(&stated, arena, &result));
        ck_assert_int_ne(result.fault, CERTIFICATE_HOLDS);
        ck_assert_uint_gt(strlen(result.text), 10);
    }
}
END_TEST

/* Ten people, each worth 1.9e18 in units of w' above the floor: either side of the equation passes
 * 64 bits. */
START_TEST(sums_are_wide_enough)
{
    enum { MANY_PEOPLE = 10, MANY_NEEDS = 100 };
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(MANY_PEOPLE, MANY_NEEDS, arena);
    int32_t need_of[MANY_PEOPLE] = {0};
    int32_t fit_bp[MANY_PEOPLE] = {0};
    int64_t price[MANY_NEEDS];
    for (size_t i = 0; i < MANY_PEOPLE; i++)
        *made_fit(made, i, 0) = fit_bp[i] = FIT_MAX_BP;
    for (size_t j = 0; j < MANY_NEEDS; j++)
        made->seats[j] = INT32_MAX;
    const struct instance *instance = made_instance(made, arena);
    ck_assert(instance_is_within_bounds(instance));
    ck_assert_int_lt(instance_floor(instance, 0), -INT64_MAX / MANY_PEOPLE);
    for (size_t j = 0; j < MANY_NEEDS; j++)
        price[j] = instance_floor(instance, j);
    struct claim claim = {need_of,
                          fit_bp,
                          price,
                          made->seats,
                          {.filled = {MANY_PEOPLE}, .fit_bp = MANY_PEOPLE * FIT_MAX_BP}};
    struct certificate_result result;
    ck_assert_msg(certificate_check(instance, &claim, arena, &result), "%s", result.text);
}
END_TEST

/* Four people sit at a price 2^62 above their worth: the gap is 2^64, which is 0 in 64 bits. */
START_TEST(a_gap_does_not_wrap_round)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(4, 1, arena);
    made->seats[0] = 4;
    for (size_t i = 0; i < 4; i++)
        *made_fit(made, i, 0) = 1000;
    const struct instance *instance = made_instance(made, arena);
    const int64_t price = instance_weight(instance, 0, &instance->items[0]) + ((int64_t)1 << 62);
    struct claim claim = {(const int32_t[]){0, 0, 0, 0},
                          (const int32_t[]){1000, 1000, 1000, 1000},
                          &price,
                          made->seats,
                          {.filled = {4}, .fit_bp = 4000}};
    struct certificate_result result;
    ck_assert(!certificate_check(instance, &claim, arena, &result));
    ck_assert_int_eq(result.fault, CERTIFICATE_GAP);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("certificate");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, each_fault_is_told, 0, ROWS(cases));
    tcase_add_test(tcase, a_seat_given_up_is_seen_though_every_fact_is_right);
    tcase_add_loop_test(tcase, garbage_is_refused, 0, 4);
    tcase_add_test(tcase, sums_are_wide_enough);
    tcase_add_test(tcase, a_gap_does_not_wrap_round);
    return run_tcase(tcase, "verify/certificate");
}
