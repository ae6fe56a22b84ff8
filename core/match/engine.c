#include "core/match/engine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/auction/auction.h"
#include "core/match/capped/capped.h"
#include "core/match/refine/equal_seats.h"
#include "core/match/refine/least_prices.h"
#include "core/match/refine/levels.h"
#include "core/match/refine/refine.h"
#include "core/match/refine/tie_key.h"

/* Each phase on the pairs that were within `width` of their row's best after the one before. The
 * first step is coarse: what small ones would climb from nothing is most of all bids. Prices fall
 * once only, since needs that are left with empty seats invite people by themselves. The cores stay
 * wide, because refinement may still lower a price by hundreds of basis points. */
struct phase {
    int32_t epsilon, fall, width;
};

static const struct phase phases[] = {
    {10000, 0, 0},
    {1000, 2500, 10000},
    {100, 0, 8000},
    {8, 0, 6000},
};
enum {
    PHASE_COUNT = sizeof phases / sizeof *phases,
    WARM_PHASE = 2, /* where an auction begins that knows prices */
    SPREAD_ROWS = 1000
};

struct engine {
    const struct problem *problem;
    const struct engine_options *options;
    struct auction *auction;
    struct levels levels; /* of_need NULL: none were needed */
    struct engine_effort effort;
};

static void tell(const struct engine *engine, enum engine_phase phase)
{
    if (engine->options != NULL && engine->options->ended != NULL)
        engine->options->ended(engine->options->context, phase);
}

/* Seats were left empty: which ones must be, and who may not be left out? */
static void find_levels(struct engine *engine)
{
    struct holding *holding = holding_new(engine->problem, auction_need_of(engine->auction));
    levels_find(holding, &engine->levels);
    auction_take_levels(engine->auction, &engine->levels, holding->need_of);
    engine->effort.exchanges = (uint64_t)engine->levels.exchanges;
    holding_free(holding);
}

/* The greatest difference of fit, in units of the auction, among pairs of people here and there. */
static int32_t spread_of(const struct problem *problem)
{
    size_t step = problem->person_count / SPREAD_ROWS + 1;
    int64_t least = FIT_MAX_BP;
    int64_t most = 0;
    for (size_t i = 0; i < problem->person_count; i += step) {
        for (size_t at = problem->rows.start[i]; at < problem->rows.start[i + 1]; at++) {
            int64_t fit = packed_fit(problem->rows.pairs[at]);
            least = fit < least ? fit : least;
            most = fit > most ? fit : most;
        }
    }
    return most > least ? (int32_t)(most - least) * AUCTION_SCALE : 0;
}

/* Steps far above what fits differ by would only mix up who is worth more. */
static int first_phase(const struct engine *engine)
{
    bool warm = engine->options != NULL && engine->options->warm_price != NULL;
    int32_t spread = spread_of(engine->problem);
    int first = warm ? WARM_PHASE : 0;
    while (first < PHASE_COUNT - 1 && phases[first].epsilon > spread / 2)
        first++;
    return first;
}

static void hold_auction(struct engine *engine)
{
    int first = first_phase(engine);
    bool in_time = auction_phase(engine->auction, phases[first].epsilon, 0);
    tell(engine, ENGINE_AUCTION);
    if (auction_has_empty_seats(engine->auction))
        find_levels(engine);
    tell(engine, ENGINE_LEVELS);
    for (int at = first + 1; at < PHASE_COUNT && in_time; at++) {
        auction_shrink(engine->auction, phases[at].width);
        in_time = auction_phase(engine->auction, phases[at].epsilon, phases[at].fall);
        auction_invite(engine->auction);
    }
    engine->effort.bids = auction_bids(engine->auction);
    engine->effort.core_pairs = auction_core(engine->auction).start[engine->problem->person_count];
    tell(engine, ENGINE_AUCTION);
}

/* Fit comes in whole basis points, and so do optimal prices, but for who is held. Fractions that
 * the last steps left would only send people away in whom nothing is wrong. */
static int64_t whole_price(int64_t price)
{
    return (price - (price < 0 ? AUCTION_SCALE - 1 : 0)) / AUCTION_SCALE;
}

/* In units of w', whole class steps put back. */
static int64_t *price_of_auction(const struct engine *engine)
{
    const struct problem *problem = engine->problem;
    int64_t *ret = cadre_calloc(problem->need_count, sizeof *ret);
    for (size_t j = 0; j < problem->need_count; j++) {
        int level = engine->levels.of_need != NULL ? engine->levels.of_need[j] : 0;
        if (problem->seats[j] > 0)
            ret[j] = level * problem->class_step +
                     whole_price(auction_price(engine->auction, j)) * problem->unit;
    }
    return ret;
}

static void refine_auction(struct engine *engine, struct refined *ret_refined)
{
    CADRE_FREE int64_t *price = price_of_auction(engine);
    refine(engine->problem, auction_core(engine->auction), auction_need_of(engine->auction), price,
           ret_refined);
    engine->effort.unseated = ret_refined->unseated;
    engine->effort.repairs = ret_refined->repairs;
    engine->effort.scans = ret_refined->scans;
    auction_free(engine->auction);
    levels_release(&engine->levels);
    tell(engine, ENGINE_REFINE);
}

void engine_solve_problem(const struct problem *problem, const struct engine_options *options,
                          struct arena *arena, struct assignment *ret_assignment,
                          struct engine_effort *ret_effort)
{
    struct engine engine = {.problem = problem, .options = options};
    struct refined refined;
    int64_t *least = arena_calloc(arena, problem->need_count, sizeof *least);
    int32_t *need_of = arena_calloc(arena, problem->person_count, sizeof *need_of);
    engine.auction = auction_new(problem, options != NULL ? options->warm_price : NULL);
    hold_auction(&engine);
    refine_auction(&engine, &refined);
    least_prices(refined.holding, refined.price, least);
    tell(&engine, ENGINE_LEAST_PRICES);
    engine.effort.ties = tie_key_settle(refined.holding, refined.price, refined.all.tight);
    tell(&engine, ENGINE_TIE_KEY);
    equal_seats_settle(refined.holding, refined.price, refined.all.tight);
    tell(&engine, ENGINE_EQUAL_SEATS);
    if (problem->person_count > 0)
        memcpy(need_of, refined.holding->need_of, problem->person_count * sizeof *need_of);
    refined_release(&refined);
    *ret_assignment = (struct assignment){
        .need_of = need_of, .price = least, .objective = problem_objective(problem, need_of)};
    if (ret_effort != NULL)
        *ret_effort = engine.effort;
}

void engine_solve(const struct instance *instance, const struct engine_options *options,
                  struct arena *arena, struct assignment *ret_assignment)
{
    if (instance->caps != NULL) {
        capped_solve(instance, options, arena, ret_assignment, NULL);
        return;
    }
    if (!problem_holds(instance)) {
        assign_solve(instance, arena, ret_assignment);
        return;
    }
    uint32_t *pairs;
    struct problem problem = problem_of(instance, &pairs);
    engine_solve_problem(&problem, options, arena, ret_assignment, NULL);
    free(pairs);
}
