#include "cmd/steps/import/import_sorted.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "import/sorted_spool.h"
#include "sql/first_evidence.h"
#include "sql/first_load.h"
#include "sql/whole_evidence.h"

enum { MIB = 1024 * 1024, ROWS_BETWEEN_WORDS = 65536 };

struct import_sorted {
    struct first_load *load;         /* of people, or */
    struct first_evidence *evidence; /* of evidence, or */
    struct whole_evidence *whole;    /* of later evidence; the others are NULL */
    struct sorted_spool *rows;
    uint64_t row_count;
    bool given_up; /* no room to sort them, or others came before: the rest is only checked */
};

/* A file that mends another one, or that is only tried beside others, is staged as ever. */
static bool may_be_first(const struct import_job *job)
{
    return job->known == NULL && !job->without_first && !job->request->within &&
           job->request->fixes == 0;
}

/* No first list, but by its first rows one that changes most of what is known. */
static bool is_whole(const struct import_job *job)
{
    return job->whole && !job->without_whole;
}

static enum cadre_status ask(struct import_job *job, bool *ret_may, bool *ret_long,
                             struct cadre_error *err)
{
    const struct import_request *request = job->request;
    uint64_t bytes = input_file_size(job->file);
    int64_t least;    /* its first rows have shown that it changes more */
    *ret_long = true; /* of evidence no shorter one may */
    if (is_whole(job))
        return whole_evidence_may(import_session(job), request->kind, request->source,
                                  request->effective, ret_may, &least, err);
    if (first_evidence_serves(request->kind))
        return first_evidence_may(import_session(job), request->kind, request->source,
                                  request->effective, bytes, ret_may, err);
    return first_load_may(import_session(job), request->source, request->effective, bytes, ret_may,
                          ret_long, err);
}

static struct first_volume_input beside(const struct import_job *job)
{
    return (struct first_volume_input){
        .conninfo = registry_session_conninfo(job->registry),
        .label = arena_format(job->scratch, "cadre records of %s", job->request->source),
        .effective = job->request->effective,
        .batch = job->outcome->number,
        .source = job->identity.source,
        .owner = job->identity.owner,
    };
}

/* While the file is read another connection is made. What is tried leaves nothing behind, and the
 * second one's work would. */
static void open_beside(struct import_job *job, bool is_long)
{
    const struct first_volume_input input = beside(job);
    struct import_sorted *sorted = job->sorted;
    if (is_whole(job))
        sorted->whole = whole_evidence_new(import_session(job), job->request->kind, &input);
    else if (sorted->load == NULL)
        sorted->evidence = first_evidence_new(import_session(job), job->request->kind, &input);
    else if (is_long && !job->request->dry_run)
        first_load_beside(sorted->load, &input);
}

static bool is_short(const struct import_job *job)
{
    enum { SHORT_MIB = 20 };
    return input_file_size(job->file) <= (uint64_t)SHORT_MIB * MIB;
}

/* The rows of a short file stay in memory, unless they are so short that most of it is what is to
 * be known of each. */
static struct sorted_spool *make_spool(const struct import_job *job)
{
    enum { ALL_OF_SHORT_MIB = 32, PART_OF_LONG_MIB = 16 };
    return is_short(job) ? sorted_spool_new_whole((size_t)ALL_OF_SHORT_MIB * MIB)
                         : sorted_spool_new((size_t)PART_OF_LONG_MIB * MIB);
}

/* Of a list that changes most of what is known, one of the first records is new; what the question
 * costs is much beside a short one that is not so. */
static bool may_change_most(const struct import_job *job, const struct typed_row *row)
{
    enum { EARLY_RECORDS = 16 };
    return row->place.record <= EARLY_RECORDS || !is_short(job);
}

enum cadre_status import_sorted_ask_whole(struct import_job *job, const struct typed_row *row,
                                          struct cadre_error *err)
{
    const struct import_request *request = job->request;
    bool may = false;
    int64_t least = 0;
    if (job->known == NULL || job->without_whole || request->dry_run || request->within ||
        request->fixes > 0 || !first_evidence_serves(request->kind) || !may_change_most(job, row))
        return CADRE_OK;
    enum cadre_status status = whole_evidence_may(
        import_session(job), request->kind, request->source, request->effective, &may, &least, err);
    if (may)
        job->sample = import_sample_new(job->known, input_file_size(job->file), (uint64_t)least);
    return status;
}

enum cadre_status import_sorted_open(struct import_job *job, struct cadre_error *err)
{
    const struct kind *kind = job->request->kind;
    bool of_people = first_load_serves(kind);
    bool may = false, is_long = false;
    if (!may_be_first(job) ||
        !(of_people || (first_evidence_serves(kind) && !job->request->dry_run)))
        return CADRE_OK;
    enum cadre_status status = ask(job, &may, &is_long, err);
    if (status != CADRE_OK || !may)
        return status;
    job->sorted = cadre_calloc(1, sizeof *job->sorted);
    job->sorted->rows = make_spool(job);
    if (of_people)
        job->sorted->load = first_load_new(import_session(job), kind, job->request->source);
    open_beside(job, is_long);
    return CADRE_OK;
}

void import_sorted_committed(struct import_sorted *sorted)
{
    if (sorted == NULL)
        return;
    if (sorted->evidence != NULL)
        first_evidence_committed(sorted->evidence);
    else if (sorted->load != NULL)
        first_load_committed(sorted->load);
}

void import_sorted_free(struct import_sorted *sorted)
{
    if (sorted == NULL)
        return;
    first_evidence_free(sorted->evidence);
    first_load_free(sorted->load);
    whole_evidence_free(sorted->whole);
    sorted_spool_free(sorted->rows);
    free(sorted);
}

/* What a temporary refuses is no fault of the file. */
static enum cadre_status bear_no_room(struct import_sorted *sorted, enum cadre_status status,
                                      struct cadre_error *err)
{
    if (status != CADRE_OUTPUT)
        return status;
    cadre_error_release(err);
    sorted->given_up = true;
    return CADRE_OK;
}

/* A server ends a transaction in which nothing is heard for long. What it says may be news. */
static enum cadre_status ask_again(struct import_job *job, struct cadre_error *err)
{
    bool may = true, is_long = false;
    if (++job->sorted->row_count % ROWS_BETWEEN_WORDS != 0)
        return CADRE_OK;
    enum cadre_status status = ask(job, &may, &is_long, err);
    job->sorted->given_up = job->sorted->given_up || !may;
    return status;
}

static enum cadre_status put_aside(struct import_job *job, const struct typed_row *row,
                                   bool *ret_aside, struct str_view *ret_key,
                                   struct str_view *ret_item, struct cadre_error *err)
{
    struct import_sorted *sorted = job->sorted;
    if (sorted->evidence != NULL)
        return first_evidence_put_aside(sorted->evidence, row, ret_aside, ret_key, ret_item, err);
    if (sorted->whole != NULL)
        return whole_evidence_put_aside(sorted->whole, row, ret_aside, ret_key, ret_item, err);
    *ret_aside = true;
    return first_load_put_aside(sorted->load, row, ret_key, ret_item, err);
}

enum cadre_status import_sorted_put_aside(struct import_job *job, const struct typed_row *row,
                                          struct cadre_error *err)
{
    struct import_sorted *sorted = job->sorted;
    struct str_view key, item;
    bool aside = false;
    enum cadre_status status = ask_again(job, err);
    if (status != CADRE_OK || sorted->given_up)
        return status;
    status = put_aside(job, row, &aside, &key, &item, err);
    if (status != CADRE_OK || !aside)
        return status;
    return bear_no_room(sorted, sorted_spool_add(sorted->rows, key, item, err), err);
}

static enum cadre_status load_row(struct import_sorted *sorted, struct str_view key,
                                  struct str_view item, struct cadre_error *err)
{
    if (sorted->evidence != NULL)
        return first_evidence_load(sorted->evidence, key, item, err);
    if (sorted->whole != NULL)
        return whole_evidence_load(sorted->whole, key, item, err);
    return first_load_row(sorted->load, key, item, err);
}

static enum cadre_status load_rows(struct import_sorted *sorted, struct cadre_error *err)
{
    struct str_view key, item;
    bool more = true;
    for (;;) {
        enum cadre_status status = sorted_spool_next(sorted->rows, &more, &key, &item, err);
        if (status == CADRE_OK && more)
            status = load_row(sorted, key, item, err);
        if (status != CADRE_OK || !more)
            return status;
    }
}

static enum cadre_status begin(struct import_job *job, const struct merge_input *input,
                               bool *ret_may, struct cadre_error *err)
{
    struct import_sorted *sorted = job->sorted;
    if (sorted->evidence != NULL)
        return first_evidence_begin(sorted->evidence, input, job->scratch, ret_may, err);
    if (sorted->whole != NULL)
        return whole_evidence_begin(sorted->whole, input, job->scratch, ret_may, err);
    return first_load_begin(sorted->load, input, job->scratch, ret_may, err);
}

static enum cadre_status end(struct import_job *job, bool *ret_done,
                             struct merge_result *ret_merged, struct cadre_error *err)
{
    struct import_sorted *sorted = job->sorted;
    if (sorted->evidence != NULL)
        return first_evidence_end(sorted->evidence, ret_merged, err);
    if (sorted->whole != NULL)
        return whole_evidence_end(sorted->whole, ret_done, ret_merged, err);
    return first_load_end(sorted->load, ret_merged, err);
}

static enum cadre_status load(struct import_job *job, const struct merge_input *input,
                              bool *ret_done, struct merge_result *ret_merged,
                              struct cadre_error *err)
{
    enum cadre_status status = begin(job, input, ret_done, err);
    if (status == CADRE_OK && *ret_done)
        status = load_rows(job->sorted, err);
    if (status != CADRE_OK || !*ret_done)
        return status;
    sorted_spool_free(job->sorted->rows); /* while the server still has enough to do */
    job->sorted->rows = NULL;
    return end(job, ret_done, ret_merged, err);
}

static void give_up(struct import_job *job)
{
    if (job->sorted->whole != NULL)
        job->without_whole = true;
    else
        job->without_first = true;
}

enum cadre_status import_sorted_store(struct import_job *job, const struct merge_input *input,
                                      struct merge_result *ret_merged, struct cadre_error *err)
{
    bool done = false;
    enum cadre_status status = CADRE_OK;
    if (!job->sorted->given_up)
        status = bear_no_room(job->sorted, load(job, input, &done, ret_merged, err), err);
    job->redo = status == CADRE_OK && (job->sorted->given_up || !done); /* staged, then */
    if (job->redo)
        give_up(job);
    return status;
}

static bool put_rest_aside(struct import_sorted *sorted, struct str_view *ret_key,
                           struct str_view *ret_item)
{
    if (sorted->evidence != NULL)
        return first_evidence_put_rest_aside(sorted->evidence, ret_key, ret_item);
    return sorted->whole != NULL && whole_evidence_put_rest_aside(sorted->whole, ret_key, ret_item);
}

static enum cadre_status end_rows(struct import_sorted *sorted, struct cadre_error *err)
{
    struct str_view key, item;
    enum cadre_status status = CADRE_OK;
    while (status == CADRE_OK && put_rest_aside(sorted, &key, &item))
        status = sorted_spool_add(sorted->rows, key, item, err);
    return status == CADRE_OK ? sorted_spool_end(sorted->rows, err) : status;
}

enum cadre_status import_sorted_end(struct import_sorted *sorted, struct cadre_error *err)
{
    return sorted->given_up ? CADRE_OK : bear_no_room(sorted, end_rows(sorted, err), err);
}

enum cadre_status import_sorted_digest(struct import_sorted *sorted, struct cadre_error *err)
{
    return sorted->load != NULL ? first_load_digest(sorted->load, err) : CADRE_OK;
}
