/*
 * Who fits each seat node of a flow with caps, as far as it matters: the pairs that were near to
 * being worth a change, and those that turned out to be. A flow that is optimal on these, with
 * potentials that are feasible on all, is optimal on all. Private to core/match.
 */
#ifndef CADRE_CORE_MATCH_CAP_COLUMNS_H
#define CADRE_CORE_MATCH_CAP_COLUMNS_H

#include "core/match/capped/cap_flow.h"

struct cap_pair {
    int32_t person;
    uint32_t worth; /* fit * 2 + held */
};

struct cap_columns {
    const struct cap_flow *flow;
    uint64_t *taken; /* a bit per pair of the instance */
    size_t *start;   /* seat_nodes + 1 */
    struct cap_pair *pairs;
};

/* No pairs. The flow is borrowed. */
struct cap_columns *cap_columns_new(const struct cap_flow *flow);
void cap_columns_free(struct cap_columns *columns);
/* Adds the pairs whose reduced cost is at most `width` now; in closed nodes there are none. */
void cap_columns_add(struct cap_columns *columns, int64_t width);

static inline int64_t cap_pair_weight(const struct cap_flow *flow, struct cap_pair pair)
{
    return (int64_t)(pair.worth >> 1) * (flow->instance->total_seats + 1) + (pair.worth & 1);
}

#endif
