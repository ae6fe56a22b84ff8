#include "cmd/steps/import/import_recover.h"

#include "cmd/cli/interrupt.h"
#include "cmd/steps/retry.h"

bool import_may_recover(const struct cadre_error *err)
{
    return retry_was_cut(err) || retry_was_in_the_way(err);
}

static enum cadre_status reconnect(struct import_job *job, struct cadre_error *err)
{
    enum cadre_status status = CADRE_DATABASE;
    for (int tried = 1;
         status == CADRE_DATABASE && tried <= RETRY_ATTEMPTS_MAX && interrupt_signal() == 0;
         tried++) {
        retry_pause(tried);
        status = registry_session_reopen(job->registry, err);
    }
    return status;
}

/*
 * The connection broke at COMMIT. Once the registry lock is ours, the server has done with the old
 * connection: the ledger says whether the batch is in.
 */
static enum cadre_status ask_ledger(struct import_job *job, bool *ret_stored,
                                    struct cadre_error *err)
{
    struct batch_row row;
    struct cadre_error unknown = {0};
    enum cadre_status status =
        session_lock(import_session(job), LOCK_REGISTRY, "", job->request->wait_s, err);
    if (status != CADRE_OK)
        return status;
    status =
        batch_store_show(import_session(job), job->outcome->number, job->arena, &row, &unknown);
    session_unlock(import_session(job), LOCK_REGISTRY, "");
    if (status == CADRE_OK) {
        *ret_stored = row.counted;
        return CADRE_OK;
    }
    if (status == CADRE_USAGE) { /* no such batch: it was rolled back, and *err still says why */
        cadre_error_release(&unknown);
        return CADRE_OK;
    }
    cadre_error_release(err);
    *err = unknown;
    return status;
}

enum cadre_status import_recover(struct import_job *job, bool *ret_stored, struct cadre_error *err)
{
    if (retry_was_in_the_way(err)) {
        retry_pause(1);
        return CADRE_OK;
    }
    enum cadre_status status = reconnect(job, err);
    if (status == CADRE_OK && job->commit_sent)
        status = ask_ledger(job, ret_stored, err);
    return status;
}
