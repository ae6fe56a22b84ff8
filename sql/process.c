#include "sql/process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/alloc.h"

enum { EXIT_NOT_STARTED = 127 };

/* Of an account. */
struct groups {
    gid_t *items;
    int count;
};

/* Asked before the fork, since that takes memory: another thread may have held the lock of it when
 * the child was made, in which nobody is left to give it back. */
static struct groups groups_of(const struct account *account)
{
    struct groups groups = {0};
    size_t capacity = 0;
    do {
        groups.items = cadre_grow(groups.items, &capacity, capacity + 1, sizeof *groups.items);
        groups.count = (int)capacity;
    } while (getgrouplist(account->name, account->gid, groups.items, &groups.count) < 0);
    return groups;
}

/* In the child, between fork and exec: only system calls. */
static _Noreturn void become(const struct account *account, const struct groups *groups,
                             const char *const *argv, int output)
{
    static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static char locale[] = "LC_ALL=C";
    static char memory[] = "GLIBC_TUNABLES=glibc.malloc.hugetlb=1"; /* in large pages, if any */
    char *environment[] = {path, locale, memory, NULL};
    int nothing = open("/dev/null", O_RDONLY);
    bool ready = nothing >= 0 && dup2(nothing, 0) == 0 && dup2(output, 1) == 1 &&
                 dup2(output, 2) == 2 && setsid() >= 0 && chdir("/") == 0;
    if (ready && account->switches)
        ready = setgroups((size_t)groups->count, groups->items) == 0 && setgid(account->gid) == 0 &&
                setuid(account->uid) == 0;
    if (ready)
        execvpe(argv[0], (char *const *)argv, environment);
    /* Whoever started it shows what it said. */
    static const char lost[] = "it cannot be run\n";
    ready = write(output, lost, sizeof lost - 1) > 0;
    _exit(EXIT_NOT_STARTED);
}

static void read_all(int descriptor, struct str *output)
{
    char piece[4096];
    for (;;) {
        ssize_t count = read(descriptor, piece, sizeof piece);
        if (count > 0)
            str_add(output, piece, (size_t)count);
        else if (count == 0 || errno != EINTR)
            return;
    }
}

static int wait_for(pid_t child)
{
    int state = 0;
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

enum cadre_status process_run(const struct account *account, const char *const *argv, int *ret_exit,
                              struct str *output, struct cadre_error *err)
{
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) != 0)
        return cadre_fail(err, CADRE_DATABASE, "cannot start '%s': %s", argv[0], strerror(errno));
    struct groups groups = account->switches ? groups_of(account) : (struct groups){0};
    pid_t child = fork();
    if (child == 0)
        become(account, &groups, argv, pipes[1]);
    free(groups.items);
    close(pipes[1]);
    if (child < 0) {
        close(pipes[0]);
        return cadre_fail(err, CADRE_DATABASE, "cannot start '%s': %s", argv[0], strerror(errno));
    }
    read_all(pipes[0], output);
    close(pipes[0]);
    *ret_exit = wait_for(child);
    return CADRE_OK;
}
