#include "core/match/refine.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/core_pairs.h"
#include "core/match/repair.h"
#include "core/match/support.h"

/* Above what anybody is worth: needs without seats tempt nobody. */
#define OUT_OF_REACH (INT64_MAX / 2)

struct scan {
    const struct problem *problem;
    const struct holding *holding;
    int64_t *price; /* per need, OUT_OF_REACH without seats */
    struct refined *refined;
    size_t tied_capacity;
    struct added_pair *added;
    size_t added_count, added_capacity;
};

static void add_violation(struct scan *scan, size_t person, uint32_t pair)
{
    scan->added =
        cadre_grow(scan->added, &scan->added_capacity, scan->added_count + 1, sizeof *scan->added);
    scan->added[scan->added_count++] = (struct added_pair){(int32_t)person, pair};
}

static void add_tied(struct scan *scan, size_t person)
{
    struct refined *refined = scan->refined;
    refined->tied = cadre_grow(refined->tied, &scan->tied_capacity, refined->tied_count + 1,
                               sizeof *refined->tied);
    refined->tied[refined->tied_count++] = (int32_t)person;
}

static void scan_seated(struct scan *scan, size_t person)
{
    const struct problem *problem = scan->problem;
    const struct holding *holding = scan->holding;
    int64_t own = holding->weight[person] - scan->price[holding->need_of[person]];
    for (size_t at = problem->rows.start[person]; at < problem->rows.start[person + 1]; at++) {
        uint32_t pair = problem->rows.pairs[at];
        if (problem_weight(problem, person, pair) - scan->price[packed_need(pair)] > own)
            add_violation(scan, person, pair);
    }
}

static void scan_free(struct scan *scan, size_t person)
{
    const struct problem *problem = scan->problem;
    int64_t *best_free = scan->refined->best_free;
    int64_t most = -1;
    for (size_t at = problem->rows.start[person]; at < problem->rows.start[person + 1]; at++) {
        uint32_t pair = problem->rows.pairs[at];
        uint32_t need = packed_need(pair);
        int64_t weight = problem_weight(problem, person, pair);
        int64_t surplus = weight - scan->price[need];
        if (weight > best_free[need])
            best_free[need] = weight;
        if (surplus > most)
            most = surplus;
        if (surplus > 0)
            add_violation(scan, person, pair);
    }
    if (most == 0)
        add_tied(scan, person);
}

static void scan_all(struct scan *scan)
{
    struct refined *refined = scan->refined;
    const struct problem *problem = scan->problem;
    refined->scans++;
    refined->tied_count = 0;
    scan->added_count = 0;
    for (size_t j = 0; j < problem->need_count; j++) {
        refined->best_free[j] = INT64_MIN;
        scan->price[j] = problem->seats[j] > 0 ? refined->price[j] : OUT_OF_REACH;
    }
    for (size_t i = 0; i < problem->person_count; i++) {
        if (scan->holding->need_of[i] < 0)
            scan_free(scan, i);
        else
            scan_seated(scan, i);
    }
}

/* The violations join the core, and whoever they are of is free again. */
static struct core_pairs *grow_core(struct scan *scan, struct core_pairs *core)
{
    struct core_pairs *grown =
        core_pairs_new(scan->problem, core_pairs_rows(core), scan->added, scan->added_count);
    for (size_t at = 0; at < scan->added_count; at++) {
        if (scan->holding->need_of[scan->added[at].person] < 0)
            continue;
        holding_leave(scan->refined->holding, scan->added[at].person);
        scan->refined->unseated++;
    }
    core_pairs_free(core);
    return grown;
}

void refine(const struct problem *problem, struct rows core_rows, const int32_t *need_of,
            const int64_t *price, struct refined *ret_refined)
{
    size_t needs = problem->need_count;
    CADRE_FREE int64_t *scanned = cadre_calloc(needs, sizeof *scanned);
    struct refined refined = {
        .holding = holding_new(problem, need_of),
        .price = cadre_calloc(needs, sizeof *refined.price),
        .best_free = cadre_calloc(needs, sizeof *refined.best_free),
    };
    struct scan scan = {
        .problem = problem, .holding = refined.holding, .price = scanned, .refined = &refined};
    struct core_pairs *core = core_pairs_new(problem, core_rows, NULL, 0);
    struct repair *repair = repair_new(refined.holding, refined.price);
    for (size_t j = 0; j < needs; j++) {
        int64_t floor = problem_floor(problem, j);
        refined.price[j] = price[j] > floor ? price[j] : floor;
    }
    refined.unseated = support(refined.holding, core, refined.price);
    for (;;) {
        refined.repairs += repair_all(repair, core);
        scan_all(&scan);
        if (scan.added_count == 0)
            break;
        core = grow_core(&scan, core);
    }
    repair_free(repair);
    core_pairs_free(core);
    free(scan.added);
    *ret_refined = refined;
}

void refined_release(struct refined *refined)
{
    holding_free(refined->holding);
    free(refined->price);
    free(refined->tied);
    free(refined->best_free);
    *refined = (struct refined){0};
}
