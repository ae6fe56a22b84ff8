#include "core/match/kept/kept_pairs.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/kept/keeping.h"
#include "core/pairs/caps.h"

/* ---- the first look -------------------------------------------------------------------------- */

struct first_look {
    struct keeping *keeping;
    counts_by_fit *counts; /* per part and need */
};

static void count_row(void *context, size_t part, size_t person, const struct pair *row,
                      size_t count)
{
    struct first_look *look = context;
    struct keeping *keeping = look->keeping;
    counts_by_fit *counts = &look->counts[part * keeping->snapshot->need_count];
    for (size_t at = 0; at < count; at++)
        counts[row[at].need][row[at].fit_bp / KEPT_BUCKET_BP]++;
    if (keeping_is_decided(keeping, person))
        keeping_gather_row(&keeping->gathered[part], person, row, count);
}

/* Rows of whoever has a decision are whole, and what it closed joins them. */
static void lift(struct keeping *keeping)
{
    const struct instance *lifted =
        overrides_lift(&keeping->instance, keeping->lifted, keeping->lifted_count, keeping->arena);
    struct pairs *pairs = keeping->pairs;
    size_t count = lifted->row_start[lifted->person_count];
    if (lifted->items != pairs->items) {
        struct pair *items = cadre_malloc((count + 1) * sizeof *items);
        memcpy(items, lifted->items, count * sizeof *items);
        memcpy(pairs->row_start, lifted->row_start,
               (pairs->person_count + 1) * sizeof *pairs->row_start);
        free(pairs->items);
        pairs->items = items;
    }
    keeping->instance = *lifted;
    keeping->instance.row_start = pairs->row_start;
    keeping->instance.items = pairs->items;
}

/* How many pairs of each need by fit, the reasons of all, and who is bound: from the arena. */
static counts_by_fit *look_first(struct keeping *keeping, struct arena *scratch)
{
    size_t needs = keeping->snapshot->need_count;
    struct first_look look = {keeping,
                              arena_calloc(scratch, keeping->parts * needs, sizeof *look.counts)};
    keeping->pairs = keeping_walk(keeping, keeping->arena, &look, count_row);
    for (size_t at = needs; at < keeping->parts * needs; at++) {
        for (size_t bucket = 0; bucket < KEPT_BUCKETS; bucket++)
            look.counts[at % needs][bucket] += look.counts[at][bucket];
    }
    keeping_join(keeping);
    keeping->instance = *instance_from(keeping->snapshot, keeping->pairs, keeping->arena);
    if (keeping->caps != NULL)
        keeping->instance = *instance_with_caps(&keeping->instance, keeping->caps, keeping->arena);
    if (keeping->lifted_count > 0)
        lift(keeping);
    keeping->open_seats = instance_open_seats(&keeping->instance, keeping->arena);
    keeping->limits = kept_limits_of(&keeping->instance, keeping->open_seats, keeping->arena);
    return look.counts;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void solve(struct keeping *keeping, bool stable, const counts_by_fit *counts,
                  const struct engine_options *options, struct assignment *ret_assignment,
                  struct kept_effort *effort)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    if (stable)
        kept_possible(keeping, scratch);
    else
        kept_best(keeping, counts, scratch);
    effort->first = keeping->pairs->row_start[keeping->pairs->person_count];
    if (stable)
        kept_solve_stable(keeping, ret_assignment);
    else
        kept_solve_optimal(keeping, options, ret_assignment);
    effort->last = keeping->pairs->row_start[keeping->pairs->person_count];
    ret_assignment->need_of =
        instance_whole(&keeping->instance, ret_assignment->need_of, keeping->arena);
    ret_assignment->objective = instance_objective(&keeping->instance, ret_assignment->need_of);
    if (!stable)
        engine_tell_proven(options, ret_assignment->objective.fit_bp);
}

/* Of what is set there: snapshot, limits, how many are kept, what is lifted, and whose memory it
 * is. */
static bool solve_all(struct keeping keeping, bool stable, const struct engine_options *options,
                      struct kept_solution *ret_solution, struct kept_effort *ret_effort)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct engine_options none = {0};
    struct kept_effort effort = {0};
    struct arena *arena = keeping.arena;
    keeping_open(&keeping);
    options = options != NULL ? options : &none;
    const counts_by_fit *counts = look_first(&keeping, scratch);
    ret_solution->assignment = (struct assignment){0};
    bool within = stable ? instance_is_plain_within_bounds(&keeping.instance)
                         : instance_is_within_bounds(&keeping.instance);
    if (within)
        solve(&keeping, stable, counts, options, &ret_solution->assignment, &effort);
    keeping_close(&keeping);
    arena_adopt(arena, keeping.pairs->items);
    effort.walks = keeping.walks;
    ret_solution->pairs = keeping.pairs;
    ret_solution->instance = arena_alloc(arena, sizeof *ret_solution->instance);
    *ret_solution->instance = keeping.instance;
    if (ret_effort != NULL)
        *ret_effort = effort;
    return within;
}

bool kept_pairs_solve(const struct snapshot *snapshot, const struct caps *caps, bool stable,
                      size_t most, const struct engine_options *options, struct arena *arena,
                      struct kept_solution *ret_solution, struct kept_effort *ret_effort)
{
    return solve_all(
        (struct keeping){.snapshot = snapshot, .caps = caps, .arena = arena, .most = most}, stable,
        options, ret_solution, ret_effort);
}

void kept_pairs_solve_without(const struct snapshot *snapshot, const struct caps *caps, bool stable,
                              size_t most, const struct override *overrides, size_t count,
                              const struct engine_options *options, struct arena *arena,
                              struct kept_solution *ret_solution)
{
    bool within = solve_all((struct keeping){.snapshot = snapshot,
                                             .caps = caps,
                                             .arena = arena,
                                             .most = most,
                                             .lifted = overrides,
                                             .lifted_count = count},
                            stable, options, ret_solution, NULL);
    assert(within);
    (void)within;
}
