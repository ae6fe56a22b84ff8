#include "core/match/stable.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/pairs/wishes.h"

struct stable {
    const struct instance *instance;
    int32_t *need_of;   /* per person, -1 = free */
    uint32_t *standing; /* per person: with the need of the present seat */
    uint32_t *cutoff;   /* per need */
    size_t *start;      /* need_count + 1: of its holders */
    int32_t *holders;   /* by need, a heap each: the one who would leave first on top */
    int32_t *filled;    /* per need */
    struct stable_effort effort;
};

/* ---- who sits in a need ---------------------------------------------------------------------- */

static bool leaves_first(const struct stable *stable, int32_t left, int32_t right)
{
    uint32_t a = stable->standing[left];
    uint32_t b = stable->standing[right];
    return a != b ? a < b : wishes_drawn_first(stable->instance, (size_t)right, (size_t)left);
}

static void sink(const struct stable *stable, int32_t *heap, int32_t count)
{
    int32_t person = heap[0];
    int32_t at = 0;
    for (int32_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && leaves_first(stable, heap[child + 1], heap[child]))
            child++;
        if (!leaves_first(stable, heap[child], person))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = person;
}

static void rise(const struct stable *stable, int32_t *heap, int32_t at)
{
    int32_t person = heap[at];
    while (at > 0 && leaves_first(stable, person, heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = person;
}

/* Gives who had to leave, -1 = a seat was empty. */
static int32_t take_in(struct stable *stable, int32_t person, int32_t need, uint32_t standing)
{
    int32_t *heap = &stable->holders[stable->start[need]];
    int32_t out = -1;
    stable->need_of[person] = need;
    stable->standing[person] = standing;
    stable->effort.seated++;
    if (stable->filled[need] < stable->instance->seats[need]) {
        heap[stable->filled[need]] = person;
        rise(stable, heap, stable->filled[need]++);
    } else {
        out = heap[0];
        stable->need_of[out] = -1;
        heap[0] = person;
        sink(stable, heap, stable->filled[need]);
    }
    if (stable->filled[need] == stable->instance->seats[need])
        stable->cutoff[need] = stable->standing[heap[0]];
    return out;
}

/* ---- proposing ------------------------------------------------------------------------------- */

static bool passes(const struct stable *stable, size_t person, uint32_t need, uint32_t standing)
{
    if (standing != stable->cutoff[need])
        return standing > stable->cutoff[need];
    return wishes_drawn_first(stable->instance, person,
                              (size_t)stable->holders[stable->start[need]]);
}

/* The best pair of the person above the cutoffs of the moment, as its index; SIZE_MAX = none. */
static size_t best_pair(struct stable *stable, size_t person)
{
    const struct instance *instance = stable->instance;
    const struct wishes wishes = *instance->wishes;
    size_t end = instance->row_start[person + 1];
    size_t best = SIZE_MAX;
    uint64_t best_worth = 0;
    for (size_t at = instance->row_start[person]; at < end; at++) {
        const struct pair *pair = &instance->items[at];
        uint64_t worth = wishes_worth(&wishes, pair, at);
        if (worth <= best_worth ||
            !passes(stable, person, pair->need, wishes_standing(&wishes, pair, at)))
            continue;
        best = at;
        best_worth = worth;
    }
    stable->effort.looked += end - instance->row_start[person];
    return best;
}

/* One comes in, and whoever has to leave for it goes on at once. */
static void propose(struct stable *stable, int32_t person)
{
    while (person >= 0) {
        size_t at = best_pair(stable, (size_t)person);
        if (at == SIZE_MAX)
            return;
        const struct pair *pair = &stable->instance->items[at];
        person = take_in(stable, person, (int32_t)pair->need,
                         wishes_standing(stable->instance->wishes, pair, at));
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Room for as many holders as a need may get: its seats, or all who qualify. */
static void make_room(struct stable *stable, struct arena *arena)
{
    const struct instance *instance = stable->instance;
    size_t *start = arena_calloc(arena, instance->need_count + 1, sizeof *start);
    for (size_t at = 0; at < instance->row_start[instance->person_count]; at++)
        start[instance->items[at].need + 1]++;
    for (size_t j = 0; j < instance->need_count; j++) {
        size_t seats = (size_t)instance->seats[j];
        start[j + 1] = start[j] + (start[j + 1] < seats ? start[j + 1] : seats);
        stable->cutoff[j] = seats > 0 ? STANDING_ANY : STANDING_CLOSED;
    }
    stable->start = start;
    stable->holders = arena_calloc(arena, start[instance->need_count], sizeof *stable->holders);
}

void stable_solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment, struct stable_effort *ret_effort)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    size_t people = instance->person_count;
    size_t needs = instance->need_count;
    struct stable stable = {
        .instance = instance,
        .need_of = arena_calloc(arena, people, sizeof *stable.need_of),
        .standing = arena_calloc(scratch, people, sizeof *stable.standing),
        .cutoff = arena_calloc(scratch, needs, sizeof *stable.cutoff),
        .filled = arena_calloc(scratch, needs, sizeof *stable.filled),
    };
    int64_t *price = arena_calloc(arena, needs, sizeof *price);
    make_room(&stable, scratch);
    for (size_t i = 0; i < people; i++)
        stable.need_of[i] = -1;
    for (size_t i = 0; i < people; i++)
        propose(&stable, (int32_t)i);
    for (size_t j = 0; j < needs; j++)
        price[j] = stable.cutoff[j];
    *ret_assignment =
        (struct assignment){stable.need_of, price, instance_objective(instance, stable.need_of)};
    if (ret_effort != NULL)
        *ret_effort = stable.effort;
}
