#include "cmd/steps/run/override_costs.h"

#include <stdlib.h>

#include "cmd/steps/run/run_solve.h"
#include "core/base/alloc.h"
#include "core/match/explain/lifting.h"
#include "core/match/kept/kept_pairs.h"
#include "core/pairs/wishes.h"
#include "reports/override_table.h"

/* ---- what they cost -------------------------------------------------------------------------- */

static struct objective less(const struct objective *left, const struct objective *right)
{
    struct objective difference = {.fit_bp = left->fit_bp - right->fit_bp,
                                   .held = left->held - right->held};
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        difference.filled[class] = left->filled[class] - right->filled[class];
    return difference;
}

/* By a match of its own, in the run's mode. */
static struct objective solve_without(const struct solved_run *solved,
                                      const struct override *overrides, size_t count)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct assignment assignment;
    const struct engine_options options = {.warm_price = solved->warm_price};
    if (solved->pairs_most > 0) {
        struct kept_solution kept;
        kept_pairs_solve_without(solved->snapshot, cap_sets_caps(solved->cap_sets), solved->stable,
                                 solved->pairs_most, overrides, count, &options, arena, &kept);
        return less(&kept.assignment.objective, &solved->objective);
    }
    const struct instance *lifted = overrides_lift(solved->instance, overrides, count, arena);
    if (solved->stable)
        lifted = instance_with_wishes(lifted, solved->snapshot, arena);
    run_solve_mode(lifted, solved->stable, options, arena, &assignment);
    return less(&assignment.objective, &solved->objective);
}

static struct override_price price_of(const struct snapshot *snapshot,
                                      const struct override *override)
{
    const struct person *person = &snapshot->people[override->person];
    const char *verdict = decision_verdict_code(override->decision->verdict);
    return (struct override_price){.natural_key = person->natural_key,
                                   .person_id = person->person_id,
                                   .owner = person->owner,
                                   .need_code = snapshot->needs[override->need].code,
                                   .verdict = str_view_of(verdict),
                                   .decided_on = override->decision->decided_on};
}

/* Each by an exchange, in an optimal match without limits. */
static void gains_by_exchange(const struct solved_run *solved, const struct override *overrides,
                              size_t count, struct arena *arena, struct objective *ret_gains)
{
    if (solved->pairs_most > 0) {
        kept_pairs_gains(solved->snapshot, solved->pairs, solved->instance, solved->need_of,
                         solved->price, overrides, count, ret_gains);
        return;
    }
    struct lifting *lifting = lifting_new(solved->instance, solved->need_of, solved->price, arena);
    for (size_t i = 0; i < count; i++)
        ret_gains[i] = lifting_gain(lifting, &overrides[i]);
}

/* Each by a match of its own: the first so many. */
static void gains_by_match(const struct solved_run *solved, const struct override *overrides,
                           size_t count, struct objective *ret_gains)
{
    for (size_t i = 0; i < count && i < OVERRIDE_SOLVES_MOST; i++)
        ret_gains[i] = solve_without(solved, &overrides[i], 1);
}

struct override_prices override_costs(const struct solved_run *solved, struct stages *stages,
                                      struct arena *arena)
{
    const struct override *overrides;
    size_t count = overrides_find(solved->snapshot, solved->pairs, arena, &overrides);
    if (count == 0)
        return (struct override_prices){0};
    stages_begin(stages, STAGE_PRICING);
    struct override_price *prices = arena_calloc(arena, count, sizeof *prices);
    struct objective *gains = arena_calloc(arena, count, sizeof *gains);
    bool by_match = solved->stable || solved->cap_sets != NULL;
    if (by_match)
        gains_by_match(solved, overrides, count, gains);
    else
        gains_by_exchange(solved, overrides, count, arena, gains);
    for (size_t i = 0; i < count; i++) {
        prices[i] = price_of(solved->snapshot, &overrides[i]);
        prices[i].known = !by_match || i < OVERRIDE_SOLVES_MOST;
        prices[i].gain = gains[i];
    }
    return (struct override_prices){
        prices, count, count == 1 ? prices[0].gain : solve_without(solved, overrides, count)};
}

/* ---- in words -------------------------------------------------------------------------------- */

/* The dearest first; of equal ones as they stand. */
static int by_gain(const void *left, const void *right)
{
    const struct override_price *const *a = left;
    const struct override_price *const *b = right;
    if ((*a)->known != (*b)->known)
        return (*a)->known ? -1 : 1;
    int order = objective_compare(&(*b)->gain, &(*a)->gain);
    return order != 0 ? order : (*a > *b) - (*a < *b);
}

static const char *line_of(const struct override_price *price, struct arena *arena)
{
    char day[CADRE_DATE_TEXT_SIZE];
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (price->known)
        report_add_cost(&price->gain, false, &words);
    else
        str_add_text(&words, "is not priced by itself");
    return arena_format(arena, "  %.*s of %.*s and %.*s, %s, %s", STR_VIEW_ARGS(price->verdict),
                        STR_VIEW_ARGS(price->person_id), STR_VIEW_ARGS(price->need_code),
                        cadre_date_format(price->decided_on, day), str_chars(&words));
}

size_t override_lines(const struct override_prices *prices, struct arena *arena,
                      const char *const **ret_lines)
{
    if (prices->count == 0)
        return 0;
    CADRE_CLEANUP(str_release) struct str words = {0};
    CADRE_FREE const struct override_price **sorted = cadre_calloc(prices->count, sizeof *sorted);
    const char **lines = arena_calloc(arena, OVERRIDE_LINES_MAX + 2, sizeof *lines);
    size_t count = 0;
    for (size_t i = 0; i < prices->count; i++)
        sorted[i] = &prices->items[i];
    qsort(sorted, prices->count, sizeof *sorted, by_gain);
    report_add_costs(prices, &words);
    lines[count++] = arena_copy(arena, str_view_from(&words)).data;
    for (size_t i = 0; i < prices->count && i < OVERRIDE_LINES_MAX; i++)
        lines[count++] = line_of(sorted[i], arena);
    if (prices->count > OVERRIDE_LINES_MAX)
        lines[count++] = arena_format(arena, "  and %zu more: 'cadre run show'",
                                      prices->count - OVERRIDE_LINES_MAX);
    *ret_lines = lines;
    return count;
}
