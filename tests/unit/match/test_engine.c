/*
 * The engine beside its oracle on problems too large to try everything (small ones: test_oracle.c),
 * and single rules of its parts.
 */
#include "core/match/engine.h"

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

static void assert_agree(const struct instance *instance, const struct engine_options *options,
                         struct arena *arena, const char *name)
{
    struct assignment oracle;
    struct assignment engine;
    oracle_solve(instance, arena, &oracle);
    engine_solve(instance, options, arena, &engine);
    ck_assert_msg(objective_compare(&oracle.objective, &engine.objective) == 0,
                  "%s: another triple", name);
    for (size_t j = 0; j < instance->need_count; j++)
        ck_assert_msg(oracle.price[j] == engine.price[j], "%s: need %zu at %lld instead of %lld",
                      name, j, (long long)engine.price[j], (long long)oracle.price[j]);
    for (size_t i = 0; i < instance->person_count; i++)
        ck_assert_msg((oracle.need_of[i] >= 0) == (engine.need_of[i] >= 0),
                      "%s: other people are placed", name);
}

/* From other prices another optimum is found on the way; what comes out is the same to the seat. */
static void assert_same_seats(const struct instance *instance, uint64_t seed, struct arena *arena)
{
    struct assignment cold;
    struct assignment warm;
    uint64_t state = seed;
    struct plain_price *price = arena_calloc(arena, instance->need_count, sizeof *price);
    engine_solve(instance, NULL, arena, &cold);
    for (int round = 0; round < 3; round++) {
        for (size_t j = 0; j < instance->need_count; j++)
            price[j].points = (int64_t)random_below(&state, 30000) - 10000;
        engine_solve(instance, &(struct engine_options){.warm_price = price}, arena, &warm);
        for (size_t i = 0; i < instance->person_count; i++)
            ck_assert_msg(cold.need_of[i] == warm.need_of[i],
                          "seed %llu: person %zu sits in %d instead of %d", (long long)seed, i,
                          warm.need_of[i], cold.need_of[i]);
    }
}

enum { SMALL_ROUNDS = 20, SMALL_A_ROUND = 500 };

/* Ten thousand, of all sizes up to 16 people and 8 needs. */
START_TEST(small_problems)
{
    for (int i = 0; i < SMALL_A_ROUND; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 100000 + (uint64_t)_i * SMALL_A_ROUND + (uint64_t)i;
        size_t people = 4 + seed % 13;
        const struct instance *instance =
            made_instance(made_any(seed, people, people / 2, 3, arena), arena);
        assert_agree(instance, NULL, arena, arena_format(arena, "seed %llu", (long long)seed));
        assert_same_seats(instance, seed, arena);
    }
}
END_TEST

/* Two hundred, with up to 300 people. */
START_TEST(medium_problems)
{
    for (int i = 0; i < 20; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 200000 + (uint64_t)_i * 20 + (uint64_t)i;
        const struct instance *instance = made_instance(made_any(seed, 300, 40, 12, arena), arena);
        assert_agree(instance, NULL, arena, arena_format(arena, "seed %llu", (long long)seed));
        assert_same_seats(instance, seed, arena);
    }
}
END_TEST

/* Prices to begin with change how long it takes, and nothing else. */
START_TEST(any_beginning_ends_at_the_same)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t seed = 300000 + (uint64_t)_i;
    uint64_t state = seed;
    const struct instance *instance = made_instance(made_any(seed, 60, 12, 5, arena), arena);
    struct plain_price *price = arena_calloc(arena, instance->need_count, sizeof *price);
    for (size_t j = 0; j < instance->need_count; j++)
        price[j].points = (int64_t)random_below(&state, 30000) - 10000;
    assert_agree(instance, &(struct engine_options){.warm_price = price}, arena,
                 arena_format(arena, "seed %llu", (long long)seed));
}
END_TEST

/* Keys that differ in their upper bits, in what is behind these, far behind, or not at all. */
START_TEST(lottery_keys_that_look_alike)
{
    static const size_t differing[] = {0, 2, 5, DIGEST_SIZE - 1};
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t seed = 500000 + (uint64_t)_i;
    uint64_t state = seed;
    struct instance *instance = made_instance(made_any(seed, 200, 12, 5, arena), arena);
    struct digest *keys = arena_calloc(arena, instance->person_count, sizeof *keys);
    for (size_t i = 0; i < instance->person_count; i++)
        keys[i].bytes[differing[random_below(&state, COUNT(differing))]] =
            (uint8_t)random_below(&state, 4);
    instance->lottery = keys;
    assert_agree(instance, NULL, arena, arena_format(arena, "seed %llu", (long long)seed));
}
END_TEST

/* ---- a month later --------------------------------------------------------------------------- */

/* Some people left, and others are worth something else. */
static void change_some(struct made *made, uint64_t *state)
{
    for (size_t i = 0; i < made->people; i++) {
        uint64_t change = random_below(state, 30);
        for (size_t j = 0; j < made->needs && change < 2; j++) {
            int32_t *fit = made_fit(made, i, j);
            if (change == 0)
                *fit = -1;
            else if (*fit >= 100)
                *fit -= 100;
        }
    }
}

/* Seats that could be filled no longer can, and others can at last: whole levels move. */
static void change_seats(struct made *made, uint64_t *state)
{
    for (size_t j = 0; j < made->needs; j++) {
        uint64_t change = random_below(state, 8);
        if (change == 0)
            made->seats[j] += 3;
        else if (change == 1 && made->seats[j] > 0)
            made->seats[j]--;
    }
}

static void change_priorities(struct made *made, uint64_t *state)
{
    for (size_t j = 0; j < made->needs; j++) {
        if (random_below(state, 4) == 0)
            made->priority[j] = 1 + (int32_t)random_below(state, 9);
    }
}

/* One need is asked for no more, and another one for the first time: nobody sat there. */
static void change_needs(struct made *made, uint64_t *state)
{
    made->seats[random_below(state, made->needs)] = 0;
    size_t new = random_below(state, made->needs);
    made->seats[new] = 2;
    for (size_t i = 0; i < made->people; i++)
        *made_fit(made, i, new) = random_below(state, 3) == 0 ? 100 * (int32_t)(i % 90) : -1;
}

/* Whoever qualified for something else is somebody else. */
static void change_everybody(struct made *made, uint64_t *state)
{
    for (size_t i = made->people - 1; i > 0; i--) {
        size_t other = random_below(state, i + 1);
        for (size_t j = 0; j < made->needs; j++) {
            int32_t fit = *made_fit(made, i, j);
            *made_fit(made, i, j) = *made_fit(made, other, j);
            *made_fit(made, other, j) = fit;
        }
    }
}

/* NULL: nothing changed. */
static void (*const changes[])(struct made *made, uint64_t *state) = {
    change_some, NULL, change_seats, change_priorities, change_needs, change_everybody,
};

/* As the run of before would be read back; or of long ago, by guess. */
static void take_prices(const struct instance *before, const struct assignment *assignment,
                        bool stale, uint64_t *state, struct plain_price *ret_price)
{
    for (size_t j = 0; j < before->need_count; j++) {
        ret_price[j] =
            instance_plain_price(assignment->price[j], before->need_count, before->total_seats);
        if (!stale)
            continue;
        ret_price[j].points += (int64_t)random_below(state, 2000) - 1000;
        if (random_below(state, 5) == 0)
            ret_price[j].class_steps = -(int32_t)random_below(state, 10);
    }
}

/* True when the solve began at last month's prices and seats: then hardly anything is bid. */
static bool check_month(uint64_t seed, size_t change, struct arena *arena)
{
    uint64_t state = seed;
    struct made *made = made_any(seed, seed % 2 == 0 ? 300 : 30, seed % 2 == 0 ? 40 : 8, 12, arena);
    struct instance *instance = made_instance(made, arena);
    struct assignment before;
    struct assignment cold;
    struct assignment warm;
    struct engine_effort cold_effort;
    struct engine_effort effort;
    struct plain_price *price = arena_calloc(arena, instance->need_count, sizeof *price);
    engine_solve(instance, NULL, arena, &before);
    take_prices(instance, &before, seed % 5 == 0, &state, price);
    if (changes[change] != NULL)
        changes[change](made, &state);
    for (size_t i = 0; i < made->people && seed % 3 == 0; i++)
        made->base[i] = before.need_of[i];
    instance = made_instance(made, arena);
    struct problem problem = problem_of(instance);
    const struct engine_options options = {.warm_price = price, .warm_need_of = before.need_of};
    engine_solve_problem(&problem, NULL, arena, &cold, &cold_effort);
    engine_solve_problem(&problem, &options, arena, &warm, &effort);
    ck_assert_msg(memcmp(warm.need_of, cold.need_of, made->people * sizeof *warm.need_of) == 0,
                  "seed %llu, change %zu: other seats", (long long)seed, change);
    ck_assert_msg(memcmp(warm.price, cold.price, made->needs * sizeof *warm.price) == 0,
                  "seed %llu, change %zu: other prices", (long long)seed, change);
    return effort.bids < cold_effort.bids;
}

/* Last month's prices and seats: the same comes out as from nothing. Where a warm start is not
 * taken, there are exactly as many bids. */
START_TEST(a_month_later)
{
    int warm_ones = 0;
    for (uint64_t i = 0; i < 100; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        warm_ones +=
            check_month(400000 + (uint64_t)_i * 100 + i, (size_t)_i % ROWS(changes), arena);
    }
    if (changes[(size_t)_i % ROWS(changes)] != change_everybody)
        ck_assert_int_ge(warm_ones, 10);
}
END_TEST

/* Prices so far apart that they make up for whole levels of the auction, which no fit does: a row's
 * pairs of several levels are worth about the same. */
static void take_prices_across_levels(size_t needs, uint64_t *state, struct plain_price *ret_price)
{
    enum { LEVEL_POINTS = 1 << 19, NEAR = 2500 };
    for (size_t j = 0; j < needs; j++) {
        int32_t level = (int32_t)random_below(state, INSTANCE_CLASS_COUNT + 1);
        int32_t lower = random_below(state, 3) == 0 ? 2 : 0;
        ret_price[j].class_steps = -level;
        ret_price[j].points = (int64_t)(level - lower) * LEVEL_POINTS +
                              (int64_t)random_below(state, 2 * (size_t)NEAR) - NEAR;
    }
}

START_TEST(prices_across_levels)
{
    for (uint64_t i = 0; i < 50; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 600000 + (uint64_t)_i * 50 + i;
        uint64_t state = seed;
        const struct instance *instance = made_instance(made_any(seed, 60, 30, 5, arena), arena);
        struct plain_price *price = arena_calloc(arena, instance->need_count, sizeof *price);
        struct assignment cold;
        engine_solve(instance, NULL, arena, &cold);
        take_prices_across_levels(instance->need_count, &state, price);
        assert_agree(instance,
                     &(struct engine_options){.warm_price = price, .warm_need_of = cold.need_of},
                     arena, arena_format(arena, "seed %llu", (long long)seed));
    }
}
END_TEST

/* ---- families on which one part or the other has a hard time ----------------------------------
 */

/* Few people for many seats of several priorities, and everybody wants the least of them. */
static struct made *make_hall_sets(struct arena *arena)
{
    uint64_t state = 11;
    struct made *made = made_new(150, 45, arena);
    for (size_t j = 0; j < made->needs; j++) {
        made->priority[j] = 1 + (int32_t)(j % 9);
        made->seats[j] = 1 + (int32_t)(j % 7);
        for (size_t i = j % 5; i < made->people; i += 5 + j % 3)
            *made_fit(made, i, j) =
                1000 * made->priority[j] + (int32_t)random_below(&state, 5) * 100;
    }
    return made;
}

/* Everybody has a seat to keep, and a cycle of equal exchanges leads there. */
static struct made *make_kept_seats(struct arena *arena)
{
    struct made *made = made_new(120, 30, arena);
    for (size_t j = 0; j < made->needs; j++)
        made->seats[j] = 3;
    for (size_t i = 0; i < made->people; i++) {
        made->base[i] = (int32_t)((i * 7) % 30);
        for (size_t j = 0; j < made->needs; j++) {
            if ((i + j) % 3 != 0 || (int32_t)j == made->base[i])
                *made_fit(made, i, j) = 6000 + 100 * (int32_t)(j % 2);
        }
    }
    return made;
}

/* A war of prices: two needs, one seat each, and a crowd that is worth the same. */
static struct made *make_war(struct arena *arena)
{
    struct made *made = made_new(300, 2, arena);
    for (size_t i = 0; i < made->people; i++) {
        *made_fit(made, i, 0) = FIT_MAX_BP - (int32_t)(i % 3);
        *made_fit(made, i, 1) = FIT_MAX_BP - (int32_t)(i % 2);
    }
    return made;
}

/* Chains |i - j| in which each seat is missing one person. */
static struct made *make_short_chain(struct arena *arena)
{
    struct made *made = made_new(100, 120, arena);
    for (size_t i = 0; i < made->people; i++) {
        for (size_t j = 0; j < made->needs; j++) {
            size_t apart = i > j ? i - j : j - i;
            if (apart < 25)
                *made_fit(made, i, j) = FIT_MAX_BP - (int32_t)apart;
        }
    }
    for (size_t j = 0; j < made->needs; j += 4)
        made->priority[j] = 3;
    return made;
}

/* Some needs have no seats at all, and are everybody's best. */
static struct made *make_no_seats(struct arena *arena)
{
    struct made *made = made_new(80, 20, arena);
    for (size_t j = 0; j < made->needs; j++) {
        made->seats[j] = j % 2 == 0 ? 0 : 5;
        for (size_t i = 0; i < made->people; i++)
            *made_fit(made, i, j) = j % 2 == 0 ? FIT_MAX_BP : (int32_t)(100 * (i % 10));
    }
    return made;
}

/* Far more needs than people who sit, so that nobody could go to most of them; and too few seats
 * where most people qualify. */
static struct made *make_sparse(struct arena *arena)
{
    uint64_t state = 12;
    struct made *made = made_new(260, 1500, arena);
    for (size_t j = 0; j < made->needs; j++)
        made->priority[j] = 1 + (int32_t)(j % 4);
    for (size_t i = 0; i < made->people; i++) {
        for (int at = 0; at < 4; at++) {
            size_t need = random_below(&state, at == 0 ? 1500 : 120);
            *made_fit(made, i, need) = 100 * (int32_t)random_below(&state, 40);
        }
    }
    return made;
}

static const struct {
    const char *name;
    struct made *(*make)(struct arena *arena);
} families[] = {
    {"hall sets", make_hall_sets},     {"kept seats", make_kept_seats}, {"war", make_war},
    {"short chain", make_short_chain}, {"no seats", make_no_seats},     {"sparse", make_sparse},
};

START_TEST(hard_families)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct instance *instance = made_instance(families[_i].make(arena), arena);
    assert_agree(instance, NULL, arena, families[_i].name);
    assert_same_seats(instance, (uint64_t)_i, arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("engine");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, small_problems, 0, MADE_UP_ROUNDS(SMALL_ROUNDS));
    tcase_add_loop_test(tcase, medium_problems, 0, 10);
    tcase_add_loop_test(tcase, a_month_later, 0, 4 * ROWS(changes));
    tcase_add_loop_test(tcase, prices_across_levels, 0, 4);
    tcase_add_loop_test(tcase, any_beginning_ends_at_the_same, 0, MADE_UP_ROUNDS(100));
    tcase_add_loop_test(tcase, lottery_keys_that_look_alike, 0, MADE_UP_ROUNDS(50));
    tcase_add_loop_test(tcase, hard_families, 0, ROWS(families));
    return run_tcase(tcase, "match/engine");
}
