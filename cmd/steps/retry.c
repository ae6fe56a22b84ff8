#include "cmd/steps/retry.h"

#include <string.h>
#include <time.h>

enum { PAUSE_MS = 200 };

static bool state_is(const struct cadre_error *err, const char *prefix)
{
    return strncmp(err->sqlstate, prefix, strlen(prefix)) == 0;
}

bool retry_was_cut(const struct cadre_error *err)
{
    return state_is(err, "08") || state_is(err, "57P");
}

bool retry_was_in_the_way(const struct cadre_error *err)
{
    return state_is(err, "40001") || state_is(err, "40P01");
}

void retry_pause(int attempts)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long ms = PAUSE_MS * attempts + now.tv_nsec / 1000 % PAUSE_MS;
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    nanosleep(&pause, NULL);
}
