#include "core/match/refine/equal_seats.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"

/* ---- components ------------------------------------------------------------------------------ */

/* People whose place of a row is fetched, and whose row is. */
enum { FETCH_START = 4, FETCH_ROW = 2 };

/* When a node was seen whose component is known: later than all others. */
#define SETTLED UINT32_MAX

/* Where the walk over the edges of a need goes on. */
struct walk {
    int32_t node;
    int32_t holder; /* by place, whose pairs are next; of the hub: a need */
    size_t at;      /* in that row */
};

struct components {
    const struct holding *holding;
    const int64_t *price;
    struct rows tight;
    int32_t hub;    /* the node of seats that may be empty: the number of needs */
    uint32_t *seen; /* per node: when, from 1, or SETTLED; 0 = not yet */
    uint32_t *low;  /* per node: the earliest one that it leads to */
    int32_t *of;    /* per node: its component, once it is settled */
    struct walk *walks;
    int32_t *open; /* nodes whose component is not known yet */
    size_t depth, open_count;
    uint32_t clock;
    int32_t count;
};

static bool is_at_floor(const struct components *graph, int32_t need)
{
    return graph->price[need] == problem_floor(graph->holding->problem, (size_t)need);
}

static void enter(struct components *graph, int32_t node)
{
    graph->seen[node] = graph->low[node] = ++graph->clock;
    graph->open[graph->open_count++] = node;
    bool any = node != graph->hub && graph->holding->filled[node] > 0;
    size_t at = any ? graph->tight.start[holding_of(graph->holding, node)[0]] : 0;
    graph->walks[graph->depth++] = (struct walk){node, 0, at};
}

static void note(struct components *graph, int32_t node, int32_t next)
{
    if (graph->seen[next] < graph->low[node])
        graph->low[node] = graph->seen[next];
}

/* From the hub: needs that may lose somebody. */
static int32_t unseen_of_hub(struct components *graph, struct walk *walk)
{
    for (; walk->holder < graph->hub; walk->holder++) {
        int32_t need = walk->holder;
        if (graph->holding->filled[need] == 0 || !is_at_floor(graph, need))
            continue;
        if (graph->seen[need] == 0)
            return need;
        note(graph, graph->hub, need);
    }
    return -1;
}

/* People lie all over memory: rows are fetched while others are looked at. */
static void fetch_ahead(const struct components *graph, const int32_t *holders, int32_t count,
                        int32_t at)
{
    if (at + FETCH_START < count)
        fetch(&graph->tight.start[holders[at + FETCH_START]]);
    if (at + FETCH_ROW < count)
        fetch(graph->tight.pairs + graph->tight.start[holders[at + FETCH_ROW]]);
}

/* Of the rest of a row: the first need that was not seen yet, -1 = none. */
static int32_t unseen_of_row(struct components *graph, struct walk *walk, size_t end)
{
    const uint32_t *pairs = graph->tight.pairs;
    uint32_t low = graph->low[walk->node];
    int32_t found = -1;
    for (; walk->at < end; walk->at++) {
        int32_t need = (int32_t)packed_need(pairs[walk->at]);
        uint32_t seen = graph->seen[need];
        if (seen == 0) {
            found = need;
            break;
        }
        low = seen < low ? seen : low;
    }
    graph->low[walk->node] = low;
    return found;
}

/* From a need to where its holders would be as well off, and at last to the hub where a seat is
 * empty: the first node that was not seen yet, to which the walk then comes back; -1 = there is
 * nothing more. */
static int32_t next_unseen(struct components *graph, struct walk *walk)
{
    const struct holding *holding = graph->holding;
    if (walk->node == graph->hub)
        return unseen_of_hub(graph, walk);
    const int32_t *holders = holding_of(holding, walk->node);
    int32_t count = holding->filled[walk->node];
    while (walk->holder < count) {
        fetch_ahead(graph, holders, count, walk->holder);
        int32_t found = unseen_of_row(graph, walk, graph->tight.start[holders[walk->holder] + 1]);
        if (found >= 0)
            return found;
        walk->holder++;
        walk->at = walk->holder < count ? graph->tight.start[holders[walk->holder]] : 0;
    }
    if (holding_is_full(holding, walk->node))
        return -1;
    if (graph->seen[graph->hub] == 0)
        return graph->hub;
    note(graph, walk->node, graph->hub);
    return -1;
}

static void close_component(struct components *graph, int32_t node)
{
    int32_t member;
    do {
        member = graph->open[--graph->open_count];
        graph->of[member] = graph->count;
        graph->seen[member] = SETTLED;
    } while (member != node);
    graph->count++;
}

static void search_from(struct components *graph, int32_t start)
{
    enter(graph, start);
    while (graph->depth > 0) {
        struct walk *walk = &graph->walks[graph->depth - 1];
        int32_t node = walk->node;
        int32_t next = next_unseen(graph, walk);
        if (next >= 0) {
            enter(graph, next);
            continue;
        }
        uint32_t low = graph->low[node];
        graph->depth--;
        if (low == graph->seen[node])
            close_component(graph, node);
        int32_t above = graph->depth > 0 ? graph->walks[graph->depth - 1].node : node;
        if (low < graph->low[above])
            graph->low[above] = low;
    }
}

/* Per need and, last, for the hub. */
static int32_t *find_components(const struct holding *holding, const int64_t *price,
                                struct rows tight)
{
    size_t nodes = holding->problem->need_count + 1;
    CADRE_FREE uint32_t *seen = cadre_calloc(nodes, sizeof *seen);
    CADRE_FREE uint32_t *low = cadre_calloc(nodes, sizeof *low);
    CADRE_FREE struct walk *walks = cadre_calloc(nodes, sizeof *walks);
    CADRE_FREE int32_t *open = cadre_calloc(nodes, sizeof *open);
    int32_t *of = cadre_calloc(nodes, sizeof *of);
    struct components graph = {.holding = holding,
                               .price = price,
                               .tight = tight,
                               .hub = (int32_t)nodes - 1,
                               .seen = seen,
                               .low = low,
                               .of = of,
                               .walks = walks,
                               .open = open};
    for (size_t i = 0; i < nodes; i++) {
        if (seen[i] == 0)
            search_from(&graph, (int32_t)i);
    }
    return of;
}

/* ---- people who have a choice ---------------------------------------------------------------- */

struct chooser {
    int32_t person;
    int32_t need;       /* -1 = not dealt a seat yet */
    size_t start, end;  /* of the needs where to sit */
    int32_t next, last; /* of the same need: choosers, -1 = none */
};

/* Who would come to a need, and which need that one would leave. */
struct way {
    int32_t comes; /* a chooser */
    int32_t from;  /* -1 = the one whose turn it is */
};

struct dealing {
    struct holding *holding;
    const int64_t *price;
    struct rows tight;
    const int32_t *component; /* per need, and of the hub */
    struct chooser *choosers;
    size_t count;
    int32_t *choices;  /* needs, by chooser, in ascending order */
    int32_t *unseated; /* choosers, in ascending order */
    size_t unseated_count;
    bool *varies;     /* per need: optima differ in how many of its seats they fill */
    int32_t *room;    /* per need: seats for choosers that are left */
    int32_t *first;   /* per need: its choosers */
    bool *closed;     /* per need: searched in this round, or takes no part */
    struct way *ways; /* per need, while closed */
    int32_t *queue;
    size_t queued;
};

/* Where the person may sit, behind the choices so far; their number. */
static size_t list_choices(const struct dealing *dealing, size_t person, int32_t *ret_choices)
{
    const int32_t *component = dealing->component;
    int32_t own = component[dealing->holding->need_of[person]];
    size_t choices = 0;
    for (size_t at = dealing->tight.start[person]; at < dealing->tight.start[person + 1]; at++) {
        int32_t need = (int32_t)packed_need(dealing->tight.pairs[at]);
        ret_choices[choices] = need;
        choices += component[need] == own;
    }
    return choices;
}

static void gather_choosers(struct dealing *dealing)
{
    const struct holding *holding = dealing->holding;
    const size_t *start = dealing->tight.start;
    size_t capacity = 0;
    size_t choice_capacity = 0;
    size_t end = 0;
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        if (holding->need_of[i] < 0 || start[i + 1] - start[i] < 2)
            continue;
        dealing->choices = cadre_grow(dealing->choices, &choice_capacity,
                                      end + start[i + 1] - start[i], sizeof *dealing->choices);
        size_t choices = list_choices(dealing, i, dealing->choices + end);
        if (choices < 2)
            continue;
        dealing->choosers =
            cadre_grow(dealing->choosers, &capacity, dealing->count + 1, sizeof *dealing->choosers);
        dealing->choosers[dealing->count++] =
            (struct chooser){(int32_t)i, -1, end, end + choices, -1, -1};
        end += choices;
    }
}

/* Whoever has no choice keeps the seat. */
static void make_room(struct dealing *dealing)
{
    const struct holding *holding = dealing->holding;
    const struct problem *problem = holding->problem;
    int32_t hub = dealing->component[problem->need_count];
    for (size_t j = 0; j < problem->need_count; j++) {
        dealing->varies[j] =
            dealing->component[j] == hub && dealing->price[j] == problem_floor(problem, j);
        dealing->room[j] = dealing->varies[j] ? problem->seats[j] - holding->filled[j] : 0;
        dealing->first[j] = -1;
    }
    for (size_t k = 0; k < dealing->count; k++)
        dealing->room[holding->need_of[dealing->choosers[k].person]]++;
}

static void begin(struct dealing *dealing, int32_t *unseated)
{
    dealing->unseated = unseated;
    for (size_t k = 0; k < dealing->count; k++)
        unseated[dealing->unseated_count++] = (int32_t)k;
}

static void sit(struct dealing *dealing, int32_t chooser, int32_t need)
{
    struct chooser *choosers = dealing->choosers;
    struct chooser *who = &choosers[chooser];
    if (who->need >= 0) {
        *(who->last >= 0 ? &choosers[who->last].next : &dealing->first[who->need]) = who->next;
        if (who->next >= 0)
            choosers[who->next].last = who->last;
    }
    who->need = need;
    who->last = -1;
    who->next = dealing->first[need];
    if (who->next >= 0)
        choosers[who->next].last = chooser;
    dealing->first[need] = chooser;
}

/* Needs where the chooser may sit, into the queue; the first one with room is returned at once, -1
 * = none. */
static int32_t enqueue(struct dealing *dealing, int32_t chooser, int32_t from)
{
    const struct chooser *who = &dealing->choosers[chooser];
    for (size_t at = who->start; at < who->end; at++) {
        int32_t need = dealing->choices[at];
        if (dealing->closed[need])
            continue;
        dealing->closed[need] = true;
        dealing->ways[need] = (struct way){chooser, from};
        dealing->queue[dealing->queued++] = need;
        if (dealing->room[need] > 0)
            return need;
    }
    return -1;
}

/* The nearest need with room, -1 = none. */
static int32_t search(struct dealing *dealing, int32_t chooser)
{
    dealing->queued = 0;
    int32_t found = enqueue(dealing, chooser, -1);
    for (size_t at = 0; at < dealing->queued && found < 0; at++) {
        int32_t need = dealing->queue[at];
        for (int32_t k = dealing->first[need]; k >= 0 && found < 0; k = dealing->choosers[k].next)
            found = enqueue(dealing, k, need);
    }
    return found;
}

static bool deal_to(struct dealing *dealing, int32_t chooser)
{
    int32_t found = search(dealing, chooser);
    if (found < 0)
        return false;
    dealing->room[found]--;
    dealing->closed[found] = dealing->room[found] == 0;
    for (int32_t need = found; need >= 0;) {
        struct way way = dealing->ways[need];
        sit(dealing, way.comes, need);
        need = way.from;
    }
    return true;
}

/* False: nobody was found a seat. */
static bool deal_round(struct dealing *dealing)
{
    size_t left = 0;
    for (size_t at = 0; at < dealing->unseated_count; at++) {
        int32_t chooser = dealing->unseated[at];
        dealing->unseated[left] = chooser;
        left += !deal_to(dealing, chooser);
    }
    bool any = left < dealing->unseated_count;
    dealing->unseated_count = left;
    return any;
}

/* In rounds, until one finds nobody a seat; needs that vary take part or do not. */
static void deal(struct dealing *dealing, bool varying)
{
    size_t needs = dealing->holding->problem->need_count;
    do {
        for (size_t j = 0; j < needs; j++)
            dealing->closed[j] = dealing->varies[j] && !varying;
    } while (deal_round(dealing));
}

/* Everybody is as well off as before. All leave who are dealt another seat, before any comes. */
static void seat_all(const struct dealing *dealing)
{
    struct holding *holding = dealing->holding;
    const int64_t *price = dealing->price;
    for (size_t k = 0; k < dealing->count; k++) {
        const struct chooser *chooser = &dealing->choosers[k];
        int32_t own = holding->need_of[chooser->person];
        if (own == chooser->need)
            continue;
        holding->weight[chooser->person] += price[chooser->need] - price[own];
        holding_leave(holding, chooser->person);
    }
    for (size_t k = 0; k < dealing->count; k++) {
        const struct chooser *chooser = &dealing->choosers[k];
        if (holding->need_of[chooser->person] < 0)
            holding_seat(holding, chooser->person, chooser->need, holding->weight[chooser->person]);
    }
}

void equal_seats_settle(struct holding *holding, const int64_t *price, struct rows tight)
{
    size_t needs = holding->problem->need_count;
    CADRE_FREE int32_t *component = find_components(holding, price, tight);
    CADRE_FREE bool *varies = cadre_calloc(needs, sizeof *varies);
    CADRE_FREE bool *closed = cadre_calloc(needs, sizeof *closed);
    CADRE_FREE int32_t *room = cadre_calloc(needs, sizeof *room);
    CADRE_FREE int32_t *first = cadre_calloc(needs, sizeof *first);
    CADRE_FREE int32_t *queue = cadre_calloc(needs, sizeof *queue);
    CADRE_FREE struct way *ways = cadre_calloc(needs, sizeof *ways);
    struct dealing dealing = {.holding = holding,
                              .price = price,
                              .tight = tight,
                              .component = component,
                              .varies = varies,
                              .room = room,
                              .first = first,
                              .closed = closed,
                              .ways = ways,
                              .queue = queue};
    gather_choosers(&dealing);
    make_room(&dealing);
    CADRE_FREE int32_t *unseated = cadre_malloc(dealing.count * sizeof *unseated);
    begin(&dealing, unseated);
    deal(&dealing, false);
    deal(&dealing, true);
    assert(dealing.unseated_count == 0); /* those who sit now are one way to do it */
    if (dealing.unseated_count == 0)
        seat_all(&dealing);
    free(dealing.choosers);
    free(dealing.choices);
}
