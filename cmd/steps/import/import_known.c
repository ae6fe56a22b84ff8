#include "cmd/steps/import/import_known.h"

#include <stdlib.h>

#include "cmd/steps/import/import_sorted.h"
#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "sql/digest_store.h"

/* ---- before the file is read ----------------------------------------------------------------- */

/* Entries are added on a thread of their own while the next ones come: a place for each is looked
 * for all over memory. */
struct filling {
    struct known_records *known;
    struct known_record *entries;
    size_t count, capacity;
    struct parallel_task *adding;
};

static void add_entries(void *context)
{
    const struct filling *filling = context;
    known_records_add(filling->known, filling->entries, filling->count);
}

static void await_added(struct filling *filling)
{
    parallel_end(filling->adding);
    filling->adding = NULL;
}

static void take_entries(void *context, const struct digest_entry *entries, size_t count)
{
    struct filling *filling = context;
    await_added(filling);
    filling->entries =
        cadre_grow(filling->entries, &filling->capacity, count, sizeof *filling->entries);
    filling->count = count;
    for (size_t i = 0; i < count; i++)
        filling->entries[i] =
            (struct known_record){.record = entries[i].record, .key = entries[i].key};
    filling->adding = parallel_begin(add_entries, filling);
}

static enum cadre_status fill(struct import_job *job, struct known_records *known,
                              struct cadre_error *err)
{
    struct filling filling = {.known = known};
    enum cadre_status status =
        digest_store_load(import_session(job), job->request->kind, job->request->source,
                          take_entries, &filling, &job->known_batch, err);
    await_added(&filling);
    free(filling.entries);
    return status;
}

static bool is_late(const struct import_job *job)
{
    struct cadre_date newest = job->prospect.newest_effective;
    return cadre_date_is_set(newest) && job->request->effective.day < newest.day;
}

static bool may_skip(const struct import_job *job)
{
    return digest_store_serves(job->request->kind) && !job->request->verify &&
           !job->without_known && !is_late(job);
}

enum cadre_status import_known_load(struct import_job *job, struct cadre_error *err)
{
    enum cadre_status status = digest_store_secret(import_session(job), &job->seed, err);
    if (status != CADRE_OK || !may_skip(job))
        return status;
    size_t count = 0;
    status = digest_store_count(import_session(job), job->request->kind, job->request->source,
                                &count, err);
    if (status != CADRE_OK || count == 0)
        return status;
    struct known_records *known = known_records_new(count);
    status = fill(job, known, err);
    if (status == CADRE_OK && job->known_batch != 0) {
        job->known = known;
        return CADRE_OK;
    }
    known_records_free(known);
    return status;
}

/* ---- around the merge ------------------------------------------------------------------------ */

enum cadre_status import_known_check(struct import_job *job, struct cadre_error *err)
{
    int64_t writer = 0;
    if (job->known == NULL)
        return CADRE_OK;
    enum cadre_status status = digest_store_writer(import_session(job), job->request->kind,
                                                   job->request->source, &writer, err);
    if (status == CADRE_OK && writer != job->known_batch)
        job->redo = true;
    return status;
}

void import_known_input(const struct import_job *job, struct merge_input *input)
{
    if (job->known == NULL)
        return;
    size_t count = known_records_unseen_count(job->known);
    int64_t *keys = arena_calloc(job->scratch, count, sizeof *keys);
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        (void)known_records_next_unseen(job->known, &at, &keys[i]);
    input->by_digest = true;
    input->unseen_keys = keys;
    input->unseen_count = count;
    input->known = (int64_t)known_records_count(job->known);
    input->skipped = (int64_t)job->check.skipped;
    input->none_staged = job->mark.rows == 0;
}

/* ---- behind the merge ------------------------------------------------------------------------ */

struct walk {
    const struct known_records *known;
    bool full_list;
    size_t kept_at, rest_at;
};

static bool next_kept(void *context, struct digest_entry *ret_entry)
{
    struct walk *walk = context;
    struct known_record record;
    if (!known_records_next_kept(walk->known, walk->full_list, &walk->kept_at, &record))
        return false;
    *ret_entry = (struct digest_entry){.record = record.record, .key = record.key};
    return true;
}

static bool next_rest(void *context, int64_t *ret_key)
{
    struct walk *walk = context;
    return known_records_next_rest(walk->known, walk->full_list, &walk->rest_at, ret_key);
}

/* What the digest says is still so when no record has come, changed or left. Rows of which only the
 * bytes differ, or which had a finding, are then looked at again next time: it is written anew when
 * they are too many for that. */
static bool still_holds(const struct import_job *job)
{
    enum { MANY = 8 }; /* one in as many entries */
    const struct batch_counts *counts = &job->outcome->counts;
    return job->known != NULL && counts->rows_new == 0 && counts->rows_changed == 0 &&
           counts->left == 0 && job->clean_rows <= known_records_count(job->known) / MANY;
}

enum cadre_status import_known_renew(struct import_job *job, struct cadre_error *err)
{
    const struct import_request *request = job->request;
    if (!digest_store_serves(request->kind) || request->dry_run || still_holds(job))
        return CADRE_OK;
    if (job->sorted != NULL)
        return import_sorted_digest(job->sorted, err);
    if (is_late(job)) /* what it states of later days nobody has looked at */
        return digest_store_delete(import_session(job), request->kind, request->source, err);
    struct walk walk = {.known = job->known, .full_list = request->full_list};
    const struct digest_renewal renewal = {
        .kind = request->kind,
        .source = request->source,
        .batch = job->outcome->number,
        .effective = request->effective,
        .open = job->open_records,
        .by_digest = job->known != NULL,
        .next_kept = next_kept,
        .next_rest = next_rest,
        .context = &walk,
    };
    return digest_store_renew(import_session(job), &renewal, err);
}
