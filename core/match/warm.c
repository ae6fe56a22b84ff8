#include "core/match/warm.h"

#include <stdlib.h>

#include "core/base/alloc.h"

enum {
    CROWDED = 4, /* all people but one in so many have seats; */
    ONE_IN = 8   /* then one search at most for so many filled seats */
};

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

/* Of the needs that may not have empty seats, how many are; and all that are filled. */
struct seats {
    int64_t wanting, filled;
};

/* `filled` per need. */
static struct seats count_seats(const struct problem *problem, const struct levels *levels,
                                const int32_t *filled)
{
    struct seats count = {0};
    for (size_t j = 0; j < problem->need_count; j++) {
        count.filled += filled[j];
        if (!levels_at_floor(levels, problem, j))
            count.wanting += problem->seats[j] - filled[j];
    }
    return count;
}

/* If all who had seats still qualified for them. */
static struct seats count_before(const struct problem *problem, const struct levels *levels,
                                 const int32_t *need_of)
{
    CADRE_FREE int32_t *filled = cadre_calloc(problem->need_count, sizeof *filled);
    for (size_t i = 0; i < problem->person_count; i++) {
        if (need_of[i] >= 0 && filled[need_of[i]] < problem->seats[need_of[i]])
            filled[need_of[i]]++;
    }
    return count_seats(problem, levels, filled);
}

/* Empty seats, and people who want one, are a search of refinement each, which goes far where
 * nearly everybody may sit. */
static bool are_few(const struct problem *problem, struct seats seats, int64_t eager)
{
    int64_t people = (int64_t)problem->person_count;
    bool crowded = problem->unit - 1 > people / CROWDED * (CROWDED - 1);
    int64_t most = crowded ? seats.filled / ONE_IN : seats.filled;
    return seats.filled > 0 && eager + seats.wanting <= most;
}

bool warm_start(const struct problem *problem, const struct plain_price *price,
                const int32_t *need_of, struct auction **ret_auction, struct levels *ret_levels)
{
    guess_levels(problem, price, ret_levels);
    struct seats seats = count_before(problem, ret_levels, need_of);
    if (are_few(problem, seats, 0)) {
        struct auction *auction = auction_new(problem, price);
        int64_t eager = (int64_t)auction_resume(auction, price, ret_levels, need_of);
        seats = count_seats(problem, ret_levels, auction_filled(auction));
        if (are_few(problem, seats, eager)) {
            *ret_auction = auction;
            return true;
        }
        auction_free(auction);
    }
    levels_release(ret_levels);
    return false;
}
