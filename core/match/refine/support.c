#include "core/match/refine/support.h"

#include "core/base/alloc.h"

/* Who made a need as dear as it is, by not being better off there; it holds while that person sits
 * where they sat. */
struct parent {
    int32_t person; /* -1 = none */
    int32_t need;
};

struct support {
    struct holding *holding;
    const struct core_pairs *core;
    int64_t *price;
    struct parent *parents; /* per need */
    int32_t *queue;         /* a ring of needs whose price rose */
    size_t first, count;
    bool *queued;   /* per need */
    size_t *walked; /* per need: number of the walk that came by */
    size_t walks;
    size_t rows; /* since the last look for cycles, which costs as much as a few */
    uint64_t unseated;
};

static void enqueue(struct support *support, int32_t need)
{
    size_t needs = support->holding->problem->need_count;
    if (support->queued[need])
        return;
    support->queued[need] = true;
    support->queue[(support->first + support->count++) % needs] = need;
}

static int32_t dequeue(struct support *support)
{
    int32_t need = support->queue[support->first];
    support->first = (support->first + 1) % support->holding->problem->need_count;
    support->count--;
    support->queued[need] = false;
    return need;
}

static void unseat(struct support *support, int32_t person)
{
    holding_leave(support->holding, person);
    support->unseated++;
}

/* Where the walk goes on from the need, -1 = nowhere. */
static int32_t parent_of(const struct support *support, int32_t need)
{
    struct parent parent = support->parents[need];
    bool holds = parent.person >= 0 && support->holding->need_of[parent.person] == parent.need;
    return holds ? parent.need : -1;
}

/* Prices climb for as long as a cycle stands, so one of its needs always waits in the queue. */
static void break_cycles(struct support *support)
{
    size_t needs = support->holding->problem->need_count;
    size_t before = support->walks;
    support->rows = 0;
    for (size_t at = 0; at < support->count; at++) {
        size_t walk = ++support->walks;
        int32_t need = support->queue[(support->first + at) % needs];
        while (need >= 0 && support->walked[need] <= before) {
            support->walked[need] = walk;
            need = parent_of(support, need);
        }
        if (need >= 0 && support->walked[need] == walk)
            unseat(support, support->parents[need].person);
    }
}

/* The holder of `from` may not be better off in other needs. */
static void raise_row(struct support *support, int32_t person, int32_t from)
{
    const struct holding *holding = support->holding;
    int64_t surplus = holding->weight[person] - support->price[from];
    support->rows++;
    for (size_t at = support->core->row_start[person]; at < support->core->row_start[person + 1];
         at++) {
        uint32_t pair = support->core->rows[at];
        int32_t need = (int32_t)packed_need(pair);
        int64_t least = problem_weight(holding->problem, (size_t)person, pair) - surplus;
        if (support->price[need] >= least)
            continue;
        support->price[need] = least;
        support->parents[need] = (struct parent){person, from};
        enqueue(support, need);
    }
}

static void raise_from(struct support *support, int32_t need)
{
    const struct holding *holding = support->holding;
    int32_t next;
    for (int32_t h = holding->first[need]; h >= 0; h = next) {
        next = holding->next[h];
        if (holding->weight[h] < support->price[need])
            unseat(support, h);
        else
            raise_row(support, h, need);
    }
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the prices are raised, through the struct. */
uint64_t support(struct holding *holding, const struct core_pairs *core, int64_t *price)
{
    size_t needs = holding->problem->need_count;
    CADRE_FREE struct parent *parents = cadre_calloc(needs, sizeof *parents);
    CADRE_FREE int32_t *queue = cadre_calloc(needs, sizeof *queue);
    CADRE_FREE bool *queued = cadre_calloc(needs, sizeof *queued);
    CADRE_FREE size_t *walked = cadre_calloc(needs, sizeof *walked);
    struct support support = {.holding = holding,
                              .core = core,
                              .price = price,
                              .parents = parents,
                              .queue = queue,
                              .queued = queued,
                              .walked = walked};
    for (size_t j = 0; j < needs; j++) {
        parents[j].person = -1;
        if (holding->first[j] >= 0)
            enqueue(&support, (int32_t)j);
    }
    while (support.count > 0) {
        raise_from(&support, dequeue(&support));
        if (support.rows > needs)
            break_cycles(&support);
    }
    return support.unseated;
}
