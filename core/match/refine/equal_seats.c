#include "core/match/refine/equal_seats.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"

/* ---- components ------------------------------------------------------------------------------ */

/* Where the walk over the edges of a need goes on. */
struct walk {
    int32_t node;
    int32_t holder; /* whose pairs are next; of the hub: a need */
    size_t at;      /* in that row */
};

struct components {
    const struct holding *holding;
    const int64_t *price;
    struct rows tight;
    int32_t hub;    /* the node of seats that may be empty: the number of needs */
    uint32_t *seen; /* per node: when, from 1; 0 = not yet */
    uint32_t *low;  /* per node: the earliest one that it leads to */
    int32_t *of;    /* per node: its component, -1 = not known yet */
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
    int32_t first = node == graph->hub ? 0 : graph->holding->first[node];
    size_t at = node == graph->hub || first < 0 ? 0 : graph->tight.start[first];
    graph->walks[graph->depth++] = (struct walk){node, first, at};
}

/* From the hub to each need that may lose somebody. */
static int32_t next_of_hub(const struct components *graph, struct walk *walk)
{
    while (walk->holder < graph->hub) {
        int32_t need = walk->holder++;
        if (graph->holding->filled[need] > 0 && is_at_floor(graph, need))
            return need;
    }
    return -1;
}

/* From a need to where its holders would be as well off, and at last to the hub where a seat is
 * empty; -1 = there is nothing more. */
static int32_t next_node(const struct components *graph, struct walk *walk)
{
    const struct holding *holding = graph->holding;
    if (walk->node == graph->hub)
        return next_of_hub(graph, walk);
    while (walk->holder >= 0) {
        if (walk->at < graph->tight.start[walk->holder + 1])
            return (int32_t)packed_need(graph->tight.pairs[walk->at++]);
        walk->holder = holding->next[walk->holder];
        walk->at = walk->holder < 0 ? 0 : graph->tight.start[walk->holder];
    }
    if (walk->at == 0 && !holding_is_full(holding, walk->node)) {
        walk->at = 1;
        return graph->hub;
    }
    return -1;
}

static void close_component(struct components *graph, int32_t node)
{
    int32_t member;
    do {
        member = graph->open[--graph->open_count];
        graph->of[member] = graph->count;
    } while (member != node);
    graph->count++;
}

static void search_from(struct components *graph, int32_t start)
{
    enter(graph, start);
    while (graph->depth > 0) {
        struct walk *walk = &graph->walks[graph->depth - 1];
        int32_t node = walk->node;
        int32_t next = next_node(graph, walk);
        if (next >= 0 && graph->seen[next] == 0) {
            enter(graph, next);
        } else if (next >= 0) {
            if (graph->of[next] < 0 && graph->seen[next] < graph->low[node])
                graph->low[node] = graph->seen[next];
        } else {
            graph->depth--;
            if (graph->low[node] == graph->seen[node])
                close_component(graph, node);
            int32_t above = graph->depth > 0 ? graph->walks[graph->depth - 1].node : node;
            if (graph->low[node] < graph->low[above])
                graph->low[above] = graph->low[node];
        }
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
    for (size_t i = 0; i < nodes; i++)
        of[i] = -1;
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
    bool *varies;     /* per need: optima differ in how many of its seats they fill */
    int32_t *room;    /* per need: seats for choosers that are left */
    int32_t *first;   /* per need: its choosers */
    bool *closed;     /* per need: searched in this round */
    struct way *ways; /* per need, while closed */
    int32_t *queue;
    bool varying; /* needs that vary take part */
};

static bool may_sit(const struct dealing *dealing, int32_t own, uint32_t pair)
{
    return dealing->component[packed_need(pair)] == dealing->component[own];
}

static size_t count_choices(const struct dealing *dealing, size_t person)
{
    int32_t own = dealing->holding->need_of[person];
    size_t choices = 0;
    for (size_t at = dealing->tight.start[person]; at < dealing->tight.start[person + 1]; at++)
        choices += may_sit(dealing, own, dealing->tight.pairs[at]);
    return choices;
}

static void gather_choosers(struct dealing *dealing)
{
    const struct holding *holding = dealing->holding;
    size_t capacity = 0;
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        if (holding->need_of[i] < 0 || count_choices(dealing, i) < 2)
            continue;
        dealing->choosers =
            cadre_grow(dealing->choosers, &capacity, dealing->count + 1, sizeof *dealing->choosers);
        dealing->choosers[dealing->count++] = (struct chooser){(int32_t)i, -1, -1, -1};
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
static int32_t enqueue(struct dealing *dealing, int32_t chooser, int32_t from, size_t *queued)
{
    int32_t person = dealing->choosers[chooser].person;
    int32_t own = dealing->holding->need_of[person];
    for (size_t at = dealing->tight.start[person]; at < dealing->tight.start[person + 1]; at++) {
        uint32_t pair = dealing->tight.pairs[at];
        int32_t need = (int32_t)packed_need(pair);
        if (dealing->closed[need] || !may_sit(dealing, own, pair) ||
            (dealing->varies[need] && !dealing->varying))
            continue;
        dealing->closed[need] = true;
        dealing->ways[need] = (struct way){chooser, from};
        dealing->queue[(*queued)++] = need;
        if (dealing->room[need] > 0)
            return need;
    }
    return -1;
}

static bool deal_to(struct dealing *dealing, int32_t chooser)
{
    size_t queued = 0;
    int32_t found = enqueue(dealing, chooser, -1, &queued);
    for (size_t at = 0; at < queued && found < 0; at++) {
        int32_t need = dealing->queue[at];
        for (int32_t k = dealing->first[need]; k >= 0 && found < 0; k = dealing->choosers[k].next)
            found = enqueue(dealing, k, need, &queued);
    }
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

/* In rounds, until one finds nobody a seat. */
static void deal(struct dealing *dealing, bool varying)
{
    bool more = true;
    dealing->varying = varying;
    while (more) {
        more = false;
        for (size_t j = 0; j < dealing->holding->problem->need_count; j++)
            dealing->closed[j] = false;
        for (size_t k = 0; k < dealing->count; k++) {
            if (dealing->choosers[k].need < 0)
                more |= deal_to(dealing, (int32_t)k);
        }
    }
}

static bool all_sit(const struct dealing *dealing)
{
    for (size_t k = 0; k < dealing->count; k++) {
        if (dealing->choosers[k].need < 0)
            return false;
    }
    return true;
}

static void seat_all(const struct dealing *dealing)
{
    const struct problem *problem = dealing->holding->problem;
    for (size_t k = 0; k < dealing->count; k++) {
        const struct chooser *chooser = &dealing->choosers[k];
        if (dealing->holding->need_of[chooser->person] == chooser->need)
            continue;
        uint32_t pair = rows_pair(&problem->rows, (size_t)chooser->person, chooser->need);
        holding_seat(dealing->holding, chooser->person, chooser->need,
                     problem_weight(problem, (size_t)chooser->person, pair));
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
    deal(&dealing, false);
    deal(&dealing, true);
    assert(all_sit(&dealing)); /* those who sit now are one way to do it */
    if (all_sit(&dealing))
        seat_all(&dealing);
    free(dealing.choosers);
}
