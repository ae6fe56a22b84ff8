#include "core/match/refine/tie_key.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "core/match/refine/ways.h"

enum {
    FETCH_START = 32, /* so many turns ahead */
    FETCH_ROW = 16,
    DIGIT_BITS = 11,
    DIGITS = 1 << DIGIT_BITS,
    SORTED_BITS = 33, /* of a head, the upper ones: hardly two people have the same */
    HEAD_BITS = 64
};

/* `head` are the key's first bytes, which nearly always decide. */
struct ticket {
    uint64_t head;
    int32_t person;
};

struct tickets {
    struct ticket *items;
    size_t count;
};

struct draw {
    struct holding *holding;
    const int64_t *price;
    struct problem tight; /* the problem, of the pairs that make people as well off as now only */
    const struct tickets *tickets;
    int32_t *leavable; /* per need: its holders who have a turn still to come */
    int32_t *last;     /* per need: the last ticket of theirs; of no use without any */
    int32_t *before;   /* per ticket: the one before it of the same need */
    struct ways *ways; /* per need: where its holders would be as well off, once it was asked */
    uint8_t *seen;     /* for ways_make */
    uint64_t *open;    /* needs not seen by this search, nor by one that found nobody to leave */
    int32_t *from;     /* per need seen: whose holder would come; -1 = the one whose turn it is */
    int32_t *queue;
    size_t queued;
};

/* ---- tickets --------------------------------------------------------------------------------- */

static uint64_t head_of(const struct digest *key)
{
    uint64_t head = 0;
    for (size_t at = 0; at < sizeof head; at++)
        head = head << 8 | key->bytes[at];
    return head;
}

static bool comes_before(const struct ticket *a, const struct ticket *b,
                         const struct digest *lottery)
{
    if (a->head != b->head)
        return a->head < b->head;
    int order = digest_compare(&lottery[a->person], &lottery[b->person]);
    return order != 0 ? order < 0 : a->person < b->person;
}

static void sort_by_digit(const struct tickets *tickets, int shift, struct ticket *to)
{
    size_t place[DIGITS + 1] = {0};
    for (size_t at = 0; at < tickets->count; at++)
        place[(tickets->items[at].head >> shift) % DIGITS + 1]++;
    for (size_t digit = 1; digit < DIGITS; digit++)
        place[digit] += place[digit - 1];
    for (size_t at = 0; at < tickets->count; at++)
        to[place[(tickets->items[at].head >> shift) % DIGITS]++] = tickets->items[at];
}

/* Digit by digit from below, then by insertion, which has next to nothing left to do. */
static void sort_tickets(struct tickets *tickets, const struct digest *lottery)
{
    struct ticket *other = cadre_calloc(tickets->count, sizeof *other);
    for (int shift = HEAD_BITS - SORTED_BITS; shift < HEAD_BITS; shift += DIGIT_BITS) {
        struct ticket *sorted = other;
        sort_by_digit(tickets, shift, sorted);
        other = tickets->items;
        tickets->items = sorted;
    }
    free(other);
    for (size_t at = 1; at < tickets->count; at++) {
        struct ticket ticket = tickets->items[at];
        size_t to = at;
        for (; to > 0 && comes_before(&ticket, &tickets->items[to - 1], lottery); to--)
            tickets->items[to] = tickets->items[to - 1];
        tickets->items[to] = ticket;
    }
}

/* All who may come or go, in lottery order. */
static struct tickets draw_tickets(const struct holding *holding, const int64_t *price,
                                   struct rows tight)
{
    const struct problem *problem = holding->problem;
    struct tickets tickets = {cadre_malloc(problem->person_count * sizeof *tickets.items), 0};
    for (size_t i = 0; i < problem->person_count; i++) {
        int32_t need = holding->need_of[i];
        bool takes_part =
            need < 0 ? tight.start[i] != tight.start[i + 1] : holding->weight[i] == price[need];
        if (takes_part)
            tickets.items[tickets.count++] =
                (struct ticket){head_of(&problem->lottery[i]), (int32_t)i};
    }
    sort_tickets(&tickets, problem->lottery);
    return tickets;
}

/* In lottery order, so that those of a need whose turn is over are behind all others. */
static void list_leavable(struct draw *draw)
{
    for (size_t at = 0; at < draw->tickets->count; at++) {
        int32_t need = draw->holding->need_of[draw->tickets->items[at].person];
        if (need < 0)
            continue;
        draw->before[at] = draw->last[need];
        draw->last[need] = (int32_t)at;
        draw->leavable[need]++;
    }
}

/* ---- turns ----------------------------------------------------------------------------------- */

/* Whether somebody may leave the need: then there is no need to look any further. */
static bool reach(struct draw *draw, int32_t need, int32_t from)
{
    need_set_drop(draw->open, need);
    draw->from[need] = from;
    draw->queue[draw->queued++] = need;
    return draw->leavable[need] > 0;
}

static const struct ways *ways_of(struct draw *draw, int32_t need)
{
    struct ways *ways = &draw->ways[need];
    if (!ways->made)
        ways_make(ways, &draw->tight, holding_of(draw->holding, need),
                  (size_t)draw->holding->filled[need], draw->seen);
    return ways;
}

/* The first need that the person would like as well and somebody may leave; -1 = none, but others
 * may lead to one. */
static int32_t reach_from_person(struct draw *draw, int32_t person)
{
    const struct rows *tight = &draw->tight.rows;
    for (size_t at = tight->start[person]; at < tight->start[person + 1]; at++) {
        int32_t need = (int32_t)packed_need(tight->pairs[at]);
        if (need_set_has(draw->open, need) && reach(draw, need, -1))
            return need;
    }
    return -1;
}

/* The nearest need from which somebody may leave, -1 = none. */
static int32_t search(struct draw *draw, int32_t person)
{
    draw->queued = 0;
    int32_t found = reach_from_person(draw, person);
    for (size_t at = 0; at < draw->queued && found < 0; at++) {
        const struct ways *ways = ways_of(draw, draw->queue[at]);
        size_t way = 0;
        int32_t next;
        while (found < 0 && (next = ways_next(ways, draw->open, &way)) >= 0)
            found = reach(draw, next, draw->queue[at]) ? next : -1;
    }
    return found;
}

/* Whose turn is last leaves: the others need not come back so often. */
static void leave(struct draw *draw, int32_t need)
{
    int32_t last = draw->last[need];
    draw->last[need] = draw->before[last];
    draw->leavable[need]--;
    holding_leave(draw->holding, draw->tickets->items[last].person);
}

/* A holder of `from` who would be as well off in the need: ways.h says that there is one. */
static int32_t who_comes(const struct draw *draw, int32_t from, int32_t need)
{
    const struct rows *tight = &draw->tight.rows;
    const int32_t *holder = holding_of(draw->holding, from);
    while (rows_find(tight, (size_t)*holder, need) == ROWS_NONE)
        holder++;
    return *holder;
}

/* Everybody on the way is as well off afterwards. Nobody who may leave is on it but at its end. */
static void walk(struct draw *draw, int32_t person, int32_t need)
{
    struct holding *holding = draw->holding;
    while (need >= 0) {
        int32_t from = draw->from[need];
        int32_t comes = from < 0 ? person : who_comes(draw, from, need);
        int64_t surplus = from < 0 ? 0 : holding->weight[comes] - draw->price[from];
        holding_seat(holding, comes, need, draw->price[need] + surplus);
        ways_release(&draw->ways[need]);
        need = from;
    }
}

/* A search that fails has seen needs which nobody may leave, now and later: they stay closed. */
static bool place(struct draw *draw, int32_t person)
{
    int32_t need = search(draw, person);
    if (need < 0)
        return false;
    leave(draw, need);
    walk(draw, person, need);
    for (size_t i = 0; i < draw->queued; i++)
        need_set_add(draw->open, draw->queue[i]);
    return true;
}

/* What the turns to come will look at: people lie all over memory. */
static void fetch_turns(const struct draw *draw, const struct ticket *ticket,
                        const struct ticket *end)
{
    if (end - ticket > FETCH_START) {
        int32_t person = ticket[FETCH_START].person;
        fetch(&draw->tight.rows.start[person]);
        fetch(&draw->holding->need_of[person]);
    }
    if (end - ticket > FETCH_ROW)
        ways_fetch_row(&draw->tight.rows, ticket[FETCH_ROW].person);
}

static uint64_t hold_draw(struct draw *draw)
{
    const struct ticket *end = draw->tickets->items + draw->tickets->count;
    uint64_t came = 0;
    for (const struct ticket *ticket = draw->tickets->items; ticket < end; ticket++) {
        int32_t need = draw->holding->need_of[ticket->person];
        fetch_turns(draw, ticket, end);
        if (need >= 0)
            draw->leavable[need]--;
        else
            came += place(draw, ticket->person);
    }
    return came;
}

uint64_t tie_key_settle(struct holding *holding, const int64_t *price, struct rows tight)
{
    const struct problem *problem = holding->problem;
    size_t needs = problem->need_count;
    struct tickets tickets = draw_tickets(holding, price, tight);
    CADRE_FREE int32_t *leavable = cadre_calloc(needs, sizeof *leavable);
    CADRE_FREE int32_t *last = cadre_malloc(needs * sizeof *last);
    CADRE_FREE int32_t *before = cadre_malloc(tickets.count * sizeof *before);
    CADRE_FREE struct ways *ways = cadre_calloc(needs, sizeof *ways);
    CADRE_FREE uint8_t *seen = cadre_calloc(needs, sizeof *seen);
    CADRE_FREE uint64_t *open = cadre_malloc(ways_words(needs) * sizeof *open);
    CADRE_FREE int32_t *from = cadre_calloc(needs, sizeof *from);
    CADRE_FREE int32_t *queue = cadre_calloc(needs, sizeof *queue);
    struct draw draw = {.holding = holding,
                        .price = price,
                        .tight = *problem,
                        .tickets = &tickets,
                        .leavable = leavable,
                        .last = last,
                        .before = before,
                        .ways = ways,
                        .seen = seen,
                        .open = open,
                        .from = from,
                        .queue = queue};
    draw.tight.rows = tight;
    memset(open, -1, ways_words(needs) * sizeof *open);
    memset(last, -1, needs * sizeof *last);
    list_leavable(&draw);
    uint64_t came = hold_draw(&draw);
    for (size_t j = 0; j < needs; j++)
        ways_release(&ways[j]);
    free(tickets.items);
    return came;
}
