#include "core/match/refine/scarce.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/refine/ways.h"

enum {
    FETCH_AHEAD = 32, /* people whose rows are fetched beforehand: a few of them matter */
    FEW = 16          /* no more comers than that */
};

void scarce_init(const struct problem *problem, struct scarce *ret_scarce)
{
    *ret_scarce = (struct scarce){
        .needs = cadre_calloc(problem->need_count, sizeof(uint8_t)),
        .near = *problem,
    };
}

void scarce_release(struct scarce *scarce)
{
    free(scarce->needs);
    free(scarce->start);
    free(scarce->pairs);
    *scarce = (struct scarce){0};
}

struct taking {
    const struct problem *problem;
    const int32_t *need_of;
    const uint8_t *scarce; /* per need */
    const bool *comes;     /* by person: is free and qualifies for a scarce need */
};

static bool matters(const struct taking *taking, size_t person)
{
    return taking->need_of[person] >= 0 || taking->comes[person];
}

static void take_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    const struct taking *taking = context;
    const struct rows *rows = &taking->problem->rows;
    for (size_t i = part->first; i < part->end; i++) {
        size_t count = 0;
        if (i + FETCH_AHEAD < part->end && matters(taking, i + FETCH_AHEAD))
            ways_fetch_row(rows, (int32_t)(i + FETCH_AHEAD));
        if (matters(taking, i) && rows_any_among(rows, i, taking->scarce)) {
            uint32_t *near = row_maker_room(maker);
            for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
                near[count] = rows->pairs[at];
                count += taking->scarce[packed_need(rows->pairs[at])];
            }
        }
        row_maker_end(maker, i, count);
    }
}

void scarce_take(struct scarce *scarce, const struct problem *problem, const int32_t *need_of,
                 const struct comers *comers)
{
    CADRE_FREE bool *comes = cadre_calloc(problem->person_count, sizeof *comes);
    struct taking taking = {problem, need_of, scarce->needs, comes};
    for (size_t j = 0; j < problem->need_count; j++) {
        scarce->needs[j] |= comers_are_few(comers, j, FEW);
        if (scarce->needs[j])
            comers_mark(comers, j, comes);
    }
    free(scarce->start);
    free(scarce->pairs);
    people_parts_make(problem, problem->rows, take_part, &taking, &scarce->start, &scarce->pairs);
    scarce->near.rows = (struct rows){scarce->start, scarce->pairs};
}
