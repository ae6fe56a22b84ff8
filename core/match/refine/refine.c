#include "core/match/refine/refine.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/refine/repair.h"

/* For an empty seat, prices fall by no more than anybody's fit before all pairs are looked at:
 * where only the core lacks who would come, they would fall by whole classes, and draw everybody
 * in. Then by so many times more at each look: a class step of ten thousand needs is as much. */
enum { FURTHER = 100000 };

/* Fewer take no longer to look at than to note what is left out of them. */
enum { MANY_PAIRS = 1 << 19 };

static int64_t fall_further(int64_t fall)
{
    return fall < INT64_MAX / FURTHER ? fall * FURTHER : INT64_MAX;
}

/* Where the person sat before, if they are as well off there as anywhere, or -1. */
static int32_t old_seat(const struct problem *problem, struct rows rows, const int64_t *price,
                        size_t person)
{
    int32_t base = problem_base(problem, person);
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

/* Whoever is free now and may be worth more than a price: with no pair in particular. */
static struct pair_list ask_restless(const struct refined *refined, const int32_t *need_of,
                                     const bool *restless)
{
    const struct holding *holding = refined->holding;
    struct pair_list asked = {0};
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        if (holding->need_of[i] < 0 && (restless[i] || need_of[i] >= 0))
            pair_list_add(&asked, i, 0);
    }
    return asked;
}

/* How much more than now the pair would be worth to its person. */
static int64_t gain_of(const struct refined *refined, struct listed_pair listed)
{
    const struct holding *holding = refined->holding;
    int32_t need = holding->need_of[listed.person];
    int64_t own = need < 0 ? 0 : holding->weight[listed.person] - refined->price[need];
    return problem_weight(holding->problem, (size_t)listed.person, listed.pair) -
           refined->price[packed_need(listed.pair)] - own;
}

/* Pairs join the core, and whoever would rather have one of them is free again. */
static void grow_core(struct refined *refined, struct core_pairs *core,
                      const struct pair_list *pairs)
{
    struct holding *holding = refined->holding;
    core_pairs_add(holding->problem, core, pairs);
    for (size_t at = 0; at < pairs->count; at++) {
        int32_t person = pairs->items[at].person;
        if (holding->need_of[person] < 0 || gain_of(refined, pairs->items[at]) <= 0)
            continue;
        holding_leave(holding, person);
        refined->unseated++;
    }
}

/* Those of which the gain is `least` or more, at prices of all_pairs_reached. Nobody is worth less
 * than nothing where they sit, so that few are looked up. */
static struct pair_list list_near(const struct refined *refined, const struct core_pairs *core,
                                  const struct left_out *left_out, const int64_t *reached,
                                  int64_t least)
{
    int64_t unit = left_out->problem->unit;
    struct pair_list near = {0};
    for (size_t at = 0; at < left_out->listed.count; at++) {
        struct listed_pair listed = left_out->listed.items[at];
        int64_t most = packed_fit(listed.pair) * unit + 1 - reached[packed_need(listed.pair)];
        if (most >= least && gain_of(refined, listed) >= least &&
            !core_pairs_has(core, (size_t)listed.person, listed.pair))
            pair_list_add(&near, (size_t)listed.person, listed.pair);
    }
    return near;
}

static bool any_gains(const struct refined *refined, const struct pair_list *near)
{
    for (size_t at = 0; at < near->count; at++) {
        if (gain_of(refined, near->items[at]) > 0)
            return true;
    }
    return false;
}

/* The others are of use only where repair goes on. */
static void keep_tight(const struct refined *refined, struct pair_list *near)
{
    size_t kept = 0;
    for (size_t at = 0; at < near->count; at++) {
        near->items[kept] = near->items[at];
        kept += gain_of(refined, near->items[at]) == 0;
    }
    near->count = kept;
}

/* Listed pairs that are near what their people have by now join the core, *ret_joined; where all is
 * `done`, and nobody would rather have one, those alone that are worth as much. False: nobody
 * would. */
static bool take_listed(struct refined *refined, struct core_pairs *core, struct left_out *left_out,
                        bool done, struct pair_list *ret_joined)
{
    const struct problem *problem = left_out->problem;
    CADRE_FREE int64_t *reached = all_pairs_reached(problem, refined->price);
    left_out_list_fallen(left_out, reached);
    struct pair_list near =
        list_near(refined, core, left_out, reached, -left_out->width * problem->unit);
    bool any = any_gains(refined, &near);
    if (done && !any)
        keep_tight(refined, &near);
    if (near.count > 0)
        grow_core(refined, core, &near);
    pair_list_release(ret_joined);
    *ret_joined = near;
    return any;
}

/* At all pairs; false: it goes on, since there are violations, which joined the core, or a seat is
 * still empty. */
static bool look(struct refined *refined, struct core_pairs *core, struct left_out *left_out,
                 bool done, struct pair_list *ret_joined)
{
    struct all_pairs *all = &refined->all;
    if (left_out != NULL)
        all_pairs_look_beyond(refined->holding, refined->price, done ? core : NULL, left_out, all);
    else
        all_pairs_look(refined->holding, refined->price, done ? core : NULL, all);
    refined->scans++;
    if (all->violations.count == 0 && done)
        return true;
    all_pairs_release_tight(all); /* the most memory beside the core's */
    grow_core(refined, core, &all->violations);
    pair_list_release(ret_joined);
    *ret_joined = all->violations;
    all->violations = (struct pair_list){0};
    all_pairs_release(all);
    return false;
}

/* Whether to spare a look at all pairs is worth what it takes. */
static bool has_many_pairs(const struct problem *problem)
{
    return problem->rows.start[problem->person_count] >= MANY_PAIRS;
}

void refine(const struct problem *problem, struct core_pairs *core, struct left_out *left_out,
            const int32_t *need_of, const bool *restless, const int64_t *price,
            struct refined *ret_refined)
{
    struct refined refined = {.price = problem_above_floors(problem, price)};
    seat_people(problem, core_pairs_rows(core), need_of, price, &refined);
    struct repair *repair = repair_new(refined.holding, refined.price);
    CADRE_CLEANUP(pair_list_release) struct pair_list joined = {0};
    bool everybody = restless == NULL;
    bool done;
    if (!everybody)
        joined = ask_restless(&refined, need_of, restless);
    for (int64_t fall = FIT_MAX_BP * problem->unit;; fall = fall_further(fall), everybody = false) {
        refined.repairs += repair_all(repair, core, everybody ? NULL : &joined, fall, &done);
        if (left_out == NULL && done && has_many_pairs(problem)) {
            left_out = all_pairs_leave_out(refined.holding, refined.price, core);
            refined.scans += left_out != NULL;
        }
        if (left_out != NULL && take_listed(&refined, core, left_out, done, &joined))
            continue;
        if (look(&refined, core, left_out, done, &joined))
            break;
    }
    repair_free(repair);
    if (left_out == NULL) {
        core_pairs_free(core);
        core = NULL;
    }
    refined.core = core;
    refined.left_out = left_out;
    *ret_refined = refined;
}

void refined_release(struct refined *refined)
{
    holding_free(refined->holding);
    free(refined->price);
    all_pairs_release(&refined->all);
    core_pairs_free(refined->core);
    left_out_free(refined->left_out);
    *refined = (struct refined){0};
}
