/*
 * Where not all pairs are kept, the same comes out to the last seat and price: beside a solve with
 * all of them, on made-up registries with wishes, decisions, bases and needs without seats, and
 * with limits.
 */
#include "core/match/kept/kept_pairs.h"

#include "core/base/alloc.h"
#include "core/match/explain/lifting.h"
#include "core/match/stable.h"
#include "core/pairs/wishes.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/run_tcase.h"

static struct kept_solution solve_all(const struct snapshot *snapshot, const struct caps *caps,
                                      bool stable)
{
    struct arena *arena = registry_arena();
    struct kept_solution all = {.pairs = pairs_build(snapshot, NULL, arena)};
    all.instance = instance_from(snapshot, all.pairs, arena);
    if (caps != NULL)
        all.instance = instance_with_caps(all.instance, caps, arena);
    if (stable) {
        all.instance = instance_with_wishes(all.instance, snapshot, arena);
        stable_solve(instance_open(all.instance, arena), arena, &all.assignment, NULL);
    } else {
        engine_solve(instance_open(all.instance, arena), NULL, arena, &all.assignment);
    }
    all.assignment.need_of = instance_whole(all.instance, all.assignment.need_of, arena);
    all.assignment.objective = instance_objective(all.instance, all.assignment.need_of);
    return all;
}

/* Stable matches give limits no price. */
static void check_limits(const struct kept_solution *all, const struct kept_solution *kept,
                         const char *name)
{
    const struct assignment *wanted = &all->assignment;
    const struct assignment *found = &kept->assignment;
    ck_assert((wanted->cap_price == NULL) == (found->cap_price == NULL));
    if (wanted->cap_price == NULL)
        return;
    for (size_t a = 0; a < all->instance->caps->count; a++)
        ck_assert_msg(wanted->cap_price[a] == found->cap_price[a],
                      "%s: limit %zu at %lld, not %lld", name, a, (long long)found->cap_price[a],
                      (long long)wanted->cap_price[a]);
    for (size_t j = 0; j < all->instance->need_count; j++)
        ck_assert_int_eq(wanted->open_price[j], found->open_price[j]);
}

static void check_same(const struct kept_solution *all, const struct kept_solution *kept,
                       const char *name)
{
    const struct instance *instance = all->instance;
    ck_assert_msg(objective_compare(&all->assignment.objective, &kept->assignment.objective) == 0,
                  "%s: another triple", name);
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t need = all->assignment.need_of[i];
        ck_assert_msg(need == kept->assignment.need_of[i], "%s: person %zu sits in %d, not %d",
                      name, i, kept->assignment.need_of[i], need);
        if (need >= 0)
            ck_assert_int_eq(pairs_fit(kept->pairs, i, (size_t)need),
                             pairs_fit(all->pairs, i, (size_t)need));
    }
    check_limits(all, kept, name);
    for (size_t j = 0; j < instance->need_count; j++) {
        ck_assert_msg(all->assignment.price[j] == kept->assignment.price[j],
                      "%s: need %zu at %lld, not %lld", name, j,
                      (long long)kept->assignment.price[j], (long long)all->assignment.price[j]);
        ck_assert_mem_eq(all->pairs->reasons[j], kept->pairs->reasons[j],
                         sizeof *all->pairs->reasons);
    }
    ck_assert_uint_eq(pairs_eligible(kept->pairs), all->pairs->row_start[instance->person_count]);
}

static struct objective solve_all_without(const struct kept_solution *all,
                                          const struct snapshot *snapshot, bool stable,
                                          const struct override *overrides, size_t count)
{
    struct arena *arena = registry_arena();
    struct assignment assignment;
    const struct instance *lifted = overrides_lift(all->instance, overrides, count, arena);
    if (stable) {
        lifted = instance_with_wishes(lifted, snapshot, arena);
        stable_solve(instance_open(lifted, arena), arena, &assignment, NULL);
    } else {
        engine_solve(instance_open(lifted, arena), NULL, arena, &assignment);
    }
    return instance_objective(lifted, instance_whole(lifted, assignment.need_of, arena));
}

static void check_without(const struct kept_solution *all, const struct snapshot *snapshot,
                          bool stable, size_t most, const struct override *overrides, size_t count,
                          const char *name)
{
    const struct objective wanted = solve_all_without(all, snapshot, stable, overrides, count);
    struct kept_solution kept;
    kept_pairs_solve_without(snapshot, all->instance->caps, stable, most, overrides, count, NULL,
                             registry_arena(), &kept);
    ck_assert_msg(objective_compare(&wanted, &kept.assignment.objective) == 0,
                  "%s: another triple without %zu decisions", name, count);
}

static void check_gains(const struct kept_solution *all, const struct kept_solution *kept,
                        const struct snapshot *snapshot, const struct override *overrides,
                        size_t count, const char *name)
{
    struct arena *arena = registry_arena();
    struct objective *gains = arena_calloc(arena, count, sizeof *gains);
    struct lifting *lifting =
        lifting_new(all->instance, all->assignment.need_of, all->assignment.price, arena);
    kept_pairs_gains(snapshot, kept->pairs, kept->instance, kept->assignment.need_of,
                     kept->assignment.price, overrides, count, gains);
    for (size_t i = 0; i < count; i++) {
        const struct objective wanted = lifting_gain(lifting, &overrides[i]);
        ck_assert_msg(objective_compare(&wanted, &gains[i]) == 0, "%s: another gain without %zu",
                      name, i);
    }
}

static void check_decisions(const struct kept_solution *all, const struct kept_solution *kept,
                            const struct snapshot *snapshot, bool stable, size_t most,
                            const char *name)
{
    const struct override *overrides;
    const struct override *same;
    size_t count = overrides_find(snapshot, all->pairs, registry_arena(), &overrides);
    ck_assert_uint_eq(overrides_find(snapshot, kept->pairs, registry_arena(), &same), count);
    if (count == 0)
        return;
    check_without(all, snapshot, stable, most, overrides, count, name);
    for (size_t i = 0; i < count && stable && most == 0; i++)
        check_without(all, snapshot, stable, most, &overrides[i], 1, name);
    if (!stable && all->instance->caps == NULL)
        check_gains(all, kept, snapshot, overrides, count, name);
}

/* How many of them were kept in the end, and how often some joined. */
struct tally {
    size_t kept, all, grew;
};

static void check_snapshot(const struct snapshot *snapshot, const struct caps *caps,
                           const char *name, struct tally *tally)
{
    static const size_t most[] = {0, 1, 7, 40};
    for (int stable = 0; stable < 2; stable++) {
        const struct kept_solution all = solve_all(snapshot, caps, stable != 0);
        for (size_t at = 0; at < COUNT(most); at++) {
            struct kept_solution kept = {0};
            struct kept_effort effort;
            ck_assert(kept_pairs_solve(snapshot, caps, stable != 0, most[at], NULL,
                                       registry_arena(), &kept, &effort));
            const char *words =
                arena_format(registry_arena(), "%s, mode %d, %zu pairs", name, stable, most[at]);
            check_same(&all, &kept, words);
            check_decisions(&all, &kept, snapshot, stable != 0, most[at], words);
            tally->kept += effort.last;
            tally->all += pairs_eligible(all.pairs);
            tally->grew += effort.last > effort.first;
        }
    }
}

enum { ROUNDS = 5, A_ROUND = 24 };

START_TEST(small_registries)
{
    struct tally tally = {0};
    for (uint64_t i = 0; i < A_ROUND; i++) {
        uint64_t seed = 1 + (uint64_t)_i * A_ROUND + i;
        struct snapshot snapshot = *registry_seal(registry_random(seed), 0);
        snapshot.policy.wishes_bp = seed % 2 == 0 ? 0 : 700; /* which are part of the fit then */
        check_snapshot(&snapshot, NULL,
                       arena_format(registry_arena(), "seed %llu", (unsigned long long)seed),
                       &tally);
        arena_reset(registry_arena());
    }
    ck_assert_uint_lt(tally.kept, tally.all);
    ck_assert_uint_gt(tally.grew, A_ROUND);
}
END_TEST

/* People again and again, for more seats, in a lottery of their own. */
static const struct snapshot *make_crowd(uint64_t seed)
{
    enum { TIMES = 60 };
    struct arena *arena = registry_arena();
    struct snapshot *many = arena_alloc(arena, sizeof *many);
    *many = *registry_seal(registry_random(seed), 0);
    size_t people = many->person_count * TIMES;
    struct person *crowd = arena_calloc(arena, people, sizeof *crowd);
    struct need *needs = arena_calloc(arena, many->need_count, sizeof *needs);
    for (size_t i = 0; i < people; i++) {
        crowd[i] = many->people[i % many->person_count];
        crowd[i].natural_key = str_view_of(arena_format(arena, "C%06zu", i));
    }
    for (size_t j = 0; j < many->need_count; j++) {
        needs[j] = many->needs[j];
        needs[j].seats *= 1 + (int32_t)(j * 7 % TIMES);
    }
    many->people = crowd;
    many->needs = needs;
    many->person_count = people;
    return many;
}

START_TEST(crowds)
{
    struct tally tally = {0};
    for (uint64_t i = 0; i < 5; i++) {
        uint64_t seed = 5000 + (uint64_t)_i * 5 + i;
        check_snapshot(make_crowd(seed), NULL,
                       arena_format(registry_arena(), "crowd %llu", (unsigned long long)seed),
                       &tally);
        arena_reset(registry_arena());
    }
    ck_assert_uint_lt(tally.kept, tally.all);
}
END_TEST

static const struct caps *limits_of(const struct snapshot *snapshot, uint64_t seed)
{
    struct arena *arena = registry_arena();
    const struct pairs *pairs = pairs_build(snapshot, NULL, arena);
    const struct instance *instance = instance_from(snapshot, pairs, arena);
    return made_caps(instance, seed, 1 + (int)(seed % MADE_CAPS_ALL), 4, arena);
}

START_TEST(small_registries_with_limits)
{
    struct tally tally = {0};
    for (uint64_t i = 0; i < A_ROUND; i++) {
        uint64_t seed = 20000 + (uint64_t)_i * A_ROUND + i;
        const struct snapshot *snapshot = registry_seal(registry_random(seed), 0);
        const char *name = arena_format(registry_arena(), "limits %llu", (unsigned long long)seed);
        check_snapshot(snapshot, limits_of(snapshot, seed), name, &tally);
        arena_reset(registry_arena());
    }
    ck_assert_uint_lt(tally.kept, tally.all);
    ck_assert_uint_gt(tally.grew, A_ROUND);
}
END_TEST

START_TEST(crowds_with_limits)
{
    struct tally tally = {0};
    for (uint64_t i = 0; i < 5; i++) {
        uint64_t seed = 6000 + (uint64_t)_i * 5 + i;
        const struct snapshot *snapshot = make_crowd(seed);
        const char *name = arena_format(registry_arena(), "crowd %llu", (unsigned long long)seed);
        check_snapshot(snapshot, limits_of(snapshot, seed), name, &tally);
        arena_reset(registry_arena());
    }
    ck_assert_uint_lt(tally.kept, tally.all);
}
END_TEST

START_TEST(nobody_and_nothing)
{
    struct tally tally = {0};
    const struct test_registry empty = {0};
    check_snapshot(registry_seal(&empty, 0), NULL, "empty", &tally);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("kept_pairs");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, small_registries, 0, MADE_UP_ROUNDS(ROUNDS));
    tcase_add_loop_test(tcase, crowds, 0, MADE_UP_ROUNDS(2));
    tcase_add_loop_test(tcase, small_registries_with_limits, 0, MADE_UP_ROUNDS(2 * ROUNDS));
    tcase_add_loop_test(tcase, crowds_with_limits, 0, MADE_UP_ROUNDS(3));
    tcase_add_test(tcase, nobody_and_nothing);
    return run_tcase(tcase, "match/kept_pairs");
}
