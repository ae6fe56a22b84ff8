#include "tests/unit/match/made_caps.h"

#include "tests/unit/evidence/registry.h"

struct making {
    const struct instance *instance;
    uint64_t state;
    struct cap *items;
    size_t count;
    struct arena *arena;
};

static void add_caps(struct making *making, enum cap_side side, size_t most_caps)
{
    const struct instance *instance = making->instance;
    size_t begin = making->count;
    size_t caps = 1 + random_below(&making->state, most_caps);
    size_t limit = side == CAP_OF_NEEDS ? (size_t)instance->total_seats : instance->person_count;
    size_t span = 1 + limit / (2 + random_below(&making->state, 3));
    for (size_t a = 0; a < caps; a++) {
        bool nested = a > 0 && random_below(&making->state, 2) == 0;
        making->items[making->count++] = (struct cap){
            .side = side,
            .parent = nested ? (int32_t)(begin + random_below(&making->state, a)) : -1,
            .most = random_below(&making->state, 10) == 0
                        ? 0
                        : 1 + (int64_t)random_below(&making->state, span),
        };
    }
}

/* Each of `count` members below one of the caps from `begin` on, or below none. */
static int32_t *spread(struct making *making, size_t begin, size_t count)
{
    int32_t *of = arena_calloc(making->arena, count, sizeof *of);
    for (size_t i = 0; i < count; i++) {
        size_t drawn = random_below(&making->state, making->count - begin + 1);
        of[i] = drawn == 0 ? -1 : (int32_t)(begin + drawn - 1);
    }
    return of;
}

static void add_reserves(struct making *making, struct caps *caps)
{
    const struct instance *instance = making->instance;
    size_t words = instance->person_count / 64 + 1;
    uint64_t *group = arena_calloc(making->arena, words, sizeof *group);
    const uint64_t **groups = arena_calloc(making->arena, 1, sizeof *groups);
    int32_t *open_most = arena_calloc(making->arena, instance->need_count, sizeof *open_most);
    int32_t *reserve = arena_calloc(making->arena, instance->need_count, sizeof *reserve);
    for (size_t i = 0; i < instance->person_count; i++)
        group[i / 64] |= (uint64_t)(random_below(&making->state, 2)) << (i % 64);
    for (size_t j = 0; j < instance->need_count; j++) {
        bool reserved = random_below(&making->state, 2) == 0;
        size_t seats = (size_t)instance->seats[j];
        open_most[j] = reserved ? (int32_t)random_below(&making->state, seats + 1) : -1;
        reserve[j] = reserved ? 0 : -1;
    }
    bool *open_first = arena_calloc(making->arena, 1, sizeof *open_first);
    open_first[0] = random_below(&making->state, 2) == 0;
    groups[0] = group;
    caps->group = groups;
    caps->open_first = open_first;
    caps->group_count = 1;
    caps->open_most = open_most;
    caps->reserve_of_need = reserve;
}

struct caps *made_caps(const struct instance *instance, uint64_t seed, int kinds, size_t caps_most,
                       struct arena *arena)
{
    struct making making = {.instance = instance, .state = seed, .arena = arena};
    struct caps *caps = arena_calloc(arena, 1, sizeof *caps);
    making.items = arena_calloc(arena, 2 * caps_most, sizeof *making.items);
    if ((kinds & MADE_CAPS_OF_NEEDS) != 0) {
        add_caps(&making, CAP_OF_NEEDS, caps_most);
        caps->of_need = spread(&making, 0, instance->need_count);
    }
    if ((kinds & MADE_CAPS_OF_PEOPLE) != 0) {
        size_t begin = making.count;
        add_caps(&making, CAP_OF_PEOPLE, caps_most);
        caps->of_person = spread(&making, begin, instance->person_count);
    }
    if ((kinds & MADE_RESERVES) != 0)
        add_reserves(&making, caps);
    caps->items = making.items;
    caps->count = making.count;
    return caps;
}

size_t made_locks(struct instance *instance, uint64_t seed, struct arena *arena)
{
    int32_t *locked = arena_calloc(arena, instance->person_count, sizeof *locked);
    int32_t *left = arena_calloc(arena, instance->need_count, sizeof *left);
    size_t bound = 0;
    for (size_t j = 0; j < instance->need_count; j++)
        left[j] = instance->seats[j];
    for (size_t i = 0; i < instance->person_count; i++) {
        size_t length = instance->row_start[i + 1] - instance->row_start[i];
        locked[i] = -1;
        if (length == 0 || (seed + i) % 3 != 0)
            continue;
        const struct pair *pair = &instance->items[instance->row_start[i] + (seed + i) % length];
        if (left[pair->need] == 0)
            continue;
        left[pair->need]--;
        locked[i] = (int32_t)pair->need;
        bound++;
    }
    instance->locked_need = bound > 0 ? locked : NULL;
    return bound;
}
