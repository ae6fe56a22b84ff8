/*
 * cadre run publish: a match run becomes what counts.
 */
#include "cmd/steps/run/run_publish.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400 };

static enum cadre_status read_options(const struct invocation *call,
                                      struct run_publish_request *request, struct cadre_error *err)
{
    int64_t wait_s = WAIT_S;
    request->despite = option_given(call, "despite");
    request->why = option_text(call, "why");
    if (request->why != NULL && str_view_trim(str_view_of(request->why)).length == 0)
        return cadre_fail(err, CADRE_USAGE, "'--why' is empty");
    if (request->despite && request->why == NULL) {
        cadre_fail(err, CADRE_USAGE, "'--despite' wants --why TEXT");
        return cadre_fail_hint(err, "the reason is stored with the run, for those who come after");
    }
    enum cadre_status status = option_date(call, "as-of", &request->as_of, err);
    if (status == CADRE_OK)
        status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    request->wait_s = (int)wait_s;
    return status;
}

/* Who is placed from a later day on has to fit then. */
static void settle_day(const struct invocation *call, struct run_publish_request *request)
{
    if (cadre_date_is_set(request->as_of))
        return;
    request->as_of = request->run.as_of.day > call->today.day ? request->run.as_of : call->today;
}

static void print_published(const struct invocation *call,
                            const struct run_publish_request *request, bool done, size_t lapses)
{
    if (call->quiet)
        return;
    printf("run %lld: %s", (long long)request->run.number,
           done ? "published now" : "unchanged, published");
    if (lapses > 0)
        printf(" despite %zu %s, which %s stored with it", lapses, lapses == 1 ? "lapse" : "lapses",
               lapses == 1 ? "is" : "are");
    putchar('\n');
}

static enum cadre_status run_run_publish(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct run_publish_request request = {.as_of = cadre_date_none};
    bool done = false;
    size_t lapses = 0;
    enum cadre_status status = read_options(call, &request, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre run publish", &registry, err);
    if (status == CADRE_OK)
        status = run_store_find(registry_session_of(registry), call->operands[0], call->arena,
                                &request.run, err);
    if (status != CADRE_OK)
        return status;
    settle_day(call, &request);
    status = run_publish(call, registry_session_of(registry), &request, &done, &lapses, err);
    if (status == CADRE_OK)
        print_published(call, &request, done, lapses);
    return status;
}

static const struct command_example examples[] = {
    {"cadre run publish last", "the next run keeps people where this one has them"},
    {"cadre run publish 7 --despite --why 'the seats are needed on Monday'",
     "though somebody does not fit any more: who is stored with it"},
    {0},
};

static const struct command_option options[] = {
    {"as-of", 0, "DATE",
     "the day on which all have to fit (default: today, or the run's if later)"},
    {"despite", 0, NULL, "publish it though somebody does not fit any more; wants --why"},
    {"why", 0, "TEXT", "the reason, stored with the run"},
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_run_publish = {
    .name = "run publish",
    .summary = "publish a match run, if all whom it places still fit",
    .operands = "RUN",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "Between the match and its publication people withdraw, are deferred or placed elsewhere,\n"
        "awards expire, needs shrink. So everybody whom the run places is judged again by what is\n"
        "known now. When somebody does not fit any more the run is not published (exit 4), and "
        "who\n"
        "it is and by which condition is told: by id on a terminal, else how many by which "
        "reason.\n"
        "With --despite it is published all the same, and who, and why it was done, are stored.\n"
        "\n"
        "A run that was rejected is not published, nor one whose policy wants an approval that it\n"
        "has not got: see 'cadre run approve'. Publishing a run twice changes nothing.",
    .examples = examples,
    .options = options,
    .run = run_run_publish,
};
