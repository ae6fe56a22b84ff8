#include "tests/faults/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_NO_COMMAND = 127, MS = 1000, NS_A_MS = 1000000 };

double clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * MS + (double)now.tv_nsec / NS_A_MS;
}

void pause_ms(double ms)
{
    long ns = (long)(ms * NS_A_MS);
    struct timespec pause = {.tv_sec = ns / (MS * (long)NS_A_MS),
                             .tv_nsec = ns % (MS * (long)NS_A_MS)};
    nanosleep(&pause, NULL);
}

static _Noreturn void become(const char *output, const char *const *argv)
{
    int in = open("/dev/null", O_RDONLY);
    int out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (in >= 0 && out >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
        dup2(out, STDERR_FILENO) >= 0)
        execv(argv[0], (char *const *)argv);
    _exit(EXIT_NO_COMMAND);
}

pid_t child_start(const char *output, const char *const *argv)
{
    pid_t pid = fork();
    if (pid < 0) {
        perror("fork");
        exit(EXIT_FAILURE);
    }
    if (pid == 0)
        become(output, argv);
    return pid;
}

bool child_ended(pid_t pid, int *ret_code)
{
    int status;
    if (waitpid(pid, &status, WNOHANG) != pid)
        return false;
    *ret_code = WIFEXITED(status) ? WEXITSTATUS(status) : CHILD_KILLED + WTERMSIG(status);
    return true;
}

int child_wait(pid_t pid)
{
    int code;
    double until = clock_ms() + CHILD_WAIT_S * (double)MS;
    while (!child_ended(pid, &code)) {
        if (clock_ms() > until) {
            kill(pid, SIGKILL);
            until += CHILD_WAIT_S * (double)MS;
        }
        pause_ms(1);
    }
    return code;
}

int child_run(const char *output, const char *const *argv)
{
    return child_wait(child_start(output, argv));
}
