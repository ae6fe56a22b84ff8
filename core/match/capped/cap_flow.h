/*
 * The flow of an instance with caps (core/pairs/caps.h), between solving it and looking at it.
 *
 * Nodes: the needs; for each need with reserved seats the entry of people outside its group; the
 * caps; and the root, which is source and sink in one. People are no nodes: each seated one is an
 * arc out of a seat, each free one an arc into seats, and both begin at the innermost cap over the
 * person, at the root where there is none. Each node but the root has a parent, and an arc to it
 * (caps over people: from it) with a flow and a capacity.
 *
 * Potentials, units of w': at the root 0; at a cap over people the sum of the prices up to it; at
 * needs, their entries and their caps the negated sum. A potential is feasible when no arc of the
 * residual network has a reduced cost < 0; and when prices are >= 0 and >= floor, which are arcs
 * too, down the tree of needs and up the tree of people, on which nothing need flow back.
 *
 * Private to core/match. All memory is the flow's own; the instance is borrowed.
 */
#ifndef CADRE_CORE_MATCH_CAP_FLOW_H
#define CADRE_CORE_MATCH_CAP_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/match/assignment.h"
#include "core/pairs/caps.h"

enum { CAP_FLOW_NONE = -1 };

struct cap_flow {
    const struct instance *instance;
    struct arena *arena;
    int32_t seat_nodes; /* nodes below are needs and entries: where people sit */
    int32_t node_count;
    int32_t root;         /* the last node */
    int32_t *entry;       /* per need: node of the entry of those outside its group, or NONE */
    int32_t *need_of;     /* per seat node */
    int32_t *parent;      /* per node, NONE of the root */
    int32_t *child_start; /* node_count + 1 */
    int32_t *children;
    int64_t *most;        /* per node: capacity of the arc to the parent */
    int64_t *flow;        /* per node: what is on it */
    int64_t *floor;       /* per node: the floor of a need, else 0 */
    bool *of_people;      /* per node: a cap over people */
    bool *closed;         /* per node: nothing can ever flow here: a capacity of 0, or one above */
    int64_t *potential;   /* per node */
    int32_t *home;        /* per person: the node over them */
    int32_t *seat;        /* per person: the node, NONE = free */
    int64_t *weight;      /* per person: w' of the seat */
    int32_t *next;        /* per person: next one in the same seat node, NONE = last */
    int32_t *previous;    /* per person */
    int32_t *first;       /* per seat node, NONE = nobody */
    size_t *member_start; /* node_count + 1 */
    int32_t *members;     /* people by their home */
};

/* Nobody sits anywhere, and potentials are 0. */
struct cap_flow *cap_flow_new(const struct instance *instance);
void cap_flow_free(struct cap_flow *flow);
void cap_flow_cleanup(struct cap_flow **flow);

/* Everybody sits as `need_of` says (-1 = nowhere), whatever the capacities. */
void cap_flow_seat_all(struct cap_flow *flow, const int32_t *need_of);
/* Moves the person to another seat, or to NONE, with the flows of the trees as they are. */
void cap_flow_move(struct cap_flow *flow, int32_t person, int32_t seat, int64_t weight);

/* Sends one unit along the tree, from a node to its parent or from the parent to it. */
void cap_flow_pass(struct cap_flow *flow, int32_t from, int32_t to);

/* How a search reached a node: `person` comes to it, or goes free at home; CAP_FLOW_NONE = along
 * the tree. */
struct cap_way {
    int64_t weight; /* w' of the pair, 0 = none */
    int32_t person;
    int32_t from; /* CAP_FLOW_NONE = the search began here */
};
/* Goes the ways, which are per node, back from that node to where the search began. */
void cap_flow_walk(struct cap_flow *flow, const struct cap_way *ways, int32_t node);

/* The prices as potentials; those of caps, and open ones, may be NULL: all 0. */
void cap_flow_take_prices(struct cap_flow *flow, const int64_t *price, const int64_t *cap_price,
                          const int64_t *open_price);
/* And back. */
void cap_flow_prices(const struct cap_flow *flow, int64_t *ret_price, int64_t *ret_cap_price,
                     int64_t *ret_open_price);

/* Through which node a person comes to a need. */
static inline int32_t cap_flow_entry(const struct cap_flow *flow, size_t person, uint32_t need)
{
    int32_t entry = flow->entry[need];
    return entry != CAP_FLOW_NONE && caps_is_outside(flow->instance->caps, need, person)
               ? entry
               : (int32_t)need;
}

/* The node of a cap. */
static inline int32_t cap_flow_node(const struct cap_flow *flow, size_t cap)
{
    return flow->seat_nodes + (int32_t)cap;
}

static inline bool cap_flow_is_full(const struct cap_flow *flow, int32_t node)
{
    return flow->flow[node] >= flow->most[node];
}

/* What the person's place in the network is worth: at the seat, or at the cap over them. */
static inline int64_t cap_flow_person(const struct cap_flow *flow, size_t person)
{
    int32_t seat = flow->seat[person];
    return seat != CAP_FLOW_NONE ? flow->potential[seat] + flow->weight[person]
                                 : flow->potential[flow->home[person]];
}

/* By how much the arc to the parent is above its floor; >= 0 at feasible potentials. */
static inline int64_t cap_flow_toll(const struct cap_flow *flow, int32_t node)
{
    int64_t above = flow->potential[node] - flow->potential[flow->parent[node]];
    return flow->of_people[node] ? above : -above - flow->floor[node];
}

#endif
