/*
 * The stable match with limits beside everything that can be tried. What both sides choose is said
 * once more here, seat by seat and cap by cap, over sets of pairs; solver, verifier and
 * core/pairs/choices are held against that.
 */
#include "core/match/stable_capped/stable_capped.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/pairs/choices.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum {
    RANDOM_CASES = 6000,
    PER_TEST = 1000,
    SMALL_PEOPLE = 5,
    SMALL_NEEDS = 3,
    NEEDS_MOST = 6,
    SET_MOST = 100, /* of 24 people and 4 needs, or 8 and 4 */
    CHECKED_CASES = 60,
    SETS = 20
};

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

/* Of every fourth seed nobody wishes; each kind of limit comes alone and with others. */
static struct instance *any_instance(uint64_t seed, size_t people, size_t needs, size_t seats,
                                     struct arena *arena)
{
    struct instance *plain = made_instance(made_any(seed, people, needs, seats, arena), arena);
    struct wishes *wishes = arena_calloc(arena, 1, sizeof *wishes);
    uint64_t state = seed * 7919 + 1;
    int kinds = 1 + (int)(seed / 4 % MADE_CAPS_ALL);
    if (seed % 2 == 1)
        wishes->of_person = any_ranks(plain, &state, 1 + seed % 5, arena);
    if (seed % 4 >= 2)
        wishes->of_need = any_ranks(plain, &state, 1 + seed % 3, arena);
    plain->wishes = wishes;
    return instance_with_caps(plain, made_caps(plain, seed + 77, kinds, 3, arena), arena);
}

/* ---- what both sides choose ------------------------------------------------------------------ */

/* A set of pairs, by their index in instance->items. */
struct set {
    const struct instance *instance;
    size_t count;
    size_t at[SET_MOST];
    size_t person[SET_MOST];
};

typedef bool goes_first(const struct instance *instance, size_t left, size_t left_person,
                        size_t right, size_t right_person);

static bool by_lottery(const struct instance *instance, size_t left, size_t left_person,
                       size_t right, size_t right_person)
{
    int drawn = memcmp(&instance->lottery[left_person], &instance->lottery[right_person],
                       sizeof *instance->lottery);
    if (drawn != 0 || left_person != right_person)
        return drawn != 0 ? drawn < 0 : left_person < right_person;
    return instance->items[left].need < instance->items[right].need;
}

/* Listed before not listed, which is the greatest rank; then fit. */
static bool needs_first(const struct instance *instance, size_t left, size_t left_person,
                        size_t right, size_t right_person)
{
    const struct pair *a = &instance->items[left];
    const struct pair *b = &instance->items[right];
    const uint16_t *order = instance->wishes->of_need;
    if (instance->priority[a->need] != instance->priority[b->need])
        return instance->priority[a->need] < instance->priority[b->need];
    if (order != NULL && order[left] != order[right])
        return order[left] < order[right];
    if (a->fit_bp != b->fit_bp)
        return a->fit_bp > b->fit_bp;
    return by_lottery(instance, left, left_person, right, right_person);
}

static bool people_first(const struct instance *instance, size_t left, size_t left_person,
                         size_t right, size_t right_person)
{
    const struct pair *a = &instance->items[left];
    const struct pair *b = &instance->items[right];
    const uint16_t *wish = instance->wishes->of_person;
    if (wish != NULL && wish[left] != wish[right])
        return wish[left] < wish[right];
    if (a->fit_bp != b->fit_bp)
        return a->fit_bp > b->fit_bp;
    return by_lottery(instance, left, left_person, right, right_person);
}

static void add(struct set *set, size_t at, size_t person)
{
    ck_assert(set->count < SET_MOST);
    set->at[set->count] = at;
    set->person[set->count++] = person;
}

static bool has(const struct set *set, size_t at)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->at[i] == at)
            return true;
    }
    return false;
}

static void sort(struct set *set, goes_first *first)
{
    for (size_t i = 1; i < set->count; i++) {
        size_t at = set->at[i];
        size_t person = set->person[i];
        size_t to = i;
        for (; to > 0 && first(set->instance, at, person, set->at[to - 1], set->person[to - 1]);
             to--) {
            set->at[to] = set->at[to - 1];
            set->person[to] = set->person[to - 1];
        }
        set->at[to] = at;
        set->person[to] = person;
    }
}

/* The best of `set`, which is sorted, that may sit there and sits nowhere yet, takes the seat. */
static void take_seat(const struct set *set, size_t need, bool reserved, struct set *taken)
{
    const struct instance *instance = set->instance;
    for (size_t i = 0; i < set->count; i++) {
        if (instance->items[set->at[i]].need != need || has(taken, set->at[i]) ||
            (reserved && caps_is_outside(instance->caps, need, set->person[i])))
            continue;
        add(taken, set->at[i], set->person[i]);
        return;
    }
}

static void take_seats(const struct set *set, size_t need, struct set *taken)
{
    const struct caps *caps = set->instance->caps;
    int32_t seats = set->instance->seats[need];
    int32_t open = caps_open_most(caps, need);
    open = open < 0 || open > seats ? seats : open;
    bool open_first = open < seats && caps->open_first[caps->reserve_of_need[need]];
    for (int32_t seat = 0; seat < seats; seat++) {
        bool reserved = open_first ? seat >= open : seat < seats - open;
        take_seat(set, need, reserved, taken);
    }
}

static bool is_below(const struct caps *caps, int32_t cap, int32_t above)
{
    while (cap >= 0 && cap != above)
        cap = caps->items[cap].parent;
    return cap == above;
}

/* Each cap of the side, inner ones first, keeps the best; `taken` is sorted. */
static void keep_below_caps(struct set *taken, enum cap_side side)
{
    const struct instance *instance = taken->instance;
    const struct caps *caps = instance->caps;
    for (int32_t cap = (int32_t)caps->count; cap-- > 0;) {
        struct set kept = {.instance = instance};
        int64_t filled = 0;
        for (size_t i = 0; i < taken->count && caps->items[cap].side == side; i++) {
            int32_t own = side == CAP_OF_NEEDS
                              ? caps_of_need(caps, instance->items[taken->at[i]].need)
                              : caps_of_person(caps, taken->person[i]);
            if (is_below(caps, own, cap) && filled++ >= caps->items[cap].most)
                continue;
            add(&kept, taken->at[i], taken->person[i]);
        }
        if (caps->items[cap].side == side)
            *taken = kept;
    }
}

static struct set needs_choose(const struct set *offered)
{
    struct set sorted = *offered;
    struct set taken = {.instance = offered->instance};
    sort(&sorted, needs_first);
    for (size_t j = 0; j < offered->instance->need_count; j++)
        take_seats(&sorted, j, &taken);
    sort(&taken, needs_first);
    keep_below_caps(&taken, CAP_OF_NEEDS);
    return taken;
}

static struct set people_choose(const struct set *offered)
{
    struct set sorted = *offered;
    struct set taken = {.instance = offered->instance};
    sort(&sorted, people_first);
    for (size_t i = 0; i < sorted.count; i++) {
        bool placed = false;
        for (size_t other = 0; other < taken.count; other++)
            placed |= taken.person[other] == sorted.person[i];
        if (!placed)
            add(&taken, sorted.at[i], sorted.person[i]);
    }
    keep_below_caps(&taken, CAP_OF_PEOPLE);
    return taken;
}

typedef struct set choose(const struct set *offered);

static bool same_set(const struct set *left, const struct set *right)
{
    bool same = left->count == right->count;
    for (size_t i = 0; same && i < left->count; i++)
        same = has(right, left->at[i]);
    return same;
}

/* By the definition alone. */
static bool is_stable_set(const struct set *match)
{
    const struct instance *instance = match->instance;
    if (needs_choose(match).count < match->count || people_choose(match).count < match->count)
        return false;
    for (size_t i = 0; i < instance->person_count; i++) {
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            struct set more = *match;
            if (has(match, at))
                continue;
            add(&more, at, i);
            const struct set needs = needs_choose(&more);
            const struct set people = people_choose(&more);
            if (has(&needs, at) && has(&people, at))
                return false;
        }
    }
    return true;
}

/* ---- choices are orderly --------------------------------------------------------------------- */

static struct set any_set(const struct instance *instance, uint64_t *state, size_t skip)
{
    struct set set = {.instance = instance};
    for (size_t i = 0; i < instance->person_count; i++) {
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            if (at != skip && set.count + 1 < SET_MOST && random_below(state, 2) == 0)
                add(&set, at, i);
        }
    }
    return set;
}

/* One pair more changes what is taken by nothing, by it, or by it for one that comes behind. */
static void check_orderly(const struct set *set, size_t at, size_t person, choose *side,
                          goes_first *first, int *replaced)
{
    struct set more = *set;
    add(&more, at, person);
    const struct set before = side(set);
    const struct set after = side(&more);
    if (!has(&after, at)) {
        ck_assert(same_set(&before, &after));
        return;
    }
    size_t lost = 0;
    for (size_t i = 0; i < before.count; i++) {
        if (has(&after, before.at[i]))
            continue;
        ck_assert(first(set->instance, at, person, before.at[i], before.person[i]));
        lost++;
    }
    ck_assert(lost <= 1);
    ck_assert_uint_eq(after.count, before.count + 1 - lost);
    *replaced += (int)lost;
}

START_TEST(choices_are_orderly)
{
    int replaced = 0;
    for (uint64_t seed = 1; seed <= RANDOM_CASES / 6; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        const struct instance *instance = any_instance(seed, 8, 4, 4, arena);
        uint64_t state = seed;
        for (size_t n = 0; n < SETS; n++) {
            size_t person = random_below(&state, instance->person_count);
            size_t begin = instance->row_start[person];
            size_t length = instance->row_start[person + 1] - begin;
            if (length == 0)
                continue;
            size_t at = begin + random_below(&state, length);
            const struct set set = any_set(instance, &state, at);
            check_orderly(&set, at, person, needs_choose, needs_first, &replaced);
            check_orderly(&set, at, person, people_choose, people_first, &replaced);
        }
    }
    ck_assert_int_gt(replaced, 1000);
}
END_TEST

/* ---- everything that can be tried ------------------------------------------------------------ */

static size_t pair_index(const struct instance *instance, size_t person, int32_t need)
{
    size_t at = instance->row_start[person];
    while (at < instance->row_start[person + 1] && instance->items[at].need != (uint32_t)need)
        at++;
    return at < instance->row_start[person + 1] ? at : SIZE_MAX;
}

static struct set set_of(const struct instance *instance, const int32_t *need_of)
{
    struct set set = {.instance = instance};
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] >= 0)
            add(&set, pair_index(instance, i, need_of[i]), i);
    }
    return set;
}

struct trial {
    const struct instance *instance;
    const int32_t *solved;
    int32_t need_of[SMALL_PEOPLE];
    int found; /* stable ones */
    void (*look)(struct trial *trial);
};

static void try_all(struct trial *trial, size_t person)
{
    const struct instance *instance = trial->instance;
    if (person == instance->person_count) {
        trial->look(trial);
        return;
    }
    trial->need_of[person] = -1;
    try_all(trial, person + 1);
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        trial->need_of[person] = (int32_t)instance->items[at].need;
        try_all(trial, person + 1);
    }
}

static int32_t outermost(const struct caps *caps, int32_t cap)
{
    while (cap >= 0 && caps->items[cap].parent >= 0)
        cap = caps->items[cap].parent;
    return cap;
}

/* How many pairs whoever chooses by themselves has: per outermost cap, then per need, then per
 * person below none. */
static void count_units(const struct instance *instance, const int32_t *need_of, int32_t *counts)
{
    const struct caps *caps = instance->caps;
    int32_t *of_need = counts + caps->count;
    int32_t *of_person = of_need + instance->need_count;
    memset(counts, 0,
           (caps->count + instance->need_count + instance->person_count) * sizeof *counts);
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] < 0)
            continue;
        int32_t over_need = outermost(caps, caps_of_need(caps, (size_t)need_of[i]));
        int32_t over_person = outermost(caps, caps_of_person(caps, i));
        ++*(over_need >= 0 ? &counts[over_need] : &of_need[need_of[i]]);
        ++*(over_person >= 0 ? &counts[over_person] : &of_person[i]);
    }
}

static bool is_worse(const struct instance *instance, size_t person, int32_t need, int32_t other)
{
    if (need == other || other < 0)
        return false;
    return need < 0 || people_first(instance, pair_index(instance, person, other), person,
                                    pair_index(instance, person, need), person);
}

static void compare_stable(struct trial *trial)
{
    enum { UNITS_MOST = 2 * 3 + SMALL_NEEDS + SMALL_PEOPLE };
    const struct instance *instance = trial->instance;
    struct set both = set_of(instance, trial->need_of);
    int32_t here[UNITS_MOST];
    int32_t there[UNITS_MOST];
    if (!is_stable_set(&both))
        return;
    trial->found++;
    count_units(instance, trial->solved, here);
    count_units(instance, trial->need_of, there);
    ck_assert_mem_eq(here, there,
                     (instance->caps->count + instance->need_count + instance->person_count) *
                         sizeof *here);
    /* People would choose what was solved, had they both. */
    const struct set solved = set_of(instance, trial->solved);
    for (size_t i = 0; i < solved.count; i++) {
        if (!has(&both, solved.at[i]))
            add(&both, solved.at[i], solved.person[i]);
    }
    const struct set chosen = people_choose(&both);
    ck_assert(same_set(&chosen, &solved));
    for (size_t i = 0; i < instance->person_count; i++) {
        bool worse = is_worse(instance, i, trial->solved[i], trial->need_of[i]);
        ck_assert(!worse || instance->caps->of_person != NULL);
    }
}

START_TEST(best_of_all_stable_matches)
{
    int several = 0;
    for (uint64_t seed = (uint64_t)_i * PER_TEST; seed < (uint64_t)(_i + 1) * PER_TEST; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *instance = any_instance(seed, SMALL_PEOPLE, SMALL_NEEDS, 3, arena);
        if (seed % 5 == 0)
            made_locks(instance, seed, arena);
        const struct instance *open = instance_open(instance, arena);
        struct assignment solved;
        stable_solve(open, arena, &solved, NULL);
        const struct set match = set_of(open, solved.need_of);
        ck_assert(is_stable_set(&match));
        struct trial trial = {.instance = open, .solved = solved.need_of, .look = compare_stable};
        try_all(&trial, 0);
        ck_assert_int_ge(trial.found, 1);
        several += trial.found > 1;
    }
    ck_assert_int_gt(several, 0);
}
END_TEST

/* ---- the check ------------------------------------------------------------------------------- */

/* Of an assignment of the open part, with what it states brought into line, as a forger would. */
static bool holds(const struct instance *whole, const int32_t *open_part, const int64_t *price)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct certificate_result result;
    int32_t *part = arena_calloc(arena, whole->person_count, sizeof *part);
    int32_t *fit_bp = arena_calloc(arena, whole->person_count, sizeof *fit_bp);
    memcpy(part, open_part, whole->person_count * sizeof *part);
    const int32_t *need_of = instance_whole(whole, part, arena);
    for (size_t i = 0; i < whole->person_count; i++)
        fit_bp[i] =
            need_of[i] < 0 ? -1 : (int32_t)whole->items[pair_index(whole, i, need_of[i])].fit_bp;
    const struct claim claim = {.need_of = need_of,
                                .fit_bp = fit_bp,
                                .price = price,
                                .seats = whole->seats,
                                .objective = instance_objective(whole, need_of)};
    return certificate_check_stable(whole, &claim, arena, &result);
}

/* The standing of the last one where no seat is empty. */
static void find_cutoffs(const struct instance *open, const int32_t *need_of, int64_t *price)
{
    for (size_t j = 0; j < open->need_count; j++) {
        int32_t filled = 0;
        uint32_t least = UINT32_MAX;
        for (size_t i = 0; i < open->person_count; i++) {
            if (need_of[i] != (int32_t)j)
                continue;
            size_t at = pair_index(open, i, need_of[i]);
            uint32_t standing = wishes_standing(open->wishes, &open->items[at], at);
            least = standing < least ? standing : least;
            filled++;
        }
        price[j] = filled < open->seats[j] ? STANDING_ANY : least;
        if (open->seats[j] == 0)
            price[j] = STANDING_CLOSED;
    }
}

struct checked {
    struct trial trial;
    const struct instance *whole;
};

static void compare_check(struct trial *trial)
{
    const struct checked *checked = (const struct checked *)trial;
    int64_t price[SMALL_NEEDS];
    const struct set match = set_of(trial->instance, trial->need_of);
    find_cutoffs(trial->instance, trial->need_of, price);
    bool stable = is_stable_set(&match);
    ck_assert(holds(checked->whole, trial->need_of, price) == stable);
    trial->found += stable;
}

START_TEST(the_check_knows_what_is_stable)
{
    int found = 0;
    for (uint64_t seed = (uint64_t)_i * CHECKED_CASES; seed < (uint64_t)(_i + 1) * CHECKED_CASES;
         seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *instance = any_instance(seed, SMALL_PEOPLE, SMALL_NEEDS, 3, arena);
        if (seed % 3 == 0)
            made_locks(instance, seed, arena);
        struct checked checked = {
            .trial = {.instance = instance_open(instance, arena), .look = compare_check},
            .whole = instance};
        try_all(&checked.trial, 0);
        found += checked.trial.found;
    }
    ck_assert_int_ge(found, CHECKED_CASES);
}
END_TEST

/* Below a cap one person's place may be all that two stable matches differ in. */
static bool is_another_stable(const struct instance *instance, const struct assignment *solved)
{
    int64_t price[NEEDS_MOST];
    const struct set match = set_of(instance, solved->need_of);
    find_cutoffs(instance, solved->need_of, price);
    return is_stable_set(&match) &&
           memcmp(price, solved->price, instance->need_count * sizeof *price) == 0;
}

/* Somebody who sits elsewhere, with the cutoffs that were stored. */
static int move_everybody(const struct instance *instance, struct assignment *solved, int *other)
{
    int told = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t own = solved->need_of[i];
        for (int32_t need = -1; need < (int32_t)instance->need_count; need++) {
            if (need == own || (need >= 0 && pair_index(instance, i, need) == SIZE_MAX))
                continue;
            solved->need_of[i] = need;
            bool stays = is_another_stable(instance, solved);
            ck_assert(holds(instance, solved->need_of, solved->price) == stays);
            told += !stays;
            *other += stays;
        }
        solved->need_of[i] = own;
    }
    return told;
}

/* A limit one higher or lower: it is told where the match is not stable any more. */
static int change_limits(const struct instance *instance, const struct assignment *solved,
                         struct arena *arena)
{
    int told = 0;
    for (size_t a = 0; a < 2 * instance->caps->count; a++) {
        struct caps caps = *instance->caps;
        struct cap *items = arena_calloc(arena, caps.count, sizeof *items);
        memcpy(items, caps.items, caps.count * sizeof *items);
        items[a / 2].most += a % 2 == 0 ? 1 : -1;
        if (items[a / 2].most < 0)
            continue;
        caps.items = items;
        const struct instance *changed = instance_with_caps(instance, &caps, arena);
        const struct set match = set_of(changed, solved->need_of);
        bool stable = is_stable_set(&match);
        ck_assert(holds(changed, solved->need_of, solved->price) == stable);
        told += !stable;
    }
    return told;
}

START_TEST(every_change_is_told)
{
    int moved = 0;
    int other = 0;
    int limits = 0;
    for (uint64_t seed = (uint64_t)_i * CHECKED_CASES; seed < (uint64_t)(_i + 1) * CHECKED_CASES;
         seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *instance = any_instance(seed, 12, NEEDS_MOST, 3, arena);
        struct assignment solved;
        stable_solve(instance, arena, &solved, NULL);
        ck_assert(holds(instance, solved.need_of, solved.price));
        moved += move_everybody(instance, &solved, &other);
        limits += change_limits(instance, &solved, arena);
        for (size_t j = 0; j < instance->need_count; j++) {
            solved.price[j]++;
            ck_assert(!holds(instance, solved.need_of, solved.price));
            solved.price[j]--;
        }
    }
    ck_assert_int_gt(moved, 100 * (other + 1));
    ck_assert_int_gt(limits, 20);
}
END_TEST

START_TEST(a_limit_has_no_price)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct instance *instance = any_instance(27, 12, NEEDS_MOST, 3, arena);
    struct assignment solved;
    struct certificate_result result;
    int64_t *cap_price = arena_calloc(arena, instance->caps->count, sizeof *cap_price);
    int64_t *open_price = arena_calloc(arena, instance->need_count, sizeof *open_price);
    int32_t *fit_bp = arena_calloc(arena, instance->person_count, sizeof *fit_bp);
    stable_solve(instance, arena, &solved, NULL);
    for (size_t i = 0; i < instance->person_count; i++)
        fit_bp[i] =
            solved.need_of[i] < 0
                ? -1
                : (int32_t)instance->items[pair_index(instance, i, solved.need_of[i])].fit_bp;
    const struct claim claim = {.need_of = solved.need_of,
                                .fit_bp = fit_bp,
                                .price = solved.price,
                                .seats = instance->seats,
                                .objective = solved.objective,
                                .cap_price = cap_price,
                                .cap_count = instance->caps->count,
                                .open_price = open_price};
    ck_assert(certificate_check_stable(instance, &claim, arena, &result));
    int64_t *priced = _i == 0 ? &cap_price[0] : &open_price[0];
    *priced = 1;
    ck_assert(!certificate_check_stable(instance, &claim, arena, &result));
    ck_assert_int_eq(result.fault, CERTIFICATE_CAP_PRICED);
    ck_assert_int_eq(result.cap, _i == 0 ? 0 : -1);
    ck_assert_int_eq(result.need, _i == 0 ? -1 : 0);
}
END_TEST

/* ---- the fixed point ------------------------------------------------------------------------- */

/* Fleiner's: people choose of what is left, needs of all that was offered, and what they do not
 * take is gone. */
static struct set fixed_point(const struct instance *instance)
{
    struct set left = {.instance = instance};
    struct set offered = {.instance = instance};
    for (size_t i = 0; i < instance->person_count; i++) {
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++)
            add(&left, at, i);
    }
    for (;;) {
        const struct set wanted = people_choose(&left);
        for (size_t i = 0; i < wanted.count; i++) {
            if (!has(&offered, wanted.at[i]))
                add(&offered, wanted.at[i], wanted.person[i]);
        }
        const struct set taken = needs_choose(&offered);
        struct set rest = {.instance = instance};
        for (size_t i = 0; i < left.count; i++) {
            if (!has(&offered, left.at[i]) || has(&taken, left.at[i]))
                add(&rest, left.at[i], left.person[i]);
        }
        if (rest.count == left.count)
            return taken;
        left = rest;
    }
}

START_TEST(people_get_what_they_choose_in_the_end)
{
    for (uint64_t seed = (uint64_t)_i * PER_TEST; seed < (uint64_t)(_i + 1) * PER_TEST; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *plain = any_instance(seed, 24, 4, 6, arena);
        const struct instance *instance = instance_with_caps(
            plain, made_caps(plain, seed, 1 + (int)(seed % MADE_CAPS_ALL), 6, arena), arena);
        struct assignment solved;
        stable_solve(instance, arena, &solved, NULL);
        const struct set match = set_of(instance, solved.need_of);
        const struct set expected = fixed_point(instance);
        ck_assert_msg(same_set(&match, &expected), "seed %d", (int)seed);
    }
}
END_TEST

/* ---- larger ones ----------------------------------------------------------------------------- */

START_TEST(many_people)
{
    for (uint64_t seed = (uint64_t)_i * 20; seed < (uint64_t)(_i + 1) * 20; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        struct instance *plain = made_instance(made_any(seed, 400, 40, 12, arena), arena);
        struct wishes *wishes = arena_calloc(arena, 1, sizeof *wishes);
        uint64_t state = seed + 5;
        plain->wishes = wishes;
        if (seed % 2 == 0)
            wishes->of_person = any_ranks(plain, &state, 9, arena);
        if (seed % 3 == 0)
            wishes->of_need = any_ranks(plain, &state, 4, arena);
        struct instance *instance =
            instance_with_caps(plain, made_caps(plain, seed, MADE_CAPS_ALL, 12, arena), arena);
        if (seed % 4 == 1)
            made_locks(instance, seed, arena);
        struct assignment solved;
        stable_solve(instance_open(instance, arena), arena, &solved, NULL);
        ck_assert_msg(holds(instance, solved.need_of, solved.price), "seed %d", (int)seed);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("stable_capped");
    tcase_add_test(tcase, choices_are_orderly);
    tcase_add_loop_test(tcase, best_of_all_stable_matches, 0,
                        MADE_UP_ROUNDS(RANDOM_CASES / PER_TEST));
    tcase_add_loop_test(tcase, the_check_knows_what_is_stable, 0, 4);
    tcase_add_loop_test(tcase, every_change_is_told, 0, 2);
    tcase_add_loop_test(tcase, a_limit_has_no_price, 0, 2);
    tcase_add_loop_test(tcase, people_get_what_they_choose_in_the_end, 0, 3);
    tcase_add_loop_test(tcase, many_people, 0, 5);
    return run_tcase(tcase, "match/stable_capped");
}
