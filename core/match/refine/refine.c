#include "core/match/refine/refine.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/refine/repair.h"
#include "core/match/refine/support.h"

/* For an empty seat, prices fall by no more than anybody's fit before all pairs are looked at:
 * where only the core lacks who would come, they would fall by whole classes, and draw everybody
 * in. Then by so many times more at each look. */
enum { FURTHER = 1000 };

static int64_t fall_further(int64_t fall)
{
    return fall < INT64_MAX / FURTHER ? fall * FURTHER : INT64_MAX;
}

/* The violations join the core, and whoever they are of is free again. */
static struct core_pairs *grow_core(struct refined *refined, struct core_pairs *core)
{
    struct holding *holding = refined->holding;
    const struct all_pairs *all = &refined->all;
    struct core_pairs *grown = core_pairs_new(holding->problem, core_pairs_rows(core),
                                              all->violations, all->violation_count);
    for (size_t at = 0; at < all->violation_count; at++) {
        if (holding->need_of[all->violations[at].person] < 0)
            continue;
        holding_leave(holding, all->violations[at].person);
        refined->unseated++;
    }
    core_pairs_free(core);
    return grown;
}

void refine(const struct problem *problem, struct core_pairs *core, const int32_t *need_of,
            const int64_t *price, struct refined *ret_refined)
{
    size_t needs = problem->need_count;
    struct refined refined = {
        .holding = holding_new(problem, core_pairs_rows(core), need_of),
        .price = cadre_calloc(needs, sizeof *refined.price),
    };
    struct repair *repair = repair_new(refined.holding, refined.price);
    for (size_t j = 0; j < needs; j++) {
        int64_t floor = problem_floor(problem, j);
        refined.price[j] = price[j] > floor ? price[j] : floor;
    }
    refined.unseated = support(refined.holding, core, refined.price);
    for (int64_t fall = FIT_MAX_BP * problem->unit;; fall = fall_further(fall)) {
        bool done;
        refined.repairs += repair_all(repair, core, fall, &done);
        all_pairs_look(refined.holding, refined.price, &refined.all);
        refined.scans++;
        if (refined.all.violation_count == 0 && done)
            break;
        core = grow_core(&refined, core);
        all_pairs_release(&refined.all);
    }
    repair_free(repair);
    core_pairs_free(core);
    *ret_refined = refined;
}

void refined_release(struct refined *refined)
{
    holding_free(refined->holding);
    free(refined->price);
    all_pairs_release(&refined->all);
    *refined = (struct refined){0};
}
