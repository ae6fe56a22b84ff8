#include "sql/first_volume.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "queries.h"

struct first_volume {
    struct session *session;
    const char *name;
    char *made; /* oid of the table */
    struct copy_in *copy;
    bool busy;   /* with what was begun, and not awaited */
    bool stored; /* and, unless end_first_load took it, of no use any more */
};

static enum cadre_status begin(struct first_volume *volume, const struct first_volume_input *input,
                               struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {
        volume->name,
        parameter_text_array(arena, input->names, input->name_count),
        parameter_date(arena, input->input->effective),
        input->recorded_at,
        parameter_int64(arena, input->input->batch),
        input->input->source,
        input->input->owner,
    };
    enum cadre_status status = session_begin(volume->session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = session_run(volume->session, &query_first_volume_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    volume->made = cadre_strdup(rows_text(rows, 0, rows_column(rows, "made")).data);
    return copy_in_open(volume->session, rows_text(rows, 0, rows_column(rows, "statement")).data,
                        &volume->copy, err);
}

enum cadre_status first_volume_open(struct session *session, const struct first_volume_input *input,
                                    struct first_volume **ret_volume, struct cadre_error *err)
{
    struct first_volume *volume = cadre_calloc(1, sizeof *volume);
    volume->session = session;
    volume->name = input->name;
    enum cadre_status status = begin(volume, input, err);
    if (status == CADRE_OK)
        *ret_volume = volume;
    else
        first_volume_free(volume);
    return status;
}

/* People's records are not left lying about. What cannot be dropped goes as what a crash leaves. */
static void drop_stored(struct session *session, const char *made)
{
    const char *const parameters[] = {made};
    struct cadre_error none = {0};
    if (session_do(session, &query_first_volume_drop, parameters, &none) != CADRE_OK)
        cadre_error_release(&none);
}

void first_volume_free(struct first_volume *volume)
{
    if (volume == NULL)
        return;
    copy_in_abort(volume->copy);
    if (volume->busy)
        session_give_up(volume->session);
    else
        session_rollback(volume->session);
    if (volume->stored)
        drop_stored(volume->session, volume->made);
    session_free(volume->session);
    free(volume->made);
    free(volume);
}

struct copy_in *first_volume_copy(struct first_volume *volume)
{
    return volume->copy;
}

static enum cadre_status start(struct first_volume *volume, const struct query *query,
                               int64_t loaded, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {volume->name, parameter_int64(arena, loaded)};
    enum cadre_status status = session_start(volume->session, query, parameters, err);
    volume->busy = status == CADRE_OK;
    return status;
}

/* Waits for what was begun, and commits. */
static enum cadre_status settle(struct first_volume *volume, const struct session *decider,
                                struct cadre_error *err)
{
    enum cadre_status status = session_await(volume->session, decider, err);
    if (status != CADRE_OK)
        return status;
    volume->busy = false;
    return session_commit(volume->session, err);
}

enum cadre_status first_volume_end(struct first_volume *volume, int64_t loaded,
                                   struct cadre_error *err)
{
    struct copy_in *copy = volume->copy;
    volume->copy = NULL;
    enum cadre_status status = copy_in_finish(copy, err);
    return status == CADRE_OK ? start(volume, &query_first_volume_end, loaded, err) : status;
}

enum cadre_status first_volume_index(struct first_volume *volume, const struct session *decider,
                                     int64_t loaded, struct cadre_error *err)
{
    enum cadre_status status = settle(volume, decider, err);
    volume->stored = status == CADRE_OK;
    if (status == CADRE_OK)
        status = session_begin(volume->session, TRANSACTION_WRITE, err);
    return status == CADRE_OK ? start(volume, &query_first_volume_index, loaded, err) : status;
}

enum cadre_status first_volume_keep(struct first_volume *volume, const struct session *decider,
                                    struct cadre_error *err)
{
    return settle(volume, decider, err);
}

/* ---- what crashes left ----------------------------------------------------------------------- */

static enum cadre_status count_left(struct session *session, size_t *ret_count,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_first_volume_left, NULL, &rows, err);
    if (status == CADRE_OK)
        *ret_count = rows_count(rows);
    return status;
}

/* The lock is asked for first: who takes it later has stored nothing yet. */
enum cadre_status first_volume_left(struct session *session, size_t *ret_count,
                                    struct cadre_error *err)
{
    bool held = false;
    enum cadre_status status = session_lock_is_held(session, LOCK_REGISTRY, "", &held, err);
    if (status == CADRE_OK)
        status = count_left(session, ret_count, err);
    if (status == CADRE_OK && held)
        *ret_count = 0;
    return status;
}

/* Under the registry's lock nobody is about to take any. */
static enum cadre_status drop_left(struct session *session, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_first_volume_left, NULL, &rows, err);
    for (size_t row = 0; status == CADRE_OK && row < rows_count(rows); row++)
        drop_stored(session, rows_text(rows, row, rows_column(rows, "made")).data);
    return status;
}

void first_volume_sweep(struct session *session)
{
    struct cadre_error none = {0};
    size_t count = 0;
    enum cadre_status status = count_left(session, &count, &none);
    if (status == CADRE_OK && count > 0) {
        status = session_lock(session, LOCK_REGISTRY, "", 0, &none);
        if (status == CADRE_OK) {
            status = drop_left(session, &none);
            session_unlock(session, LOCK_REGISTRY, "");
        }
    }
    if (status != CADRE_OK)
        cadre_error_release(&none);
}
