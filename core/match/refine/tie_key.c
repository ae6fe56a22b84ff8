#include "core/match/refine/tie_key.h"

#include <stdlib.h>

#include "core/base/alloc.h"

/* `head` are the key's first bytes, which nearly always decide. */
struct ticket {
    uint64_t head;
    const struct digest *key;
    int32_t person;
};

/* Who would come to a need, and which need that one would leave. */
struct way {
    uint32_t pair;
    int32_t comes;
    int32_t from; /* -1 = the person whose turn it is */
};

struct draw {
    struct holding *holding;
    const int64_t *price;
    struct rows tight; /* per person: where they would be as well off */
    bool *kept;        /* per person; only read of those who sit at no surplus */
    int32_t *leavable; /* per need: its holders at no surplus who are not kept */
    bool *closed;     /* per need: seen by this search, or by one that found nobody who may leave */
    struct way *ways; /* per need, while closed */
    int32_t *queue;
    size_t queued;
};

static uint64_t head_of(const struct digest *key)
{
    uint64_t head = 0;
    for (size_t at = 0; at < sizeof head; at++)
        head = head << 8 | key->bytes[at];
    return head;
}

static int by_ticket(const void *left, const void *right)
{
    const struct ticket *a = left;
    const struct ticket *b = right;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    int order = digest_compare(a->key, b->key);
    return order != 0 ? order : (a->person > b->person) - (a->person < b->person);
}

static bool may_leave(const struct draw *draw, int32_t person)
{
    const struct holding *holding = draw->holding;
    return !draw->kept[person] && holding->weight[person] == draw->price[holding->need_of[person]];
}

/* Needs in which the person would be exactly as well off as now; the first one that somebody may
 * leave is returned at once, -1 = none. */
static int32_t enqueue_equals(struct draw *draw, int32_t person, int32_t from)
{
    for (size_t at = draw->tight.start[person]; at < draw->tight.start[person + 1]; at++) {
        uint32_t pair = draw->tight.pairs[at];
        uint32_t need = packed_need(pair);
        if (draw->closed[need])
            continue;
        draw->closed[need] = true;
        draw->ways[need] = (struct way){pair, person, from};
        draw->queue[draw->queued++] = (int32_t)need;
        if (draw->leavable[need] > 0)
            return (int32_t)need;
    }
    return -1;
}

/* The nearest need from which somebody may leave, -1 = none. */
static int32_t search(struct draw *draw, int32_t person)
{
    const struct holding *holding = draw->holding;
    draw->queued = 0;
    int32_t found = enqueue_equals(draw, person, -1);
    for (size_t at = 0; at < draw->queued && found < 0; at++) {
        int32_t need = draw->queue[at];
        for (int32_t h = holding->first[need]; h >= 0 && found < 0; h = holding->next[h])
            found = enqueue_equals(draw, h, need);
    }
    return found;
}

static void walk(struct draw *draw, int32_t need)
{
    while (need >= 0) {
        struct way way = draw->ways[need];
        if (way.from >= 0 && may_leave(draw, way.comes)) {
            draw->leavable[way.from]--;
            draw->leavable[need]++;
        }
        holding_seat(draw->holding, way.comes, need,
                     problem_weight(draw->holding->problem, (size_t)way.comes, way.pair));
        need = way.from;
    }
}

/* A search that fails has seen needs which nobody may leave, now and later: they stay closed. */
static bool place(struct draw *draw, int32_t person)
{
    struct holding *holding = draw->holding;
    int32_t need = search(draw, person);
    if (need < 0)
        return false;
    int32_t leaves = holding->first[need];
    while (!may_leave(draw, leaves))
        leaves = holding->next[leaves];
    holding_leave(holding, leaves);
    draw->leavable[need]--;
    draw->kept[person] = true;
    walk(draw, need);
    for (size_t i = 0; i < draw->queued; i++)
        draw->closed[draw->queue[i]] = false;
    return true;
}

static void keep(struct draw *draw, int32_t person)
{
    draw->leavable[draw->holding->need_of[person]]--;
    draw->kept[person] = true;
}

/* All who may come or go, in lottery order. */
static struct ticket *draw_tickets(struct draw *draw, size_t *ret_count)
{
    const struct holding *holding = draw->holding;
    const struct digest *lottery = holding->problem->lottery;
    struct ticket *tickets = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        int32_t need = holding->need_of[i];
        if (need < 0 ? draw->tight.start[i] == draw->tight.start[i + 1]
                     : holding->weight[i] != draw->price[need])
            continue;
        tickets = cadre_grow(tickets, &capacity, count + 1, sizeof *tickets);
        tickets[count++] = (struct ticket){head_of(&lottery[i]), &lottery[i], (int32_t)i};
        if (need >= 0)
            draw->leavable[need]++;
    }
    if (count > 1)
        qsort(tickets, count, sizeof *tickets, by_ticket);
    *ret_count = count;
    return tickets;
}

uint64_t tie_key_settle(struct holding *holding, const int64_t *price, struct rows tight)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE bool *kept = cadre_calloc(problem->person_count, sizeof *kept);
    CADRE_FREE bool *closed = cadre_calloc(problem->need_count, sizeof *closed);
    CADRE_FREE struct way *ways = cadre_calloc(problem->need_count, sizeof *ways);
    CADRE_FREE int32_t *queue = cadre_calloc(problem->need_count, sizeof *queue);
    CADRE_FREE int32_t *leavable = cadre_calloc(problem->need_count, sizeof *leavable);
    struct draw draw = {holding, price, tight, kept, leavable, closed, ways, queue, 0};
    size_t count;
    uint64_t came = 0;
    CADRE_FREE struct ticket *tickets = draw_tickets(&draw, &count);
    for (size_t at = 0; at < count; at++) {
        int32_t person = tickets[at].person;
        if (holding->need_of[person] >= 0)
            keep(&draw, person);
        else
            came += place(&draw, person);
    }
    return came;
}
