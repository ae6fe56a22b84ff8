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
};

static enum cadre_status run_steps(struct merge *merge, const struct query *const *steps,
                                   struct cadre_error *err)
{
    const char *const parameters[] = {merge->input->source, merge->effective,
                                      merge->result->recorded_at, merge->batch,
                                      merge->input->owner};
    enum cadre_status status = CADRE_OK;
    for (; status == CADRE_OK && *steps != NULL; steps++)
        status = session_do(merge->session, *steps, parameters, err);
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
        *ret_number = rows_int64(rows, 0, rows_column(rows, column));
    return status;
}

static enum cadre_status draw_recorded(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(merge->session, &query_draw_recorded, NULL, &rows, err);
    if (status == CADRE_OK)
        merge->result->recorded_at =
            arena_copy(merge->arena, rows_text(rows, 0, rows_column(rows, "recorded_at"))).data;
    return status;
}

/* Months come in their order: a full list older than the newest one is refused. */
static enum cadre_status refuse_older_list(struct merge *merge, struct cadre_error *err)
{
    if (!merge->input->full_list)
        return CADRE_OK;
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {merge->kind->name, merge->input->source};
    enum cadre_status status =
        session_run(merge->session, &query_merge_newest_full_list, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct cadre_date newest = rows_date(rows, 0, rows_column(rows, "effective"));
    if (!cadre_date_is_set(newest) || newest.day <= merge->input->effective.day)
        return CADRE_OK;
    char day[CADRE_DATE_TEXT_SIZE];
    cadre_fail(err, CADRE_REFUSED, "a list of %s is known for this source, this one is older",
               cadre_date_format(newest, day));
    return cadre_fail_hint(err, "import the months in their order; --partial adds single rows");
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

static enum cadre_status find_leavers(struct merge *merge, struct cadre_error *err)
{
    const struct merge_input *input = merge->input;
    const char *const parameters[] = {
        input->source,
        merge->effective,
        parameter_text_array(merge->arena, input->seen_person_ids, input->seen_count),
        parameter_text_array(merge->arena, input->seen_national_ids, input->seen_count),
    };
    return session_do(merge->session, &query_merge_roster_leaving, parameters, err);
}

static enum cadre_status check_brake(struct merge *merge, int64_t leaving, struct cadre_error *err)
{
    int64_t open = 0;
    const char *const parameters[] = {merge->input->source, merge->effective};
    enum cadre_status status =
        ask(merge, &query_merge_roster_open_count, parameters, "open", &open, err);
    if (status != CADRE_OK || leaving * 100 <= open * merge->input->max_removed_percent)
        return status;
    cadre_fail(err, CADRE_REFUSED,
               "%lld of the source's %lld people are not in this list: more than %d %% would leave",
               (long long)leaving, (long long)open, merge->input->max_removed_percent);
    return cadre_fail_hint(err,
                           "check that it is the whole list; then --max-removed N%% allows it, "
                           "or --partial lets nobody leave");
}

static enum cadre_status end_leavers(struct merge *merge, int64_t *ret_ended,
                                     struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->effective,
                                      merge->result->recorded_at, merge->batch};
    return ask(merge, &query_merge_end, parameters, "ended", ret_ended, err);
}

static enum cadre_status leave(struct merge *merge, struct cadre_error *err)
{
    int64_t leaving = 0;
    bool by_list = merge->input->full_list && merge->kind->corrects;
    if (!by_list && !merge->kind->replaces_sets)
        return CADRE_OK;
    static const struct query *const sets[] = {&query_merge_requirements_leaving, NULL};
    enum cadre_status status = by_list ? find_leavers(merge, err) : run_steps(merge, sets, err);
    if (status == CADRE_OK)
        status = ask(merge, &query_merge_leaving_count, NULL, "leaving", &leaving, err);
    if (status == CADRE_OK && by_list && merge->input->key_unreadable) {
        merge->result->counts.left_held_back = leaving;
        return CADRE_OK;
    }
    if (status == CADRE_OK && by_list)
        status = check_brake(merge, leaving, err);
    if (status == CADRE_OK)
        status = end_leavers(merge, &merge->result->counts.left, err);
    return status;
}

/* ---- versions -------------------------------------------------------------------------------- */

static enum cadre_status reject_later(struct merge *merge, struct cadre_error *err)
{
    const char *const parameters[] = {merge->kind->target, merge->effective};
    return session_do(merge->session, &query_merge_later, parameters, err);
}

static enum cadre_status merge_versions(struct merge *merge, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {merge->kind->target, merge->effective,
                                      merge->result->recorded_at, merge->batch};
    enum cadre_status status =
        session_run(merge->session, &query_merge_versions, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct batch_counts *counts = &merge->result->counts;
    counts->rows_new = rows_int64(rows, 0, rows_column(rows, "rows_new"));
    counts->rows_changed = rows_int64(rows, 0, rows_column(rows, "rows_changed"));
    counts->rows_unchanged = rows_int64(rows, 0, rows_column(rows, "rows_unchanged"));
    return CADRE_OK;
}

static enum cadre_status correct(struct merge *merge, struct cadre_error *err)
{
    static const struct query *const steps[] = {&query_merge_roster_correct, NULL};
    return merge->kind->corrects ? run_steps(merge, steps, err) : CADRE_OK;
}

/* What was corrected and is the same otherwise counts as changed. */
static enum cadre_status count_corrected(struct merge *merge, struct cadre_error *err)
{
    int64_t corrected = 0;
    if (!merge->kind->corrects)
        return CADRE_OK;
    enum cadre_status status =
        ask(merge, &query_merge_roster_corrected, NULL, "corrected", &corrected, err);
    merge->result->counts.rows_changed += corrected;
    merge->result->counts.rows_unchanged -= corrected;
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
            .code = arena_copy(merge->arena, rows_text(rows, row, rows_column(rows, "code"))).data,
            .column =
                arena_copy(merge->arena, rows_text(rows, row, rows_column(rows, "column_name")))
                    .data,
            .record = (uint64_t)rows_int64(rows, row, rows_column(rows, "record_no")),
            .line = (uint64_t)rows_int64(rows, row, rows_column(rows, "line_no")),
            .offset = (uint64_t)rows_int64(rows, row, rows_column(rows, "byte_offset")),
            .length = (uint64_t)rows_int64(rows, row, rows_column(rows, "byte_length")),
        };
    merge->result->rejections = rejections;
    merge->result->rejection_count = count;
    return CADRE_OK;
}

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
    enum cadre_status status = draw_recorded(&merge, err);
    if (status == CADRE_OK)
        status = refuse_older_list(&merge, err);
    if (status == CADRE_OK)
        status = drop_records(&merge, err);
    if (status == CADRE_OK)
        status = session_do(session, &query_merge_begin, NULL, err);
    if (status == CADRE_OK)
        status = run_steps(&merge, merge.kind->gather, err);
    if (status == CADRE_OK)
        status = run_steps(&merge, merge.kind->sift, err);
    if (status == CADRE_OK)
        status = reject_later(&merge, err);
    if (status == CADRE_OK)
        status = correct(&merge, err);
    if (status == CADRE_OK)
        status = merge_versions(&merge, err);
    if (status == CADRE_OK)
        status = count_corrected(&merge, err);
    if (status == CADRE_OK)
        status = leave(&merge, err);
    if (status == CADRE_OK)
        status = hold_sets(&merge, err);
    if (status == CADRE_OK)
        status = run_steps(&merge, merge.kind->finish, err);
    if (status == CADRE_OK)
        status = read_rejections(&merge, err);
    if (status == CADRE_OK)
        *ret_result = result;
    return status;
}
