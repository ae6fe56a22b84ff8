#include "core/gap/steps.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/evidence/asked.h"

struct counter {
    enum grouping grouping;
    uint32_t group;
    struct gap_step step;
    uint32_t mark; /* the last person counted */
};

/* Of one failure of one need: index + 1 of its counter in each grouping, 0 until it first occurs.
 */
struct slot {
    uint32_t counter[GROUPING_WITH_STEPS_COUNT];
};

struct steps {
    const struct snapshot *snapshot;
    struct arena *arena;
    struct slot **slots;     /* per need: (1 + its clauses) x REASON_COUNT */
    struct str_map *by_text; /* grouping, group, reason and text -> counter */
    struct counter *counters;
    size_t count, capacity;
};

struct steps *steps_new(const struct snapshot *snapshot, struct arena *arena)
{
    struct steps *steps = cadre_calloc(1, sizeof *steps);
    steps->snapshot = snapshot;
    steps->arena = arena;
    steps->by_text = str_map_new();
    steps->slots = cadre_calloc(snapshot->need_count, sizeof *steps->slots);
    for (size_t j = 0; j < snapshot->need_count; j++)
        steps->slots[j] = cadre_calloc((snapshot->needs[j].clause_count + 1) * REASON_COUNT,
                                       sizeof *steps->slots[j]);
    return steps;
}

void steps_free(struct steps *steps)
{
    if (steps == NULL)
        return;
    for (size_t j = 0; j < steps->snapshot->need_count; j++)
        free(steps->slots[j]);
    free(steps->slots);
    free(steps->counters);
    str_map_free(steps->by_text);
    free(steps);
}

/* Two needs of a group that ask for the same in the same words share a counter. */
static uint32_t counter_for(struct steps *steps, enum grouping grouping, uint32_t group,
                            uint32_t need, struct failure failure)
{
    char *what = asked_text(steps->snapshot, &steps->snapshot->needs[need], failure, steps->arena);
    CADRE_FREE char *key =
        cadre_format("%d %u %d %s", (int)grouping, group, (int)failure.reason, what);
    uint32_t index = (uint32_t)steps->count;
    if (!str_map_insert(steps->by_text, str_view_of(key), index)) {
        str_map_find(steps->by_text, str_view_of(key), &index);
        return index;
    }
    steps->counters =
        cadre_grow(steps->counters, &steps->capacity, steps->count + 1, sizeof *steps->counters);
    steps->counters[steps->count++] = (struct counter){
        .grouping = grouping, .group = group, .step = {.reason = failure.reason, .what = what}};
    return index;
}

void steps_count(struct steps *steps, enum grouping grouping, uint32_t group, uint32_t need,
                 struct failure failure, uint32_t mark)
{
    size_t at = (size_t)(failure.clause + 1) * REASON_COUNT + (size_t)failure.reason;
    uint32_t *counter = &steps->slots[need][at].counter[grouping];
    if (*counter == 0)
        *counter = counter_for(steps, grouping, group, need, failure) + 1;
    struct counter *counted = &steps->counters[*counter - 1];
    if (counted->mark == mark)
        return;
    counted->mark = mark;
    counted->step.people++;
}

static int by_group_then_people(const void *left, const void *right)
{
    const struct counter *a = left;
    const struct counter *b = right;
    if (a->grouping != b->grouping)
        return a->grouping < b->grouping ? -1 : 1;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->step.people != b->step.people)
        return a->step.people > b->step.people ? -1 : 1;
    if (a->step.reason != b->step.reason)
        return a->step.reason < b->step.reason ? -1 : 1;
    return strcmp(a->step.what, b->step.what);
}

void steps_deal(struct steps *steps, struct gap_cell *const cells[GROUPING_COUNT])
{
    struct gap_step *dealt = arena_calloc(steps->arena, steps->count, sizeof *dealt);
    if (steps->count > 1)
        qsort(steps->counters, steps->count, sizeof *steps->counters, by_group_then_people);
    for (size_t i = 0; i < steps->count; i++) {
        const struct counter *counter = &steps->counters[i];
        struct gap_cell *cell = &cells[counter->grouping][counter->group];
        dealt[i] = counter->step;
        if (cell->step_count == 0)
            cell->steps = &dealt[i];
        if (cell->step_count < GAP_STEPS_MAX)
            cell->step_count++;
    }
}
