#include "core/match/capped/cap_equals.h"

#include <stdlib.h>

#include "core/base/alloc.h"

struct cap_equals cap_equals_of(const struct cap_flow *flow)
{
    const struct instance *instance = flow->instance;
    struct cap_equals equals = {.start =
                                    cadre_calloc(instance->person_count + 1, sizeof *equals.start)};
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        int64_t own = cap_flow_person(flow, i);
        bool out = flow->closed[flow->home[i]];
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1] && !out; at++) {
            const struct pair *pair = &instance->items[at];
            int32_t node = cap_flow_entry(flow, i, pair->need);
            int64_t weight = instance_weight(instance, i, pair);
            if (flow->closed[node] || weight + flow->potential[node] != own)
                continue;
            equals.items = cadre_grow(equals.items, &capacity, count + 1, sizeof *equals.items);
            equals.items[count++] = (struct cap_equal){node, weight};
        }
        equals.start[i + 1] = count;
    }
    return equals;
}

void cap_equals_release(struct cap_equals *equals)
{
    free(equals->start);
    free(equals->items);
}
