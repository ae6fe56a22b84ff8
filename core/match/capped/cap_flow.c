#include "core/match/capped/cap_flow.h"

#include <stdlib.h>

#include "core/base/alloc.h"

/* ---- nodes ----------------------------------------------------------------------------------- */

static void *numbers(struct cap_flow *flow, size_t count, size_t size)
{
    return arena_calloc(flow->arena, count, size);
}

static void make_nodes(struct cap_flow *flow)
{
    const struct instance *instance = flow->instance;
    size_t needs = instance->need_count;
    size_t entries = 0;
    flow->entry = numbers(flow, needs, sizeof *flow->entry);
    for (size_t j = 0; j < needs; j++)
        flow->entry[j] =
            caps_open_most(instance->caps, j) >= 0 ? (int32_t)(needs + entries++) : CAP_FLOW_NONE;
    size_t nodes = needs + entries + instance->caps->count + 1;
    flow->seat_nodes = (int32_t)(needs + entries);
    flow->node_count = (int32_t)nodes;
    flow->root = flow->node_count - 1;
    flow->need_of = numbers(flow, needs + entries, sizeof *flow->need_of);
    flow->parent = numbers(flow, nodes, sizeof *flow->parent);
    flow->most = numbers(flow, nodes, sizeof *flow->most);
    flow->flow = numbers(flow, nodes, sizeof *flow->flow);
    flow->floor = numbers(flow, nodes, sizeof *flow->floor);
    flow->of_people = numbers(flow, nodes, sizeof *flow->of_people);
    flow->closed = numbers(flow, nodes, sizeof *flow->closed);
    flow->potential = numbers(flow, nodes, sizeof *flow->potential);
}

static int32_t node_or_root(const struct cap_flow *flow, int32_t cap)
{
    return cap < 0 ? flow->root : cap_flow_node(flow, (size_t)cap);
}

static void set_node(struct cap_flow *flow, int32_t node, int32_t parent, int64_t most)
{
    flow->parent[node] = parent;
    flow->most[node] = most;
    flow->closed[node] = most == 0 || (parent != CAP_FLOW_NONE && flow->closed[parent]);
}

/* Parents before children, so that what is closed is known. */
static void set_nodes(struct cap_flow *flow)
{
    const struct instance *instance = flow->instance;
    const struct caps *caps = instance->caps;
    set_node(flow, flow->root, CAP_FLOW_NONE, INT64_MAX);
    for (size_t a = 0; a < caps->count; a++) {
        int32_t node = cap_flow_node(flow, a);
        set_node(flow, node, node_or_root(flow, caps->items[a].parent), caps->items[a].most);
        flow->of_people[node] = caps->items[a].side == CAP_OF_PEOPLE;
    }
    for (size_t j = 0; j < instance->need_count; j++) {
        int32_t entry = flow->entry[j];
        set_node(flow, (int32_t)j, node_or_root(flow, caps_of_need(caps, j)), instance->seats[j]);
        flow->floor[j] = instance_floor(instance, j);
        flow->need_of[j] = (int32_t)j;
        if (entry == CAP_FLOW_NONE)
            continue;
        set_node(flow, entry, (int32_t)j, caps_open_most(caps, j));
        flow->need_of[entry] = (int32_t)j;
    }
}

static void list_children(struct cap_flow *flow)
{
    size_t nodes = (size_t)flow->node_count;
    flow->child_start = numbers(flow, nodes + 2, sizeof *flow->child_start);
    flow->children = numbers(flow, nodes, sizeof *flow->children);
    /* Counted two further on, so that filling moves each start to its place. */
    for (int32_t v = 0; v < flow->root; v++)
        flow->child_start[flow->parent[v] + 2]++;
    for (size_t v = 2; v < nodes + 2; v++)
        flow->child_start[v] += flow->child_start[v - 1];
    for (int32_t v = 0; v < flow->root; v++)
        flow->children[flow->child_start[flow->parent[v] + 1]++] = v;
}

/* ---- people ---------------------------------------------------------------------------------- */

static void make_people(struct cap_flow *flow)
{
    const struct instance *instance = flow->instance;
    size_t people = instance->person_count;
    size_t nodes = (size_t)flow->node_count;
    flow->home = numbers(flow, people, sizeof *flow->home);
    flow->seat = numbers(flow, people, sizeof *flow->seat);
    flow->weight = numbers(flow, people, sizeof *flow->weight);
    flow->next = numbers(flow, people, sizeof *flow->next);
    flow->previous = numbers(flow, people, sizeof *flow->previous);
    flow->members = numbers(flow, people, sizeof *flow->members);
    flow->first = numbers(flow, (size_t)flow->seat_nodes, sizeof *flow->first);
    flow->member_start = numbers(flow, nodes + 2, sizeof *flow->member_start);
    for (int32_t v = 0; v < flow->seat_nodes; v++)
        flow->first[v] = CAP_FLOW_NONE;
    for (size_t i = 0; i < people; i++) {
        flow->home[i] = node_or_root(flow, caps_of_person(instance->caps, i));
        flow->seat[i] = CAP_FLOW_NONE;
        flow->member_start[flow->home[i] + 2]++;
    }
    for (size_t v = 2; v < nodes + 2; v++)
        flow->member_start[v] += flow->member_start[v - 1];
    for (size_t i = 0; i < people; i++)
        flow->members[flow->member_start[flow->home[i] + 1]++] = (int32_t)i;
}

struct cap_flow *cap_flow_new(const struct instance *instance)
{
    struct cap_flow *flow = cadre_calloc(1, sizeof *flow);
    flow->instance = instance;
    flow->arena = arena_new();
    make_nodes(flow);
    set_nodes(flow);
    list_children(flow);
    make_people(flow);
    return flow;
}

void cap_flow_free(struct cap_flow *flow)
{
    if (flow == NULL)
        return;
    arena_free(flow->arena);
    free(flow);
}

void cap_flow_cleanup(struct cap_flow **flow)
{
    cap_flow_free(*flow);
}

/* ---- seats ----------------------------------------------------------------------------------- */

static void unlink_person(struct cap_flow *flow, int32_t person)
{
    int32_t next = flow->next[person];
    int32_t previous = flow->previous[person];
    if (next != CAP_FLOW_NONE)
        flow->previous[next] = previous;
    if (previous != CAP_FLOW_NONE)
        flow->next[previous] = next;
    else
        flow->first[flow->seat[person]] = next;
}

void cap_flow_move(struct cap_flow *flow, int32_t person, int32_t seat, int64_t weight)
{
    if (flow->seat[person] != CAP_FLOW_NONE)
        unlink_person(flow, person);
    flow->seat[person] = seat;
    flow->weight[person] = weight;
    if (seat == CAP_FLOW_NONE)
        return;
    int32_t next = flow->first[seat];
    flow->next[person] = next;
    flow->previous[person] = CAP_FLOW_NONE;
    if (next != CAP_FLOW_NONE)
        flow->previous[next] = person;
    flow->first[seat] = person;
}

void cap_flow_pass(struct cap_flow *flow, int32_t from, int32_t to)
{
    bool up = flow->parent[from] == to;
    int32_t node = up ? from : to;
    flow->flow[node] += up != flow->of_people[node] ? 1 : -1;
}

void cap_flow_walk(struct cap_flow *flow, const struct cap_way *ways, int32_t node)
{
    while (node != CAP_FLOW_NONE) {
        struct cap_way way = ways[node];
        if (way.person != CAP_FLOW_NONE)
            cap_flow_move(flow, way.person, node < flow->seat_nodes ? node : CAP_FLOW_NONE,
                          way.weight);
        else
            cap_flow_pass(flow, way.from, node);
        node = way.from;
    }
}

static const struct pair *pair_of(const struct instance *instance, size_t person, int32_t need)
{
    size_t at = instance->row_start[person];
    while (instance->items[at].need != (uint32_t)need)
        at++;
    return &instance->items[at];
}

static void add_up(struct cap_flow *flow, int32_t node)
{
    for (; node != flow->root; node = flow->parent[node])
        flow->flow[node]++;
}

void cap_flow_seat_all(struct cap_flow *flow, const int32_t *need_of)
{
    const struct instance *instance = flow->instance;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] < 0)
            continue;
        const struct pair *pair = pair_of(instance, i, need_of[i]);
        int32_t seat = cap_flow_entry(flow, i, pair->need);
        cap_flow_move(flow, (int32_t)i, seat, instance_weight(instance, i, pair));
        add_up(flow, seat);
        add_up(flow, flow->home[i]);
    }
}

/* ---- prices ---------------------------------------------------------------------------------- */

static void set_below(struct cap_flow *flow, int32_t node, int64_t toll)
{
    int64_t above = flow->potential[flow->parent[node]];
    flow->potential[node] = flow->of_people[node] ? above + toll : above - toll - flow->floor[node];
}

void cap_flow_take_prices(struct cap_flow *flow, const int64_t *price, const int64_t *cap_price,
                          const int64_t *open_price)
{
    const struct instance *instance = flow->instance;
    for (size_t a = 0; a < instance->caps->count; a++)
        set_below(flow, cap_flow_node(flow, a), cap_price != NULL ? cap_price[a] : 0);
    for (size_t j = 0; j < instance->need_count; j++) {
        set_below(flow, (int32_t)j, price[j] - flow->floor[j]);
        if (flow->entry[j] != CAP_FLOW_NONE)
            set_below(flow, flow->entry[j], open_price != NULL ? open_price[j] : 0);
    }
}

void cap_flow_prices(const struct cap_flow *flow, int64_t *ret_price, int64_t *ret_cap_price,
                     int64_t *ret_open_price)
{
    const struct instance *instance = flow->instance;
    for (size_t a = 0; a < instance->caps->count; a++)
        ret_cap_price[a] = cap_flow_toll(flow, cap_flow_node(flow, a));
    for (size_t j = 0; j < instance->need_count; j++) {
        int32_t entry = flow->entry[j];
        ret_price[j] = cap_flow_toll(flow, (int32_t)j) + flow->floor[j];
        ret_open_price[j] = entry != CAP_FLOW_NONE ? cap_flow_toll(flow, entry) : 0;
    }
}
