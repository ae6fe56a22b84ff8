/*
 * cadre run approve, reject and withdraw: what people decide about a stored match run.
 */
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"
#include "sql/run_life.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400 };

/* Which run, why, and how long it may take; open to be worked on. */
struct review {
    struct session *session;
    struct run_row run;
    const char *why;
    int wait_s;
};

static enum cadre_status read_why(const struct invocation *call, struct review *review,
                                  struct cadre_error *err)
{
    review->why = option_text(call, "why");
    if (review->why != NULL && str_view_trim(str_view_of(review->why)).length > 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'cadre %s' wants --why TEXT", call->command->name);
    return cadre_fail_hint(err, "the reason is stored with the run, for those who come after");
}

static enum cadre_status open_review(const struct invocation *call, const char *label,
                                     struct registry_session **ret_registry, struct review *review,
                                     struct cadre_error *err)
{
    int64_t wait_s = WAIT_S;
    enum cadre_status status = read_why(call, review, err);
    if (status == CADRE_OK)
        status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, label, ret_registry, err);
    if (status != CADRE_OK)
        return status;
    review->session = registry_session_of(*ret_registry);
    review->wait_s = (int)wait_s;
    return run_store_find(review->session, call->operands[0], call->arena, &review->run, err);
}

static enum cadre_status judge(const struct invocation *call, const char *label,
                               enum run_verdict verdict, const char *words, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct review review;
    enum cadre_status status = open_review(call, label, &registry, &review, err);
    if (status == CADRE_OK)
        status = run_life_judge(review.session, review.run.number, verdict, review.why,
                                review.wait_s, err);
    if (status == CADRE_OK && !call->quiet)
        printf("run %lld is %s\n", (long long)review.run.number, words);
    return status;
}

static enum cadre_status run_run_approve(struct invocation *call, struct cadre_error *err)
{
    return judge(call, "cadre run approve", RUN_APPROVED, "approved: it may be published", err);
}

static enum cadre_status run_run_reject(struct invocation *call, struct cadre_error *err)
{
    return judge(call, "cadre run reject", RUN_REJECTED, "rejected: it cannot be published", err);
}

static enum cadre_status run_run_withdraw(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct review review;
    bool done = false;
    enum cadre_status status = open_review(call, "cadre run withdraw", &registry, &review, err);
    if (status == CADRE_OK)
        status = run_life_withdraw(review.session, review.run.number, review.why, review.wait_s,
                                   &done, err);
    if (status == CADRE_OK && !call->quiet)
        printf("run %lld: %s\n", (long long)review.run.number,
               done ? "withdrawn" : "unchanged, it was withdrawn already");
    return status;
}

/* ---- the commands ---------------------------------------------------------------------------- */

static const struct command_option options[] = {
    {"why", 0, "TEXT", "the reason, stored with the run"},
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

static const struct command_example approve_examples[] = {
    {"cadre run approve last --why 'seen by the board of 3 March'", "it may be published now"},
    {0},
};

const struct command command_run_approve = {
    .name = "run approve",
    .summary = "approve a match run, with the reason",
    .operands = "RUN",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "Stored are the reason, the time and the database role that approves. A run that was made\n"
        "with 'cadre match --approval' is published only when another role than the one that made\n"
        "it has approved it. Of several verdicts the last one counts, and all are kept: 'cadre\n"
        "run show RUN' tells them.",
    .examples = approve_examples,
    .options = options,
    .run = run_run_approve,
};

static const struct command_example reject_examples[] = {
    {"cadre run reject 7 --why 'the needs of CERT-FIN are of last year'", "it stays a draft"},
    {0},
};

const struct command command_run_reject = {
    .name = "run reject",
    .summary = "reject a match run, with the reason",
    .operands = "RUN",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "A run that was rejected cannot be published, unless it is approved later. While nothing\n"
        "changes it stays the answer of 'cadre match', which says so and why; one that asks for "
        "no\n"
        "approval any more (--approval) has the same answer. Another run is made when something\n"
        "has changed, or when an approval is asked for that the rejected run did not want. The\n"
        "reason, the time and the database role that rejects are stored with it.",
    .examples = reject_examples,
    .options = options,
    .run = run_run_reject,
};

static const struct command_example withdraw_examples[] = {
    {"cadre run withdraw 7 --why 'published by mistake'", "the one before it is in force again"},
    {0},
};

const struct command command_run_withdraw = {
    .name = "run withdraw",
    .summary = "take a published match run back, with the reason",
    .operands = "RUN",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "Later runs then build on the one that was published before it. The run stays stored, and\n"
        "reports as known before still see it published. It cannot be published again: 'cadre\n"
        "match' makes a new run.",
    .examples = withdraw_examples,
    .options = options,
    .run = run_run_withdraw,
};
