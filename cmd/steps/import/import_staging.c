#include "cmd/steps/import/import_staging.h"

#include "cmd/steps/findings_print.h"
#include "cmd/steps/import/import_known.h"
#include "cmd/steps/import/import_limits.h"
#include "cmd/steps/import/import_sorted.h"
#include "sql/first_evidence.h"

/* ---- which batch ----------------------------------------------------------------------------- */

static enum cadre_status abandon(struct import_job *job, const struct batch_unfinished *batch,
                                 struct cadre_error *err)
{
    enum cadre_status status =
        batch_store_refused(import_session(job), batch->number, "abandoned", err);
    if (status == CADRE_OK)
        status = staging_drop_batch(import_session(job), job->request->kind, batch->number, err);
    if (status == CADRE_OK)
        job->outcome->abandoned = batch->number;
    return status;
}

/* Rows of it may be there no more, since an unlogged table is emptied by a crash of the server; or
 * other records were known when they were staged. Then the batch begins again. When none were
 * known, none are now. */
static enum cadre_status go_on_with(struct import_job *job, const struct batch_unfinished *batch,
                                    struct cadre_error *err)
{
    int64_t rows = 0;
    struct import_outcome *outcome = job->outcome;
    enum cadre_status status = staging_reopen(import_session(job), job->request->kind,
                                              batch->number, &job->staging, &rows, err);
    if (status != CADRE_OK)
        return status;
    outcome->number = outcome->resumed = batch->number;
    job->lasting = true;
    job->mark = batch->mark;
    if (batch->mark.known_batch == 0)
        import_known_forget(job);
    outcome->staged_lost = rows != batch->mark.rows;
    if (outcome->staged_lost || batch->mark.known_batch != job->known_digest.batch) {
        job->mark = (struct batch_mark){.known_batch = job->known_digest.batch};
        status = staging_empty(job->staging, err);
    }
    outcome->resumed_rows = job->mark.rows;
    return status;
}

/* A file that is no larger than a chunk is staged and stored in one transaction. */
static bool has_chunks(const struct import_job *job)
{
    int64_t most = job->request->chunk_bytes;
    return !job->request->dry_run && most > 0 && input_file_size(job->file) >= (uint64_t)most;
}

static bool wants_chunks(const struct import_job *job)
{
    return has_chunks(job) && job->request->chunk_given;
}

/* The server makes the table while rows are made. */
static enum cadre_status open_staging(struct import_job *job, struct cadre_error *err)
{
    return staging_open(import_session(job), job->request->kind, job->outcome->number,
                        has_chunks(job), &job->staging, err);
}

/* What a list is like is asked of its first rows, unless these are to stay whatever comes. */
static enum cadre_status stage_first(struct import_job *job, const struct typed_row *row,
                                     struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    if (!wants_chunks(job)) {
        import_known_ask_people(job);
        status = import_sorted_ask_whole(job, row, err);
    }
    return status == CADRE_OK ? open_staging(job, err) : status;
}

static enum cadre_status open_new(struct import_job *job, struct cadre_error *err)
{
    struct import_outcome *outcome = job->outcome;
    enum cadre_status status =
        batch_store_open(import_session(job), &job->identity, &outcome->number, err);
    if (status == CADRE_OK && !wants_chunks(job))
        status = import_sorted_open(job, err);
    job->mark.known_batch = job->known_digest.batch;
    return status;
}

static const struct batch_unfinished *find_unfinished(const struct batch_unfinished *batches,
                                                      size_t count, int64_t number)
{
    for (size_t i = 0; i < count; i++) {
        if (batches[i].number == number)
            return &batches[i];
    }
    return NULL;
}

/* The batch that is to be gone on with is not among them, or its rows would be others now. */
static enum cadre_status fail_other_file(struct import_job *job,
                                         const struct batch_unfinished *batches, size_t count,
                                         struct cadre_error *err)
{
    long long wanted = job->request->resume;
    const struct batch_unfinished *batch = find_unfinished(batches, count, job->request->resume);
    if (batch == NULL) {
        cadre_fail(err, CADRE_REFUSED, "batch %lld was under way, but has ended meanwhile", wanted);
        return cadre_fail_hint(err, "'cadre batch show %lld' tells how", wanted);
    }
    if (batch->same_bytes)
        cadre_fail(err, CADRE_REFUSED,
                   "batch %lld cannot be gone on with: since it was begun the settings of its "
                   "source, the catalogue or the program have changed, and its rows may be others",
                   wanted);
    else
        cadre_fail(err, CADRE_REFUSED, "'%s' is not the file of batch %lld",
                   input_file_label(job->file), wanted);
    return cadre_fail_hint(err, "import it by itself: that abandons the batch");
}

/* What of the unfinished batches is of no use to this file goes; *ret_same is to be gone on with,
 * or NULL. */
static enum cadre_status settle_unfinished(struct import_job *job,
                                           const struct batch_unfinished **ret_same,
                                           struct cadre_error *err)
{
    struct batch_unfinished *batches = NULL;
    size_t count = 0;
    enum cadre_status status = batch_store_unfinished(import_session(job), &job->identity,
                                                      job->scratch, &batches, &count, err);
    for (size_t i = 0; status == CADRE_OK && i < count; i++) {
        if (batches[i].same && *ret_same == NULL)
            *ret_same = &batches[i];
    }
    int64_t wanted = job->request->resume;
    if (status == CADRE_OK && wanted > 0 && (*ret_same == NULL || (*ret_same)->number != wanted))
        return fail_other_file(job, batches, count, err);
    for (size_t i = 0; status == CADRE_OK && i < count; i++) {
        if (&batches[i] != *ret_same)
            status = abandon(job, &batches[i], err);
    }
    return status;
}

enum cadre_status import_open_batch(struct import_job *job, struct cadre_error *err)
{
    const struct batch_unfinished *same = NULL;
    enum cadre_status status = CADRE_OK;
    if (!job->request->dry_run)
        status = settle_unfinished(job, &same, err);
    if (status != CADRE_OK)
        return status;
    return same != NULL ? go_on_with(job, same, err) : open_new(job, err);
}

enum cadre_status import_end_batch(struct session *session, const char *kind, int64_t number,
                                   const char *refusal, struct cadre_error *err)
{
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = batch_store_refused(session, number, refusal, err);
    if (status == CADRE_OK)
        status = staging_drop_batch(session, kind_find(str_view_of(kind)), number, err);
    if (status == CADRE_OK)
        status = session_commit(session, err);
    session_rollback(session);
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

struct chunks {
    struct import_job *job;
    int64_t given;     /* rows, staged before or now */
    int64_t begins_at; /* offset of the chunk that is being filled */
    bool several;
    bool otherwise; /* the rows so far show that the list is to be taken in another way */
};

/* The rows so far stay whatever comes; what follows is another transaction. */
static enum cadre_status commit_rows(struct import_job *job, bool whole, struct cadre_error *err)
{
    struct session *session = import_session(job);
    enum cadre_status status =
        batch_store_mark(session, job->outcome->number, &job->mark, whole, err);
    if (status == CADRE_OK)
        status = session_commit(session, err);
    if (status != CADRE_OK)
        return status;
    job->lasting = true;
    job->outcome->staged = job->outcome->number;
    return session_begin(session, TRANSACTION_WRITE, err);
}

/* What is committed is found again by the digest of the bytes as they were at first. */
static enum cadre_status end_chunk(struct chunks *chunks, struct cadre_error *err)
{
    struct import_job *job = chunks->job;
    enum cadre_status status = input_file_unchanged(job->file, err);
    if (status == CADRE_OK)
        status = staging_pause(job->staging, err);
    if (status == CADRE_OK)
        status = commit_rows(job, false, err);
    chunks->begins_at = job->mark.offset;
    return status;
}

/* By the rows so far, the last of which is this one, the list changes most of what is known. */
static bool begins_anew(struct import_job *job, const struct typed_row *row)
{
    if (job->sample == NULL || job->lasting || !import_sample_add(job->sample, row))
        return false;
    job->whole = first_evidence_serves(job->request->kind);
    return true;
}

static enum cadre_status take_row(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    struct chunks *chunks = context;
    struct import_job *job = chunks->job;
    job->clean_rows += row->clean && row->has_key;
    if (job->sorted != NULL)
        return import_sorted_put_aside(job, row, err);
    if (++chunks->given <= job->mark.rows)
        return CADRE_OK; /* an earlier import staged it */
    enum cadre_status status = job->staging == NULL ? stage_first(job, row, err) : CADRE_OK;
    if (status == CADRE_OK)
        status = staging_row(job->staging, row, err);
    if (status != CADRE_OK)
        return status;
    job->mark.rows++;
    job->mark.line = (int64_t)row->place.line;
    job->mark.offset = (int64_t)(row->place.offset + row->place.length);
    chunks->otherwise = begins_anew(job, row);
    if (chunks->otherwise)
        return CADRE_OK;
    int64_t most = job->request->chunk_bytes;
    if (!chunks->several || job->mark.offset - chunks->begins_at < most)
        return CADRE_OK;
    return end_chunk(chunks, err);
}

static void show_progress(void *context, uint64_t bytes_done, uint64_t bytes_total)
{
    const struct chunks *chunks = context;
    progress_tell(chunks->job->progress, bytes_done, bytes_total, (uint64_t)chunks->given);
}

static void count_checked(struct import_job *job)
{
    job->outcome->counts.rows_read = (int64_t)job->check.rows_read;
    job->outcome->counts.rows_duplicate = (int64_t)job->check.duplicates;
    job->outcome->counts.rows_held = (int64_t)job->check.held;
    job->outcome->counts.rows_rejected = (int64_t)job->check.rejected;
}

enum cadre_status import_ensure_staging(struct import_job *job, struct cadre_error *err)
{
    if (job->staging != NULL)
        return CADRE_OK;
    enum cadre_status status = open_staging(job, err);
    return status == CADRE_OK ? staging_close(job->staging, err) : status;
}

static enum cadre_status fail_refused(struct import_job *job, struct cadre_error *err)
{
    const struct finding *finding = findings_refusal(job->outcome->findings);
    if (finding == NULL)
        return cadre_fail(err, CADRE_BUG, "'%s' is refused without a finding",
                          input_file_label(job->file));
    job->refusal = finding->code->code;
    return findings_fail_refused(input_file_label(job->file), job->request->kind, "is", finding,
                                 err);
}

/* The table is whole. When it took more than one transaction that is noted, so that what comes
 * next can fail and only that is done again. */
static enum cadre_status end_staging(struct import_job *job, const struct chunks *chunks,
                                     struct cadre_error *err)
{
    if (chunks->given < job->mark.rows)
        return cadre_fail(err, CADRE_BUG, "of '%s' %lld rows are staged, but it has only %lld",
                          input_file_label(job->file), (long long)job->mark.rows,
                          (long long)chunks->given);
    enum cadre_status status = job->staging != NULL ? staging_close(job->staging, err) : CADRE_OK;
    if (status == CADRE_OK && job->lasting)
        status = commit_rows(job, true, err);
    return status;
}

/* Of bytes that are there no more nothing can go on: what is staged of them goes. */
enum cadre_status import_note_changed(struct import_job *job, enum cadre_status status)
{
    struct cadre_error known = {0};
    if (status == CADRE_REFUSED && job->refusal == NULL &&
        input_file_unchanged(job->file, &known) != CADRE_OK)
        job->refusal = "changed";
    cadre_error_release(&known); /* it was told already */
    return status;
}

/* While rows are staged the server has a processor to itself. */
static size_t threads_of(const struct import_job *job)
{
    return job->sorted != NULL ? 0 : 1;
}

enum cadre_status import_stage(struct import_job *job, struct cadre_error *err)
{
    const struct check_options options = {.kind = job->request->kind,
                                          .catalogue = job->request->catalogue,
                                          .effective = job->request->effective,
                                          .profile = &job->request->profile,
                                          .seed = job->seed,
                                          .known = job->known,
                                          .fixes = job->request->fixes > 0,
                                          .threads = threads_of(job)};
    struct chunks chunks = {.job = job, .begins_at = job->mark.offset, .several = has_chunks(job)};
    const struct row_sink sink = {.context = &chunks,
                                  .row = take_row,
                                  .progress = show_progress,
                                  .otherwise = &chunks.otherwise};
    enum cadre_status status =
        check_file(&options, job->file, &sink, job->outcome->findings, &job->check, err);
    if (status != CADRE_OK)
        return import_note_changed(job, status);
    job->redo = job->check.redo;
    if (job->redo)
        return CADRE_OK;
    count_checked(job);
    if (job->check.refused)
        return fail_refused(job, err);
    status = import_check_limits(job, err);
    if (status == CADRE_OK)
        status = job->sorted != NULL ? import_sorted_end(job->sorted, err)
                                     : end_staging(job, &chunks, err);
    return status;
}
