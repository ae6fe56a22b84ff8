#include "core/match/refine/refine.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/refine/repair.h"

/* For an empty seat, prices fall by no more than anybody's fit before all pairs are looked at:
 * where only the core lacks who would come, they would fall by whole classes, and draw everybody
 * in. Then by so many times more at each look: a class step of ten thousand needs is as much. */
enum { FURTHER = 100000 };

static int64_t fall_further(int64_t fall)
{
    return fall < INT64_MAX / FURTHER ? fall * FURTHER : INT64_MAX;
}

/* Where the person sat before, if they are as well off there as anywhere, or -1. */
static int32_t old_seat(const struct problem *problem, struct rows rows, const int64_t *price,
                        size_t person)
{
    int32_t base = problem->base_need != NULL ? problem->base_need[person] : -1;
    int64_t there = -1;
    int64_t best = 0;
    if (base < 0 || problem->seats[base] == 0)
        return -1;
    for (size_t at = rows.start[person]; at < rows.start[person + 1]; at++) {
        int32_t need = (int32_t)packed_need(rows.pairs[at]);
        int64_t surplus = packed_fit(rows.pairs[at]) * problem->unit - price[need];
        best = surplus > best ? surplus : best;
        there = need == base ? surplus : there;
    }
    return there >= best ? base : -1;
}

/* People return to where they sat before, others as far as that leaves room. The prices of an
 * auction are too coarse to tell who is held: repair would find it out cycle by cycle. */
static int32_t *return_people(const struct problem *problem, struct rows rows, const int64_t *price,
                              const int32_t *need_of)
{
    int32_t *seat = cadre_calloc(problem->person_count, sizeof *seat);
    CADRE_FREE int32_t *filled = cadre_calloc(problem->need_count, sizeof *filled);
    for (size_t i = 0; i < problem->person_count; i++) {
        seat[i] = old_seat(problem, rows, price, i);
        if (seat[i] >= 0 && filled[seat[i]]++ >= problem->seats[seat[i]])
            seat[i] = -1;
    }
    for (size_t i = 0; i < problem->person_count; i++) {
        int32_t need = need_of[i];
        if (seat[i] < 0 && need >= 0 && filled[need] < problem->seats[need]) {
            seat[i] = need;
            filled[need]++;
        }
    }
    return seat;
}

struct rising {
    const struct problem *problem;
    struct rows rows;
    const int64_t *price;
    int32_t *seat;
    uint64_t count[PEOPLE_PARTS_MOST]; /* per part: who got up */
};

/* Whether at the prices another seat, or none, is better than the one that the person has. */
static bool is_discontent(const struct rising *rising, size_t person)
{
    int32_t need = rising->seat[person];
    int64_t best = 0;
    int64_t own = 0;
    if (need < 0)
        return false;
    for (size_t at = rising->rows.start[person]; at < rising->rows.start[person + 1]; at++) {
        uint32_t pair = rising->rows.pairs[at];
        int64_t worth =
            problem_weight(rising->problem, person, pair) - rising->price[packed_need(pair)];
        best = worth > best ? worth : best;
        own = (int32_t)packed_need(pair) == need ? worth : own;
    }
    return best > own;
}

static void rise_in_part(void *context, const struct people_part *part)
{
    struct rising *rising = context;
    uint64_t count = 0;
    for (size_t i = part->first; i < part->end; i++) {
        if (!is_discontent(rising, i))
            continue;
        rising->seat[i] = -1;
        count++;
    }
    rising->count[part->number] = count;
}

/* Whoever is discontent gets up; their number. */
static uint64_t unseat(struct rising *rising)
{
    uint64_t count = 0;
    people_parts_look(rising->problem, rising->rows, rise_in_part, rising);
    for (size_t part = 0; part < people_parts(rising->problem); part++)
        count += rising->count[part];
    return count;
}

/* Everybody to begin with: content at the prices, or free. */
static void seat_people(const struct problem *problem, struct rows rows, const int32_t *need_of,
                        const int64_t *price, struct refined *refined)
{
    CADRE_FREE int32_t *seat = return_people(problem, rows, price, need_of);
    struct rising rising = {
        .problem = problem, .rows = rows, .price = refined->price, .seat = seat};
    refined->unseated = unseat(&rising);
    refined->holding = holding_new(problem, rows, seat);
}

/* The violations join the core, and whoever they are of is free again. */
static void grow_core(struct refined *refined, struct core_pairs *core)
{
    struct holding *holding = refined->holding;
    const struct all_pairs *all = &refined->all;
    core_pairs_add(holding->problem, core, all->violations, all->violation_count);
    for (size_t at = 0; at < all->violation_count; at++) {
        if (holding->need_of[all->violations[at].person] < 0)
            continue;
        holding_leave(holding, all->violations[at].person);
        refined->unseated++;
    }
}

void refine(const struct problem *problem, struct core_pairs *core, const int32_t *need_of,
            const int64_t *price, struct refined *ret_refined)
{
    struct refined refined = {.price = problem_above_floors(problem, price)};
    seat_people(problem, core_pairs_rows(core), need_of, price, &refined);
    struct repair *repair = repair_new(refined.holding, refined.price);
    for (int64_t fall = FIT_MAX_BP * problem->unit;; fall = fall_further(fall)) {
        bool done;
        refined.repairs += repair_all(repair, core, fall, &done);
        all_pairs_look(refined.holding, refined.price, done ? core : NULL, &refined.all);
        refined.scans++;
        if (refined.all.violation_count == 0 && done)
            break;
        all_pairs_release_tight(&refined.all); /* the most memory beside the core's */
        grow_core(&refined, core);
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
