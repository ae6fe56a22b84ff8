/*
 * Pairs and whose they are, gathered in looks at people: each part of them (people_parts.h) has a
 * list of its own, and these are joined in the parts' order.
 */
#ifndef CADRE_CORE_MATCH_PAIR_LIST_H
#define CADRE_CORE_MATCH_PAIR_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/alloc.h"

struct listed_pair {
    int32_t person;
    uint32_t pair;
};

struct pair_list {
    struct listed_pair *items; /* ascending by person */
    size_t count, capacity;
};

static inline void pair_list_add(struct pair_list *list, size_t person, uint32_t pair)
{
    if (list->count == list->capacity)
        list->items =
            cadre_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct listed_pair){(int32_t)person, pair};
}

/* Into one, the caller's to release; the others are gone. */
struct pair_list pair_list_join(struct pair_list *lists, size_t count);
/* The other one is gone. */
void pair_list_merge(struct pair_list *list, struct pair_list *other);
void pair_list_release(struct pair_list *list);

#endif
