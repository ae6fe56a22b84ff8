/*
 * cadre batch abandon N: ends an import that is not to be gone on with.
 */
#include "cmd/commands.h"
#include "cmd/steps/batch_operand.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/import/import_staging.h"
#include "core/base/alloc.h"
#include "sql/first_volume.h"

/* Read again under the lock: whoever held it may have come to its end. */
static enum cadre_status abandon(const struct invocation *call, struct registry_session *registry,
                                 int64_t number, struct batch_row *row, struct cadre_error *err)
{
    struct session *session = registry_session_of(registry);
    const struct kind *kind = kind_find(row->kind);
    if (kind == NULL)
        return cadre_fail(err, CADRE_BUG, "batch %lld is of a kind that is not known",
                          (long long)number);
    const char *key = import_lock_key(kind, row->source.data);
    enum cadre_status status = session_lock(session, LOCK_SOURCE, key, 0, err);
    if (status != CADRE_OK)
        return status;
    status = batch_operand_unfinished(call, registry, number, row, err);
    if (status == CADRE_OK)
        status = import_end_batch(session, kind->name, number, "abandoned", err);
    session_unlock(session, LOCK_SOURCE, key);
    return status;
}

static enum cadre_status run_batch_abandon(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct batch_row row;
    int64_t number;
    enum cadre_status status = batch_operand(call, 0, &number, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre batch abandon", &registry, err);
    if (status == CADRE_OK)
        status = batch_operand_unfinished(call, registry, number, &row, err);
    if (status == CADRE_OK)
        status = abandon(call, registry, number, &row, err);
    if (status == CADRE_OK)
        first_volume_sweep(registry_session_of(registry));
    if (status == CADRE_OK && !call->quiet)
        printf("batch %lld is abandoned: its %lld staged rows are gone\n", (long long)number,
               (long long)row.staged_rows);
    return status;
}

static const struct command_example examples[] = {
    {"cadre batch abandon 7", "its staged rows go, the registry is as it was"},
    {0},
};

const struct command command_batch_abandon = {
    .name = "batch abandon",
    .summary = "give up an import that was interrupted",
    .operands = "BATCH",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "Rows of a large file that were staged before its import ended are kept until it is gone\n"
        "on with. This removes them; the batch stands in the ledger as refused. The registry was\n"
        "not touched by it. What a first list of people or certifications left as it was killed,\n"
        "which has no line in the ledger, goes with it; 'cadre doctor' tells what is left.",
    .examples = examples,
    .run = run_batch_abandon,
};
