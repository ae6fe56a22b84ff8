/*
 * The matching problem as the engine reads it: an instance (core/pairs/instance.h) whose pairs are
 * numbers of 32 bits.
 */
#ifndef CADRE_CORE_MATCH_PROBLEM_H
#define CADRE_CORE_MATCH_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/pairs/instance.h"

static inline uint32_t packed_pair(uint32_t need, uint32_t fit_bp)
{
    return need << PAIR_FIT_BITS | fit_bp;
}

static inline uint32_t packed_need(uint32_t pair)
{
    return pair >> PAIR_FIT_BITS;
}

static inline int64_t packed_fit(uint32_t pair)
{
    return pair & ((1U << PAIR_FIT_BITS) - 1);
}

/* Pairs of some people's rows; a row is in ascending order of need. */
struct rows {
    const size_t *start; /* person_count + 1 */
    const uint32_t *pairs;
};

#define ROWS_NONE SIZE_MAX
/* Where the pair of the need is in the person's row; ROWS_NONE = the person does not qualify. */
static inline size_t rows_find(const struct rows *rows, size_t person, int32_t need)
{
    size_t low = rows->start[person];
    size_t high = rows->start[person + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (packed_need(rows->pairs[middle]) < (uint32_t)need)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < rows->start[person + 1] && packed_need(rows->pairs[low]) == (uint32_t)need;
    return found ? low : ROWS_NONE;
}

/* Whether one of so many pairs is of a need that is among these (per need). */
static inline bool pairs_any_among(const uint32_t *pairs, size_t count, const bool *needs)
{
    unsigned int any = 0;
    for (size_t at = 0; at < count; at++)
        any |= needs[packed_need(pairs[at])];
    return any != 0;
}

/* That pair; there must be one. */
uint32_t rows_pair(const struct rows *rows, size_t person, int32_t need);

/* Everything is borrowed; weights, class step and floors are those of instance.h. */
struct problem {
    size_t person_count;
    size_t need_count;
    struct rows rows;
    const int32_t *seats;         /* per need */
    const int32_t *priority;      /* per need, 1 .. 9 */
    const int32_t *base_need;     /* per person, -1 = none; NULL = nobody has one */
    const struct digest *lottery; /* per person */
    int64_t unit;                 /* of a basis point in w': R + 1 */
    int64_t class_step;           /* B */
    size_t threads;               /* for looks at all people (people_parts.h); 0 = one */
};

/* `instance` is borrowed. */
struct problem problem_of(const struct instance *instance);

/* Where the person was before, -1 = nowhere. */
static inline int32_t problem_base(const struct problem *problem, size_t person)
{
    return problem->base_need != NULL ? problem->base_need[person] : -1;
}

/* w' of a pair of somebody who was in `base` before. */
static inline int64_t problem_weight_from(const struct problem *problem, int32_t base,
                                          uint32_t pair)
{
    bool held = base == (int32_t)packed_need(pair);
    return packed_fit(pair) * problem->unit + held;
}

static inline int64_t problem_weight(const struct problem *problem, size_t person, uint32_t pair)
{
    return problem_weight_from(problem, problem_base(problem, person), pair);
}

static inline int64_t problem_floor(const struct problem *problem, size_t need)
{
    return -(INSTANCE_CLASS_COUNT + 1 - (int64_t)problem->priority[need]) * problem->class_step;
}

/* Per need the price, or the floor where that is higher; the caller's to free. */
int64_t *problem_above_floors(const struct problem *problem, const int64_t *price);

#endif
