#include "core/match/bound.h"

#include "core/base/alloc.h"
#include "core/match/people_parts.h"

__extension__ typedef __int128 int128;

struct bounding {
    const struct problem *problem;
    const int32_t *need_of;
    const int64_t *price;          /* at or above their floors */
    int128 gap[PEOPLE_PARTS_MOST]; /* per part: what its people gain at best, less what they have */
    int64_t fit_bp[PEOPLE_PARTS_MOST];
};

static void bound_in_part(void *context, const struct people_part *part)
{
    struct bounding *bounding = context;
    const struct problem *problem = bounding->problem;
    int128 gap = 0;
    int64_t fit_bp = 0;
    for (size_t i = part->first; i < part->end; i++) {
        int64_t best = 0;
        for (size_t at = problem->rows.start[i]; at < problem->rows.start[i + 1]; at++) {
            uint32_t pair = problem->rows.pairs[at];
            int32_t need = (int32_t)packed_need(pair);
            int64_t weight = problem_weight(problem, i, pair);
            int64_t surplus = problem->seats[need] > 0 ? weight - bounding->price[need] : 0;
            best = surplus > best ? surplus : best;
            if (need == bounding->need_of[i]) {
                gap -= weight;
                fit_bp += packed_fit(pair);
            }
        }
        gap += best;
    }
    bounding->gap[part->number] = gap;
    bounding->fit_bp[part->number] = fit_bp;
}

/* What seats cost above their floors, and what filling them has brought, less. */
static int128 gap_of_needs(const struct bounding *bounding)
{
    const struct problem *problem = bounding->problem;
    int128 gap = 0;
    for (size_t j = 0; j < problem->need_count; j++)
        gap += (int128)(bounding->price[j] - problem_floor(problem, j)) * problem->seats[j];
    for (size_t i = 0; i < problem->person_count; i++) {
        if (bounding->need_of[i] >= 0)
            gap += problem_floor(problem, (size_t)bounding->need_of[i]);
    }
    return gap;
}

struct bound bound_of(const struct problem *problem, const int32_t *need_of, const int64_t *price)
{
    CADRE_FREE int64_t *above = problem_above_floors(problem, price);
    struct bounding bounding = {.problem = problem, .need_of = need_of, .price = above};
    people_parts_look(problem, problem->rows, bound_in_part, &bounding);
    int128 gap = gap_of_needs(&bounding);
    struct bound bound = {0};
    for (size_t part = 0; part < people_parts(problem); part++) {
        gap += bounding.gap[part];
        bound.fit_bp += bounding.fit_bp[part];
    }
    gap = (gap + problem->unit - 1) / problem->unit;
    bound.gap_bp = gap < INT64_MAX ? (int64_t)gap : INT64_MAX;
    return bound;
}
