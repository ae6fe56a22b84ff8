/*
 * cadre match: people to needs, with a certificate.
 */
#include <string.h>

#include "cmd/cli/interrupt.h"
#include "cmd/cli/prose.h"
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/run/match_run.h"
#include "cmd/steps/run/memory_limit.h"
#include "cmd/steps/run/override_costs.h"
#include "cmd/steps/run/what_if.h"
#include "cmd/steps/small_file.h"
#include "core/base/alloc.h"
#include "core/policy/policy.h"
#include "reports/limit_words.h"
#include "reports/need_words.h"
#include "reports/report.h"

enum { DIGEST_SHOWN = 12, WAIT_S_MAX = 86400 };

static void print_outcome(const struct invocation *call, const struct match_outcome *outcome)
{
    const struct run_row *run = &outcome->run;
    char day[CADRE_DATE_TEXT_SIZE];
    if (call->quiet)
        return;
    printf("%s\n", match_run_finding(run, call->arena));
    struct str_view call_up = policy_call_up(run->policy);
    printf("run %lld (%.*s) as of %s%s%.*s: %s%s\n", (long long)run->number, DIGEST_SHOWN,
           run->digest.data, cadre_date_format(run->as_of, day),
           call_up.length > 0 ? ", call-up " : "", STR_VIEW_ARGS(call_up),
           outcome->unchanged ? "unchanged, " : "",
           outcome->published_now ? "published now" : run_row_state(run));
    CADRE_CLEANUP(str_release) struct str words = {0};
    str_add_format(&words, "%s; fit ", match_run_size(run, call->arena));
    report_add_fit(&run->objective, &words);
    str_add_format(&words, ", %lld kept in place", (long long)run->objective.held);
    prose_print(call->terminal_out, str_chars(&words));
}

/* The price of stability. */
static void print_price(const struct invocation *call, const struct run_row *run,
                        const struct run_measure *measure)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (!policy_is_stable(run->policy) || !measure->other_known)
        return;
    report_add_price(&run->objective, &measure->other, true, &words);
    prose_print(
        call->terminal_out,
        arena_format(call->arena, "stable: %s that the optimal mode comes to", str_chars(&words)));
}

static void print_classes(const struct invocation *call, const struct run_row *run)
{
    if (call->quiet)
        return;
    for (int i = 0; i < INSTANCE_CLASS_COUNT; i++) {
        CADRE_CLEANUP(str_release) struct str words = {0};
        words_add_count((uint64_t)run->objective.filled[i], "seat filled", "seats filled", &words);
        if (run->objective.filled[i] > 0)
            printf("priority %d: %s\n", i + 1, str_chars(&words));
    }
}

static void print_decisions(const struct invocation *call, const struct match_outcome *outcome)
{
    for (size_t i = 0; !call->quiet && i < outcome->decision_count; i++)
        prose_print(call->terminal_out, outcome->decisions[i]);
}

/* What they cost: of a run that was the answer already, too. */
static void print_costs(const struct invocation *call, const struct match_outcome *outcome)
{
    const char *const *lines;
    size_t count = call->quiet ? 0 : override_lines(&outcome->overrides, call->arena, &lines);
    for (size_t i = 0; i < count; i++)
        prose_print(call->terminal_out, lines[i]);
}

static void print_limits(const struct invocation *call, const struct match_outcome *outcome)
{
    const char *const *lines;
    size_t count = limit_words_lines(&outcome->limits, policy_is_stable(outcome->run.policy),
                                     call->arena, &lines);
    for (size_t i = 0; !call->quiet && i < count; i++)
        prose_print(call->terminal_out, lines[i]);
}

/* What nobody looked at, or looked at as it was long ago, is not published by the way. */
static enum cadre_status check_publish(const struct match_request *request, bool approval,
                                       struct cadre_error *err)
{
    if (approval)
        return cadre_fail(err, CADRE_USAGE, "'--publish' and '--approval' exclude one another");
    if (request->policy.approval)
        return cadre_fail(err, CADRE_USAGE,
                          "'--publish' and a policy with \"approval\" exclude one another");
    if (request->known_at == NULL)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'--publish' and '--known-at' exclude one another");
    return cadre_fail_hint(err, "'cadre run publish' looks whether all still fit");
}

/* Somebody wrote while it was solved. */
static void tell_not_published(const struct invocation *call, const struct match_outcome *outcome)
{
    tell_needed(call,
                "run %lld is not published, the registry changed while it was made: 'cadre run "
                "publish %lld' looks whether all still fit",
                (long long)outcome->run.number, (long long)outcome->run.number);
}

/* A published one is the base of the new run, with whatever was made of it. */
static void tell_altered(const struct invocation *call, const struct match_outcome *outcome)
{
    const struct run_row *altered = &outcome->altered.run;
    const char *state = run_row_state(altered);
    const char *then = "";
    if (altered->published_at.data != NULL)
        then = arena_format(call->arena,
                            ", which rests on it; 'cadre run withdraw %lld' takes it back, and "
                            "'cadre match' then makes one that does not",
                            (long long)altered->number);
    tell_needed(call, "run %lld (%s) would be the answer, but was altered: %s; run %lld is made%s",
                (long long)altered->number, state, outcome->altered.text,
                (long long)outcome->run.number, then);
}

static void tell_rejected(const struct invocation *call, const struct match_outcome *outcome)
{
    const struct rejected_run *rejected = &outcome->rejected;
    long long number = (long long)rejected->number;
    const char *then =
        outcome->unchanged
            ? arena_format(call->arena,
                           "it stays the answer until something changes, or 'cadre run approve "
                           "%lld --why TEXT' takes the rejection back",
                           number)
            : arena_format(call->arena,
                           "run %lld is made beside it, which wants another role's approval",
                           (long long)outcome->run.number);
    tell_needed(call, "run %lld of the same inputs was rejected by the role '%.*s': %.*s; %s",
                number, STR_VIEW_ARGS(rejected->role), STR_VIEW_ARGS(rejected->why), then);
}

static enum cadre_status read_policy(const struct invocation *call, struct match_policy *ret_policy,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    const char *path = option_text(call, "policy");
    if (path == NULL)
        return CADRE_OK;
    enum cadre_status status = small_file_read(path, MATCH_POLICY_FILE_MAX, &text, err);
    if (status != CADRE_OK)
        return status;
    if (text.length > MATCH_POLICY_FILE_MAX)
        status =
            cadre_fail(err, CADRE_REFUSED, "a policy has at most %d bytes", MATCH_POLICY_FILE_MAX);
    else
        status = match_policy_parse(str_view_from(&text), call->arena, ret_policy, err);
    return status == CADRE_OK ? status : cadre_fail_context(err, "%s", path);
}

/* Said outright it overrides what the policy file says. */
static enum cadre_status read_mode(const struct invocation *call, struct match_policy *policy,
                                   struct cadre_error *err)
{
    const char *mode = option_text(call, "mode");
    if (mode == NULL)
        return CADRE_OK;
    policy->mode_named = true;
    policy->stable = strcmp(mode, "stable") == 0;
    if (policy->stable || strcmp(mode, "optimal") == 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'--mode %s' is unknown", mode);
    return cadre_fail_hint(err, "it can be optimal or stable");
}

static enum cadre_status match_now(struct invocation *call, struct match_request *request,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct match_outcome outcome;
    enum cadre_status status = registry_session_open(call, "cadre match", &registry, err);
    if (status == CADRE_OK)
        status = match_run(registry_session_of(registry), request, call->arena, &outcome, err);
    if (status != CADRE_OK)
        return status;
    print_outcome(call, &outcome);
    print_classes(call, &outcome.run);
    print_decisions(call, &outcome);
    print_costs(call, &outcome);
    print_limits(call, &outcome);
    if (!call->quiet)
        print_price(call, &outcome.run, &outcome.measure);
    bool altered = outcome.altered.text != NULL;
    bool unpublished = request->publish && outcome.run.published_at.data == NULL;
    if (altered)
        tell_altered(call, &outcome);
    else if (outcome.rejected.number > 0)
        tell_rejected(call, &outcome);
    if (unpublished)
        tell_not_published(call, &outcome);
    return altered || unpublished ? CADRE_FINDINGS : CADRE_OK;
}

/* ---- what if --------------------------------------------------------------------------------- */

/* Options that a match has and its trial has not, and the other way round. */
static const char *const of_match_only[] = {"publish", "approval", "known-at",
                                            "call-up", "mode",     "residual"};
static const char *const of_trial_only[] = {"source", "owner", "format",
                                            "output", "table", "json-schema"};

static enum cadre_status check_what_if(const struct invocation *call, bool trial,
                                       struct cadre_error *err)
{
    for (size_t i = 0; trial && i < sizeof of_match_only / sizeof *of_match_only; i++) {
        if (option_given(call, of_match_only[i]))
            return cadre_fail(err, CADRE_USAGE, "'--what-if' and '--%s' exclude one another",
                              of_match_only[i]);
    }
    for (size_t i = 0; !trial && i < sizeof of_trial_only / sizeof *of_trial_only; i++) {
        if (option_given(call, of_trial_only[i]))
            return cadre_fail(err, CADRE_USAGE, "'--%s' is of '--what-if' alone", of_trial_only[i]);
    }
    bool other = call->operand_count > 0 || (trial && option_given(call, "policy"));
    if (trial == other)
        return CADRE_OK;
    if (trial)
        return cadre_fail(err, CADRE_USAGE,
                          "'--what-if' wants files that would be imported, or a '--policy'");
    cadre_fail(err, CADRE_USAGE, "'cadre match' takes files with '--what-if' alone");
    return cadre_fail_hint(err,
                           "'cadre import' stores them, 'cadre match --what-if FILE...' tries");
}

static enum cadre_status find_run(const struct invocation *call, struct session *session,
                                  const struct match_request *match, struct run_row *ret_run,
                                  struct cadre_error *err)
{
    if (option_given(call, "as-of"))
        return run_store_newest(session, match->as_of, NULL, call->arena, ret_run, err);
    return run_store_find(session, "last", call->arena, ret_run, err);
}

/* The run's own, or one to try: that one says what differs, and the mode only if it names one. */
static enum cadre_status choose_policy(const struct invocation *call,
                                       const struct match_request *match, const struct run_row *run,
                                       struct match_policy *ret_policy, struct cadre_error *err)
{
    const struct match_policy own = match_policy_of(run->policy, call->arena);
    struct match_policy policy = match->policy_given ? match->policy : own;
    policy.residual_run = own.residual_run;
    if (!policy.mode_named)
        policy.stable = own.stable;
    enum cadre_status status = match_policy_check(&policy, err);
    if (status != CADRE_OK && !policy.mode_named)
        return cadre_fail_hint(err,
                               "run %lld is stable: a policy with \"mode\": \"optimal\" is tried "
                               "in that mode",
                               (long long)run->number);
    *ret_policy = policy;
    return status;
}

static enum cadre_status try_files(struct invocation *call, const struct match_request *match,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct document *document = NULL;
    struct report_target target;
    struct what_if_request request = {
        .paths = call->operands,
        .count = call->operand_count,
        .source = option_text(call, "source"),
        .owner = option_text(call, "owner"),
        .stages = match->stages,
        .wait_s = match->wait_s,
        .memory_bytes = match->memory_bytes,
    };
    enum cadre_status status = report_target_from(call, &target, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre match --what-if", &registry, err);
    if (status == CADRE_OK)
        status = find_run(call, registry_session_of(registry), match, &request.run, err);
    if (status == CADRE_OK)
        status = choose_policy(call, match, &request.run, &request.policy, err);
    if (status != CADRE_OK)
        return status;
    status = what_if(call, registry, &request, &document, err);
    if (document == NULL)
        return status;
    enum cadre_status written = report_files_write(call, document, &target, err);
    return written != CADRE_OK ? written : status;
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum cadre_status do_match(struct invocation *call, struct match_request *request,
                                  bool trial, struct cadre_error *err)
{
    CADRE_CLEANUP(stages_cleanup) struct stages *stages = NULL;
    enum cadre_status status = stages_from(call, &stages, err);
    if (status != CADRE_OK)
        return status;
    request->stages = stages;
    stages_stands(stages, "nothing is stored", call->arena);
    status = trial ? try_files(call, request, err) : match_now(call, request, err);
    interrupt_last_words(NULL);
    return status;
}

static enum cadre_status run_match(struct invocation *call, struct cadre_error *err)
{
    bool trial = option_given(call, "what-if");
    struct match_request request = {.call_up = option_text(call, "call-up"),
                                    .as_of = option_given(call, "call-up") ? cadre_date_none
                                                                           : call->today,
                                    .residual = option_text(call, "residual"),
                                    .policy_given = option_given(call, "policy"),
                                    .publish = option_given(call, "publish")};
    bool approval = option_given(call, "approval");
    int64_t wait_s = MATCH_WAIT_S;
    if (trial && report_files_tell_schema(call, "what_if"))
        return CADRE_OK;
    enum cadre_status status = check_what_if(call, trial, err);
    if (status == CADRE_OK)
        status = option_date(call, "as-of", &request.as_of, err);
    if (status == CADRE_OK)
        status = option_instant(call, "known-at", &request.known_at, err);
    if (status == CADRE_OK)
        status = read_policy(call, &request.policy, err);
    if (status == CADRE_OK)
        status = read_mode(call, &request.policy, err);
    if (status == CADRE_OK)
        status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = memory_limit_parse(option_text(call, "memory"), &request.memory_bytes, err);
    if (status == CADRE_OK && request.publish)
        status = check_publish(&request, approval, err);
    if (status == CADRE_OK && request.residual != NULL && request.known_at != NULL)
        status = cadre_fail(err, CADRE_USAGE, "'--residual' and '--known-at' exclude one another");
    if (status != CADRE_OK)
        return status;
    request.policy.approval |= approval;
    request.wait_s = (int)wait_s;
    return do_match(call, &request, trial, err);
}

static const struct command_example examples[] = {
    {"cadre match", "as of today, as a draft"},
    {"cadre match --as-of 2026-03-01 --publish", "the month's run; the next one builds on it"},
    {"cadre match --as-of 2026-03-01 --known-at 2026-03-05",
     "what it would have been before later corrections, late files and undos"},
    {"cadre match --mode stable", "by the wishes of people and the organizations' orders"},
    {"cadre match --residual last", "after the answers to a published run were imported"},
    {"cadre match --what-if needs.csv requirements.csv",
     "the last run with these needs instead; nothing is stored"},
    {"cadre match --what-if graduates.csv awards.csv --source BAKU",
     "with these people and their certificates more"},
    {"cadre match --call-up 2026-SPRING", "as of the day on which the call-up opens"},
    {0},
};

static const struct command_option options[] = {
    {"as-of", 0, "DATE", "the day that people and needs are taken of (default: today)"},
    {"call-up", 0, "CODE", "conscription takes those alone whom this call-up takes"},
    {"known-at", 0, "TIME", "with what was known at that time (default: all that is known)"},
    {"mode", 0, "MODE", "optimal, or stable: nobody and no need would rather have one another"},
    {"policy", 0, "FILE", "what counts beside the registry's own rules, and quotas (JSON)"},
    {"residual", 0, "RUN",
     "solve what RUN leaves open alone; whom it seats stays, if they still fit"},
    {"publish", 0, NULL, "publish the run: later runs keep people where it has them if they can"},
    {"approval", 0, NULL, "it may be published when another database role has approved it"},
    {"what-if", 0, NULL, "tell what FILE... would change in the last run; nothing is stored"},
    {"source", 's', "SOURCE", "with --what-if: the office that people of the files would be from"},
    {"owner", 0, "ORG", "with --what-if: organization of a new source (default: of its code)"},
    REPORT_TARGET_OPTIONS,
    STAGES_OPTION,
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {"memory", 0, "SIZE", "that it may take, as 2G (default: a quarter of the machine)"},
    {0},
};

const struct command command_match = {
    .name = "match",
    .summary = "assign people to needs, with a certificate",
    .operands = "[FILE...]",
    .operands_max = -1,
    .description =
        "Fills as many seats of priority 1 as can be filled, then of 2, up to 9; of all ways to\n"
        "do so takes the greatest total fit, then the one that keeps most people where the last\n"
        "published run had them, then the published lottery. The result is exact, and the run\n"
        "carries prices that prove it: see 'cadre verify'.\n"
        "\n"
        "With --mode stable the wishes that were imported ('cadre schema preferences') decide:\n"
        "people rank needs by their wishes, then by fit; needs rank people by their\n"
        "organization's order, then by fit, then by the lottery. People propose, and in the\n"
        "result no person and need would rather have one another. Priorities play no part. Each\n"
        "run says what the other mode comes to, that is the price of stability.\n"
        "\n"
        "With --approval, or \"approval\": true in the policy, the run's policy wants a second "
        "pair\n"
        "of eyes: it is published only when 'cadre run approve' was called by another database\n"
        "role than the one that made it. What is solved of such a run with --residual wants it "
        "too.\n"
        "\n"
        "Decisions that stand that day ('cadre schema decisions') are constraints: who is locked\n"
        "or has accepted takes their seat if they fit and it is free, and the rest is solved; a\n"
        "pair that is forbidden or declined is left out. What binds nothing is told, and of each\n"
        "other what the match would gain without it, all else being as it is. Who accepted a\n"
        "seat of a published run sits there as by a placement, until an imported one takes over.\n"
        "\n"
        "With --residual only the open seats of a published run are solved, for those who are\n"
        "free: whom it seats stays there if they still fit, and is neither forbidden nor has said\n"
        "no. It goes by RUN's policy unless another is said, in RUN's mode unless one is named,\n"
        "and the run says whose places it left.\n"
        "\n"
        "A call-up is a row of the catalogue ('cadre catalogue list call-ups'): needs of\n"
        "conscript service then take those alone who were born in its years, all others are\n"
        "matched as always. The day is that on which it opens, or another day of it by --as-of.\n"
        "What the run was made by is stored with it, and read by 'verify', 'explain' and the\n"
        "reports.\n"
        "\n"
        "With --what-if the files, told by their headers, are tried on the last run (or the\n"
        "newest one as of DATE): changed needs and requirements, people more with what they\n"
        "hold; and a policy by --policy, in the run's own mode unless the policy names one. The\n"
        "files go through the same checks and the same merge as an import, in a transaction that\n"
        "is rolled back, and what is told are the seats gained and lost by need and priority, the\n"
        "people who would sit elsewhere, and the result before and after. Nobody leaves by such a\n"
        "list.\n"
        "\n"
        "When the last run is of that day and nothing has changed since, it is the answer. If\n"
        "what is stored of it was altered another one is made: a line on stderr says what was\n"
        "altered, and the exit code is 1. So it is when RUN of --residual, or the run that\n"
        "--what-if compares with, was altered: nothing is built upon it.\n"
        "\n"
        "A policy FILE switches on what shows a role beside credentials, after the matrix of\n"
        "DoD 8140 ('cadre catalogue list options'), and says until when the residential part of\n"
        "such a role is due: {\"role_options\": [\"education\", \"training\"],\n"
        "\"accredited_by\": \"LIST\", \"residential_months\": 12}. It is stored with the run. "
        "With\n"
        "accredited_by a degree counts when its institution was on that list (kind\n"
        "institution_lists) on the day of graduation. Certifications always count, by the\n"
        "certification list; where the matrix differs from it, the list goes before. \"mode\":\n"
        "\"stable\" is --mode stable. {\"wishes\": 500} lets people's own wishes weigh in an\n"
        "optimal match: a need that is somebody's first wish fits them by 5 % better, of rank R\n"
        "by an R-th of that, and never by more than 100 % in all.\n"
        "\n"
        "It also bounds the match. \"quotas\" limit the seats filled of some needs, \"draws\" the\n"
        "people taken of some, \"reserves\" keep so many seats of each need for some people:\n"
        "\n"
        "  {\"quotas\": [{\"name\": \"north\", \"needs\": {\"region\": \"AZ-QBA\"}, \"share\": "
        "\"40%\"}],\n"
        "   \"draws\": [{\"name\": \"each\", \"people\": {\"employer\": \"*\"}, \"most\": 3}],\n"
        "   \"reserves\": [{\"name\": \"women\", \"needs\": {\"organization\": \"U-100\"},\n"
        "                 \"people\": {\"sex\": \"F\"}, \"seats\": 2}]}\n"
        "\n"
        "Needs are told by organization, sector, region, engagement, classification and priority,\n"
        "people by employer, organization, sector, owner, region and sex; all conditions hold, "
        "and\n"
        "each takes a list of codes too. {} is all. An organization, owner or region has what\n"
        "lies below it; \"*\" makes a draw of each employer, sector or owner. Who is placed\n"
        "already counts first; a share is of all seats or people of the set, rounded down. Of\n"
        "two quotas, or draws, one lies in the other or they have nothing in common; others are\n"
        "refused with what they share, and so is a second reserve of a need. Decisions go before:\n"
        "who is bound keeps the seat, and nobody else comes in. The run tells which limits are\n"
        "full, and what one more would bring.\n"
        "\n"
        "A stable match keeps them too, so that no person and need would rather have one another\n"
        "where all limits allow it. A full quota keeps the pairs of the highest priority, of "
        "these\n"
        "those whom the needs rank best; a full draw the people with the best wishes, of these\n"
        "those who fit best. In a reserve \"precedence\": \"reserved\" (so it is without it) "
        "gives\n"
        "its people the reserved seats first and leaves the open ones to others as long as it\n"
        "can; \"open\" gives the open seats to whoever is best, and the reserved ones on top.\n"
        "\n"
        "On a terminal a line on stderr says how far it is. With --progress json each stage is\n"
        "told by a line of JSON there when it begins and when it is done, with its milliseconds:\n"
        "reading, pairs, solving, comparing (solved in the other mode, for the price of\n"
        "stability), pricing (solved without decisions, where there are any), storing. Within an\n"
        "optimal solve each phase is told when it is done; fit_bp is the fit found, in hundredths\n"
        "of a percent over all who are placed, gap_bp what the best can have more at most, 0 when\n"
        "it is proven to be the best. What is interrupted says in one line whether it was stored,\n"
        "and is never half stored.\n"
        "\n"
        "Where the pairs of people and needs take more memory than --memory says (K, M or G "
        "behind\n"
        "the number), only the best of each need are kept, and all are made again to find which\n"
        "are missing, until none is. That takes longer and comes to the same.\n"
        "\n"
        "TIME is YYYY-MM-DD, the end of that day, or has a time of day, in UTC unless it ends\n"
        "with a zone (+04).",
    .examples = examples,
    .options = options,
    .run = run_match,
};
