#include "cmd/demo/random.h"

#include "tests/unit/run_tcase.h"

/* The published outputs of SplitMix64 for the state 1234567. */
static const uint64_t published[] = {6457827717110365317U, 3203168211198807973U,
                                     9817491932198370423U, 4593380528125082431U,
                                     16408922859458223821U};

START_TEST(is_split_mix_64)
{
    struct random random = {1234567};
    for (int i = 0; i < ROWS(published); i++)
        ck_assert_uint_eq(random_next(&random), published[i]);
}
END_TEST

START_TEST(a_stream_repeats)
{
    struct random one = random_stream(7, RANDOM_PERSON, 41);
    struct random other = random_stream(7, RANDOM_PERSON, 41);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(random_next(&one), random_next(&other));
}
END_TEST

static const struct {
    uint64_t seed;
    enum random_purpose purpose;
    uint64_t number;
} neighbours[] = {
    {8, RANDOM_PERSON, 41}, {7, RANDOM_NEEDS, 41}, {7, RANDOM_PERSON, 42}, {7, RANDOM_PERSON, 40}};

/* No neighbour runs on the same path a few steps ahead or behind. */
START_TEST(streams_lie_apart)
{
    enum { STEPS = 50 };
    uint64_t path[STEPS];
    struct random one = random_stream(7, RANDOM_PERSON, 41);
    for (int i = 0; i < STEPS; i++)
        path[i] = random_next(&one);
    struct random other =
        random_stream(neighbours[_i].seed, neighbours[_i].purpose, neighbours[_i].number);
    for (int i = 0; i < STEPS; i++) {
        uint64_t number = random_next(&other);
        for (int k = 0; k < STEPS; k++)
            ck_assert_uint_ne(number, path[k]);
    }
}
END_TEST

START_TEST(numbers_stay_in_their_bounds_and_reach_them)
{
    struct random random = random_stream(1, RANDOM_FAULTS, 0);
    bool low = false, high = false;
    for (int i = 0; i < 2000; i++) {
        int32_t number = random_between(&random, -3, 4);
        ck_assert_int_ge(number, -3);
        ck_assert_int_le(number, 4);
        low = low || number == -3;
        high = high || number == 4;
        ck_assert_uint_eq(random_below(&random, 1), 0);
    }
    ck_assert(low && high);
}
END_TEST

START_TEST(chances_are_kept)
{
    struct random random = random_stream(1, RANDOM_FAULTS, 1);
    int hits = 0;
    for (int i = 0; i < 100000; i++) {
        ck_assert(!random_chance(&random, 0));
        ck_assert(random_chance(&random, 1000));
        hits += random_chance(&random, 20);
    }
    ck_assert_int_ge(hits, 1800);
    ck_assert_int_le(hits, 2200);
}
END_TEST

START_TEST(weights_are_kept)
{
    static const uint16_t weights[] = {0, 1, 3, 0};
    struct random random = random_stream(1, RANDOM_FAULTS, 2);
    int hits[ROWS(weights)] = {0};
    for (int i = 0; i < 40000; i++)
        hits[random_weighted(&random, weights, ROWS(weights))]++;
    ck_assert_int_eq(hits[0], 0);
    ck_assert_int_eq(hits[3], 0);
    ck_assert_int_ge(hits[1], 9400);
    ck_assert_int_le(hits[1], 10600);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("demo_random");
    tcase_add_test(tcase, is_split_mix_64);
    tcase_add_test(tcase, a_stream_repeats);
    tcase_add_loop_test(tcase, streams_lie_apart, 0, ROWS(neighbours));
    tcase_add_test(tcase, numbers_stay_in_their_bounds_and_reach_them);
    tcase_add_test(tcase, chances_are_kept);
    tcase_add_test(tcase, weights_are_kept);
    return run_tcase(tcase, "demo_random");
}
