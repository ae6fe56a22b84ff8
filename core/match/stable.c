#include "core/match/stable.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/stable_capped/stable_capped.h"
#include "core/pairs/wishes.h"

enum { SEATS_PER_PERSON = 4 };

/* Somebody seated; `draw`: the first bytes of the lottery key as a number, since they nearly always
 * decide. */
struct holder {
    uint32_t standing;
    int32_t person;
    uint64_t draw;
};

struct stable {
    const struct instance *instance;
    int32_t *need_of;       /* per person, -1 = free */
    uint32_t *cutoff;       /* per need */
    size_t *start;          /* need_count + 1: of its holders */
    struct holder *holders; /* by need, a heap each: the one who would leave first on top */
    int32_t *filled;        /* per need */
    struct stable_effort effort;
};

/* ---- who sits in a need ---------------------------------------------------------------------- */

static uint64_t draw_of(const struct instance *instance, size_t person)
{
    const unsigned char *bytes = instance->lottery[person].bytes;
    uint64_t draw = 0;
    for (size_t i = 0; i < sizeof draw; i++)
        draw = draw << 8 | bytes[i];
    return draw;
}

static bool leaves_first(const struct stable *stable, const struct holder *left,
                         const struct holder *right)
{
    if (left->standing != right->standing)
        return left->standing < right->standing;
    if (left->draw != right->draw)
        return left->draw > right->draw;
    return wishes_drawn_first(stable->instance, (size_t)right->person, (size_t)left->person);
}

static void sink(const struct stable *stable, struct holder *heap, int32_t count)
{
    struct holder holder = heap[0];
    int32_t at = 0;
    for (int32_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && leaves_first(stable, &heap[child + 1], &heap[child]))
            child++;
        if (!leaves_first(stable, &heap[child], &holder))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = holder;
}

static void rise(const struct stable *stable, struct holder *heap, int32_t at)
{
    struct holder holder = heap[at];
    while (at > 0 && leaves_first(stable, &holder, &heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = holder;
}

/* Gives who had to leave, -1 = a seat was empty. */
static int32_t take_in(struct stable *stable, int32_t person, int32_t need, uint32_t standing)
{
    struct holder *heap = &stable->holders[stable->start[need]];
    struct holder holder = {standing, person, draw_of(stable->instance, (size_t)person)};
    int32_t out = -1;
    stable->need_of[person] = need;
    stable->effort.seated++;
    if (stable->filled[need] < stable->instance->seats[need]) {
        heap[stable->filled[need]] = holder;
        rise(stable, heap, stable->filled[need]++);
    } else {
        out = heap[0].person;
        stable->need_of[out] = -1;
        heap[0] = holder;
        sink(stable, heap, stable->filled[need]);
    }
    if (stable->filled[need] == stable->instance->seats[need])
        stable->cutoff[need] = heap[0].standing;
    return out;
}

/* ---- proposing ------------------------------------------------------------------------------- */

/* Than the last one whom the need seats. */
static bool is_drawn_before_last(const struct stable *stable, size_t person, uint32_t need)
{
    const struct holder *last = &stable->holders[stable->start[need]];
    struct holder holder = {last->standing, (int32_t)person, draw_of(stable->instance, person)};
    return leaves_first(stable, last, &holder);
}

/*
 * The best pair of the row [begin, end) above the cutoffs of the moment, as its index; SIZE_MAX =
 * none. A row is in ascending order of need, so of pairs that are alike but for the need the first
 * one is the best (wishes_worth), which the place in the low half of the key says. No branch but
 * for the lottery: what passes is as good as random. Called with constants, a loop for each case of
 * who has wishes.
 */
static inline size_t best_of(const struct stable *stable, size_t person, size_t begin, size_t end,
                             const uint16_t *wish, const uint16_t *order)
{
    const struct pair *items = stable->instance->items;
    const uint32_t *cutoff = stable->cutoff;
    uint64_t best = 0;
    for (size_t at = begin; at < end; at++) {
        uint32_t worth = items[at].fit_bp + 1;
        uint32_t standing = worth;
        if (wish != NULL)
            worth += (uint32_t)(WISH_NONE - wish[at]) * STANDING_OF_RANK;
        if (order != NULL)
            standing += (uint32_t)(WISH_NONE - order[at]) * STANDING_OF_RANK;
        uint32_t least = cutoff[items[at].need];
        uint64_t passes = standing > least;
        if (__builtin_expect(standing == least, false))
            passes = is_drawn_before_last(stable, person, items[at].need);
        uint64_t key = ((uint64_t)worth << 32 | (UINT32_MAX - (uint32_t)(at - begin))) & -passes;
        best = key > best ? key : best;
    }
    return best == 0 ? SIZE_MAX : begin + (UINT32_MAX - (uint32_t)best);
}

static size_t best_pair(struct stable *stable, size_t person)
{
    const struct instance *instance = stable->instance;
    const struct wishes *wishes = instance->wishes;
    size_t at = instance->row_start[person];
    size_t end = instance->row_start[person + 1];
    stable->effort.looked += end - at;
    if (wishes->of_person == NULL && wishes->of_need == NULL)
        return best_of(stable, person, at, end, NULL, NULL);
    if (wishes->of_person == NULL)
        return best_of(stable, person, at, end, NULL, wishes->of_need);
    if (wishes->of_need == NULL)
        return best_of(stable, person, at, end, wishes->of_person, NULL);
    return best_of(stable, person, at, end, wishes->of_person, wishes->of_need);
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

/* How many a need can get: its seats, or all who qualify where seats are beyond measure. */
static size_t *room_of(const struct instance *instance, struct arena *arena)
{
    size_t *room = arena_calloc(arena, instance->need_count + 1, sizeof *room);
    bool few =
        (uint64_t)instance->total_seats <= SEATS_PER_PERSON * (uint64_t)instance->person_count;
    for (size_t at = 0; !few && at < instance->row_start[instance->person_count]; at++)
        room[instance->items[at].need]++;
    for (size_t j = 0; j < instance->need_count; j++) {
        if (few || room[j] > (size_t)instance->seats[j])
            room[j] = (size_t)instance->seats[j];
    }
    return room;
}

static void make_room(struct stable *stable, struct arena *arena)
{
    const struct instance *instance = stable->instance;
    size_t *start = room_of(instance, arena);
    size_t count = 0;
    for (size_t j = 0; j <= instance->need_count; j++) {
        size_t room = start[j];
        start[j] = count;
        count += room;
    }
    for (size_t j = 0; j < instance->need_count; j++)
        stable->cutoff[j] = instance->seats[j] > 0 ? STANDING_ANY : STANDING_CLOSED;
    stable->start = start;
    stable->holders = arena_calloc(arena, count, sizeof *stable->holders);
}

void stable_solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment, struct stable_effort *ret_effort)
{
    assert(instance->wishes != NULL);
    if (instance->caps != NULL) {
        stable_capped_solve(instance, arena, ret_assignment, ret_effort);
        return;
    }
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    size_t people = instance->person_count;
    size_t needs = instance->need_count;
    struct stable stable = {
        .instance = instance,
        .need_of = arena_calloc(arena, people, sizeof *stable.need_of),
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
        (struct assignment){.need_of = stable.need_of,
                            .price = price,
                            .objective = instance_objective(instance, stable.need_of)};
    if (ret_effort != NULL)
        *ret_effort = stable.effort;
}
