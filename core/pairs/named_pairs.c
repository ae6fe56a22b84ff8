#include "core/pairs/named_pairs.h"

#include <stdlib.h>

#include "core/base/alloc.h"

enum { PEOPLE_AT_ONCE = 256 /* whose expansions are kept */ };

static int by_person_need(const void *left, const void *right)
{
    const struct pair_name *a = left;
    const struct pair_name *b = right;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->need > b->need) - (a->need < b->need);
}

static bool is_same(const struct pair_name *left, const struct pair_name *right)
{
    return left->person == right->person && left->need == right->need;
}

/* The names of one person, who is expanded once; where the row ends. */
static size_t add_row(const struct snapshot *snapshot, const struct pair_name *names, size_t count,
                      struct pair *items, size_t end, struct arena *scratch)
{
    const struct person *person = &snapshot->people[names->person];
    const struct expansion *expansion = qualify_expand(snapshot, person, scratch);
    for (size_t i = 0; i < count; i++) {
        const struct need *need = &snapshot->needs[names[i].need];
        if ((i > 0 && is_same(&names[i], &names[i - 1])) ||
            qualify_reason(snapshot, expansion, need) != REASON_NONE)
            continue;
        items[end++] =
            (struct pair){.need = (uint32_t)names[i].need,
                          .fit_bp = (uint32_t)fit_of(snapshot, expansion, need).total_bp};
    }
    return end;
}

static size_t count_of_person(const struct pair_name *names, size_t count)
{
    size_t same = 1;
    while (same < count && names[same].person == names->person)
        same++;
    return same;
}

struct pairs *named_pairs_build(const struct snapshot *snapshot, struct pair_name *names,
                                size_t count, struct arena *arena)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct pairs *pairs = arena_calloc(arena, 1, sizeof *pairs);
    *pairs = (struct pairs){
        .person_count = snapshot->person_count,
        .need_count = snapshot->need_count,
        .row_start = arena_calloc(arena, snapshot->person_count + 1, sizeof *pairs->row_start),
        .items = arena_calloc(arena, count, sizeof *pairs->items),
        .reasons = arena_calloc(arena, snapshot->need_count, sizeof *pairs->reasons),
    };
    if (count > 1)
        qsort(names, count, sizeof *names, by_person_need);
    size_t end = 0;
    for (size_t i = 0, at = 0; i < snapshot->person_count; i++) {
        if (i % PEOPLE_AT_ONCE == 0)
            arena_reset(scratch);
        if (at < count && (size_t)names[at].person == i) {
            size_t own = count_of_person(&names[at], count - at);
            end = add_row(snapshot, &names[at], own, pairs->items, end, scratch);
            at += own;
        }
        pairs->row_start[i + 1] = end;
    }
    return pairs;
}
