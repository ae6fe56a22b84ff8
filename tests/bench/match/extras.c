#include "tests/bench/match/extras.h"

#include <string.h>
#include <time.h>

#include "core/base/alloc.h"
#include "core/match/stable.h"
#include "tests/bench/match/as_instance.h"

static double clock_s(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void keep_least(double *least, double took)
{
    if (*least == 0 || took < *least)
        *least = took;
}

static void check_once(const struct instance *instance, const struct claim *claim,
                       struct extras *extras)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct certificate_result one;
    struct certificate_result two;
    double begun = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    bool holds = certificate_check_on(instance, claim, 1, arena, &one);
    keep_least(&extras->certificate_s, clock_s(CLOCK_PROCESS_CPUTIME_ID) - begun);
    begun = clock_s(CLOCK_MONOTONIC);
    bool holds_too = certificate_check_on(instance, claim, 2, arena, &two);
    keep_least(&extras->certificate_two_wall, clock_s(CLOCK_MONOTONIC) - begun);
    if (!holds || !holds_too || strcmp(one.text, two.text) != 0)
        extras->fault = "the certificate does not hold";
}

static void solve_stable_once(const struct instance *instance, struct extras *extras)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct assignment solved;
    struct certificate_result result;
    double begun = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    stable_solve(instance, arena, &solved, NULL);
    keep_least(&extras->stable_s, clock_s(CLOCK_PROCESS_CPUTIME_ID) - begun);
    const struct claim claim = instance_claim(instance, &solved, arena);
    begun = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    if (!certificate_check_stable(instance, &claim, arena, &result))
        extras->fault = "a pair blocks the stable match";
    keep_least(&extras->stable_certificate_s, clock_s(CLOCK_PROCESS_CPUTIME_ID) - begun);
}

struct extras extras_measure(const struct problem *problem, const struct assignment *assignment,
                             int runs)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct instance *instance = problem_instance(problem, 0, arena);
    const struct claim claim = instance_claim(instance, assignment, arena);
    struct extras extras = {0};
    for (int run = 0; run < runs; run++) {
        keep_least(&extras.scan_s, instance_scan_s(instance));
        check_once(instance, &claim, &extras);
        solve_stable_once(instance, &extras);
    }
    return extras;
}
