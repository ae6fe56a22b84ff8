#include "core/match/all_pairs.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/row_scan.h"

/* In basis points; beyond it, only what is exact decides. */
#define FAR (1 << 30)
/* Above what anybody is worth. */
#define OUT_OF_REACH (INT64_MAX / 2)

struct look {
    const struct holding *holding;
    const struct row_scan *scan;
    int64_t *price;  /* per need, OUT_OF_REACH without seats */
    int32_t *points; /* per need: the price in whole basis points, rounded down */
    struct added_pair *violations;
    size_t violation_count, violation_capacity;
    size_t *start; /* of the tight rows */
    uint32_t *tight;
    size_t tight_count, tight_capacity;
};

static int32_t whole_points(int64_t weight, int64_t unit)
{
    int64_t points = (weight - (weight < 0 ? unit - 1 : 0)) / unit;
    return points > FAR ? FAR : points < -FAR ? -FAR : (int32_t)points;
}

static void add_violation(struct look *look, size_t person, uint32_t pair)
{
    look->violations = cadre_grow(look->violations, &look->violation_capacity,
                                  look->violation_count + 1, sizeof *look->violations);
    look->violations[look->violation_count++] = (struct added_pair){(int32_t)person, pair};
}

static void look_at_row(struct look *look, size_t person)
{
    const struct holding *holding = look->holding;
    const struct problem *problem = holding->problem;
    int32_t need = holding->need_of[person];
    int64_t own = need < 0 ? 0 : holding->weight[person] - look->price[need];
    const uint32_t *pairs = problem->rows.pairs + problem->rows.start[person];
    size_t count = problem->rows.start[person + 1] - problem->rows.start[person];
    look->tight = cadre_grow(look->tight, &look->tight_capacity, look->tight_count + count,
                             sizeof *look->tight);
    uint32_t *tight = look->tight + look->tight_count;
    /* Since w' is less than a unit above the fit, and prices are rounded down, nobody who may be
     * worth as much goes amiss; some may be too many. */
    const struct row_terms terms = {.price = look->points, .base = -1};
    size_t near =
        look->scan->select(&terms, pairs, count, whole_points(own, problem->unit), -1, tight);
    size_t kept = 0;
    for (size_t at = 0; at < near; at++) {
        uint32_t pair = tight[at];
        int64_t gain = problem_weight(problem, person, pair) - look->price[packed_need(pair)] - own;
        if (gain > 0)
            add_violation(look, person, pair);
        else if (gain == 0)
            tight[kept++] = pair;
    }
    look->tight_count += kept;
}

void all_pairs_look(const struct holding *holding, const int64_t *price, struct all_pairs *ret_all)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int64_t *reached = cadre_calloc(problem->need_count, sizeof *reached);
    CADRE_FREE int32_t *points = cadre_calloc(problem->need_count, sizeof *points);
    struct look look = {
        .holding = holding, .scan = row_scan_best(), .price = reached, .points = points};
    for (size_t j = 0; j < problem->need_count; j++) {
        reached[j] = problem->seats[j] > 0 ? price[j] : OUT_OF_REACH;
        points[j] = whole_points(reached[j], problem->unit);
    }
    look.start = cadre_calloc(problem->person_count + 1, sizeof *look.start);
    for (size_t i = 0; i < problem->person_count; i++) {
        look_at_row(&look, i);
        look.start[i + 1] = look.tight_count;
    }
    *ret_all = (struct all_pairs){look.violations, look.violation_count, {look.start, look.tight}};
}

void all_pairs_release(struct all_pairs *all)
{
    free(all->violations);
    free((size_t *)all->tight.start);
    free((uint32_t *)all->tight.pairs);
    *all = (struct all_pairs){0};
}

void all_pairs_best_free(const struct holding *holding, int64_t *ret_best)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int32_t *best = cadre_calloc(problem->need_count, sizeof *best);
    const struct row_scan *scan = row_scan_best();
    for (size_t i = 0; i < problem->person_count; i++) {
        if (holding->need_of[i] >= 0)
            continue;
        size_t start = problem->rows.start[i];
        scan->raise(problem->rows.pairs + start, problem->rows.start[i + 1] - start,
                    problem->base_need != NULL ? problem->base_need[i] : -1, best);
    }
    for (size_t j = 0; j < problem->need_count; j++) {
        int64_t rank = best[j] - 1;
        ret_best[j] = rank < 0 ? INT64_MIN : rank / 2 * problem->unit + rank % 2;
    }
}
