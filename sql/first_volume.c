#include "sql/first_volume.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "queries.h"

struct first_volume {
    struct session *session;
    const char *name;
    struct copy_in *copy;
    bool indexing;
};

static enum cadre_status begin(struct first_volume *volume, const struct str_view *names,
                               size_t name_count, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {volume->name, parameter_text_array(arena, names, name_count)};
    enum cadre_status status = session_begin(volume->session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = session_run(volume->session, &query_first_volume_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    return copy_in_open(volume->session, rows_text(rows, 0, rows_column(rows, "statement")).data,
                        &volume->copy, err);
}

enum cadre_status first_volume_open(struct session *session, const char *name,
                                    const struct str_view *names, size_t name_count,
                                    struct first_volume **ret_volume, struct cadre_error *err)
{
    struct first_volume *volume = cadre_calloc(1, sizeof *volume);
    volume->session = session;
    volume->name = name;
    enum cadre_status status = begin(volume, names, name_count, err);
    if (status == CADRE_OK)
        *ret_volume = volume;
    else
        first_volume_free(volume);
    return status;
}

void first_volume_free(struct first_volume *volume)
{
    if (volume == NULL)
        return;
    copy_in_abort(volume->copy);
    if (volume->indexing)
        session_cancel(volume->session);
    else
        session_rollback(volume->session);
    session_free(volume->session);
    free(volume);
}

struct copy_in *first_volume_copy(struct first_volume *volume)
{
    return volume->copy;
}

enum cadre_status first_volume_index(struct first_volume *volume, int64_t loaded,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {volume->name, parameter_int64(arena, loaded)};
    struct copy_in *copy = volume->copy;
    volume->copy = NULL;
    enum cadre_status status = copy_in_finish(copy, err);
    if (status == CADRE_OK)
        status = session_start(volume->session, &query_first_volume_index, parameters, err);
    volume->indexing = status == CADRE_OK;
    return status;
}

enum cadre_status first_volume_keep(struct first_volume *volume, const struct session *decider,
                                    struct cadre_error *err)
{
    enum cadre_status status = session_await(volume->session, decider, err);
    if (status != CADRE_OK)
        return status;
    volume->indexing = false;
    return session_commit(volume->session, err);
}
