/*
 * cadre batch diff: what differs between what two imported files left.
 */
#include "sql/batch_diff.h"
#include "cmd/commands.h"
#include "cmd/steps/batch_operand.h"
#include "cmd/steps/import/changes_print.h"
#include "core/base/alloc.h"

static enum cadre_status fail_pair(const struct batch_row *before, const struct batch_row *after,
                                   struct cadre_error *err)
{
    cadre_fail(err, CADRE_USAGE, "batches %lld and %lld are not of the same kind and source",
               (long long)before->number, (long long)after->number);
    return cadre_fail_hint(err, "'cadre batch list' shows what they are of");
}

/* What was never merged left nothing; what was undone did, for a time. */
static enum cadre_status read_batch(const struct invocation *call,
                                    struct registry_session *registry, int64_t number,
                                    struct batch_row *ret_row, struct cadre_error *err)
{
    enum cadre_status status =
        batch_store_show(registry_session_of(registry), number, call->arena, ret_row, err);
    if (status != CADRE_OK || ret_row->counted)
        return status;
    cadre_fail(err, CADRE_USAGE, "batch %lld is %.*s: it left nothing in the registry",
               (long long)number, STR_VIEW_ARGS(ret_row->state));
    return cadre_fail_hint(err, "'cadre batch list' shows which ones are merged");
}

static void print_diff(const struct invocation *call, const struct batch_row *before,
                       const struct batch_row *after, const struct batch_diff *diff)
{
    printf("batch %lld to %lld (%.*s%s%.*s):", (long long)before->number, (long long)after->number,
           STR_VIEW_ARGS(after->kind), after->source.length > 0 ? " of " : "",
           STR_VIEW_ARGS(after->source));
    for (int change = 0; change < CHANGE_COUNT; change++)
        printf("%s %lld %s", change > 0 ? "," : "", (long long)diff->records[change],
               change_names[change]);
    putchar('\n');
    changes_print(call, after->source.data, diff);
}

static enum cadre_status find_diff(struct invocation *call, struct registry_session *registry,
                                   const struct batch_row *before, const struct batch_row *after,
                                   struct cadre_error *err)
{
    struct batch_diff diff;
    const struct batch_moment from = {before->effective, before->recorded_at.data};
    const struct batch_moment to = {after->effective, after->recorded_at.data};
    if (!str_view_equal(before->kind, after->kind) ||
        !str_view_equal(before->source, after->source))
        return fail_pair(before, after, err);
    if (kind_find(after->kind) == NULL)
        return cadre_fail(err, CADRE_USAGE,
                          "batch %lld is what a change of version carried: it "
                          "is no list that differs from another",
                          (long long)after->number);
    enum cadre_status status =
        batch_diff_find(registry_session_of(registry), kind_find(after->kind), after->source.data,
                        &from, &to, CHANGES_SHOWN, call->arena, &diff, err);
    if (status == CADRE_OK)
        print_diff(call, before, after, &diff);
    return status;
}

static enum cadre_status run_batch_diff(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct batch_row rows[2];
    int64_t numbers[2] = {0};
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < 2; i++)
        status = batch_operand(call, i, &numbers[i], err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre batch diff", &registry, err);
    for (size_t i = 0; status == CADRE_OK && i < 2; i++)
        status = read_batch(call, registry, numbers[i], &rows[i], err);
    if (status == CADRE_OK)
        status = find_diff(call, registry, &rows[0], &rows[1], err);
    return status;
}

static const struct command_example examples[] = {
    {"cadre batch diff 7 12", "who is new, who left, and which columns changed since batch 7"},
    {0},
};

const struct command command_batch_diff = {
    .name = "batch diff",
    .summary = "tell what differs between what two imported files left",
    .operands = "BATCH BATCH",
    .operands_min = 2,
    .operands_max = 2,
    .description =
        "Both are of the same kind and source. Compared is what the registry held of that source\n"
        "on the day of each, as it was known when it was merged: records that are new, left,\n"
        "changed, or corrected, where nothing but what was always so differs (birth date, "
        "national\n"
        "id, sex). A batch that was undone since counts as it was.\n"
        "\n"
        "Which records and from which value to which stands on a terminal alone, three of each.",
    .examples = examples,
    .run = run_batch_diff,
};
