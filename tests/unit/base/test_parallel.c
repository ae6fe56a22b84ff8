#include "core/base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "tests/unit/run_tcase.h"

enum { PARTS_MAX = 16 };

struct seen {
    atomic_size_t calls[PARTS_MAX];
    pthread_t caller;
    bool first_on_caller;
};

static void note(void *context, size_t part)
{
    struct seen *seen = context;
    atomic_fetch_add(&seen->calls[part], 1);
    if (part == 0)
        seen->first_on_caller = pthread_equal(seen->caller, pthread_self()) != 0;
}

static const size_t parts[] = {0, 1, 2, 3, PARTS_MAX};

START_TEST(each_part_is_done_once)
{
    struct seen seen = {.caller = pthread_self()};
    parallel_run(parts[_i], note, &seen);
    for (size_t i = 0; i < PARTS_MAX; i++)
        ck_assert_uint_eq(atomic_load(&seen.calls[i]), i < parts[_i]);
    ck_assert_int_eq(seen.first_on_caller, parts[_i] > 0);
}
END_TEST

/* Two parts that wait for one another are done at once. */
struct meeting {
    pthread_barrier_t barrier;
};

static void meet(void *context, size_t part)
{
    struct meeting *meeting = context;
    (void)part;
    pthread_barrier_wait(&meeting->barrier);
}

START_TEST(parts_run_beside_one_another)
{
    struct meeting meeting;
    ck_assert_int_eq(pthread_barrier_init(&meeting.barrier, NULL, 3), 0);
    parallel_run(3, meet, &meeting);
    pthread_barrier_destroy(&meeting.barrier);
}
END_TEST

static void meet_alone(void *context)
{
    meet(context, 0);
}

/* What is begun waits for the caller, who goes on meanwhile. */
START_TEST(a_task_runs_beside_the_caller)
{
    struct meeting meeting;
    ck_assert_int_eq(pthread_barrier_init(&meeting.barrier, NULL, 2), 0);
    struct parallel_task *task = parallel_begin(meet_alone, &meeting);
    pthread_barrier_wait(&meeting.barrier);
    parallel_end(task);
    pthread_barrier_destroy(&meeting.barrier);
}
END_TEST

static void count_up(void *context)
{
    int *count = context;
    ++*count;
}

START_TEST(the_end_of_a_task_is_behind_its_work)
{
    int count = 0;
    for (int i = 0; i < 100; i++)
        parallel_end(parallel_begin(count_up, &count));
    ck_assert_int_eq(count, 100);
    parallel_end(NULL);
}
END_TEST

/* No memory has room for their stacks. */
static void forbid_threads(void)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    ck_assert_int_eq(pthread_attr_setstacksize(&attributes, (size_t)1 << 47), 0);
    ck_assert_int_eq(pthread_setattr_default_np(&attributes), 0);
    pthread_attr_destroy(&attributes);
}

START_TEST(without_a_thread_a_task_is_done_at_once_or_refused)
{
    int count = 0;
    forbid_threads();
    ck_assert_ptr_null(parallel_begin_beside(count_up, &count));
    ck_assert_int_eq(count, 0);
    ck_assert_ptr_null(parallel_begin(count_up, &count));
    ck_assert_int_eq(count, 1);
}
END_TEST

START_TEST(there_is_a_processor)
{
    ck_assert_uint_ge(parallel_width(), 1);
}
END_TEST

START_TEST(little_work_is_worth_one_thread)
{
    size_t width = parallel_width();
    ck_assert_uint_eq(parallel_threads(0, 10), 1);
    ck_assert_uint_eq(parallel_threads(19, 10), 1);
    ck_assert_uint_eq(parallel_threads(20, 10), width < 2 ? width : 2);
    ck_assert_uint_eq(parallel_threads(10 * width + 10, 10), width);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("parallel");
    tcase_add_loop_test(tcase, each_part_is_done_once, 0, ROWS(parts));
    tcase_add_test(tcase, parts_run_beside_one_another);
    tcase_add_test(tcase, a_task_runs_beside_the_caller);
    tcase_add_test(tcase, the_end_of_a_task_is_behind_its_work);
    tcase_add_test(tcase, without_a_thread_a_task_is_done_at_once_or_refused);
    tcase_add_test(tcase, there_is_a_processor);
    tcase_add_test(tcase, little_work_is_worth_one_thread);
    return run_tcase(tcase, "base/parallel");
}
