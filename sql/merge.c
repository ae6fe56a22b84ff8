#include "sql/merge.h"

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/merge_hints.h"
#include "sql/merge_kinds.h"

/* What the steps of one merge share. */
struct merge {
    struct session *session;
    const struct merge_input *input;
    const struct merge_kind *kind;
    struct arena *arena;
    struct merge_result *result;
    const char *effective; /* parameters that come again and again */
    const char *batch;
    const char *fixes; /* NULL = none */
    const char *brought;
    const char *mended;
    const char *list_until; /* the next full list's day, NULL = none is known */
    bool late;              /* something can be known of later days */
    bool first;             /* the registry table is empty */
    int64_t rows_incoming;  /* rows that are compared, and those of which something is known */
    int64_t rows_known;
    int64_t open; /* records of the source on the effective day before; -1 = not counted */
};

static enum cadre_status run_steps(struct merge *merge, const struct query *const *queries,
                                   struct cadre_error *err)
{
    const char *const parameters[] = {
        merge->input->source,
        merge->effective,
        merge->result->recorded_at,
        merge->batch,
        merge->input->owner,
        parameter_bool(merge->late),
        parameter_bool(merge->first),
        merge->fixes,
        merge->brought,
        merge->mended,
    };
    enum cadre_status status = CADRE_OK;
    for (; status == CADRE_OK && *queries != NULL; queries++)
        status = session_do(merge->session, *queries, parameters, err);
    return status;
}

/* One number of one row. */
static enum cadre_status ask(struct merge *merge, const struct query *query,
                             const char *const *parameters, const char *column, int64_t *ret_number,
                             struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(merge->session, query, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_number = rows_number(rows, 0, column);
    return status;
}

/* A list that is known already decides from its own day on: a late file states the days before. A
 * set is always placed, by the days of its need. */
static enum cadre_status begin(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        merge->kind->target,  merge->kind->name,
        merge->input->source, parameter_bool(!merge->kind->keys_of_source),
        merge->batch,         merge->effective,
    };
    enum cadre_status status =
        session_run(merge->session, &query_merge_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    bool sets = merge->kind->replaces_sets;
    merge->result->recorded_at = rows_copy(rows, 0, "recorded_at", merge->arena).data;
    merge->list_until =
        parameter_date(merge->arena, rows_date(rows, 0, rows_column(rows, "list_until")));
    merge->late = sets || rows_bool(rows, 0, rows_column(rows, "late"));
    merge->first = !sets && rows_bool(rows, 0, rows_column(rows, "first"));
    merge->open = merge->first ? 0 : -1;
    return CADRE_OK;
}

static enum cadre_status drop_records(struct merge *merge, struct cadre_error *err)
{
    const struct merge_input *input = merge->input;
    if (input->dropped_count == 0)
        return CADRE_OK;
    int64_t *records = arena_calloc(merge->arena, input->dropped_count, sizeof *records);
    for (size_t i = 0; i < input->dropped_count; i++)
        records[i] = (int64_t)input->dropped_records[i];
    const char *const parameters[] = {
        parameter_int64_array(merge->arena, records, input->dropped_count)};
    return session_do(merge->session, &query_merge_drop_records, parameters, err);
}

static enum cadre_status gather(struct merge *merge, struct cadre_error *err)
{
    return run_steps(merge, merge->kind->gather, err);
}

static enum cadre_status sift(struct merge *merge, struct cadre_error *err)
{
    return run_steps(merge, merge->kind->sift, err);
}

/* ---- what is new and what changed ------------------------------------------------------------ */

static enum cadre_status place_sets(struct merge *merge, struct cadre_error *err)
{
    const char *const since[] = {merge->effective};
    const char *const fixes[] = {merge->fixes};
    enum cadre_status status = session_do(merge->session, &query_merge_place_sets, since, err);
    if (status == CADRE_OK && merge->fixes != NULL)
        status = session_do(merge->session, &query_merge_join_sets, fixes, err);
    return status;
}

/* Until when each row is stated. */
static enum cadre_status place(struct merge *merge, struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->effective, merge->list_until};
    if (!merge->late)
        return CADRE_OK;
    if (merge->kind->replaces_sets)
        return place_sets(merge, err);
    enum cadre_status status = session_do(merge->session, &query_merge_place, parameters, err);
    if (status == CADRE_OK && merge->kind->corrects)
        status = session_do(merge->session, &query_merge_roster_settled_corrections, NULL, err);
    return status;
}

static enum cadre_status compare(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        merge->kind->target,
        merge->effective,
        parameter_bool(merge->late),
        parameter_bool(merge->first),
        merge->kind->corrects ? "{birth_date,national_id,sex}" : "{}",
    };
    enum cadre_status status =
        session_run(merge->session, &query_merge_compare, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    merge->rows_incoming = rows_number(rows, 0, "rows_incoming");
    merge->rows_known = merge->first ? 0 : rows_number(rows, 0, "rows_known");
    merge->result->counts.rows_unchanged =
        merge->input->skipped + (merge->first ? 0 : rows_number(rows, 0, "rows_unchanged"));
    merge->result->digest_stale =
        merge->input->by_digest && rows_number(rows, 0, "rows_renamed") > 0;
    return CADRE_OK;
}

/* Whose key another row of the first file had, behind them or wherever it was. */
static enum cadre_status hold_overruled(struct merge *merge, struct cadre_error *err)
{
    const struct merge_input *input = merge->input;
    const char *const told[] = {
        parameter_int64_array(merge->arena, input->overruled, input->overruled_count)};
    const char *const found[] = {merge->kind->target, merge->effective, merge->fixes,
                                 merge->mended};
    enum cadre_status status = CADRE_OK;
    if (merge->fixes == NULL || merge->kind->replaces_sets)
        return CADRE_OK; /* a set is the whole of its rows: none of them stands for another */
    if (input->overruled_count > 0)
        status = session_do(merge->session, &query_merge_hold_overruled, told, err);
    if (status == CADRE_OK)
        status = session_do(merge->session, &query_merge_hold_stated_beside, found, err);
    if (status == CADRE_OK)
        status = session_do(merge->session, &query_merge_drop_rejected, NULL, err);
    return status;
}

static enum cadre_status name(struct merge *merge, struct cadre_error *err)
{
    return run_steps(merge, merge->first ? merge->kind->name_first : merge->kind->name_rows, err);
}

/* ---- leaving --------------------------------------------------------------------------------- */

/* Who is not in the list. */
static enum cadre_status compare_list(struct merge *merge, struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->input->source, merge->effective,
                                      parameter_int64(merge->arena, merge->rows_known)};
    return ask(merge, &query_merge_find_leaving, parameters, "open", &merge->open, err);
}

/* The same by the hashes of keys that did not come. */
static enum cadre_status find_unseen(struct merge *merge, struct cadre_error *err)
{
    const struct merge_input *input = merge->input;
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    merge->open = input->known;
    if (input->unseen_count == 0)
        return CADRE_OK;
    const char *const parameters[] = {
        merge->kind->target, input->source, merge->effective,
        parameter_int64_array(merge->arena, input->unseen_keys, input->unseen_count)};
    enum cadre_status status =
        session_run(merge->session, &query_merge_find_unseen, parameters, &rows, err);
    if (status == CADRE_OK)
        merge->result->digest_stale = !rows_bool(rows, 0, rows_column(rows, "found"));
    return status;
}

static enum cadre_status find_leavers(struct merge *merge, struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->effective, merge->list_until};
    enum cadre_status status =
        merge->input->by_digest ? find_unseen(merge, err) : compare_list(merge, err);
    if (status == CADRE_OK && merge->late)
        status = session_do(merge->session, &query_merge_place_leaving, parameters, err);
    return status;
}

/* However many there are, the server gets so many at once. */
enum { SEEN_AT_ONCE = 64 * 1024 };

struct seen_keys_at_once {
    struct str_view person_ids[SEEN_AT_ONCE], national_ids[SEEN_AT_ONCE];
};

/* *ret_more: there are others behind them. */
static enum cadre_status read_seen(const struct seen_source *source, struct arena *arena,
                                   struct seen_keys_at_once *keys, size_t *ret_count,
                                   bool *ret_more, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    *ret_count = 0;
    *ret_more = source->next != NULL;
    while (*ret_more && *ret_count < SEEN_AT_ONCE) {
        struct str_view person_id, national_id;
        status = source->next(source->context, ret_more, &person_id, &national_id, err);
        if (status != CADRE_OK)
            return status;
        if (!*ret_more)
            break;
        keys->person_ids[*ret_count] = arena_copy(arena, person_id);
        keys->national_ids[(*ret_count)++] = arena_copy(arena, national_id);
    }
    return status;
}

static enum cadre_status excuse_some(struct merge *merge, struct seen_keys_at_once *keys,
                                     bool *ret_more, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    size_t count = 0;
    enum cadre_status status = read_seen(&merge->input->seen, arena, keys, &count, ret_more, err);
    if (status != CADRE_OK)
        return status;
    const char *const parameters[] = {
        merge->kind->target,
        merge->input->source,
        parameter_text_array(arena, keys->person_ids, count),
        parameter_text_array(arena, keys->national_ids, count),
    };
    return session_do(merge->session, merge->kind->seen, parameters, err);
}

static enum cadre_status excuse_all(struct merge *merge, struct cadre_error *err)
{
    const struct seen_source *source = &merge->input->seen;
    CADRE_FREE struct seen_keys_at_once *keys = cadre_malloc(sizeof *keys);
    enum cadre_status status = CADRE_OK;
    bool more = true;
    if (source->next != NULL)
        status = source->begin(source->context, err);
    while (status == CADRE_OK && more)
        status = excuse_some(merge, keys, &more, err);
    return status;
}

/* Whose row was not accepted stays. */
static enum cadre_status excuse(struct merge *merge, int64_t *ret_leaving, struct cadre_error *err)
{
    enum cadre_status status =
        ask(merge, &query_merge_leaving_count, NULL, "leaving", ret_leaving, err);
    if (status != CADRE_OK || *ret_leaving == 0)
        return status;
    status = excuse_all(merge, err);
    if (status == CADRE_OK)
        status = ask(merge, &query_merge_leaving_count, NULL, "leaving", ret_leaving, err);
    return status;
}

enum cadre_status merge_check_brake(const struct merge_input *input, int64_t open, int64_t leaving,
                                    struct cadre_error *err)
{
    if (leaving * 100 <= open * input->max_removed_percent)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED,
               "%lld of the source's %lld records are not in this list: more than %d %% would "
               "leave",
               (long long)leaving, (long long)open, input->max_removed_percent);
    return cadre_fail_hint(err,
                           "check that it is the whole list; then --max-removed N%% allows it, "
                           "or --partial lets nobody leave");
}

/* Before anything is written, so that what this file adds does not hide what it takes away. */
static enum cadre_status leave(struct merge *merge, struct cadre_error *err)
{
    struct batch_counts *counts = &merge->result->counts;
    if (!merge->input->full_list && merge->input->by_digest)
        merge->open = merge->input->known; /* a digest is of what is open */
    if (!merge->input->full_list || merge->kind->seen == NULL || merge->first)
        return ask(merge, &query_merge_leaving_count, NULL, "leaving", &counts->left, err);
    enum cadre_status status = find_leavers(merge, err);
    if (status != CADRE_OK || merge->result->digest_stale)
        return status;
    status = excuse(merge, &counts->left, err);
    if (status != CADRE_OK || !merge->input->key_unreadable)
        return status;
    counts->left_held_back = counts->left;
    counts->left = 0;
    return session_do(merge->session, &query_merge_nobody_leaves, NULL, err);
}

/* Who leaves decides who may come, and who may not come keeps who would leave. */
static enum cadre_status decide(struct merge *merge, struct cadre_error *err)
{
    struct batch_counts *counts = &merge->result->counts;
    enum cadre_status status = CADRE_OK;
    if (!merge->first && merge->kind->decide[0] != NULL) {
        status = run_steps(merge, merge->kind->decide, err);
        if (status == CADRE_OK && counts->left > 0)
            status = excuse(merge, &counts->left, err);
    }
    if (status == CADRE_OK && counts->left > 0 && merge->kind->seen != NULL)
        status = merge_check_brake(merge->input, merge->open, counts->left, err);
    return status;
}

static enum cadre_status count(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(merge->session, &query_merge_count, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct batch_counts *counts = &merge->result->counts;
    counts->rows_new = rows_number(rows, 0, "rows_new");
    counts->rows_changed = rows_number(rows, 0, "rows_changed");
    merge->result->rows_corrected = rows_number(rows, 0, "rows_corrected");
    if (merge->first) /* nothing was compared; rows that were named first were rejected after */
        counts->rows_new =
            merge->rows_incoming -
            (merge->kind->name_first[0] != NULL ? rows_number(rows, 0, "rows_rejected") : 0);
    return CADRE_OK;
}

/* ---- versions -------------------------------------------------------------------------------- */

static enum cadre_status settle(struct merge *merge, struct cadre_error *err)
{
    const char *const where[] = {merge->kind->target, merge->effective};
    const char *const what[] = {merge->kind->target, merge->result->recorded_at, merge->batch};
    enum cadre_status status = session_do(merge->session, &query_merge_affected, where, err);
    if (status == CADRE_OK && merge->kind->corrects)
        status = session_do(merge->session, &query_merge_roster_correct, NULL, err);
    if (status == CADRE_OK)
        status = session_do(merge->session, &query_merge_settle, where, err);
    if (status == CADRE_OK)
        status = session_do(merge->session, &query_merge_store_settled, what, err);
    return status;
}

static enum cadre_status store(struct merge *merge, struct cadre_error *err)
{
    int64_t rest = 0;
    const char *const parameters[] = {merge->kind->target, merge->effective,
                                      merge->result->recorded_at, merge->batch,
                                      parameter_bool(merge->first)};
    if (merge->first && merge->result->counts.rows_new == 0)
        return CADRE_OK; /* no row was good: the table stays empty, the next file is the first */
    enum cadre_status status =
        ask(merge, &query_merge_store_direct, parameters, "rest", &rest, err);
    if (status == CADRE_OK && rest > 0)
        status = settle(merge, err);
    return status;
}

static enum cadre_status hold_sets(struct merge *merge, struct cadre_error *err)
{
    if (!merge->kind->replaces_sets)
        return CADRE_OK;
    const struct merge_input *input = merge->input;
    const char *const parameters[] = {
        parameter_text_array(merge->arena, input->held_sets, input->held_set_count),
        merge->effective, merge->result->recorded_at, merge->batch};
    return session_do(merge->session, &query_merge_requirements_hold, parameters, err);
}

static enum cadre_status read_rejections(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(merge->session, &query_merge_rejected, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct merge_rejection *rejections = arena_calloc(merge->arena, count, sizeof *rejections);
    for (size_t row = 0; row < count; row++)
        rejections[row] = (struct merge_rejection){
            .code = rows_copy(rows, row, "code", merge->arena).data,
            .column = rows_copy(rows, row, "column_name", merge->arena).data,
            .record = (uint64_t)rows_number(rows, row, "record_no"),
            .line = (uint64_t)rows_number(rows, row, "line_no"),
            .offset = (uint64_t)rows_number(rows, row, "byte_offset"),
            .length = (uint64_t)rows_number(rows, row, "byte_length"),
            .rivals = (uint64_t)rows_number(rows, row, "rivals"),
            .key = rows_number(rows, row, "key_hash"),
        };
    merge->result->rejections = rejections;
    merge->result->rejection_count = count;
    return merge_hints_add(merge->session, merge->kind, rejections, count, merge->arena, err);
}

static enum cadre_status finish(struct merge *merge, struct cadre_error *err)
{
    const struct batch_counts *counts = &merge->result->counts;
    merge->result->open = merge->open < 0 ? -1 : merge->open - counts->left + counts->rows_new;
    return run_steps(merge, merge->kind->finish, err);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum cadre_status (*const steps[])(struct merge *merge, struct cadre_error *err) = {
    drop_records, gather, sift,  place, compare,   hold_overruled, name,
    leave,        decide, count, store, hold_sets, finish,         read_rejections,
};

static enum cadre_status run_all(struct merge *merge, struct cadre_error *err)
{
    enum cadre_status status = begin(merge, err);
    for (size_t i = 0;
         status == CADRE_OK && i < sizeof steps / sizeof *steps && !merge->result->digest_stale;
         i++)
        status = steps[i](merge, err);
    return status;
}

bool merge_is_nothing_new(const struct merge_input *input)
{
    bool none_missing = !input->full_list || input->unseen_count == 0;
    return input->by_digest && input->none_staged && none_missing;
}

/* Nobody knows a later day: a digest is of what stands now. */
static enum cadre_status leave_all(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct merge_input *input = merge->input;
    enum cadre_status status =
        session_run(merge->session, &query_merge_begin_unchanged, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    merge->result->recorded_at = rows_copy(rows, 0, "recorded_at", merge->arena).data;
    merge->result->counts.rows_unchanged = input->skipped;
    merge->result->open = input->full_list ? input->known : -1;
    return CADRE_OK;
}

static struct merge merge_of(struct session *session, const struct merge_input *input,
                             struct arena *arena, struct merge_result *result)
{
    return (struct merge){
        .session = session,
        .input = input,
        .kind = merge_kind_find(input->kind->name),
        .arena = arena,
        .result = result,
        .effective = parameter_date(arena, input->effective),
        .batch = parameter_int64(arena, input->batch),
        .fixes = input->fixes > 0 ? parameter_int64(arena, input->fixes) : NULL,
        .brought = parameter_int64_array(arena, input->brought, input->brought_count),
        .mended = parameter_int64_array(arena, input->mended, input->mended_count),
    };
}

enum cadre_status merge_run(struct session *session, const struct merge_input *input,
                            struct arena *arena, struct merge_result *ret_result,
                            struct cadre_error *err)
{
    struct merge_result result = {0};
    struct merge merge = merge_of(session, input, arena, &result);
    enum cadre_status status =
        merge_is_nothing_new(input) ? leave_all(&merge, err) : run_all(&merge, err);
    if (status == CADRE_OK)
        *ret_result = result;
    return status;
}

/* ---- its parts ------------------------------------------------------------------------------- */

enum cadre_status merge_begin(struct session *session, const struct merge_input *input,
                              struct arena *arena, const char **ret_recorded_at, bool *ret_late,
                              struct cadre_error *err)
{
    struct merge_result result = {0};
    struct merge merge = merge_of(session, input, arena, &result);
    enum cadre_status status = begin(&merge, err);
    *ret_recorded_at = result.recorded_at;
    *ret_late = merge.late;
    return status;
}

enum cadre_status merge_rest(struct session *session, const struct merge_input *input,
                             struct arena *arena, const char *recorded_at,
                             struct batch_counts *counts, struct cadre_error *err)
{
    struct merge_result result = {.recorded_at = recorded_at};
    struct merge merge = merge_of(session, input, arena, &result);
    enum cadre_status status = compare(&merge, err);
    if (status == CADRE_OK)
        status = count(&merge, err);
    if (status == CADRE_OK)
        status = store(&merge, err);
    counts->rows_new += result.counts.rows_new;
    counts->rows_changed += result.counts.rows_changed;
    counts->rows_unchanged += result.counts.rows_unchanged;
    return status;
}

enum cadre_status merge_forget(struct session *session, struct cadre_error *err)
{
    return session_do(session, &query_merge_forget, NULL, err);
}
