#include "core/pairs/instance.h"

#include <assert.h>

#include "core/base/alloc.h"
#include "core/pairs/caps.h"
#include "core/pairs/locks.h"
#include "core/pairs/wishes.h"

struct digest instance_lottery(const struct snapshot *snapshot, size_t person)
{
    struct str_view natural_key = snapshot->people[person].natural_key;
    char day[CADRE_DATE_TEXT_SIZE];
    struct digest_stream *stream = digest_stream_new();
    cadre_date_format(snapshot->as_of, day);
    digest_stream_add(stream, day, CADRE_DATE_TEXT_SIZE - 1);
    digest_stream_add(stream, natural_key.data, natural_key.length);
    struct digest digest = digest_stream_finish(stream);
    digest_stream_free(stream);
    return digest;
}

static void take_needs(const struct snapshot *snapshot, struct arena *arena,
                       struct instance *instance)
{
    int32_t *seats = arena_calloc(arena, snapshot->need_count, sizeof *seats);
    int32_t *priority = arena_calloc(arena, snapshot->need_count, sizeof *priority);
    for (size_t j = 0; j < snapshot->need_count; j++) {
        seats[j] = snapshot->needs[j].seats;
        priority[j] = snapshot->needs[j].priority;
        instance->total_seats += seats[j];
    }
    instance->seats = seats;
    instance->priority = priority;
}

static void take_people(const struct snapshot *snapshot, struct arena *arena,
                        struct instance *instance)
{
    int32_t *base = arena_calloc(arena, snapshot->person_count, sizeof *base);
    for (size_t i = 0; i < snapshot->person_count; i++)
        base[i] = -1;
    for (size_t i = 0; i < snapshot->base_count; i++)
        base[snapshot->base[i].person] = snapshot->base[i].need;
    instance->base_need = base;
}

struct instance *instance_without_lottery(const struct snapshot *snapshot,
                                          const struct pairs *pairs, struct arena *arena)
{
    struct instance *instance = arena_calloc(arena, 1, sizeof *instance);
    instance->person_count = pairs->person_count;
    instance->need_count = pairs->need_count;
    instance->row_start = pairs->row_start;
    instance->items = pairs->items;
    take_needs(snapshot, arena, instance);
    take_people(snapshot, arena, instance);
    instance->locked_need = locks_settle(snapshot, pairs, arena).need_of;
    return instance;
}

struct instance *instance_from(const struct snapshot *snapshot, const struct pairs *pairs,
                               struct arena *arena)
{
    struct instance *instance = instance_without_lottery(snapshot, pairs, arena);
    struct digest *lottery = arena_calloc(arena, snapshot->person_count, sizeof *lottery);
    for (size_t i = 0; i < snapshot->person_count; i++)
        lottery[i] = instance_lottery(snapshot, i);
    instance->lottery = lottery;
    return instance;
}

const int32_t *instance_open_part(const struct instance *instance, const int32_t *need_of,
                                  struct arena *arena)
{
    if (instance->locked_need == NULL)
        return need_of;
    int32_t *open = arena_calloc(arena, instance->person_count, sizeof *open);
    for (size_t i = 0; i < instance->person_count; i++)
        open[i] = instance->locked_need[i] < 0 ? need_of[i] : -1;
    return open;
}

int32_t *instance_whole(const struct instance *instance, int32_t *open_part, struct arena *arena)
{
    if (instance->locked_need == NULL)
        return open_part;
    int32_t *whole = arena_calloc(arena, instance->person_count, sizeof *whole);
    for (size_t i = 0; i < instance->person_count; i++)
        whole[i] = instance->locked_need[i] < 0 ? open_part[i] : instance->locked_need[i];
    return whole;
}

/* A rank per pair of the whole, without those of who is bound; NULL stays NULL. */
static const uint16_t *open_ranks(const struct instance *instance, const uint16_t *ranks,
                                  struct arena *arena)
{
    if (ranks == NULL)
        return NULL;
    uint16_t *open = arena_calloc(arena, instance->row_start[instance->person_count], sizeof *open);
    size_t count = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        bool bound = instance->locked_need[i] >= 0;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1] && !bound; at++)
            open[count++] = ranks[at];
    }
    return open;
}

static const struct wishes *open_wishes(const struct instance *instance, struct arena *arena)
{
    if (instance->wishes == NULL)
        return NULL;
    struct wishes *open = arena_calloc(arena, 1, sizeof *open);
    open->of_person = open_ranks(instance, instance->wishes->of_person, arena);
    open->of_need = open_ranks(instance, instance->wishes->of_need, arena);
    return open;
}

int32_t *instance_open_seats(const struct instance *instance, struct arena *arena)
{
    int32_t *seats = arena_calloc(arena, instance->need_count, sizeof *seats);
    for (size_t j = 0; j < instance->need_count; j++)
        seats[j] = instance->seats[j];
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t need = instance_bound_need(instance, i);
        if (need >= 0)
            seats[need]--;
    }
    return seats;
}

const struct instance *instance_open(const struct instance *instance, struct arena *arena)
{
    if (instance->locked_need == NULL)
        return instance;
    struct instance *open = arena_calloc(arena, 1, sizeof *open);
    size_t *row_start = arena_calloc(arena, instance->person_count + 1, sizeof *row_start);
    struct pair *items =
        arena_calloc(arena, instance->row_start[instance->person_count], sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        bool bound = instance->locked_need[i] >= 0;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1] && !bound; at++)
            items[count++] = instance->items[at];
        row_start[i + 1] = count;
    }
    *open = *instance;
    open->row_start = row_start;
    open->items = items;
    open->seats = instance_open_seats(instance, arena);
    open->wishes = open_wishes(instance, arena);
    open->caps = caps_open(instance, arena);
    open->locked_need = NULL;
    return open;
}

int64_t instance_weight(const struct instance *instance, size_t person, const struct pair *pair)
{
    bool held = instance->base_need[person] == (int32_t)pair->need;
    return (int64_t)pair->fit_bp * (instance->total_seats + 1) + held;
}

int64_t instance_class_step(const struct instance *instance)
{
    if (instance->class_bonus != NULL)
        return instance->class_bonus[INSTANCE_CLASS_COUNT - 1];
    int64_t weight_most = (int64_t)FIT_MAX_BP * (instance->total_seats + 1) + 1;
    return ((int64_t)instance->need_count + 1) * weight_most + 1;
}

/* Potentials and their differences are within a bonus of the first priority and a class step. A
 * solve begins with equal steps in the place of the bonuses, which may come to more than these. */
static bool bonus_is_within_bounds(const struct instance *instance)
{
    int64_t equal;
    int64_t most;
    return !__builtin_mul_overflow(instance_class_step(instance),
                                   BONUSES_ADDED * INSTANCE_CLASS_COUNT, &equal) &&
           !__builtin_mul_overflow(instance->class_bonus[0], BONUSES_ADDED, &most);
}

bool instance_is_within_bounds(const struct instance *instance)
{
    if (instance->class_bonus != NULL)
        return bonus_is_within_bounds(instance);
    int64_t seats;
    int64_t weight_most;
    int64_t step;
    int64_t most;
    return !__builtin_add_overflow(instance->total_seats, 1, &seats) &&
           !__builtin_mul_overflow(seats, FIT_MAX_BP, &weight_most) &&
           !__builtin_add_overflow(weight_most, 2, &weight_most) &&
           !__builtin_mul_overflow(weight_most, (int64_t)instance->need_count + 1, &step) &&
           !__builtin_mul_overflow(step, 32, &most);
}

bool instance_is_plain_within_bounds(const struct instance *instance)
{
    struct instance plain = *instance;
    plain.caps = NULL;
    plain.class_bonus = NULL;
    return instance_is_within_bounds(&plain);
}

int64_t instance_class_bonus(const struct instance *instance, int32_t priority)
{
    if (instance->class_bonus != NULL)
        return instance->class_bonus[priority - 1];
    return (INSTANCE_CLASS_COUNT + 1 - (int64_t)priority) * instance_class_step(instance);
}

int64_t instance_floor(const struct instance *instance, size_t need)
{
    return -instance_class_bonus(instance, instance->priority[need]);
}

/* A price is some whole steps, not above 0, and an amount that fit explains, which is less than one
 * either way. */
struct plain_price instance_plain_price(int64_t price, size_t need_count, int64_t total_seats)
{
    const struct instance past = {.need_count = need_count, .total_seats = total_seats};
    int64_t step = instance_class_step(&past);
    int64_t rest = price % step;
    if (rest > step / 2)
        rest -= step;
    else if (rest < -(step / 2))
        rest += step;
    int64_t unit = total_seats + 1;
    return (struct plain_price){.points = (rest + (rest < 0 ? -unit : unit) / 2) / unit,
                                .class_steps = (int32_t)((price - rest) / step)};
}

static const struct pair *pair_of(const struct instance *instance, size_t person, int32_t need)
{
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if (instance->items[at].need == (uint32_t)need)
            return &instance->items[at];
    }
    return NULL;
}

struct objective instance_objective(const struct instance *instance, const int32_t *need_of)
{
    struct objective objective = {0};
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] < 0)
            continue;
        const struct pair *pair = pair_of(instance, i, need_of[i]);
        assert(pair != NULL);
        if (pair == NULL)
            continue;
        objective.filled[instance->priority[need_of[i]] - 1]++;
        objective.fit_bp += pair->fit_bp;
        objective.held += instance->base_need[i] == need_of[i];
    }
    return objective;
}

int objective_compare(const struct objective *left, const struct objective *right)
{
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        if (left->filled[class] != right->filled[class])
            return left->filled[class] < right->filled[class] ? -1 : 1;
    }
    if (left->fit_bp != right->fit_bp)
        return left->fit_bp < right->fit_bp ? -1 : 1;
    return (left->held > right->held) - (left->held < right->held);
}
