/*
 * Two hundred single tamperings of each kind with a solved run. Whether each breaks anything is
 * decided without prices' slackness: by counting the facts anew, by the optimum found by trying
 * everything, and by the value of the duals. With the digest on, every one of them is seen.
 */
#include <string.h>

#include "core/base/alloc.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/exhaustive.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

enum {
    TAMPERINGS = 200,
    TRIES_MOST = 20000,
    PEOPLE_MOST = 12,
    NEEDS_MOST = 4,
    SEATS_MOST = 3,
    THREADS_MOST = 3
};

/* A run as it was stored, open to be changed. */
struct run {
    const struct instance *instance;
    int32_t *need_of;
    int32_t *fit_bp;
    int64_t *price;
    int32_t *seats;
    struct objective objective;
};

static struct claim claim_of(const struct run *run)
{
    return (struct claim){run->need_of, run->fit_bp, run->price, run->seats, run->objective};
}

static int32_t fit_in(const struct instance *instance, size_t person, int32_t need)
{
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if ((int32_t)instance->items[at].need == need)
            return (int32_t)instance->items[at].fit_bp;
    }
    return -1;
}

/* Brings the stated fits and the objective into line with who sits where, as a careful forger
 * would. */
static void restate(struct run *run)
{
    const struct instance *instance = run->instance;
    run->objective = (struct objective){0};
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t need = run->need_of[i];
        run->fit_bp[i] = need < 0 ? -1 : fit_in(instance, i, need);
        if (need < 0)
            continue;
        run->objective.filled[instance->priority[need] - 1]++;
        run->objective.fit_bp += run->fit_bp[i];
        run->objective.held += instance->base_need[i] == need;
    }
}

static struct run solve(const struct instance *instance, struct arena *arena)
{
    struct assignment assignment;
    oracle_solve(instance, arena, &assignment);
    struct run run = {
        .instance = instance,
        .need_of = assignment.need_of,
        .fit_bp = arena_calloc(arena, instance->person_count, sizeof *run.fit_bp),
        .price = assignment.price,
        .seats = arena_calloc(arena, instance->need_count, sizeof *run.seats),
    };
    memcpy(run.seats, instance->seats, instance->need_count * sizeof *run.seats);
    restate(&run);
    ck_assert_int_eq(objective_compare(&run.objective, &assignment.objective), 0);
    return run;
}

/* ---- the judge ------------------------------------------------------------------------------- */

static bool facts_are_right(const struct run *run)
{
    const struct instance *instance = run->instance;
    struct run again = *run;
    int32_t fit_bp[PEOPLE_MOST];
    int32_t left[NEEDS_MOST];
    again.fit_bp = fit_bp;
    memcpy(left, instance->seats, instance->need_count * sizeof *left);
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t need = run->need_of[i];
        if (need < -1 || need >= (int32_t)instance->need_count)
            return false;
        if (need >= 0 && (fit_in(instance, i, need) < 0 || left[need]-- == 0))
            return false;
    }
    restate(&again);
    return memcmp(run->seats, instance->seats, instance->need_count * sizeof *left) == 0 &&
           memcmp(run->fit_bp, fit_bp, instance->person_count * sizeof *fit_bp) == 0 &&
           objective_compare(&again.objective, &run->objective) == 0;
}

static int128 primal_value(const struct run *run)
{
    int128 value = (int128)run->objective.fit_bp * (run->instance->total_seats + 1);
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        value += (int128)run->objective.filled[class] * (INSTANCE_CLASS_COUNT - class) *
                 instance_class_step(run->instance);
    return value + run->objective.held;
}

/* -1 when a price is below its floor. */
static int128 dual_value(const struct run *run)
{
    const struct instance *instance = run->instance;
    int128 value = 0;
    for (size_t j = 0; j < instance->need_count; j++) {
        int128 above = (int128)run->price[j] - instance_floor(instance, j);
        if (above < 0)
            return -1;
        value += above * instance->seats[j];
    }
    for (size_t i = 0; i < instance->person_count; i++) {
        int128 best = 0;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            int128 surplus = (int128)instance_weight(instance, i, pair) - run->price[pair->need];
            best = surplus > best ? surplus : best;
        }
        value += best;
    }
    return value;
}

static bool should_hold(const struct run *run)
{
    int128 value = exhaustive_value(run->instance, -1, NULL);
    return facts_are_right(run) && primal_value(run) == value && dual_value(run) == value;
}

/* ---- the forgers: each changes one thing, or returns false where there is nothing to change -- */

static size_t any_person(const struct run *run, uint64_t *state)
{
    return random_below(state, run->instance->person_count);
}

static size_t any_need(const struct run *run, uint64_t *state)
{
    return random_below(state, run->instance->need_count);
}

static bool move_person(struct run *run, uint64_t *state)
{
    size_t person = any_person(run, state);
    int32_t need = (int32_t)any_need(run, state);
    if (run->need_of[person] < 0 || run->need_of[person] == need)
        return false;
    run->need_of[person] = need;
    return true;
}

static bool move_person_well(struct run *run, uint64_t *state)
{
    bool moved = move_person(run, state);
    restate(run);
    return moved;
}

static bool remove_person(struct run *run, uint64_t *state)
{
    size_t person = any_person(run, state);
    if (run->need_of[person] < 0)
        return false;
    run->need_of[person] = -1;
    return true;
}

static bool remove_person_well(struct run *run, uint64_t *state)
{
    bool removed = remove_person(run, state);
    restate(run);
    return removed;
}

static bool add_person(struct run *run, uint64_t *state)
{
    size_t person = any_person(run, state);
    if (run->need_of[person] >= 0)
        return false;
    run->need_of[person] = (int32_t)any_need(run, state);
    return true;
}

static bool add_person_well(struct run *run, uint64_t *state)
{
    bool added = add_person(run, state);
    restate(run);
    return added;
}

/* Both seats change hands, or the seat of one goes to somebody who had none. */
static bool swap_people(struct run *run, uint64_t *state)
{
    size_t one = any_person(run, state);
    size_t other = any_person(run, state);
    int32_t need = run->need_of[one];
    if (need == run->need_of[other])
        return false;
    run->need_of[one] = run->need_of[other];
    run->need_of[other] = need;
    return true;
}

static bool swap_people_well(struct run *run, uint64_t *state)
{
    bool swapped = swap_people(run, state);
    restate(run);
    return swapped;
}

static bool name_unknown_need(struct run *run, uint64_t *state)
{
    static const int32_t unknown[] = {NEEDS_MOST, INT32_MAX, -2, INT32_MIN};
    run->need_of[any_person(run, state)] = unknown[random_below(state, 4)];
    return true;
}

static bool change_fit(struct run *run, uint64_t *state)
{
    static const int32_t steps[] = {-1, 1, 100, -4000};
    run->fit_bp[any_person(run, state)] += steps[random_below(state, 4)];
    return true;
}

static bool raise_price(struct run *run, uint64_t *state)
{
    run->price[any_need(run, state)]++;
    return true;
}

static bool lower_price(struct run *run, uint64_t *state)
{
    run->price[any_need(run, state)]--;
    return true;
}

static bool shift_price(struct run *run, uint64_t *state)
{
    int64_t unit = run->instance->total_seats + 1;
    int64_t step = (int64_t)random_below(state, 201) - 100;
    run->price[any_need(run, state)] += step * unit;
    return step != 0;
}

static bool swap_prices(struct run *run, uint64_t *state)
{
    size_t one = any_need(run, state);
    size_t other = any_need(run, state);
    int64_t price = run->price[one];
    if (price == run->price[other])
        return false;
    run->price[one] = run->price[other];
    run->price[other] = price;
    return true;
}

static bool wreck_price(struct run *run, uint64_t *state)
{
    run->price[any_need(run, state)] = random_below(state, 2) > 0 ? INT64_MIN : INT64_MAX;
    return true;
}

static bool change_seats(struct run *run, uint64_t *state)
{
    static const int32_t steps[] = {-1, 1, 7, INT32_MIN};
    run->seats[any_need(run, state)] += steps[random_below(state, 4)];
    return true;
}

static bool change_filled(struct run *run, uint64_t *state)
{
    int64_t *filled = &run->objective.filled[random_below(state, INSTANCE_CLASS_COUNT)];
    *filled += random_below(state, 2) > 0 ? 1 : -1;
    return true;
}

/* A seat of one priority is stated for one of another: the sum stays. */
static bool shift_filled(struct run *run, uint64_t *state)
{
    size_t from = random_below(state, INSTANCE_CLASS_COUNT);
    size_t to = random_below(state, INSTANCE_CLASS_COUNT);
    run->objective.filled[from]--;
    run->objective.filled[to]++;
    return from != to;
}

static bool change_total_fit(struct run *run, uint64_t *state)
{
    run->objective.fit_bp += 1 + random_below(state, 1000);
    return true;
}

static bool change_held(struct run *run, uint64_t *state)
{
    run->objective.held += random_below(state, 2) > 0 ? 1 : -1;
    return true;
}

/* One basis point more of fit for R + 1 people kept: the value in units of w' stays. */
static bool trade_fit_for_held(struct run *run, uint64_t *state)
{
    int64_t count = 1 + random_below(state, 3);
    run->objective.fit_bp += count;
    run->objective.held -= count * (run->instance->total_seats + 1);
    return true;
}

/* Of the stated prices, the least ones, none can be lower; a swap of two lowers one. A move between
 * equals of equal fit breaks nothing, even with the facts as they were. */
enum holding { NEVER, AT_TIMES };

static const struct {
    const char *name;
    bool (*tamper)(struct run *run, uint64_t *state);
    enum holding holds;
    bool in_objective; /* which the digest leaves out, and the certificate never passes */
} kinds[] = {
    {"person moved", move_person, AT_TIMES},
    {"person moved, facts mended", move_person_well, AT_TIMES},
    {"person removed", remove_person, NEVER},
    {"person removed, facts mended", remove_person_well, NEVER},
    {"person added", add_person, NEVER},
    {"person added, facts mended", add_person_well, NEVER},
    {"two people swapped", swap_people, AT_TIMES},
    {"two people swapped, facts mended", swap_people_well, AT_TIMES},
    {"unknown need", name_unknown_need, NEVER},
    {"fit changed", change_fit, NEVER},
    {"price raised by 1", raise_price, AT_TIMES},
    {"price lowered by 1", lower_price, NEVER},
    {"price shifted", shift_price, AT_TIMES},
    {"two prices swapped", swap_prices, NEVER},
    {"price wrecked", wreck_price, AT_TIMES},
    {"seats changed", change_seats, NEVER},
    {"filled seats changed", change_filled, NEVER, true},
    {"filled seats shifted", shift_filled, NEVER, true},
    {"total fit changed", change_total_fit, NEVER, true},
    {"people kept changed", change_held, NEVER, true},
    {"fit traded for people kept", trade_fit_for_held, NEVER, true},
};

static const struct snapshot *make_snapshot(struct arena *arena)
{
    struct snapshot *snapshot = arena_calloc(arena, 1, sizeof *snapshot);
    struct person *people = arena_calloc(arena, PEOPLE_MOST, sizeof *people);
    struct need *needs = arena_calloc(arena, NEEDS_MOST, sizeof *needs);
    for (int i = 0; i < PEOPLE_MOST; i++)
        people[i].natural_key = str_view_of(arena_format(arena, "K%d", i));
    for (int j = 0; j < NEEDS_MOST; j++)
        needs[j].code = str_view_of(arena_format(arena, "N%d", j));
    snapshot->people = people;
    snapshot->needs = needs;
    return snapshot;
}

static struct digest digest_run(const struct run *run, struct arena *arena)
{
    struct snapshot snapshot = *make_snapshot(arena);
    struct claim claim = claim_of(run);
    snapshot.person_count = run->instance->person_count;
    snapshot.need_count = run->instance->need_count;
    return certificate_result_digest(&snapshot, &claim);
}

/* On any number of threads the same is told. */
static void assert_equal_on(const struct instance *instance, const struct claim *claim,
                            size_t threads, const struct certificate_result *expected,
                            struct arena *arena)
{
    struct certificate_result result;
    certificate_check_on(instance, claim, threads, arena, &result);
    ck_assert_int_eq(result.fault, expected->fault);
    ck_assert_int_eq(result.person, expected->person);
    ck_assert_int_eq(result.need, expected->need);
    ck_assert_str_eq(result.text, expected->text);
}

/* -1 when there was nothing to change, else whether the tampered run still holds. */
static int tamper_once(int kind, uint64_t seed)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    uint64_t state = seed * 31 + (uint64_t)kind;
    const struct instance *instance =
        made_instance(made_any(seed, PEOPLE_MOST, NEEDS_MOST, SEATS_MOST, arena), arena);
    struct run run = solve(instance, arena);
    struct claim claim = claim_of(&run);
    struct certificate_result result;
    ck_assert_msg(certificate_check(instance, &claim, arena, &result), "%s", result.text);
    struct digest before = digest_run(&run, arena);
    if (!kinds[kind].tamper(&run, &state))
        return -1;
    struct digest after = digest_run(&run, arena);
    ck_assert_msg((digest_compare(&before, &after) != 0) == !kinds[kind].in_objective,
                  "%s, seed %llu: the digest", kinds[kind].name, (unsigned long long)seed);
    claim = claim_of(&run);
    bool holds = certificate_check(instance, &claim, arena, &result);
    for (size_t threads = 1; threads <= THREADS_MOST; threads++)
        assert_equal_on(instance, &claim, threads, &result, arena);
    ck_assert_msg(holds == should_hold(&run), "%s, seed %llu: %s", kinds[kind].name,
                  (unsigned long long)seed, result.text);
    ck_assert_int_eq(holds, result.fault == CERTIFICATE_HOLDS);
    return holds;
}

START_TEST(what_breaks_optimality_fails_and_nothing_else)
{
    int tampered = 0;
    int held = 0;
    bool never = kinds[_i].holds == NEVER;
    for (uint64_t seed = 0; tampered < TAMPERINGS || (held == 0 && !never); seed++) {
        ck_assert_msg(seed < TRIES_MOST, "%s: %d times possible, %d hold", kinds[_i].name, tampered,
                      held);
        int holds = tamper_once(_i, seed);
        tampered += holds >= 0;
        held += holds > 0;
    }
    ck_assert_msg(!never || held == 0, "%s: %d of %d hold", kinds[_i].name, held, tampered);
    ck_assert_int_lt(held, tampered);
}
END_TEST

/* The greatest optimal prices, what one seat less would cost, prove as much as the least. */
START_TEST(the_greatest_prices_hold_too)
{
    for (uint64_t seed = 0; seed < TAMPERINGS; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct made *made = made_any(seed, PEOPLE_MOST, NEEDS_MOST, SEATS_MOST, arena);
        const struct instance *instance = made_instance(made, arena);
        struct run run = solve(instance, arena);
        int128 value = exhaustive_value(instance, -1, NULL);
        for (size_t j = 0; j < made->needs; j++) {
            if (made->seats[j] == 0) {
                run.price[j] = INT64_MAX;
                continue;
            }
            made->seats[j]--;
            run.price[j] = instance_floor(instance, j) +
                           (int64_t)(value - exhaustive_value(instance, -1, NULL));
            made->seats[j]++;
        }
        struct claim claim = claim_of(&run);
        struct certificate_result result;
        ck_assert_msg(certificate_check(instance, &claim, arena, &result), "seed %llu: %s",
                      (unsigned long long)seed, result.text);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("tampering");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, what_breaks_optimality_fails_and_nothing_else, 0, ROWS(kinds));
    tcase_add_test(tcase, the_greatest_prices_hold_too);
    return run_tcase(tcase, "verify/tampering");
}
