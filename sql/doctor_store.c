#include "sql/doctor_store.h"

#include "core/base/alloc.h"
#include "queries.h"

enum cadre_status doctor_store_server(struct session *session, struct arena *arena,
                                      struct doctor_server *ret_server, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_doctor_server, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_server = (struct doctor_server){
        .version = arena_copy(arena, rows_text(rows, 0, rows_column(rows, "version"))),
        .encoding = arena_copy(arena, rows_text(rows, 0, rows_column(rows, "encoding"))),
        .version_number = rows_int64(rows, 0, rows_column(rows, "version_number")),
        .has_collation = rows_bool(rows, 0, rows_column(rows, "has_collation")),
        .checksums = str_view_equal(rows_text(rows, 0, rows_column(rows, "checksums")),
                                    STR_VIEW_LITERAL("on")),
        .standby = rows_bool(rows, 0, rows_column(rows, "standby")),
        .may_write = rows_bool(rows, 0, rows_column(rows, "may_write")),
    };
    return CADRE_OK;
}

enum cadre_status doctor_store_counts(struct session *session, struct doctor_counts *ret_counts,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_doctor_counts, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_counts = (struct doctor_counts){
        .people = rows_int64(rows, 0, rows_column(rows, "people")),
        .batches = rows_int64(rows, 0, rows_column(rows, "batches")),
        .runs = rows_int64(rows, 0, rows_column(rows, "runs")),
        .elements = rows_int64(rows, 0, rows_column(rows, "elements")),
    };
    return CADRE_OK;
}

enum cadre_status doctor_store_faults(struct session *session, struct arena *arena,
                                      struct doctor_fault **ret_faults, size_t *ret_count,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_doctor_faults, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_faults = arena_calloc(arena, *ret_count, sizeof **ret_faults);
    for (size_t row = 0; row < *ret_count; row++)
        (*ret_faults)[row] = (struct doctor_fault){
            .fault = arena_copy(arena, rows_text(rows, row, rows_column(rows, "fault"))),
            .found = rows_int64(rows, row, rows_column(rows, "found")),
        };
    return CADRE_OK;
}
