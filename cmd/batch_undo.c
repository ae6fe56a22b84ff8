/*
 * cadre batch undo: one imported file is taken back.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/batch_operand.h"
#include "core/base/alloc.h"
#include "sql/undo.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400, BATCHES_TOLD = 20 };

/* What of a later batch rests on it: "rows that ...". */
static const char *const reasons[] = {
    [UNDO_CHANGED] = "changed or ended what it brought",
    [UNDO_STATED] = "state days that it had ended",
    [UNDO_REPEATED] = "repeat its list unchanged",
    [UNDO_HELD] = "were kept out, so that what it left stands for them",
    [UNDO_JOINED] = "were mended and stand beside requirements that it brought",
    [UNDO_EARLIER] = "are of an earlier day and end where it begins",
    [UNDO_PEOPLE] = "name people that only it brought",
    [UNDO_IDS] = "name people by a national id that only it gave",
    [UNDO_NUMBERS] = "name people by a number that only it gave",
    [UNDO_NEEDS] = "name needs that only it brought",
    [UNDO_ORGANIZATIONS] = "name organizations that only it brought",
    [UNDO_TRAININGS] = "name trainings that only it brought",
};

static void tell_rest(const struct invocation *call, const struct undo_rest *rest)
{
    char day[CADRE_DATE_TEXT_SIZE];
    tell(call, "batch %lld (%.*s%s%.*s, %s): rows that %s: %lld", (long long)rest->batch,
         STR_VIEW_ARGS(rest->kind), rest->source.length > 0 ? " of " : "",
         STR_VIEW_ARGS(rest->source), cadre_date_format(rest->effective, day),
         reasons[rest->reason], (long long)rest->found);
}

static void tell_resting(const struct invocation *call, const struct undo_result *result)
{
    size_t told = result->resting_count < BATCHES_TOLD ? result->resting_count : BATCHES_TOLD;
    for (size_t i = 0; i < told; i++)
        tell_rest(call, &result->resting[i]);
    if (told < result->resting_count)
        tell(call, "and %zu more", result->resting_count - told);
}

static void print_undone(const struct invocation *call, int64_t number,
                         const struct undo_result *result)
{
    if (call->quiet)
        return;
    if (result->unchanged)
        printf("batch %lld: unchanged, it was undone already\n", (long long)number);
    else
        printf("batch %lld is undone: %lld %s before it\n", (long long)number,
               (long long)result->records,
               result->records == 1 ? "record is as it was" : "records are as they were");
}

static enum cadre_status run_batch_undo(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct undo_result result = {0};
    int64_t wait_s = WAIT_S;
    int64_t number;
    enum cadre_status status = batch_operand(call, 0, &number, err);
    if (status == CADRE_OK)
        status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre batch undo", &registry, err);
    if (status == CADRE_OK)
        status = undo_batch(registry_session_of(registry), number, (int)wait_s, call->arena,
                            &result, err);
    if (status == CADRE_OK)
        print_undone(call, number, &result);
    else
        tell_resting(call, &result);
    return status;
}

static const struct command_example examples[] = {
    {"cadre batch undo 7", "what batch 7 brought goes, what it changed is as it was before"},
    {"cadre batch undo 7 && cadre import roster march.csv -s BAKU", "the right file instead"},
    {0},
};

static const struct command_option options[] = {
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_batch_undo = {
    .name = "batch undo",
    .summary = "take one imported file back",
    .operands = "BATCH",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "Afterwards the registry knows what it knew before the batch: 'cadre db digest' says the\n"
        "same. Nothing is erased: reports as known before the undo still see it. The file can be\n"
        "imported again. Undoing a batch twice changes nothing.\n"
        "\n"
        "When later batches rest on it they are listed, and nothing is changed (exit 4): those\n"
        "that changed, ended, repeated or joined what it brought, and those that name people,\n"
        "needs, organizations or trainings that only it brought, or people by a national id or\n"
        "number that only it gave. Undo them first, the newest first.",
    .examples = examples,
    .options = options,
    .run = run_batch_undo,
};
