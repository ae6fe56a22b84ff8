#include "cmd/steps/import/import_merge.h"

#include <string.h>

#include "cmd/steps/import/changes_print.h"
#include "cmd/steps/import/import_fixes.h"
#include "cmd/steps/import/import_known.h"
#include "cmd/steps/import/import_limits.h"
#include "cmd/steps/import/import_rejects.h"
#include "cmd/steps/import/import_rivals.h"
#include "cmd/steps/import/import_sorted.h"
#include "cmd/steps/import/import_staging.h"

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
    enum cadre_status status = findings_status(job->outcome->findings, err);
    if (status != CADRE_OK)
        return status;
    int64_t sum = counts->rows_new + counts->rows_changed + counts->rows_unchanged +
                  counts->rows_duplicate + counts->rows_held + counts->rows_rejected;
    if (sum == counts->rows_read)
        return CADRE_OK;
    return cadre_fail(err, CADRE_BUG, "of '%s' %lld rows were read, but %lld are accounted for",
                      input_file_label(job->file), (long long)counts->rows_read, (long long)sum);
}

static enum cadre_status begin_seen(void *context, struct cadre_error *err)
{
    return seen_keys_rewind(context, err);
}

static enum cadre_status next_seen(void *context, bool *ret_more, struct str_view *ret_person_id,
                                   struct str_view *ret_national_id, struct cadre_error *err)
{
    struct seen_key key = {0};
    enum cadre_status status = seen_keys_next(context, ret_more, &key, err);
    *ret_person_id = key.source_person_id;
    *ret_national_id = key.national_id;
    return status;
}

static enum cadre_status merge_staged(struct import_job *job, struct merge_result *ret_merged,
                                      struct cadre_error *err)
{
    const struct import_request *request = job->request;
    const struct check_result *check = &job->check;
    struct merge_input input = {
        .kind = request->kind,
        .batch = job->outcome->number,
        .source = job->identity.source,
        .owner = job->identity.owner,
        .effective = request->effective,
        .full_list = request->full_list,
        .dropped_records = check->dropped_records,
        .dropped_count = check->dropped_count,
        .seen = {findings_seen(job->outcome->findings), begin_seen, next_seen},
        .key_unreadable = check->key_unreadable,
        .held_sets = check->held_sets,
        .held_set_count = check->held_set_count,
        .max_removed_percent = request->max_removed_percent,
    };
    if (job->sorted != NULL)
        return import_sorted_store(job, &input, ret_merged, err);
    import_known_input(job, &input);
    import_fixes_input(job, &input);
    enum cadre_status status = CADRE_OK;
    if (!merge_is_nothing_new(&input))
        status = import_ensure_staging(job, err);
    if (status != CADRE_OK)
        return status;
    return merge_run(import_session(job), &input, job->scratch, ret_merged, err);
}

/* By its first columns the file is one of rejects. */
static bool is_of_rejects(const struct import_job *job)
{
    size_t count;
    const struct finding_tally *tally = findings_tally(job->outcome->findings, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tally[i].code->code, FINDING_W_REJECTS) == 0)
            return true;
    }
    return false;
}

/* The brake is the only reason for which a merge refuses. */
static enum cadre_status merge_braked(struct import_job *job, struct merge_result *ret_merged,
                                      struct cadre_error *err)
{
    enum cadre_status status = merge_staged(job, ret_merged, err);
    if (status != CADRE_REFUSED)
        return status;
    job->refusal = "max-removed";
    cadre_fail_context(err, "'%s' is refused", input_file_label(job->file));
    if (is_of_rejects(job))
        cadre_fail_hint(err, "these are rows that were rejected before: import them with --fixes "
                             "and the number of the batch that did not take them");
    return err->status;
}

/* Of mended rejects a finding is of the record in the first file, as the new rejects say too. */
static enum cadre_status next_placed(void *context, bool *ret_more, struct finding *ret_finding,
                                     struct cadre_error *err)
{
    const struct import_job *job = context;
    const struct finding *finding = findings_next(job->outcome->findings);
    *ret_more = finding != NULL;
    if (finding == NULL)
        return findings_status(job->outcome->findings, err);
    const struct reject_origin *origin = import_fixes_origin(job, finding->record);
    *ret_finding = *finding;
    if (origin != NULL) {
        ret_finding->line = (uint64_t)origin->line;
        ret_finding->record = (uint64_t)origin->record;
    }
    return CADRE_OK;
}

static enum cadre_status enter_ledger(struct import_job *job, const char *recorded_at,
                                      struct cadre_error *err)
{
    const struct finding_source findings = {job, next_placed};
    findings_rewind(job->outcome->findings);
    return batch_store_merged(import_session(job), job->outcome->number, recorded_at,
                              &job->outcome->counts, &findings, err);
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
        status = import_rivals_enter(job, &merged, err);
    if (status == CADRE_OK)
        status = import_known_renew(job, err);
    if (status == CADRE_OK)
        status = import_fixes_close(job, err);
    if (status == CADRE_OK && job->staging != NULL)
        status = staging_drop(job->staging, err);
    return status;
}
