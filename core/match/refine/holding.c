#include "core/match/refine/holding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

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
    holding->need_of = cadre_calloc(people, sizeof *holding->need_of);
    holding->weight = cadre_calloc(people, sizeof *holding->weight);
    holding->next = cadre_calloc(people, sizeof *holding->next);
    holding->previous = cadre_calloc(people, sizeof *holding->previous);
    holding->first = cadre_calloc(problem->need_count, sizeof *holding->first);
    holding->filled = cadre_calloc(problem->need_count, sizeof *holding->filled);
    memset(holding->need_of, -1, people * sizeof *holding->need_of);
    memset(holding->first, -1, problem->need_count * sizeof *holding->first);
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
    free(holding->next);
    free(holding->previous);
    free(holding->first);
    free(holding->filled);
    free(holding);
}

void holding_leave(struct holding *holding, int32_t person)
{
    int32_t need = holding->need_of[person];
    if (need < 0)
        return;
    int32_t next = holding->next[person];
    int32_t previous = holding->previous[person];
    if (previous < 0)
        holding->first[need] = next;
    else
        holding->next[previous] = next;
    if (next >= 0)
        holding->previous[next] = previous;
    holding->filled[need]--;
    holding->need_of[person] = -1;
}

void holding_seat(struct holding *holding, int32_t person, int32_t need, int64_t weight)
{
    holding_leave(holding, person);
    int32_t next = holding->first[need];
    if (next >= 0)
        holding->previous[next] = person;
    holding->next[person] = next;
    holding->previous[person] = -1;
    holding->first[need] = person;
    holding->filled[need]++;
    holding->need_of[person] = need;
    holding->weight[person] = weight;
}
