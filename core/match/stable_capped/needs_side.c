#include "core/match/stable_capped/needs_side.h"

#include <assert.h>

#include "core/base/alloc.h"

/* Those who sit in a group of seats, a heap: whoever would leave first on top. */
struct seat_heap {
    struct seat_group group;
    int32_t held;
    struct ranked_pair *items;
};

struct needs_side {
    const struct instance *instance;
    struct seat_heap (*seats)[SEAT_GROUPS]; /* per need */
    int64_t *filled;                        /* per cap */
    /* The tree: leaves of needs below caps from leaf_count on, parent of v = v / 2; each the need
     * whose last pair is the last of all below it, -1 = nobody sits there. */
    int32_t *last_of;
    size_t leaf_count;
    size_t *leaf;       /* per need */
    size_t *first_leaf; /* per cap */
    size_t *end_leaf;
};

static const struct ranked_pair no_pair = {.person = -1, .need = -1};

static bool goes_before(const struct needs_side *side, const struct ranked_pair *left,
                        const struct ranked_pair *right)
{
    return choices_goes_before(side->instance, left, right);
}

/* ---- heaps ----------------------------------------------------------------------------------- */

static void sink(const struct needs_side *side, struct seat_heap *heap, struct ranked_pair pair)
{
    int32_t at = 0;
    for (int32_t child = 1; child < heap->held; child = 2 * at + 1) {
        if (child + 1 < heap->held &&
            goes_before(side, &heap->items[child], &heap->items[child + 1]))
            child++;
        if (!goes_before(side, &pair, &heap->items[child]))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = pair;
}

static void push(const struct needs_side *side, struct seat_heap *heap, struct ranked_pair pair)
{
    int32_t at = heap->held++;
    while (at > 0 && goes_before(side, &heap->items[(at - 1) / 2], &pair)) {
        heap->items[at] = heap->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->items[at] = pair;
}

static struct ranked_pair pop(const struct needs_side *side, struct seat_heap *heap)
{
    struct ranked_pair top = heap->items[0];
    struct ranked_pair last = heap->items[--heap->held];
    if (heap->held > 0)
        sink(side, heap, last);
    return top;
}

/* The group of the need with its last pair on top, NULL = nobody sits there. */
static struct seat_heap *last_group(const struct needs_side *side, size_t need)
{
    struct seat_heap *last = NULL;
    for (int g = 0; g < SEAT_GROUPS; g++) {
        struct seat_heap *heap = &side->seats[need][g];
        if (heap->held > 0 && (last == NULL || goes_before(side, &last->items[0], &heap->items[0])))
            last = heap;
    }
    return last;
}

/* ---- the last one below a cap ---------------------------------------------------------------- */

/* Of two needs, -1 = none, the one with the last pair. */
static int32_t later(const struct needs_side *side, int32_t left, int32_t right)
{
    if (left < 0 || right < 0)
        return left < 0 ? right : left;
    const struct seat_heap *a = last_group(side, (size_t)left);
    const struct seat_heap *b = last_group(side, (size_t)right);
    return goes_before(side, &a->items[0], &b->items[0]) ? right : left;
}

static void renew_last(struct needs_side *side, size_t need)
{
    if (side->last_of == NULL || caps_of_need(side->instance->caps, need) < 0)
        return;
    size_t at = side->leaf_count + side->leaf[need];
    side->last_of[at] = last_group(side, need) != NULL ? (int32_t)need : -1;
    for (at /= 2; at > 0; at /= 2)
        side->last_of[at] = later(side, side->last_of[2 * at], side->last_of[2 * at + 1]);
}

/* The need with the last pair below the cap, -1 = nobody is. */
static int32_t last_below(const struct needs_side *side, int32_t cap)
{
    size_t left = side->leaf_count + side->first_leaf[cap];
    size_t right = side->leaf_count + side->end_leaf[cap];
    int32_t last = -1;
    for (; left < right; left /= 2, right /= 2) {
        if (left % 2 == 1)
            last = later(side, last, side->last_of[left++]);
        if (right % 2 == 1)
            last = later(side, last, side->last_of[--right]);
    }
    return last;
}

/* From the innermost out, -1 = none. */
static int32_t full_cap(const struct needs_side *side, size_t need)
{
    const struct caps *caps = side->instance->caps;
    int32_t cap = caps_of_need(caps, need);
    while (cap >= 0 && side->filled[cap] < caps->items[cap].most)
        cap = caps->items[cap].parent;
    return cap;
}

static void count_in(struct needs_side *side, size_t need, int change)
{
    const struct caps *caps = side->instance->caps;
    for (int32_t cap = caps_of_need(caps, need); cap >= 0; cap = caps->items[cap].parent)
        side->filled[cap] += change;
}

/* ---- offers ---------------------------------------------------------------------------------- */

static bool may_sit(const struct needs_side *side, const struct seat_heap *heap,
                    const struct ranked_pair *pair)
{
    return heap->group.seats > 0 &&
           !(heap->group.is_reserved &&
             caps_is_outside(side->instance->caps, (size_t)pair->need, (size_t)pair->person));
}

bool needs_side_would_take(struct needs_side *side, size_t person, size_t at)
{
    const struct ranked_pair pair = choices_by_need(side->instance, person, at);
    bool is_free = false;
    for (int g = 0; g < SEAT_GROUPS && !is_free; g++) {
        const struct seat_heap *heap = &side->seats[pair.need][g];
        if (!may_sit(side, heap, &pair))
            continue;
        is_free = heap->held < heap->group.seats;
        if (!is_free && goes_before(side, &pair, &heap->items[0]))
            return true;
    }
    int32_t cap = is_free ? full_cap(side, (size_t)pair.need) : -1;
    if (cap < 0)
        return is_free;
    int32_t last = last_below(side, cap);
    return last >= 0 && goes_before(side, &pair, &last_group(side, (size_t)last)->items[0]);
}

/* Through the groups of the need: who is put out of one tries the next. Who has no seat in the end;
 * person -1 = all have. */
static struct ranked_pair seat(struct needs_side *side, struct ranked_pair pair)
{
    struct ranked_pair loser = pair;
    for (int g = 0; g < SEAT_GROUPS; g++) {
        struct seat_heap *heap = &side->seats[pair.need][g];
        if (!may_sit(side, heap, &loser))
            continue;
        if (heap->held < heap->group.seats) {
            push(side, heap, loser);
            return no_pair;
        }
        struct ranked_pair last = heap->items[0];
        if (goes_before(side, &loser, &last)) {
            sink(side, heap, loser);
            loser = last;
        }
    }
    return loser;
}

/* The last one below the cap loses the seat. */
static struct ranked_pair put_out(struct needs_side *side, int32_t cap)
{
    int32_t need = last_below(side, cap);
    assert(need >= 0);
    struct ranked_pair out = pop(side, last_group(side, (size_t)need));
    count_in(side, (size_t)need, -1);
    renew_last(side, (size_t)need);
    return out;
}

struct ranked_pair needs_side_offer(struct needs_side *side, size_t person, size_t at)
{
    const struct ranked_pair pair = choices_by_need(side->instance, person, at);
    size_t need = (size_t)pair.need;
    int32_t cap = full_cap(side, need);
    struct ranked_pair out = seat(side, pair);
    if (out.person >= 0 && out.person == pair.person)
        return out;
    renew_last(side, need);
    if (out.person >= 0)
        return out;
    count_in(side, need, 1);
    return cap >= 0 ? put_out(side, cap) : no_pair;
}

uint32_t needs_side_cutoff(const struct needs_side *side, size_t need)
{
    int32_t held = 0;
    for (int g = 0; g < SEAT_GROUPS; g++)
        held += side->seats[need][g].held;
    if (side->instance->seats[need] == 0)
        return STANDING_CLOSED;
    return held == side->instance->seats[need] ? (uint32_t)last_group(side, need)->items[0].rank
                                               : STANDING_ANY;
}

/* ---- room ------------------------------------------------------------------------------------ */

/* No group can hold more than fit the need. */
static void make_seats(struct needs_side *side, struct arena *arena)
{
    const struct instance *instance = side->instance;
    CADRE_FREE size_t *fitting = cadre_calloc(instance->need_count, sizeof *fitting);
    for (size_t at = 0; at < instance->row_start[instance->person_count]; at++)
        fitting[instance->items[at].need]++;
    side->seats = arena_calloc(arena, instance->need_count, sizeof *side->seats);
    for (size_t j = 0; j < instance->need_count; j++) {
        const struct seat_groups groups = choices_seats(instance, j);
        for (int g = 0; g < SEAT_GROUPS; g++) {
            size_t room = (size_t)groups.items[g].seats;
            room = room < fitting[j] ? room : fitting[j];
            side->seats[j][g] = (struct seat_heap){
                groups.items[g], 0, arena_alloc(arena, room * sizeof(struct ranked_pair))};
        }
    }
}

/* Leaves of needs below a cap follow one another, those of the caps inside it first. */
static void make_leaves(struct needs_side *side, struct arena *arena)
{
    const struct instance *instance = side->instance;
    const struct caps *caps = instance->caps;
    CADRE_FREE size_t *next = cadre_calloc(caps->count + 1, sizeof *next);
    side->leaf = arena_calloc(arena, instance->need_count, sizeof *side->leaf);
    side->first_leaf = arena_calloc(arena, caps->count, sizeof *side->first_leaf);
    side->end_leaf = arena_calloc(arena, caps->count, sizeof *side->end_leaf);
    for (size_t j = 0; j < instance->need_count; j++) {
        for (int32_t cap = caps_of_need(caps, j); cap >= 0; cap = caps->items[cap].parent)
            side->end_leaf[cap]++;
    }
    for (size_t a = 0; a < caps->count; a++) { /* the outer ones stand before the inner ones */
        size_t around = (size_t)(caps->items[a].parent + 1);
        side->first_leaf[a] = next[around];
        next[around] += side->end_leaf[a];
        next[a + 1] = side->first_leaf[a];
        side->end_leaf[a] += side->first_leaf[a];
    }
    for (size_t j = 0; j < instance->need_count; j++) {
        if (caps_of_need(caps, j) >= 0)
            side->leaf[j] = next[caps_of_need(caps, j) + 1]++;
    }
    side->leaf_count = next[0] > 0 ? next[0] : 1;
    side->last_of = arena_alloc(arena, 2 * side->leaf_count * sizeof *side->last_of);
    for (size_t at = 0; at < 2 * side->leaf_count; at++)
        side->last_of[at] = -1;
}

struct needs_side *needs_side_new(const struct instance *instance, struct arena *arena)
{
    struct needs_side *side = arena_calloc(arena, 1, sizeof *side);
    side->instance = instance;
    side->filled = arena_calloc(arena, instance->caps->count, sizeof *side->filled);
    make_seats(side, arena);
    if (instance->caps->of_need != NULL)
        make_leaves(side, arena);
    return side;
}
