#include "tests/unit/match/made_instance.h"

#include "tests/unit/evidence/registry.h"

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
                items[count++] = (struct pair){.need = (uint32_t)j, .fit_bp = (uint32_t)fit_bp};
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

static size_t *shuffled_places(size_t count, uint64_t *state, struct arena *arena)
{
    size_t *places = arena_calloc(arena, count, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        size_t other = random_below(state, i + 1);
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

struct made *made_any(uint64_t seed, size_t people_most, size_t needs_most, size_t seats_most,
                      struct arena *arena)
{
    static const size_t priority_kinds[] = {1, 2, INSTANCE_CLASS_COUNT};
    static const size_t fit_kinds[] = {1, 2, 3, 10, 101, FIT_MAX_BP + 1};
    uint64_t state = seed;
    size_t people = 1 + random_below(&state, people_most);
    size_t needs = 1 + random_below(&state, needs_most);
    struct made *made = made_new(people, needs, arena);
    size_t fits = fit_kinds[random_below(&state, COUNT(fit_kinds))];
    size_t tenths = 2 + random_below(&state, 9);
    size_t priorities = priority_kinds[random_below(&state, COUNT(priority_kinds))];
    for (size_t j = 0; j < made->needs; j++) {
        made->seats[j] = (int32_t)random_below(&state, seats_most + 1);
        made->priority[j] = 1 + (int32_t)random_below(&state, priorities);
    }
    for (size_t i = 0; i < made->people; i++) {
        made->key[i] = (uint32_t)random_next(&state);
        if (random_below(&state, 3) == 0)
            made->base[i] = (int32_t)random_below(&state, made->needs);
        for (size_t j = 0; j < made->needs; j++) {
            if (random_below(&state, 10) < tenths)
                *made_fit(made, i, j) = FIT_MAX_BP - (int32_t)random_below(&state, fits);
        }
    }
    return made;
}
