#include "core/base/conveyor.h"

#include <pthread.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"

struct piece {
    struct piece *next;
    struct str bytes;
};

struct conveyor {
    enum cadre_status (*take)(void *context, struct str_view piece, struct cadre_error *err);
    void *context;
    size_t most_bytes;
    struct parallel_task *task;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* any of what follows, which is the lock's */
    struct piece *first, **end;
    struct piece *spare; /* taken; their memory serves again */
    size_t bytes;        /* of the pieces that are not taken */
    bool ended;          /* no more come, */
    bool given_up;       /* and those that are there are not taken */
    enum cadre_status status;
    struct cadre_error error;
};

static void free_pieces(struct piece *piece)
{
    while (piece != NULL) {
        struct piece *next = piece->next;
        str_release(&piece->bytes);
        free(piece);
        piece = next;
    }
}

/* NULL: there will be none. */
static struct piece *await_piece(struct conveyor *conveyor)
{
    while (conveyor->first == NULL && !conveyor->ended)
        pthread_cond_wait(&conveyor->changed, &conveyor->lock);
    return conveyor->given_up ? NULL : conveyor->first;
}

static void put_away(struct conveyor *conveyor, struct piece *piece)
{
    conveyor->first = piece->next;
    if (conveyor->first == NULL)
        conveyor->end = &conveyor->first;
    conveyor->bytes -= piece->bytes.length;
    str_reset(&piece->bytes);
    piece->next = conveyor->spare;
    conveyor->spare = piece;
}

static void take_all(void *context)
{
    struct conveyor *conveyor = context;
    struct piece *piece;
    pthread_mutex_lock(&conveyor->lock);
    while (conveyor->status == CADRE_OK && (piece = await_piece(conveyor)) != NULL) {
        pthread_mutex_unlock(&conveyor->lock);
        struct cadre_error err = {0};
        enum cadre_status status =
            conveyor->take(conveyor->context, str_view_from(&piece->bytes), &err);
        pthread_mutex_lock(&conveyor->lock);
        conveyor->status = status;
        conveyor->error = err;
        put_away(conveyor, piece);
        pthread_cond_signal(&conveyor->changed);
    }
    pthread_mutex_unlock(&conveyor->lock);
}

static void free_conveyor(struct conveyor *conveyor)
{
    pthread_cond_destroy(&conveyor->changed);
    pthread_mutex_destroy(&conveyor->lock);
    free_pieces(conveyor->first);
    free_pieces(conveyor->spare);
    cadre_error_release(&conveyor->error);
    free(conveyor);
}

struct conveyor *conveyor_begin(size_t most_bytes,
                                enum cadre_status (*take)(void *context, struct str_view piece,
                                                          struct cadre_error *err),
                                void *context)
{
    struct conveyor *conveyor = cadre_calloc(1, sizeof *conveyor);
    conveyor->take = take;
    conveyor->context = context;
    conveyor->most_bytes = most_bytes;
    conveyor->end = &conveyor->first;
    pthread_mutex_init(&conveyor->lock, NULL);
    pthread_cond_init(&conveyor->changed, NULL);
    conveyor->task = parallel_begin_beside(take_all, conveyor);
    if (conveyor->task != NULL)
        return conveyor;
    free_conveyor(conveyor);
    return NULL;
}

/* What failed becomes the caller's to tell. */
static enum cadre_status failure_of(struct conveyor *conveyor, struct cadre_error *err)
{
    if (conveyor->status == CADRE_OK)
        return CADRE_OK;
    cadre_error_release(err);
    *err = conveyor->error;
    conveyor->error = (struct cadre_error){0};
    return conveyor->status;
}

static struct piece *spare_piece(struct conveyor *conveyor)
{
    struct piece *piece = conveyor->spare;
    if (piece == NULL)
        return cadre_calloc(1, sizeof *piece);
    conveyor->spare = piece->next;
    piece->next = NULL;
    return piece;
}

/* *piece is exchanged for the memory of one that was taken. */
static void add_piece(struct conveyor *conveyor, struct str *piece)
{
    struct piece *added = spare_piece(conveyor);
    struct str memory = added->bytes;
    added->bytes = *piece;
    *piece = memory;
    *conveyor->end = added;
    conveyor->end = &added->next;
    conveyor->bytes += added->bytes.length;
}

enum cadre_status conveyor_give(struct conveyor *conveyor, struct str *piece,
                                struct cadre_error *err)
{
    pthread_mutex_lock(&conveyor->lock);
    while (conveyor->status == CADRE_OK && conveyor->bytes >= conveyor->most_bytes)
        pthread_cond_wait(&conveyor->changed, &conveyor->lock);
    enum cadre_status status = failure_of(conveyor, err);
    if (status == CADRE_OK)
        add_piece(conveyor, piece);
    pthread_cond_signal(&conveyor->changed);
    pthread_mutex_unlock(&conveyor->lock);
    return status;
}

/* Waits for the thread. */
static void stop(struct conveyor *conveyor, bool given_up)
{
    pthread_mutex_lock(&conveyor->lock);
    conveyor->ended = true;
    conveyor->given_up = given_up;
    pthread_cond_signal(&conveyor->changed);
    pthread_mutex_unlock(&conveyor->lock);
    parallel_end(conveyor->task);
}

enum cadre_status conveyor_end(struct conveyor *conveyor, struct cadre_error *err)
{
    stop(conveyor, false);
    enum cadre_status status = failure_of(conveyor, err);
    free_conveyor(conveyor);
    return status;
}

void conveyor_abort(struct conveyor *conveyor)
{
    if (conveyor == NULL)
        return;
    stop(conveyor, true);
    free_conveyor(conveyor);
}
