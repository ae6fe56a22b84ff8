#include "core/match/capped/cap_lottery.h"

#include <stdlib.h>

#include "core/base/alloc.h"

struct draw {
    struct cap_flow *flow;
    const struct cap_equals *equals;
    bool *kept;     /* per person */
    bool **closed;  /* per node that somebody has over them: per node, seen in vain; NULL = none */
    uint32_t *seen; /* per node: the search that saw it last */
    uint32_t search;
    struct cap_way *ways; /* per node */
    int32_t *queue;       /* nodes */
    size_t queued;
    bool found; /* the target is in the queue */
};

/* ---- what costs nothing ---------------------------------------------------------------------- */

static bool costs_nothing(const struct cap_flow *flow, int32_t node)
{
    return cap_flow_toll(flow, node) == 0;
}

/* Is there flow on the arc to the parent that may be taken back for nothing? */
static bool may_return(const struct cap_flow *flow, int32_t node)
{
    return flow->flow[node] > 0 && costs_nothing(flow, node);
}

/* ---- the search ------------------------------------------------------------------------------ */

struct target {
    int32_t node;
    bool *closed;
};

static void enqueue(struct draw *draw, const struct target *target, int32_t node,
                    struct cap_way way)
{
    if (draw->seen[node] == draw->search || target->closed[node])
        return;
    draw->seen[node] = draw->search;
    draw->ways[node] = way;
    draw->queue[draw->queued++] = node;
    draw->found = draw->found || node == target->node;
}

static void enqueue_tree(struct draw *draw, const struct target *target, int32_t node)
{
    const struct cap_flow *flow = draw->flow;
    const struct cap_way way = {0, CAP_FLOW_NONE, node};
    for (int32_t at = flow->child_start[node]; at < flow->child_start[node + 1]; at++) {
        int32_t child = flow->children[at];
        if (flow->of_people[child] ? !cap_flow_is_full(flow, child) : may_return(flow, child))
            enqueue(draw, target, child, way);
    }
    if (node != flow->root &&
        (flow->of_people[node] ? may_return(flow, node) : !cap_flow_is_full(flow, node)))
        enqueue(draw, target, flow->parent[node], way);
}

static void enqueue_equals(struct draw *draw, const struct target *target, int32_t person,
                           int32_t from)
{
    const struct cap_equals *equals = draw->equals;
    for (size_t at = equals->start[person]; at < equals->start[person + 1]; at++) {
        const struct cap_equal *equal = &equals->items[at];
        enqueue(draw, target, equal->node, (struct cap_way){equal->weight, person, from});
    }
}

static void enqueue_holders(struct draw *draw, const struct target *target, int32_t node)
{
    const struct cap_flow *flow = draw->flow;
    for (int32_t h = flow->first[node]; h != CAP_FLOW_NONE && !draw->found; h = flow->next[h]) {
        if (!draw->kept[h] && cap_flow_person(flow, (size_t)h) == flow->potential[flow->home[h]])
            enqueue(draw, target, flow->home[h], (struct cap_way){0, h, node});
        enqueue_equals(draw, target, h, node);
    }
}

static void enqueue_members(struct draw *draw, const struct target *target, int32_t node)
{
    const struct cap_flow *flow = draw->flow;
    size_t end = flow->member_start[node + 1];
    for (size_t at = flow->member_start[node]; at < end && !draw->found; at++) {
        if (flow->seat[flow->members[at]] == CAP_FLOW_NONE)
            enqueue_equals(draw, target, flow->members[at], node);
    }
}

static bool search(struct draw *draw, const struct target *target, int32_t person)
{
    const struct cap_flow *flow = draw->flow;
    draw->search++;
    draw->queued = 0;
    draw->found = false;
    enqueue_equals(draw, target, person, CAP_FLOW_NONE);
    for (size_t at = 0; at < draw->queued && !draw->found; at++) {
        int32_t node = draw->queue[at];
        enqueue_tree(draw, target, node);
        if (node < flow->seat_nodes)
            enqueue_holders(draw, target, node);
        else
            enqueue_members(draw, target, node);
    }
    return draw->found;
}

static bool place(struct draw *draw, int32_t person)
{
    const struct cap_flow *flow = draw->flow;
    int32_t home = flow->home[person];
    if (draw->closed[home] == NULL)
        draw->closed[home] = cadre_calloc((size_t)flow->node_count, sizeof(bool));
    const struct target target = {home, draw->closed[home]};
    if (search(draw, &target, person)) {
        cap_flow_walk(draw->flow, draw->ways, home);
        return true;
    }
    for (size_t at = 0; at < draw->queued; at++)
        target.closed[draw->queue[at]] = true;
    return false;
}

/* ---- the draw -------------------------------------------------------------------------------- */

struct ticket {
    const struct digest *key;
    int32_t person;
};

static int by_key(const void *left, const void *right)
{
    const struct ticket *a = left;
    const struct ticket *b = right;
    int order = digest_compare(a->key, b->key);
    return order != 0 ? order : (a->person > b->person) - (a->person < b->person);
}

static struct ticket *draw_tickets(const struct instance *instance)
{
    struct ticket *tickets = cadre_calloc(instance->person_count, sizeof *tickets);
    for (size_t i = 0; i < instance->person_count; i++)
        tickets[i] = (struct ticket){&instance->lottery[i], (int32_t)i};
    if (instance->person_count > 1)
        qsort(tickets, instance->person_count, sizeof *tickets, by_key);
    return tickets;
}

static uint64_t draw_all(struct draw *draw)
{
    const struct instance *instance = draw->flow->instance;
    CADRE_FREE struct ticket *tickets = draw_tickets(instance);
    uint64_t came = 0;
    for (size_t at = 0; at < instance->person_count; at++) {
        int32_t person = tickets[at].person;
        bool seated = draw->flow->seat[person] != CAP_FLOW_NONE;
        draw->kept[person] = seated || place(draw, person);
        came += draw->kept[person] && !seated;
    }
    return came;
}

uint64_t cap_lottery_settle(struct cap_flow *flow, const struct cap_equals *equals)
{
    size_t people = flow->instance->person_count;
    size_t nodes = (size_t)flow->node_count;
    CADRE_FREE bool *kept = cadre_calloc(people, sizeof *kept);
    CADRE_FREE bool **closed = cadre_calloc(nodes, sizeof *closed);
    CADRE_FREE uint32_t *seen = cadre_calloc(nodes, sizeof *seen);
    CADRE_FREE struct cap_way *ways = cadre_calloc(nodes, sizeof *ways);
    CADRE_FREE int32_t *queue = cadre_calloc(nodes, sizeof *queue);
    struct draw draw = {.flow = flow,
                        .equals = equals,
                        .kept = kept,
                        .closed = closed,
                        .seen = seen,
                        .ways = ways,
                        .queue = queue};
    uint64_t came = draw_all(&draw);
    for (size_t v = 0; v < nodes; v++)
        free(closed[v]);
    return came;
}
