#include "core/match/cap_path.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/need_heap.h"

enum { FETCH_AHEAD = 8 };

/* The first step on the way from a node. */
struct label {
    int64_t distance;
    int64_t weight; /* w' of the person in the seat that they would take */
    int32_t person; /* who moves, NONE = along the tree */
    int32_t to;
    bool reached;
};

struct cap_path {
    struct cap_flow *flow;
    struct arena *arena;
    struct need_heap *open; /* of nodes */
    struct label *labels;   /* per node */
    int32_t *reached;       /* nodes with a label */
    size_t reached_count;
    int32_t from;  /* NONE = all are looked for */
    int64_t least; /* length of the best path known from there */
};

struct cap_path *cap_path_new(struct cap_flow *flow)
{
    size_t nodes = (size_t)flow->node_count;
    struct cap_path *path = cadre_calloc(1, sizeof *path);
    path->flow = flow;
    path->arena = arena_new();
    path->open = need_heap_new(nodes, path->arena);
    path->labels = cadre_calloc(nodes, sizeof *path->labels);
    path->reached = cadre_calloc(nodes, sizeof *path->reached);
    return path;
}

void cap_path_free(struct cap_path *path)
{
    if (path == NULL)
        return;
    arena_free(path->arena);
    free(path->labels);
    free(path->reached);
    free(path);
}

/* ---- the search ------------------------------------------------------------------------------ */

static void begin(struct cap_path *path, int32_t from)
{
    for (size_t at = 0; at < path->reached_count; at++)
        path->labels[path->reached[at]].reached = false;
    path->reached_count = 0;
    need_heap_clear(path->open);
    path->from = from;
    path->least = INT64_MAX;
}

static void reach(struct cap_path *path, int32_t node, struct label label)
{
    struct label *known = &path->labels[node];
    if (label.distance >= path->least || (known->reached && known->distance <= label.distance))
        return;
    if (!known->reached)
        path->reached[path->reached_count++] = node;
    *known = label;
    known->reached = true;
    if (node == path->from)
        path->least = label.distance;
    need_heap_lower(path->open, node, label.distance);
}

static void reach_along_tree(struct cap_path *path, int32_t node, int32_t to, int64_t distance)
{
    reach(path, node, (struct label){distance, 0, CAP_FLOW_NONE, to, false});
}

/* Over its children's arcs, and its parent's: toward the root of needs while there is room, from
 * the root of people likewise, and back at what the arc is above its floor. */
static void reach_over_tree(struct cap_path *path, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = path->flow;
    for (int32_t at = flow->child_start[node]; at < flow->child_start[node + 1]; at++) {
        int32_t child = flow->children[at];
        if (flow->of_people[child])
            reach_along_tree(path, child, node, distance + cap_flow_toll(flow, child));
        else if (!cap_flow_is_full(flow, child))
            reach_along_tree(path, child, node, distance);
    }
    if (node == flow->root)
        return;
    if (!flow->of_people[node])
        reach_along_tree(path, flow->parent[node], node, distance + cap_flow_toll(flow, node));
    else if (!cap_flow_is_full(flow, node))
        reach_along_tree(path, flow->parent[node], node, distance);
}

/* Who would take a seat here: out of another one, or, who is free, from the cap over them. */
static void reach_over_column(struct cap_path *path, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = path->flow;
    int64_t unit = flow->instance->total_seats + 1;
    size_t end = flow->column_start[node + 1];
    for (size_t at = flow->column_start[node]; at < end; at++) {
        if (at + FETCH_AHEAD < end) {
            __builtin_prefetch(&flow->seat[flow->columns[at + FETCH_AHEAD].person]);
            __builtin_prefetch(&flow->weight[flow->columns[at + FETCH_AHEAD].person]);
        }
        struct cap_flow_pair pair = flow->columns[at];
        int64_t weight = (int64_t)(pair.worth >> 1) * unit + (pair.worth & 1);
        int32_t seat = flow->seat[pair.person];
        int32_t from = seat != CAP_FLOW_NONE ? seat : flow->home[pair.person];
        int64_t own = seat != CAP_FLOW_NONE ? flow->weight[pair.person] : 0;
        if (from == node)
            continue;
        int64_t slack = flow->potential[from] + own - flow->potential[node] - weight;
        reach(path, from, (struct label){distance + slack, weight, pair.person, node, false});
    }
}

/* Who would go free, from right below a cap. */
static void reach_over_members(struct cap_path *path, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = path->flow;
    for (size_t at = flow->member_start[node]; at < flow->member_start[node + 1]; at++) {
        int32_t person = flow->members[at];
        int32_t seat = flow->seat[person];
        if (seat == CAP_FLOW_NONE)
            continue;
        int64_t surplus = flow->potential[seat] + flow->weight[person] - flow->potential[node];
        reach(path, seat, (struct label){distance + surplus, 0, person, node, false});
    }
}

static bool search(struct cap_path *path, int32_t from, int32_t to)
{
    const struct cap_flow *flow = path->flow;
    int32_t node;
    int64_t distance;
    begin(path, from);
    reach_along_tree(path, to, CAP_FLOW_NONE, 0);
    while (need_heap_pop(path->open, &node, &distance)) {
        if (node == from)
            return true;
        reach_over_tree(path, node, distance);
        if (node < flow->seat_nodes)
            reach_over_column(path, node, distance);
        else
            reach_over_members(path, node, distance);
    }
    return false;
}

/* ---- what becomes of it ---------------------------------------------------------------------- */

static void send(struct cap_path *path, int32_t from, int32_t to)
{
    struct cap_flow *flow = path->flow;
    for (int32_t node = from; node != to;) {
        struct label label = path->labels[node];
        if (label.person == CAP_FLOW_NONE)
            cap_flow_pass(flow, node, label.to);
        else
            cap_flow_move(flow, label.person,
                          label.to < flow->seat_nodes ? label.to : CAP_FLOW_NONE, label.weight);
        node = label.to;
    }
}

static void shift_potentials(struct cap_path *path)
{
    for (size_t at = 0; at < path->reached_count; at++) {
        int32_t node = path->reached[at];
        int64_t nearer = path->least - path->labels[node].distance;
        if (nearer > 0)
            path->flow->potential[node] += nearer;
    }
}

bool cap_path_send(struct cap_path *path, int32_t from, int32_t to)
{
    if (!search(path, from, to))
        return false;
    send(path, from, to);
    shift_potentials(path);
    return true;
}

void cap_path_distances(struct cap_path *path, int32_t to, int64_t *ret_distance)
{
    search(path, CAP_FLOW_NONE, to);
    for (int32_t v = 0; v < path->flow->node_count; v++)
        ret_distance[v] = path->labels[v].reached ? path->labels[v].distance : INT64_MAX;
}
