#include "core/match/warm.h"

#include <stdlib.h>

#include "core/base/alloc.h"

enum { ONE_IN = 8 }; /* of the seats that are filled may have to be filled anew */

/* No level is below what filling a seat of the need brings. */
static void guess_levels(const struct problem *problem, const struct plain_price *price,
                         struct levels *ret_levels)
{
    struct levels levels = {cadre_calloc(problem->need_count, sizeof *levels.of_need), 0};
    for (size_t j = 0; j < problem->need_count; j++) {
        int32_t floor = problem->priority[j] - INSTANCE_CLASS_COUNT - 1;
        int32_t level = price[j].class_steps < 0 ? price[j].class_steps : 0;
        levels.of_need[j] = level > floor ? level : floor;
    }
    *ret_levels = levels;
}

/* Empty seats of needs that may not stay empty. */
static int64_t wanting_seats(const struct problem *problem, const struct levels *levels,
                             const int32_t *need_of, int64_t *ret_filled)
{
    CADRE_FREE int64_t *filled = cadre_calloc(problem->need_count, sizeof *filled);
    int64_t wanting = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < problem->person_count; i++) {
        if (need_of[i] >= 0)
            filled[need_of[i]]++;
    }
    for (size_t j = 0; j < problem->need_count; j++) {
        wanting += levels_at_floor(levels, problem, j) ? 0 : problem->seats[j] - filled[j];
        sum += filled[j];
    }
    *ret_filled = sum;
    return wanting;
}

bool warm_start(const struct problem *problem, const struct plain_price *price,
                const int32_t *need_of, struct auction **ret_auction, struct levels *ret_levels)
{
    struct auction *auction = auction_new(problem, price);
    int64_t filled;
    guess_levels(problem, price, ret_levels);
    int64_t eager = (int64_t)auction_resume(auction, ret_levels, need_of);
    int64_t wanting = wanting_seats(problem, ret_levels, auction_need_of(auction), &filled);
    if (eager + wanting <= filled / ONE_IN) {
        *ret_auction = auction;
        return true;
    }
    auction_free(auction);
    levels_release(ret_levels);
    return false;
}
