#include "sql/staging.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"

enum {
    ROW_COLUMNS = 4,         /* record_no, key_hash, record_place, record_hash */
    ASIDE_BYTES = 32 * 1024, /* after which it is asked whether the table is there; but at last: */
    ASIDE_BYTES_MOST = 1024 * 1024
};

struct staging {
    struct session *session;
    const struct kind *kind;
    int64_t batch;
    bool making;           /* the table, and not awaited */
    char *columns;         /* of the file, as a text[]; NULL before the first row */
    char *statement;       /* of COPY, NULL before it is asked for */
    struct copy_in *copy;  /* NULL before the first row of a transaction */
    struct copy_in *aside; /* rows that came before it; NULL = none */
    size_t asked_at;       /* bytes of those */
};

/* The server makes the table while the first rows are read. */
static enum cadre_status start(struct session *session, const struct kind *kind, int64_t batch,
                               bool lasting, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
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
        parameter_bool(lasting),
    };
    return session_start(session, &query_staging_create, parameters, err);
}

static struct staging *of_table(struct session *session, const struct kind *kind, int64_t batch)
{
    struct staging *staging = cadre_calloc(1, sizeof *staging);
    *staging = (struct staging){.session = session, .kind = kind, .batch = batch};
    return staging;
}

enum cadre_status staging_open(struct session *session, const struct kind *kind, int64_t batch,
                               bool lasting, struct staging **ret_staging, struct cadre_error *err)
{
    enum cadre_status status = start(session, kind, batch, lasting, err);
    if (status != CADRE_OK)
        return status;
    *ret_staging = of_table(session, kind, batch);
    (*ret_staging)->making = true;
    return CADRE_OK;
}

static enum cadre_status await_table(struct staging *staging, struct cadre_error *err)
{
    if (!staging->making)
        return CADRE_OK;
    staging->making = false;
    return session_await(staging->session, staging->session, err);
}

enum cadre_status staging_reopen(struct session *session, const struct kind *kind, int64_t batch,
                                 struct staging **ret_staging, int64_t *ret_rows,
                                 struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {kind->name, parameter_int64(arena, batch)};
    enum cadre_status status = session_run(session, &query_staging_reopen, parameters, &rows, err);
    if (status == CADRE_OK && rows_is_null(rows, 0, rows_column(rows, "row_count"))) {
        status = start(session, kind, batch, true, err);
        if (status == CADRE_OK)
            status = session_await(session, session, err);
    }
    if (status != CADRE_OK)
        return status;
    *ret_rows = rows_number(rows, 0, "row_count");
    *ret_staging = of_table(session, kind, batch);
    return CADRE_OK;
}

static void note_columns(struct staging *staging, const struct typed_row *row)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct kind *kind = staging->kind;
    size_t count = row->columns != NULL ? row->column_count : kind->column_count;
    struct str_view *names = arena_calloc(arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_view_of(kind->columns[row->columns != NULL ? row->columns[i] : (int)i].name);
    staging->columns = cadre_strdup(parameter_text_array(arena, names, count));
}

static enum cadre_status ask_statement(struct staging *staging, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {staging->kind->name, parameter_int64(arena, staging->batch),
                                      staging->columns};
    enum cadre_status status =
        session_run(staging->session, &query_staging_copy, parameters, &rows, err);
    if (status == CADRE_OK)
        staging->statement = cadre_strdup(rows_copy(rows, 0, "statement", arena).data);
    return status;
}

static void give_up_aside(struct staging *staging)
{
    copy_in_abort(staging->aside);
    staging->aside = NULL;
}

/* Rows that were put aside go first. */
static enum cadre_status open_copy(struct staging *staging, struct cadre_error *err)
{
    enum cadre_status status = await_table(staging, err);
    if (status == CADRE_OK && staging->statement == NULL)
        status = ask_statement(staging, err);
    if (status == CADRE_OK)
        status = copy_in_open(staging->session, staging->statement, &staging->copy, err);
    if (status == CADRE_OK && staging->aside != NULL)
        copy_in_taken(staging->copy, copy_in_take(staging->aside));
    give_up_aside(staging);
    return status;
}

/* COPY begins with the first row: until then the file's columns are not known. While there is no
 * table yet, rows are put aside. */
static enum cadre_status begin(struct staging *staging, const struct typed_row *row,
                               struct cadre_error *err)
{
    if (staging->columns == NULL)
        note_columns(staging, row);
    if (!staging->making)
        return open_copy(staging, err);
    staging->aside = copy_in_aside();
    staging->asked_at = 0;
    return CADRE_OK;
}

/* Nobody waits for the table while there are rows to be read. */
static bool goes_on_aside(struct staging *staging)
{
    size_t length = copy_in_length(staging->aside);
    if (length - staging->asked_at < ASIDE_BYTES)
        return true;
    staging->asked_at = length;
    return length < ASIDE_BYTES_MOST && !session_has_answered(staging->session);
}

/* As record_place_parts has it. */
static struct hash128 pack_place(const struct record_place *place)
{
    struct hash128 packed;
    const uint32_t line = htobe32((uint32_t)place->line);
    const uint64_t offset = htobe64(place->offset);
    const uint32_t length = htobe32((uint32_t)place->length);
    _Static_assert(sizeof packed.bytes == sizeof line + sizeof offset + sizeof length,
                   "a place fills a uuid");
    assert(place->line <= UINT32_MAX && place->length <= UINT32_MAX);
    memcpy(packed.bytes, &line, sizeof line);
    memcpy(packed.bytes + sizeof line, &offset, sizeof offset);
    memcpy(packed.bytes + sizeof line + sizeof offset, &length, sizeof length);
    return packed;
}

/* A row that had a finding is looked at again next time: it has no hash to be known by. */
static void put_row_columns(struct copy_in *copy, const struct typed_row *row)
{
    const struct hash128 place = pack_place(&row->place);
    copy_in_int64(copy, (int64_t)row->place.record);
    if (row->has_key)
        copy_in_int64(copy, row->key_hash);
    else
        copy_in_null(copy);
    copy_in_uuid(copy, &place);
    if (row->clean && row->has_key)
        copy_in_uuid(copy, &row->record_hash);
    else
        copy_in_null(copy);
}

enum cadre_status staging_row(void *context, const struct typed_row *row, struct cadre_error *err)
{
    struct staging *staging = context;
    size_t count = row->columns != NULL ? row->column_count : staging->kind->column_count;
    enum cadre_status status = CADRE_OK;
    if (staging->copy == NULL && staging->aside == NULL)
        status = begin(staging, row, err);
    if (status != CADRE_OK)
        return status;
    struct copy_in *copy = staging->aside != NULL ? staging->aside : staging->copy;
    copy_in_begin_row(copy, ROW_COLUMNS + (int)count);
    put_row_columns(copy, row);
    copy_in_values(copy, row);
    if (staging->aside == NULL)
        return copy_in_end_row(copy, err);
    return goes_on_aside(staging) ? CADRE_OK : open_copy(staging, err);
}

enum cadre_status staging_pause(struct staging *staging, struct cadre_error *err)
{
    enum cadre_status status =
        staging->aside != NULL ? open_copy(staging, err) : await_table(staging, err);
    struct copy_in *copy = staging->copy;
    if (status != CADRE_OK || copy == NULL)
        return status;
    staging->copy = NULL;
    return copy_in_finish(copy, err);
}

static enum cadre_status run_on(struct session *session, const struct query *query,
                                const struct kind *kind, int64_t batch, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {kind->name, parameter_int64(arena, batch)};
    return session_do(session, query, parameters, err);
}

enum cadre_status staging_empty(struct staging *staging, struct cadre_error *err)
{
    enum cadre_status status = staging_pause(staging, err);
    if (status == CADRE_OK)
        status = run_on(staging->session, &query_staging_empty, staging->kind, staging->batch, err);
    return status;
}

enum cadre_status staging_close(struct staging *staging, struct cadre_error *err)
{
    enum cadre_status status = staging_pause(staging, err);
    if (status == CADRE_OK)
        status = run_on(staging->session, &query_staging_close, staging->kind, staging->batch, err);
    return status;
}

enum cadre_status staging_drop(struct staging *staging, struct cadre_error *err)
{
    return staging_drop_batch(staging->session, staging->kind, staging->batch, err);
}

void staging_free(struct staging *staging)
{
    struct cadre_error unheard = {0};
    if (staging == NULL)
        return;
    if (await_table(staging, &unheard) != CADRE_OK)
        cadre_error_release(&unheard);
    give_up_aside(staging);
    copy_in_abort(staging->copy);
    free(staging->columns);
    free(staging->statement);
    free(staging);
}

enum cadre_status staging_drop_batch(struct session *session, const struct kind *kind,
                                     int64_t batch, struct cadre_error *err)
{
    return run_on(session, &query_staging_drop, kind, batch, err);
}

void staging_leave(struct session *session)
{
    struct cadre_error ignored = {0};
    /* A broken session has lost its view anyway. */
    if (session_do(session, &query_staging_leave, NULL, &ignored) != CADRE_OK)
        cadre_error_release(&ignored);
}
