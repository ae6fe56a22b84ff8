#include "tests/unit/match/made_instance.h"

#include <string.h>

struct made *made_new(size_t people, size_t needs, struct arena *arena)
{
    struct made *made = arena_calloc(arena, 1, sizeof *made);
    made->people = people;
    made->needs = needs;
    made->fit_bp = arena_calloc(arena, people * needs, sizeof *made->fit_bp);
    made->seats = arena_calloc(arena, needs, sizeof *made->seats);
    made->priority = arena_calloc(arena, needs, sizeof *made->priority);
    made->base = arena_calloc(arena, people, sizeof *made->base);
    made->key = arena_calloc(arena, people, sizeof *made->key);
    for (size_t at = 0; at < people * needs; at++)
        made->fit_bp[at] = -1;
    for (size_t j = 0; j < needs; j++)
        made->seats[j] = made->priority[j] = 1;
    for (size_t i = 0; i < people; i++) {
        made->base[i] = -1;
        made->key[i] = (uint32_t)i;
    }
    return made;
}

int32_t *made_fit(struct made *made, size_t person, size_t need)
{
    return &made->fit_bp[person * made->needs + need];
}

static void add_rows(const struct made *made, struct instance *instance, struct arena *arena)
{
    size_t *row_start = arena_calloc(arena, made->people + 1, sizeof *row_start);
    struct pair *items = arena_calloc(arena, made->people * made->needs, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < made->people; i++) {
        for (size_t j = 0; j < made->needs; j++) {
            int32_t fit_bp = made->fit_bp[i * made->needs + j];
            if (fit_bp >= 0)
                items[count++] = (struct pair){(uint32_t)j, (uint32_t)fit_bp};
        }
        row_start[i + 1] = count;
    }
    instance->row_start = row_start;
    instance->items = items;
}

struct instance *made_instance(const struct made *made, struct arena *arena)
{
    struct instance *instance = arena_calloc(arena, 1, sizeof *instance);
    struct digest *lottery = arena_calloc(arena, made->people, sizeof *lottery);
    for (size_t i = 0; i < made->people; i++)
        lottery[i] = digest_of(&made->key[i], sizeof made->key[i]);
    for (size_t j = 0; j < made->needs; j++)
        instance->total_seats += made->seats[j];
    instance->person_count = made->people;
    instance->need_count = made->needs;
    instance->seats = made->seats;
    instance->priority = made->priority;
    instance->base_need = made->base;
    instance->lottery = lottery;
    add_rows(made, instance, arena);
    return instance;
}

uint64_t made_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t made_below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(made_random(state) % bound);
}

static size_t *shuffled_places(size_t count, uint64_t *state, struct arena *arena)
{
    size_t *places = arena_calloc(arena, count, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        size_t other = made_below(state, (uint32_t)i + 1);
        places[i] = places[other];
        places[other] = i;
    }
    return places;
}

struct made *made_shuffled(const struct made *made, uint64_t seed, struct arena *arena,
                           size_t **ret_person_at, size_t **ret_need_at)
{
    struct made *shuffled = made_new(made->people, made->needs, arena);
    size_t *person_at = shuffled_places(made->people, &seed, arena);
    size_t *need_at = shuffled_places(made->needs, &seed, arena);
    for (size_t j = 0; j < made->needs; j++) {
        shuffled->seats[need_at[j]] = made->seats[j];
        shuffled->priority[need_at[j]] = made->priority[j];
    }
    for (size_t i = 0; i < made->people; i++) {
        int32_t base = made->base[i];
        shuffled->base[person_at[i]] = base < 0 ? -1 : (int32_t)need_at[base];
        shuffled->key[person_at[i]] = made->key[i];
        for (size_t j = 0; j < made->needs; j++)
            *made_fit(shuffled, person_at[i], need_at[j]) = made->fit_bp[i * made->needs + j];
    }
    *ret_person_at = person_at;
    *ret_need_at = need_at;
    return shuffled;
}

struct made *made_any(uint64_t seed, uint32_t people_most, uint32_t needs_most, uint32_t seats_most,
                      struct arena *arena)
{
    static const uint32_t fit_kinds[] = {1, 2, 3, 10, 101, FIT_MAX_BP + 1};
    uint64_t state = seed;
    struct made *made =
        made_new(1 + made_below(&state, people_most), 1 + made_below(&state, needs_most), arena);
    uint32_t fits = fit_kinds[made_below(&state, sizeof fit_kinds / sizeof *fit_kinds)];
    uint32_t tenths = 2 + made_below(&state, 9);
    uint32_t priorities = made_below(&state, 2) == 0 ? 2 : INSTANCE_CLASS_COUNT;
    for (size_t j = 0; j < made->needs; j++) {
        made->seats[j] = (int32_t)made_below(&state, seats_most + 1);
        made->priority[j] = 1 + (int32_t)made_below(&state, priorities);
    }
    for (size_t i = 0; i < made->people; i++) {
        made->key[i] = (uint32_t)made_random(&state);
        if (made_below(&state, 3) == 0)
            made->base[i] = (int32_t)made_below(&state, (uint32_t)made->needs);
        for (size_t j = 0; j < made->needs; j++) {
            if (made_below(&state, 10) < tenths)
                *made_fit(made, i, j) = FIT_MAX_BP - (int32_t)made_below(&state, fits);
        }
    }
    return made;
}
