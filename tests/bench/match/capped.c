/*
 * bench_capped: the match of made-up problems (made.h) with caps, optimal and stable, judged by the
 * certificates, with times in processor seconds beside the same problem without caps. Usage:
 *   bench_capped PEOPLE NEEDS SEATS [draws|quotas|reserves [PERCENT [CLASSES]]]
 *   draws     of 500 employers, each gives at most so many percent of its people (default 10)
 *   quotas    of 60 groups of needs in 6 larger ones, each fills at most so many of its seats
 *   reserves  so many percent of each need's seats at most go to outsiders, who are half of all
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/alloc.h"
#include "core/match/capped/capped.h"
#include "core/match/stable.h"
#include "core/pairs/caps.h"
#include "core/verify/certificate.h"
#include "tests/bench/match/as_instance.h"
#include "tests/bench/match/made.h"

enum { EXIT_USAGE = 2, HUNDRED = 100, EMPLOYERS = 500, GROUPS = 60, UNIONS = 6, WORD = 64 };

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static _Noreturn void usage(void)
{
    fputs("usage: bench_capped PEOPLE NEEDS SEATS [draws|quotas|reserves [PERCENT [CLASSES]]]\n",
          stderr);
    exit(EXIT_USAGE);
}

static int64_t number_of(const char *text, int64_t least, int64_t most)
{
    int64_t number;
    if (!str_view_to_int64(str_view_of(text), &number) || number < least || number > most)
        usage();
    return number;
}

/* ---- caps ------------------------------------------------------------------------------------ */

static void add_draws(const struct instance *instance, int64_t percent, struct arena *arena,
                      struct caps *caps)
{
    struct cap *items = arena_calloc(arena, EMPLOYERS, sizeof *items);
    int32_t *of_person = arena_calloc(arena, instance->person_count, sizeof *of_person);
    int64_t people[EMPLOYERS] = {0};
    for (size_t i = 0; i < instance->person_count; i++) {
        of_person[i] = (int32_t)((i * 2654435761U >> 7) % EMPLOYERS);
        people[of_person[i]]++;
    }
    for (size_t a = 0; a < EMPLOYERS; a++)
        items[a] = (struct cap){CAP_OF_PEOPLE, -1, people[a] * percent / HUNDRED};
    *caps = (struct caps){.items = items, .count = EMPLOYERS, .of_person = of_person};
}

static void add_quotas(const struct instance *instance, int64_t percent, struct arena *arena,
                       struct caps *caps)
{
    struct cap *items = arena_calloc(arena, UNIONS + GROUPS, sizeof *items);
    int32_t *of_need = arena_calloc(arena, instance->need_count, sizeof *of_need);
    for (int32_t a = 0; a < UNIONS + GROUPS; a++)
        items[a] = (struct cap){CAP_OF_NEEDS, a < UNIONS ? -1 : a % UNIONS, 0};
    for (size_t j = 0; j < instance->need_count; j++) {
        of_need[j] = UNIONS + (int32_t)(j % GROUPS);
        items[of_need[j]].most += instance->seats[j];
        items[items[of_need[j]].parent].most += instance->seats[j];
    }
    for (size_t a = 0; a < UNIONS + GROUPS; a++)
        items[a].most = items[a].most * percent / HUNDRED;
    *caps = (struct caps){.items = items, .count = UNIONS + GROUPS, .of_need = of_need};
}

static void add_reserves(const struct instance *instance, int64_t percent, struct arena *arena,
                         struct caps *caps)
{
    uint64_t *group = arena_calloc(arena, instance->person_count / WORD + 1, sizeof *group);
    const uint64_t **groups = arena_calloc(arena, 1, sizeof *groups);
    int32_t *open_most = arena_calloc(arena, instance->need_count, sizeof *open_most);
    for (size_t i = 0; i < instance->person_count; i++)
        group[i / WORD] |= (uint64_t)((i * 2654435761U >> 9) & 1) << i % WORD;
    for (size_t j = 0; j < instance->need_count; j++)
        open_most[j] = (int32_t)(instance->seats[j] * percent / HUNDRED);
    groups[0] = group;
    *caps = (struct caps){.open_most = open_most,
                          .reserve_of_need = arena_calloc(arena, instance->need_count, 4),
                          .group = groups,
                          .group_count = 1};
}

static const struct instance *with_caps(const struct instance *instance, const char *kind,
                                        int64_t percent, struct arena *arena)
{
    static const struct {
        const char *name;
        void (*add)(const struct instance *instance, int64_t percent, struct arena *arena,
                    struct caps *caps);
    } kinds[] = {{"draws", add_draws}, {"quotas", add_quotas}, {"reserves", add_reserves}};
    struct caps *caps = arena_calloc(arena, 1, sizeof *caps);
    for (size_t at = 0; at < sizeof kinds / sizeof *kinds; at++) {
        if (strcmp(kinds[at].name, kind) != 0)
            continue;
        kinds[at].add(instance, percent, arena, caps);
        return instance_with_caps(instance, caps, arena);
    }
    usage();
}

/* ---- the solves ------------------------------------------------------------------------------ */

static bool check(const struct instance *instance, bool stable, const struct assignment *solved,
                  struct arena *arena)
{
    struct certificate_result result;
    const struct claim claim = instance_claim(instance, solved, arena);
    double begun = now_s();
    bool holds = stable ? certificate_check_stable(instance, &claim, arena, &result)
                        : certificate_check(instance, &claim, arena, &result);
    printf("certificate %.3f s: %s\n", now_s() - begun, result.text);
    return holds;
}

static void tell(const char *what, double begun, const struct assignment *solved)
{
    int64_t filled = 0;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        filled += solved->objective.filled[class];
    printf("%s %.3f s: %" PRId64 " seats, %" PRId64 " of the first priority, fit %" PRId64 "\n",
           what, now_s() - begun, filled, solved->objective.filled[0], solved->objective.fit_bp);
}

/* Of fit alone. */
static bool try_stable(const struct instance *capped, struct arena *arena)
{
    struct assignment solved;
    struct stable_effort effort;
    struct instance instance = *capped;
    size_t pairs = instance.row_start[instance.person_count];
    instance.caps = NULL;
    double begun = now_s();
    stable_solve(&instance, arena, &solved, NULL);
    tell("stable without caps", begun, &solved);
    instance.caps = capped->caps;
    begun = now_s();
    stable_solve(&instance, arena, &solved, &effort);
    tell("stable with caps", begun, &solved);
    printf("%.1f looks a pair, %.1f people let in for each free seat\n",
           (double)effort.looked / (double)(pairs + (pairs == 0)),
           (double)effort.seated / (double)(instance.total_seats + 1));
    return check(&instance, true, &solved, arena);
}

int main(int argc, char **argv)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    if (argc < 4 || argc > 7)
        usage();
    struct made_shape shape = {
        .seed = 1,
        .people = (size_t)number_of(argv[1], 1, 10000000),
        .needs = (size_t)number_of(argv[2], 1, 100000),
        .seats = number_of(argv[3], 1, 10000000),
        .classes = argc > 6 ? (int)number_of(argv[6], 1, INSTANCE_CLASS_COUNT) : 1,
    };
    struct made_problem made;
    made_problem_make(&shape, &made);
    const struct instance *plain = problem_instance(&made.problem, 0, arena);
    const struct instance *instance = with_caps(
        plain, argc > 4 ? argv[4] : "draws", argc > 5 ? number_of(argv[5], 0, HUNDRED) : 10, arena);
    struct assignment solved;
    struct capped_effort effort;
    if (!instance_is_within_bounds(instance)) {
        puts("beyond int64");
        return EXIT_FAILURE;
    }
    double begun = now_s();
    engine_solve(plain, NULL, arena, &solved);
    tell("without caps", begun, &solved);
    begun = now_s();
    capped_solve(instance, NULL, arena, &solved, &effort);
    tell("with caps", begun, &solved);
    printf("%" PRIu64 " seats taken out of caps, %" PRIu64 " people by the lottery\n",
           effort.overfull, effort.ties);
    bool holds = check(instance, false, &solved, arena);
    holds &= try_stable(instance, arena);
    made_problem_release(&made);
    return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
