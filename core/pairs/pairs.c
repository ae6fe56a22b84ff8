#include "core/pairs/pairs.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

struct pairs *pairs_build(const struct snapshot *snapshot, const struct expansion *expansions,
                          struct arena *arena)
{
    struct pairs *pairs = arena_calloc(arena, 1, sizeof *pairs);
    struct pair *items = NULL;
    size_t capacity = 0;
    size_t count = 0;
    pairs->person_count = snapshot->person_count;
    pairs->need_count = snapshot->need_count;
    pairs->row_start = arena_calloc(arena, snapshot->person_count + 1, sizeof *pairs->row_start);
    pairs->reasons = arena_calloc(arena, snapshot->need_count, sizeof *pairs->reasons);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        for (size_t j = 0; j < snapshot->need_count; j++) {
            const struct need *need = &snapshot->needs[j];
            enum reason reason = qualify_reason(snapshot, &expansions[i], need);
            pairs->reasons[j][reason]++;
            if (reason != REASON_NONE)
                continue;
            struct fit fit = fit_of(snapshot, &expansions[i], need);
            items = cadre_grow(items, &capacity, count + 1, sizeof *items);
            items[count++] = (struct pair){(uint32_t)j, (uint32_t)fit.total_bp};
        }
        pairs->row_start[i + 1] = count;
    }
    pairs->items = arena_calloc(arena, count, sizeof *pairs->items);
    if (count > 0)
        memcpy(pairs->items, items, count * sizeof *items);
    free(items);
    return pairs;
}

int32_t pairs_fit(const struct pairs *pairs, size_t person, size_t need)
{
    for (size_t at = pairs->row_start[person]; at < pairs->row_start[person + 1]; at++) {
        if (pairs->items[at].need == need)
            return (int32_t)pairs->items[at].fit_bp;
    }
    return -1;
}
