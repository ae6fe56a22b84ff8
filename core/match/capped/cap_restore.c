#include "core/match/capped/cap_restore.h"

#include "core/base/alloc.h"
#include "core/match/capped/cap_path.h"

/* Basis points. With more pairs each search takes longer, and who is missed comes in the next time.
 */
enum { NEAR_BP = 125 };

static uint64_t take_out(struct cap_flow *flow, int64_t *imbalance)
{
    uint64_t all = 0;
    for (int32_t v = 0; v < flow->root; v++) {
        int64_t over = flow->flow[v] - flow->most[v];
        int32_t parent = flow->parent[v];
        if (over <= 0)
            continue;
        flow->flow[v] = flow->most[v];
        imbalance[flow->of_people[v] ? parent : v] += over;
        imbalance[flow->of_people[v] ? v : parent] -= over;
        all += (uint64_t)over;
    }
    return all;
}

/* The pair that is worth most above what the person has, NULL = none is. */
static const struct pair *best_elsewhere(const struct cap_flow *flow, size_t person)
{
    const struct instance *instance = flow->instance;
    const struct pair *best = NULL;
    int64_t most = cap_flow_person(flow, person);
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        int32_t node = cap_flow_entry(flow, person, pair->need);
        int64_t worth = instance_weight(instance, person, pair) + flow->potential[node];
        if (worth <= most || flow->closed[node])
            continue;
        most = worth;
        best = pair;
    }
    return best;
}

/* False when nobody moved: the potentials are feasible on all pairs. */
static bool move_to_better(struct cap_flow *flow, int64_t *imbalance)
{
    const struct instance *instance = flow->instance;
    bool any = false;
    for (size_t i = 0; i < instance->person_count; i++) {
        const struct pair *pair = flow->closed[flow->home[i]] ? NULL : best_elsewhere(flow, i);
        if (pair == NULL)
            continue;
        int32_t from = flow->seat[i] != CAP_FLOW_NONE ? flow->seat[i] : flow->home[i];
        int32_t to = cap_flow_entry(flow, i, pair->need);
        cap_flow_move(flow, (int32_t)i, to, instance_weight(instance, i, pair));
        imbalance[from]--;
        imbalance[to]++;
        any = true;
    }
    return any;
}

/* Until nobody would rather sit elsewhere. */
static void balance_all(struct cap_flow *flow, int64_t *imbalance)
{
    int64_t near = (int64_t)NEAR_BP * (flow->instance->total_seats + 1);
    struct cap_columns *columns = cap_columns_new(flow);
    struct cap_path *path = cap_path_new(flow, columns);
    do {
        cap_columns_add(columns, near);
        cap_path_balance(path, imbalance);
        near = near < INT64_MAX / 4 ? 2 * near : near;
    } while (move_to_better(flow, imbalance));
    cap_path_free(path);
    cap_columns_free(columns);
}

uint64_t cap_restore(struct cap_flow *flow)
{
    CADRE_FREE int64_t *imbalance = cadre_calloc((size_t)flow->node_count, sizeof *imbalance);
    uint64_t overfull = take_out(flow, imbalance);
    if (overfull > 0)
        balance_all(flow, imbalance);
    return overfull;
}

void cap_restore_pairs(struct cap_flow *flow)
{
    CADRE_FREE int64_t *imbalance = cadre_calloc((size_t)flow->node_count, sizeof *imbalance);
    if (move_to_better(flow, imbalance))
        balance_all(flow, imbalance);
}
