#include "core/pairs/choices.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"

/* Who sits in a group of seats. */
struct seated_group {
    struct seat_group group;
    int32_t held;
    struct ranked_pair last;
};

struct choices {
    const struct instance *instance;
    const int32_t *need_of;
    size_t *seat_at;                           /* per person: their pair, SIZE_MAX = not placed */
    struct seated_group (*seats)[SEAT_GROUPS]; /* per need */
    int64_t *filled;                           /* per cap */
    struct ranked_pair *last;                  /* per cap: below it, in the order of its side */
    int32_t turned_away;
};

static const struct ranked_pair no_pair = {.person = -1, .need = -1};

struct seat_groups choices_seats(const struct instance *instance, size_t need)
{
    const struct caps *caps = instance->caps;
    int32_t seats = instance->seats[need];
    int32_t open = caps != NULL ? caps_open_most(caps, need) : -1;
    if (open < 0 || open >= seats)
        return (struct seat_groups){{{seats, false}, {0, false}}};
    const struct seat_group open_seats = {open, false};
    const struct seat_group reserved = {seats - open, true};
    bool open_first = caps->open_first != NULL && caps->open_first[caps->reserve_of_need[need]];
    return open_first ? (struct seat_groups){{open_seats, reserved}}
                      : (struct seat_groups){{reserved, open_seats}};
}

static bool is_outside(const struct choices *choices, size_t need, size_t person)
{
    return choices->instance->caps != NULL &&
           caps_is_outside(choices->instance->caps, need, person);
}

/* ---- who sits where -------------------------------------------------------------------------- */

static void find_seats(struct choices *choices, struct arena *arena)
{
    const struct instance *instance = choices->instance;
    choices->seat_at = arena_alloc(arena, instance->person_count * sizeof *choices->seat_at);
    for (size_t i = 0; i < instance->person_count; i++) {
        size_t at = instance->row_start[i];
        choices->seat_at[i] = SIZE_MAX;
        if (choices->need_of[i] < 0)
            continue;
        while (at < instance->row_start[i + 1] &&
               instance->items[at].need != (uint32_t)choices->need_of[i])
            at++;
        assert(at < instance->row_start[i + 1]);
        choices->seat_at[i] = at;
    }
}

static void start_groups(struct choices *choices, struct arena *arena)
{
    size_t needs = choices->instance->need_count;
    choices->seats = arena_calloc(arena, needs, sizeof *choices->seats);
    for (size_t j = 0; j < needs; j++) {
        const struct seat_groups groups = choices_seats(choices->instance, j);
        for (int g = 0; g < SEAT_GROUPS; g++)
            choices->seats[j][g] = (struct seated_group){.group = groups.items[g], .last = no_pair};
    }
}

/* The first group that has room for the person: people come in the order of the need. */
static void seat(struct choices *choices, const struct ranked_pair *pair)
{
    bool outside = is_outside(choices, (size_t)pair->need, (size_t)pair->person);
    for (int g = 0; g < SEAT_GROUPS; g++) {
        struct seated_group *group = &choices->seats[pair->need][g];
        if (group->held == group->group.seats || (group->group.is_reserved && outside))
            continue;
        group->held++;
        group->last = *pair;
        return;
    }
    choices->turned_away = pair->person;
}

struct sorted_pair {
    const struct instance *instance;
    struct ranked_pair pair;
};

static int by_order(const void *left, const void *right)
{
    const struct sorted_pair *a = left;
    const struct sorted_pair *b = right;
    return choices_goes_before(a->instance, &a->pair, &b->pair) ? -1 : 1;
}

static void seat_all(struct choices *choices)
{
    const struct instance *instance = choices->instance;
    CADRE_FREE struct sorted_pair *pairs = cadre_calloc(instance->person_count, sizeof *pairs);
    size_t count = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (choices->seat_at[i] != SIZE_MAX)
            pairs[count++] =
                (struct sorted_pair){instance, choices_by_need(instance, i, choices->seat_at[i])};
    }
    if (count > 1)
        qsort(pairs, count, sizeof *pairs, by_order);
    for (size_t i = 0; i < count; i++)
        seat(choices, &pairs[i].pair);
}

/* ---- caps ------------------------------------------------------------------------------------ */

static void count_below(struct choices *choices, int32_t cap, const struct ranked_pair *pair)
{
    for (; cap >= 0; cap = choices->instance->caps->items[cap].parent) {
        struct ranked_pair *last = &choices->last[cap];
        choices->filled[cap]++;
        if (last->person < 0 || choices_goes_before(choices->instance, last, pair))
            *last = *pair;
    }
}

static void fill_caps(struct choices *choices, struct arena *arena)
{
    const struct instance *instance = choices->instance;
    const struct caps *caps = instance->caps;
    choices->filled = arena_calloc(arena, caps->count, sizeof *choices->filled);
    choices->last = arena_calloc(arena, caps->count, sizeof *choices->last);
    for (size_t a = 0; a < caps->count; a++)
        choices->last[a] = no_pair;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (choices->seat_at[i] == SIZE_MAX)
            continue;
        struct ranked_pair by_need = choices_by_need(instance, i, choices->seat_at[i]);
        struct ranked_pair by_person = choices_by_person(instance, i, choices->seat_at[i]);
        count_below(choices, caps_of_need(caps, (size_t)by_need.need), &by_need);
        count_below(choices, caps_of_person(caps, i), &by_person);
    }
}

struct choices *choices_of(const struct instance *instance, const int32_t *need_of,
                           struct arena *arena)
{
    struct choices *choices = arena_calloc(arena, 1, sizeof *choices);
    assert(instance->wishes != NULL);
    *choices = (struct choices){.instance = instance, .need_of = need_of, .turned_away = -1};
    find_seats(choices, arena);
    start_groups(choices, arena);
    seat_all(choices);
    if (instance->caps != NULL)
        fill_caps(choices, arena);
    return choices;
}

int32_t choices_turned_away(const struct choices *choices)
{
    return choices->turned_away;
}

/* From the innermost out, -1 = none. */
static int32_t full_cap(const struct choices *choices, int32_t cap)
{
    while (cap >= 0 && choices->filled[cap] < choices->instance->caps->items[cap].most)
        cap = choices->instance->caps->items[cap].parent;
    return cap;
}

static int32_t full_cap_of_need(const struct choices *choices, size_t need)
{
    const struct caps *caps = choices->instance->caps;
    return caps == NULL ? -1 : full_cap(choices, caps_of_need(caps, need));
}

static int32_t full_cap_of_person(const struct choices *choices, size_t person)
{
    const struct caps *caps = choices->instance->caps;
    return caps == NULL ? -1 : full_cap(choices, caps_of_person(caps, person));
}

/* Does it go before the last one below the cap? */
static bool passes(const struct choices *choices, int32_t cap, const struct ranked_pair *pair)
{
    const struct ranked_pair *last = &choices->last[cap];
    return last->person >= 0 && choices_goes_before(choices->instance, pair, last);
}

/* ---- one pair more --------------------------------------------------------------------------- */

enum seat_answer { SEAT_TAKEN_OVER, SEAT_IS_FREE, SEAT_IS_REFUSED };

/* By the first group that takes it; who sat there goes on, but nobody is behind the pair for it. */
static enum seat_answer find_seat(const struct choices *choices, const struct ranked_pair *pair,
                                  bool outside)
{
    for (int g = 0; g < SEAT_GROUPS; g++) {
        const struct seated_group *group = &choices->seats[pair->need][g];
        if (group->group.seats == 0 || (group->group.is_reserved && outside))
            continue;
        if (group->held < group->group.seats)
            return SEAT_IS_FREE;
        if (choices_goes_before(choices->instance, pair, &group->last))
            return SEAT_TAKEN_OVER;
    }
    return SEAT_IS_REFUSED;
}

enum choices_answer choices_of_needs(const struct choices *choices, size_t person, size_t at,
                                     int32_t *ret_cap)
{
    struct ranked_pair pair = choices_by_need(choices->instance, person, at);
    bool outside = is_outside(choices, (size_t)pair.need, person);
    enum seat_answer answer = find_seat(choices, &pair, outside);
    if (ret_cap != NULL)
        *ret_cap = -1;
    if (answer == SEAT_TAKEN_OVER)
        return CHOICES_TAKES;
    if (answer == SEAT_IS_REFUSED)
        return outside && find_seat(choices, &pair, false) != SEAT_IS_REFUSED ? CHOICES_RESERVED
                                                                              : CHOICES_RANKS_LOWER;
    int32_t cap = full_cap_of_need(choices, (size_t)pair.need);
    if (cap < 0 || passes(choices, cap, &pair))
        return CHOICES_TAKES;
    if (ret_cap != NULL)
        *ret_cap = cap;
    return CHOICES_CAP_FULL;
}

enum choices_answer choices_of_people(const struct choices *choices, size_t person, size_t at,
                                      int32_t *ret_cap)
{
    const struct instance *instance = choices->instance;
    size_t seat_at = choices->seat_at[person];
    struct ranked_pair pair = choices_by_person(instance, person, at);
    if (ret_cap != NULL)
        *ret_cap = -1;
    if (seat_at != SIZE_MAX)
        return wishes_worth(instance->wishes, &instance->items[at], at) >
                       wishes_worth(instance->wishes, &instance->items[seat_at], seat_at)
                   ? CHOICES_TAKES
                   : CHOICES_RANKS_LOWER;
    int32_t cap = full_cap_of_person(choices, person);
    if (cap < 0 || passes(choices, cap, &pair))
        return CHOICES_TAKES;
    if (ret_cap != NULL)
        *ret_cap = cap;
    return CHOICES_CAP_FULL;
}

/* ---- what it takes --------------------------------------------------------------------------- */

/* To come in by an empty seat of the need. */
static uint32_t least_below_cap(const struct choices *choices, size_t need)
{
    const struct instance *instance = choices->instance;
    int32_t cap = full_cap_of_need(choices, need);
    if (cap < 0)
        return STANDING_ANY;
    const struct ranked_pair *last = &choices->last[cap];
    uint64_t class = (uint64_t)(INSTANCE_CLASS_COUNT - instance->priority[need]);
    if (last->person < 0 || class < last->rank >> 32)
        return STANDING_CLOSED;
    return class > last->rank >> 32 ? STANDING_ANY : (uint32_t)last->rank;
}

uint32_t choices_least_standing(const struct choices *choices, size_t need, bool outside)
{
    uint32_t least = STANDING_CLOSED;
    for (int g = 0; g < SEAT_GROUPS; g++) {
        const struct seated_group *group = &choices->seats[need][g];
        if (group->group.seats == 0 || (group->group.is_reserved && outside))
            continue;
        uint32_t own = group->held < group->group.seats ? least_below_cap(choices, need)
                                                        : (uint32_t)group->last.rank;
        least = own < least ? own : least;
    }
    return least;
}

bool choices_last_below_cap(const struct choices *choices, size_t person,
                            struct ranked_pair *ret_last)
{
    int32_t cap = full_cap_of_person(choices, person);
    if (cap >= 0)
        *ret_last = choices->last[cap];
    return cap >= 0;
}
