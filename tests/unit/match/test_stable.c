/*
 * The stable match beside everything that can be tried: all assignments of small problems, and the
 * needs' proposals, which know nothing of cutoffs.
 */
#include "core/match/stable.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/match/assignment.h"
#include "core/pairs/wishes.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { RANDOM_CASES = 4000, PER_TEST = 1000, SMALL_PEOPLE = 5, SMALL_NEEDS = 4, HALF_CASES = 200 };

/* ---- preferences at random ------------------------------------------------------------------- */

static uint16_t *any_ranks(const struct instance *instance, uint64_t *state, size_t most,
                           struct arena *arena)
{
    size_t count = instance->row_start[instance->person_count];
    uint16_t *ranks = arena_calloc(arena, count + 1, sizeof *ranks);
    for (size_t at = 0; at < count; at++) {
        uint64_t rank = random_below(state, most + 1);
        ranks[at] = rank == 0 ? WISH_NONE : (uint16_t)rank;
    }
    return ranks;
}

/* Keys of the lottery that differ in their last bytes alone. */
static const struct digest *close_draws(const struct instance *instance, struct arena *arena)
{
    struct digest *lottery = arena_calloc(arena, instance->person_count, sizeof *lottery);
    for (size_t i = 0; i < instance->person_count; i++) {
        const unsigned char *bytes = instance->lottery[i].bytes;
        lottery[i].bytes[sizeof lottery[i].bytes - 1] = bytes[0];
    }
    return lottery;
}

/* Of every fourth seed nobody wishes, of others one side or both. */
static struct instance *any_instance(uint64_t seed, size_t people, size_t needs, size_t seats,
                                     struct arena *arena)
{
    struct instance *instance = made_instance(made_any(seed, people, needs, seats, arena), arena);
    struct wishes *wishes = arena_calloc(arena, 1, sizeof *wishes);
    uint64_t state = seed * 7919 + 1;
    if (seed % 2 == 1)
        wishes->of_person = any_ranks(instance, &state, 1 + seed % 5, arena);
    if (seed % 4 >= 2)
        wishes->of_need = any_ranks(instance, &state, 1 + seed % 3, arena);
    instance->wishes = wishes;
    if (seed % 3 == 0)
        instance->lottery = close_draws(instance, arena);
    return instance;
}

static size_t pair_index(const struct instance *instance, size_t person, int32_t need)
{
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if (instance->items[at].need == (uint32_t)need)
            return at;
    }
    return SIZE_MAX;
}

static uint64_t worth_of(const struct instance *instance, size_t person, int32_t need)
{
    if (need < 0)
        return 0;
    size_t at = pair_index(instance, person, need);
    return wishes_worth(instance->wishes, &instance->items[at], at);
}

/* Would the need rather have `left` than `right`? */
static bool need_prefers(const struct instance *instance, int32_t need, size_t left, size_t right)
{
    size_t a = pair_index(instance, left, need);
    size_t b = pair_index(instance, right, need);
    uint32_t of_left = wishes_standing(instance->wishes, &instance->items[a], a);
    uint32_t of_right = wishes_standing(instance->wishes, &instance->items[b], b);
    return of_left != of_right ? of_left > of_right : wishes_drawn_first(instance, left, right);
}

/* By the definition alone. */
static bool is_stable(const struct instance *instance, const int32_t *need_of)
{
    for (size_t i = 0; i < instance->person_count; i++) {
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            int32_t need = (int32_t)instance->items[at].need;
            int32_t filled = 0;
            bool better = false;
            for (size_t other = 0; other < instance->person_count; other++) {
                if (need_of[other] != need)
                    continue;
                filled++;
                better |= other != i && need_prefers(instance, need, i, other);
            }
            if (filled > instance->seats[need])
                return false;
            if (filled < instance->seats[need])
                better = true;
            if (better && worth_of(instance, i, need) > worth_of(instance, i, need_of[i]))
                return false;
        }
    }
    return true;
}

static struct claim claim_of(const struct instance *instance, const struct assignment *assignment,
                             struct arena *arena)
{
    int32_t *fit_bp = arena_calloc(arena, instance->person_count, sizeof *fit_bp);
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t need = assignment->need_of[i];
        fit_bp[i] = need < 0 ? -1 : (int32_t)instance->items[pair_index(instance, i, need)].fit_bp;
    }
    return (struct claim){.need_of = assignment->need_of,
                          .fit_bp = fit_bp,
                          .price = assignment->price,
                          .seats = instance->seats,
                          .objective = assignment->objective};
}

static bool verified(const struct instance *instance, const struct claim *claim)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct certificate_result result;
    return certificate_check_stable(instance, claim, arena, &result);
}

/* ---- everything that can be tried ------------------------------------------------------------ */

struct trial {
    const struct instance *instance;
    const int32_t *solved;
    int32_t need_of[SMALL_PEOPLE];
    int found;
};

static void count_filled(const struct instance *instance, const int32_t *need_of, int32_t *filled)
{
    for (size_t j = 0; j < instance->need_count; j++)
        filled[j] = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] >= 0)
            filled[need_of[i]]++;
    }
}

/* Nobody has it better in another stable match; the same people and as many seats are in all. */
static void compare_stable(struct trial *trial)
{
    int32_t here[SMALL_NEEDS];
    int32_t there[SMALL_NEEDS];
    trial->found++;
    count_filled(trial->instance, trial->solved, here);
    count_filled(trial->instance, trial->need_of, there);
    ck_assert_mem_eq(here, there, trial->instance->need_count * sizeof *here);
    for (size_t i = 0; i < trial->instance->person_count; i++) {
        ck_assert((trial->solved[i] < 0) == (trial->need_of[i] < 0));
        ck_assert(worth_of(trial->instance, i, trial->solved[i]) >=
                  worth_of(trial->instance, i, trial->need_of[i]));
    }
}

static void try_all(struct trial *trial, size_t person)
{
    const struct instance *instance = trial->instance;
    if (person == instance->person_count) {
        if (is_stable(instance, trial->need_of))
            compare_stable(trial);
        return;
    }
    trial->need_of[person] = -1;
    try_all(trial, person + 1);
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        trial->need_of[person] = (int32_t)instance->items[at].need;
        try_all(trial, person + 1);
    }
}

START_TEST(best_for_everybody_of_all_stable_matches)
{
    int several = 0;
    for (uint64_t seed = (uint64_t)_i * PER_TEST; seed < (uint64_t)(_i + 1) * PER_TEST; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *instance = any_instance(seed, SMALL_PEOPLE, SMALL_NEEDS, 2, arena);
        struct assignment solved;
        stable_solve(instance, arena, &solved, NULL);
        struct trial trial = {.instance = instance, .solved = solved.need_of};
        try_all(&trial, 0);
        ck_assert_int_ge(trial.found, 1);
        ck_assert(is_stable(instance, solved.need_of));
        const struct claim claim = claim_of(instance, &solved, arena);
        ck_assert(verified(instance, &claim));
        several += trial.found > 1;
    }
    ck_assert_int_gt(several, 0);
}
END_TEST

/* ---- the other side proposes ----------------------------------------------------------------- */

/* Each need with an empty seat asks the best one whom it has not asked yet. */
static bool ask_next(const struct instance *instance, int32_t need, bool *asked, int32_t *need_of)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (asked[i * instance->need_count + (size_t)need] ||
            pair_index(instance, i, need) == SIZE_MAX)
            continue;
        if (best == SIZE_MAX || need_prefers(instance, need, i, best))
            best = i;
    }
    if (best == SIZE_MAX)
        return false;
    asked[best * instance->need_count + (size_t)need] = true;
    if (worth_of(instance, best, need) > worth_of(instance, best, need_of[best]))
        need_of[best] = need;
    return true;
}

static int32_t *needs_propose(const struct instance *instance, struct arena *arena)
{
    int32_t *need_of = arena_calloc(arena, instance->person_count, sizeof *need_of);
    int32_t *filled = arena_calloc(arena, instance->need_count, sizeof *filled);
    bool *asked = arena_calloc(arena, instance->person_count * instance->need_count, sizeof *asked);
    for (size_t i = 0; i < instance->person_count; i++)
        need_of[i] = -1;
    for (bool more = true; more;) {
        more = false;
        count_filled(instance, need_of, filled);
        for (size_t j = 0; j < instance->need_count && !more; j++)
            more = filled[j] < instance->seats[j] && ask_next(instance, (int32_t)j, asked, need_of);
    }
    return need_of;
}

START_TEST(the_same_seats_whoever_proposes)
{
    int differ = 0;
    for (uint64_t seed = (uint64_t)_i * HALF_CASES; seed < (uint64_t)(_i + 1) * HALF_CASES;
         seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *instance = any_instance(seed, 40, 12, 4, arena);
        struct assignment solved;
        stable_solve(instance, arena, &solved, NULL);
        int32_t *other = needs_propose(instance, arena);
        int32_t *here = arena_calloc(arena, instance->need_count, sizeof *here);
        int32_t *there = arena_calloc(arena, instance->need_count, sizeof *there);
        count_filled(instance, solved.need_of, here);
        count_filled(instance, other, there);
        ck_assert_mem_eq(here, there, instance->need_count * sizeof *here);
        for (size_t i = 0; i < instance->person_count; i++)
            ck_assert((solved.need_of[i] < 0) == (other[i] < 0));
        ck_assert(is_stable(instance, other));
        differ += memcmp(solved.need_of, other, instance->person_count * sizeof *other) != 0;
    }
    ck_assert(differ > 0);
}
END_TEST

/* ---- the check ------------------------------------------------------------------------------- */

/* Whoever is put elsewhere, and whatever cutoff is another: it is told. */
START_TEST(every_change_is_told)
{
    int told = 0;
    for (uint64_t seed = (uint64_t)_i * HALF_CASES; seed < (uint64_t)(_i + 1) * HALF_CASES;
         seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *instance = any_instance(seed, 12, 6, 3, arena);
        struct assignment solved;
        stable_solve(instance, arena, &solved, NULL);
        for (size_t i = 0; i < instance->person_count; i++) {
            int32_t own = solved.need_of[i];
            for (int32_t need = -1; need < (int32_t)instance->need_count; need++) {
                if (need == own || (need >= 0 && pair_index(instance, i, need) == SIZE_MAX))
                    continue;
                solved.need_of[i] = need;
                struct claim claim = claim_of(instance, &solved, arena);
                claim.objective = instance_objective(instance, solved.need_of);
                ck_assert(!verified(instance, &claim));
                told++;
            }
            solved.need_of[i] = own;
        }
        for (size_t j = 0; j < instance->need_count; j++) {
            const struct claim claim = claim_of(instance, &solved, arena);
            solved.price[j]++;
            ck_assert(!verified(instance, &claim));
            solved.price[j]--;
        }
    }
    ck_assert_int_gt(told, 100);
}
END_TEST

/* Everybody wishes for the needs in the order of their place in the first of two problems. */
static void wish_in_order(struct instance *instance, const size_t *place, struct arena *arena)
{
    size_t count = instance->row_start[instance->person_count];
    struct wishes *wishes = arena_calloc(arena, 1, sizeof *wishes);
    uint16_t *ranks = arena_calloc(arena, count + 1, sizeof *ranks);
    for (size_t at = 0; at < count; at++)
        ranks[at] = (uint16_t)(place[instance->items[at].need] + 1);
    wishes->of_person = ranks;
    instance->wishes = wishes;
}

START_TEST(people_in_another_order)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_any((uint64_t)_i, 60, 15, 4, arena);
    size_t *person_at;
    size_t *need_at;
    struct made *shuffled = made_shuffled(made, (uint64_t)_i + 1, arena, &person_at, &need_at);
    struct instance *instance = made_instance(made, arena);
    struct instance *other = made_instance(shuffled, arena);
    size_t place[2][15];
    for (size_t j = 0; j < made->needs; j++)
        place[0][j] = place[1][need_at[j]] = j;
    wish_in_order(instance, place[0], arena);
    wish_in_order(other, place[1], arena);
    struct assignment solved;
    struct assignment again;
    stable_solve(instance, arena, &solved, NULL);
    stable_solve(other, arena, &again, NULL);
    for (size_t i = 0; i < made->people; i++) {
        int32_t need = solved.need_of[i];
        ck_assert_int_eq(again.need_of[person_at[i]], need < 0 ? -1 : (int32_t)need_at[need]);
    }
    for (size_t j = 0; j < made->needs; j++)
        ck_assert_int_eq(again.price[need_at[j]], solved.price[j]);
}
END_TEST

/* ---- whose wish is what ---------------------------------------------------------------------- */

START_TEST(wishes_are_of_needs_roles_and_organizations)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct need needs[3] = {{.organization = 1, .work_role = 7},
                            {.organization = 0, .work_role = 8},
                            {.organization = -1, .work_role = -1}};
    const struct organization organizations[2] = {{.parent = -1}, {.parent = 0}};
    const struct wish wishes[] = {
        {.person = 0, .of_person = true, .need = 2, .work_role = -1, .organization = -1, .rank = 4},
        {.person = 0, .of_person = true, .need = -1, .work_role = 7, .organization = -1, .rank = 2},
        {.person = 0, .of_person = true, .need = -1, .work_role = -1, .organization = 0, .rank = 3},
        {.person = 1,
         .of_person = false,
         .need = 1,
         .work_role = -1,
         .organization = -1,
         .rank = 1},
    };
    const struct snapshot snapshot = {.needs = needs,
                                      .need_count = 3,
                                      .organizations = organizations,
                                      .organization_count = 2,
                                      .wishes = wishes,
                                      .wish_count = COUNT(wishes)};
    struct made *made = made_new(2, 3, arena);
    for (size_t at = 0; at < 6; at++)
        made->fit_bp[at] = 5000;
    struct instance *instance = instance_with_wishes(made_instance(made, arena), &snapshot, arena);
    static const uint16_t of_person[] = {2, 3, 4, WISH_NONE, WISH_NONE, WISH_NONE};
    static const uint16_t of_need[] = {WISH_NONE, WISH_NONE, WISH_NONE, WISH_NONE, 1, WISH_NONE};
    ck_assert_mem_eq(instance->wishes->of_person, of_person, sizeof of_person);
    ck_assert_mem_eq(instance->wishes->of_need, of_need, sizeof of_need);
    struct assignment solved;
    made->seats[0] = 0;
    stable_solve(instance, arena, &solved, NULL);
    ck_assert_int_eq(solved.need_of[0], 2); /* need 1 is wished for more, but would rather have 1 */
    ck_assert_int_eq(solved.need_of[1], 1);
    ck_assert_int_eq(solved.price[0], STANDING_CLOSED);
    ck_assert_int_eq(solved.price[1], 1 + 999 * STANDING_OF_RANK + 5000);
    ck_assert_int_eq(solved.price[2], 1 + 5000);
}
END_TEST

START_TEST(the_other_mode_is_bounded)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct certificate_result result = {0};
    const struct objective less = {.fit_bp = 10};
    struct claim claim = {.objective = {.fit_bp = 11}};
    ck_assert(certificate_check_other(&claim, true, arena, &result));
    claim.other = &less;
    ck_assert(certificate_check_other(&claim, false, arena, &result));
    ck_assert(!certificate_check_other(&claim, true, arena, &result));
    ck_assert_int_eq(result.fault, CERTIFICATE_OTHER_MODE);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("stable");
    tcase_add_loop_test(tcase, best_for_everybody_of_all_stable_matches, 0,
                        RANDOM_CASES / PER_TEST);
    tcase_add_loop_test(tcase, the_same_seats_whoever_proposes, 0, 4);
    tcase_add_loop_test(tcase, every_change_is_told, 0, 2);
    tcase_add_loop_test(tcase, people_in_another_order, 0, 20);
    tcase_add_test(tcase, wishes_are_of_needs_roles_and_organizations);
    tcase_add_test(tcase, the_other_mode_is_bounded);
    return run_tcase(tcase, "match/stable");
}
