#include "cmd/cli/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

enum { ENDING_COUNT = sizeof ending_signals / sizeof *ending_signals };

/* Of the process, as signals are. The handler reads what is whole: a pointer is set behind, and
 * cleared before, what it points to, and the pair of `stop` with signals held. */
static volatile sig_atomic_t watching;
static volatile sig_atomic_t noted;
static char *volatile temporary;
static void (*volatile stop)(void *context);
static void *volatile stop_context;

static void die_of(int signal_number)
{
    sigset_t own;
    if (temporary != NULL)
        unlink(temporary);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
    sigemptyset(&own); /* inside its own handler it is blocked */
    sigaddset(&own, signal_number);
    sigprocmask(SIG_UNBLOCK, &own, NULL);
}

static void on_signal(int signal_number)
{
    int cause = errno;
    if (!watching || noted != 0)
        die_of(signal_number);
    noted = signal_number;
    if (stop != NULL)
        stop(stop_context);
    errno = cause;
}

static bool is_ignored(int signal_number)
{
    struct sigaction now = {0};
    return sigaction(signal_number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

/* Without SA_RESTART: who waits for a pipe or a lock has to wake up. */
static void handle(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        if (!is_ignored(ending_signals[i]))
            sigaction(ending_signals[i], &action, NULL);
    }
}

static void mask(int how)
{
    sigset_t ending;
    sigemptyset(&ending);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaddset(&ending, ending_signals[i]);
    sigprocmask(how, &ending, NULL);
}

void interrupt_hold(void)
{
    mask(SIG_BLOCK);
}

void interrupt_let_go(void)
{
    mask(SIG_UNBLOCK);
}

void interrupt_watch(void)
{
    watching = 1;
    handle(on_signal);
}

int interrupt_signal(void)
{
    return noted;
}

void interrupt_call(void (*new_stop)(void *context), void *context)
{
    interrupt_hold();
    stop = new_stop;
    stop_context = context;
    if (noted != 0 && new_stop != NULL)
        new_stop(context);
    interrupt_let_go();
}

void interrupt_temporary(char *path)
{
    temporary = path;
    if (!watching)
        handle(path != NULL ? on_signal : SIG_DFL);
}

void interrupt_end(void)
{
    if (noted != 0)
        die_of(noted);
}
