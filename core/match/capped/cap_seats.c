#include "core/match/capped/cap_seats.h"

#include <assert.h>

#include "core/base/alloc.h"

struct dealing {
    struct cap_flow *flow;
    const struct cap_equals *equals;
    bool *ends;     /* per node: a tree ends here, which is to be full; or it is the root */
    int64_t *fixed; /* per node: what comes of the trees that end below */
    bool *closed;   /* per node: searched in this round */
    struct cap_way *ways;
    int32_t *queue;
    size_t queued;
    int32_t *unseated; /* people, in ascending order */
    size_t unseated_count;
    bool whole; /* what ends at the root is dealt as well */
};

/* ---- trees ----------------------------------------------------------------------------------- */

/* Children before parents. */
static void add_fixed(struct dealing *dealing, int32_t node)
{
    const struct cap_flow *flow = dealing->flow;
    if (flow->of_people[node])
        return;
    dealing->ends[node] = cap_flow_toll(flow, node) > 0;
    flow->flow[node] = dealing->fixed[node];
    dealing->fixed[flow->parent[node]] +=
        dealing->ends[node] ? flow->most[node] : dealing->fixed[node];
}

static void cut_trees(struct dealing *dealing)
{
    const struct cap_flow *flow = dealing->flow;
    int32_t needs = (int32_t)flow->instance->need_count;
    for (int32_t entry = needs; entry < flow->seat_nodes; entry++)
        add_fixed(dealing, entry);
    for (int32_t need = 0; need < needs; need++)
        add_fixed(dealing, need);
    for (int32_t cap = flow->root - 1; cap >= flow->seat_nodes; cap--)
        add_fixed(dealing, cap);
    dealing->ends[flow->root] = true;
}

static bool has_room(const struct dealing *dealing, int32_t node)
{
    const struct cap_flow *flow = dealing->flow;
    return node == flow->root ? dealing->whole : !cap_flow_is_full(flow, node);
}

/* Up to where the tree ends. */
static bool leads_out(const struct dealing *dealing, int32_t node)
{
    while (has_room(dealing, node)) {
        if (dealing->ends[node])
            return true;
        node = dealing->flow->parent[node];
    }
    return false;
}

static void lead_out(struct dealing *dealing, int32_t node)
{
    for (; node != dealing->flow->root; node = dealing->flow->parent[node]) {
        dealing->flow->flow[node]++;
        if (dealing->ends[node])
            return;
    }
}

/* ---- the search ------------------------------------------------------------------------------ */

/* True when from there it leads out at once. */
static bool enqueue(struct dealing *dealing, int32_t node, struct cap_way way)
{
    if (dealing->closed[node])
        return false;
    dealing->closed[node] = true;
    dealing->ways[node] = way;
    dealing->queue[dealing->queued++] = node;
    return leads_out(dealing, node);
}

static bool enqueue_equals(struct dealing *dealing, int32_t person, int32_t from)
{
    const struct cap_equals *equals = dealing->equals;
    for (size_t at = equals->start[person]; at < equals->start[person + 1]; at++) {
        const struct cap_equal *equal = &equals->items[at];
        if (enqueue(dealing, equal->node, (struct cap_way){equal->weight, person, from}))
            return true;
    }
    return false;
}

/* To where there is room, or where something dealt may be taken back. */
static bool enqueue_tree(struct dealing *dealing, int32_t node)
{
    const struct cap_flow *flow = dealing->flow;
    const struct cap_way way = {0, CAP_FLOW_NONE, node};
    for (int32_t at = flow->child_start[node]; at < flow->child_start[node + 1]; at++) {
        int32_t child = flow->children[at];
        bool dealt = !flow->of_people[child] && !dealing->ends[child] &&
                     flow->flow[child] > dealing->fixed[child];
        if (dealt && enqueue(dealing, child, way))
            return true;
    }
    return !dealing->ends[node] && has_room(dealing, node) &&
           enqueue(dealing, flow->parent[node], way);
}

static bool enqueue_holders(struct dealing *dealing, int32_t node)
{
    const struct cap_flow *flow = dealing->flow;
    if (node >= flow->seat_nodes)
        return false;
    for (int32_t h = flow->first[node]; h != CAP_FLOW_NONE; h = flow->next[h]) {
        if (enqueue_equals(dealing, h, node))
            return true;
    }
    return false;
}

/* Where it leads out is last in the queue. */
static bool search(struct dealing *dealing, int32_t person)
{
    dealing->queued = 0;
    bool found = enqueue_equals(dealing, person, CAP_FLOW_NONE);
    for (size_t at = 0; at < dealing->queued && !found; at++)
        found = enqueue_tree(dealing, dealing->queue[at]) ||
                enqueue_holders(dealing, dealing->queue[at]);
    return found;
}

static bool deal_to(struct dealing *dealing, int32_t person)
{
    if (!search(dealing, person))
        return false;
    int32_t found = dealing->queue[dealing->queued - 1];
    lead_out(dealing, found);
    cap_flow_walk(dealing->flow, dealing->ways, found);
    dealing->closed[found] = !leads_out(dealing, found);
    return true;
}

/* ---- dealing --------------------------------------------------------------------------------- */

/* False: nobody was found a seat. */
static bool deal_round(struct dealing *dealing)
{
    size_t left = 0;
    for (size_t at = 0; at < dealing->unseated_count; at++) {
        int32_t person = dealing->unseated[at];
        dealing->unseated[left] = person;
        left += !deal_to(dealing, person);
    }
    bool any = left < dealing->unseated_count;
    dealing->unseated_count = left;
    return any;
}

static void deal(struct dealing *dealing, bool whole)
{
    dealing->whole = whole;
    do {
        for (int32_t v = 0; v < dealing->flow->node_count; v++)
            dealing->closed[v] = false;
    } while (deal_round(dealing));
}

/* Who has no choice sits down at once. */
static void begin(struct dealing *dealing)
{
    struct cap_flow *flow = dealing->flow;
    const struct cap_equals *equals = dealing->equals;
    size_t people = flow->instance->person_count;
    CADRE_FREE bool *placed = cadre_calloc(people, sizeof *placed);
    for (size_t i = 0; i < people; i++) {
        placed[i] = flow->seat[i] != CAP_FLOW_NONE;
        cap_flow_move(flow, (int32_t)i, CAP_FLOW_NONE, 0);
    }
    for (size_t i = 0; i < people; i++) {
        const struct cap_equal *first = placed[i] ? &equals->items[equals->start[i]] : NULL;
        if (placed[i] && equals->start[i + 1] - equals->start[i] == 1) {
            cap_flow_move(flow, (int32_t)i, first->node, first->weight);
            lead_out(dealing, first->node);
        } else if (placed[i]) {
            dealing->unseated[dealing->unseated_count++] = (int32_t)i;
        }
    }
}

void cap_seats_settle(struct cap_flow *flow, const struct cap_equals *equals)
{
    size_t nodes = (size_t)flow->node_count;
    CADRE_FREE bool *ends = cadre_calloc(nodes, sizeof *ends);
    CADRE_FREE int64_t *fixed = cadre_calloc(nodes, sizeof *fixed);
    CADRE_FREE bool *closed = cadre_calloc(nodes, sizeof *closed);
    CADRE_FREE struct cap_way *ways = cadre_calloc(nodes, sizeof *ways);
    CADRE_FREE int32_t *queue = cadre_calloc(nodes, sizeof *queue);
    CADRE_FREE int32_t *unseated = cadre_calloc(flow->instance->person_count, sizeof *unseated);
    struct dealing dealing = {.flow = flow,
                              .equals = equals,
                              .ends = ends,
                              .fixed = fixed,
                              .closed = closed,
                              .ways = ways,
                              .queue = queue,
                              .unseated = unseated};
    cut_trees(&dealing);
    begin(&dealing);
    deal(&dealing, false);
    deal(&dealing, true);
    assert(dealing.unseated_count == 0); /* those who sat there are one way to do it */
}
