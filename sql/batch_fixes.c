#include "sql/batch_fixes.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "queries.h"

/* Parallel arrays of lines and records, of all rows or of those that are mended or are not. */
struct named {
    const char *lines, *records;
};

static struct named name_all(const struct batch_fix *fixes, size_t count, struct arena *arena)
{
    int64_t *lines = arena_calloc(arena, count + 1, sizeof *lines);
    int64_t *records = arena_calloc(arena, count + 1, sizeof *records);
    for (size_t i = 0; i < count; i++) {
        lines[i] = fixes[i].line;
        records[i] = fixes[i].record;
    }
    return (struct named){parameter_int64_array(arena, lines, count),
                          parameter_int64_array(arena, records, count)};
}

static const char *records_that(const struct batch_fix *fixes, size_t count, bool mended,
                                struct arena *arena)
{
    int64_t *records = arena_calloc(arena, count + 1, sizeof *records);
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++) {
        if (fixes[i].mended == mended)
            records[chosen++] = fixes[i].record;
    }
    return parameter_int64_array(arena, records, chosen);
}

/* Of those of which every row is mended: the records, and the keys that they came with. */
struct taken {
    const char *records, *keys;
};

static int compare_records(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Ascending. */
static const int64_t *list_kept_out(const struct batch_fix *fixes, size_t count,
                                    struct arena *arena, size_t *ret_count)
{
    int64_t *records = arena_calloc(arena, count + 1, sizeof *records);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!fixes[i].mended)
            records[(*ret_count)++] = fixes[i].record;
    }
    if (*ret_count > 0)
        qsort(records, *ret_count, sizeof *records, compare_records);
    return records;
}

static struct taken name_taken(const struct batch_fix *fixes, size_t count, struct arena *arena)
{
    int64_t *records = arena_calloc(arena, count + 1, sizeof *records);
    int64_t *keys = arena_calloc(arena, count + 1, sizeof *keys);
    size_t chosen = 0;
    size_t kept_out_count;
    const int64_t *kept_out = list_kept_out(fixes, count, arena, &kept_out_count);
    for (size_t i = 0; i < count; i++) {
        if (!fixes[i].has_key || bsearch(&fixes[i].record, kept_out, kept_out_count,
                                         sizeof *kept_out, compare_records) != NULL)
            continue;
        records[chosen] = fixes[i].record;
        keys[chosen++] = fixes[i].key;
    }
    return (struct taken){parameter_int64_array(arena, records, chosen),
                          parameter_int64_array(arena, keys, chosen)};
}

enum cadre_status batch_fixes_count_named(struct session *session, int64_t number,
                                          const struct batch_fix *fixes, size_t count,
                                          int64_t *ret_named, bool *ret_to_delete,
                                          struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    struct named named = name_all(fixes, count, arena);
    const char *const parameters[] = {parameter_int64(arena, number), named.lines, named.records};
    enum cadre_status status =
        session_run(session, &query_batch_fixes_named, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_named = rows_number(rows, 0, "named");
    *ret_to_delete = rows_bool(rows, 0, rows_column(rows, "to_delete"));
    return CADRE_OK;
}

enum cadre_status batch_fixes_last(struct session *session, int64_t number, int64_t *ret_record,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status =
        session_run(session, &query_batch_fixes_last, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_record = rows_number(rows, 0, "last");
    return status;
}

enum cadre_status batch_fixes_overruled(struct session *session, int64_t number,
                                        const struct batch_fix *fixes, size_t count,
                                        struct arena *arena, const int64_t **ret_records,
                                        size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number),
                                      name_all(fixes, count, arena).records};
    enum cadre_status status =
        session_run(session, &query_batch_fixes_overruled, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    int64_t *records = arena_calloc(arena, rows_count(rows) + 1, sizeof *records);
    for (size_t row = 0; row < rows_count(rows); row++)
        records[row] = rows_number(rows, row, "record_no");
    *ret_records = records;
    *ret_count = rows_count(rows);
    return CADRE_OK;
}

enum cadre_status batch_fixes_close(struct session *session, int64_t number, int64_t by_batch,
                                    const struct batch_fix *fixes, size_t count,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct taken taken = name_taken(fixes, count, arena);
    const char *const parameters[] = {
        parameter_int64(arena, number),
        parameter_int64(arena, by_batch),
        records_that(fixes, count, true, arena),
        records_that(fixes, count, false, arena),
        taken.records,
        taken.keys,
    };
    return session_do(session, &query_batch_fixes_close, parameters, err);
}

enum cadre_status batch_fixes_state(struct session *session, int64_t number,
                                    struct batch_mending *ret_mending, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status =
        session_run(session, &query_batch_fixes_state, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_mending = (struct batch_mending){rows_number(rows, 0, "findings"),
                                              rows_number(rows, 0, "mended")};
    return status;
}
