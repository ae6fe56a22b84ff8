/*
 * bench_run PID COMMAND...: runs the command and writes one line to file descriptor 3:
 *   wall ms, CPU ms of the command, CPU ms of the server, peak memory of the command in KiB
 * separated by tabs. PID is the postmaster. The server's part is what it and its processes used
 * until the last backend that came with the command has ended. Exits as the command did.
 */
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_NO_COMMAND = 127, EXIT_SIGNAL = 128, REPORT = 3, MS = 1000 };
enum { PAUSE_MS = 20, PAUSES_MAX = 500 };

struct usage {
    uint64_t cpu_ticks;
    unsigned children;
};

/* Fields of /proc/PID/stat behind the name, which may hold anything. */
struct process_stat {
    long parent;
    uint64_t own_ticks, reaped_ticks;
};

static bool read_stat(long pid, struct process_stat *ret_stat)
{
    char path[32];
    char line[1024];
    unsigned long user, system;
    long reaped_user, reaped_system;
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *in = fopen(path, "re");
    if (in == NULL)
        return false;
    size_t length = fread(line, 1, sizeof line - 1, in);
    fclose(in);
    line[length] = '\0';
    const char *behind_name = strrchr(line, ')');
    if (behind_name == NULL ||
        sscanf(behind_name + 1, " %*c %ld %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld",
               &ret_stat->parent, &user, &system, &reaped_user, &reaped_system) != 5)
        return false;
    ret_stat->own_ticks = user + system;
    ret_stat->reaped_ticks = (uint64_t)(reaped_user + reaped_system);
    return true;
}

static struct usage usage_of(long postmaster)
{
    struct usage usage = {0};
    struct process_stat stat;
    DIR *folder = opendir("/proc");
    if (folder == NULL)
        return usage;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        long pid = strtol(entry->d_name, NULL, 10);
        if (pid <= 0 || !read_stat(pid, &stat))
            continue;
        if (pid == postmaster)
            usage.cpu_ticks += stat.own_ticks + stat.reaped_ticks;
        else if (stat.parent == postmaster) {
            usage.cpu_ticks += stat.own_ticks + stat.reaped_ticks;
            usage.children++;
        }
    }
    closedir(folder);
    return usage;
}

/* A process that is on its way out may be read neither as itself nor among the reaped: so not until
 * there are no more than `most`, and as many as a while ago. */
static struct usage settled_usage(long postmaster, unsigned most)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
    struct usage before = usage_of(postmaster);
    struct usage now = before;
    for (int i = 0; i < PAUSES_MAX; i++) {
        nanosleep(&pause, NULL);
        now = usage_of(postmaster);
        if (now.children == before.children && now.children <= most)
            break;
        before = now;
    }
    return now;
}

static double ms_of(struct timeval time)
{
    return (double)time.tv_sec * MS + (double)time.tv_usec / MS;
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * MS + (double)now.tv_nsec / 1e6;
}

static pid_t start(char **command)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    close(REPORT);
    execvp(command[0], command);
    perror(command[0]);
    _exit(EXIT_NO_COMMAND);
}

int main(int argc, char **argv)
{
    int status;
    struct rusage child;
    long postmaster = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    if (postmaster <= 0) {
        fputs("Usage: bench_run POSTMASTER COMMAND... 3>FILE\n", stderr);
        return EXIT_USAGE;
    }
    struct usage before = settled_usage(postmaster, UINT_MAX);
    double began = now_ms();
    pid_t pid = start(argv + 2);
    if (pid < 0 || wait4(pid, &status, 0, &child) != pid) {
        perror("bench_run");
        return EXIT_FAILURE;
    }
    double wall = now_ms() - began;
    struct usage after = settled_usage(postmaster, before.children);
    double tick_ms = (double)MS / (double)sysconf(_SC_CLK_TCK);
    dprintf(REPORT, "%.1f\t%.1f\t%.1f\t%ld\n", wall, ms_of(child.ru_utime) + ms_of(child.ru_stime),
            (double)(after.cpu_ticks - before.cpu_ticks) * tick_ms, child.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SIGNAL + WTERMSIG(status);
}
