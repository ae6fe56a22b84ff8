#include "cmd/steps/run/match_run.h"

#include <assert.h>
#include <sys/resource.h>

#include "cmd/cli/interrupt.h"
#include "cmd/cli/progress.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/run/decision_words.h"
#include "cmd/steps/run/memory_limit.h"
#include "cmd/steps/run/override_costs.h"
#include "core/base/alloc.h"
#include "core/match/kept/kept_pairs.h"
#include "core/match/stable.h"
#include "core/pairs/caps.h"
#include "core/pairs/wishes.h"
#include "core/policy/policy.h"
#include "core/verify/certificate.h"
#include "sql/run_life.h"
#include "sql/run_limits.h"
#include "sql/run_overrides.h"
#include "sql/snapshot_store.h"

/* What one match reads and makes. */
struct match {
    struct session *session;
    const struct match_request *request;
    struct arena *arena;
    struct catalogue *catalogue;   /* as known at the run's time; freed with the match */
    const struct call_up *call_up; /* of the catalogue; NULL = none */
    struct cadre_date as_of;
    struct match_policy policy;
    struct snapshot *snapshot;
    struct solved_run solved;
    int64_t begun_ms;
};

/* ---- is the last run the answer? ------------------------------------------------------------- */

/* A published run has become the base itself: then what it was based on does not count. One that
 * was withdrawn answers nothing any more. */
static bool answers(const struct match *match, const struct run_row *last)
{
    if (last->as_of.day != match->as_of.day || last->withdrawn_at.data != NULL)
        return false;
    if (digest_is_hex(&match->solved.digest, last->digest))
        return true;
    return last->published_at.data != NULL &&
           digest_is_hex(&match->solved.digest_without_base, last->digest_without_base);
}

/* While it is stored a signal is only noted, so that what is said of it is true. */
static void tell_stands(const struct match *match, int64_t number, const char *how)
{
    stages_stands(match->request->stages,
                  arena_format(match->arena, "run %lld is %s", (long long)number, how),
                  match->arena);
}

static enum cadre_status publish_last(struct match *match, struct run_row *run,
                                      struct match_outcome *outcome, struct cadre_error *err)
{
    if (!match->request->publish || run->published_at.data != NULL)
        return CADRE_OK;
    const struct run_publication publication = {.number = run->number,
                                                .known_at = match->snapshot->known_at.data,
                                                .wait_s = match->request->wait_s};
    bool stale = false;
    interrupt_watch();
    enum cadre_status status =
        run_life_publish(match->session, &publication, &outcome->published_now, &stale, err);
    if (status == CADRE_OK && !stale)
        tell_stands(match, run->number, "published");
    interrupt_let_die();
    return status;
}

/* ---- a new run ------------------------------------------------------------------------------- */

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

void match_run_solve_mode(const struct instance *instance, bool stable,
                          struct engine_options options, struct arena *arena,
                          struct assignment *ret_assignment)
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
    match_run_solve_mode(instance, !solved->stable, options, arena, &assignment);
    return assignment.objective;
}

void match_run_solve_other(struct solved_run *solved, struct stages *stages)
{
    struct run_measure *measure = &solved->measure;
    measure->other_known = instance_is_within_bounds(solved->instance);
    if (!measure->other_known)
        return;
    stages_begin(stages, STAGE_COMPARING);
    measure->other = solve_other(solved, stages);
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

static enum cadre_status check_bounds(const struct solved_run *solved, struct cadre_error *err)
{
    if (!instance_is_plain_within_bounds(solved->instance))
        return fail_too_large(solved->instance, err);
    if (!solved->stable && !instance_is_within_bounds(solved->instance))
        return fail_with_limits(solved, err);
    return CADRE_OK;
}

/* Of all pairs. */
static enum cadre_status solve_all(struct solved_run *solved, const struct engine_options *options,
                                   struct arena *arena, struct assignment *ret_assignment,
                                   struct cadre_error *err)
{
    solved->instance = instance_of(solved, arena);
    enum cadre_status status = check_bounds(solved, err);
    if (status == CADRE_OK)
        match_run_solve_mode(solved->instance, solved->stable, *options, arena, ret_assignment);
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

enum cadre_status match_run_solve(const struct snapshot *snapshot, int64_t memory_bytes,
                                  struct stages *stages, struct arena *arena,
                                  struct solved_run *solved, struct cadre_error *err)
{
    enum cadre_status status = cap_sets_resolve(snapshot, arena, &solved->cap_sets, err);
    if (status != CADRE_OK)
        return status;
    stages_count(stages, COUNT_PEOPLE, snapshot->person_count);
    stages_count(stages, COUNT_NEEDS, snapshot->need_count);
    stages_begin(stages, STAGE_PAIRS);
    int64_t begun_ms = progress_now_ms();
    size_t most = memory_limit_pairs(memory_bytes, snapshot->person_count);
    struct assignment assignment = {0};
    struct engine_options options = {.warm_price = solved->warm_price};
    stages_watch(stages, &options);
    solved->snapshot = snapshot;
    solved->stable = snapshot->policy.stable;
    solved->pairs = pairs_build_most(snapshot, most, arena);
    solved->pairs_most = solved->pairs == NULL ? most : 0;
    if (solved->pairs != NULL)
        stages_count(stages, COUNT_PAIRS, pairs_eligible(solved->pairs));
    stages_begin(stages, STAGE_SOLVING);
    int64_t paired_ms = progress_now_ms();
    status = solved->pairs != NULL ? solve_all(solved, &options, arena, &assignment, err)
                                   : solve_kept(solved, &options, arena, &assignment, err);
    if (status != CADRE_OK)
        return status;
    stages_count(stages, COUNT_PAIRS, pairs_eligible(solved->pairs));
    solved->need_of = assignment.need_of;
    solved->price = assignment.price;
    solved->cap_price = assignment.cap_price;
    solved->open_price = assignment.open_price;
    solved->objective = assignment.objective;
    if (solved->cap_sets != NULL)
        take_limits(solved, arena);
    solved->measure.pairs_ms = paired_ms - begun_ms;
    solved->measure.solving_ms = progress_now_ms() - paired_ms;
    return CADRE_OK;
}

static void digest_result(struct match *match)
{
    const struct solved_run *solved = &match->solved;
    size_t people = match->snapshot->person_count;
    int32_t *fit_bp = arena_calloc(match->arena, people, sizeof *fit_bp);
    assert(people == 0 || solved->need_of != NULL);
    for (size_t i = 0; i < people; i++)
        fit_bp[i] =
            solved->need_of[i] < 0 ? -1 : pairs_fit(solved->pairs, i, (size_t)solved->need_of[i]);
    const struct claim claim = {.need_of = solved->need_of,
                                .fit_bp = fit_bp,
                                .price = solved->price,
                                .seats = solved->instance->seats,
                                .objective = solved->objective,
                                .other =
                                    solved->measure.other_known ? &solved->measure.other : NULL,
                                .cap_price = solved->cap_price,
                                .cap_count = solved->limits.cap_count,
                                .open_price = solved->open_price,
                                .overrides = &solved->overrides};
    match->solved.result_digest = certificate_result_digest(match->snapshot, &claim);
}

/* Which call-up it is, and the day: that on which it opens, or another of it. */
static enum cadre_status choose_call_up(struct match *match, struct cadre_error *err)
{
    const char *code = match->request->call_up;
    char opens[CADRE_DATE_TEXT_SIZE];
    char closes[CADRE_DATE_TEXT_SIZE];
    match->as_of = match->request->as_of;
    if (code == NULL)
        return CADRE_OK;
    match->call_up = catalogue_call_up(match->catalogue, str_view_of(code));
    if (match->call_up == NULL) {
        cadre_fail(err, CADRE_USAGE, "there is no call-up '%s'", code);
        return cadre_fail_hint(err, "'cadre catalogue list call-ups' shows them");
    }
    if (!cadre_date_is_set(match->as_of))
        match->as_of = match->call_up->opens_on;
    if (match->as_of.day >= match->call_up->opens_on.day &&
        match->as_of.day <= match->call_up->closes_on.day)
        return CADRE_OK;
    return cadre_fail(err, CADRE_USAGE, "call-up '%s' lasts from %s to %s", match->call_up->code,
                      cadre_date_format(match->call_up->opens_on, opens),
                      cadre_date_format(match->call_up->closes_on, closes));
}

/* ---- what a run left open -------------------------------------------------------------------- */

/* People were told its places, and none of it is taken back. */
static enum cadre_status check_residual(const struct match *match, const struct run_row *run,
                                        struct cadre_error *err)
{
    char day[CADRE_DATE_TEXT_SIZE];
    long long number = (long long)run->number;
    struct str_view call_up = policy_call_up(run->policy);
    const char *asked = match->call_up != NULL ? match->call_up->code : "";
    if (run->published_at.data == NULL || run->withdrawn_at.data != NULL) {
        cadre_fail(err, CADRE_REFUSED, "run %lld is not published (%s): nobody was offered a seat",
                   number, run_row_state(run));
        return cadre_fail_hint(err, "'cadre run list' shows which are");
    }
    if (match->as_of.day < run->as_of.day)
        return cadre_fail(err, CADRE_USAGE, "run %lld is as of %s, which is later", number,
                          cadre_date_format(run->as_of, day));
    if (str_view_equal(call_up, str_view_of(asked)))
        return CADRE_OK;
    if (call_up.length == 0)
        return cadre_fail(err, CADRE_USAGE, "run %lld is of no call-up", number);
    cadre_fail(err, CADRE_USAGE, "run %lld is of the call-up '%.*s'", number,
               STR_VIEW_ARGS(call_up));
    return cadre_fail_hint(err, "say '--call-up %.*s'", STR_VIEW_ARGS(call_up));
}

static enum cadre_status fail_approval(int64_t run, struct cadre_error *err)
{
    cadre_fail(err, CADRE_USAGE,
               "what is solved of run %lld wants another role's approval, as that did",
               (long long)run);
    return cadre_fail_hint(err, "without '--publish' it is a draft: 'cadre run approve'");
}

/* The run's own, or one that is given: in the run's mode, unless one is named. */
static enum cadre_status choose_residual_policy(struct match *match, const struct run_row *run,
                                                struct cadre_error *err)
{
    const struct match_request *request = match->request;
    const struct match_policy own = match_policy_of(run->policy, match->arena);
    match->policy = request->policy_given ? request->policy : own;
    match->policy.stable = request->policy.mode_named ? request->policy.stable : own.stable;
    match->policy.residual_run = run->number;
    match->policy.approval = request->policy.approval || own.approval;
    if (match->policy.approval && request->publish)
        return fail_approval(run->number, err);
    enum cadre_status status = match_policy_check(&match->policy, err);
    if (status == CADRE_OK || request->policy.mode_named)
        return status;
    return cadre_fail_hint(err,
                           "run %lld is stable, and so is what is solved of it: say '--mode "
                           "optimal' if that is not meant",
                           (long long)run->number);
}

static enum cadre_status choose_options(struct match *match, struct cadre_error *err)
{
    const struct match_request *request = match->request;
    struct run_row run;
    match->policy = request->policy;
    if (request->residual == NULL)
        return match_policy_check(&match->policy, err);
    enum cadre_status status =
        run_store_find(match->session, request->residual, match->arena, &run, err);
    if (status == CADRE_OK)
        status = check_residual(match, &run, err);
    return status == CADRE_OK ? choose_residual_policy(match, &run, err) : status;
}

/* Whom the run has in a need that is gone nobody could leave there. */
static enum cadre_status check_needs(const struct match *match, struct cadre_error *err)
{
    char day[CADRE_DATE_TEXT_SIZE];
    struct str_view gone = match->snapshot->stay_need_gone;
    if (gone.data == NULL)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "run %lld fills seats of need '%.*s', which is none on %s",
               (long long)match->policy.residual_run, STR_VIEW_ARGS(gone),
               cadre_date_format(match->as_of, day));
    return cadre_fail_hint(err, "'cadre match' without '--residual' solves all seats anew");
}

/* Catalogue and registry are of one moment, drawn before both: what is loaded or imported meanwhile
 * is recorded after it. */
static enum cadre_status read_registry(struct match *match, struct cadre_error *err)
{
    struct snapshot_request request = {.kept = true};
    enum cadre_status status = snapshot_store_moment(match->session, match->request->known_at,
                                                     match->arena, &request.known_at, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read(match->session, request.known_at, match->arena,
                                         &match->catalogue, err);
    if (status == CADRE_OK)
        status = choose_call_up(match, err);
    if (status == CADRE_OK)
        status = choose_options(match, err);
    request.policy = match->policy;
    if (status == CADRE_OK && request.policy.accredited_by[0] != '\0')
        status = snapshot_store_require_list(match->session, request.policy.accredited_by, err);
    request.as_of = match->as_of;
    request.call_up = match->call_up;
    if (status == CADRE_OK)
        status = snapshot_store_load(match->session, &request, match->catalogue, match->arena,
                                     &match->snapshot, err);
    return status == CADRE_OK ? check_needs(match, err) : status;
}

static const char *policy_of(const struct match *match)
{
    const char *policy = match_policy_text(
        policy_text(match->catalogue, match->call_up, match->arena), &match->policy, match->arena);
    return match->policy.approval ? policy_with_approval(policy, match->arena) : policy;
}

static enum cadre_status read_inputs(struct match *match, struct cadre_error *err)
{
    enum cadre_status status = read_registry(match, err);
    if (status != CADRE_OK)
        return status;
    match->solved = (struct solved_run){
        .snapshot = match->snapshot,
        .policy = policy_of(match),
        .solver_version = match->policy.stable ? STABLE_SOLVER_VERSION : ENGINE_SOLVER_VERSION};
    snapshot_digest(match->snapshot, match->solved.policy, match->solved.solver_version,
                    &match->solved.digest, &match->solved.digest_without_base);
    return CADRE_OK;
}

static int64_t peak_kib(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

/* Solved in both modes; what each part took, until it is stored. */
static enum cadre_status solve(struct match *match, struct cadre_error *err)
{
    struct solved_run *solved = &match->solved;
    struct run_measure *measure = &solved->measure;
    measure->reading_ms = progress_now_ms() - match->begun_ms;
    enum cadre_status status = match_run_solve(match->snapshot, match->request->memory_bytes,
                                               match->request->stages, match->arena, solved, err);
    if (status != CADRE_OK)
        return status;
    match_run_solve_other(solved, match->request->stages);
    solved->overrides = override_costs(solved, match->request->stages, match->arena);
    measure->peak_kib = peak_kib();
    measure->known = true;
    digest_result(match);
    return CADRE_OK;
}

static enum cadre_status store(struct match *match, int64_t *ret_number,
                               struct match_outcome *outcome, struct cadre_error *err)
{
    const struct match_request *request = match->request;
    interrupt_watch();
    enum cadre_status status =
        run_store_add(match->session, &match->solved, request->publish, request->wait_s, ret_number,
                      &outcome->published_now, err);
    if (status == CADRE_OK)
        tell_stands(match, *ret_number, outcome->published_now ? "stored and published" : "stored");
    interrupt_let_die();
    return status;
}

static enum cadre_status make_run(struct match *match, int64_t *ret_number,
                                  struct match_outcome *outcome, struct cadre_error *err)
{
    enum cadre_status status = run_store_warm_prices(match->session, match->snapshot, match->arena,
                                                     &match->solved.warm_price, err);
    if (status == CADRE_OK)
        status = solve(match, err);
    if (status != CADRE_OK)
        return status;
    outcome->decision_count =
        decision_words(match->snapshot, match->solved.expansions, match->solved.pairs, match->arena,
                       &outcome->decisions);
    stages_begin(match->request->stages, STAGE_STORING);
    return store(match, ret_number, outcome, err);
}

static enum cadre_status answer(struct match *match, struct match_outcome *ret_outcome,
                                struct cadre_error *err)
{
    struct match_outcome outcome = {0};
    struct run_row last = {0};
    bool found = false;
    stages_begin(match->request->stages, STAGE_READING);
    enum cadre_status status = read_inputs(match, err);
    if (status == CADRE_OK)
        status = run_store_last_of(match->session, match->policy.stable ? "stable" : "optimal",
                                   match->arena, &last, &found, err);
    if (status != CADRE_OK)
        return status;
    int64_t number = last.number;
    outcome.unchanged = found && answers(match, &last);
    if (outcome.unchanged)
        status = publish_last(match, &last, &outcome, err);
    else
        status = make_run(match, &number, &outcome, err);
    if (status == CADRE_OK)
        status = run_store_find(match->session, parameter_int64(match->arena, number), match->arena,
                                &outcome.run, err);
    if (status == CADRE_OK)
        status = run_store_measure(match->session, number, match->arena, &outcome.measure, err);
    if (status == CADRE_OK)
        status = run_overrides_read(match->session, number, match->arena, &outcome.overrides, err);
    if (status == CADRE_OK)
        status = run_limits_read(match->session, number, match->arena, &outcome.limits, err);
    if (status == CADRE_OK) {
        stages_done(match->request->stages);
        *ret_outcome = outcome;
    }
    return status;
}

enum cadre_status match_run(struct session *session, const struct match_request *request,
                            struct arena *arena, struct match_outcome *ret_outcome,
                            struct cadre_error *err)
{
    struct match match = {
        .session = session, .request = request, .arena = arena, .begun_ms = progress_now_ms()};
    enum cadre_status status = answer(&match, ret_outcome, err);
    catalogue_free(match.catalogue);
    return status;
}

static void add_count(struct str *out, const char *before, int64_t count, const char *one,
                      const char *several)
{
    str_add_format(out, "%s%lld %s", before, (long long)count, count == 1 ? one : several);
}

const char *match_run_size(const struct run_row *run, struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    add_count(&words, "", run->people, "person", "people");
    add_count(&words, ", ", run->needs, "need", "needs");
    add_count(&words, ", ", run->pairs, "eligible pair", "eligible pairs");
    return arena_copy(arena, str_view_from(&words)).data;
}

const char *match_run_finding(const struct run_row *run, struct arena *arena)
{
    int64_t filled = 0;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++)
        filled += run->objective.filled[i];
    if (run->seats == 0)
        return "no seat is free";
    if (run->seats == 1)
        return filled == 1 ? "the only free seat is filled" : "the only free seat cannot be filled";
    if (filled == run->seats)
        return arena_format(arena, "all %lld free seats are filled", (long long)filled);
    return arena_format(arena, "%lld of %lld free seats %s", (long long)(run->seats - filled),
                        (long long)run->seats,
                        policy_is_stable(run->policy) ? "stay empty" : "cannot be filled");
}
