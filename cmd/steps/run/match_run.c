#include "cmd/steps/run/match_run.h"

#include <assert.h>
#include <sys/resource.h>

#include "cmd/cli/interrupt.h"
#include "cmd/cli/progress.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/run/decision_words.h"
#include "cmd/steps/run/override_costs.h"
#include "cmd/steps/run/run_proof.h"
#include "cmd/steps/run/run_solve.h"
#include "cmd/steps/run/run_unaltered.h"
#include "core/base/alloc.h"
#include "core/match/stable.h"
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

/* What of the head is compared with the inputs themselves, not with a digest. */
static const char *head_fault(const struct solved_run *solved, const struct run_row *last)
{
    if (!str_view_equal(last->policy, str_view_of(solved->policy)))
        return "its policy is not the one of its inputs";
    if (!str_view_equal(last->solver_version, str_view_of(solved->solver_version)))
        return "the version of its solver is not the one of its inputs";
    if (!digest_is_hex(&solved->digest_without_base, last->digest_without_base))
        return "the digest of the inputs differs";
    return NULL;
}

/* The answer has to be what was stored: then *ret_altered is NULL, and what decisions did to it is
 * told as when it was made. */
static enum cadre_status look_at_answer(struct match *match, const struct run_row *last,
                                        const struct solved_run *solved, const char **ret_altered,
                                        struct match_outcome *outcome, struct cadre_error *err)
{
    struct run_basis *basis = NULL;
    *ret_altered = head_fault(solved, last);
    if (*ret_altered != NULL)
        return CADRE_OK;
    bool other_base = !digest_is_hex(&solved->digest, last->digest);
    enum cadre_status status = run_basis_glance(match->session, last, match->snapshot, other_base,
                                                match->arena, &basis, err);
    if (status == CADRE_OK)
        status = run_proof_glance(match->session, basis, match->arena, ret_altered, err);
    if (status == CADRE_OK && *ret_altered == NULL)
        outcome->decision_count =
            decision_words(basis->snapshot, NULL, basis->pairs, match->arena, &outcome->decisions);
    return status;
}

static bool is_rejected(const struct run_row *run)
{
    return str_view_equal(str_view_of(run_row_state(run)), STR_VIEW_LITERAL("rejected"));
}

/* Is it an answer but that one of the two wants an approval, and the other does not? Then what is
 * known of the inputs by the run's policy is given, else nothing. */
static bool answers_but_for_approval(const struct match *match, const struct run_row *last,
                                     struct solved_run *ret_solved)
{
    struct solved_run solved = match->solved;
    struct str_view rules = policy_rules(str_view_of(match->solved.policy));
    if (last->as_of.day != match->as_of.day ||
        policy_wants_approval(last->policy) == match->policy.approval ||
        !str_view_equal(policy_rules(last->policy), rules))
        return false;
    solved.policy = arena_copy(match->arena, last->policy).data;
    snapshot_digest(match->snapshot, solved.policy, solved.solver_version, &solved.digest,
                    &solved.digest_without_base);
    if (!digest_is_hex(&solved.digest, last->digest))
        return false;
    *ret_solved = solved;
    return true;
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

/* ---- what is matched ------------------------------------------------------------------------- */

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
    if (status == CADRE_OK)
        status = choose_residual_policy(match, &run, err);
    return status == CADRE_OK ? run_unaltered_require(match->session, &run, err) : status;
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

/* ---- a new run ------------------------------------------------------------------------------- */

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
    enum cadre_status status = run_solve(match->snapshot, match->request->memory_bytes,
                                         match->request->stages, match->arena, solved, err);
    if (status != CADRE_OK)
        return status;
    run_solve_other(solved, match->request->stages);
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

/* ---- the whole ------------------------------------------------------------------------------- */

static enum cadre_status note_rejection(const struct match *match, int64_t number,
                                        struct match_outcome *outcome, struct cadre_error *err)
{
    struct run_event verdict;
    enum cadre_status status =
        run_life_verdict(match->session, number, match->arena, &verdict, err);
    if (status == CADRE_OK)
        outcome->rejected = (struct rejected_run){number, verdict.role, verdict.why};
    return status;
}

/* The run is an answer by what `solved` says of its inputs, unless it was altered. */
static enum cadre_status take_answer(struct match *match, struct run_row *last,
                                     const struct solved_run *solved, struct match_outcome *outcome,
                                     struct cadre_error *err)
{
    const char *altered = NULL;
    enum cadre_status status = look_at_answer(match, last, solved, &altered, outcome, err);
    if (status == CADRE_OK && altered != NULL)
        outcome->altered = (struct altered_run){*last, altered};
    if (status != CADRE_OK || altered != NULL)
        return status;
    outcome->unchanged = true;
    return publish_last(match, last, outcome, err);
}

/*
 * Is the last run of the mode the answer? It may be published now; *ret_number is its number. What
 * was rejected is what comes out, so that it stays the answer of a match that asks for no approval
 * any more; one that asks for an approval which the rejected run did not want is looked at by
 * somebody else, and is another run.
 */
static enum cadre_status find_answer(struct match *match, int64_t *ret_number,
                                     struct match_outcome *outcome, struct cadre_error *err)
{
    struct run_row last = {0};
    struct solved_run solved = match->solved;
    bool found = false;
    enum cadre_status status =
        run_store_last_of(match->session, match->policy.stable ? "stable" : "optimal", match->arena,
                          &last, &found, err);
    if (status != CADRE_OK || !found)
        return status;
    bool rejected = is_rejected(&last);
    bool answered = answers(match, &last);
    bool alike = !answered && rejected && answers_but_for_approval(match, &last, &solved);
    if (rejected && (answered || alike))
        status = note_rejection(match, last.number, outcome, err);
    if (status != CADRE_OK || !(answered || (alike && !match->policy.approval)))
        return status;
    *ret_number = last.number;
    return take_answer(match, &last, &solved, outcome, err);
}

/* All that is said of a run, from what is stored. */
static enum cadre_status read_outcome(const struct match *match, int64_t number,
                                      struct match_outcome *outcome, struct cadre_error *err)
{
    struct session *session = match->session;
    struct arena *arena = match->arena;
    enum cadre_status status =
        run_store_find(session, parameter_int64(arena, number), arena, &outcome->run, err);
    if (status == CADRE_OK)
        status = run_store_measure(session, number, arena, &outcome->measure, err);
    if (status == CADRE_OK)
        status = run_overrides_read(session, number, arena, &outcome->overrides, err);
    if (status == CADRE_OK)
        status = run_limits_read(session, number, arena, &outcome->limits, err);
    return status;
}

static enum cadre_status answer(struct match *match, struct match_outcome *ret_outcome,
                                struct cadre_error *err)
{
    struct match_outcome outcome = {0};
    int64_t number = 0;
    stages_begin(match->request->stages, STAGE_READING);
    enum cadre_status status = read_inputs(match, err);
    if (status == CADRE_OK)
        status = find_answer(match, &number, &outcome, err);
    if (status == CADRE_OK && !outcome.unchanged)
        status = make_run(match, &number, &outcome, err);
    if (status == CADRE_OK)
        status = read_outcome(match, number, &outcome, err);
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

/* ---- in words -------------------------------------------------------------------------------- */

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
