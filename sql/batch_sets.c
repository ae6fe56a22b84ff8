#include "sql/batch_sets.h"

#include "core/base/alloc.h"
#include "queries.h"

enum cadre_status batch_sets_store(struct session *session, int64_t number,
                                   const struct batch_set_row *rows, size_t count,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    int64_t *records = arena_calloc(arena, count + 1, sizeof *records);
    int64_t *kept_out = arena_calloc(arena, count + 1, sizeof *kept_out);
    struct str_view *sets = arena_calloc(arena, count + 1, sizeof *sets);
    for (size_t i = 0; i < count; i++) {
        records[i] = rows[i].record;
        kept_out[i] = rows[i].kept_out;
        sets[i] = rows[i].set.data != NULL ? rows[i].set : STR_VIEW_LITERAL("");
    }
    const char *const parameters[] = {
        parameter_int64(arena, number),
        parameter_int64_array(arena, records, count),
        parameter_text_array(arena, sets, count),
        parameter_int64_array(arena, kept_out, count),
    };
    return session_do(session, &query_batch_sets_store, parameters, err);
}

enum cadre_status batch_sets_known(struct session *session, int64_t number, bool *ret_known,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status =
        session_run(session, &query_batch_sets_known, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_known = rows_bool(rows, 0, rows_column(rows, "known"));
    return status;
}
