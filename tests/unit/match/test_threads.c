/*
 * On any number of threads the engine comes to the same bytes: seats, prices and objective,
 * whatever the problem is like. Bids and repairs are counted too, since what the threads do may not
 * even show in how much work it was.
 */

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { THREADS_MOST = 3, PROBLEMS = 20 };

/* Instances of a seed, each kind of them with what the others have not. */
struct kind {
    const char *name;
    size_t people, needs, seats;
    int caps; /* enum made_caps_kind */
};

static const struct kind kinds[] = {
    {"fewer people than threads", 2, 2, 2, 0},
    {"small", 30, 8, 3, 0},
    {"medium", 300, 40, 12, 0},
    {"long rows", 400, 300, 2, 0},
    {"many people", 4000, 30, 20, 0},
    {"quotas", 120, 15, 6, MADE_CAPS_OF_NEEDS},
    {"all caps", 120, 15, 6, MADE_CAPS_ALL},
};

static const struct instance *instance_of(const struct kind *kind, uint64_t seed,
                                          struct arena *arena)
{
    struct made *made = made_any(seed, kind->people, kind->needs, kind->seats, arena);
    struct instance *instance = made_instance(made, arena);
    if (kind->caps != 0)
        instance =
            instance_with_caps(instance, made_caps(instance, seed, kind->caps, 6, arena), arena);
    return instance;
}

static void assert_same(const struct instance *instance, const struct assignment *one,
                        const struct assignment *other, const char *what)
{
    size_t needs = instance->need_count;
    size_t people = instance->person_count;
    ck_assert_msg(memcmp(one->need_of, other->need_of, people * sizeof *one->need_of) == 0,
                  "%s: other seats", what);
    ck_assert_msg(memcmp(one->price, other->price, needs * sizeof *one->price) == 0,
                  "%s: other prices", what);
    ck_assert_msg(objective_compare(&one->objective, &other->objective) == 0, "%s: another triple",
                  what);
    if (one->cap_price == NULL)
        return;
    size_t caps = instance->caps->count;
    ck_assert_msg(memcmp(one->cap_price, other->cap_price, caps * sizeof *one->cap_price) == 0,
                  "%s: other prices of caps", what);
    ck_assert_msg(memcmp(one->open_price, other->open_price, needs * sizeof *one->open_price) == 0,
                  "%s: other prices of open seats", what);
}

/* From nothing, and from the prices and seats of before. */
static void check_instance(const struct instance *instance, const char *name, struct arena *arena)
{
    struct assignment one;
    struct plain_price *price = arena_calloc(arena, instance->need_count, sizeof *price);
    engine_solve(instance, NULL, arena, &one);
    for (size_t j = 0; j < instance->need_count; j++)
        price[j] = instance_plain_price(one.price[j], instance->need_count, instance->total_seats);
    for (size_t threads = 2; threads <= THREADS_MOST; threads++) {
        struct assignment several;
        const struct engine_options cold = {.threads = threads};
        const struct engine_options warm = {
            .threads = threads, .warm_price = price, .warm_need_of = one.need_of};
        engine_solve(instance, &cold, arena, &several);
        assert_same(instance, &one, &several, arena_format(arena, "%s, %zu", name, threads));
        engine_solve(instance, &warm, arena, &several);
        assert_same(instance, &one, &several, arena_format(arena, "%s, warm %zu", name, threads));
    }
}

START_TEST(any_number_of_threads_comes_to_the_same)
{
    for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        const struct kind *kind = &kinds[_i];
        const char *name = arena_format(arena, "%s %llu", kind->name, (unsigned long long)seed);
        check_instance(instance_of(kind, seed + 1000 * (uint64_t)_i, arena), name, arena);
    }
}
END_TEST

/* How it got there. */
START_TEST(threads_take_the_same_steps)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct engine_effort efforts[THREADS_MOST];
    struct made *made = made_any(77 + (uint64_t)_i, 3000, 60, 30, arena);
    const struct problem problem = problem_of(made_instance(made, arena));
    for (size_t threads = 1; threads <= THREADS_MOST; threads++) {
        struct assignment solved;
        const struct engine_options options = {.threads = threads};
        engine_solve_problem(&problem, &options, arena, &solved, &efforts[threads - 1]);
        ck_assert_mem_eq(&efforts[threads - 1], &efforts[0], sizeof efforts[0]);
    }
}
END_TEST

/* More threads than a small problem is worth are not taken. */
START_TEST(a_small_problem_takes_one_thread)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    ck_assert_uint_eq(engine_threads(made_instance(made_any(1, 300, 40, 12, arena), arena)), 1);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("threads");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, any_number_of_threads_comes_to_the_same, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, threads_take_the_same_steps, 0, 10);
    tcase_add_test(tcase, a_small_problem_takes_one_thread);
    return run_tcase(tcase, "match/threads");
}
