#include "core/verify/hall.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

struct hall_columns hall_columns_of(const struct instance *instance, struct arena *arena)
{
    size_t pairs = instance->row_start[instance->person_count];
    struct hall_columns columns = {
        arena_calloc(arena, instance->need_count + 2, sizeof *columns.start),
        arena_calloc(arena, pairs, sizeof *columns.people),
    };
    /* Counted two further on, so that filling moves each start to its place. */
    for (size_t at = 0; at < pairs; at++)
        columns.start[instance->items[at].need + 2]++;
    for (size_t j = 2; j < instance->need_count + 2; j++)
        columns.start[j] += columns.start[j - 1];
    for (size_t i = 0; i < instance->person_count; i++) {
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++)
            columns.people[columns.start[instance->items[at].need + 1]++] = (int32_t)i;
    }
    return columns;
}

/* One closure after another; a mark says in which of them a need or person was met last. */
struct closure {
    const struct instance *instance;
    const int32_t *need_of;
    struct hall_columns columns;
    int32_t *filled;       /* per need: seats */
    uint32_t *need_mark;   /* per need */
    uint32_t *person_mark; /* per person */
    uint32_t mark;
    int32_t *needs;
    size_t need_count;
    size_t people;
};

static void take_need(struct closure *closure, size_t need)
{
    if (closure->need_mark[need] == closure->mark)
        return;
    closure->need_mark[need] = closure->mark;
    closure->needs[closure->need_count++] = (int32_t)need;
}

/* False when somebody who sits nowhere qualifies for a need of the set. */
static bool close_set(struct closure *closure)
{
    for (size_t at = 0; at < closure->need_count; at++) {
        size_t need = (size_t)closure->needs[at];
        for (size_t c = closure->columns.start[need]; c < closure->columns.start[need + 1]; c++) {
            int32_t person = closure->columns.people[c];
            int32_t seat = closure->need_of[person];
            if (closure->person_mark[person] == closure->mark)
                continue;
            if (seat < 0 || (size_t)seat >= closure->instance->need_count)
                return false;
            closure->person_mark[person] = closure->mark;
            closure->people++;
            take_need(closure, (size_t)seat);
        }
    }
    return true;
}

static struct closure closure_of(const struct instance *instance, const int32_t *need_of,
                                 struct arena *arena)
{
    struct closure closure = {
        .instance = instance,
        .need_of = need_of,
        .columns = hall_columns_of(instance, arena),
        .filled = arena_calloc(arena, instance->need_count, sizeof *closure.filled),
        .need_mark = arena_calloc(arena, instance->need_count, sizeof *closure.need_mark),
        .person_mark = arena_calloc(arena, instance->person_count, sizeof *closure.person_mark),
        .needs = arena_calloc(arena, instance->need_count, sizeof *closure.needs),
    };
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] >= 0 && (size_t)need_of[i] < instance->need_count)
            closure.filled[need_of[i]]++;
    }
    return closure;
}

int hall_by_number(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left;
    int32_t b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* False when the need has no empty seat, or there is no such set around it. */
static bool find_set(struct closure *closure, size_t need, struct arena *arena,
                     struct hall_set *ret_set)
{
    if (closure->filled[need] >= closure->instance->seats[need])
        return false;
    closure->mark++;
    closure->need_count = closure->people = 0;
    take_need(closure, need);
    if (!close_set(closure))
        return false;
    int32_t *needs = arena_calloc(arena, closure->need_count, sizeof *needs);
    memcpy(needs, closure->needs, closure->need_count * sizeof *needs);
    qsort(needs, closure->need_count, sizeof *needs, hall_by_number);
    *ret_set = (struct hall_set){
        .needs = needs, .need_count = closure->need_count, .people = closure->people};
    for (size_t i = 0; i < closure->need_count; i++)
        ret_set->seats += closure->instance->seats[needs[i]];
    return true;
}

bool certificate_hall_set(const struct instance *instance, const int32_t *need_of, size_t need,
                          struct arena *arena, struct hall_set *ret_set)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    if (need >= instance->need_count)
        return false;
    if (instance->caps != NULL)
        return hall_capped_find(hall_capped_new(instance, need_of, scratch), need, arena, ret_set);
    struct closure closure = closure_of(instance, need_of, scratch);
    return find_set(&closure, need, arena, ret_set);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* The fewest needs first: they tell most. */
static int by_needs(const void *left, const void *right)
{
    const struct hall_set *a = left;
    const struct hall_set *b = right;
    if (a->need_count != b->need_count)
        return a->need_count < b->need_count ? -1 : 1;
    for (size_t i = 0; i < a->need_count; i++) {
        if (a->needs[i] != b->needs[i])
            return a->needs[i] < b->needs[i] ? -1 : 1;
    }
    return 0;
}

static size_t find_sets(const struct instance *instance, const int32_t *need_of,
                        struct arena *arena, struct hall_set *sets)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    size_t found = 0;
    if (instance->caps != NULL) {
        struct hall_capped *capped = hall_capped_new(instance, need_of, scratch);
        for (size_t need = 0; need < instance->need_count; need++)
            found += hall_capped_find(capped, need, arena, &sets[found]);
        return found;
    }
    struct closure closure = closure_of(instance, need_of, scratch);
    for (size_t need = 0; need < instance->need_count; need++)
        found += find_set(&closure, need, arena, &sets[found]);
    return found;
}

size_t certificate_hall_sets(const struct instance *instance, const int32_t *need_of,
                             struct arena *arena, const struct hall_set **ret_sets)
{
    struct hall_set *sets = arena_calloc(arena, instance->need_count, sizeof *sets);
    size_t found = find_sets(instance, need_of, arena, sets);
    qsort(sets, found, sizeof *sets, by_needs);
    size_t count = 0;
    for (size_t i = 0; i < found; i++) {
        if (count == 0 || by_needs(&sets[count - 1], &sets[i]) != 0)
            sets[count++] = sets[i];
    }
    *ret_sets = sets;
    return count;
}
