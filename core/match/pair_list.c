#include "core/match/pair_list.h"

#include <stdlib.h>
#include <string.h>

struct pair_list pair_list_join(struct pair_list *lists, size_t count)
{
    struct pair_list all = lists[0];
    for (size_t at = 1; at < count; at++) {
        const struct pair_list *more = &lists[at];
        all.items =
            cadre_grow(all.items, &all.capacity, all.count + more->count, sizeof *all.items);
        if (more->count > 0)
            memcpy(all.items + all.count, more->items, more->count * sizeof *all.items);
        all.count += more->count;
        pair_list_release(&lists[at]);
    }
    lists[0] = (struct pair_list){0};
    return all;
}

void pair_list_merge(struct pair_list *list, struct pair_list *other)
{
    struct pair_list all = {0};
    size_t at = 0;
    size_t next = 0;
    all.items = cadre_grow(NULL, &all.capacity, list->count + other->count, sizeof *all.items);
    while (at < list->count || next < other->count) {
        bool is_next = at == list->count ||
                       (next < other->count && other->items[next].person < list->items[at].person);
        all.items[all.count++] = is_next ? other->items[next++] : list->items[at++];
    }
    pair_list_release(list);
    pair_list_release(other);
    *list = all;
}

void pair_list_release(struct pair_list *list)
{
    free(list->items);
    *list = (struct pair_list){0};
}
