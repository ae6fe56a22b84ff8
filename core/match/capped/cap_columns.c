#include "core/match/capped/cap_columns.h"

#include <stdlib.h>

#include "core/base/alloc.h"

enum { WORD = 64 };

struct cap_columns *cap_columns_new(const struct cap_flow *flow)
{
    const struct instance *instance = flow->instance;
    struct cap_columns *columns = cadre_calloc(1, sizeof *columns);
    columns->flow = flow;
    columns->taken = cadre_calloc(instance->row_start[instance->person_count] / WORD + 1,
                                  sizeof *columns->taken);
    columns->start = cadre_calloc((size_t)flow->seat_nodes + 2, sizeof *columns->start);
    return columns;
}

void cap_columns_free(struct cap_columns *columns)
{
    if (columns == NULL)
        return;
    free(columns->taken);
    free(columns->start);
    free(columns->pairs);
    free(columns);
}

static bool is_taken(const struct cap_columns *columns, size_t at)
{
    return (columns->taken[at / WORD] >> at % WORD & 1) != 0;
}

/* Takes what is near; the number of pairs per node is counted two further on, so that filling moves
 * each start to its place. */
static void take_near(struct cap_columns *columns, size_t person, int64_t width)
{
    const struct cap_flow *flow = columns->flow;
    const struct instance *instance = flow->instance;
    int64_t own = cap_flow_person(flow, person);
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        int32_t node = cap_flow_entry(flow, person, pair->need);
        int64_t worth = instance_weight(instance, person, pair) + flow->potential[node];
        if (flow->closed[node] || (own - worth > width && !is_taken(columns, at)))
            continue;
        columns->taken[at / WORD] |= (uint64_t)1 << at % WORD;
        columns->start[node + 2]++;
    }
}

static void fill(struct cap_columns *columns, size_t person)
{
    const struct cap_flow *flow = columns->flow;
    const struct instance *instance = flow->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        if (!is_taken(columns, at))
            continue;
        bool held = instance->base_need[person] == (int32_t)pair->need;
        columns->pairs[columns->start[cap_flow_entry(flow, person, pair->need) + 1]++] =
            (struct cap_pair){(int32_t)person, pair->fit_bp * 2 + held};
    }
}

void cap_columns_add(struct cap_columns *columns, int64_t width)
{
    const struct cap_flow *flow = columns->flow;
    size_t people = flow->instance->person_count;
    size_t nodes = (size_t)flow->seat_nodes;
    for (size_t v = 0; v < nodes + 2; v++)
        columns->start[v] = 0;
    for (size_t i = 0; i < people; i++) {
        if (!flow->closed[flow->home[i]])
            take_near(columns, i, width);
    }
    for (size_t v = 2; v < nodes + 2; v++)
        columns->start[v] += columns->start[v - 1];
    free(columns->pairs);
    columns->pairs = cadre_calloc(columns->start[nodes + 1], sizeof *columns->pairs);
    for (size_t i = 0; i < people; i++)
        fill(columns, i);
}
