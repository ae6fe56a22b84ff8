#include "core/match/tie_key.h"

#include <stdlib.h>

#include "core/base/alloc.h"

struct ticket {
    const struct digest *key;
    int32_t person;
};

/* Who would come to a need, and which need that one would leave. */
struct way {
    int64_t weight;
    int32_t comes;
    int32_t from; /* -1 = the person whose turn it is */
};

struct draw {
    struct holding *holding;
    const int64_t *price;
    bool *kept;       /* per person; only read of those who sit at no surplus */
    bool *closed;     /* per need: seen by this search, or by one that found nobody who may leave */
    struct way *ways; /* per need, while closed */
    int32_t *queue;
    size_t queued;
};

static int by_ticket(const void *left, const void *right)
{
    const struct ticket *a = left;
    const struct ticket *b = right;
    int order = digest_compare(a->key, b->key);
    return order != 0 ? order : (a->person > b->person) - (a->person < b->person);
}

static void enqueue_equals(struct draw *draw, int32_t person, int64_t surplus, int32_t from)
{
    const struct problem *problem = draw->holding->problem;
    size_t end = problem->rows.start[person + 1];
    for (size_t at = problem->rows.start[person]; at < end; at++) {
        uint32_t pair = problem->rows.pairs[at];
        uint32_t need = packed_need(pair);
        int64_t weight = problem_weight(problem, (size_t)person, pair);
        if (weight - draw->price[need] != surplus || draw->closed[need] ||
            problem->seats[need] == 0)
            continue;
        draw->closed[need] = true;
        draw->ways[need] = (struct way){weight, person, from};
        draw->queue[draw->queued++] = (int32_t)need;
    }
}

/* A holder of the need who may leave, -1 = none; the other holders' equals are enqueued. */
static int32_t look_at(struct draw *draw, int32_t need)
{
    const struct holding *holding = draw->holding;
    for (int32_t h = holding->first[need]; h >= 0; h = holding->next[h]) {
        if (holding->weight[h] == draw->price[need] && !draw->kept[h])
            return h;
    }
    for (int32_t h = holding->first[need]; h >= 0; h = holding->next[h])
        enqueue_equals(draw, h, holding->weight[h] - draw->price[need], need);
    return -1;
}

static void walk(struct draw *draw, int32_t need)
{
    while (need >= 0) {
        struct way way = draw->ways[need];
        holding_seat(draw->holding, way.comes, need, way.weight);
        need = way.from;
    }
}

/* A search that fails has seen needs which nobody may leave, now and later: they stay closed. */
static bool place(struct draw *draw, int32_t person)
{
    draw->queued = 0;
    enqueue_equals(draw, person, 0, -1);
    for (size_t at = 0; at < draw->queued; at++) {
        int32_t leaves = look_at(draw, draw->queue[at]);
        if (leaves < 0)
            continue;
        holding_leave(draw->holding, leaves);
        walk(draw, draw->queue[at]);
        for (size_t i = 0; i < draw->queued; i++)
            draw->closed[draw->queue[i]] = false;
        return true;
    }
    return false;
}

/* All who may come or go, in lottery order. */
static struct ticket *draw_tickets(const struct draw *draw, const int32_t *tied, size_t tied_count,
                                   size_t *ret_count)
{
    const struct holding *holding = draw->holding;
    const struct digest *lottery = holding->problem->lottery;
    struct ticket *tickets = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t at = 0; at < tied_count; at++) {
        tickets = cadre_grow(tickets, &capacity, count + 1, sizeof *tickets);
        tickets[count++] = (struct ticket){&lottery[tied[at]], tied[at]};
    }
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        int32_t need = holding->need_of[i];
        if (need < 0 || holding->weight[i] != draw->price[need])
            continue;
        tickets = cadre_grow(tickets, &capacity, count + 1, sizeof *tickets);
        tickets[count++] = (struct ticket){&lottery[i], (int32_t)i};
    }
    if (count > 1)
        qsort(tickets, count, sizeof *tickets, by_ticket);
    *ret_count = count;
    return tickets;
}

uint64_t tie_key_settle(struct holding *holding, const int64_t *price, const int32_t *tied,
                        size_t tied_count)
{
    const struct problem *problem = holding->problem;
    if (tied_count == 0)
        return 0;
    CADRE_FREE bool *kept = cadre_calloc(problem->person_count, sizeof *kept);
    CADRE_FREE bool *closed = cadre_calloc(problem->need_count, sizeof *closed);
    CADRE_FREE struct way *ways = cadre_calloc(problem->need_count, sizeof *ways);
    CADRE_FREE int32_t *queue = cadre_calloc(problem->need_count, sizeof *queue);
    struct draw draw = {holding, price, kept, closed, ways, queue, 0};
    size_t count;
    uint64_t came = 0;
    CADRE_FREE struct ticket *tickets = draw_tickets(&draw, tied, tied_count, &count);
    for (size_t at = 0; at < count; at++) {
        int32_t person = tickets[at].person;
        bool sits = holding->need_of[person] >= 0;
        kept[person] = sits || place(&draw, person);
        came += !sits && kept[person];
    }
    return came;
}
