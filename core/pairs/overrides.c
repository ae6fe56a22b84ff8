#include "core/pairs/overrides.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/pairs/locks.h"

/* ---- which they are -------------------------------------------------------------------------- */

static bool is_by_hand(const struct override *override)
{
    enum decision_verdict verdict = override->decision->verdict;
    return verdict == DECISION_LOCK || verdict == DECISION_FORBID;
}

/* People and needs are in the order of their keys. */
static int by_hand_then_day(const void *left, const void *right)
{
    const struct override *a = left;
    const struct override *b = right;
    if (is_by_hand(a) != is_by_hand(b))
        return is_by_hand(a) ? -1 : 1;
    if (a->decision->decided_on.day != b->decision->decided_on.day)
        return a->decision->decided_on.day < b->decision->decided_on.day ? -1 : 1;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->need > b->need) - (a->need < b->need);
}

static size_t count_decisions(const struct snapshot *snapshot)
{
    size_t count = 0;
    for (size_t i = 0; i < snapshot->person_count; i++)
        count += snapshot->people[i].decision_count;
    return count;
}

/* Per person the need in which the run of a residual match leaves them, -1 = none. */
static int32_t *stays_of(const struct snapshot *snapshot, const struct locks *locks)
{
    int32_t *stays = cadre_malloc(snapshot->person_count * sizeof *stays);
    for (size_t i = 0; i < snapshot->person_count; i++)
        stays[i] = -1;
    for (size_t i = 0; i < locks->stay_count; i++) {
        if (locks->stays[i].outcome == LOCK_HOLDS)
            stays[locks->stays[i].person] = locks->stays[i].need;
    }
    return stays;
}

static size_t take_binding(const struct locks *locks, const struct pairs *pairs,
                           const int32_t *stays, struct override *overrides)
{
    size_t count = 0;
    for (size_t i = 0; i < locks->count; i++) {
        const struct lock *lock = &locks->items[i];
        if (lock->outcome == LOCK_HOLDS)
            overrides[count++] = (struct override){
                .decision = lock->decision,
                .person = lock->person,
                .need = lock->need,
                .fit_bp = pairs_fit(pairs, (size_t)lock->person, (size_t)lock->need),
                .stays = stays[lock->person] == lock->need};
    }
    return count;
}

/* A decision is told behind all else by which a pair fails. */
static size_t take_closing_of(const struct snapshot *snapshot, size_t index,
                              struct override *overrides)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct person *person = &snapshot->people[index];
    const struct expansion *expansion = qualify_expand(snapshot, person, scratch);
    size_t count = 0;
    for (size_t d = 0; d < person->decision_count; d++) {
        const struct decision *decision = &person->decisions[d];
        const struct need *need = &snapshot->needs[decision->need];
        enum reason reason = decision_reason(decision->verdict);
        if (reason != REASON_NONE && qualify_reason(snapshot, expansion, need) == reason)
            overrides[count++] =
                (struct override){.decision = decision,
                                  .person = (int32_t)index,
                                  .need = decision->need,
                                  .fit_bp = fit_of(snapshot, expansion, need).total_bp};
    }
    return count;
}

static size_t take_closing(const struct snapshot *snapshot, struct override *overrides)
{
    size_t count = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (snapshot->people[i].decision_count > 0)
            count += take_closing_of(snapshot, i, &overrides[count]);
    }
    return count;
}

size_t overrides_find(const struct snapshot *snapshot, const struct pairs *pairs,
                      struct arena *arena, const struct override **ret_overrides)
{
    size_t most = count_decisions(snapshot);
    *ret_overrides = NULL;
    if (most == 0)
        return 0;
    struct override *overrides = arena_calloc(arena, most, sizeof *overrides);
    const struct locks locks = locks_settle(snapshot, pairs, arena);
    CADRE_FREE int32_t *stays = stays_of(snapshot, &locks);
    size_t count = take_binding(&locks, pairs, stays, overrides);
    count += take_closing(snapshot, overrides + count);
    if (count > 1)
        qsort(overrides, count, sizeof *overrides, by_hand_then_day);
    *ret_overrides = overrides;
    return count;
}

/* ---- without them ---------------------------------------------------------------------------- */

static void unbind(struct instance *lifted, const struct override *overrides, size_t count,
                   struct arena *arena)
{
    if (lifted->locked_need == NULL)
        return;
    int32_t *locked = arena_alloc(arena, lifted->person_count * sizeof *locked);
    size_t bound = 0;
    for (size_t i = 0; i < lifted->person_count; i++)
        locked[i] = lifted->locked_need[i];
    for (size_t i = 0; i < count; i++) {
        if (!override_closes(&overrides[i]) && !overrides[i].stays)
            locked[overrides[i].person] = -1;
    }
    for (size_t i = 0; i < lifted->person_count; i++)
        bound += locked[i] >= 0;
    lifted->locked_need = bound > 0 ? locked : NULL;
}

static int by_person_need(const void *left, const void *right)
{
    const struct override *const *a = left;
    const struct override *const *b = right;
    if ((*a)->person != (*b)->person)
        return (*a)->person < (*b)->person ? -1 : 1;
    return ((*a)->need > (*b)->need) - ((*a)->need < (*b)->need);
}

/* The row with the pairs that were closed, by need as before; where it ends. */
static size_t merge_row(const struct instance *instance, size_t person,
                        const struct override *const **at, const struct override *const *end,
                        struct pair *items, size_t count)
{
    for (size_t from = instance->row_start[person]; from < instance->row_start[person + 1];
         from++) {
        const struct pair *pair = &instance->items[from];
        for (; *at < end && (size_t)(**at)->person == person && (uint32_t)(**at)->need < pair->need;
             ++*at)
            items[count++] =
                (struct pair){.need = (uint32_t)(**at)->need, .fit_bp = (uint32_t)(**at)->fit_bp};
        items[count++] = *pair;
    }
    for (; *at < end && (size_t)(**at)->person == person; ++*at)
        items[count++] =
            (struct pair){.need = (uint32_t)(**at)->need, .fit_bp = (uint32_t)(**at)->fit_bp};
    return count;
}

static void open_pairs(struct instance *lifted, const struct override *const *closing, size_t count,
                       struct arena *arena)
{
    const struct instance *before =
        &(const struct instance){.row_start = lifted->row_start, .items = lifted->items};
    size_t pairs = lifted->row_start[lifted->person_count];
    size_t *row_start = arena_alloc(arena, (lifted->person_count + 1) * sizeof *row_start);
    struct pair *items = arena_alloc(arena, (pairs + count) * sizeof *items);
    const struct override *const *at = closing;
    size_t end = 0;
    row_start[0] = 0;
    for (size_t i = 0; i < lifted->person_count; i++) {
        end = merge_row(before, i, &at, closing + count, items, end);
        row_start[i + 1] = end;
    }
    lifted->row_start = row_start;
    lifted->items = items;
}

const struct instance *overrides_lift(const struct instance *instance,
                                      const struct override *overrides, size_t count,
                                      struct arena *arena)
{
    struct instance *lifted = arena_calloc(arena, 1, sizeof *lifted);
    CADRE_FREE const struct override **closing = cadre_calloc(count + 1, sizeof *closing);
    size_t closed = 0;
    *lifted = *instance;
    lifted->wishes = NULL;
    for (size_t i = 0; i < count; i++) {
        if (override_closes(&overrides[i]))
            closing[closed++] = &overrides[i];
    }
    unbind(lifted, overrides, count, arena);
    if (closed > 1)
        qsort(closing, closed, sizeof *closing, by_person_need);
    if (closed > 0)
        open_pairs(lifted, closing, closed, arena);
    return lifted;
}
