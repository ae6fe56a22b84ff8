#include "tests/unit/match/oracle/oracle.h"

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/exhaustive.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

/* The certificate of what was solved, with the facts as a run would store them. */
static void assert_certified(const struct instance *instance, const struct assignment *assignment,
                             struct arena *arena)
{
    int32_t *fit_bp = arena_calloc(arena, instance->person_count, sizeof *fit_bp);
    for (size_t i = 0; i < instance->person_count; i++) {
        fit_bp[i] = -1;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            if ((int32_t)instance->items[at].need == assignment->need_of[i])
                fit_bp[i] = (int32_t)instance->items[at].fit_bp;
        }
    }
    struct claim claim = {assignment->need_of, fit_bp, assignment->price, instance->seats,
                          assignment->objective};
    struct certificate_result result;
    ck_assert_msg(certificate_check(instance, &claim, arena, &result), "%s", result.text);
}

/* Oracle and engine agree on triple, least prices and the set of placed people; what the tests look
 * at then is the engine's. */
static void solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment)
{
    struct assignment oracle;
    oracle_solve(instance, arena, &oracle);
    engine_solve(instance, NULL, arena, ret_assignment);
    ck_assert_int_eq(objective_compare(&oracle.objective, &ret_assignment->objective), 0);
    for (size_t j = 0; j < instance->need_count; j++)
        ck_assert_int_eq(oracle.price[j], ret_assignment->price[j]);
    for (size_t i = 0; i < instance->person_count; i++)
        ck_assert_int_eq(oracle.need_of[i] >= 0, ret_assignment->need_of[i] >= 0);
    assert_certified(instance, &oracle, arena);
    assert_certified(instance, ret_assignment, arena);
}

static void assert_least_prices(const struct instance *instance,
                                const struct assignment *assignment, uint64_t seed)
{
    int128 value = exhaustive_value(instance, -1, NULL);
    for (size_t j = 0; j < instance->need_count; j++) {
        int128 more = exhaustive_value(instance, (int32_t)j, NULL);
        int64_t price = instance_floor(instance, j) + (int64_t)(more - value);
        ck_assert_msg(assignment->price[j] == price, "seed %llu, need %zu: %lld instead of %lld",
                      (unsigned long long)seed, j, (long long)assignment->price[j],
                      (long long)price);
    }
}

enum { SMALL_ROUNDS = 10, SMALL_A_ROUND = 100 };

/*
 * A thousand small problems against all their assignments. Least prices by what they mean: the
 * optimal dual price of a seat may be anything between what one more seat would bring and what one
 * seat less would cost (the value is concave in the seats), so the least is the former.
 */
START_TEST(small_problems_are_solved_best)
{
    for (int i = 0; i < SMALL_A_ROUND; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = (uint64_t)_i * SMALL_A_ROUND + (uint64_t)i;
        const struct instance *instance = made_instance(made_any(seed, 6, 4, 3, arena), arena);
        struct exhaustive_best best = exhaustive_search(instance);
        struct assignment seen;
        solve(instance, arena, &seen);
        ck_assert_msg(objective_compare(&seen.objective, &best.objective) == 0,
                      "seed %llu: another triple", (unsigned long long)seed);
        ck_assert_msg(exhaustive_placed(instance, seen.need_of) == best.placed,
                      "seed %llu: other people are placed", (unsigned long long)seed);
        assert_least_prices(instance, &seen, seed);
    }
}
END_TEST

/* Larger ones, where exchanges go over several needs. */
START_TEST(middling_problems_are_solved_best)
{
    for (int i = 0; i < 20; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 5000 + (uint64_t)_i * 20 + (uint64_t)i;
        const struct instance *instance = made_instance(made_any(seed, 24, 5, 3, arena), arena);
        uint64_t placed;
        exhaustive_value(instance, -1, &placed);
        struct assignment seen;
        solve(instance, arena, &seen);
        ck_assert_msg(exhaustive_placed(instance, seen.need_of) == placed,
                      "seed %llu: other people are placed", (unsigned long long)seed);
        assert_least_prices(instance, &seen, seed);
    }
}
END_TEST

START_TEST(order_of_people_and_needs_does_not_matter)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t seed = (uint64_t)_i;
    size_t *person_at;
    size_t *need_at;
    struct made *made = made_any(seed, 60, 12, 5, arena);
    struct made *shuffled = made_shuffled(made, seed + 1, arena, &person_at, &need_at);
    struct assignment first;
    struct assignment again;
    struct assignment other;
    solve(made_instance(made, arena), arena, &first);
    solve(made_instance(made, arena), arena, &again);
    solve(made_instance(shuffled, arena), arena, &other);
    ck_assert_mem_eq(first.need_of, again.need_of, made->people * sizeof *first.need_of);
    ck_assert_mem_eq(first.price, again.price, made->needs * sizeof *first.price);
    ck_assert_int_eq(objective_compare(&first.objective, &other.objective), 0);
    for (size_t j = 0; j < made->needs; j++)
        ck_assert_int_eq(first.price[j], other.price[need_at[j]]);
    for (size_t i = 0; i < made->people; i++)
        ck_assert_int_eq(first.need_of[i] >= 0, other.need_of[person_at[i]] >= 0);
}
END_TEST

/* ---- families on which faster methods stumble ---------------------------------------------- */

/* Twice as many people as seats, and nothing to tell one from another. */
static struct made *make_all_equal(struct arena *arena)
{
    struct made *made = made_new(240, 12, arena);
    for (size_t at = 0; at < made->people * made->needs; at++)
        made->fit_bp[at] = 5000;
    for (size_t j = 0; j < made->needs; j++)
        made->seats[j] = 10;
    return made;
}

static struct made *make_one_large_need(struct arena *arena)
{
    struct made *made = made_new(400, 1, arena);
    made->seats[0] = 400;
    for (size_t i = 0; i < made->people; i++)
        *made_fit(made, i, 0) = (int32_t)i;
    return made;
}

/* Everybody fits the need of the same number best, and each next one a little less. */
static struct made *make_chain(struct arena *arena)
{
    struct made *made = made_new(150, 150, arena);
    for (size_t i = 0; i < made->people; i++) {
        for (size_t j = 0; j < made->needs; j++)
            *made_fit(made, i, j) = FIT_MAX_BP - (int32_t)(i > j ? i - j : j - i);
    }
    return made;
}

/* The same with one person less than seats and everybody one need late, so that one end decides. */
static struct made *make_long_exchange(struct arena *arena)
{
    struct made *made = made_new(199, 200, arena);
    for (size_t i = 0; i < made->people; i++) {
        *made_fit(made, i, i) = FIT_MAX_BP;
        *made_fit(made, i, i + 1) = FIT_MAX_BP - 1;
    }
    made->priority[0] = 2;
    return made;
}

/* Ten people alone can fill the ten seats of priority 1, and all others want them too. */
static struct made *make_scarce(struct arena *arena)
{
    struct made *made = made_new(120, 40, arena);
    for (size_t j = 0; j < made->needs; j++) {
        made->priority[j] = j < 10 ? 1 : 9;
        made->seats[j] = 2 - (j < 10);
        for (size_t i = 0; i < made->people; i++) {
            if (j >= 10 || i < 10)
                *made_fit(made, i, j) = j < 10 ? 0 : FIT_MAX_BP;
        }
    }
    return made;
}

static struct made *make_dense(struct arena *arena)
{
    uint64_t state = 7;
    struct made *made = made_new(200, 200, arena);
    for (size_t i = 0; i < made->people; i++) {
        for (size_t j = 0; j < made->needs; j++)
            *made_fit(made, i, j) = (int32_t)random_below(&state, FIT_MAX_BP + 1);
    }
    return made;
}

/* Four rows, each fifty times. */
static struct made *make_duplicate_rows(struct arena *arena)
{
    struct made *made = made_new(200, 8, arena);
    for (size_t i = 0; i < made->people; i++) {
        for (size_t j = 0; j < made->needs; j++)
            *made_fit(made, i, j) = 1000 * (int32_t)((i % 4 + j) % 4);
    }
    for (size_t j = 0; j < made->needs; j++)
        made->seats[j] = 15;
    return made;
}

static const struct {
    const char *name;
    struct made *(*make)(struct arena *arena);
    int64_t filled_first, filled_others; /* seats of priority 1, and all others */
    int64_t fit_bp;                      /* -1 = not known beforehand */
} families[] = {
    {"all equal", make_all_equal, 120, 0, 120 * 5000},
    {"one large need", make_one_large_need, 400, 0, 399 * 400 / 2},
    {"chain", make_chain, 150, 0, 150 * FIT_MAX_BP},
    {"long exchange", make_long_exchange, 199, 0, 199 * (FIT_MAX_BP - 1)},
    {"scarce", make_scarce, 10, 60, 60 * FIT_MAX_BP},
    {"dense", make_dense, 200, 0, -1},
    /* 50 people of each kind, and each kind has 30 seats in which it fits by 3,000. */
    {"duplicate rows", make_duplicate_rows, 120, 0, 120 * 3000},
};

START_TEST(hard_families_are_solved_and_certified)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct instance *instance = made_instance(families[_i].make(arena), arena);
    struct assignment seen;
    solve(instance, arena, &seen);
    int64_t others = 0;
    for (int class = 1; class < INSTANCE_CLASS_COUNT; class ++)
        others += seen.objective.filled[class];
    ck_assert_msg(seen.objective.filled[0] == families[_i].filled_first, "%s", families[_i].name);
    ck_assert_int_eq(others, families[_i].filled_others);
    if (families[_i].fit_bp >= 0)
        ck_assert_int_eq(seen.objective.fit_bp, families[_i].fit_bp);
}
END_TEST

/* ---- single rules ---------------------------------------------------------------------------- */

START_TEST(nothing_to_match_is_no_fault)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    static const struct {
        size_t people, needs;
    } sizes[] = {{0, 0}, {3, 0}, {0, 3}, {3, 3}};
    for (int i = 0; i < ROWS(sizes); i++) {
        struct made *made = made_new(sizes[i].people, sizes[i].needs, arena);
        const struct instance *instance = made_instance(made, arena);
        struct assignment seen;
        solve(instance, arena, &seen);
        for (size_t person = 0; person < made->people; person++)
            ck_assert_int_eq(seen.need_of[person], -1);
        for (size_t j = 0; j < made->needs; j++)
            ck_assert_int_eq(seen.price[j], instance_floor(instance, j));
        ck_assert_int_eq(objective_compare(&seen.objective, &(struct objective){0}), 0);
    }
}
END_TEST

/* A seat of priority 1 at fit 0 goes before a seat of priority 2 at 10,000, and two lower seats do
 * not outweigh it. */
START_TEST(a_priority_is_no_weight)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(1, 3, arena);
    made->priority[1] = made->priority[2] = 2;
    *made_fit(made, 0, 0) = 0;
    *made_fit(made, 0, 1) = FIT_MAX_BP;
    *made_fit(made, 0, 2) = FIT_MAX_BP;
    struct assignment seen;
    solve(made_instance(made, arena), arena, &seen);
    ck_assert_int_eq(seen.need_of[0], 0);
    ck_assert_int_eq(seen.objective.filled[0], 1);
    ck_assert_int_eq(seen.objective.fit_bp, 0);
}
END_TEST

/* Staying counts for less than one basis point, and decides between equals. */
START_TEST(the_base_decides_between_equals_only)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    for (int better = 0; better < 2; better++) {
        struct made *made = made_new(2, 1, arena);
        *made_fit(made, 0, 0) = 700;
        *made_fit(made, 1, 0) = 700 + better;
        made->base[0] = 0;
        struct assignment seen;
        solve(made_instance(made, arena), arena, &seen);
        ck_assert_int_eq(seen.need_of[better], 0);
        ck_assert_int_eq(seen.need_of[1 - better], -1);
        ck_assert_int_eq(seen.objective.held, 1 - better);
    }
}
END_TEST

/* Three needs in a row and four equal people; each can sit in one or two of them. Whoever is drawn
 * last among those who can make room goes without, wherever the solver seated them first. */
START_TEST(the_lottery_exchanges_over_several_needs)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    for (uint32_t keys = 0; keys < 200; keys += 4) {
        struct made *made = made_new(4, 3, arena);
        for (uint32_t i = 0; i < 4; i++) {
            made->key[i] = keys + i;
            if (i < 3)
                *made_fit(made, i, i) = 4000;
            if (i > 0)
                *made_fit(made, i, i - 1) = 4000;
        }
        const struct instance *instance = made_instance(made, arena);
        size_t last = 0;
        for (size_t i = 1; i < 4; i++) {
            if (digest_compare(&instance->lottery[i], &instance->lottery[last]) > 0)
                last = i;
        }
        struct assignment seen;
        solve(instance, arena, &seen);
        for (size_t i = 0; i < 4; i++)
            ck_assert_int_eq(seen.need_of[i] < 0, i == last);
    }
}
END_TEST

/* All seats are staffed: nobody is placed, and the price keeps everybody away. */
START_TEST(a_need_without_seats_has_the_price_of_its_best_candidate)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_new(2, 1, arena);
    made->seats[0] = 0;
    *made_fit(made, 0, 0) = 10;
    *made_fit(made, 1, 0) = 30;
    const struct instance *instance = made_instance(made, arena);
    struct assignment seen;
    solve(instance, arena, &seen);
    ck_assert_int_eq(seen.need_of[0], -1);
    ck_assert_int_eq(seen.need_of[1], -1);
    ck_assert_int_eq(seen.price[0], 30);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("oracle");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, small_problems_are_solved_best, 0, SMALL_ROUNDS);
    tcase_add_loop_test(tcase, middling_problems_are_solved_best, 0, 10);
    tcase_add_loop_test(tcase, order_of_people_and_needs_does_not_matter, 0, 50);
    tcase_add_loop_test(tcase, hard_families_are_solved_and_certified, 0, ROWS(families));
    tcase_add_test(tcase, nothing_to_match_is_no_fault);
    tcase_add_test(tcase, a_priority_is_no_weight);
    tcase_add_test(tcase, the_base_decides_between_equals_only);
    tcase_add_test(tcase, the_lottery_exchanges_over_several_needs);
    tcase_add_test(tcase, a_need_without_seats_has_the_price_of_its_best_candidate);
    return run_tcase(tcase, "match/oracle");
}
