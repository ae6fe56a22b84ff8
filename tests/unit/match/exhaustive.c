#include "tests/unit/match/exhaustive.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/pairs/caps.h"

enum { PEOPLE_MOST = 40 };

static uint64_t lottery_bit(const struct instance *instance, size_t person)
{
    int before = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        int order = digest_compare(&instance->lottery[i], &instance->lottery[person]);
        before += order < 0 || (order == 0 && i < person);
    }
    return (uint64_t)1 << (63 - before);
}

uint64_t exhaustive_placed(const struct instance *instance, const int32_t *need_of)
{
    uint64_t placed = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] >= 0)
            placed |= lottery_bit(instance, i);
    }
    return placed;
}

struct search {
    const struct instance *instance;
    int32_t *left;      /* seats, per need */
    int64_t *cap_left;  /* per cap */
    int32_t *open_left; /* seats for people outside the group, per need */
    struct exhaustive_best now, best;
};

static void take_from_caps(struct search *search, int32_t cap, int64_t seats)
{
    for (; cap >= 0; cap = search->instance->caps->items[cap].parent)
        search->cap_left[cap] -= seats;
}

/* Takes a seat of the need for the person, or, with -1, gives it back. */
static void take_seat(struct search *search, size_t person, uint32_t need, int32_t seats)
{
    const struct caps *caps = search->instance->caps;
    search->left[need] -= seats;
    if (caps == NULL)
        return;
    take_from_caps(search, caps_of_need(caps, need), seats);
    take_from_caps(search, caps_of_person(caps, person), seats);
    if (caps_is_outside(caps, need, person))
        search->open_left[need] -= seats;
}

static bool has_room(const struct search *search, int32_t cap)
{
    for (; cap >= 0; cap = search->instance->caps->items[cap].parent) {
        if (search->cap_left[cap] == 0)
            return false;
    }
    return true;
}

static bool may_sit(const struct search *search, size_t person, uint32_t need)
{
    const struct caps *caps = search->instance->caps;
    if (search->left[need] == 0)
        return false;
    return caps == NULL || (has_room(search, caps_of_need(caps, need)) &&
                            has_room(search, caps_of_person(caps, person)) &&
                            (!caps_is_outside(caps, need, person) || search->open_left[need] > 0));
}

static void try_from(struct search *search, size_t person)
{
    const struct instance *instance = search->instance;
    if (person == instance->person_count) {
        int order = objective_compare(&search->now.objective, &search->best.objective);
        if (order > 0 || (order == 0 && search->now.placed > search->best.placed))
            search->best = search->now;
        return;
    }
    try_from(search, person + 1);
    uint64_t bit = lottery_bit(instance, person);
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        if (!may_sit(search, person, pair->need))
            continue;
        struct exhaustive_best before = search->now;
        take_seat(search, person, pair->need, 1);
        search->now.placed |= bit;
        search->now.objective.filled[instance->priority[pair->need] - 1]++;
        search->now.objective.fit_bp += pair->fit_bp;
        search->now.objective.held += instance->base_need[person] == (int32_t)pair->need;
        try_from(search, person + 1);
        search->now = before;
        take_seat(search, person, pair->need, -1);
    }
}

struct exhaustive_best exhaustive_search(const struct instance *instance)
{
    CADRE_FREE int32_t *left = cadre_calloc(instance->need_count, sizeof *left);
    memcpy(left, instance->seats, instance->need_count * sizeof *left);
    size_t caps = instance->caps != NULL ? instance->caps->count : 0;
    CADRE_FREE int64_t *cap_left = cadre_calloc(caps, sizeof *cap_left);
    CADRE_FREE int32_t *open_left = cadre_calloc(instance->need_count, sizeof *open_left);
    for (size_t a = 0; a < caps; a++)
        cap_left[a] = instance->caps->items[a].most;
    for (size_t j = 0; instance->caps != NULL && j < instance->need_count; j++)
        open_left[j] = caps_open_most(instance->caps, j);
    struct search search = {
        .instance = instance, .left = left, .cap_left = cap_left, .open_left = open_left};
    try_from(&search, 0);
    return search.best;
}

/* Best value and, at that value, best set of placed people for each vector of seats used; a vector
 * is a number of mixed radix. Impossible ones have value -1. */
struct table {
    int128 *value;
    uint64_t *placed;
};

static void take(struct table *table, size_t state, int128 value, uint64_t placed)
{
    bool better = value > table->value[state] ||
                  (value == table->value[state] && placed > table->placed[state]);
    if (!better)
        return;
    table->value[state] = value;
    table->placed[state] = placed;
}

/* From the fullest vector down, so that a person is not seated twice. */
static void add_person(const struct instance *instance, size_t person, const size_t *radix,
                       size_t states, const size_t *step, struct table *table)
{
    uint64_t bit = lottery_bit(instance, person);
    for (size_t state = states; state-- > 0;) {
        for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            size_t used = state / step[pair->need] % radix[pair->need];
            if (used == 0 || table->value[state - step[pair->need]] < 0)
                continue;
            size_t from = state - step[pair->need];
            int128 gain = (int128)instance_weight(instance, person, pair) -
                          instance_floor(instance, pair->need);
            take(table, state, table->value[from] + gain, table->placed[from] | bit);
        }
    }
}

int128 exhaustive_value(const struct instance *instance, int32_t extra_need, uint64_t *ret_placed)
{
    assert(instance->person_count <= PEOPLE_MOST);
    size_t needs = instance->need_count;
    CADRE_FREE size_t *radix = cadre_calloc(needs, sizeof *radix);
    CADRE_FREE size_t *step = cadre_calloc(needs, sizeof *step);
    size_t states = 1;
    for (size_t j = 0; j < needs; j++) {
        radix[j] = (size_t)instance->seats[j] + 1 + ((int32_t)j == extra_need);
        step[j] = states;
        states *= radix[j];
    }
    CADRE_FREE int128 *value = cadre_calloc(states, sizeof *value);
    CADRE_FREE uint64_t *placed = cadre_calloc(states, sizeof *placed);
    struct table table = {value, placed};
    for (size_t state = 1; state < states; state++)
        value[state] = -1;
    for (size_t i = 0; i < instance->person_count; i++)
        add_person(instance, i, radix, states, step, &table);
    struct table best = {&(int128){-1}, &(uint64_t){0}};
    for (size_t state = 0; state < states; state++) {
        if (value[state] >= 0)
            take(&best, 0, value[state], placed[state]);
    }
    if (ret_placed != NULL)
        *ret_placed = *best.placed;
    return *best.value;
}
