#include "sql/digest_store.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/merge_kinds.h"
#include "sql/session_connection.h"

enum { ENTRY_SIZE = HASH128_SIZE + 8, PAGE_ENTRIES = 4096, KIND_TEXT = 25 };

/* ---- reading --------------------------------------------------------------------------------- */

bool digest_store_serves(const struct kind *kind)
{
    return kind->needs_source && kind->set_column == NULL &&
           merge_kind_find(kind->name)->keys_of_source;
}

enum cadre_status digest_store_look(struct session *session, const struct kind *kind,
                                    const char *source, struct hash128 *ret_secret,
                                    size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {kind->name, source};
    enum cadre_status status = session_run(session, &query_digest_look, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct str_view secret = rows_bytes(rows, 0, "secret", arena);
    assert(secret.length == sizeof ret_secret->bytes); /* a check of the table */
    memcpy(ret_secret->bytes, secret.data, sizeof ret_secret->bytes);
    *ret_count = (size_t)rows_number(rows, 0, "entries");
    return CADRE_OK;
}

static int32_t read_int32(const char *at)
{
    uint32_t big;
    memcpy(&big, at, sizeof big);
    return (int32_t)be32toh(big);
}

static int64_t read_int64(const char *at)
{
    uint64_t big;
    memcpy(&big, at, sizeof big);
    return (int64_t)be64toh(big);
}

struct reading {
    const struct digest_taker *taker;
    struct digest_entry *entries; /* PAGE_ENTRIES of them */
    struct digest_extent extent;
};

enum { COLUMN_PAGE_NO, COLUMN_BATCH, COLUMN_GONE, COLUMN_ENTRIES };

/* Entries of one column; how many. */
static size_t read_entries(const struct reading *reading, const PGresult *result, int column,
                           void (*take)(void *, const struct digest_entry *, size_t))
{
    const char *at = PQgetvalue(result, 0, column);
    size_t all = (size_t)PQgetlength(result, 0, column) / ENTRY_SIZE;
    for (size_t left = all; left > 0;) {
        size_t count = left < PAGE_ENTRIES ? left : PAGE_ENTRIES;
        for (size_t i = 0; i < count; i++, at += ENTRY_SIZE) {
            memcpy(reading->entries[i].record.bytes, at, HASH128_SIZE);
            reading->entries[i].key = read_int64(at + HASH128_SIZE);
        }
        take(reading->taker->context, reading->entries, count);
        left -= count;
    }
    return all;
}

static void read_page(struct reading *reading, const PGresult *result)
{
    struct digest_extent *extent = &reading->extent;
    extent->pages = read_int32(PQgetvalue(result, 0, COLUMN_PAGE_NO)) + 1;
    extent->batch = read_int64(PQgetvalue(result, 0, COLUMN_BATCH));
    size_t gone = read_entries(reading, result, COLUMN_GONE, reading->taker->gone);
    extent->gone += gone;
    extent->standing += read_entries(reading, result, COLUMN_ENTRIES, reading->taker->come) - gone;
}

/* A row at a time: a whole digest would be in memory twice. */
static enum cadre_status send_load(struct session *session, const char *const *parameters,
                                   struct cadre_error *err)
{
    const Oid types[] = {KIND_TEXT, KIND_TEXT};
    enum cadre_status status = session_check(session, err);
    if (status != CADRE_OK)
        return status;
    if (PQsendQueryParams(session->connection, query_digest_load.text, 2, types, parameters, NULL,
                          NULL, 1) != 1 ||
        PQsetSingleRowMode(session->connection) != 1)
        return session_fail(session, NULL, query_digest_load.name, err);
    return CADRE_OK;
}

enum cadre_status digest_store_load(struct session *session, const struct kind *kind,
                                    const char *source, const struct digest_taker *taker,
                                    struct digest_extent *ret_extent, struct cadre_error *err)
{
    const char *const parameters[] = {kind->name, source};
    CADRE_FREE struct digest_entry *entries = cadre_calloc(PAGE_ENTRIES, sizeof *entries);
    struct reading reading = {.taker = taker, .entries = entries};
    enum cadre_status status = send_load(session, parameters, err);
    if (status != CADRE_OK)
        return status;
    for (PGresult *result; (result = PQgetResult(session->connection)) != NULL; PQclear(result)) {
        ExecStatusType outcome = PQresultStatus(result);
        if (outcome == PGRES_SINGLE_TUPLE)
            read_page(&reading, result);
        else if (outcome != PGRES_TUPLES_OK && status == CADRE_OK)
            status = session_fail(session, result, query_digest_load.name, err);
    }
    if (status == CADRE_OK)
        *ret_extent = reading.extent;
    return status;
}

enum cadre_status digest_store_writer(struct session *session, const struct kind *kind,
                                      const char *source, int64_t *ret_batch,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {kind->name, source};
    enum cadre_status status = session_run(session, &query_digest_writer, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_batch = rows_number(rows, 0, "batch");
    return status;
}

/* ---- writing --------------------------------------------------------------------------------- */

enum cadre_status digest_store_delete(struct session *session, const struct kind *kind,
                                      const char *source, struct cadre_error *err)
{
    const char *const parameters[] = {kind->name, source};
    return session_do(session, &query_digest_delete, parameters, err);
}

/* As digest_entry of migrations/0008_import_flow.sql has it. */
struct digest_entry digest_entry_of_key(int64_t key)
{
    const uint64_t no_record[] = {htobe64((uint64_t)key), htobe64(~(uint64_t)key)};
    struct digest_entry entry = {.key = key};
    _Static_assert(sizeof no_record == sizeof entry.record.bytes, "a hash of two integers");
    memcpy(entry.record.bytes, no_record, sizeof no_record);
    return entry;
}

struct digest_entry digest_entry_of(const struct typed_row *row)
{
    if (!row->clean)
        return digest_entry_of_key(row->key_hash);
    return (struct digest_entry){.record = row->record_hash, .key = row->key_hash};
}

struct digest_writer {
    struct copy_in *copy;
    const char *kind, *source; /* borrowed */
    int64_t batch;
    int32_t next_page;
    bool gone; /* they are entries that go */
    struct str page;
};

enum cadre_status digest_writer_open(struct session *session, const struct kind *kind,
                                     const char *source, int64_t batch,
                                     struct digest_writer **ret_writer, struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    enum cadre_status status = copy_in_open(session, query_digest_copy.text, &copy, err);
    if (status != CADRE_OK)
        return status;
    struct digest_writer *writer = cadre_calloc(1, sizeof *writer);
    writer->copy = copy;
    writer->kind = kind->name;
    writer->source = source;
    writer->batch = batch;
    *ret_writer = writer;
    return CADRE_OK;
}

static enum cadre_status send_page(struct digest_writer *writer, struct cadre_error *err)
{
    const struct str_view none = {"", 0};
    const struct str_view entries = str_view_from(&writer->page);
    struct copy_in *copy = writer->copy;
    copy_in_begin_row(copy, 6);
    copy_in_text(copy, str_view_of(writer->kind));
    copy_in_text(copy, str_view_of(writer->source));
    copy_in_int32(copy, writer->next_page++);
    copy_in_int64(copy, writer->batch);
    copy_in_text(copy, writer->gone ? entries : none); /* bytea is sent as text is */
    copy_in_text(copy, writer->gone ? none : entries);
    str_reset(&writer->page);
    return copy_in_end_row(copy, err);
}

enum cadre_status digest_writer_add(struct digest_writer *writer, const struct digest_entry *entry,
                                    struct cadre_error *err)
{
    uint64_t big = htobe64((uint64_t)entry->key);
    str_add(&writer->page, (const char *)entry->record.bytes, sizeof entry->record.bytes);
    str_add(&writer->page, (const char *)&big, sizeof big);
    return writer->page.length < (size_t)PAGE_ENTRIES * ENTRY_SIZE ? CADRE_OK
                                                                   : send_page(writer, err);
}

static void free_writer(struct digest_writer *writer)
{
    str_release(&writer->page);
    free(writer);
}

/* What is left, and no more. *ret_copy is still to be ended. Frees the writer. */
static enum cadre_status send_rest_of_pages(struct digest_writer *writer, int32_t *ret_pages,
                                            struct copy_in **ret_copy, struct cadre_error *err)
{
    enum cadre_status status = writer->page.length > 0 ? send_page(writer, err) : CADRE_OK;
    *ret_pages = writer->next_page;
    if (status == CADRE_OK)
        *ret_copy = writer->copy;
    else
        copy_in_abort(writer->copy);
    free_writer(writer);
    return status;
}

enum cadre_status digest_writer_end(struct digest_writer *writer, int32_t *ret_pages,
                                    struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    enum cadre_status status = send_rest_of_pages(writer, ret_pages, &copy, err);
    return status == CADRE_OK ? copy_in_finish(copy, err) : status;
}

enum cadre_status digest_writer_leave(struct digest_writer *writer, struct cadre_error *err)
{
    int32_t pages;
    struct copy_in *copy = NULL;
    enum cadre_status status = send_rest_of_pages(writer, &pages, &copy, err);
    return status == CADRE_OK ? copy_in_end(copy, err) : status;
}

void digest_writer_abort(struct digest_writer *writer)
{
    if (writer == NULL)
        return;
    copy_in_abort(writer->copy);
    free_writer(writer);
}

/* Those that are kept, or those that are gone, on pages from *pages on, which is then the next. */
static enum cadre_status write_entries(struct session *session,
                                       const struct digest_renewal *renewal, bool gone,
                                       int32_t *pages, struct cadre_error *err)
{
    struct digest_writer *writer = NULL;
    struct digest_entry entry;
    bool (*next)(void *, size_t *, struct digest_entry *) =
        gone ? renewal->next_rest : renewal->next_kept;
    enum cadre_status status =
        digest_writer_open(session, renewal->kind, renewal->source, renewal->batch, &writer, err);
    if (status != CADRE_OK)
        return status;
    writer->gone = gone;
    writer->next_page = *pages;
    for (size_t at = 0; status == CADRE_OK && next(renewal->context, &at, &entry);)
        status = digest_writer_add(writer, &entry, err);
    if (status == CADRE_OK)
        return digest_writer_end(writer, pages, err);
    digest_writer_abort(writer);
    return status;
}

static enum cadre_status send_rest(struct copy_in *copy, const struct digest_renewal *renewal,
                                   struct cadre_error *err)
{
    struct digest_entry entry;
    enum cadre_status status = CADRE_OK;
    for (size_t at = 0; status == CADRE_OK && renewal->next_rest(renewal->context, &at, &entry);) {
        copy_in_begin_row(copy, 1);
        copy_in_int64(copy, entry.key);
        status = copy_in_end_row(copy, err);
    }
    return status;
}

static enum cadre_status write_rest(struct session *session, const struct digest_renewal *renewal,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    struct copy_in *copy = NULL;
    enum cadre_status status = session_run(session, &query_digest_begin_rest, NULL, &rows, err);
    if (status != CADRE_OK || !renewal->by_digest)
        return status;
    const char *statement = rows_text(rows, 0, rows_column(rows, "statement")).data;
    status = copy_in_open(session, statement, &copy, err);
    if (status != CADRE_OK)
        return status;
    return copy_in_close(copy, send_rest(copy, renewal, err), err);
}

/* One step that says whether the digest is whole. */
static enum cadre_status ask_whole(struct session *session, const struct query *query,
                                   const struct digest_renewal *renewal, const char *last,
                                   bool *ret_whole, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        merge_kind_find(renewal->kind->name)->target,
        renewal->kind->name,
        renewal->source,
        parameter_int64(arena, renewal->batch),
        parameter_date(arena, renewal->effective),
        renewal->open >= 0 ? parameter_int64(arena, renewal->open) : NULL,
        last,
    };
    enum cadre_status status = session_run(session, query, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_whole = rows_bool(rows, 0, rows_column(rows, "whole"));
    return status;
}

/* What is gone is read time and again, as are pages that are not full. */
static bool is_amended(const struct digest_renewal *renewal)
{
    enum { GONE_MOST = 8, PAGES_MOST = 64 }; /* one in as many entries; beside the full ones */
    const struct digest_extent *loaded = &renewal->loaded;
    return renewal->by_digest &&
           (loaded->gone + renewal->rest_count) * GONE_MOST <= loaded->standing &&
           (size_t)loaded->pages <= loaded->standing / PAGE_ENTRIES + PAGES_MOST;
}

/* Of what was known, as it stands on; *ret_pages: the next one. */
static enum cadre_status write_known(struct session *session, const struct digest_renewal *renewal,
                                     int32_t *ret_pages, struct cadre_error *err)
{
    bool amended = is_amended(renewal);
    *ret_pages = amended ? renewal->loaded.pages : 0;
    if (amended && renewal->rest_count == 0)
        return CADRE_OK;
    enum cadre_status status = CADRE_OK;
    if (!amended)
        status = digest_store_delete(session, renewal->kind, renewal->source, err);
    if (status != CADRE_OK || !renewal->by_digest)
        return status;
    return write_entries(session, renewal, amended, ret_pages, err);
}

enum cadre_status digest_store_renew(struct session *session, const struct digest_renewal *renewal,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    int32_t pages = 0;
    bool whole = false;
    enum cadre_status status = write_known(session, renewal, &pages, err);
    if (status == CADRE_OK)
        status = ask_whole(session, &query_digest_staged, renewal, parameter_int64(arena, pages),
                           &whole, err);
    if (status != CADRE_OK || whole)
        return status;
    status = write_rest(session, renewal, err);
    if (status == CADRE_OK)
        status = ask_whole(session, &query_digest_standing, renewal,
                           parameter_bool(renewal->by_digest), &whole, err);
    return status;
}

enum cadre_status digest_store_write(struct session *session, const struct digest_renewal *renewal,
                                     struct cadre_error *err)
{
    int32_t pages = 0;
    enum cadre_status status = digest_store_delete(session, renewal->kind, renewal->source, err);
    return status == CADRE_OK ? write_entries(session, renewal, false, &pages, err) : status;
}
