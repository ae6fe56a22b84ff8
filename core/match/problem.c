#include "core/match/problem.h"

#include <assert.h>

#include "core/base/alloc.h"

static bool has_base(const struct instance *instance)
{
    for (size_t i = 0; i < instance->person_count; i++) {
        if (instance->base_need[i] >= 0)
            return true;
    }
    return false;
}

struct problem problem_of(const struct instance *instance)
{
    return (struct problem){
        .person_count = instance->person_count,
        .need_count = instance->need_count,
        .rows = {instance->row_start, (const uint32_t *)instance->items},
        .seats = instance->seats,
        .priority = instance->priority,
        .base_need = has_base(instance) ? instance->base_need : NULL,
        .lottery = instance->lottery,
        .unit = instance->total_seats + 1,
        .class_step = instance_class_step(instance),
    };
}

uint32_t rows_pair(const struct rows *rows, size_t person, int32_t need)
{
    size_t at = rows_find(rows, person, need);
    assert(at != ROWS_NONE);
    return rows->pairs[at];
}

int64_t *problem_above_floors(const struct problem *problem, const int64_t *price)
{
    int64_t *ret = cadre_calloc(problem->need_count, sizeof *ret);
    for (size_t j = 0; j < problem->need_count; j++) {
        int64_t floor = problem_floor(problem, j);
        ret[j] = price[j] > floor ? price[j] : floor;
    }
    return ret;
}
