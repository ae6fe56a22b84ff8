/*
 * Work that falls into parts which know nothing of one another, on several threads, and work beside
 * what the caller does meanwhile. What comes out may not depend on how many threads there are:
 * whoever calls this tests that.
 */
#ifndef CADRE_CORE_BASE_PARALLEL_H
#define CADRE_CORE_BASE_PARALLEL_H

#include <stddef.h>

/* How many threads make sense here: the processors that this process may use, at least 1. */
size_t parallel_width(void);
/* How many for so much work, of which a thread is worth starting for so much; at least 1. */
size_t parallel_threads(size_t work, size_t a_thread);

/*
 * Calls work(context, part) for each part from 0 to parts - 1, each on a thread of its own, part 0
 * on the caller's; returns when all are done. Where no further thread can be had, the caller's does
 * that part too.
 */
void parallel_run(size_t parts, void (*work)(void *context, size_t part), void *context);

struct parallel_task; /* opaque */

/* Begins work(context) on a thread beside the caller's. NULL: none can be had, and nothing is done.
 */
struct parallel_task *parallel_begin_beside(void (*work)(void *context), void *context);
/* The same, but where no thread can be had the work is done at once, and there is no task. */
struct parallel_task *parallel_begin(void (*work)(void *context), void *context);
/* Returns when it is done; frees. NULL is fine. */
void parallel_end(struct parallel_task *task);

#endif
