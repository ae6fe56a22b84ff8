#include "core/base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "core/base/alloc.h"

struct parallel_task {
    pthread_t thread;
    void (*work)(void *context);
    void *context;
};

/* One of several. */
struct part {
    void (*work)(void *context, size_t part);
    void *context;
    size_t number;
    struct parallel_task *task;
};

size_t parallel_width(void)
{
    cpu_set_t processors;
    CPU_ZERO(&processors);
    if (sched_getaffinity(0, sizeof processors, &processors) != 0)
        return 1;
    int count = CPU_COUNT(&processors);
    return count > 0 ? (size_t)count : 1;
}

size_t parallel_threads(size_t work, size_t a_thread)
{
    size_t worth = work / a_thread;
    size_t width = worth > 1 ? parallel_width() : 1;
    return worth > 1 && worth < width ? worth : width;
}

static void *run_task(void *argument)
{
    const struct parallel_task *task = argument;
    task->work(task->context);
    return NULL;
}

struct parallel_task *parallel_begin_beside(void (*work)(void *context), void *context)
{
    struct parallel_task *task = cadre_calloc(1, sizeof *task);
    *task = (struct parallel_task){.work = work, .context = context};
    if (pthread_create(&task->thread, NULL, run_task, task) == 0)
        return task;
    free(task);
    return NULL;
}

struct parallel_task *parallel_begin(void (*work)(void *context), void *context)
{
    struct parallel_task *task = parallel_begin_beside(work, context);
    if (task == NULL)
        work(context);
    return task;
}

void parallel_end(struct parallel_task *task)
{
    if (task == NULL)
        return;
    pthread_join(task->thread, NULL);
    free(task);
}

static void run_part(void *context)
{
    const struct part *part = context;
    part->work(part->context, part->number);
}

void parallel_run(size_t parts, void (*work)(void *context, size_t part), void *context)
{
    CADRE_FREE struct part *others = cadre_calloc(parts, sizeof *others);
    for (size_t i = 1; i < parts; i++) {
        others[i] = (struct part){.work = work, .context = context, .number = i};
        others[i].task = parallel_begin(run_part, &others[i]);
    }
    if (parts > 0)
        work(context, 0);
    for (size_t i = 1; i < parts; i++)
        parallel_end(others[i].task);
}
