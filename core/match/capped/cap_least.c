#include "core/match/capped/cap_least.h"

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/match/refine/need_heap.h"

struct least {
    struct cap_flow *flow;
    int64_t *distance; /* per node, INT64_MAX = not reached */
    struct need_heap *open;
};

/* ---- closed nodes ---------------------------------------------------------------------------- */

/* Nobody sits there, so any price will do that is more than anybody is worth. Parents are done
 * before children. */
static void shut_need_side(struct cap_flow *flow, int32_t node, int64_t beyond)
{
    int32_t parent = flow->parent[node];
    if (!flow->closed[node] || flow->of_people[node])
        return;
    if (flow->closed[parent])
        flow->potential[node] = flow->potential[parent] - flow->floor[node];
    else
        flow->potential[node] = beyond;
}

/* Less than any potential by more than any bonus and any weight. */
static int64_t beyond_all(const struct cap_flow *flow)
{
    int64_t least = flow->potential[flow->root];
    for (int32_t v = 0; v < flow->root; v++) {
        if (!flow->closed[v] && flow->potential[v] < least)
            least = flow->potential[v];
    }
    return least - flow->instance->class_bonus[0] - instance_class_step(flow->instance);
}

static void shut_needs(struct cap_flow *flow)
{
    const struct instance *instance = flow->instance;
    int64_t beyond = beyond_all(flow);
    for (size_t a = 0; a < instance->caps->count; a++)
        shut_need_side(flow, cap_flow_node(flow, a), beyond);
    for (size_t j = 0; j < instance->need_count; j++) {
        shut_need_side(flow, (int32_t)j, beyond);
        if (flow->entry[j] != CAP_FLOW_NONE)
            shut_need_side(flow, flow->entry[j], beyond);
    }
}

/* The highest cap over the node that lets nobody in. */
static int32_t shut_by(const struct cap_flow *flow, int32_t node)
{
    while (flow->closed[flow->parent[node]])
        node = flow->parent[node];
    return node;
}

/* All prices of a closed subtree are in its highest cap. */
static void shut_people(struct cap_flow *flow)
{
    const struct instance *instance = flow->instance;
    for (size_t a = 0; a < instance->caps->count; a++) {
        int32_t node = cap_flow_node(flow, a);
        if (flow->of_people[node] && flow->closed[node])
            flow->potential[node] = flow->potential[flow->parent[shut_by(flow, node)]];
    }
    for (size_t i = 0; i < instance->person_count; i++) {
        if (!flow->closed[flow->home[i]])
            continue;
        int64_t *price = &flow->potential[shut_by(flow, flow->home[i])];
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            int64_t worth = instance_weight(instance, i, pair) +
                            flow->potential[cap_flow_entry(flow, i, pair->need)];
            *price = worth > *price ? worth : *price;
        }
    }
    for (size_t a = 0; a < instance->caps->count; a++) {
        int32_t node = cap_flow_node(flow, a);
        if (flow->of_people[node] && flow->closed[node])
            flow->potential[node] = flow->potential[shut_by(flow, node)];
    }
}

/* ---- distances ------------------------------------------------------------------------------- */

static void reach(struct least *least, int32_t node, int64_t distance)
{
    if (distance >= least->distance[node])
        return;
    least->distance[node] = distance;
    need_heap_lower(least->open, node, distance);
}

static void reach_over_tree(struct least *least, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = least->flow;
    for (int32_t at = flow->child_start[node]; at < flow->child_start[node + 1]; at++) {
        int32_t child = flow->children[at];
        if (!flow->of_people[child])
            reach(least, child, distance + cap_flow_toll(flow, child));
        else if (!cap_flow_is_full(flow, child))
            reach(least, child, distance);
    }
    if (node == flow->root)
        return;
    if (flow->of_people[node])
        reach(least, flow->parent[node], distance + cap_flow_toll(flow, node));
    else if (!cap_flow_is_full(flow, node))
        reach(least, flow->parent[node], distance);
}

/* `dear`: what the person's potential is above the distance. */
static void reach_over_row(struct least *least, int32_t person, int64_t distance, int64_t dear)
{
    const struct cap_flow *flow = least->flow;
    const struct instance *instance = flow->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        int32_t node = cap_flow_entry(flow, (size_t)person, pair->need);
        int64_t weight = instance_weight(instance, (size_t)person, pair);
        reach(least, node, distance + dear - weight - flow->potential[node]);
    }
}

static void reach_over_holders(struct least *least, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = least->flow;
    for (int32_t h = flow->first[node]; h != CAP_FLOW_NONE; h = flow->next[h]) {
        int64_t dear = flow->potential[node] + flow->weight[h];
        reach(least, flow->home[h], distance + dear - flow->potential[flow->home[h]]);
        reach_over_row(least, h, distance, dear);
    }
}

static void reach_over_members(struct least *least, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = least->flow;
    for (size_t at = flow->member_start[node]; at < flow->member_start[node + 1]; at++) {
        int32_t person = flow->members[at];
        if (flow->seat[person] == CAP_FLOW_NONE)
            reach_over_row(least, person, distance, flow->potential[node]);
    }
}

static void find_distances(struct least *least)
{
    const struct cap_flow *flow = least->flow;
    int32_t node;
    int64_t distance;
    reach(least, flow->root, 0);
    while (need_heap_pop(least->open, &node, &distance)) {
        reach_over_tree(least, node, distance);
        if (node < flow->seat_nodes)
            reach_over_holders(least, node, distance);
        else
            reach_over_members(least, node, distance);
    }
}

void cap_least_prices(struct cap_flow *flow)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    size_t nodes = (size_t)flow->node_count;
    struct least least = {flow, arena_calloc(arena, nodes, sizeof(int64_t)),
                          need_heap_new(nodes, arena)};
    for (size_t v = 0; v < nodes; v++)
        least.distance[v] = INT64_MAX;
    shut_needs(flow);
    find_distances(&least);
    int64_t root = flow->potential[flow->root];
    for (size_t v = 0; v < nodes; v++) {
        if (least.distance[v] != INT64_MAX)
            flow->potential[v] += least.distance[v] - root;
    }
    shut_people(flow);
}
