#include "core/match/warm.h"

#include <stdlib.h>

#include "core/base/alloc.h"

enum {
    WIDTH = 8000, /* of the core */
    ONE_IN = 8,   /* of those who sat may be missing, and of those who sit discontent */
    HALF = 2
};

/* ---- who sits where -------------------------------------------------------------------------- */

/* Whoever still can sits where they sat, as far as seats go; their number. */
static int64_t seat_again(const struct problem *problem, const int32_t *need_of, int32_t *seated)
{
    CADRE_FREE int32_t *filled = cadre_calloc(problem->need_count, sizeof *filled);
    int64_t count = 0;
    for (size_t i = 0; i < problem->person_count; i++) {
        int32_t need = need_of[i];
        bool sits = need >= 0 && filled[need] < problem->seats[need] &&
                    rows_find(&problem->rows, i, need) != ROWS_NONE;
        seated[i] = sits ? need : -1;
        if (!sits)
            continue;
        filled[need]++;
        count++;
    }
    return count;
}

/* Most of those who sat, and in most of the seats that somebody could sit in. */
static bool is_most(const struct problem *problem, const int32_t *need_of, int64_t seated)
{
    int64_t seats = problem->unit - 1;
    int64_t people = (int64_t)problem->person_count;
    int64_t sat = 0;
    for (size_t i = 0; i < problem->person_count; i++)
        sat += need_of[i] >= 0;
    return seated > 0 && sat - seated <= sat / ONE_IN &&
           seated >= (seats < people ? seats : people) / HALF;
}

/* ---- the whole ------------------------------------------------------------------------------- */

bool warm_start(const struct problem *problem, const int64_t *price, const int32_t *need_of,
                struct auction **ret_auction, struct levels *ret_levels)
{
    CADRE_FREE int32_t *seated = cadre_calloc(problem->person_count, sizeof *seated);
    int64_t count = seat_again(problem, need_of, seated);
    if (!is_most(problem, need_of, count))
        return false;
    struct auction *auction = auction_new(problem, price);
    levels_find(problem, seated, ret_levels);
    auction_begin_at(auction, ret_levels, seated);
    auction_shrink(auction, WIDTH);
    if ((int64_t)auction_unseat(auction) <= count / ONE_IN) {
        *ret_auction = auction;
        return true;
    }
    auction_free(auction);
    levels_release(ret_levels);
    return false;
}
