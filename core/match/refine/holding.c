#include "core/match/refine/holding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

__extension__ typedef __int128 int128;

static uint32_t pair_of(struct rows rows, size_t person, int32_t need)
{
    size_t at = rows.start[person];
    while (at + 1 < rows.start[person + 1] && packed_need(rows.pairs[at]) != (uint32_t)need)
        at++;
    assert(packed_need(rows.pairs[at]) == (uint32_t)need);
    return rows.pairs[at];
}

struct holding *holding_new(const struct problem *problem, struct rows rows, const int32_t *need_of)
{
    size_t people = problem->person_count;
    struct holding *holding = cadre_calloc(1, sizeof *holding);
    holding->problem = problem;
    holding->need_of = cadre_malloc(people * sizeof *holding->need_of);
    holding->weight = cadre_malloc(people * sizeof *holding->weight);
    holding->place = cadre_malloc(people * sizeof *holding->place);
    holding->seat = cadre_calloc(problem->need_count + 1, sizeof *holding->seat);
    for (size_t j = 0; j < problem->need_count; j++)
        holding->seat[j + 1] = holding->seat[j] + (size_t)problem->seats[j];
    holding->holders = cadre_malloc(holding->seat[problem->need_count] * sizeof *holding->holders);
    holding->filled = cadre_calloc(problem->need_count, sizeof *holding->filled);
    memset(holding->need_of, -1, people * sizeof *holding->need_of);
    for (size_t i = 0; i < people; i++) {
        if (need_of[i] >= 0)
            holding_seat(holding, (int32_t)i, need_of[i],
                         problem_weight(problem, i, pair_of(rows, i, need_of[i])));
    }
    return holding;
}

void holding_free(struct holding *holding)
{
    if (holding == NULL)
        return;
    free(holding->need_of);
    free(holding->weight);
    free(holding->place);
    free(holding->seat);
    free(holding->holders);
    free(holding->filled);
    free(holding);
}

void holding_leave(struct holding *holding, int32_t person)
{
    int32_t need = holding->need_of[person];
    if (need < 0)
        return;
    int32_t *holders = holding->holders + holding->seat[need];
    int32_t place = holding->place[person];
    int32_t last = holders[--holding->filled[need]];
    holders[place] = last;
    holding->place[last] = place;
    holding->need_of[person] = -1;
}

void holding_seat(struct holding *holding, int32_t person, int32_t need, int64_t weight)
{
    holding_leave(holding, person);
    assert(!holding_is_full(holding, need));
    int32_t place = holding->filled[need]++;
    holding->holders[holding->seat[need] + (size_t)place] = person;
    holding->place[person] = place;
    holding->need_of[person] = need;
    holding->weight[person] = weight;
}

/* A weight is the fit in units, and 1 more for whoever is held; a unit is more than all seats. So
 * what is over in the sum of all is how many are held, and no row is looked at. */
struct objective holding_objective(const struct holding *holding)
{
    const struct problem *problem = holding->problem;
    struct objective objective = {0};
    int128 weight = 0;
    for (size_t i = 0; i < problem->person_count; i++)
        weight += holding->need_of[i] >= 0 ? holding->weight[i] : 0;
    for (size_t j = 0; j < problem->need_count; j++)
        objective.filled[problem->priority[j] - 1] += holding->filled[j];
    objective.fit_bp = (int64_t)(weight / problem->unit);
    objective.held = (int64_t)(weight % problem->unit);
    return objective;
}
