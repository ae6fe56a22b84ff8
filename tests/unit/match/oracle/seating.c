#include "tests/unit/match/oracle/seating.h"

#include <stdlib.h>

#include "core/base/alloc.h"

struct ticket {
    struct digest key;
    int32_t person;
};

static int by_ticket(const void *left, const void *right)
{
    const struct ticket *a = left;
    const struct ticket *b = right;
    int order = digest_compare(&a->key, &b->key);
    return order != 0 ? order : (a->person > b->person) - (a->person < b->person);
}

static int by_weight(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static void draw_lottery(struct seating *seating, struct arena *arena)
{
    size_t count = seating->instance->person_count;
    CADRE_FREE struct ticket *tickets = cadre_calloc(count, sizeof *tickets);
    for (size_t i = 0; i < count; i++)
        tickets[i] = (struct ticket){seating->instance->lottery[i], (int32_t)i};
    if (count > 1)
        qsort(tickets, count, sizeof *tickets, by_ticket);
    seating->lottery = arena_calloc(arena, count, sizeof *seating->lottery);
    for (size_t i = 0; i < count; i++)
        seating->lottery[i] = tickets[i].person;
}

static void start_columns(struct seating *seating, struct arena *arena)
{
    const struct instance *instance = seating->instance;
    size_t needs = instance->need_count;
    seating->column_start = arena_calloc(arena, needs + 1, sizeof *seating->column_start);
    seating->column_at = arena_calloc(arena, needs, sizeof *seating->column_at);
    for (size_t at = 0; at < instance->row_start[instance->person_count]; at++)
        seating->column_start[instance->items[at].need + 1]++;
    for (size_t j = 0; j < needs; j++) {
        seating->column_at[j] = seating->column_start[j];
        seating->column_start[j + 1] += seating->column_start[j];
    }
}

static void fill_columns(struct seating *seating, struct arena *arena)
{
    const struct instance *instance = seating->instance;
    seating->candidates = arena_calloc(arena, instance->row_start[instance->person_count],
                                       sizeof *seating->candidates);
    for (size_t place = 0; place < instance->person_count; place++) {
        size_t person = (size_t)seating->lottery[place];
        for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            seating->candidates[seating->column_at[pair->need]++] = (struct candidate){
                instance_weight(instance, person, pair), (int32_t)person, (int32_t)place};
        }
    }
    for (size_t j = 0; j < instance->need_count; j++) {
        size_t start = seating->column_start[j];
        size_t count = seating->column_start[j + 1] - start;
        seating->column_at[j] = start;
        if (count > 1)
            qsort(&seating->candidates[start], count, sizeof *seating->candidates, by_weight);
    }
}

struct seating *seating_new(const struct instance *instance, struct arena *arena)
{
    size_t people = instance->person_count;
    struct seating *seating = arena_calloc(arena, 1, sizeof *seating);
    seating->instance = instance;
    seating->need_of = arena_calloc(arena, people, sizeof *seating->need_of);
    seating->weight = arena_calloc(arena, people, sizeof *seating->weight);
    seating->next = arena_calloc(arena, people, sizeof *seating->next);
    seating->previous = arena_calloc(arena, people, sizeof *seating->previous);
    seating->first = arena_calloc(arena, instance->need_count, sizeof *seating->first);
    seating->filled = arena_calloc(arena, instance->need_count, sizeof *seating->filled);
    for (size_t i = 0; i < people; i++)
        seating->need_of[i] = -1;
    for (size_t j = 0; j < instance->need_count; j++)
        seating->first[j] = -1;
    draw_lottery(seating, arena);
    start_columns(seating, arena);
    fill_columns(seating, arena);
    return seating;
}

bool seating_is_full(const struct seating *seating, int32_t need)
{
    return seating->filled[need] >= seating->instance->seats[need];
}

const struct candidate *seating_best_free(struct seating *seating, int32_t need)
{
    size_t *at = &seating->column_at[need];
    size_t end = seating->column_start[need + 1];
    while (*at < end && seating->need_of[seating->candidates[*at].person] >= 0)
        ++*at;
    return *at < end ? &seating->candidates[*at] : NULL;
}

void seating_leave(struct seating *seating, int32_t person)
{
    int32_t need = seating->need_of[person];
    int32_t next = seating->next[person];
    int32_t previous = seating->previous[person];
    if (need < 0)
        return;
    if (previous < 0)
        seating->first[need] = next;
    else
        seating->next[previous] = next;
    if (next >= 0)
        seating->previous[next] = previous;
    seating->filled[need]--;
    seating->need_of[person] = -1;
}

void seating_move(struct seating *seating, int32_t person, int32_t need, int64_t weight)
{
    seating_leave(seating, person);
    int32_t next = seating->first[need];
    if (next >= 0)
        seating->previous[next] = person;
    seating->next[person] = next;
    seating->previous[person] = -1;
    seating->first[need] = person;
    seating->filled[need]++;
    seating->need_of[person] = need;
    seating->weight[person] = weight;
}
