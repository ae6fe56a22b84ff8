#include "core/pairs/locks.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/pairs/instance.h"

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
    return (a->need > b->need) - (a->need < b->need);
}

static struct lock *collect(const struct snapshot *snapshot, size_t count, struct arena *arena)
{
    struct lock *locks = arena_calloc(arena, count, sizeof *locks);
    size_t at = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        const struct person *person = &snapshot->people[i];
        for (size_t d = 0; d < person->decision_count; d++) {
            if (decision_binds(person->decisions[d].verdict))
                locks[at++] = (struct lock){.decision = &person->decisions[d],
                                            .person = (int32_t)i,
                                            .need = person->decisions[d].need};
        }
    }
    if (count > 1)
        qsort(locks, count, sizeof *locks, by_day);
    return locks;
}

/* ---- whom the run of a residual match seats ---------------------------------------------------
 */

struct stay {
    struct lock lock;
    int32_t fit_bp; /* -1 = does not fit */
    struct digest lottery;
};

static int by_fit_then_lottery(const void *left, const void *right)
{
    const struct stay *a = left;
    const struct stay *b = right;
    if (a->fit_bp != b->fit_bp)
        return a->fit_bp > b->fit_bp ? -1 : 1;
    int drawn = digest_compare(&a->lottery, &b->lottery);
    return drawn != 0 ? drawn
                      : (a->lock.person > b->lock.person) - (a->lock.person < b->lock.person);
}

static struct lock *collect_stays(const struct snapshot *snapshot, const struct pairs *pairs,
                                  struct arena *arena)
{
    struct lock *locks = arena_calloc(arena, snapshot->stay_count, sizeof *locks);
    CADRE_FREE struct stay *stays = cadre_calloc(snapshot->stay_count, sizeof *stays);
    for (size_t i = 0; i < snapshot->stay_count; i++) {
        const struct base_assignment *place = &snapshot->stays[i];
        stays[i] = (struct stay){
            .lock = {.person = place->person, .need = place->need},
            .fit_bp = pairs_fit(pairs, (size_t)place->person, (size_t)place->need),
            .lottery = instance_lottery(snapshot, (size_t)place->person),
        };
    }
    if (snapshot->stay_count > 1)
        qsort(stays, snapshot->stay_count, sizeof *stays, by_fit_then_lottery);
    for (size_t i = 0; i < snapshot->stay_count; i++)
        locks[i] = stays[i].lock;
    return locks;
}

/* ---- both ------------------------------------------------------------------------------------ */

struct settling {
    const struct snapshot *snapshot;
    const struct pairs *pairs;
    int32_t *need_of;
    int32_t *left; /* seats that are not bound */
    size_t held;
};

static enum lock_outcome settle_one(struct settling *settling, const struct lock *lock)
{
    const struct person *person = &settling->snapshot->people[lock->person];
    bool seated = lock->decision != NULL && lock->decision->seated;
    if (seated || (person->placed && person->placed_need == lock->need))
        return LOCK_FULFILLED;
    if (pairs_fit(settling->pairs, (size_t)lock->person, (size_t)lock->need) < 0)
        return LOCK_NOT_ELIGIBLE;
    if (settling->need_of[lock->person] == lock->need)
        return LOCK_HOLDS; /* whom the run seats has said so */
    if (settling->need_of[lock->person] >= 0)
        return LOCK_ELSEWHERE;
    if (settling->left[lock->need] == 0)
        return LOCK_NO_SEAT;
    settling->left[lock->need]--;
    settling->need_of[lock->person] = lock->need;
    settling->held++;
    return LOCK_HOLDS;
}

static void settle(struct settling *settling, struct lock *locks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        locks[i].outcome = settle_one(settling, &locks[i]);
}

struct locks locks_settle(const struct snapshot *snapshot, const struct pairs *pairs,
                          struct arena *arena)
{
    size_t count = count_binding(snapshot);
    if (count == 0 && snapshot->stay_count == 0)
        return (struct locks){0};
    struct lock *locks = collect(snapshot, count, arena);
    struct lock *stays = collect_stays(snapshot, pairs, arena);
    struct settling settling = {
        .snapshot = snapshot,
        .pairs = pairs,
        .need_of = arena_calloc(arena, snapshot->person_count, sizeof *settling.need_of),
        .left = arena_calloc(arena, snapshot->need_count, sizeof *settling.left),
    };
    for (size_t i = 0; i < snapshot->person_count; i++)
        settling.need_of[i] = -1;
    for (size_t j = 0; j < snapshot->need_count; j++)
        settling.left[j] = snapshot->needs[j].seats;
    settle(&settling, locks, count);
    settle(&settling, stays, snapshot->stay_count);
    return (struct locks){locks, count, stays, snapshot->stay_count,
                          settling.held > 0 ? settling.need_of : NULL};
}
