#include "core/match/engine.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "core/match/auction/auction.h"
#include "core/match/augment/augment.h"
#include "core/match/capped/capped.h"
#include "core/match/refine/equal_seats.h"
#include "core/match/refine/least_prices.h"
#include "core/match/refine/levels.h"
#include "core/match/refine/refine.h"
#include "core/match/refine/tie_key.h"
#include "core/match/warm.h"

/* Each phase on the pairs that were within `width` of their row's best after the one before; 0 = on
 * the core of that one, where a narrower one would hardly be smaller, and would have to be put in
 * order by need once more. The first step is coarse: what small ones would climb from nothing is
 * most of all bids. Prices fall once only, since needs that are left with empty seats invite people
 * by themselves. The cores stay wide, because refinement may still lower a price by hundreds of
 * basis points. */
struct phase {
    int32_t epsilon, fall, width;
};

static const struct phase phases[] = {
    {10000, 0, 0},
    {1000, 2500, 10000},
    {100, 0, 0},
    {8, 0, 6000},
};
enum {
    PHASE_COUNT = sizeof phases / sizeof *phases,
    SAMPLED_ROWS = 100,
    WARM_FALL = 800, /* of last month's prices, which some needs are worth less than */
    WIDTH_TAKEN_BACK = 8000,
    STEP_PARTS = 8, /* no finer parts of the step that fits come in are bid for, */
    HARDLY = 3,     /* and none that are so many times as coarse before them */
    PAIRS_A_THREAD = 1 << 20,
    PERCENT_BELOW = 30 /* of that step: so much below a whole price counts as that */
};

/* In units of the auction. */
struct fits {
    int32_t spread; /* the greatest difference */
    int32_t step;   /* all are multiples of it */
};

struct engine {
    const struct problem *problem;
    const struct engine_options *options;
    struct fits fits;
    struct auction *auction;
    struct levels levels; /* of_need NULL: none were needed */
    struct engine_effort effort;
};

void engine_tell_ended(const struct engine_options *options, enum engine_phase phase)
{
    if (options != NULL && options->ended != NULL)
        options->ended(options->context, phase);
}

void engine_tell_proven(const struct engine_options *options, int64_t fit_bp)
{
    const struct bound bound = {.fit_bp = fit_bp};
    if (options != NULL && options->bounded != NULL)
        options->bounded(options->context, &bound);
}

static void tell(const struct engine *engine, enum engine_phase phase)
{
    engine_tell_ended(engine->options, phase);
}

static bool wants_bound(const struct engine *engine)
{
    return engine->options != NULL && engine->options->bounded != NULL;
}

static void tell_proven(const struct engine *engine, const struct holding *holding)
{
    if (wants_bound(engine))
        engine_tell_proven(engine->options, holding_objective(holding).fit_bp);
}

/* Seats were left empty: which ones must be, and who may not be left out? */
static void find_levels(struct engine *engine)
{
    size_t people = engine->problem->person_count;
    CADRE_FREE int32_t *need_of = cadre_calloc(people, sizeof *need_of);
    memcpy(need_of, auction_need_of(engine->auction), people * sizeof *need_of);
    levels_find(engine->problem, need_of, &engine->levels);
    auction_take_levels(engine->auction, &engine->levels, need_of);
    engine->effort.exchanges = (uint64_t)engine->levels.exchanges;
}

/* Nearly always `step`, which the first division tells. */
static uint32_t common_divisor(uint32_t fit, uint32_t step)
{
    while (step != 0) {
        uint32_t rest = fit % step;
        fit = step;
        step = rest;
    }
    return fit;
}

/* Of people here and there; the steps are a guess for all others. */
static struct fits look_at_fits(const struct problem *problem)
{
    size_t apart = problem->person_count / SAMPLED_ROWS + 1;
    uint32_t least = FIT_MAX_BP;
    uint32_t most = 0;
    uint32_t step = 0;
    for (size_t i = 0; i < problem->person_count; i += apart) {
        for (size_t at = problem->rows.start[i]; at < problem->rows.start[i + 1]; at++) {
            uint32_t fit = (uint32_t)packed_fit(problem->rows.pairs[at]);
            least = fit < least ? fit : least;
            most = fit > most ? fit : most;
            step = step != 1 ? common_divisor(fit, step) : 1;
        }
    }
    return (struct fits){.spread = most > least ? (int32_t)(most - least) * AUCTION_SCALE : 0,
                         .step = (int32_t)(step > 0 ? step : 1) * AUCTION_SCALE};
}

/* Steps far above what fits differ by would only mix up who is worth more. */
static int first_phase(const struct engine *engine)
{
    int first = 0;
    while (first < PHASE_COUNT - 1 && phases[first].epsilon > engine->fits.spread / 2)
        first++;
    return first;
}

/* What fits differ by, if at all, need not be told apart any finer. */
static bool is_fine(const struct engine *engine, int at)
{
    return phases[at].epsilon <= HARDLY * (engine->fits.step / STEP_PARTS);
}

static bool hold_phase(struct engine *engine, int at, int32_t fall)
{
    int32_t fine = engine->fits.step / STEP_PARTS;
    return auction_phase(engine->auction, is_fine(engine, at) ? fine : phases[at].epsilon, fall);
}

/* Where fit comes in steps, bids would break the ties that last month's prices keep. */
static bool begin_warm(struct engine *engine)
{
    const struct engine_options *options = engine->options;
    if (options == NULL || options->warm_price == NULL)
        return false;
    const int32_t *need_of =
        options->warm_need_of != NULL ? options->warm_need_of : engine->problem->base_need;
    if (need_of == NULL || !warm_start(engine->problem, options->warm_price, need_of,
                                       &engine->auction, &engine->levels))
        return false;
    if (!is_fine(engine, PHASE_COUNT - 1)) {
        hold_phase(engine, PHASE_COUNT - 1, WARM_FALL);
        auction_invite(engine->auction);
    }
    return true;
}

/* Where fit comes in steps, many pairs are a whole step below their row's best, about the width of
 * a core: what the last one lacks would all be left to refinement. */
static void begin_cold(struct engine *engine)
{
    engine->auction = auction_new(engine->problem, NULL);
    int at = first_phase(engine);
    bool more = hold_phase(engine, at, 0);
    tell(engine, ENGINE_AUCTION);
    if (auction_has_empty_seats(engine->auction))
        find_levels(engine);
    tell(engine, ENGINE_LEVELS);
    while (more && ++at < PHASE_COUNT) {
        bool taken_back =
            is_fine(engine, at) && auction_take_back(engine->auction, WIDTH_TAKEN_BACK);
        int32_t width = taken_back ? WIDTH_TAKEN_BACK : phases[at].width;
        if (width > 0)
            auction_shrink(engine->auction, width);
        more = hold_phase(engine, at, phases[at].fall) && !is_fine(engine, at);
        auction_invite(engine->auction);
    }
}

/* Where fit comes in steps, so do optimal prices, but for who is held. Fractions that the last
 * phase left would only send people away in whom nothing is wrong. Most of them are above the right
 * price, since people outbid each other, some a little below, after an invitation. */
static int64_t whole_price(int64_t price, int64_t step)
{
    price += step * PERCENT_BELOW / 100;
    int64_t rest = price % step;
    return (price - (rest < 0 ? rest + step : rest)) / AUCTION_SCALE;
}

/* In units of w', whole class steps put back. */
static int64_t *price_of_auction(const struct engine *engine)
{
    const struct problem *problem = engine->problem;
    int64_t *ret = cadre_calloc(problem->need_count, sizeof *ret);
    for (size_t j = 0; j < problem->need_count; j++) {
        int level = engine->levels.of_need != NULL ? engine->levels.of_need[j] : 0;
        if (problem->seats[j] > 0)
            ret[j] =
                level * problem->class_step +
                whole_price(auction_price(engine->auction, j), engine->fits.step) * problem->unit;
    }
    return ret;
}

/* Of a warm start (per person), or NULL: where a price became lower since, anybody may be. */
static bool *who_is_restless(const struct engine *engine)
{
    CADRE_FREE bool *restless = auction_take_restless(engine->auction);
    for (size_t j = 0; j < engine->problem->need_count; j++) {
        int64_t price = auction_price(engine->auction, j);
        if (engine->problem->seats[j] > 0 &&
            whole_price(price, engine->fits.step) * AUCTION_SCALE < price)
            return NULL;
    }
    bool *ret = restless;
    restless = NULL;
    return ret;
}

static void tell_auction_bound(const struct engine *engine)
{
    if (!wants_bound(engine))
        return;
    CADRE_FREE int64_t *price = price_of_auction(engine);
    const struct bound bound = bound_of(engine->problem, auction_need_of(engine->auction), price);
    engine->options->bounded(engine->options->context, &bound);
}

static void hold_auction(struct engine *engine)
{
    engine->fits = look_at_fits(engine->problem);
    if (!begin_warm(engine))
        begin_cold(engine);
    engine->effort.bids = auction_bids(engine->auction);
    engine->effort.core_pairs = auction_core(engine->auction).start[engine->problem->person_count];
    tell_auction_bound(engine);
    tell(engine, ENGINE_AUCTION);
}

static void refine_auction(struct engine *engine, struct refined *ret_refined)
{
    CADRE_FREE int64_t *price = price_of_auction(engine);
    CADRE_FREE int32_t *need_of = auction_take_need_of(engine->auction);
    CADRE_FREE bool *restless = who_is_restless(engine);
    struct core_pairs *core = auction_take_core(engine->auction);
    struct left_out *left_out = auction_take_left_out(engine->auction);
    auction_free(engine->auction); /* refinement takes the most memory: nothing idle beside it */
    levels_release(&engine->levels);
    refine(engine->problem, core, left_out, need_of, restless, price, ret_refined);
    engine->effort.unseated = ret_refined->unseated;
    engine->effort.repairs = ret_refined->repairs;
    engine->effort.scans = ret_refined->scans;
    tell_proven(engine, ret_refined->holding);
    tell(engine, ENGINE_REFINE);
}

/* False: it is not of the kind, or was found to be too hard. */
static bool augment_paths(struct engine *engine, struct refined *ret_refined)
{
    struct augment_effort effort = {0};
    if (!augment_suits(engine->problem) || !augment(engine->problem, ret_refined, &effort))
        return false;
    engine->effort = (struct engine_effort){
        .bids = effort.bids,
        .core_pairs = engine->problem->rows.start[engine->problem->person_count],
        .unseated = ret_refined->unseated,
        .repairs = effort.searches + ret_refined->repairs,
        .scans = ret_refined->scans,
    };
    tell_proven(engine, ret_refined->holding);
    tell(engine, ENGINE_AUGMENT);
    return true;
}

void engine_solve_problem(const struct problem *problem, const struct engine_options *options,
                          struct arena *arena, struct assignment *ret_assignment,
                          struct engine_effort *ret_effort)
{
    struct problem own = *problem;
    own.threads = options != NULL ? options->threads : 1;
    problem = &own;
    struct engine engine = {.problem = problem, .options = options};
    struct refined refined;
    int64_t *least = arena_calloc(arena, problem->need_count, sizeof *least);
    int32_t *need_of = arena_calloc(arena, problem->person_count, sizeof *need_of);
    if (!augment_paths(&engine, &refined)) {
        hold_auction(&engine);
        refine_auction(&engine, &refined);
    }
    least_prices(&refined, least);
    tell(&engine, ENGINE_LEAST_PRICES);
    engine.effort.ties = tie_key_settle(refined.holding, refined.price, refined.all.tight);
    tell(&engine, ENGINE_TIE_KEY);
    equal_seats_settle(refined.holding, refined.price, refined.all.tight);
    tell(&engine, ENGINE_EQUAL_SEATS);
    if (problem->person_count > 0)
        memcpy(need_of, refined.holding->need_of, problem->person_count * sizeof *need_of);
    *ret_assignment = (struct assignment){
        .need_of = need_of, .price = least, .objective = holding_objective(refined.holding)};
    refined_release(&refined);
    if (ret_effort != NULL)
        *ret_effort = engine.effort;
}

size_t engine_threads(const struct instance *instance)
{
    return parallel_threads(instance->row_start[instance->person_count], PAIRS_A_THREAD);
}

void engine_solve(const struct instance *instance, const struct engine_options *options,
                  struct arena *arena, struct assignment *ret_assignment)
{
    if (instance->caps != NULL) {
        capped_solve(instance, options, arena, ret_assignment, NULL);
        return;
    }
    assert(instance_is_within_bounds(instance));
    struct problem problem = problem_of(instance);
    engine_solve_problem(&problem, options, arena, ret_assignment, NULL);
}
