#include "core/pairs/wishes.h"

#include "core/base/alloc.h"

/* Into the row of the wish's person, where it is the best of that side so far. */
static void rank_row(const struct instance *instance, const struct snapshot *snapshot,
                     const struct wish *wish, uint16_t *ranks)
{
    size_t person = (size_t)wish->person;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if (wish->rank < ranks[at] &&
            snapshot_wish_is_about(snapshot, wish, &snapshot->needs[instance->items[at].need]))
            ranks[at] = (uint16_t)wish->rank;
    }
}

/* NULL when nobody of that side wishes. */
static const uint16_t *ranks_of(const struct instance *instance, const struct snapshot *snapshot,
                                bool of_person, struct arena *arena)
{
    size_t count = instance->row_start[instance->person_count];
    uint16_t *ranks = NULL;
    for (size_t i = 0; i < snapshot->wish_count; i++) {
        if (snapshot->wishes[i].of_person != of_person)
            continue;
        if (ranks == NULL) {
            ranks = arena_calloc(arena, count, sizeof *ranks);
            for (size_t at = 0; at < count; at++)
                ranks[at] = WISH_NONE;
        }
        rank_row(instance, snapshot, &snapshot->wishes[i], ranks);
    }
    return ranks;
}

struct instance *instance_with_wishes(const struct instance *instance,
                                      const struct snapshot *snapshot, struct arena *arena)
{
    struct instance *wished = arena_calloc(arena, 1, sizeof *wished);
    struct wishes *wishes = arena_calloc(arena, 1, sizeof *wishes);
    wishes->of_person = ranks_of(instance, snapshot, true, arena);
    wishes->of_need = ranks_of(instance, snapshot, false, arena);
    *wished = *instance;
    wished->wishes = wishes;
    return wished;
}
