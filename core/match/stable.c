#include "core/match/stable.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "core/match/stable_capped/stable_capped.h"
#include "core/pairs/admission.h"
#include "core/pairs/wishes.h"

enum {
    SEATS_PER_PERSON = 4,
    FETCH_AHEAD = 8, /* people whose rows are fetched beforehand */
    DRAW_SHIFT = 21,
    DRAW_BUCKETS = 1025 /* the last one is half of all */
};

/* Somebody seated. The key (admission.h) says how soon they leave, the least first. */
struct holder {
    uint64_t key;
    int32_t person;
    uint32_t fit_bp;
};

/* Somebody who had to leave. */
struct waiting {
    int32_t person;
    uint32_t draw;
};

struct queue {
    struct waiting *people;
    size_t count;
};

struct stable {
    const struct instance *instance;
    int32_t *need_of; /* per person, -1 = free */
    struct admission admission;
    size_t *start;          /* need_count + 1: of its holders */
    struct holder *holders; /* by need, a heap each: the one who would leave first on top */
    int32_t *filled;        /* per need */
    struct queue waiting;   /* for the next round */
    struct stable_effort effort;
};

/* ---- who sits in a need ---------------------------------------------------------------------- */

/* Of those drawn first, the least one. */
static size_t bucket_of(uint32_t draw)
{
    size_t bucket = ~draw >> DRAW_SHIFT;
    return bucket < DRAW_BUCKETS - 1 ? bucket : DRAW_BUCKETS - 1;
}

static bool leaves_first(const struct stable *stable, const struct holder *left,
                         const struct holder *right)
{
    if (left->key != right->key)
        return left->key < right->key;
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

static void make_wait(struct stable *stable, const struct holder *out)
{
    struct queue *queue = &stable->waiting;
    stable->need_of[out->person] = -1;
    queue->people[queue->count++] = (struct waiting){out->person, (uint32_t)out->key};
}

/* Whoever has to leave for it waits. */
static void take_in(struct stable *stable, uint32_t need, struct holder holder)
{
    struct holder *heap = &stable->holders[stable->start[need]];
    stable->need_of[holder.person] = (int32_t)need;
    stable->effort.seated++;
    if (stable->filled[need] < stable->instance->seats[need]) {
        heap[stable->filled[need]] = holder;
        rise(stable, heap, stable->filled[need]++);
    } else {
        make_wait(stable, &heap[0]);
        heap[0] = holder;
        sink(stable, heap, stable->filled[need]);
    }
    if (stable->filled[need] == stable->instance->seats[need]) {
        stable->admission.cutoff[need] = heap[0].key;
        stable->admission.last[need] = heap[0].person;
    }
}

/* ---- proposing ------------------------------------------------------------------------------- */

static void propose(struct stable *stable, const struct waiting *who)
{
    const struct instance *instance = stable->instance;
    size_t at = admission_best(&stable->admission, instance, (size_t)who->person, who->draw);
    stable->effort.looked +=
        instance->row_start[who->person + 1] - instance->row_start[who->person];
    if (at == SIZE_MAX)
        return;
    const struct pair *pair = &instance->items[at];
    uint64_t key = admission_key(wishes_standing(instance->wishes, pair, at), who->draw);
    take_in(stable, pair->need, (struct holder){key, who->person, pair->fit_bp});
}

/* Those who wait are all over memory. */
static void fetch_row(const struct stable *stable, int32_t person)
{
    const struct instance *instance = stable->instance;
    const struct wishes *wishes = instance->wishes;
    size_t begin = instance->row_start[person];
    size_t end = instance->row_start[person + 1];
    fetch_lines(&instance->items[begin], &instance->items[end]);
    if (wishes->of_person != NULL)
        fetch_lines(&wishes->of_person[begin], &wishes->of_person[end]);
    if (wishes->of_need != NULL)
        fetch_lines(&wishes->of_need[begin], &wishes->of_need[end]);
}

/*
 * Everybody: half of them from the first drawn on, as far as the first bits of the draw tell, then
 * the others in the order of their rows, which memory gives faster; the cutoffs are nearly what
 * they will be by then. The queues are empty, and have room for all.
 */
static void line_up(const struct instance *instance, struct queue *drawn, struct queue *line)
{
    size_t at[DRAW_BUCKETS] = {0};
    drawn->count = line->count = instance->person_count;
    for (size_t i = 0; i < instance->person_count; i++) {
        drawn->people[i] = (struct waiting){(int32_t)i, admission_draw(instance, i)};
        at[bucket_of(drawn->people[i].draw)]++;
    }
    size_t begin = 0;
    for (size_t bucket = 0; bucket < DRAW_BUCKETS; bucket++) {
        size_t count = at[bucket];
        at[bucket] = begin;
        begin += count;
    }
    for (size_t i = 0; i < instance->person_count; i++)
        line->people[at[bucket_of(drawn->people[i].draw)]++] = drawn->people[i];
}

static void propose_each(struct stable *stable, const struct queue *line)
{
    const struct waiting *people = line->people;
    for (size_t at = 0; at < line->count; at++) {
        if (at + 2 * FETCH_AHEAD < line->count)
            fetch(&stable->instance->row_start[people[at + 2 * FETCH_AHEAD].person]);
        if (at + FETCH_AHEAD < line->count)
            fetch_row(stable, people[at + FETCH_AHEAD].person);
        propose(stable, &people[at]);
    }
}

/* Whoever has to leave in one round comes again in the next: the cutoffs are higher by then, so
 * fewer are asked in vain. */
static void propose_all(struct stable *stable)
{
    size_t people = stable->instance->person_count;
    struct queue line = {cadre_calloc(people, sizeof *line.people), 0};
    stable->waiting = (struct queue){cadre_calloc(people, sizeof *line.people), 0};
    line_up(stable->instance, &stable->waiting, &line);
    while (line.count > 0) {
        stable->waiting.count = 0;
        propose_each(stable, &line);
        struct queue next = line;
        line = stable->waiting;
        stable->waiting = next;
    }
    free(line.people);
    free(stable->waiting.people);
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
    stable->start = start;
    stable->holders = arena_calloc(arena, count, sizeof *stable->holders);
}

static struct objective objective_of(const struct stable *stable)
{
    const struct instance *instance = stable->instance;
    struct objective objective = {0};
    for (size_t j = 0; j < instance->need_count; j++) {
        const struct holder *holders = &stable->holders[stable->start[j]];
        objective.filled[instance->priority[j] - 1] += stable->filled[j];
        for (int32_t at = 0; at < stable->filled[j]; at++) {
            objective.fit_bp += holders[at].fit_bp;
            objective.held += instance->base_need[holders[at].person] == (int32_t)j;
        }
    }
    return objective;
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
        .admission = admission_of(instance, scratch),
        .filled = arena_calloc(scratch, needs, sizeof *stable.filled),
    };
    int64_t *price = arena_calloc(arena, needs, sizeof *price);
    make_room(&stable, scratch);
    for (size_t i = 0; i < people; i++)
        stable.need_of[i] = -1;
    propose_all(&stable);
    for (size_t j = 0; j < needs; j++)
        price[j] = (int64_t)admission_standing(stable.admission.cutoff[j]);
    *ret_assignment = (struct assignment){
        .need_of = stable.need_of, .price = price, .objective = objective_of(&stable)};
    if (ret_effort != NULL)
        *ret_effort = stable.effort;
}
