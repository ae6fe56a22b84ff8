#include "cmd/steps/import/import_merge.h"

#include "cmd/steps/import/changes_print.h"
#include "cmd/steps/import/import_first.h"
#include "cmd/steps/import/import_fixes.h"
#include "cmd/steps/import/import_known.h"
#include "cmd/steps/import/import_limits.h"
#include "cmd/steps/import/import_rejects.h"
#include "sql/batch_sets.h"

/* Rows that the registry did not take join the findings; each counts once. */
static void add_rejections(struct import_job *job, const struct merge_result *merged)
{
    struct batch_counts *counts = &job->outcome->counts;
    for (size_t i = 0; i < merged->rejection_count;) {
        const struct merge_rejection *first = &merged->rejections[i];
        bool rejected = false;
        for (; i < merged->rejection_count && merged->rejections[i].record == first->record; i++) {
            const struct merge_rejection *next = &merged->rejections[i];
            const struct record_place place = {.line = next->line,
                                               .record = next->record,
                                               .offset = next->offset,
                                               .length = next->length};
            const struct finding_code *code = finding_code_find(str_view_of(next->code));
            findings_add(job->outcome->findings, next->code, &place, next->line, next->column,
                         (struct str_view){NULL, 0}, next->hint);
            rejected = rejected || code == NULL || code->effect == FINDING_REJECTS;
        }
        if (rejected)
            counts->rows_rejected++;
        else
            counts->rows_held++;
    }
}

static enum cadre_status count_merged(struct import_job *job, const struct merge_result *merged,
                                      struct cadre_error *err)
{
    struct batch_counts *counts = &job->outcome->counts;
    counts->rows_new = merged->counts.rows_new;
    counts->rows_changed = merged->counts.rows_changed;
    counts->rows_unchanged = merged->counts.rows_unchanged;
    counts->left = merged->counts.left;
    counts->left_held_back = merged->counts.left_held_back;
    add_rejections(job, merged);
    int64_t sum = counts->rows_new + counts->rows_changed + counts->rows_unchanged +
                  counts->rows_duplicate + counts->rows_held + counts->rows_rejected;
    if (sum == counts->rows_read)
        return CADRE_OK;
    return cadre_fail(err, CADRE_BUG, "of '%s' %lld rows were read, but %lld are accounted for",
                      input_file_label(job->file), (long long)counts->rows_read, (long long)sum);
}

static enum cadre_status merge_staged(struct import_job *job, struct merge_result *ret_merged,
                                      struct cadre_error *err)
{
    const struct import_request *request = job->request;
    const struct check_result *check = &job->check;
    struct str_view *person_ids = arena_calloc(job->scratch, check->seen_count, sizeof *person_ids);
    struct str_view *national_ids =
        arena_calloc(job->scratch, check->seen_count, sizeof *national_ids);
    for (size_t i = 0; i < check->seen_count; i++) {
        person_ids[i] = check->seen[i].source_person_id;
        national_ids[i] = check->seen[i].national_id;
    }
    struct merge_input input = {
        .kind = request->kind,
        .batch = job->outcome->number,
        .source = job->identity.source,
        .owner = job->identity.owner,
        .effective = request->effective,
        .full_list = request->full_list,
        .dropped_records = check->dropped_records,
        .dropped_count = check->dropped_count,
        .seen_person_ids = person_ids,
        .seen_national_ids = national_ids,
        .seen_count = check->seen_count,
        .key_unreadable = check->key_unreadable,
        .held_sets = check->held_sets,
        .held_set_count = check->held_set_count,
        .max_removed_percent = request->max_removed_percent,
    };
    if (job->first != NULL)
        return import_first_store(job, &input, ret_merged, err);
    import_known_input(job, &input);
    import_fixes_input(job, &input);
    return merge_run(import_session(job), &input, job->scratch, ret_merged, err);
}

/* The brake is the only reason for which a merge refuses. */
static enum cadre_status merge_braked(struct import_job *job, struct merge_result *ret_merged,
                                      struct cadre_error *err)
{
    enum cadre_status status = merge_staged(job, ret_merged, err);
    if (status != CADRE_REFUSED)
        return status;
    job->refusal = "max-removed";
    return cadre_fail_context(err, "'%s' is refused", input_file_label(job->file));
}

/* Of mended rejects a finding is of the record in the first file, as the new rejects say too. */
static const struct finding *placed_finding(struct import_job *job, const struct finding *finding)
{
    const struct reject_origin *origin = import_fixes_origin(job, finding->record);
    if (origin == NULL)
        return finding;
    struct finding *placed = arena_calloc(job->scratch, 1, sizeof *placed);
    *placed = *finding;
    placed->line = (uint64_t)origin->line;
    placed->record = (uint64_t)origin->record;
    return placed;
}

static enum cadre_status enter_ledger(struct import_job *job, const char *recorded_at,
                                      struct cadre_error *err)
{
    size_t count = findings_count(job->outcome->findings);
    const struct finding **findings = arena_calloc(job->scratch, count, sizeof(*findings));
    for (size_t i = 0; i < count; i++)
        findings[i] = placed_finding(job, findings_at(job->outcome->findings, i));
    return batch_store_merged(import_session(job), job->outcome->number, recorded_at,
                              &job->outcome->counts, findings, count, err);
}

/* Which need each row is of, for those that come back mended. */
static enum cadre_status enter_sets(struct import_job *job, struct cadre_error *err)
{
    size_t count;
    const struct check_result *check = &job->check;
    if (check->set_row_count == 0)
        return CADRE_OK;
    const struct rejected_record *rejected = findings_rejected(job->outcome->findings, &count);
    struct batch_set_row *rows = arena_calloc(job->scratch, check->set_row_count, sizeof *rows);
    for (size_t i = 0; i < check->set_row_count; i++) {
        const struct set_row *row = &check->set_rows[i];
        const struct reject_origin *origin = import_fixes_origin(job, row->record);
        rows[i] = (struct batch_set_row){
            .record = origin != NULL ? origin->record : (int64_t)row->record,
            .set = row->set,
            .kept_out = rejected_record_find(rejected, count, row->record) != NULL,
        };
    }
    return batch_sets_store(import_session(job), job->outcome->number, rows, check->set_row_count,
                            err);
}

/* What a dry run would change, while it is still there. */
static enum cadre_status find_changes(struct import_job *job, const char *recorded_at,
                                      struct cadre_error *err)
{
    if (!job->request->dry_run)
        return CADRE_OK;
    struct batch_diff *changes = arena_calloc(job->arena, 1, sizeof *changes);
    const struct batch_moment before = {.day = job->request->effective};
    const struct batch_moment after = {job->request->effective, recorded_at};
    job->outcome->changes = changes;
    return batch_diff_find(import_session(job), job->request->kind, job->identity.source, &before,
                           &after, CHANGES_SHOWN, job->arena, changes, err);
}

enum cadre_status import_merge(struct import_job *job, struct cadre_error *err)
{
    struct merge_result merged = {0};
    progress_step(job->progress, "waiting for the registry");
    enum cadre_status status =
        session_lock(import_session(job), LOCK_REGISTRY, "", job->request->wait_s, err);
    progress_step(job->progress, "storing");
    if (status == CADRE_OK)
        status = import_known_check(job, err);
    if (status == CADRE_OK && !job->redo)
        status = import_fixes_read(job, err);
    if (status == CADRE_OK && !job->redo)
        status = merge_braked(job, &merged, err);
    job->redo = job->redo || merged.digest_stale;
    if (status != CADRE_OK || job->redo)
        return status;
    job->open_records = merged.open;
    status = count_merged(job, &merged, err);
    if (status == CADRE_OK)
        status = import_check_limits(job, err);
    if (status == CADRE_OK)
        status = find_changes(job, merged.recorded_at, err);
    if (status == CADRE_OK)
        status = import_rejects_write(job, err);
    if (status == CADRE_OK)
        status = enter_ledger(job, merged.recorded_at, err);
    if (status == CADRE_OK)
        status = enter_sets(job, err);
    if (status == CADRE_OK)
        status = import_known_renew(job, err);
    if (status == CADRE_OK)
        status = import_fixes_close(job, err);
    if (status == CADRE_OK && job->staging != NULL)
        status = staging_drop(job->staging, err);
    return status;
}
