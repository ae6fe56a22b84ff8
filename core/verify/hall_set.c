#include "core/verify/certificate.h"

#include "core/base/alloc.h"

/* Who qualifies for each need: the rows of the instance, turned round. */
struct columns {
    size_t *start;   /* need_count + 1 */
    int32_t *people; /* by need */
};

static struct columns columns_of(const struct instance *instance, struct arena *arena)
{
    size_t pairs = instance->row_start[instance->person_count];
    struct columns columns = {
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

struct closure {
    const struct instance *instance;
    const int32_t *need_of;
    struct columns columns;
    bool *in_set;  /* per need */
    bool *counted; /* per person */
    int32_t *needs;
    size_t need_count;
    size_t people;
};

static void take_need(struct closure *closure, size_t need)
{
    if (closure->in_set[need])
        return;
    closure->in_set[need] = true;
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
            if (closure->counted[person])
                continue;
            if (seat < 0 || (size_t)seat >= closure->instance->need_count)
                return false;
            closure->counted[person] = true;
            closure->people++;
            take_need(closure, (size_t)seat);
        }
    }
    return true;
}

static bool has_empty_seat(const struct instance *instance, const int32_t *need_of, size_t need)
{
    int32_t filled = 0;
    for (size_t i = 0; i < instance->person_count; i++)
        filled += need_of[i] >= 0 && (size_t)need_of[i] == need;
    return filled < instance->seats[need];
}

static size_t find_set(const struct instance *instance, const int32_t *need_of, size_t need,
                       struct arena *arena, struct arena *scratch, int32_t **ret_needs,
                       size_t *ret_people)
{
    struct closure closure = {
        .instance = instance,
        .need_of = need_of,
        .columns = columns_of(instance, scratch),
        .in_set = arena_calloc(scratch, instance->need_count, sizeof *closure.in_set),
        .counted = arena_calloc(scratch, instance->person_count, sizeof *closure.counted),
        .needs = arena_calloc(scratch, instance->need_count, sizeof *closure.needs),
    };
    take_need(&closure, need);
    if (!close_set(&closure))
        return 0;
    int32_t *needs = arena_calloc(arena, closure.need_count, sizeof *needs);
    size_t count = 0;
    for (size_t j = 0; j < instance->need_count; j++) {
        if (closure.in_set[j])
            needs[count++] = (int32_t)j;
    }
    *ret_needs = needs;
    *ret_people = closure.people;
    return count;
}

size_t certificate_hall_set(const struct instance *instance, const int32_t *need_of, size_t need,
                            struct arena *arena, int32_t **ret_needs, size_t *ret_people)
{
    *ret_needs = NULL;
    *ret_people = 0;
    if (need >= instance->need_count || !has_empty_seat(instance, need_of, need))
        return 0;
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    return find_set(instance, need_of, need, arena, scratch, ret_needs, ret_people);
}
