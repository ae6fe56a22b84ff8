#include "core/pairs/wishes.h"

#include "core/base/alloc.h"

/* The first wish of whoever is not before the person. */
static size_t first_wish(const struct snapshot *snapshot, size_t person)
{
    size_t low = 0;
    size_t high = snapshot->wish_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((size_t)snapshot->wishes[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void wishes_rank_row(const struct snapshot *snapshot, size_t person, const struct pair *row,
                     size_t count, bool of_person, uint16_t *ret_ranks)
{
    for (size_t at = 0; at < count; at++)
        ret_ranks[at] = WISH_NONE;
    for (size_t i = first_wish(snapshot, person);
         i < snapshot->wish_count && (size_t)snapshot->wishes[i].person == person; i++) {
        const struct wish *wish = &snapshot->wishes[i];
        for (size_t at = 0; at < count && wish->of_person == of_person; at++) {
            if (wish->rank < ret_ranks[at] &&
                snapshot_wish_is_about(snapshot, wish, &snapshot->needs[row[at].need]))
                ret_ranks[at] = (uint16_t)wish->rank;
        }
    }
}

/* NULL when nobody of that side wishes. */
static const uint16_t *ranks_of(const struct instance *instance, const struct snapshot *snapshot,
                                bool of_person, struct arena *arena)
{
    size_t count = instance->row_start[instance->person_count];
    uint16_t *ranks = NULL;
    bool wished = false;
    for (size_t i = 0; i < snapshot->wish_count && !wished; i++)
        wished = snapshot->wishes[i].of_person == of_person;
    if (!wished)
        return NULL;
    ranks = arena_alloc(arena, count * sizeof *ranks);
    for (size_t i = 0; i < instance->person_count; i++) {
        size_t first = instance->row_start[i];
        wishes_rank_row(snapshot, i, &instance->items[first], instance->row_start[i + 1] - first,
                        of_person, &ranks[first]);
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
