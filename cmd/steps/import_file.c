#include "cmd/steps/import_file.h"

#include <errno.h>
#include <string.h>

#include "cmd/cli/output_file.h"
#include "cmd/steps/import_settings.h"
#include "cmd/steps/retry.h"
#include "core/base/alloc.h"
#include "import/check.h"
#include "import/rejects_csv.h"
#include "sql/merge.h"
#include "sql/source_store.h"
#include "sql/staging.h"

/* One file on its way. */
struct import_job {
    struct registry_session *registry;
    const struct import_request *request;
    struct arena *arena;
    struct import_outcome *outcome;
    struct input_file *file;
    struct batch_identity identity;
    struct check_result check;
    bool commit_sent; /* a broken connection leaves the outcome open */
};

static struct session *session_of(const struct import_job *job)
{
    return registry_session_of(job->registry);
}

/* ---- locks ----------------------------------------------------------------------------------- */

/* Kinds without a source are locked by themselves, so that a file is not taken twice at once. */
static const char *lock_key(const struct import_job *job)
{
    return job->request->source != NULL ? job->request->source : job->request->kind->name;
}

/* An office that imports the same source twice at once is told so and does not wait, unless it is
 * we ourselves whose broken connection still holds the lock. */
static enum cadre_status lock_source(struct import_job *job, int attempt, struct cadre_error *err)
{
    int wait_s = job->request->source != NULL && attempt == 1 ? 0 : job->request->wait_s;
    return session_lock(session_of(job), LOCK_SOURCE, lock_key(job), wait_s, err);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static bool exceeds(const struct import_limit *limit, int64_t faulty, int64_t rows)
{
    switch (limit->unit) {
    case LIMIT_COUNT:
        return faulty > limit->most;
    case LIMIT_PERCENT:
        return faulty * 100 > rows * limit->most;
    case LIMIT_NONE:
        break;
    }
    return false;
}

static enum cadre_status check_limit(const struct import_job *job, struct cadre_error *err)
{
    const struct batch_counts *counts = &job->outcome->counts;
    int64_t faulty = counts->rows_rejected + counts->rows_held;
    const struct import_limit *limit = &job->request->max_rejects;
    if (!exceeds(limit, faulty, counts->rows_read))
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED,
               "'%s' is refused: %lld of its %lld rows are faulty, more than %lld%s",
               input_file_label(job->file), (long long)faulty, (long long)counts->rows_read,
               (long long)limit->most, limit->unit == LIMIT_PERCENT ? " %" : "");
    return cadre_fail_hint(err, "mend them, or raise --max-rejects");
}

/* ---- into staging ---------------------------------------------------------------------------- */

static void count_checked(struct import_job *job)
{
    job->outcome->counts.rows_read = (int64_t)job->check.rows_read;
    job->outcome->counts.rows_duplicate = (int64_t)job->check.duplicates;
    job->outcome->counts.rows_held = (int64_t)job->check.held;
    job->outcome->counts.rows_rejected = (int64_t)job->check.rejected;
}

static enum cadre_status fail_refused(const struct import_job *job, struct cadre_error *err)
{
    const struct finding *finding = findings_refusal(job->outcome->findings);
    if (finding != NULL) {
        cadre_fail(err, CADRE_REFUSED, "'%s' is refused: %s (%s)", input_file_label(job->file),
                   finding->code->title, finding->code->code);
        return cadre_fail_hint(err, "%s", finding_remedy(finding));
    }
    return cadre_fail(err, CADRE_BUG, "'%s' is refused without a finding",
                      input_file_label(job->file));
}

static enum cadre_status fill(struct import_job *job, struct staging *staging,
                              struct cadre_error *err)
{
    const struct check_options options = {.kind = job->request->kind,
                                          .catalogue = job->request->catalogue,
                                          .effective = job->request->effective,
                                          .profile = &job->request->profile};
    const struct row_sink sink = {.context = staging, .row = staging_row};
    enum cadre_status status =
        check_file(&options, job->file, &sink, job->outcome->findings, &job->check, err);
    if (status != CADRE_OK)
        return status;
    count_checked(job);
    if (job->check.refused)
        return fail_refused(job, err);
    status = check_limit(job, err);
    if (status == CADRE_OK)
        status = staging_close(staging, err);
    return status;
}

/* ---- from staging into the registry ---------------------------------------------------------- */

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
                         (struct str_view){NULL, 0}, NULL);
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
    struct str_view *person_ids = arena_calloc(job->arena, check->seen_count, sizeof *person_ids);
    struct str_view *national_ids =
        arena_calloc(job->arena, check->seen_count, sizeof *national_ids);
    for (size_t i = 0; i < check->seen_count; i++) {
        person_ids[i] = check->seen[i].source_person_id;
        national_ids[i] = check->seen[i].national_id;
    }
    const struct merge_input input = {
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
    return merge_run(session_of(job), &input, job->arena, ret_merged, err);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static const char *rejects_path(const struct import_job *job)
{
    const char *path = job->request->path;
    const char *folder = job->request->rejects_dir;
    if (strcmp(path, "-") == 0)
        path = "stdin";
    if (folder == NULL)
        return arena_format(job->arena, "%s.rejects.csv", path);
    return arena_format(job->arena, "%s/%s.rejects.csv", folder, base_name(path));
}

/* Before COMMIT: no row may be missing in both the registry and the rejects. */
static enum cadre_status write_rejects(struct import_job *job, struct cadre_error *err)
{
    struct output_file *out = NULL;
    if (job->request->dry_run ||
        job->outcome->counts.rows_rejected + job->outcome->counts.rows_held == 0)
        return CADRE_OK;
    const char *path = rejects_path(job);
    enum cadre_status status = CADRE_OK;
    if (job->request->rejects_dir != NULL)
        status = output_make_folder(job->request->rejects_dir, err);
    if (status == CADRE_OK)
        status = output_file_open(path, &out, err);
    if (status != CADRE_OK && job->request->rejects_dir == NULL)
        return cadre_fail_hint(err,
                               "name a folder for the rows that were not taken: --rejects DIR");
    if (status != CADRE_OK)
        return status;
    status = rejects_csv_write(job->file, job->outcome->findings, job->check.delimiter,
                               output_file_stream(out), err);
    if (status != CADRE_OK) {
        output_file_discard(out);
        return status;
    }
    status = output_file_commit(out, err);
    if (status == CADRE_OK)
        job->outcome->rejects_path = path;
    return status;
}

static enum cadre_status enter_ledger(struct import_job *job, const char *recorded_at,
                                      struct cadre_error *err)
{
    size_t count = findings_count(job->outcome->findings);
    const struct finding **findings = arena_calloc(job->arena, count, sizeof(*findings));
    for (size_t i = 0; i < count; i++)
        findings[i] = findings_at(job->outcome->findings, i);
    return batch_store_merged(session_of(job), job->outcome->number, recorded_at,
                              &job->outcome->counts, findings, count, err);
}

static enum cadre_status merge_and_tell(struct import_job *job, struct cadre_error *err)
{
    struct merge_result merged = {0};
    enum cadre_status status =
        session_lock(session_of(job), LOCK_REGISTRY, "", job->request->wait_s, err);
    if (status == CADRE_OK)
        status = merge_staged(job, &merged, err);
    if (status == CADRE_OK)
        status = count_merged(job, &merged, err);
    if (status == CADRE_OK)
        status = check_limit(job, err);
    if (status == CADRE_OK)
        status = write_rejects(job, err);
    if (status == CADRE_OK)
        status = enter_ledger(job, merged.recorded_at, err);
    return status;
}

/* ---- the transaction ------------------------------------------------------------------------- */

static enum cadre_status ensure_source(struct import_job *job, struct cadre_error *err)
{
    const struct import_request *request = job->request;
    job->identity.source = job->identity.owner = "";
    if (request->source == NULL)
        return CADRE_OK;
    enum cadre_status status =
        source_store_ensure(session_of(job), request->source, request->owner, job->arena,
                            &job->outcome->owner, &job->outcome->source_made, err);
    if (status == CADRE_OK) {
        job->identity.source = request->source;
        job->identity.owner = job->outcome->owner;
    }
    return status;
}

static enum cadre_status stage_and_merge(struct import_job *job, struct cadre_error *err)
{
    struct staging *staging = NULL;
    enum cadre_status status =
        batch_store_open(session_of(job), &job->identity, &job->outcome->number, err);
    if (status == CADRE_OK)
        status =
            staging_open(session_of(job), job->request->kind, job->outcome->number, &staging, err);
    if (status != CADRE_OK)
        return status;
    status = fill(job, staging, err);
    if (status == CADRE_OK)
        status = merge_and_tell(job, err);
    staging_free(staging);
    return status;
}

/* *ret_ready: something is to be committed; else these bytes are in force already. */
static enum cadre_status work(struct import_job *job, bool *ret_ready, struct cadre_error *err)
{
    struct batch_prospect prospect = {0};
    enum cadre_status status = ensure_source(job, err);
    if (status == CADRE_OK)
        status = batch_store_prospect(session_of(job), &job->identity, &prospect, err);
    if (status == CADRE_OK && prospect.in_force > 0) {
        job->outcome->end = IMPORT_UNCHANGED;
        job->outcome->number = prospect.in_force;
        return CADRE_OK;
    }
    if (status == CADRE_OK)
        status = stage_and_merge(job, err);
    *ret_ready = status == CADRE_OK;
    return status;
}

static enum cadre_status finish(struct import_job *job, struct cadre_error *err)
{
    if (job->request->dry_run) {
        job->outcome->end = IMPORT_TRIED;
        return CADRE_OK;
    }
    job->commit_sent = true;
    enum cadre_status status = session_commit(session_of(job), err);
    if (status == CADRE_OK)
        job->outcome->end = IMPORT_STORED;
    return status;
}

/* A file that was refused leaves a line in the ledger; when that fails, the refusal is told all the
 * same. */
static void note_refusal(struct import_job *job)
{
    struct cadre_error ignored = {0};
    int64_t number;
    if (job->request->dry_run)
        return;
    enum cadre_status status = batch_store_open(session_of(job), &job->identity, &number, &ignored);
    if (status == CADRE_OK)
        status = batch_store_refused(session_of(job), number, NULL, &ignored);
    if (status != CADRE_OK)
        cadre_error_release(&ignored);
}

static void forget_attempt(struct import_job *job)
{
    import_outcome_release(job->outcome);
    job->outcome->findings = findings_new();
    job->check = (struct check_result){0};
    job->commit_sent = false;
}

static enum cadre_status attempt(struct import_job *job, int number, struct cadre_error *err)
{
    bool ready = false;
    forget_attempt(job);
    enum cadre_status status = lock_source(job, number, err);
    if (status != CADRE_OK)
        return status;
    status = session_begin(session_of(job), TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = work(job, &ready, err);
    if (status == CADRE_OK && ready)
        status = finish(job, err);
    session_rollback(session_of(job));
    if (status == CADRE_REFUSED && job->identity.owner != NULL)
        note_refusal(job);
    session_unlock(session_of(job), LOCK_REGISTRY, "");
    session_unlock(session_of(job), LOCK_SOURCE, lock_key(job));
    return status;
}

/* ---- when the way is blocked ----------------------------------------------------------------- */

static enum cadre_status reconnect(struct import_job *job, struct cadre_error *err)
{
    enum cadre_status status = CADRE_DATABASE;
    for (int tried = 1; status == CADRE_DATABASE && tried <= RETRY_ATTEMPTS_MAX; tried++) {
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
        session_lock(session_of(job), LOCK_REGISTRY, "", job->request->wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = batch_store_show(session_of(job), job->outcome->number, job->arena, &row, &unknown);
    session_unlock(session_of(job), LOCK_REGISTRY, "");
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

static enum cadre_status recover(struct import_job *job, bool *ret_stored, struct cadre_error *err)
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

static enum cadre_status import_opened(struct import_job *job, struct cadre_error *err)
{
    bool stored = false;
    enum cadre_status status = CADRE_OK;
    for (int number = 1; number <= RETRY_ATTEMPTS_MAX; number++) {
        cadre_error_release(err);
        status = attempt(job, number, err);
        if (status == CADRE_OK || !(retry_was_cut(err) || retry_was_in_the_way(err)))
            return status;
        status = recover(job, &stored, err);
        if (status != CADRE_OK)
            return status;
        if (stored) {
            cadre_error_release(err);
            job->outcome->end = IMPORT_STORED;
            return CADRE_OK;
        }
    }
    cadre_fail_context(err, "'%s' could not be stored in %d attempts", input_file_label(job->file),
                       RETRY_ATTEMPTS_MAX);
    return cadre_fail_hint(err, "nothing of it is stored; import it again later");
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum cadre_status identify(struct import_job *job, struct cadre_error *err)
{
    const struct import_request *request = job->request;
    job->identity = (struct batch_identity){
        .kind = request->kind->name,
        .effective = request->effective,
        .ruleset =
            source_profile_ruleset(&request->profile, request->kind, CHECK_RULESET, job->arena),
        .file_name = base_name(input_file_label(job->file)),
        .encoding = text_encoding_name(request->encoding),
        .full_list = request->full_list,
    };
    return input_file_digest(job->file, &job->identity.sha256, err);
}

enum cadre_status import_file(struct registry_session *registry,
                              const struct import_request *request, struct arena *arena,
                              struct import_outcome *outcome, struct cadre_error *err)
{
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = NULL;
    enum cadre_status status = input_file_open(request->path, 0, &file, err);
    if (status != CADRE_OK)
        return status;
    struct import_request settled = *request;
    import_request_settle(&settled, NULL);
    struct import_job job = {.registry = registry,
                             .request = &settled,
                             .arena = arena,
                             .outcome = outcome,
                             .file = file};
    status = identify(&job, err);
    if (status == CADRE_OK)
        status = import_opened(&job, err);
    if (status != CADRE_OK)
        outcome->end = IMPORT_REFUSED;
    if (status == CADRE_OK && outcome->counts.rows_rejected + outcome->counts.rows_held > 0)
        status = CADRE_FINDINGS;
    return status;
}

void import_outcome_release(struct import_outcome *outcome)
{
    findings_free(outcome->findings);
    *outcome = (struct import_outcome){0};
}
