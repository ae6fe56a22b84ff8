#include "sql/merge.h"

#include "core/base/alloc.h"
#include "queries.h"
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
    const char *list_until; /* the next full list's day, NULL = none is known */
};

static enum cadre_status run_steps(struct merge *merge, const struct query *const *queries,
                                   struct cadre_error *err)
{
    const char *const parameters[] = {merge->input->source, merge->effective,
                                      merge->result->recorded_at, merge->batch,
                                      merge->input->owner};
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

static enum cadre_status draw_recorded(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(merge->session, &query_draw_recorded, NULL, &rows, err);
    if (status == CADRE_OK)
        merge->result->recorded_at = rows_copy(rows, 0, "recorded_at", merge->arena).data;
    return status;
}

/* A list that is known already decides from its own day on: a late file states the days before. */
static enum cadre_status find_next_list(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {merge->kind->name, merge->input->source, merge->effective};
    enum cadre_status status =
        session_run(merge->session, &query_merge_next_full_list, parameters, &rows, err);
    if (status == CADRE_OK)
        merge->list_until =
            parameter_date(merge->arena, rows_date(rows, 0, rows_column(rows, "until")));
    return status;
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

/* ---- leaving --------------------------------------------------------------------------------- */

static enum cadre_status count_open(struct merge *merge, int64_t *ret_open, struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->input->source, merge->effective};
    return ask(merge, &query_merge_open_count, parameters, "open", ret_open, err);
}

static enum cadre_status find_leavers(struct merge *merge, struct cadre_error *err)
{
    const struct merge_input *input = merge->input;
    const char *const seen[] = {
        merge->kind->target,
        input->source,
        parameter_text_array(merge->arena, input->seen_person_ids, input->seen_count),
        parameter_text_array(merge->arena, input->seen_national_ids, input->seen_count),
    };
    const char *const list[] = {merge->kind->target, input->source, merge->effective,
                                merge->list_until};
    enum cadre_status status = session_do(merge->session, merge->kind->seen, seen, err);
    if (status == CADRE_OK)
        status = session_do(merge->session, &query_merge_find_leaving, list, err);
    return status;
}

static enum cadre_status check_brake(struct merge *merge, int64_t leaving, struct cadre_error *err)
{
    int64_t open = 0;
    enum cadre_status status = count_open(merge, &open, err);
    if (status != CADRE_OK || leaving * 100 <= open * merge->input->max_removed_percent)
        return status;
    cadre_fail(err, CADRE_REFUSED,
               "%lld of the source's %lld records are not in this list: more than %d %% would "
               "leave",
               (long long)leaving, (long long)open, merge->input->max_removed_percent);
    return cadre_fail_hint(err,
                           "check that it is the whole list; then --max-removed N%% allows it, "
                           "or --partial lets nobody leave");
}

/* Before anything is written, so that what this file adds does not hide what it takes away. */
static enum cadre_status leave(struct merge *merge, struct cadre_error *err)
{
    struct batch_counts *counts = &merge->result->counts;
    int64_t leaving = 0;
    enum cadre_status status = CADRE_OK;
    bool by_list = merge->input->full_list && merge->kind->seen != NULL;
    if (by_list)
        status = find_leavers(merge, err);
    if (status == CADRE_OK)
        status = ask(merge, &query_merge_leaving_count, NULL, "leaving", &leaving, err);
    if (status == CADRE_OK && by_list && merge->input->key_unreadable) {
        counts->left_held_back = leaving;
        return session_do(merge->session, &query_merge_nobody_leaves, NULL, err);
    }
    if (status == CADRE_OK && by_list)
        status = check_brake(merge, leaving, err);
    if (status == CADRE_OK)
        counts->left = leaving;
    return status;
}

/* ---- versions -------------------------------------------------------------------------------- */

/* Until when each row is stated. */
static enum cadre_status place(struct merge *merge, struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->effective, merge->list_until};
    const char *const of_sets[] = {merge->effective};
    enum cadre_status status =
        merge->kind->replaces_sets
            ? session_do(merge->session, &query_merge_place_sets, of_sets, err)
            : session_do(merge->session, &query_merge_place, parameters, err);
    if (status == CADRE_OK && merge->kind->corrects)
        status = session_do(merge->session, &query_merge_roster_settled_corrections, NULL, err);
    return status;
}

static enum cadre_status compare(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {merge->kind->target, merge->effective};
    enum cadre_status status =
        session_run(merge->session, &query_merge_compare, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct batch_counts *counts = &merge->result->counts;
    counts->rows_new = rows_number(rows, 0, "rows_new");
    counts->rows_changed = rows_number(rows, 0, "rows_changed");
    counts->rows_unchanged = rows_number(rows, 0, "rows_unchanged");
    return CADRE_OK;
}

static enum cadre_status store(struct merge *merge, struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->effective,
                                      merge->result->recorded_at, merge->batch};
    enum cadre_status status = session_do(merge->session, &query_merge_affected, parameters, err);
    if (status == CADRE_OK && merge->kind->corrects)
        status = session_do(merge->session, &query_merge_roster_correct, NULL, err);
    if (status == CADRE_OK)
        status = session_do(merge->session, &query_merge_settle, parameters, err);
    if (status == CADRE_OK)
        status = session_do(merge->session, &query_merge_store, parameters, err);
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
        };
    merge->result->rejections = rejections;
    merge->result->rejection_count = count;
    return CADRE_OK;
}

static enum cadre_status begin(struct merge *merge, struct cadre_error *err)
{
    return session_do(merge->session, &query_merge_begin, NULL, err);
}

static enum cadre_status gather(struct merge *merge, struct cadre_error *err)
{
    return run_steps(merge, merge->kind->gather, err);
}

static enum cadre_status sift(struct merge *merge, struct cadre_error *err)
{
    return run_steps(merge, merge->kind->sift, err);
}

static enum cadre_status finish(struct merge *merge, struct cadre_error *err)
{
    return run_steps(merge, merge->kind->finish, err);
}

static enum cadre_status (*const steps[])(struct merge *merge, struct cadre_error *err) = {
    draw_recorded, find_next_list, drop_records, begin,  gather,          sift, place, compare,
    leave,         store,          hold_sets,    finish, read_rejections,
};

enum cadre_status merge_run(struct session *session, const struct merge_input *input,
                            struct arena *arena, struct merge_result *ret_result,
                            struct cadre_error *err)
{
    struct merge_result result = {0};
    struct merge merge = {
        .session = session,
        .input = input,
        .kind = merge_kind_find(input->kind->name),
        .arena = arena,
        .result = &result,
        .effective = parameter_date(arena, input->effective),
        .batch = parameter_int64(arena, input->batch),
    };
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; status == CADRE_OK && i < sizeof steps / sizeof *steps; i++)
        status = steps[i](&merge, err);
    if (status == CADRE_OK)
        *ret_result = result;
    return status;
}
