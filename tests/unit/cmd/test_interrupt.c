#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/cli/interrupt.h"
#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

static void count_call(void *context)
{
    (*(volatile int *)context)++;
}

START_TEST(the_first_signal_is_noted)
{
    volatile int calls = 0;
    interrupt_watch();
    interrupt_call(count_call, (void *)&calls);
    ck_assert_int_eq(interrupt_signal(), 0);
    ck_assert_int_eq(raise(ending_signals[_i]), 0);
    ck_assert_int_eq(interrupt_signal(), ending_signals[_i]);
    ck_assert_int_eq(calls, 1);
    interrupt_call(NULL, NULL);
    interrupt_call(count_call, (void *)&calls); /* what begins now is stopped at once */
    ck_assert_int_eq(calls, 2);
}
END_TEST

/* How a child that runs `work` ends: the signal that it dies of, or 0. */
static int dies_of(void (*work)(int signal_number), int signal_number)
{
    int outcome;
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        work(signal_number);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &outcome, 0), child);
    return WIFSIGNALED(outcome) ? WTERMSIG(outcome) : 0;
}

static void raise_twice(int signal_number)
{
    interrupt_watch();
    raise(signal_number);
    raise(SIGTERM);
}

static void end_by_it(int signal_number)
{
    interrupt_watch();
    interrupt_end(); /* none came: returns */
    raise(signal_number);
    interrupt_end();
}

static void ignore_it(int signal_number)
{
    signal(signal_number, SIG_IGN);
    interrupt_watch();
    interrupt_temporary(NULL);
    raise(signal_number);
    raise(signal_number);
    if (interrupt_signal() != 0)
        raise(SIGKILL);
}

START_TEST(a_second_signal_is_not_waited_for)
{
    ck_assert_int_eq(dies_of(raise_twice, ending_signals[_i]), SIGTERM);
}
END_TEST

START_TEST(the_program_dies_of_what_was_noted)
{
    ck_assert_int_eq(dies_of(end_by_it, ending_signals[_i]), ending_signals[_i]);
}
END_TEST

START_TEST(what_was_ignored_stays_ignored)
{
    ck_assert_int_eq(dies_of(ignore_it, ending_signals[_i]), 0);
}
END_TEST

/* A watched program does not lose its temporary: whoever rolls back removes it. An impatient second
 * signal removes it itself. */
START_TEST(a_temporary_goes_with_the_program)
{
    char path[] = "/tmp/cadre-interrupt.XXXXXX";
    close(mkstemp(path));
    interrupt_watch();
    interrupt_temporary(path);
    raise(SIGINT);
    ck_assert_int_eq(access(path, F_OK), 0);
    ck_assert_int_eq(dies_of(end_by_it, SIGINT), SIGINT);
    ck_assert_int_eq(access(path, F_OK), -1);
    ck_assert_int_eq(errno, ENOENT);
}
END_TEST

/* ---- last words ------------------------------------------------------------------------------ */

static void die_at_once(int signal_number)
{
    interrupt_last_words("nothing stands\n");
    interrupt_temporary(NULL); /* a file was written in between */
    raise(signal_number);
}

static void die_when_let(int signal_number)
{
    interrupt_last_words("nothing stands\n");
    interrupt_watch();
    raise(signal_number);
    interrupt_last_words("all of it stands\n");
    interrupt_let_die();
}

static void die_after_watching(int signal_number)
{
    interrupt_watch();
    interrupt_let_die(); /* none came: returns */
    interrupt_last_words("all of it stands\n");
    raise(signal_number);
}

static void die_twice_warned(int signal_number)
{
    interrupt_last_words("nothing stands\n");
    interrupt_watch();
    raise(signal_number);
    raise(signal_number);
}

static void die_silent(int signal_number)
{
    interrupt_last_words("nothing stands\n");
    interrupt_last_words(NULL);
    raise(signal_number);
}

static const struct {
    void (*work)(int signal_number);
    const char *words;
} deaths[] = {
    {die_at_once, "nothing stands\n"},
    {die_when_let, "all of it stands\n"},
    {die_after_watching, "all of it stands\n"},
    {die_twice_warned, "nothing stands\n"},
    {die_silent, ""},
};

START_TEST(who_dies_says_what_stands)
{
    char said[64] = {0};
    int ends[2];
    int own = dup(STDERR_FILENO);
    ck_assert_int_eq(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    int signal_number = dies_of(deaths[_i].work, SIGTERM);
    dup2(own, STDERR_FILENO);
    close(ends[1]);
    ck_assert_int_eq(signal_number, SIGTERM);
    ck_assert_int_ge(read(ends[0], said, sizeof said - 1), 0);
    ck_assert_str_eq(said, deaths[_i].words);
    close(ends[0]);
    close(own);
}
END_TEST

static void sleep_for_a_minute(int signal_number)
{
    (void)signal_number;
    interrupt_watch();
    kill(getppid(), SIGUSR1); /* ready */
    if (sleep(60) > 0 && interrupt_signal() == SIGTERM)
        raise(SIGKILL); /* woken */
}

START_TEST(who_waits_wakes_up)
{
    sigset_t ready;
    sigemptyset(&ready);
    sigaddset(&ready, SIGUSR1);
    sigprocmask(SIG_BLOCK, &ready, NULL);
    pid_t child = fork();
    int outcome;
    if (child == 0) {
        sleep_for_a_minute(0);
        _exit(0);
    }
    ck_assert_int_eq(sigwaitinfo(&ready, NULL), SIGUSR1);
    usleep(100 * 1000);
    ck_assert_int_eq(kill(child, SIGTERM), 0);
    ck_assert_int_eq(waitpid(child, &outcome, 0), child);
    ck_assert(WIFSIGNALED(outcome));
    ck_assert_int_eq(WTERMSIG(outcome), SIGKILL);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("interrupt");
    tcase_add_loop_test(tcase, the_first_signal_is_noted, 0, ROWS(ending_signals));
    tcase_add_loop_test(tcase, a_second_signal_is_not_waited_for, 0, ROWS(ending_signals));
    tcase_add_loop_test(tcase, the_program_dies_of_what_was_noted, 0, ROWS(ending_signals));
    tcase_add_loop_test(tcase, what_was_ignored_stays_ignored, 0, ROWS(ending_signals));
    tcase_add_test(tcase, a_temporary_goes_with_the_program);
    tcase_add_loop_test(tcase, who_dies_says_what_stands, 0, ROWS(deaths));
    tcase_add_test(tcase, who_waits_wakes_up);
    return run_tcase(tcase, "cmd/interrupt");
}
