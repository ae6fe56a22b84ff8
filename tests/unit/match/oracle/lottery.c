#include "tests/unit/match/oracle/lottery.h"

#include <stdbool.h>

#include "core/base/alloc.h"

/* Who would come to a need on the way searched, at which w', and which need that one would leave.
 */
struct way {
    int64_t weight;
    int32_t comes;
    int32_t from; /* -1 = the person whose turn it is */
};

struct draw {
    struct seating *seating;
    const int64_t *price;
    bool *kept;       /* per person */
    bool *closed;     /* per need: seen by this search, or by one that found nobody who may leave */
    struct way *ways; /* per need, while closed */
    int32_t *queue;
    size_t queued;
};

/* Needs in which the person would be exactly as well off as now. */
static void enqueue_equals(struct draw *draw, int32_t person, int64_t surplus, int32_t from)
{
    const struct instance *instance = draw->seating->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        int64_t weight = instance_weight(instance, (size_t)person, pair);
        if (draw->closed[pair->need] || weight - draw->price[pair->need] != surplus)
            continue;
        draw->closed[pair->need] = true;
        draw->ways[pair->need] = (struct way){weight, person, from};
        draw->queue[draw->queued++] = (int32_t)pair->need;
    }
}

/* A holder of the need who may leave, -1 = none; the other holders' equals are enqueued. */
static int32_t look_at(struct draw *draw, int32_t need)
{
    const struct seating *seating = draw->seating;
    for (int32_t h = seating->first[need]; h >= 0; h = seating->next[h]) {
        int64_t surplus = seating->weight[h] - draw->price[need];
        if (surplus == 0 && !draw->kept[h])
            return h;
    }
    for (int32_t h = seating->first[need]; h >= 0; h = seating->next[h])
        enqueue_equals(draw, h, seating->weight[h] - draw->price[need], need);
    return -1;
}

static void walk(struct draw *draw, int32_t need)
{
    while (need >= 0) {
        struct way way = draw->ways[need];
        seating_move(draw->seating, way.comes, need, way.weight);
        need = way.from;
    }
}

/*
 * Needs that a search saw in vain stay closed for good: nobody in them or behind them may leave, so
 * no later way leads through them, and hence none changes who sits there.
 */
static bool place(struct draw *draw, int32_t person)
{
    draw->queued = 0;
    enqueue_equals(draw, person, 0, -1);
    for (size_t at = 0; at < draw->queued; at++) {
        int32_t leaves = look_at(draw, draw->queue[at]);
        if (leaves < 0)
            continue;
        seating_leave(draw->seating, leaves);
        walk(draw, draw->queue[at]);
        for (size_t i = 0; i < draw->queued; i++)
            draw->closed[draw->queue[i]] = false;
        return true;
    }
    return false;
}

void lottery_settle(struct seating *seating, const int64_t *price)
{
    size_t people = seating->instance->person_count;
    size_t needs = seating->instance->need_count;
    CADRE_FREE bool *kept = cadre_calloc(people, sizeof *kept);
    CADRE_FREE bool *closed = cadre_calloc(needs, sizeof *closed);
    CADRE_FREE struct way *ways = cadre_calloc(needs, sizeof *ways);
    CADRE_FREE int32_t *queue = cadre_calloc(needs, sizeof *queue);
    struct draw draw = {seating, price, kept, closed, ways, queue, 0};
    for (size_t i = 0; i < people; i++) {
        int32_t person = seating->lottery[i];
        kept[person] = seating->need_of[person] >= 0 || place(&draw, person);
    }
}
