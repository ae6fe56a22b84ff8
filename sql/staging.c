#include "sql/staging.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"

enum {
    ROW_COLUMNS = 6 /* record_no, line_no, byte_offset, byte_length, record_hash, key_hash */
};

struct staging {
    struct session *session;
    const struct kind *kind;
    int64_t batch;
    struct copy_in *copy; /* NULL once closed */
};

static enum cadre_status create(struct session *session, const struct kind *kind, int64_t batch,
                                struct arena *arena, struct str_view *ret_statement,
                                struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    struct str_view *names = arena_calloc(arena, kind->column_count, sizeof *names);
    struct str_view *types = arena_calloc(arena, kind->column_count, sizeof *types);
    for (size_t i = 0; i < kind->column_count; i++) {
        names[i] = str_view_of(kind->columns[i].name);
        types[i] = str_view_of(kind_regtype(kind->columns[i].type));
    }
    const char *const parameters[] = {
        kind->name,
        parameter_int64(arena, batch),
        parameter_text_array(arena, names, kind->column_count),
        parameter_text_array(arena, types, kind->column_count),
    };
    enum cadre_status status = session_run(session, &query_staging_create, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_statement = rows_copy(rows, 0, "statement", arena);
    return status;
}

enum cadre_status staging_open(struct session *session, const struct kind *kind, int64_t batch,
                               struct staging **ret_staging, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct str_view statement;
    struct copy_in *copy = NULL;
    enum cadre_status status = create(session, kind, batch, arena, &statement, err);
    if (status == CADRE_OK)
        status = copy_in_open(session, statement.data, &copy, err);
    if (status != CADRE_OK)
        return status;
    struct staging *staging = cadre_calloc(1, sizeof *staging);
    *staging = (struct staging){.session = session, .kind = kind, .batch = batch, .copy = copy};
    *ret_staging = staging;
    return CADRE_OK;
}

/* A row that had a finding is looked at again next time: it has no hash to be known by. */
static void put_row_columns(struct copy_in *copy, const struct typed_row *row)
{
    copy_in_int64(copy, (int64_t)row->place.record);
    copy_in_int64(copy, (int64_t)row->place.line);
    copy_in_int64(copy, (int64_t)row->place.offset);
    copy_in_int64(copy, (int64_t)row->place.length);
    if (row->clean && row->has_key)
        copy_in_uuid(copy, &row->record_hash);
    else
        copy_in_null(copy);
    if (row->has_key)
        copy_in_int64(copy, row->key_hash);
    else
        copy_in_null(copy);
}

enum cadre_status staging_row(void *context, const struct typed_row *row, struct cadre_error *err)
{
    const struct staging *staging = context;
    const struct kind *kind = staging->kind;
    copy_in_begin_row(staging->copy, ROW_COLUMNS + (int)kind->column_count);
    put_row_columns(staging->copy, row);
    copy_in_values(staging->copy, kind, row->values);
    return copy_in_end_row(staging->copy, err);
}

enum cadre_status staging_close(struct staging *staging, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {staging->kind->name, parameter_int64(arena, staging->batch)};
    struct copy_in *copy = staging->copy;
    staging->copy = NULL;
    enum cadre_status status = copy_in_finish(copy, err);
    if (status == CADRE_OK)
        status = session_do(staging->session, &query_staging_close, parameters, err);
    return status;
}

void staging_free(struct staging *staging)
{
    if (staging == NULL)
        return;
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct cadre_error ignored = {0};
    const char *const parameters[] = {staging->kind->name, parameter_int64(arena, staging->batch)};
    copy_in_abort(staging->copy);
    /* A broken session cannot drop it; the table is unlogged and bears its batch's number. */
    if (session_do(staging->session, &query_staging_drop, parameters, &ignored) != CADRE_OK)
        cadre_error_release(&ignored);
    free(staging);
}
