#include "cmd/steps/import/import_known.h"

#include <stdlib.h>

#include "cmd/steps/import/import_sorted.h"
#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "sql/digest_store.h"
#include "sql/first_load.h"

/* ---- before the file is read ----------------------------------------------------------------- */

typedef void entering(struct known_records *known, const struct known_record *entries,
                      size_t count);

struct entries {
    entering *enter;
    struct known_record *items;
    size_t count, capacity;
};

/* Entries are entered on a thread of their own while the next ones come: a place for each is looked
 * for all over memory. As many as a thread is worth beginning for. */
struct filling {
    struct known_records *known;
    struct entries gathered;
    struct entries entered; /* by the task */
    struct parallel_task *task;
};

static void enter_entries(void *context)
{
    const struct filling *filling = context;
    const struct entries *entries = &filling->entered;
    entries->enter(filling->known, entries->items, entries->count);
}

static void enter_gathered(struct filling *filling)
{
    parallel_end(filling->task);
    struct entries free_ones = filling->entered;
    filling->entered = filling->gathered;
    filling->gathered = free_ones;
    filling->gathered.count = 0;
    filling->task = parallel_begin(enter_entries, filling);
}

static void take_entries(struct filling *filling, const struct digest_entry *entries, size_t count,
                         entering *enter)
{
    enum { WORTH_A_THREAD = 32768 };
    struct entries *gathered = &filling->gathered;
    if (gathered->count >= WORTH_A_THREAD || (gathered->count > 0 && gathered->enter != enter))
        enter_gathered(filling);
    gathered->enter = enter;
    gathered->items = cadre_grow(gathered->items, &gathered->capacity, gathered->count + count,
                                 sizeof *gathered->items);
    for (size_t i = 0; i < count; i++)
        gathered->items[gathered->count++] =
            (struct known_record){.record = entries[i].record, .key = entries[i].key};
}

static void end_filling(struct filling *filling)
{
    parallel_end(filling->task);
    const struct entries *rest = &filling->gathered;
    if (rest->count > 0)
        rest->enter(filling->known, rest->items, rest->count);
    free(filling->gathered.items);
    free(filling->entered.items);
}

static void take_come(void *context, const struct digest_entry *entries, size_t count)
{
    take_entries(context, entries, count, known_records_add);
}

static void take_gone(void *context, const struct digest_entry *entries, size_t count)
{
    take_entries(context, entries, count, known_records_remove);
}

static enum cadre_status fill(struct import_job *job, struct known_records *known,
                              struct cadre_error *err)
{
    struct filling filling = {.known = known};
    const struct digest_taker taker = {take_come, take_gone, &filling};
    enum cadre_status status =
        digest_store_load(import_session(job), job->request->kind, job->request->source, &taker,
                          &job->known_digest, err);
    end_filling(&filling);
    return status;
}

/* Entries that come twice, or go without having come, say that nothing of it is to be relied on:
 * then all is parsed, and it is written anew. */
static bool is_sound(const struct digest_extent *digest, const struct known_records *known)
{
    return digest->batch != 0 && digest->standing == known_records_count(known);
}

static bool may_skip(const struct import_job *job)
{
    return digest_store_serves(job->request->kind) && !job->request->verify && !job->without_known;
}

enum cadre_status import_known_load(struct import_job *job, struct cadre_error *err)
{
    size_t count = 0;
    enum cadre_status status = digest_store_look(import_session(job), job->request->kind,
                                                 job->request->source, &job->seed, &count, err);
    if (status != CADRE_OK || count == 0 || !may_skip(job))
        return status;
    struct known_records *known = known_records_new(count);
    status = fill(job, known, err);
    if (status == CADRE_OK && is_sound(&job->known_digest, known)) {
        job->known = known;
        return CADRE_OK;
    }
    job->known_digest = (struct digest_extent){0};
    known_records_free(known);
    return status;
}

static bool is_late(const struct import_job *job)
{
    struct cadre_date newest = job->prospect.newest_effective;
    return cadre_date_is_set(newest) && job->request->effective.day < newest.day;
}

void import_known_forget(struct import_job *job)
{
    job->known_digest = (struct digest_extent){0};
    known_records_free(job->known);
    job->known = NULL;
}

void import_known_settle(struct import_job *job)
{
    if (is_late(job))
        import_known_forget(job);
}

void import_known_ask_people(struct import_job *job)
{
    enum { CHANGES_LEAST = 20000 };
    const struct import_request *request = job->request;
    if (job->known != NULL && first_load_serves(request->kind) && !request->within &&
        request->fixes == 0)
        job->sample = import_sample_new(job->known, input_file_size(job->file), CHANGES_LEAST);
}

/* ---- around the merge ------------------------------------------------------------------------ */

enum cadre_status import_known_check(struct import_job *job, struct cadre_error *err)
{
    int64_t writer = 0;
    if (job->known == NULL)
        return CADRE_OK;
    enum cadre_status status = digest_store_writer(import_session(job), job->request->kind,
                                                   job->request->source, &writer, err);
    if (status == CADRE_OK && writer != job->known_digest.batch)
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

typedef bool next_record(const struct known_records *known, bool full_list, size_t *at,
                         struct known_record *ret_record);

static bool next_entry(const struct import_job *job, next_record *next, size_t *at,
                       struct digest_entry *ret_entry)
{
    struct known_record record;
    if (!next(job->known, job->request->full_list, at, &record))
        return false;
    *ret_entry = (struct digest_entry){.record = record.record, .key = record.key};
    return true;
}

static bool next_kept(void *context, size_t *at, struct digest_entry *ret_entry)
{
    return next_entry(context, known_records_next_kept, at, ret_entry);
}

static bool next_rest(void *context, size_t *at, struct digest_entry *ret_entry)
{
    return next_entry(context, known_records_next_rest, at, ret_entry);
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
    struct digest_renewal renewal = {
        .kind = request->kind,
        .source = request->source,
        .batch = job->outcome->number,
        .effective = request->effective,
        .open = job->open_records,
        .by_digest = job->known != NULL,
        .loaded = job->known_digest,
        .next_kept = next_kept,
        .next_rest = next_rest,
        .context = job,
    };
    if (job->known != NULL)
        renewal.rest_count = known_records_count(job->known) -
                             known_records_kept_count(job->known, request->full_list);
    return digest_store_renew(import_session(job), &renewal, err);
}
