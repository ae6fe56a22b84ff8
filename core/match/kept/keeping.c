#include "core/match/kept/keeping.h"

#include <stdlib.h>

#include "core/base/alloc.h"

void keeping_open(struct keeping *keeping)
{
    keeping->parts = pairs_part_count(keeping->snapshot);
    keeping->gathered = cadre_calloc(keeping->parts, sizeof *keeping->gathered);
}

void keeping_close(struct keeping *keeping)
{
    for (size_t part = 0; part < keeping->parts; part++)
        free(keeping->gathered[part].items);
    free(keeping->gathered);
}

struct pair keeping_pair(const struct keeping *keeping, size_t person, int32_t need)
{
    return (struct pair){.need = (uint32_t)need,
                         .fit_bp = (uint32_t)pairs_fit(keeping->pairs, person, (size_t)need)};
}

void keeping_gather(struct gathered *gathered, size_t person, const struct pair *pair)
{
    gathered->items = cadre_grow(gathered->items, &gathered->capacity, gathered->count + 1,
                                 sizeof *gathered->items);
    gathered->items[gathered->count++] = (struct item){(int32_t)person, *pair};
}

void keeping_gather_row(struct gathered *gathered, size_t person, const struct pair *row,
                        size_t count)
{
    for (size_t at = 0; at < count; at++)
        keeping_gather(gathered, person, &row[at]);
}

size_t keeping_gathered_count(const struct keeping *keeping)
{
    size_t count = 0;
    for (size_t part = 0; part < keeping->parts; part++)
        count += keeping->gathered[part].count;
    return count;
}

/* The next item of whoever is not behind the person, over the parts; NULL = there is none. */
static const struct item *next_item(const struct keeping *keeping, size_t *part, size_t *at,
                                    size_t person)
{
    while (*part < keeping->parts && *at == keeping->gathered[*part].count) {
        (*part)++;
        *at = 0;
    }
    if (*part == keeping->parts)
        return NULL;
    const struct item *item = &keeping->gathered[*part].items[*at];
    return (size_t)item->person == person ? item : NULL;
}

void keeping_join(struct keeping *keeping)
{
    struct pairs *pairs = keeping->pairs;
    size_t before = pairs->row_start[pairs->person_count];
    struct pair *joined =
        cadre_malloc((before + keeping_gathered_count(keeping) + 1) * sizeof *joined);
    size_t count = 0;
    size_t at = 0;
    size_t part = 0;
    size_t of_part = 0;
    for (size_t i = 0; i < pairs->person_count; i++) {
        size_t end = pairs->row_start[i + 1];
        const struct item *item;
        while ((item = next_item(keeping, &part, &of_part, i)) != NULL) {
            for (; at < end && pairs->items[at].need < item->pair.need; at++)
                joined[count++] = pairs->items[at];
            joined[count++] = item->pair;
            of_part++;
        }
        for (; at < end; at++)
            joined[count++] = pairs->items[at];
        pairs->row_start[i + 1] = count;
    }
    free(pairs->items);
    pairs->items = joined;
    for (part = 0; part < keeping->parts; part++)
        keeping->gathered[part].count = 0;
    keeping->instance.row_start = pairs->row_start;
    keeping->instance.items = pairs->items;
}

struct pairs *keeping_walk(struct keeping *keeping, struct arena *arena, void *context,
                           void (*take)(void *context, size_t part, size_t person,
                                        const struct pair *row, size_t count))
{
    const struct pairs_walk walk = {take, context};
    keeping->walks++;
    return pairs_walk(keeping->snapshot, &walk, keeping->parts, arena);
}

static int by_person(const void *left, const void *right)
{
    const struct base_assignment *a = left;
    const struct base_assignment *b = right;
    return (a->person > b->person) - (a->person < b->person);
}

bool keeping_is_decided(const struct keeping *keeping, size_t person)
{
    const struct snapshot *snapshot = keeping->snapshot;
    const struct base_assignment wanted = {.person = (int32_t)person};
    if (snapshot->people[person].decision_count > 0)
        return true;
    return snapshot->stay_count > 0 && bsearch(&wanted, snapshot->stays, snapshot->stay_count,
                                               sizeof *snapshot->stays, by_person) != NULL;
}
