#include "tests/bench/match/judge.h"

#include "core/base/alloc.h"

/* u_i, and on the way what the present seat is worth. False: there is no such pair. */
static bool best_of_row(const struct problem *problem, size_t person, int32_t need,
                        const int64_t *price, int64_t *ret_best, int64_t *ret_weight)
{
    bool found = need < 0;
    int32_t base = problem->base_need != NULL ? problem->base_need[person] : -1;
    int64_t best = 0;
    for (size_t at = problem->rows.start[person]; at < problem->rows.start[person + 1]; at++) {
        uint32_t pair = problem->rows.pairs[at];
        int32_t here = (int32_t)packed_need(pair);
        int64_t weight = packed_fit(pair) * problem->unit + (here == base);
        int64_t surplus = weight - price[here];
        best = surplus > best ? surplus : best;
        if (here == need) {
            *ret_weight = weight;
            found = true;
        }
    }
    *ret_best = best;
    return found;
}

struct judged judge(const struct problem *problem, const int32_t *need_of, const int64_t *price)
{
    struct judged judged = {0};
    CADRE_FREE int32_t *filled = cadre_calloc(problem->need_count, sizeof *filled);
    for (size_t i = 0; i < problem->person_count; i++) {
        int64_t best;
        int64_t weight = 0;
        if (!best_of_row(problem, i, need_of[i], price, &best, &weight))
            judged.fault = "somebody is placed who does not fit";
        judged.dual += best;
        judged.primal += weight;
        if (need_of[i] >= 0)
            filled[need_of[i]]++;
    }
    for (size_t j = 0; j < problem->need_count; j++) {
        int64_t floor = problem_floor(problem, j);
        if (filled[j] > problem->seats[j])
            judged.fault = "a need is overfilled";
        if (price[j] < floor)
            judged.fault = "a price is below its floor";
        judged.primal -= (int128)floor * filled[j];
        judged.dual += (int128)(price[j] - floor) * problem->seats[j];
    }
    if (judged.fault == NULL && judged.primal != judged.dual)
        judged.fault = "the prices do not prove it";
    return judged;
}
