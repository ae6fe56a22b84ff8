/*
 * cadre run diff: what differs between the results of two match runs.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/run/run_outcome.h"
#include "core/base/alloc.h"
#include "reports/report.h"

/* What a run is called, by its number and day. */
static const char *name_of(const struct run_row *run, struct arena *arena)
{
    char day[CADRE_DATE_TEXT_SIZE];
    return arena_format(arena, "Run %lld of %s", (long long)run->number,
                        cadre_date_format(run->as_of, day));
}

/* Who is in the first result alone may sit there by now: that is looked up where anybody is. */
static enum cadre_status compare(const struct invocation *call, struct session *session,
                                 const struct run_row *runs, struct outcome *outcomes,
                                 const struct outcome_diff **ret_diff, struct cadre_error *err)
{
    *ret_diff = outcome_compare(&outcomes[0], &outcomes[1], call->arena);
    if ((*ret_diff)->unplaced == 0)
        return CADRE_OK;
    enum cadre_status status =
        run_outcome_add_places(session, &runs[1], call->arena, &outcomes[1], err);
    if (status == CADRE_BUG) { /* by rules that came later, or altered: the results stand */
        tell(call,
             "who has been placed since cannot be told, they are among those placed no more: %s",
             err->message);
        cadre_error_release(err);
        return CADRE_OK;
    }
    if (status == CADRE_OK && outcomes[1].place_count > 0)
        *ret_diff = outcome_compare(&outcomes[0], &outcomes[1], call->arena);
    return status;
}

static struct document *report_of(const struct invocation *call, const struct run_row *runs,
                                  const struct outcome_diff *diff)
{
    const char *before = name_of(&runs[0], call->arena);
    const char *after = name_of(&runs[1], call->arena);
    const struct outcome_words words = {
        .name = "run_diff",
        .title = arena_format(call->arena, "%s and %s", before, after),
        .before = before,
        .after = after,
    };
    return outcome_diff_report(diff, &words, call->arena);
}

static enum cadre_status run_run_diff(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct report_target target;
    struct run_row runs[2];
    struct outcome outcomes[2];
    const struct outcome_diff *diff = NULL;
    if (report_files_tell_schema(call, "run_diff"))
        return CADRE_OK;
    enum cadre_status status = report_target_from(call, &target, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre run diff", &registry, err);
    for (size_t i = 0; status == CADRE_OK && i < 2; i++)
        status = run_store_find(registry_session_of(registry), call->operands[i], call->arena,
                                &runs[i], err);
    for (size_t i = 0; status == CADRE_OK && i < 2; i++)
        status = run_outcome_load(registry_session_of(registry), &runs[i], call->arena,
                                  &outcomes[i], err);
    if (status == CADRE_OK)
        status = compare(call, registry_session_of(registry), runs, outcomes, &diff, err);
    if (status != CADRE_OK)
        return status;
    return report_files_write(call, report_of(call, runs, diff), &target, err);
}

static const struct command_example examples[] = {
    {"cadre run diff 7 last", "seats gained and lost since run 7, and who sits elsewhere"},
    {"cadre run diff 7 8 --format csv --table people -o -", "the moves for a spreadsheet"},
    {"cadre run diff --json-schema", "what a program that reads the json can rely on"},
    {0},
};

static const struct command_option options[] = {
    REPORT_TARGET_OPTIONS,
    {0},
};

const struct command command_run_diff = {
    .name = "run diff",
    .summary = "tell what differs between the results of two match runs",
    .operands = "RUN RUN",
    .operands_min = 2,
    .operands_max = 2,
    .description =
        "Seats filled by priority and by need, total fit, people kept, quotas and other limits\n"
        "that let in, fill or are worth something else, and everybody who sits in another need or\n"
        "in one of the two runs alone. People are named by id. What each run knew of its needs is\n"
        "what counts, whatever was imported since. Who has a seat by a placement or acceptance\n"
        "when the later run is made is not in its result: they are told as placed since, and\n"
        "their seats are neither gained nor lost. Of each it is told whether it is optimal or\n"
        "stable, and what the stable match has of the optimal one.",
    .examples = examples,
    .options = options,
    .run = run_run_diff,
};
