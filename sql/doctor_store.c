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
        .version = rows_copy(rows, 0, "version", arena),
        .encoding = rows_copy(rows, 0, "encoding", arena),
        .version_number = rows_number(rows, 0, "version_number"),
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
        .people = rows_number(rows, 0, "people"),
        .batches = rows_number(rows, 0, "batches"),
        .runs = rows_number(rows, 0, "runs"),
        .elements = rows_number(rows, 0, "elements"),
    };
    return CADRE_OK;
}

enum cadre_status doctor_store_dangling(struct session *session, int64_t *ret_registry,
                                        int64_t *ret_loads, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_catalogue_dangling, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_registry = rows_number(rows, 0, "elements");
    *ret_loads = rows_number(rows, 0, "loads");
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
            .fault = rows_copy(rows, row, "fault", arena),
            .found = rows_number(rows, row, "found"),
        };
    return CADRE_OK;
}

enum cadre_status doctor_store_unfinished(struct session *session, struct arena *arena,
                                          struct doctor_unfinished **ret_batches, size_t *ret_count,
                                          struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_doctor_unfinished, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_batches = arena_calloc(arena, *ret_count, sizeof **ret_batches);
    for (size_t row = 0; row < *ret_count; row++)
        (*ret_batches)[row] = (struct doctor_unfinished){
            .kind = rows_copy(rows, row, "kind", arena),
            .source = rows_copy(rows, row, "source", arena),
            .number = rows_number(rows, row, "number"),
            .rows = rows_number(rows, row, "staged_rows"),
        };
    return CADRE_OK;
}
