/*
 * The match with caps beside trying everything, and its certificate: what it proves, and what a
 * single change does to it.
 */
#include "core/match/capped.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/pairs/caps.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/exhaustive.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

static int32_t fit_of_pair(const struct instance *instance, size_t person, int32_t need)
{
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if ((int32_t)instance->items[at].need == need)
            return (int32_t)instance->items[at].fit_bp;
    }
    return -1;
}

/* What a run would state of the assignment; the arrays are the caller's to change. */
struct stated {
    int32_t *need_of, *fit_bp, *seats;
    int64_t *price, *cap_price, *open_price;
};

static struct stated state(const struct instance *instance, const struct assignment *assignment,
                           struct arena *arena)
{
    struct stated stated = {
        .need_of = assignment->need_of,
        .fit_bp = arena_calloc(arena, instance->person_count, sizeof *stated.fit_bp),
        .seats = arena_calloc(arena, instance->need_count, sizeof *stated.seats),
        .price = assignment->price,
        .cap_price = assignment->cap_price,
        .open_price = assignment->open_price,
    };
    memcpy(stated.seats, instance->seats, instance->need_count * sizeof *stated.seats);
    return stated;
}

static bool holds(const struct instance *instance, const struct stated *stated,
                  struct certificate_result *ret_result, struct arena *arena)
{
    for (size_t i = 0; i < instance->person_count; i++)
        stated->fit_bp[i] = fit_of_pair(instance, i, stated->need_of[i]);
    const struct claim claim = {
        .need_of = stated->need_of,
        .fit_bp = stated->fit_bp,
        .price = stated->price,
        .seats = stated->seats,
        .objective = instance_objective(instance, stated->need_of),
        .cap_price = stated->cap_price,
        .open_price = stated->open_price,
    };
    return certificate_check(instance, &claim, arena, ret_result);
}

/* ---- small ones ------------------------------------------------------------------------------ */

static struct instance *small_instance(uint64_t seed, struct arena *arena)
{
    int kinds = 1 + (int)(seed % MADE_CAPS_ALL);
    struct instance *plain = made_instance(made_any(seed, 6, 5, 2, arena), arena);
    struct instance *instance =
        instance_with_caps(plain, made_caps(plain, seed * 7 + 1, kinds, 3, arena), arena);
    if (seed % 3 == 0)
        made_locks(instance, seed, arena);
    return instance;
}

static void assert_is_best(const struct instance *instance, const struct assignment *whole,
                           const struct assignment *solved, uint64_t seed, struct arena *arena)
{
    const struct instance *open = instance_open(instance, arena);
    struct exhaustive_best best = exhaustive_search(open);
    struct certificate_result result;
    const struct stated stated = state(instance, whole, arena);
    ck_assert_msg(objective_compare(&best.objective, &solved->objective) == 0,
                  "seed %llu: another triple", (unsigned long long)seed);
    ck_assert_msg(exhaustive_placed(open, solved->need_of) == best.placed,
                  "seed %llu: other people are placed", (unsigned long long)seed);
    ck_assert_msg(holds(instance, &stated, &result, arena), "seed %llu: fault %d, %s",
                  (unsigned long long)seed, (int)result.fault, result.text);
}

/* Of the open part, and with those who are bound. */
static struct assignment solve(const struct instance *instance, struct assignment *ret_open,
                               struct arena *arena)
{
    int32_t *open_part = arena_calloc(arena, instance->person_count, sizeof *open_part);
    engine_solve(instance_open(instance, arena), NULL, arena, ret_open);
    memcpy(open_part, ret_open->need_of, instance->person_count * sizeof *open_part);
    struct assignment whole = *ret_open;
    whole.need_of = instance_whole(instance, open_part, arena);
    return whole;
}

enum { SMALL_ROUNDS = 20, SMALL_A_ROUND = 500 };

START_TEST(small_problems)
{
    for (int i = 0; i < SMALL_A_ROUND; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 1 + (uint64_t)_i * SMALL_A_ROUND + (uint64_t)i;
        const struct instance *instance = small_instance(seed, arena);
        struct assignment open;
        const struct assignment whole = solve(instance, &open, arena);
        ck_assert(instance_is_within_bounds(instance));
        assert_is_best(instance, &whole, &open, seed, arena);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("capped");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, small_problems, 0, SMALL_ROUNDS);
    return run_tcase(tcase, "match/capped");
}
