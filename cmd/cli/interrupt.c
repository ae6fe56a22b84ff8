#include "cmd/cli/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

enum { ENDING_COUNT = sizeof ending_signals / sizeof *ending_signals };

/* Of the process, as signals are. The handler reads what is whole: a pointer is set behind, and
 * cleared before, what it points to, and the pair of `stop` with signals held. */
static volatile sig_atomic_t watching;
static volatile sig_atomic_t noted;
static char *volatile temporary;
static const char *volatile last_words;
static void (*volatile stop)(void *context);
static void *volatile stop_context;

static void say_last_words(void)
{
    const char *words = last_words;
    last_words = NULL;
    if (words != NULL && write(STDERR_FILENO, words, strlen(words)) < 0)
        return; /* nobody can be told that nobody can be told */
}

static void die_of(int signal_number)
{
    sigset_t own;
    if (temporary != NULL)
        unlink(temporary);
    say_last_words();
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

void interrupt_let_die(void)
{
    interrupt_end();
    watching = 0;
    interrupt_end(); /* came before that */
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

/* Who has nothing to do by then dies as ever. */
static void handle_what_is_left(void)
{
    if (!watching)
        handle(temporary != NULL || last_words != NULL ? on_signal : SIG_DFL);
}

void interrupt_temporary(char *path)
{
    temporary = path;
    handle_what_is_left();
}

void interrupt_last_words(const char *words)
{
    last_words = words;
    handle_what_is_left();
}

void interrupt_end(void)
{
    if (noted != 0)
        die_of(noted);
}
