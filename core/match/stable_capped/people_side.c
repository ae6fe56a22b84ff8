#include "core/match/stable_capped/people_side.h"

#include <stdlib.h>

#include "core/base/alloc.h"

/* A pair in the order of caps over people. */
struct waiting {
    struct ranked_pair pair;
    size_t at;
};

/* Pairs that a cap keeps back, a heap: the best on top. */
struct waiting_heap {
    struct waiting *items;
    size_t count, capacity;
};

struct people_side {
    const struct instance *instance;
    struct needs_side *needs;
    int64_t *passed;            /* per cap: pairs that it lets through */
    struct waiting_heap *heaps; /* per cap */
    struct offer *first;
    size_t first_count;
    uint64_t looked;
};

static const struct waiting nothing = {.pair = {.person = -1, .need = -1}};

struct people_side *people_side_new(const struct instance *instance, struct needs_side *needs)
{
    struct people_side *side = cadre_calloc(1, sizeof *side);
    *side = (struct people_side){
        .instance = instance,
        .needs = needs,
        .passed = cadre_calloc(instance->caps->count, sizeof *side->passed),
        .heaps = cadre_calloc(instance->caps->count, sizeof *side->heaps),
        .first = cadre_calloc(instance->person_count, sizeof *side->first),
    };
    return side;
}

void people_side_free(struct people_side *side)
{
    if (side == NULL)
        return;
    for (size_t a = 0; a < side->instance->caps->count; a++)
        free(side->heaps[a].items);
    free(side->heaps);
    free(side->passed);
    free(side->first);
    free(side);
}

void people_side_cleanup(struct people_side **side)
{
    people_side_free(*side);
}

uint64_t people_side_looked(const struct people_side *side)
{
    return side->looked;
}

/* ---- heaps ----------------------------------------------------------------------------------- */

static bool goes_before(const struct people_side *side, const struct waiting *left,
                        const struct waiting *right)
{
    return choices_goes_before(side->instance, &left->pair, &right->pair);
}

static void push(const struct people_side *side, struct waiting_heap *heap, struct waiting waiting)
{
    heap->items = cadre_grow(heap->items, &heap->capacity, heap->count + 1, sizeof *heap->items);
    size_t at = heap->count++;
    while (at > 0 && goes_before(side, &waiting, &heap->items[(at - 1) / 2])) {
        heap->items[at] = heap->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->items[at] = waiting;
}

/* In the place of the top. */
static void sink(const struct people_side *side, struct waiting_heap *heap, struct waiting waiting)
{
    size_t at = 0;
    for (size_t child = 1; child < heap->count; child = 2 * at + 1) {
        if (child + 1 < heap->count &&
            goes_before(side, &heap->items[child + 1], &heap->items[child]))
            child++;
        if (!goes_before(side, &heap->items[child], &waiting))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = waiting;
}

static void drop_top(const struct people_side *side, struct waiting_heap *heap)
{
    struct waiting last = heap->items[--heap->count];
    if (heap->count > 0)
        sink(side, heap, last);
}

/* ---- what a person wants --------------------------------------------------------------------- */

/* The best pair of the row that the needs would take. */
static struct waiting best_of(struct people_side *side, size_t person)
{
    const struct instance *instance = side->instance;
    size_t end = instance->row_start[person + 1];
    size_t best = SIZE_MAX;
    uint64_t most = 0;
    for (size_t at = instance->row_start[person]; at < end; at++) {
        uint64_t worth = wishes_worth(instance->wishes, &instance->items[at], at);
        if (worth > most && needs_side_would_take(side->needs, person, at)) {
            most = worth;
            best = at;
        }
    }
    side->looked += end - instance->row_start[person];
    return best == SIZE_MAX ? nothing
                            : (struct waiting){choices_by_person(instance, person, best), best};
}

/* ---- what people offer ----------------------------------------------------------------------- */

struct sorted {
    const struct people_side *side;
    struct waiting waiting;
};

static int by_order(const void *left, const void *right)
{
    const struct sorted *a = left;
    const struct sorted *b = right;
    return goes_before(a->side, &a->waiting, &b->waiting) ? -1 : 1;
}

/* Does every cap over the person let it through? The best come first. */
static bool lets_through(struct people_side *side, const struct waiting *waiting)
{
    const struct caps *caps = side->instance->caps;
    int32_t cap = caps_of_person(caps, (size_t)waiting->pair.person);
    for (; cap >= 0; cap = caps->items[cap].parent) {
        if (side->passed[cap] == caps->items[cap].most) {
            push(side, &side->heaps[cap], *waiting);
            return false;
        }
        side->passed[cap]++;
    }
    return true;
}

static void add_first(struct people_side *side, const struct waiting *waiting)
{
    side->first[side->first_count++] = (struct offer){waiting->at, waiting->pair.person};
}

const struct offer *people_side_first(struct people_side *side, size_t *ret_count)
{
    const struct instance *instance = side->instance;
    CADRE_FREE struct sorted *capped = cadre_calloc(instance->person_count, sizeof *capped);
    size_t count = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        struct waiting best = best_of(side, i);
        if (best.pair.person < 0)
            continue;
        if (caps_of_person(instance->caps, i) >= 0)
            capped[count++] = (struct sorted){side, best};
        else
            add_first(side, &best);
    }
    if (count > 1)
        qsort(capped, count, sizeof *capped, by_order);
    for (size_t i = 0; i < count; i++) {
        if (lets_through(side, &capped[i].waiting))
            add_first(side, &capped[i].waiting);
    }
    *ret_count = side->first_count;
    return side->first;
}

/* ---- what comes in --------------------------------------------------------------------------- */

static struct waiting come_up(struct people_side *side, size_t person, int32_t end);

/* So that the top of the heap is a pair that would be taken now, or the heap is empty. What is
 * gone had come through the caps inside this one: so does what comes for it. */
static void renew_top(struct people_side *side, int32_t cap)
{
    struct waiting_heap *heap = &side->heaps[cap];
    while (heap->count > 0) {
        const struct waiting *top = &heap->items[0];
        size_t person = (size_t)top->pair.person;
        if (needs_side_would_take(side->needs, person, top->at))
            return;
        struct waiting next = come_up(side, person, cap);
        if (next.pair.person >= 0)
            sink(side, heap, next);
        else
            drop_top(side, heap);
    }
}

/* The better of `next`, which may be nothing, and the best that waits below the cap goes on. */
static struct waiting pass_cap(struct people_side *side, int32_t cap, struct waiting next)
{
    struct waiting_heap *heap = &side->heaps[cap];
    bool is_none = next.pair.person < 0;
    if (heap->count > 0 && (is_none || goes_before(side, &heap->items[0], &next)))
        renew_top(side, cap);
    if (heap->count == 0 || (!is_none && goes_before(side, &next, &heap->items[0]))) {
        side->passed[cap] -= is_none;
        return next;
    }
    struct waiting top = heap->items[0];
    if (is_none)
        drop_top(side, heap);
    else
        sink(side, heap, next);
    return top;
}

/* A pair of the person is gone that had come through all caps inside `end`, -1 = through all: what
 * comes through them for it. Caps are as deep as they are nested. */
static struct waiting come_up(struct people_side *side, size_t person, int32_t end)
{
    const struct caps *caps = side->instance->caps;
    struct waiting next = best_of(side, person);
    for (int32_t cap = caps_of_person(caps, person); cap != end; cap = caps->items[cap].parent)
        next = pass_cap(side, cap, next);
    return next;
}

struct offer people_side_next(struct people_side *side, size_t person)
{
    struct waiting next = come_up(side, person, -1);
    return (struct offer){next.at, next.pair.person};
}
