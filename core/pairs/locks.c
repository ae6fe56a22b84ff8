#include "core/pairs/locks.h"

#include <stdlib.h>

static size_t count_binding(const struct snapshot *snapshot)
{
    size_t count = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        for (size_t d = 0; d < snapshot->people[i].decision_count; d++)
            count += decision_binds(snapshot->people[i].decisions[d].verdict);
    }
    return count;
}

/* People and needs are in the order of their keys. */
static int by_day(const void *left, const void *right)
{
    const struct lock *a = left;
    const struct lock *b = right;
    if (a->decision->decided_on.day != b->decision->decided_on.day)
        return a->decision->decided_on.day < b->decision->decided_on.day ? -1 : 1;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->decision->need > b->decision->need) - (a->decision->need < b->decision->need);
}

static struct lock *collect(const struct snapshot *snapshot, size_t count, struct arena *arena)
{
    struct lock *locks = arena_calloc(arena, count, sizeof *locks);
    size_t at = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        const struct person *person = &snapshot->people[i];
        for (size_t d = 0; d < person->decision_count; d++) {
            if (decision_binds(person->decisions[d].verdict))
                locks[at++] =
                    (struct lock){.decision = &person->decisions[d], .person = (int32_t)i};
        }
    }
    qsort(locks, count, sizeof *locks, by_day);
    return locks;
}

static enum lock_outcome settle(const struct snapshot *snapshot, const struct pairs *pairs,
                                const struct lock *lock, int32_t *need_of, int32_t *left)
{
    const struct person *person = &snapshot->people[lock->person];
    int32_t need = lock->decision->need;
    if (person->placed && person->placed_need == need)
        return LOCK_FULFILLED;
    if (pairs_fit(pairs, (size_t)lock->person, (size_t)need) < 0)
        return LOCK_NOT_ELIGIBLE;
    if (need_of[lock->person] >= 0)
        return LOCK_ELSEWHERE;
    if (left[need] == 0)
        return LOCK_NO_SEAT;
    left[need]--;
    need_of[lock->person] = need;
    return LOCK_HOLDS;
}

struct locks locks_settle(const struct snapshot *snapshot, const struct pairs *pairs,
                          struct arena *arena)
{
    size_t count = count_binding(snapshot);
    if (count == 0)
        return (struct locks){0};
    struct lock *locks = collect(snapshot, count, arena);
    int32_t *need_of = arena_calloc(arena, snapshot->person_count, sizeof *need_of);
    int32_t *left = arena_calloc(arena, snapshot->need_count, sizeof *left);
    size_t held = 0;
    for (size_t i = 0; i < snapshot->person_count; i++)
        need_of[i] = -1;
    for (size_t j = 0; j < snapshot->need_count; j++)
        left[j] = snapshot->needs[j].seats;
    for (size_t i = 0; i < count; i++) {
        locks[i].outcome = settle(snapshot, pairs, &locks[i], need_of, left);
        held += locks[i].outcome == LOCK_HOLDS;
    }
    return (struct locks){locks, count, held > 0 ? need_of : NULL};
}
