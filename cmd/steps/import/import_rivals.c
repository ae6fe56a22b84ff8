#include "cmd/steps/import/import_rivals.h"

#include "cmd/steps/import/import_fixes.h"
#include "core/base/alloc.h"
#include "sql/batch_rivals.h"
#include "sql/batch_sets.h"

/* In the first file, where the row mends one of it. */
static int64_t record_of(const struct import_job *job, uint64_t record)
{
    const struct reject_origin *origin = import_fixes_origin(job, record);
    return origin != NULL ? origin->record : (int64_t)record;
}

/* Which need each row is of. */
static enum cadre_status enter_sets(struct import_job *job, struct cadre_error *err)
{
    const struct check_result *check = &job->check;
    const struct findings *findings = job->outcome->findings;
    if (check->set_row_count == 0)
        return CADRE_OK;
    struct rejected_record rejected;
    struct batch_set_row *rows = arena_calloc(job->scratch, check->set_row_count, sizeof *rows);
    findings_rewind(findings);
    bool more = findings_next_rejected(findings, &rejected);
    for (size_t i = 0; i < check->set_row_count; i++) {
        const struct set_row *row = &check->set_rows[i];
        while (more && rejected.place.record < row->record)
            more = findings_next_rejected(findings, &rejected);
        rows[i] = (struct batch_set_row){
            .record = record_of(job, row->record),
            .set = row->set,
            .kept_out = more && rejected.place.record == row->record,
        };
    }
    enum cadre_status status = findings_status(findings, err);
    if (status != CADRE_OK)
        return status;
    return batch_sets_store(import_session(job), job->outcome->number, rows, check->set_row_count,
                            err);
}

/* However many there are, the server gets so many at once. */
enum { RIVALS_AT_ONCE = 16 * 1024 };

struct rivals_at_once {
    struct batch_rival items[RIVALS_AT_ONCE];
    size_t count;
};

static enum cadre_status send(const struct import_job *job, struct rivals_at_once *rivals,
                              struct cadre_error *err)
{
    size_t count = rivals->count;
    rivals->count = 0;
    if (count == 0)
        return CADRE_OK;
    return batch_rivals_store(import_session(job), job->outcome->number, rivals->items, count, err);
}

static enum cadre_status add(const struct import_job *job, struct rivals_at_once *rivals,
                             uint64_t first, uint64_t record, int64_t key, struct cadre_error *err)
{
    rivals->items[rivals->count++] =
        (struct batch_rival){record_of(job, first), record_of(job, record), key};
    return rivals->count == RIVALS_AT_ONCE ? send(job, rivals, err) : CADRE_OK;
}

/* Those of one key bear the first record of it. */
static enum cadre_status add_checked(const struct import_job *job, struct rivals_at_once *rivals,
                                     struct cadre_error *err)
{
    const struct check_result *check = &job->check;
    const struct record_key *first = check->rivals;
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < check->rival_count; i++) {
        const struct record_key *rival = &check->rivals[i];
        first = rival->key == first->key ? first : rival;
        status = add(job, rivals, first->record, rival->record, rival->key, err);
    }
    return status;
}

static enum cadre_status add_merged(const struct import_job *job, struct rivals_at_once *rivals,
                                    const struct merge_result *merged, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < merged->rejection_count; i++) {
        const struct merge_rejection *rejection = &merged->rejections[i];
        if (rejection->rivals > 0)
            status = add(job, rivals, rejection->rivals, rejection->record, rejection->key, err);
    }
    return status;
}

static enum cadre_status enter_rivals(struct import_job *job, const struct merge_result *merged,
                                      struct cadre_error *err)
{
    if (job->check.rival_count + merged->rejection_count == 0)
        return CADRE_OK;
    CADRE_FREE struct rivals_at_once *rivals = cadre_calloc(1, sizeof *rivals);
    enum cadre_status status = add_checked(job, rivals, err);
    if (status == CADRE_OK)
        status = add_merged(job, rivals, merged, err);
    return status == CADRE_OK ? send(job, rivals, err) : status;
}

enum cadre_status import_rivals_enter(struct import_job *job, const struct merge_result *merged,
                                      struct cadre_error *err)
{
    enum cadre_status status = enter_sets(job, err);
    return status == CADRE_OK ? enter_rivals(job, merged, err) : status;
}
