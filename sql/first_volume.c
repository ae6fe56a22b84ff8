#include "sql/first_volume.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "queries.h"

struct first_volume {
    struct first_volume_input input;
    const struct str_view *names;
    size_t name_count;
    struct parallel_task *connecting; /* the one that makes waits for it; NULL: it is done, or */
    struct parallel_task *making;     /* was not begun. What follows is theirs while at work */
    struct session *session;
    char *name;
    char *made; /* oid of the table; NULL = there is none */
    struct copy_in *copy;
    bool busy;   /* with what was begun, and not awaited */
    bool stored; /* and, unless the end took it, of no use any more */
};

static enum cadre_status make_table(struct first_volume *volume, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct first_volume_input *input = &volume->input;
    const char *const parameters[] = {
        input->target,
        parameter_date(arena, input->effective),
        parameter_int64(arena, input->batch),
        parameter_text_array(arena, volume->names, volume->name_count),
        parameter_int64(arena, input->part),
    };
    enum cadre_status status = session_begin(volume->session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = session_run(volume->session, &query_first_volume_begin, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    volume->name = cadre_strdup(rows_text(rows, 0, rows_column(rows, "volume")).data);
    volume->made = cadre_strdup(rows_text(rows, 0, rows_column(rows, "made")).data);
    return CADRE_OK;
}

static void connect_beside(void *context)
{
    struct first_volume *volume = context;
    struct cadre_error none = {0};
    if (session_open(volume->input.conninfo, volume->input.label, &volume->session, &none) !=
        CADRE_OK)
        cadre_error_release(&none);
}

static void await_connection(struct first_volume *volume)
{
    parallel_end(volume->connecting);
    volume->connecting = NULL;
}

static void make(void *context)
{
    struct first_volume *volume = context;
    struct cadre_error none = {0};
    await_connection(volume);
    if (volume->session != NULL && make_table(volume, &none) != CADRE_OK)
        cadre_error_release(&none);
}

struct first_volume *first_volume_begin(const struct first_volume_input *input)
{
    struct first_volume *volume = cadre_calloc(1, sizeof *volume);
    volume->input = *input;
    volume->connecting = parallel_begin(connect_beside, volume);
    return volume;
}

void first_volume_make(struct first_volume *volume, const struct str_view *names, size_t count)
{
    volume->names = names;
    volume->name_count = count;
    volume->making = parallel_begin(make, volume);
}

static void await_beginning(struct first_volume *volume)
{
    parallel_end(volume->making);
    volume->making = NULL;
    await_connection(volume);
}

bool first_volume_stands(struct first_volume *volume)
{
    await_beginning(volume);
    return volume->made != NULL && session_is_alive(volume->session);
}

const char *first_volume_name(const struct first_volume *volume)
{
    return volume->name;
}

/* People's records are not left lying about. What cannot be dropped goes as what a crash leaves. */
static void drop_stored(struct session *session, const char *made)
{
    const char *const parameters[] = {made};
    struct cadre_error none = {0};
    if (session_do(session, &query_first_volume_drop, parameters, &none) != CADRE_OK)
        cadre_error_release(&none);
}

void first_volume_decided(struct first_volume *volume)
{
    volume->stored = false;
}

void first_volume_free(struct first_volume *volume)
{
    if (volume == NULL)
        return;
    await_beginning(volume);
    copy_in_abort(volume->copy);
    if (volume->busy)
        session_give_up(volume->session);
    else if (volume->session != NULL)
        session_rollback(volume->session);
    if (volume->stored)
        drop_stored(volume->session, volume->made);
    session_free(volume->session);
    free(volume->name);
    free(volume->made);
    free(volume);
}

struct copy_in *first_volume_copy(struct first_volume *volume)
{
    return volume->copy;
}

static enum cadre_status start(struct first_volume *volume, const struct query *query,
                               const char *const *parameters, struct cadre_error *err)
{
    enum cadre_status status = session_start(volume->session, query, parameters, err);
    volume->busy = status == CADRE_OK;
    return status;
}

static enum cadre_status await(struct first_volume *volume, const struct session *decider,
                               struct cadre_error *err)
{
    enum cadre_status status = session_await(volume->session, decider, err);
    volume->busy = status != CADRE_OK;
    return status;
}

/* Waits for what was begun, and commits. */
static enum cadre_status settle(struct first_volume *volume, const struct session *decider,
                                struct cadre_error *err)
{
    enum cadre_status status = await(volume, decider, err);
    return status == CADRE_OK ? session_commit(volume->session, err) : status;
}

enum cadre_status first_volume_date(struct first_volume *volume, const char *recorded_at,
                                    struct cadre_error *err)
{
    const char *const parameters[] = {volume->name, recorded_at};
    return start(volume, &query_first_volume_date, parameters, err);
}

enum cadre_status first_volume_open(struct first_volume *volume, const struct session *decider,
                                    const char *statement, struct cadre_error *err)
{
    enum cadre_status status = await(volume, decider, err);
    if (status == CADRE_OK)
        status = copy_in_open_parts(volume->session, statement, &volume->copy, err);
    return status;
}

enum cadre_status first_volume_copied(struct first_volume *volume, struct cadre_error *err)
{
    struct copy_in *copy = volume->copy;
    volume->copy = NULL;
    enum cadre_status status = copy_in_end(copy, err);
    volume->busy = status == CADRE_OK;
    return status;
}

static enum cadre_status go_on(struct first_volume *volume, const struct query *query,
                               const char *const *parameters, const struct session *decider,
                               struct cadre_error *err)
{
    enum cadre_status status = await(volume, decider, err);
    return status == CADRE_OK ? start(volume, query, parameters, err) : status;
}

static enum cadre_status end(struct first_volume *volume, const struct query *query,
                             const struct session *decider, int64_t loaded, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct first_volume_input *input = &volume->input;
    const char *const parameters[] = {
        input->target,
        volume->name,
        parameter_date(arena, input->effective),
        parameter_int64(arena, input->batch),
        input->source,
        input->owner,
        parameter_int64(arena, loaded),
    };
    return go_on(volume, query, parameters, decider, err);
}

enum cadre_status first_volume_end(struct first_volume *volume, const struct session *decider,
                                   int64_t loaded, struct cadre_error *err)
{
    return end(volume, &query_first_volume_end, decider, loaded, err);
}

enum cadre_status first_volume_end_part(struct first_volume *volume, const struct session *decider,
                                        int64_t loaded, struct cadre_error *err)
{
    return end(volume, &query_first_volume_end_part, decider, loaded, err);
}

enum cadre_status first_volume_index(struct first_volume *volume, const struct session *decider,
                                     int64_t loaded, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {volume->name, parameter_int64(arena, loaded),
                                      volume->input.target};
    enum cadre_status status = settle(volume, decider, err);
    volume->stored = status == CADRE_OK;
    if (status == CADRE_OK)
        status = session_begin(volume->session, TRANSACTION_WRITE, err);
    return status == CADRE_OK ? start(volume, &query_first_volume_index_known, parameters, err)
                              : status;
}

static enum cadre_status go_on_deciding(struct session *decider, const struct query *query,
                                        const char *const *parameters, struct cadre_error *err)
{
    enum cadre_status status = session_await(decider, decider, err);
    return status == CADRE_OK ? session_start(decider, query, parameters, err) : status;
}

enum cadre_status first_volume_index_rest(struct first_volume *volume, struct session *decider,
                                          int64_t loaded, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct query *query = &query_first_volume_index_person;
    const char *const parameters[] = {volume->name, parameter_int64(arena, loaded)};
    bool is_done = false;
    enum cadre_status status = session_await_either(volume->session, decider, &is_done, err);
    if (status != CADRE_OK)
        return status;
    return is_done ? go_on(volume, query, parameters, decider, err)
                   : go_on_deciding(decider, query, parameters, err);
}

enum cadre_status first_volume_keep(struct first_volume *volume, const struct session *decider,
                                    struct cadre_error *err)
{
    enum cadre_status status = settle(volume, decider, err);
    volume->stored = volume->stored || status == CADRE_OK;
    return status;
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
