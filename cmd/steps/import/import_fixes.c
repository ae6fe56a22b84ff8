#include "cmd/steps/import/import_fixes.h"

#include <stdlib.h>

#include "cmd/steps/import/import_staging.h"
#include "core/base/alloc.h"
#include "sql/batch_sets.h"

/* ---- which batch ----------------------------------------------------------------------------- */

static enum cadre_status read_number(const struct invocation *call, struct import_request *request,
                                     struct cadre_error *err)
{
    const char *text = option_text(call, "fixes");
    if (!str_view_to_int64(str_view_of(text), &request->fixes) || request->fixes <= 0)
        return cadre_fail(err, CADRE_USAGE, "'--fixes %s' is no number of a batch", text);
    if (option_given(call, "full"))
        return cadre_fail(err, CADRE_USAGE, "'--fixes' and '--full' exclude one another");
    return CADRE_OK;
}

static enum cadre_status check_batch(const struct import_request *request,
                                     const struct batch_row *batch, struct cadre_error *err)
{
    const char *source = request->source != NULL ? request->source : "";
    bool of_another = !str_view_equal(batch->kind, str_view_of(request->kind->name)) ||
                      !str_view_equal(batch->source, str_view_of(source));
    if (of_another) {
        cadre_fail(err, CADRE_USAGE, "batch %lld is a file of %.*s%s%.*s, not of %s%s%s",
                   (long long)batch->number, STR_VIEW_ARGS(batch->kind),
                   batch->source.length > 0 ? " from " : "", STR_VIEW_ARGS(batch->source),
                   request->kind->name, source[0] != '\0' ? " from " : "", source);
        return cadre_fail_hint(err, "'cadre batch list' shows of which batch the rejects are");
    }
    if (str_view_equal(batch->state, STR_VIEW_LITERAL("merged")))
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "batch %lld is %.*s: it has no rows to be mended",
               (long long)batch->number, STR_VIEW_ARGS(batch->state));
    return cadre_fail_hint(err, "import its file again, whole");
}

/* Rejects of rejects bear the numbers of the first file: as long as that one stands, it is what
 * they mend, whichever of the two was named. */
static enum cadre_status go_to_first(const struct invocation *call,
                                     struct registry_session *registry,
                                     struct import_request *request, const struct batch_row *batch,
                                     struct cadre_error *err)
{
    struct batch_row first;
    if (batch->fixes == 0)
        return CADRE_OK;
    enum cadre_status status =
        batch_store_show(registry_session_of(registry), batch->fixes, call->arena, &first, err);
    if (status == CADRE_OK && str_view_equal(first.state, STR_VIEW_LITERAL("merged")))
        request->fixes = first.number;
    return status;
}

/* Mended rows of sets meet those that stand by the batch: which these are has to be known. */
static enum cadre_status check_sets(struct registry_session *registry,
                                    const struct import_request *request, struct cadre_error *err)
{
    bool known = true;
    if (request->kind->set_column == NULL)
        return CADRE_OK;
    enum cadre_status status =
        batch_sets_known(registry_session_of(registry), request->fixes, &known, err);
    if (status != CADRE_OK || known)
        return status;
    cadre_fail(err, CADRE_USAGE,
               "batch %lld was imported by a version that did not remember which rows go together",
               (long long)request->fixes);
    return cadre_fail_hint(err, "import the whole sets of the needs concerned, without --fixes");
}

enum cadre_status import_fixes_prepare(const struct invocation *call,
                                       struct registry_session *registry,
                                       struct import_request *request, struct cadre_error *err)
{
    struct batch_row batch;
    if (!option_given(call, "fixes"))
        return CADRE_OK;
    enum cadre_status status = read_number(call, request, err);
    if (status == CADRE_OK)
        status = batch_store_show(registry_session_of(registry), request->fixes, call->arena,
                                  &batch, err);
    if (status == CADRE_OK)
        status = check_batch(request, &batch, err);
    if (status == CADRE_OK)
        status = go_to_first(call, registry, request, &batch, err);
    if (status == CADRE_OK)
        status = check_sets(registry, request, err);
    if (status != CADRE_OK)
        return status;
    request->list_given = true;
    request->full_list = false;
    request->chunk_bytes = 0;
    if (!option_given(call, "effective"))
        request->effective = batch.effective;
    return CADRE_OK;
}

/* ---- its rows -------------------------------------------------------------------------------- */

static const struct batch_fix *list_fixes(struct import_job *job, size_t *ret_count)
{
    size_t count;
    const struct reject_origin *origins = reject_origins_all(job->origins, &count);
    const struct check_result *check = &job->check;
    struct batch_fix *fixes = arena_calloc(job->scratch, count + 1, sizeof *fixes);
    size_t key = 0;
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (origins[i].added)
            continue;
        struct batch_fix *fix = &fixes[(*ret_count)++];
        *fix = (struct batch_fix){
            .line = origins[i].line, .record = origins[i].record, .mended = !origins[i].kept_out};
        while (key < check->key_count && check->keys[key].record < origins[i].place.record)
            key++;
        fix->has_key = key < check->key_count && check->keys[key].record == origins[i].place.record;
        if (fix->has_key)
            fix->key = check->keys[key].key;
    }
    return fixes;
}

static enum cadre_status fail_no_rejects(struct import_job *job, struct cadre_error *err)
{
    job->refusal = "fixes";
    cadre_fail(err, CADRE_REFUSED,
               "'%s' is no file of rejects: it has no columns cadre_line and "
               "cadre_record",
               input_file_label(job->file));
    return cadre_fail_hint(err, "mend the rows in the file that the import wrote, and keep its "
                                "first columns");
}

static enum cadre_status fail_other_rejects(struct import_job *job, struct cadre_error *err)
{
    job->refusal = "fixes";
    cadre_fail(err, CADRE_REFUSED, "none of the rows of '%s' was kept out of batch %lld",
               input_file_label(job->file), (long long)job->request->fixes);
    return cadre_fail_hint(err,
                           "'cadre batch show %lld' lists what was; 'cadre batch list' shows "
                           "the other batches",
                           (long long)job->request->fixes);
}

static enum cadre_status fail_all_deleted(struct import_job *job, struct cadre_error *err)
{
    job->refusal = "fixes";
    cadre_fail(err, CADRE_REFUSED, "'%s' has no rows, and none of batch %lld was to be deleted",
               input_file_label(job->file), (long long)job->request->fixes);
    return cadre_fail_hint(err,
                           "mend the rows in the file that the import wrote; 'cadre batch show "
                           "%lld' lists them",
                           (long long)job->request->fixes);
}

static int compare_records(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* By the numbers that the records have in this file. */
static enum cadre_status find_overruled(struct import_job *job, const struct batch_fix *fixes,
                                        size_t count, struct cadre_error *err)
{
    const int64_t *first;
    size_t first_count, origin_count;
    enum cadre_status status =
        batch_fixes_overruled(import_session(job), job->request->fixes, fixes, count, job->scratch,
                              &first, &first_count, err);
    if (status != CADRE_OK || first_count == 0)
        return status;
    const struct reject_origin *origins = reject_origins_all(job->origins, &origin_count);
    int64_t *overruled = arena_calloc(job->scratch, origin_count, sizeof *overruled);
    job->overruled_count = 0;
    for (size_t i = 0; i < origin_count; i++) {
        if (bsearch(&origins[i].record, first, first_count, sizeof *first, compare_records) != NULL)
            overruled[job->overruled_count++] = (int64_t)origins[i].place.record;
    }
    job->overruled = overruled;
    return CADRE_OK;
}

/* The file is read once more, perhaps long after it was checked. */
static enum cadre_status read_origins(struct import_job *job, struct cadre_error *err)
{
    enum cadre_status status = reject_origins_read(
        job->file, job->check.delimiter, job->outcome->findings, job->scratch, &job->origins, err);
    if (status == CADRE_OK)
        status = input_file_unchanged(job->file, err);
    return import_note_changed(job, status);
}

enum cadre_status import_fixes_read(struct import_job *job, struct cadre_error *err)
{
    int64_t last, named = 0;
    size_t count;
    bool to_delete;
    if (job->request->fixes == 0)
        return CADRE_OK;
    enum cadre_status status = read_origins(job, err);
    if (status != CADRE_OK)
        return status;
    if (job->origins == NULL)
        return fail_no_rejects(job, err);
    status = batch_fixes_last(import_session(job), job->request->fixes, &last, err);
    if (status != CADRE_OK)
        return status;
    reject_origins_number_added(job->origins, last);
    const struct batch_fix *fixes = list_fixes(job, &count);
    status = batch_fixes_count_named(import_session(job), job->request->fixes, fixes, count, &named,
                                     &to_delete, err);
    if (status == CADRE_OK && job->check.rows_read == 0 && !to_delete)
        return fail_all_deleted(job, err);
    if (status == CADRE_OK && job->check.rows_read > 0 && named == 0)
        return fail_other_rejects(job, err);
    if (status == CADRE_OK)
        status = find_overruled(job, fixes, count, err);
    return status;
}

void import_fixes_input(struct import_job *job, struct merge_input *input)
{
    size_t origin_count;
    size_t count = 0;
    if (job->origins == NULL)
        return;
    const struct reject_origin *origins = reject_origins_all(job->origins, &origin_count);
    int64_t *brought = arena_calloc(job->scratch, origin_count + 1, sizeof *brought);
    int64_t *mended = arena_calloc(job->scratch, origin_count + 1, sizeof *mended);
    for (size_t i = 0; i < origin_count; i++) {
        if (origins[i].added)
            continue;
        brought[count] = origins[i].record;
        mended[count++] = (int64_t)origins[i].place.record;
    }
    input->fixes = job->request->fixes;
    input->brought = brought;
    input->brought_count = count;
    input->mended = mended;
    input->mended_count = count;
    input->overruled = job->overruled;
    input->overruled_count = job->overruled_count;
}

const struct reject_origin *import_fixes_origin(const struct import_job *job, uint64_t record)
{
    const struct reject_origin *origin =
        job->origins != NULL ? reject_origins_find(job->origins, record) : NULL;
    return origin != NULL && origin->record > 0 ? origin : NULL;
}

enum cadre_status import_fixes_close(struct import_job *job, struct cadre_error *err)
{
    size_t count;
    if (job->origins == NULL)
        return CADRE_OK;
    reject_origins_mark(job->origins, job->outcome->findings);
    const struct batch_fix *fixes = list_fixes(job, &count);
    enum cadre_status status = batch_fixes_close(import_session(job), job->request->fixes,
                                                 job->outcome->number, fixes, count, err);
    if (status == CADRE_OK)
        status = batch_fixes_state(import_session(job), job->request->fixes, &job->outcome->mending,
                                   err);
    return status;
}
