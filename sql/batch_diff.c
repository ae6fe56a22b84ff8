#include "sql/batch_diff.h"

#include <assert.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/merge_kinds.h"

const char *const change_names[CHANGE_COUNT] = {
    [CHANGE_NEW] = "new",
    [CHANGE_CHANGED] = "changed",
    [CHANGE_CORRECTED] = "corrected",
    [CHANGE_LEFT] = "left",
};

static enum change change_of(struct str_view word)
{
    for (int i = 0; i < CHANGE_COUNT; i++) {
        if (str_view_equal(word, str_view_of(change_names[i])))
            return (enum change)i;
    }
    assert(!"a change that has no name");
    return CHANGE_NEW;
}

static const char *corrections_of(const struct kind *kind, struct arena *arena)
{
    struct str_view *names = arena_calloc(arena, kind->column_count, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < kind->column_count; i++) {
        if (kind->columns[i].clock == CLOCK_CORRECTION)
            names[count++] = str_view_of(kind->columns[i].name);
    }
    return parameter_text_array(arena, names, count);
}

static void read_rows(const struct rows *rows, struct arena *arena, struct batch_diff *ret_diff)
{
    size_t count = rows_count(rows);
    struct change_column *columns = arena_calloc(arena, count, sizeof *columns);
    struct change_example *examples = arena_calloc(arena, count, sizeof *examples);
    int sort = rows_column(rows, "sort");
    int what = rows_column(rows, "what");
    struct batch_diff diff = {.columns = columns, .examples = examples};
    for (size_t row = 0; row < count; row++) {
        enum change change = change_of(rows_text(rows, row, what));
        if (str_view_equal(rows_text(rows, row, sort), STR_VIEW_LITERAL("total")))
            diff.records[change] = rows_number(rows, row, "found");
        else if (str_view_equal(rows_text(rows, row, sort), STR_VIEW_LITERAL("column")))
            columns[diff.column_count++] = (struct change_column){
                .name = rows_copy(rows, row, "column_name", arena),
                .change = change,
                .records = rows_number(rows, row, "found"),
            };
        else
            examples[diff.example_count++] = (struct change_example){
                .change = change,
                .record = rows_copy(rows, row, "record", arena),
                .column = rows_copy(rows, row, "column_name", arena),
                .was = rows_copy(rows, row, "was", arena),
                .becomes = rows_copy(rows, row, "becomes", arena),
            };
    }
    *ret_diff = diff;
}

enum cadre_status batch_diff_find(struct session *session, const struct kind *kind,
                                  const char *source, const struct batch_moment *before,
                                  const struct batch_moment *after, int64_t most,
                                  struct arena *arena, struct batch_diff *ret_diff,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        merge_kind_find(kind->name)->target, source,
        parameter_date(arena, before->day),  before->known_at,
        parameter_date(arena, after->day),   after->known_at,
        corrections_of(kind, arena),         parameter_int64(arena, most),
    };
    enum cadre_status status =
        session_run(session, &query_registry_changes, parameters, &rows, err);
    if (status == CADRE_OK)
        read_rows(rows, arena, ret_diff);
    return status;
}
