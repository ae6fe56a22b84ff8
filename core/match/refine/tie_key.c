#include "core/match/refine/tie_key.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

/* So many turns ahead. */
enum { FETCH_START = 16, FETCH_ROW = 8 };

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
    int32_t *turn;     /* per person: in the draw, from 1; 0 = is kept, or has nothing to draw */
    int32_t *leavable; /* per need: its holders at no surplus who are not kept */
    int32_t *mover;   /* per need: the first holder who would be as well off elsewhere, -1 = none */
    int32_t *next;    /* per mover: the next one of the same need */
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

/* Of those who sit: whoever has a turn is worth just the price, wherever they are moved. */
static bool may_leave(const struct draw *draw, int32_t person)
{
    return draw->turn[person] > 0;
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

/* Most people are nowhere else as well off, and lie all over memory: no search looks at them. */
static bool is_mover(const struct draw *draw, int32_t person)
{
    return draw->tight.start[person + 1] - draw->tight.start[person] > 1;
}

static void join_movers(struct draw *draw, int32_t person, int32_t need)
{
    if (!is_mover(draw, person))
        return;
    draw->next[person] = draw->mover[need];
    draw->mover[need] = person;
}

static void leave_movers(struct draw *draw, int32_t person, int32_t need)
{
    int32_t *at = &draw->mover[need];
    while (*at >= 0 && *at != person)
        at = &draw->next[*at];
    if (*at == person)
        *at = draw->next[person];
}

/* People lie all over memory: the row of the next one is fetched while this one's is looked at. */
static void fetch_next(const struct draw *draw, int32_t person)
{
    if (draw->next[person] >= 0)
        __builtin_prefetch(draw->tight.pairs + draw->tight.start[draw->next[person]]);
}

/* The nearest need from which somebody may leave, -1 = none. */
static int32_t search(struct draw *draw, int32_t person)
{
    draw->queued = 0;
    int32_t found = enqueue_equals(draw, person, -1);
    for (size_t at = 0; at < draw->queued && found < 0; at++) {
        int32_t need = draw->queue[at];
        for (int32_t h = draw->mover[need]; h >= 0 && found < 0; h = draw->next[h]) {
            fetch_next(draw, h);
            found = enqueue_equals(draw, h, need);
        }
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
        if (way.from >= 0)
            leave_movers(draw, way.comes, way.from);
        join_movers(draw, way.comes, need);
        holding_seat(draw->holding, way.comes, need,
                     problem_weight(draw->holding->problem, (size_t)way.comes, way.pair));
        need = way.from;
    }
}

/* Whose turn is last: the others need not come back so often. */
static int32_t who_leaves(const struct draw *draw, int32_t need)
{
    const struct holding *holding = draw->holding;
    int32_t last = holding->first[need];
    for (int32_t h = last; h >= 0; h = holding->next[h])
        last = draw->turn[h] > draw->turn[last] ? h : last;
    return last;
}

/* A search that fails has seen needs which nobody may leave, now and later: they stay closed. */
static bool place(struct draw *draw, int32_t person)
{
    struct holding *holding = draw->holding;
    int32_t need = search(draw, person);
    if (need < 0)
        return false;
    int32_t leaves = who_leaves(draw, need);
    leave_movers(draw, leaves, need);
    holding_leave(holding, leaves);
    draw->leavable[need]--;
    draw->turn[person] = 0;
    walk(draw, need);
    for (size_t i = 0; i < draw->queued; i++)
        draw->closed[draw->queue[i]] = false;
    return true;
}

static void keep(struct draw *draw, int32_t person)
{
    draw->leavable[draw->holding->need_of[person]]--;
    draw->turn[person] = 0;
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

/* What the turns to come will look at. */
static void fetch_turns(const struct draw *draw, const struct ticket *ticket,
                        const struct ticket *end)
{
    if (end - ticket > FETCH_START) {
        int32_t person = ticket[FETCH_START].person;
        __builtin_prefetch(&draw->tight.start[person]);
        __builtin_prefetch(&draw->holding->need_of[person]);
        __builtin_prefetch(&draw->turn[person], 1);
    }
    if (end - ticket > FETCH_ROW)
        __builtin_prefetch(draw->tight.pairs + draw->tight.start[ticket[FETCH_ROW].person]);
}

uint64_t tie_key_settle(struct holding *holding, const int64_t *price, struct rows tight)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int32_t *turn = cadre_calloc(problem->person_count, sizeof *turn);
    CADRE_FREE bool *closed = cadre_calloc(problem->need_count, sizeof *closed);
    CADRE_FREE struct way *ways = cadre_calloc(problem->need_count, sizeof *ways);
    CADRE_FREE int32_t *queue = cadre_calloc(problem->need_count, sizeof *queue);
    CADRE_FREE int32_t *mover = cadre_malloc(problem->need_count * sizeof *mover);
    CADRE_FREE int32_t *next = cadre_malloc(problem->person_count * sizeof *next);
    CADRE_FREE int32_t *leavable = cadre_calloc(problem->need_count, sizeof *leavable);
    struct draw draw = {holding, price, tight, turn, leavable, mover, next, closed, ways, queue, 0};
    size_t count;
    uint64_t came = 0;
    CADRE_FREE struct ticket *tickets = draw_tickets(&draw, &count);
    memset(mover, -1, problem->need_count * sizeof *mover);
    for (size_t i = problem->person_count; i-- > 0;) {
        if (holding->need_of[i] >= 0)
            join_movers(&draw, (int32_t)i, holding->need_of[i]);
    }
    for (size_t at = 0; at < count; at++)
        turn[tickets[at].person] = (int32_t)at + 1;
    for (size_t at = 0; at < count; at++) {
        int32_t person = tickets[at].person;
        fetch_turns(&draw, tickets + at, tickets + count);
        if (holding->need_of[person] >= 0)
            keep(&draw, person);
        else
            came += place(&draw, person);
    }
    return came;
}
