#include "core/gap/outcome_diff.h"

#include <stdlib.h>

#include "core/base/alloc.h"

/* ---- placements ------------------------------------------------------------------------------ */

static int by_natural_key(const void *left, const void *right)
{
    const struct outcome_place *a = left;
    const struct outcome_place *b = right;
    return str_view_compare(a->natural_key, b->natural_key);
}

static const struct outcome_place *find_place(const struct outcome *outcome,
                                              struct str_view natural_key)
{
    const struct outcome_place wanted = {.natural_key = natural_key};
    return outcome->place_count == 0 ? NULL
                                     : bsearch(&wanted, outcome->places, outcome->place_count,
                                               sizeof *outcome->places, by_natural_key);
}

/* ---- needs ----------------------------------------------------------------------------------- */

static int32_t find_need(const struct outcome *outcome, struct str_view code)
{
    size_t low = 0;
    size_t high = outcome->need_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_view_compare(outcome->needs[middle].code, code);
        if (order == 0)
            return (int32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* How many seats of each need are filled, in the order of the needs. */
static int64_t *count_filled(const struct outcome *outcome, struct arena *arena)
{
    int64_t *filled = arena_calloc(arena, outcome->need_count, sizeof *filled);
    for (size_t i = 0; i < outcome->seat_count; i++) {
        int32_t need = find_need(outcome, outcome->seats[i].need_code);
        if (need >= 0)
            filled[need]++;
    }
    return filled;
}

/* How many seats of each need before are their people's by a placement after. */
static int64_t *count_since(const struct outcome *before, const struct outcome *after,
                            struct arena *arena)
{
    int64_t *since = arena_calloc(arena, before->need_count, sizeof *since);
    for (size_t i = 0; i < before->seat_count; i++) {
        const struct outcome_seat *seat = &before->seats[i];
        const struct outcome_place *place = find_place(after, seat->natural_key);
        int32_t need = find_need(before, seat->need_code);
        if (place != NULL && need >= 0 && str_view_equal(place->need_code, seat->need_code))
            since[need]++;
    }
    return since;
}

static bool differs(const struct need_change *change)
{
    return change->before == NULL || change->after == NULL ||
           change->before->seats != change->after->seats ||
           change->before->priority != change->after->priority ||
           change->filled_before != change->filled_after;
}

static void add_need(struct outcome_diff *diff, struct need_change *changes,
                     const struct need_change *change)
{
    int64_t won = change->filled_after + change->since - change->filled_before;
    diff->gained += won > 0 ? won : 0;
    diff->lost += won < 0 ? -won : 0;
    if (differs(change))
        changes[diff->need_count++] = *change;
}

static const struct outcome_need *need_of(const struct need_change *change)
{
    return change->after != NULL ? change->after : change->before;
}

static int by_priority(const void *left, const void *right)
{
    const struct outcome_need *a = need_of(left);
    const struct outcome_need *b = need_of(right);
    if (a->priority != b->priority)
        return a->priority < b->priority ? -1 : 1;
    return str_view_compare(a->code, b->code);
}

/* Both lists are by code: walked side by side. */
static void compare_needs(struct outcome_diff *diff, struct arena *arena)
{
    const struct outcome *before = diff->before;
    const struct outcome *after = diff->after;
    const int64_t *filled_before = count_filled(before, arena);
    const int64_t *filled_after = count_filled(after, arena);
    const int64_t *since = count_since(before, after, arena);
    struct need_change *changes =
        arena_calloc(arena, before->need_count + after->need_count, sizeof *changes);
    for (size_t b = 0, a = 0; b < before->need_count || a < after->need_count;) {
        int order = b == before->need_count ? 1
                    : a == after->need_count
                        ? -1
                        : str_view_compare(before->needs[b].code, after->needs[a].code);
        struct need_change change = {0};
        if (order <= 0) {
            change.before = &before->needs[b];
            change.since = since[b];
            change.filled_before = filled_before[b++];
        }
        if (order >= 0) {
            change.after = &after->needs[a];
            change.filled_after = filled_after[a++];
        }
        add_need(diff, changes, &change);
    }
    if (diff->need_count > 1)
        qsort(changes, diff->need_count, sizeof *changes, by_priority);
    diff->needs = changes;
}

/* ---- people ---------------------------------------------------------------------------------- */

static void add_person(struct outcome_diff *diff, struct person_move *moves,
                       const struct outcome_seat *before, const struct outcome_seat *after)
{
    bool both = before != NULL && after != NULL;
    if (both && str_view_equal(before->need_code, after->need_code)) {
        diff->stayed++;
        return;
    }
    diff->moved += both;
    diff->placed += before == NULL;
    const struct outcome_place *since =
        after == NULL ? find_place(diff->after, before->natural_key) : NULL;
    diff->since += since != NULL;
    diff->unplaced += after == NULL && since == NULL;
    moves[diff->move_count++] = (struct person_move){before, after, since};
}

static void compare_people(struct outcome_diff *diff, struct arena *arena)
{
    const struct outcome *before = diff->before;
    const struct outcome *after = diff->after;
    struct person_move *moves =
        arena_calloc(arena, before->seat_count + after->seat_count, sizeof *moves);
    for (size_t b = 0, a = 0; b < before->seat_count || a < after->seat_count;) {
        int order = b == before->seat_count  ? 1
                    : a == after->seat_count ? -1
                                             : str_view_compare(before->seats[b].natural_key,
                                                                after->seats[a].natural_key);
        const struct outcome_seat *from = order <= 0 ? &before->seats[b++] : NULL;
        const struct outcome_seat *to = order >= 0 ? &after->seats[a++] : NULL;
        add_person(diff, moves, from, to);
    }
    diff->moves = moves;
}

struct outcome_diff *outcome_compare(const struct outcome *before, const struct outcome *after,
                                     struct arena *arena)
{
    struct outcome_diff *diff = arena_calloc(arena, 1, sizeof *diff);
    diff->before = before;
    diff->after = after;
    compare_needs(diff, arena);
    compare_people(diff, arena);
    diff->limit_count =
        limit_figures_compare(&before->limits, &after->limits, arena, &diff->limits);
    return diff;
}
