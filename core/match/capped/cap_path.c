#include "core/match/capped/cap_path.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "core/match/refine/need_heap.h"

enum { FETCH_AHEAD = 8 };

/* The first step on the way from a node. */
struct step {
    int64_t weight; /* w' of the person in the seat that they would take */
    int32_t person; /* who moves, NONE = along the tree */
    int32_t to;
};

struct label {
    int64_t distance;
    struct step step;
    bool reached;
};

struct cap_path {
    struct cap_flow *flow;
    const struct cap_columns *columns;
    int64_t *imbalance; /* per node */
    struct arena *arena;
    struct need_heap *open; /* of nodes */
    struct label *labels;   /* per node */
    size_t waiting;         /* nodes with units left over that are not reached for good */
    int64_t bound;          /* nothing is looked for that is as far: the last of them is nearer */
    int64_t *worth;         /* per person: of their place, while potentials stay */
    /* Who comes to a node at no cost, or, at a cap, goes free there; of a cap pairs say who alone
     */
    size_t *tight_start; /* node_count + 1 */
    struct cap_pair *tight;
    size_t tight_capacity;
    /* Of the search in depth: */
    bool *seen;     /* per node */
    size_t *looked; /* per node: at so many arcs */
    int32_t *stack;
    size_t depth;
};

struct cap_path *cap_path_new(struct cap_flow *flow, const struct cap_columns *columns)
{
    size_t nodes = (size_t)flow->node_count;
    struct cap_path *path = cadre_calloc(1, sizeof *path);
    path->flow = flow;
    path->columns = columns;
    path->arena = arena_new();
    path->open = need_heap_new(nodes, path->arena);
    path->labels = arena_calloc(path->arena, nodes, sizeof *path->labels);
    path->worth = arena_calloc(path->arena, flow->instance->person_count, sizeof *path->worth);
    path->tight_start = arena_calloc(path->arena, nodes + 1, sizeof *path->tight_start);
    path->seen = arena_calloc(path->arena, nodes, sizeof *path->seen);
    path->looked = arena_calloc(path->arena, nodes, sizeof *path->looked);
    path->stack = arena_calloc(path->arena, nodes, sizeof *path->stack);
    return path;
}

void cap_path_free(struct cap_path *path)
{
    if (path == NULL)
        return;
    free(path->tight);
    arena_free(path->arena);
    free(path);
}

/* ---- arcs into a node ------------------------------------------------------------------------ */

struct arc {
    int32_t from; /* NONE = there is none */
    int64_t cost;
    struct step step;
};

static const struct arc no_arc = {.from = CAP_FLOW_NONE};

static struct arc tree_arc(int32_t from, int32_t to, int64_t cost)
{
    return (struct arc){from, cost, {0, CAP_FLOW_NONE, to}};
}

/* Toward the root of needs while there is room, from the root of people likewise, and back at what
 * the arc is above its floor. */
static struct arc arc_of_child(const struct cap_flow *flow, int32_t node, int32_t child)
{
    if (flow->of_people[child])
        return tree_arc(child, node, cap_flow_toll(flow, child));
    return cap_flow_is_full(flow, child) ? no_arc : tree_arc(child, node, 0);
}

static struct arc arc_of_parent(const struct cap_flow *flow, int32_t node)
{
    if (node == flow->root)
        return no_arc;
    if (!flow->of_people[node])
        return tree_arc(flow->parent[node], node, cap_flow_toll(flow, node));
    return cap_flow_is_full(flow, node) ? no_arc : tree_arc(flow->parent[node], node, 0);
}

/* Who would take a seat here: out of another one, or, who is free, from the cap over them. */
static struct arc arc_of_pair(const struct cap_flow *flow, int32_t node, struct cap_pair pair)
{
    int64_t weight = cap_pair_weight(flow, pair);
    int32_t seat = flow->seat[pair.person];
    int32_t from = seat != CAP_FLOW_NONE ? seat : flow->home[pair.person];
    int64_t own = seat != CAP_FLOW_NONE ? flow->weight[pair.person] : 0;
    if (from == node)
        return no_arc;
    int64_t cost = flow->potential[from] + own - flow->potential[node] - weight;
    return (struct arc){from, cost, {weight, pair.person, node}};
}

/* Who would go free, from right below a cap. */
static struct arc arc_of_member(const struct cap_flow *flow, int32_t node, int32_t person)
{
    int32_t seat = flow->seat[person];
    if (seat == CAP_FLOW_NONE)
        return no_arc;
    int64_t cost = flow->potential[seat] + flow->weight[person] - flow->potential[node];
    return (struct arc){seat, cost, {0, person, node}};
}

/* ---- distances ------------------------------------------------------------------------------- */

static void weigh_people(struct cap_path *path)
{
    const struct cap_flow *flow = path->flow;
    for (size_t i = 0; i < flow->instance->person_count; i++)
        path->worth[i] = cap_flow_person(flow, i);
}

static void begin(struct cap_path *path)
{
    weigh_people(path);
    for (int32_t v = 0; v < path->flow->node_count; v++)
        path->labels[v].reached = false;
    need_heap_clear(path->open);
    path->bound = INT64_MAX;
    path->waiting = 0;
}

static void reach(struct cap_path *path, int32_t node, int64_t distance, struct step step)
{
    struct label *known = &path->labels[node];
    if (distance >= path->bound || (known->reached && known->distance <= distance))
        return;
    *known = (struct label){distance, step, true};
    if (path->waiting == 1 && path->imbalance[node] > 0)
        path->bound = distance;
    need_heap_lower(path->open, node, distance);
}

/* Stored prices that are no certificate (verify says so) must not lead the search astray. */
static void reach_over(struct cap_path *path, int64_t distance, struct arc arc)
{
    if (arc.from != CAP_FLOW_NONE)
        reach(path, arc.from, distance + (arc.cost > 0 ? arc.cost : 0), arc.step);
}

/* Most pairs lead nowhere new, so where the person is comes last. */
static void reach_over_pair(struct cap_path *path, int32_t node, int64_t distance,
                            struct cap_pair pair)
{
    const struct cap_flow *flow = path->flow;
    int64_t weight = cap_pair_weight(flow, pair);
    int64_t cost = path->worth[pair.person] - flow->potential[node] - weight;
    distance += cost > 0 ? cost : 0;
    if (distance >= path->bound)
        return;
    int32_t seat = flow->seat[pair.person];
    int32_t from = seat != CAP_FLOW_NONE ? seat : flow->home[pair.person];
    if (from != node)
        reach(path, from, distance, (struct step){weight, pair.person, node});
}

static void reach_over_column(struct cap_path *path, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = path->flow;
    const struct cap_pair *pairs = path->columns->pairs;
    size_t end = path->columns->start[node + 1];
    for (size_t at = path->columns->start[node]; at < end; at++) {
        if (at + FETCH_AHEAD < end) {
            fetch(&path->worth[pairs[at + FETCH_AHEAD].person]);
            fetch(&flow->seat[pairs[at + FETCH_AHEAD].person]);
        }
        reach_over_pair(path, node, distance, pairs[at]);
    }
}

static void reach_from(struct cap_path *path, int32_t node, int64_t distance)
{
    const struct cap_flow *flow = path->flow;
    for (int32_t at = flow->child_start[node]; at < flow->child_start[node + 1]; at++)
        reach_over(path, distance, arc_of_child(flow, node, flow->children[at]));
    reach_over(path, distance, arc_of_parent(flow, node));
    if (node < flow->seat_nodes) {
        reach_over_column(path, node, distance);
        return;
    }
    for (size_t at = flow->member_start[node]; at < flow->member_start[node + 1]; at++)
        reach_over(path, distance, arc_of_member(flow, node, flow->members[at]));
}

/* Until all nodes with units left over are reached, or all at all; the nearest of them, NONE =
 * there is none. *ret_distance is that of the last. */
static int32_t measure(struct cap_path *path, int64_t *ret_distance)
{
    int32_t nearest = CAP_FLOW_NONE;
    int32_t node;
    while (need_heap_pop(path->open, &node, ret_distance)) {
        if (path->waiting > 0 && path->imbalance[node] > 0) {
            nearest = nearest == CAP_FLOW_NONE ? node : nearest;
            if (--path->waiting == 0)
                break;
        }
        reach_from(path, node, *ret_distance);
    }
    return nearest;
}

void cap_path_distances(struct cap_path *path, int32_t to, int64_t *ret_distance)
{
    int64_t distance;
    begin(path);
    reach(path, to, 0, (struct step){0, CAP_FLOW_NONE, CAP_FLOW_NONE});
    measure(path, &distance);
    for (int32_t v = 0; v < path->flow->node_count; v++)
        ret_distance[v] = path->labels[v].reached ? path->labels[v].distance : INT64_MAX;
}

/* What is nearer than that is dearer by as much; the root stays at 0. */
static void shift_potentials(struct cap_path *path, int64_t distance)
{
    struct cap_flow *flow = path->flow;
    for (int32_t v = 0; v < flow->node_count; v++) {
        const struct label *label = &path->labels[v];
        if (label->reached && label->distance < distance)
            flow->potential[v] += distance - label->distance;
    }
    int64_t root = flow->potential[flow->root];
    for (int32_t v = 0; v < flow->node_count; v++)
        flow->potential[v] -= root;
}

/* ---- paths that cost nothing ----------------------------------------------------------------- */

/* One unit, to where one is missing. */
static void send(struct cap_path *path, int32_t from)
{
    struct cap_flow *flow = path->flow;
    int32_t node = from;
    while (path->labels[node].step.to != CAP_FLOW_NONE) {
        struct step step = path->labels[node].step;
        if (step.person == CAP_FLOW_NONE)
            cap_flow_pass(flow, node, step.to);
        else
            cap_flow_move(flow, step.person, step.to < flow->seat_nodes ? step.to : CAP_FLOW_NONE,
                          step.weight);
        node = step.to;
    }
    path->imbalance[from]--;
    path->imbalance[node]++;
}

/* Room for so many more behind `count`. */
static struct cap_pair *tight_room(struct cap_path *path, size_t count, size_t more)
{
    path->tight = cadre_grow(path->tight, &path->tight_capacity, count + more, sizeof *path->tight);
    return path->tight;
}

static size_t add_tight_pairs(struct cap_path *path, int32_t node, size_t count)
{
    const struct cap_flow *flow = path->flow;
    const struct cap_columns *columns = path->columns;
    size_t end = columns->start[node + 1];
    struct cap_pair *tight = tight_room(path, count, end - columns->start[node]);
    for (size_t at = columns->start[node]; at < end; at++) {
        struct cap_pair pair = columns->pairs[at];
        tight[count] = pair;
        count += path->worth[pair.person] - cap_pair_weight(flow, pair) == flow->potential[node];
    }
    return count;
}

static size_t add_tight_members(struct cap_path *path, int32_t node, size_t count)
{
    const struct cap_flow *flow = path->flow;
    size_t end = flow->member_start[node + 1];
    struct cap_pair *tight = tight_room(path, count, end - flow->member_start[node]);
    for (size_t at = flow->member_start[node]; at < end; at++) {
        int32_t person = flow->members[at];
        tight[count] = (struct cap_pair){.person = person};
        count +=
            flow->seat[person] != CAP_FLOW_NONE && path->worth[person] == flow->potential[node];
    }
    return count;
}

/* Moves at no cost leave the worth of a place as it is, so these stay the same until potentials do
 * not; who sits down meanwhile is not among those who may go free again. */
static void list_tight(struct cap_path *path)
{
    const struct cap_flow *flow = path->flow;
    size_t count = 0;
    weigh_people(path);
    for (int32_t v = 0; v < flow->node_count; v++) {
        path->tight_start[v] = count;
        count = v < flow->seat_nodes ? add_tight_pairs(path, v, count)
                                     : add_tight_members(path, v, count);
    }
    path->tight_start[flow->node_count] = count;
}

/* The arc into the node with that number, of those that may cost nothing; false behind the last. */
static bool arc_at(const struct cap_path *path, int32_t node, size_t number, struct arc *ret_arc)
{
    const struct cap_flow *flow = path->flow;
    size_t children = (size_t)(flow->child_start[node + 1] - flow->child_start[node]);
    if (number == 0) {
        *ret_arc = arc_of_parent(flow, node);
    } else if (number <= children) {
        int32_t child = flow->children[(size_t)flow->child_start[node] + number - 1];
        *ret_arc = arc_of_child(flow, node, child);
    } else {
        size_t at = path->tight_start[node] + number - 1 - children;
        if (at >= path->tight_start[node + 1])
            return false;
        *ret_arc = node < flow->seat_nodes ? arc_of_pair(flow, node, path->tight[at])
                                           : arc_of_member(flow, node, path->tight[at].person);
    }
    return true;
}

static void push(struct cap_path *path, int32_t node, struct step step)
{
    path->seen[node] = true;
    path->labels[node].step = step;
    path->stack[path->depth++] = node;
}

/* The next arc into the node that costs nothing and begins where nobody looked. */
static bool push_next(struct cap_path *path, int32_t node)
{
    struct arc arc;
    while (arc_at(path, node, path->looked[node], &arc)) {
        path->looked[node]++;
        if (arc.from == CAP_FLOW_NONE || arc.cost != 0 || path->seen[arc.from])
            continue;
        push(path, arc.from, arc.step);
        return true;
    }
    return false;
}

/* Those on the path may be looked at again, and begin with the arcs of it. */
static void leave_path(struct cap_path *path)
{
    while (path->depth > 0) {
        int32_t node = path->stack[--path->depth];
        path->seen[node] = false;
        if (path->looked[node] > 0)
            path->looked[node]--;
    }
}

/* One unit to a node where one is missing; false when no way was found. */
static bool bring_one(struct cap_path *path, int32_t to)
{
    path->depth = 0;
    if (path->seen[to])
        return false;
    push(path, to, (struct step){0, CAP_FLOW_NONE, CAP_FLOW_NONE});
    while (path->depth > 0) {
        int32_t node = path->stack[path->depth - 1];
        if (path->imbalance[node] > 0) {
            send(path, node);
            leave_path(path);
            return true;
        }
        if (!push_next(path, node))
            path->depth--;
    }
    return false;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* False when nothing is missing. */
static bool begin_where_missing(struct cap_path *path)
{
    bool any = false;
    begin(path);
    for (int32_t v = 0; v < path->flow->node_count; v++) {
        path->waiting += path->imbalance[v] > 0;
        if (path->imbalance[v] >= 0)
            continue;
        reach(path, v, 0, (struct step){0, CAP_FLOW_NONE, CAP_FLOW_NONE});
        any = true;
    }
    return any;
}

/* False when it finds no way for any. */
static bool bring_some(struct cap_path *path)
{
    bool any = false;
    for (int32_t v = 0; v < path->flow->node_count; v++) {
        path->seen[v] = false;
        path->looked[v] = 0;
    }
    for (int32_t v = 0; v < path->flow->node_count; v++) {
        while (path->imbalance[v] < 0 && bring_one(path, v))
            any = true;
    }
    return any;
}

void cap_path_balance(struct cap_path *path, int64_t *imbalance)
{
    path->imbalance = imbalance;
    while (begin_where_missing(path)) {
        int64_t distance = 0;
        int32_t from = measure(path, &distance);
        assert(from != CAP_FLOW_NONE); /* somebody can always go free */
        shift_potentials(path, distance);
        send(path, from);
        list_tight(path);
        while (bring_some(path))
            ;
    }
}
