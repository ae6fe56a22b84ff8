/*
 * Who sits where while the solver works: for each need its holders, and its candidates from the
 * best to the least (by w', then by the lottery), with the first one who is still free. A person
 * who was seated once is taken for not free for good: augmenting never unseats anybody, and the
 * tie key, which does, asks for no candidates.
 *
 * Everything comes from the arena given to seating_new; the instance is borrowed.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_ORACLE_SEATING_H
#define CADRE_TESTS_UNIT_MATCH_ORACLE_SEATING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/pairs/instance.h"

struct candidate {
    int64_t weight; /* w' of the pair */
    int32_t person;
    int32_t place; /* in the lottery, 0 = first */
};

struct seating {
    const struct instance *instance;
    int32_t *lottery; /* people in lottery order; of equal keys the lower index first */

    int32_t *need_of; /* per person, -1 = free */
    int64_t *weight;  /* per person: w' of the present seat */
    int32_t *next;    /* per person: the next holder of the same need, -1 = last */
    int32_t *previous;

    int32_t *first;  /* per need: its first holder, -1 = none */
    int32_t *filled; /* per need */

    struct candidate *candidates; /* by need, see above */
    size_t *column_start;         /* need_count + 1 */
    size_t *column_at;            /* per need: nobody before it is free */
};

struct seating *seating_new(const struct instance *instance, struct arena *arena);
bool seating_is_full(const struct seating *seating, int32_t need);
/* The best candidate who is free, NULL when none is. */
const struct candidate *seating_best_free(struct seating *seating, int32_t need);
/* Seats the person, out of the present seat if there is one. */
void seating_move(struct seating *seating, int32_t person, int32_t need, int64_t weight);
void seating_leave(struct seating *seating, int32_t person);

#endif
