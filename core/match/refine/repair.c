#include "core/match/refine/repair.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/match/refine/need_heap.h"

enum { NOBODY = -1, NOWHERE = -1, FETCH_AHEAD = 8, FETCH_ROW = 4 };

/* How a need was reached: `person` would change between it and `other`. */
struct label {
    int64_t distance;
    int64_t weight; /* w' of the person in the seat that they would take */
    int32_t person;
    int32_t other; /* NOWHERE = the person is free, or the search began here */
    bool reached;
};

/* Where a path may end, and how long it is. */
struct path_end {
    int64_t distance;
    int32_t need;
    int32_t person; /* who leaves (of the search for a person), or comes (for a need); or NOBODY */
    int64_t weight;
};

struct repair {
    struct holding *holding;
    const struct core_pairs *core;
    int64_t *price;
    struct arena *arena;
    struct need_heap *open;
    struct label *labels; /* per need */
    int32_t *reached;     /* needs with a label */
    size_t reached_count;
    struct path_end end;
    int64_t most_fall; /* of a price, for the sake of one seat */
};

struct repair *repair_new(struct holding *holding, int64_t *price)
{
    size_t needs = holding->problem->need_count;
    struct repair *repair = cadre_calloc(1, sizeof *repair);
    repair->holding = holding;
    repair->price = price;
    repair->arena = arena_new();
    repair->open = need_heap_new(needs, repair->arena);
    repair->labels = cadre_calloc(needs, sizeof *repair->labels);
    repair->reached = cadre_calloc(needs, sizeof *repair->reached);
    return repair;
}

void repair_free(struct repair *repair)
{
    if (repair == NULL)
        return;
    arena_free(repair->arena);
    free(repair->labels);
    free(repair->reached);
    free(repair);
}

/* ---- what both searches share ---------------------------------------------------------------- */

static int64_t weight_of(const struct repair *repair, int32_t person, uint32_t pair)
{
    return problem_weight(repair->holding->problem, (size_t)person, pair);
}

static void fetch_base(const struct repair *repair, int32_t person)
{
    const struct problem *problem = repair->holding->problem;
    if (problem->base_need != NULL)
        fetch(&problem->base_need[person]);
}

/* How much a seated person is worth above the price of the seat. */
static int64_t surplus_of(const struct repair *repair, int32_t person)
{
    const struct holding *holding = repair->holding;
    return holding->weight[person] - repair->price[holding->need_of[person]];
}

static void begin(struct repair *repair, struct path_end end)
{
    for (size_t at = 0; at < repair->reached_count; at++)
        repair->labels[repair->reached[at]].reached = false;
    repair->reached_count = 0;
    need_heap_clear(repair->open);
    repair->end = end;
}

/* Whether a label of that distance would be a nearer one. */
static inline bool is_nearer(const struct repair *repair, int32_t need, int64_t distance)
{
    const struct label *known = &repair->labels[need];
    return distance < repair->end.distance && !(known->reached && known->distance <= distance);
}

static void reach(struct repair *repair, int32_t need, struct label label)
{
    struct label *known = &repair->labels[need];
    if (!known->reached)
        repair->reached[repair->reached_count++] = need;
    *known = label;
    known->reached = true;
    need_heap_lower(repair->open, need, label.distance);
}

static void may_end(struct repair *repair, struct path_end end)
{
    if (end.distance < repair->end.distance)
        repair->end = end;
}

/* The next need that is nearer than the end of the best path. */
static bool next_need(struct repair *repair, int32_t *ret_need, int64_t *ret_distance)
{
    return need_heap_pop(repair->open, ret_need, ret_distance) &&
           *ret_distance < repair->end.distance;
}

/* What lies nearer than the end becomes dearer (sign 1) or cheaper (-1) by how much nearer it is.
 */
static void shift_prices(struct repair *repair, int sign)
{
    for (size_t at = 0; at < repair->reached_count; at++) {
        int32_t need = repair->reached[at];
        int64_t nearer = repair->end.distance - repair->labels[need].distance;
        if (nearer > 0)
            repair->price[need] += sign * nearer;
    }
}

/* ---- somebody is free who is worth more than a price ----------------------------------------- */

/* A need that has room ends the path at once: what is no nearer is not looked at any more. */
static void leave_row(struct repair *repair, int32_t person, int32_t from, int64_t distance)
{
    const struct core_pairs *core = repair->core;
    for (size_t at = core->row_start[person]; at < core->row_start[person + 1]; at++) {
        uint32_t pair = core->rows[at];
        int32_t need = (int32_t)packed_need(pair);
        int64_t weight = weight_of(repair, person, pair);
        int64_t there = distance - (weight - repair->price[need]);
        if (need == from || !is_nearer(repair, need, there))
            continue;
        reach(repair, need, (struct label){there, weight, person, from, false});
        if (there < repair->end.distance && !holding_is_full(repair->holding, need))
            may_end(repair, (struct path_end){there, need, NOBODY, 0});
    }
}

/* Of the holders, from the one at `at`: what will be looked at soon. */
static void fetch_ahead(const struct repair *repair, const int32_t *holders, int32_t count,
                        int32_t at)
{
    const struct core_pairs *core = repair->core;
    if (at + FETCH_AHEAD < count) {
        holding_fetch(repair->holding, holders[at + FETCH_AHEAD]);
        fetch(&core->row_start[holders[at + FETCH_AHEAD]]);
        fetch_base(repair, holders[at + FETCH_AHEAD]);
    }
    if (at + FETCH_ROW < count)
        fetch(core->rows + core->row_start[holders[at + FETCH_ROW]]);
}

static void search_from_person(struct repair *repair, int32_t person, int64_t surplus)
{
    const struct holding *holding = repair->holding;
    int32_t need;
    int64_t distance;
    begin(repair, (struct path_end){surplus, NOWHERE, NOBODY, 0});
    leave_row(repair, person, NOWHERE, surplus);
    while (next_need(repair, &need, &distance)) {
        const int32_t *holders = holding_of(holding, need);
        for (int32_t at = 0; at < holding->filled[need]; at++) {
            fetch_ahead(repair, holders, holding->filled[need], at);
            int64_t least = distance + surplus_of(repair, holders[at]);
            may_end(repair, (struct path_end){least, need, holders[at], 0});
            leave_row(repair, holders[at], need, least);
        }
    }
}

static void place(struct repair *repair, int32_t person, int64_t surplus)
{
    search_from_person(repair, person, surplus);
    shift_prices(repair, 1);
    if (repair->end.person != NOBODY)
        holding_leave(repair->holding, repair->end.person);
    for (int32_t need = repair->end.need; need != NOWHERE;) {
        struct label label = repair->labels[need];
        holding_seat(repair->holding, label.person, need, label.weight);
        need = label.other;
    }
}

/* The most that a free person is worth above a price of the core. */
static int64_t best_surplus(const struct repair *repair, int32_t person)
{
    const struct core_pairs *core = repair->core;
    int64_t best = 0;
    for (size_t at = core->row_start[person]; at < core->row_start[person + 1]; at++) {
        uint32_t pair = core->rows[at];
        int64_t surplus = weight_of(repair, person, pair) - repair->price[packed_need(pair)];
        best = surplus > best ? surplus : best;
    }
    return best;
}

/* ---- a seat is empty above its floor --------------------------------------------------------- */

static void come_by_column(struct repair *repair, int32_t to, int64_t distance)
{
    const struct holding *holding = repair->holding;
    const struct core_pairs *core = repair->core;
    size_t end = core->column_start[to + 1];
    for (size_t at = core->column_start[to]; at < end; at++) {
        struct column_pair item = core->columns[at];
        if (at + FETCH_AHEAD < end) {
            holding_fetch(holding, core->columns[at + FETCH_AHEAD].person);
            fetch_base(repair, core->columns[at + FETCH_AHEAD].person);
        }
        int32_t from = holding->need_of[item.person];
        if (from == to)
            continue;
        int64_t weight = weight_of(repair, item.person, item.pair);
        int64_t there = distance + (from < 0 ? 0 : surplus_of(repair, item.person)) -
                        (weight - repair->price[to]);
        if (from < 0)
            may_end(repair, (struct path_end){there, to, item.person, weight});
        else if (is_nearer(repair, from, there))
            reach(repair, from, (struct label){there, weight, item.person, to, false});
    }
}

static void search_from_need(struct repair *repair, int32_t start)
{
    int32_t need;
    int64_t distance;
    int64_t height = repair->price[start] - problem_floor(repair->holding->problem, (size_t)start);
    begin(repair, (struct path_end){height, start, NOBODY, 0});
    may_end(repair, (struct path_end){repair->most_fall, NOWHERE, NOBODY, 0});
    if (repair->end.distance > 0)
        reach(repair, start, (struct label){0, 0, NOBODY, NOWHERE, false});
    while (next_need(repair, &need, &distance)) {
        height = repair->price[need] - problem_floor(repair->holding->problem, (size_t)need);
        may_end(repair, (struct path_end){distance + height, need, NOBODY, 0});
        come_by_column(repair, need, distance);
    }
}

/* False: nobody comes before prices have fallen as far as they may. On the way, each leaves before
 * the one behind comes. */
static bool fill(struct repair *repair, int32_t start)
{
    search_from_need(repair, start);
    shift_prices(repair, -1);
    int32_t need = repair->end.need;
    if (need == NOWHERE)
        return false;
    int32_t comes = repair->end.person;
    int64_t weight = repair->end.weight;
    while (need != start) {
        struct label label = repair->labels[need];
        holding_leave(repair->holding, label.person);
        if (comes != NOBODY)
            holding_seat(repair->holding, comes, need, weight);
        comes = label.person;
        weight = label.weight;
        need = label.other;
    }
    if (comes != NOBODY)
        holding_seat(repair->holding, comes, need, weight);
    return true;
}

static bool is_wanting(const struct repair *repair, size_t need)
{
    const struct holding *holding = repair->holding;
    return !holding_is_full(holding, (int32_t)need) &&
           repair->price[need] > problem_floor(holding->problem, need);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* 1, or 0 where they sit or are worth no more than a price. */
static uint64_t place_if_worth(struct repair *repair, int32_t person)
{
    int64_t surplus = repair->holding->need_of[person] < 0 ? best_surplus(repair, person) : 0;
    if (surplus > 0)
        place(repair, person, surplus);
    return surplus > 0;
}

/* A whole row may have joined: its person is asked once, and all of it looked at. */
static uint64_t place_joined(struct repair *repair, const struct pair_list *joined)
{
    uint64_t count = 0;
    int32_t asked = NOBODY;
    for (size_t at = 0; at < joined->count; at++) {
        if (joined->items[at].person != asked)
            count += place_if_worth(repair, joined->items[at].person);
        asked = joined->items[at].person;
    }
    return count;
}

static uint64_t place_all(struct repair *repair, const struct pair_list *joined)
{
    size_t people = repair->holding->problem->person_count;
    uint64_t count = 0;
    if (joined != NULL)
        return place_joined(repair, joined);
    for (size_t i = 0; i < people; i++)
        count += place_if_worth(repair, (int32_t)i);
    return count;
}

static uint64_t fill_all(struct repair *repair, bool *ret_done)
{
    uint64_t count = 0;
    *ret_done = true;
    for (size_t j = 0; j < repair->holding->problem->need_count; j++) {
        bool comes = true;
        for (; comes && is_wanting(repair, j); count += comes)
            comes = fill(repair, (int32_t)j);
        *ret_done = *ret_done && comes;
    }
    return count;
}

uint64_t repair_all(struct repair *repair, const struct core_pairs *core,
                    const struct pair_list *joined, int64_t most_fall, bool *ret_done)
{
    repair->core = core;
    repair->most_fall = most_fall;
    uint64_t placed = place_all(repair, joined);
    return placed + fill_all(repair, ret_done);
}
