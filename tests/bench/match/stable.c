/*
 * bench_stable: the stable match of made-up problems (made.h), judged by the check that no pair
 * blocks it, with times in processor seconds and in scans of all pairs. Usage:
 *   bench_stable PEOPLE NEEDS SEATS [WISHES [RUNS]]
 *   WISHES  percent of the pairs that are wished for, by either side (default 0: fit decides)
 *   RUNS    solves so often; the fastest is told (default 1)
 * It also tells the price of stability, from a solve of the optimal mode.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "core/match/stable.h"
#include "tests/bench/match/as_instance.h"
#include "tests/bench/match/made.h"

enum { EXIT_USAGE = 2, HUNDRED = 100 };

struct scene {
    struct made_problem made;
    struct instance *instance;
    struct arena *arena;
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int64_t number_of(const char *text, int64_t least, int64_t most)
{
    int64_t number;
    if (str_view_to_int64(str_view_of(text), &number) && number >= least && number <= most)
        return number;
    fputs("usage: bench_stable PEOPLE NEEDS SEATS [WISHES [RUNS]]\n", stderr);
    exit(EXIT_USAGE);
}

/* False when a pair blocks it. */
static bool check(const struct scene *scene, const struct assignment *solved)
{
    const struct instance *instance = scene->instance;
    struct certificate_result result;
    const struct claim claim = instance_claim(instance, solved, scene->arena);
    double begun = now_s();
    bool holds = certificate_check_stable(instance, &claim, scene->arena, &result);
    printf("check %.4f s: %s\n", now_s() - begun, result.text);
    return holds;
}

static void tell_price(const struct scene *scene, const struct objective *stable)
{
    struct assignment optimal;
    double begun = now_s();
    engine_solve_problem(&scene->made.problem, NULL, scene->arena, &optimal, NULL);
    printf("optimal mode %.4f s: %" PRId64 " seats, fit %" PRId64 "; stable %" PRId64
           " seats, fit %" PRId64 ", %.2f %% of it\n",
           now_s() - begun, optimal.objective.filled[0], optimal.objective.fit_bp,
           stable->filled[0], stable->fit_bp,
           (double)stable->fit_bp * HUNDRED / (double)optimal.objective.fit_bp);
}

int main(int argc, char **argv)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct scene scene = {.arena = arena};
    struct made_shape shape = {.seed = 1, .classes = 1};
    struct assignment solved;
    struct stable_effort effort;
    double fastest = 0;
    for (int at = argc; at < 4; at++)
        number_of("", 0, 0);
    shape.people = (size_t)number_of(argv[1], 1, INT32_MAX);
    shape.needs = (size_t)number_of(argv[2], 1, SNAPSHOT_NEEDS_MOST);
    shape.seats = number_of(argv[3], 1, INT32_MAX);
    made_problem_make(&shape, &scene.made);
    scene.instance =
        problem_instance(&scene.made.problem, argc > 4 ? number_of(argv[4], 0, HUNDRED) : 0, arena);
    for (int64_t run = argc > 5 ? number_of(argv[5], 1, HUNDRED) : 1; run > 0; run--) {
        double begun = now_s();
        stable_solve(scene.instance, arena, &solved, &effort);
        double took = now_s() - begun;
        fastest = fastest == 0 || took < fastest ? took : fastest;
    }
    size_t pairs = scene.instance->row_start[scene.instance->person_count];
    double scan = instance_scan_s(scene.instance);
    printf("%zu people, %zu needs, %" PRId64 " seats, %zu pairs\n", shape.people, shape.needs,
           shape.seats, pairs);
    printf("solve %.4f s, one scan %.4f s: %.1f scans; looked at each pair %.2f times, seated "
           "%" PRIu64 "\n",
           fastest, scan, fastest / scan, (double)effort.looked / (double)pairs, effort.seated);
    bool holds = check(&scene, &solved);
    tell_price(&scene, &solved.objective);
    made_problem_release(&scene.made);
    return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
