#include "core/match/refine/least_prices.h"

#include "core/base/alloc.h"
#include "core/match/all_pairs.h"
#include "core/match/refine/need_heap.h"

struct search {
    const struct holding *holding;
    const int64_t *potential;
    int64_t *worth; /* per need: the longest path known */
    struct need_heap *open;
};

/* Nobody sits in a need without seats, so no path goes on from there. */
static void raise(struct search *search, int32_t need, int64_t worth)
{
    search->worth[need] = worth;
    if (search->holding->first[need] >= 0)
        need_heap_lower(search->open, need, search->potential[need] - worth);
}

static void spread_row(struct search *search, int32_t person, int64_t surplus)
{
    const struct problem *problem = search->holding->problem;
    size_t end = problem->rows.start[person + 1];
    for (size_t at = problem->rows.start[person]; at < end; at++) {
        uint32_t pair = problem->rows.pairs[at];
        uint32_t need = packed_need(pair);
        int64_t worth = problem_weight(problem, (size_t)person, pair) - surplus;
        if (worth > search->worth[need])
            raise(search, (int32_t)need, worth);
    }
}

void least_prices(const struct holding *holding, const int64_t *price, int64_t *ret_price)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int64_t *best_free = cadre_calloc(problem->need_count, sizeof *best_free);
    struct arena *arena = arena_new();
    struct search search = {holding, price, ret_price, need_heap_new(problem->need_count, arena)};
    all_pairs_best_free(holding, best_free);
    for (size_t j = 0; j < problem->need_count; j++) {
        int64_t floor = problem_floor(problem, j);
        raise(&search, (int32_t)j, best_free[j] > floor ? best_free[j] : floor);
    }
    int32_t need;
    int64_t distance;
    while (need_heap_pop(search.open, &need, &distance)) {
        for (int32_t h = holding->first[need]; h >= 0; h = holding->next[h])
            spread_row(&search, h, holding->weight[h] - ret_price[need]);
    }
    arena_free(arena);
}
