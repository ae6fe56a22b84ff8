#include "core/match/capped/capped.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/capped/cap_flow.h"
#include "core/match/capped/cap_least.h"
#include "core/match/capped/cap_lottery.h"
#include "core/match/capped/cap_restore.h"
#include "core/match/capped/cap_seats.h"

struct capped {
    const struct instance *instance;
    const struct engine_options *options;
    struct cap_flow *flow;
    struct capped_effort effort;
};

/* ---- without caps ---------------------------------------------------------------------------- */

/* Pairs that no cap shuts out for good, so that no work is spent on seating people there. */
static void leave_out_closed(const struct cap_flow *flow, struct instance *plain,
                             struct arena *arena)
{
    size_t *row_start = arena_calloc(arena, plain->person_count + 1, sizeof *row_start);
    struct pair *items = arena_calloc(arena, plain->row_start[plain->person_count], sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < plain->person_count; i++) {
        bool out = flow->closed[flow->home[i]];
        for (size_t at = plain->row_start[i]; at < plain->row_start[i + 1] && !out; at++) {
            if (!flow->closed[cap_flow_entry(flow, i, plain->items[at].need)])
                items[count++] = plain->items[at];
        }
        row_start[i + 1] = count;
    }
    plain->row_start = row_start;
    plain->items = items;
}

static bool is_anything_closed(const struct cap_flow *flow)
{
    for (int32_t v = 0; v < flow->root; v++) {
        if (flow->closed[v])
            return true;
    }
    return false;
}

/* The same without caps, and with equal class steps. */
static struct instance plain_of(const struct cap_flow *flow, struct arena *arena)
{
    struct instance plain = *flow->instance;
    int64_t *bonus = arena_calloc(arena, INSTANCE_CLASS_COUNT, sizeof *bonus);
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        bonus[class] = (INSTANCE_CLASS_COUNT - class) * instance_class_step(flow->instance);
    plain.caps = NULL;
    plain.class_bonus = bonus;
    if (is_anything_closed(flow))
        leave_out_closed(flow, &plain, arena);
    return plain;
}

/* A price with the bonuses of caps.h in the place of whole class steps. */
static int64_t price_with_bonuses(const struct instance *instance, int64_t price)
{
    int64_t step = instance_class_step(instance);
    int64_t level = (step / 2 - price) / step;
    int64_t rest = price + level * step;
    return rest - (level > 0 ? instance->class_bonus[INSTANCE_CLASS_COUNT - level] : 0);
}

static void take_plain_optimum(struct capped *capped)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct instance *instance = capped->instance;
    const struct instance plain = plain_of(capped->flow, scratch);
    struct engine_options options =
        capped->options != NULL ? *capped->options : (struct engine_options){0};
    struct assignment found;
    options.bounded = NULL; /* what is best without limits tells nothing of what is with them */
    engine_solve(&plain, &options, scratch, &found);
    for (size_t j = 0; j < instance->need_count; j++)
        found.price[j] = price_with_bonuses(instance, found.price[j]);
    cap_flow_seat_all(capped->flow, found.need_of);
    cap_flow_take_prices(capped->flow, found.price, NULL, NULL);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static struct assignment assignment_of(const struct cap_flow *flow, struct arena *arena)
{
    const struct instance *instance = flow->instance;
    struct assignment found = {
        .need_of = arena_calloc(arena, instance->person_count, sizeof *found.need_of),
        .price = arena_calloc(arena, instance->need_count, sizeof *found.price),
        .cap_price = arena_calloc(arena, instance->caps->count, sizeof *found.cap_price),
        .open_price = arena_calloc(arena, instance->need_count, sizeof *found.open_price),
    };
    for (size_t i = 0; i < instance->person_count; i++)
        found.need_of[i] = flow->seat[i] != CAP_FLOW_NONE ? flow->need_of[flow->seat[i]] : -1;
    cap_flow_prices(flow, found.price, found.cap_price, found.open_price);
    found.objective = instance_objective(instance, found.need_of);
    return found;
}

/* From an optimal flow, whatever its prices are and whomever it seats, to the one that is meant. */
static void settle(struct capped *capped, struct arena *arena, struct assignment *ret_assignment)
{
    struct cap_flow *flow = capped->flow;
    engine_tell_ended(capped->options, ENGINE_REFINE);
    cap_least_prices(flow);
    engine_tell_ended(capped->options, ENGINE_LEAST_PRICES);
    struct cap_equals equals = cap_equals_of(flow);
    capped->effort.ties = cap_lottery_settle(flow, &equals);
    engine_tell_ended(capped->options, ENGINE_TIE_KEY);
    cap_seats_settle(flow, &equals);
    cap_equals_release(&equals);
    *ret_assignment = assignment_of(flow, arena);
    engine_tell_proven(capped->options, ret_assignment->objective.fit_bp);
    engine_tell_ended(capped->options, ENGINE_EQUAL_SEATS);
}

void capped_solve(const struct instance *instance, const struct engine_options *options,
                  struct arena *arena, struct assignment *ret_assignment,
                  struct capped_effort *ret_effort)
{
    assert(instance->caps != NULL && instance_is_within_bounds(instance));
    CADRE_CLEANUP(cap_flow_cleanup) struct cap_flow *flow = cap_flow_new(instance);
    struct capped capped = {.instance = instance, .options = options, .flow = flow};
    take_plain_optimum(&capped);
    capped.effort.overfull = cap_restore(flow);
    settle(&capped, arena, ret_assignment);
    if (ret_effort != NULL)
        *ret_effort = capped.effort;
}

void capped_solve_more(const struct instance *instance, const struct assignment *of_fewer,
                       const struct engine_options *options, struct arena *arena,
                       struct assignment *ret_assignment)
{
    assert(instance->caps != NULL && instance_is_within_bounds(instance));
    CADRE_CLEANUP(cap_flow_cleanup) struct cap_flow *flow = cap_flow_new(instance);
    struct capped capped = {.instance = instance, .options = options, .flow = flow};
    cap_flow_seat_all(flow, of_fewer->need_of);
    cap_flow_take_prices(flow, of_fewer->price, of_fewer->cap_price, of_fewer->open_price);
    cap_restore_pairs(flow);
    settle(&capped, arena, ret_assignment);
}
