#include "tests/bench/match/as_instance.h"

#include <time.h>

#include "core/base/alloc.h"
#include "core/pairs/wishes.h"

enum { HUNDRED = 100, RANK_MOST = 20 };

/* Of so many percent of the pairs, any rank; a fixed sequence (Steele et al., SplitMix64, 2014). */
static const uint16_t *any_ranks(size_t count, int64_t percent, uint64_t seed, struct arena *arena)
{
    if (percent == 0)
        return NULL;
    uint16_t *ranks = arena_calloc(arena, count, sizeof *ranks);
    for (size_t at = 0; at < count; at++) {
        uint64_t mixed = (seed += 0x9e3779b97f4a7c15);
        mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
        mixed ^= mixed >> 31;
        bool wished = mixed % HUNDRED < (uint64_t)percent;
        ranks[at] = wished ? (uint16_t)(1 + (mixed >> 32) % RANK_MOST) : WISH_NONE;
    }
    return ranks;
}

/* Nobody is held where the problem has no base. */
static const int32_t *base_of(const struct problem *problem, struct arena *arena)
{
    if (problem->base_need != NULL)
        return problem->base_need;
    int32_t *base = arena_calloc(arena, problem->person_count, sizeof *base);
    for (size_t i = 0; i < problem->person_count; i++)
        base[i] = -1;
    return base;
}

struct instance *problem_instance(const struct problem *problem, int64_t wished,
                                  struct arena *arena)
{
    size_t count = problem->rows.start[problem->person_count];
    struct instance *instance = arena_calloc(arena, 1, sizeof *instance);
    struct wishes *wishes = arena_calloc(arena, 1, sizeof *wishes);
    *wishes =
        (struct wishes){any_ranks(count, wished, 1, arena), any_ranks(count, wished, 2, arena)};
    *instance = (struct instance){.person_count = problem->person_count,
                                  .need_count = problem->need_count,
                                  .row_start = problem->rows.start,
                                  .items = (const struct pair *)problem->rows.pairs,
                                  .seats = problem->seats,
                                  .priority = problem->priority,
                                  .base_need = base_of(problem, arena),
                                  .lottery = problem->lottery,
                                  .total_seats = problem->unit - 1,
                                  .wishes = wishes};
    return instance;
}

struct claim instance_claim(const struct instance *instance, const struct assignment *assignment,
                            struct arena *arena)
{
    int32_t *fit_bp = arena_calloc(arena, instance->person_count, sizeof *fit_bp);
    for (size_t i = 0; i < instance->person_count; i++) {
        fit_bp[i] = -1;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            if ((int32_t)instance->items[at].need == assignment->need_of[i])
                fit_bp[i] = (int32_t)instance->items[at].fit_bp;
        }
    }
    return (struct claim){.need_of = assignment->need_of,
                          .fit_bp = fit_bp,
                          .price = assignment->price,
                          .cap_price = assignment->cap_price,
                          .open_price = assignment->open_price,
                          .seats = instance->seats,
                          .objective = assignment->objective};
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double instance_scan_s(const struct instance *instance)
{
    CADRE_FREE int64_t *price = cadre_calloc(instance->need_count, sizeof *price);
    int64_t sum = 0;
    for (size_t j = 0; j < instance->need_count; j++)
        price[j] = (int64_t)j % HUNDRED;
    double begun = now_s();
    for (size_t i = 0; i < instance->person_count; i++) {
        int64_t best = 0;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            int64_t surplus = instance->items[at].fit_bp - price[instance->items[at].need];
            best = surplus > best ? surplus : best;
        }
        sum += best;
    }
    double took = now_s() - begun;
    return sum == 1 ? 0 : took;
}
