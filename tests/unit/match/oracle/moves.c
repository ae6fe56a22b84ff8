#include "tests/unit/match/oracle/moves.h"

#include <stdlib.h>

#include "core/base/alloc.h"

struct list {
    struct move *items;
    size_t count;
    size_t capacity;
    bool fresh;
};

struct moves {
    const struct seating *seating;
    struct list *lists; /* per need */
    size_t *place;      /* per need: index + 1 in the list being made, 0 = not in it */
};

struct moves *moves_new(const struct seating *seating)
{
    size_t needs = seating->instance->need_count;
    struct moves *moves = cadre_calloc(1, sizeof *moves);
    moves->seating = seating;
    moves->lists = cadre_calloc(needs, sizeof *moves->lists);
    moves->place = cadre_calloc(needs, sizeof *moves->place);
    return moves;
}

void moves_free(struct moves *moves)
{
    if (moves == NULL)
        return;
    for (size_t j = 0; j < moves->seating->instance->need_count; j++)
        free(moves->lists[j].items);
    free(moves->lists);
    free(moves->place);
    free(moves);
}

void moves_forget(struct moves *moves, int32_t need)
{
    moves->lists[need].fresh = false;
}

static void offer(struct moves *moves, struct list *list, struct move move)
{
    size_t place = moves->place[move.need];
    if (place == 0) {
        list->items = cadre_grow(list->items, &list->capacity, list->count + 1, sizeof move);
        list->items[list->count++] = move;
        moves->place[move.need] = list->count;
    } else if (move.gain > list->items[place - 1].gain) {
        list->items[place - 1] = move;
    }
}

static void make(struct moves *moves, int32_t need, struct list *list)
{
    const struct seating *seating = moves->seating;
    const struct instance *instance = seating->instance;
    list->count = 0;
    for (int32_t h = seating->first[need]; h >= 0; h = seating->next[h]) {
        for (size_t at = instance->row_start[h]; at < instance->row_start[h + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            int64_t weight = instance_weight(instance, (size_t)h, pair);
            offer(moves, list, (struct move){weight - seating->weight[h], h, (int32_t)pair->need});
        }
    }
    for (size_t i = 0; i < list->count; i++)
        moves->place[list->items[i].need] = 0;
    list->fresh = true;
}

const struct move *moves_from(struct moves *moves, int32_t need, size_t *ret_count)
{
    struct list *list = &moves->lists[need];
    if (!list->fresh)
        make(moves, need, list);
    *ret_count = list->count;
    return list->items;
}
