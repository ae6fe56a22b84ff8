#include "cmd/steps/run/run_solve.h"

#include "cmd/cli/progress.h"
#include "cmd/steps/run/memory_limit.h"
#include "core/base/alloc.h"
#include "core/match/kept/kept_pairs.h"
#include "core/match/stable.h"
#include "core/pairs/caps.h"
#include "core/pairs/wishes.h"

/* ---- more than can be weighed ---------------------------------------------------------------- */

static enum cadre_status fail_too_large(const struct instance *instance, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED,
               "the needs ask for more than can be weighed: %lld free seats in %zu needs",
               (long long)instance->total_seats, instance->need_count);
    return cadre_fail_hint(err, "'cadre batch list' shows the files of needs: look for a headcount "
                                "that cannot be meant");
}

/* Quotas over needs of several priorities make the steps between these larger. */
static enum cadre_status fail_too_large_for_quotas(const struct instance *instance,
                                                   struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED,
               "quotas over needs of several priorities cannot be weighed with %zu needs and %lld "
               "free seats: a seat of priority 1 would be worth more than 64 bits hold",
               instance->need_count, (long long)instance->total_seats);
    return cadre_fail_hint(err, "'cadre batch list' shows the files of needs: look for a headcount "
                                "that cannot be meant; quotas over needs of one priority, draws "
                                "and reserves can be weighed with more");
}

/* "draws and reserves": those kinds that there are. */
static void add_limit_kinds(const struct limit_rules *rules, struct str *out)
{
    enum limit_kind last = rules->items[rules->count - 1].kind; /* they are in the kinds' order */
    for (size_t i = 0; i < rules->count; i++) {
        enum limit_kind kind = rules->items[i].kind;
        if (i > 0 && kind == rules->items[i - 1].kind)
            continue;
        if (i > 0)
            str_add_text(out, kind == last ? " and " : ", ");
        str_add_text(out, limit_list_name(kind));
    }
}

/* Any limits at all make the numbers of a match larger. */
static enum cadre_status fail_too_large_for_limits(const struct instance *instance,
                                                   const struct limit_rules *rules,
                                                   struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str kinds = {0};
    add_limit_kinds(rules, &kinds);
    cadre_fail(err, CADRE_REFUSED,
               "%s cannot be weighed with %zu needs and %lld free seats: a seat of priority 1 "
               "would be worth more than 64 bits hold",
               str_chars(&kinds), instance->need_count, (long long)instance->total_seats);
    return cadre_fail_hint(err, "'cadre batch list' shows the files of needs: look for a headcount "
                                "that cannot be meant; a match without limits, or a stable one, "
                                "can have more");
}

static bool is_within_bounds_without_quotas(const struct instance *instance)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct caps others = *instance->caps;
    others.of_need = NULL;
    return instance_is_within_bounds(instance_with_caps(instance, &others, arena));
}

static enum cadre_status fail_with_limits(const struct solved_run *solved, struct cadre_error *err)
{
    if (is_within_bounds_without_quotas(solved->instance))
        return fail_too_large_for_quotas(solved->instance, err);
    return fail_too_large_for_limits(solved->instance, &solved->snapshot->policy.limits, err);
}

static enum cadre_status check_bounds(const struct solved_run *solved, struct cadre_error *err)
{
    if (!instance_is_plain_within_bounds(solved->instance))
        return fail_too_large(solved->instance, err);
    if (!solved->stable && !instance_is_within_bounds(solved->instance))
        return fail_with_limits(solved, err);
    return CADRE_OK;
}

/* ---- a run ----------------------------------------------------------------------------------- */

void run_solve_mode(const struct instance *instance, bool stable, struct engine_options options,
                    struct arena *arena, struct assignment *ret_assignment)
{
    const struct instance *open = instance_open(instance, arena);
    options.threads = engine_threads(open);
    if (stable)
        stable_solve(open, arena, ret_assignment, NULL);
    else
        engine_solve(open, &options, arena, ret_assignment);
    ret_assignment->need_of = instance_whole(instance, ret_assignment->need_of, arena);
    ret_assignment->objective = instance_objective(instance, ret_assignment->need_of);
}

static const struct instance *instance_of(const struct solved_run *solved, struct arena *arena)
{
    const struct instance *instance = instance_from(solved->snapshot, solved->pairs, arena);
    if (solved->stable)
        instance = instance_with_wishes(instance, solved->snapshot, arena);
    if (solved->cap_sets != NULL)
        instance = instance_with_caps(instance, &solved->cap_sets->caps, arena);
    return instance;
}

/* Of all pairs. */
static enum cadre_status solve_all(struct solved_run *solved, const struct engine_options *options,
                                   struct arena *arena, struct assignment *ret_assignment,
                                   struct cadre_error *err)
{
    solved->instance = instance_of(solved, arena);
    enum cadre_status status = check_bounds(solved, err);
    if (status == CADRE_OK)
        run_solve_mode(solved->instance, solved->stable, *options, arena, ret_assignment);
    return status;
}

/* They are too many to be there at once. */
static enum cadre_status solve_kept(struct solved_run *solved, const struct engine_options *options,
                                    struct arena *arena, struct assignment *ret_assignment,
                                    struct cadre_error *err)
{
    struct kept_solution kept = {0};
    bool within = kept_pairs_solve(solved->snapshot, cap_sets_caps(solved->cap_sets),
                                   solved->stable, solved->pairs_most, options, arena, &kept, NULL);
    solved->pairs = kept.pairs;
    solved->instance = kept.instance;
    *ret_assignment = kept.assignment;
    return within ? CADRE_OK : check_bounds(solved, err);
}

/* A stable match has no prices of limits: what stands in it is no sum. */
static void take_limits(struct solved_run *solved, struct arena *arena)
{
    if (solved->cap_price == NULL)
        solved->cap_price =
            arena_calloc(arena, solved->cap_sets->caps.count, sizeof *solved->cap_price);
    if (solved->open_price == NULL)
        solved->open_price =
            arena_calloc(arena, solved->snapshot->need_count, sizeof *solved->open_price);
    solved->limits =
        limit_figures_of(solved->snapshot, solved->cap_sets, solved->instance, solved->need_of,
                         solved->cap_price, solved->open_price, arena);
}

/* NULL where they are too many to be there at once. */
static void build_pairs(struct solved_run *solved, int64_t memory_bytes, struct arena *arena)
{
    size_t most = memory_limit_pairs(memory_bytes, solved->snapshot->person_count);
    solved->pairs = pairs_build_most(solved->snapshot, most, arena);
    solved->pairs_most = solved->pairs == NULL ? most : 0;
}

static void take_assignment(struct solved_run *solved, const struct assignment *assignment,
                            struct arena *arena)
{
    solved->need_of = assignment->need_of;
    solved->price = assignment->price;
    solved->cap_price = assignment->cap_price;
    solved->open_price = assignment->open_price;
    solved->objective = assignment->objective;
    if (solved->cap_sets != NULL)
        take_limits(solved, arena);
}

enum cadre_status run_solve(const struct snapshot *snapshot, int64_t memory_bytes,
                            struct stages *stages, struct arena *arena, struct solved_run *solved,
                            struct cadre_error *err)
{
    struct assignment assignment = {0};
    struct engine_options options = {.warm_price = solved->warm_price};
    enum cadre_status status = cap_sets_resolve(snapshot, arena, &solved->cap_sets, err);
    if (status != CADRE_OK)
        return status;
    stages_watch(stages, &options);
    stages_count(stages, COUNT_PEOPLE, snapshot->person_count);
    stages_count(stages, COUNT_NEEDS, snapshot->need_count);
    stages_begin(stages, STAGE_PAIRS);
    int64_t begun_ms = progress_now_ms();
    solved->snapshot = snapshot;
    solved->stable = snapshot->policy.stable;
    build_pairs(solved, memory_bytes, arena);
    if (solved->pairs != NULL)
        stages_count(stages, COUNT_PAIRS, pairs_eligible(solved->pairs));
    stages_begin(stages, STAGE_SOLVING);
    int64_t paired_ms = progress_now_ms();
    status = solved->pairs != NULL ? solve_all(solved, &options, arena, &assignment, err)
                                   : solve_kept(solved, &options, arena, &assignment, err);
    if (status != CADRE_OK)
        return status;
    stages_count(stages, COUNT_PAIRS, pairs_eligible(solved->pairs));
    take_assignment(solved, &assignment, arena);
    solved->measure.pairs_ms = paired_ms - begun_ms;
    solved->measure.solving_ms = progress_now_ms() - paired_ms;
    return CADRE_OK;
}

/* ---- the other mode -------------------------------------------------------------------------- */

/* Within bounds. */
static struct objective solve_other(const struct solved_run *solved, struct stages *stages)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct assignment assignment;
    struct kept_solution kept = {0};
    const struct instance *instance = solved->instance;
    struct engine_options options = {.warm_price = solved->warm_price};
    stages_watch(stages, &options);
    if (solved->pairs_most > 0) /* what can be weighed in one mode can be in the other */
        return kept_pairs_solve(solved->snapshot, cap_sets_caps(solved->cap_sets), !solved->stable,
                                solved->pairs_most, &options, arena, &kept, NULL)
                   ? kept.assignment.objective
                   : (struct objective){0};
    if (!solved->stable)
        instance = instance_with_wishes(instance, solved->snapshot, arena);
    run_solve_mode(instance, !solved->stable, options, arena, &assignment);
    return assignment.objective;
}

void run_solve_other(struct solved_run *solved, struct stages *stages)
{
    struct run_measure *measure = &solved->measure;
    measure->other_known = instance_is_within_bounds(solved->instance);
    if (!measure->other_known)
        return;
    stages_begin(stages, STAGE_COMPARING);
    measure->other = solve_other(solved, stages);
}
