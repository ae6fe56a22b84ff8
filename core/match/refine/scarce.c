#include "core/match/refine/scarce.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/refine/ways.h"
#include "core/match/row_scan.h"

enum {
    FETCH_AHEAD = 32, /* people whose rows are fetched beforehand: a few of them matter */
    FEW = 16          /* no more comers than that */
};

void scarce_init(const struct problem *problem, struct scarce *ret_scarce)
{
    *ret_scarce = (struct scarce){
        .needs = cadre_calloc(problem->need_count, sizeof(bool)),
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
    const struct row_scan *scan;
    struct row_sieve scarce;
    const bool *comes; /* by person: is free and qualifies for a scarce need */
};

static bool matters(const struct taking *taking, size_t person)
{
    return taking->need_of[person] >= 0 || taking->comes[person];
}

static size_t take_row(const struct taking *taking, size_t person, uint32_t *ret_pairs)
{
    const struct rows *rows = &taking->problem->rows;
    const uint32_t *pairs = rows->pairs + rows->start[person];
    size_t count = taking->scan->find(&taking->scarce, pairs,
                                      rows->start[person + 1] - rows->start[person], ret_pairs);
    for (size_t at = 0; at < count; at++)
        ret_pairs[at] = pairs[ret_pairs[at]];
    return count;
}

static void take_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    const struct taking *taking = context;
    const struct rows *rows = &taking->problem->rows;
    for (size_t i = part->first; i < part->end; i++) {
        size_t count = 0;
        if (i + FETCH_AHEAD < part->end && matters(taking, i + FETCH_AHEAD))
            ways_fetch_row(rows, (int32_t)(i + FETCH_AHEAD));
        if (matters(taking, i))
            count = take_row(taking, i, row_maker_room(maker));
        row_maker_end(maker, i, count);
    }
}

void scarce_take(struct scarce *scarce, const struct problem *problem, const int32_t *need_of,
                 const struct comers *comers)
{
    CADRE_FREE bool *comes = cadre_calloc(problem->person_count, sizeof *comes);
    for (size_t j = 0; j < problem->need_count; j++) {
        scarce->needs[j] |= comers_are_few(comers, j, FEW);
        if (scarce->needs[j])
            comers_mark(comers, j, comes);
    }
    struct taking taking = {
        .problem = problem,
        .need_of = need_of,
        .scan = row_scan_best(),
        .scarce = row_sieve_of(scarce->needs, problem->need_count),
        .comes = comes,
    };
    free(scarce->start);
    free(scarce->pairs);
    people_parts_make(problem, problem->rows, take_part, &taking, &scarce->start, &scarce->pairs);
    scarce->near.rows = (struct rows){scarce->start, scarce->pairs};
}
