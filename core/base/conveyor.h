/*
 * Pieces of bytes, taken one after the other on a thread of their own while the caller makes the
 * next ones: neither waits for the other before so many bytes lie between them.
 */
#ifndef CADRE_CORE_BASE_CONVEYOR_H
#define CADRE_CORE_BASE_CONVEYOR_H

#include "core/base/status.h"
#include "core/base/str.h"

struct conveyor; /* opaque */

/* `take` is called on that thread, and by its first failure for the last time. NULL: no thread can
 * be had. */
struct conveyor *conveyor_begin(size_t most_bytes,
                                enum cadre_status (*take)(void *context, struct str_view piece,
                                                          struct cadre_error *err),
                                void *context);
/* The piece becomes the conveyor's, and *piece an empty one. Waits while too much lies before it.
 * Fails as a piece before it did: then nothing more is given, and it is aborted. */
CADRE_MUST_CHECK enum cadre_status conveyor_give(struct conveyor *conveyor, struct str *piece,
                                                 struct cadre_error *err);
/* Returns when all pieces are taken, or one of them has failed; frees. */
CADRE_MUST_CHECK enum cadre_status conveyor_end(struct conveyor *conveyor, struct cadre_error *err);
/* What is not taken yet is dropped, once the piece under way is taken; frees. NULL is fine. */
void conveyor_abort(struct conveyor *conveyor);

#endif
