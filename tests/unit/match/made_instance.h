/*
 * Matching problems made up for the tests of match, verify and pairs: a table of fits that a test
 * fills, turned into a struct instance; and random ones, the same for the same seed.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_MADE_INSTANCE_H
#define CADRE_TESTS_UNIT_MATCH_MADE_INSTANCE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/pairs/instance.h"

/* Everything from the arena given to made_new. */
struct made {
    size_t people;
    size_t needs;
    int32_t *fit_bp;   /* people * needs, by person; -1 = not eligible, which is how it begins */
    int32_t *seats;    /* per need, at first 1 */
    int32_t *priority; /* per need, at first 1 */
    int32_t *base;     /* per person, at first -1 */
    uint32_t *key;     /* per person: stands for the natural key, at first the index */
};

struct made *made_new(size_t people, size_t needs, struct arena *arena);
int32_t *made_fit(struct made *made, size_t person, size_t need);
struct instance *made_instance(const struct made *made, struct arena *arena);
/* The same problem with people and needs in another order; *ret_person_at and *ret_need_at (from
 * the arena) say where each went. */
struct made *made_shuffled(const struct made *made, uint64_t seed, struct arena *arena,
                           size_t **ret_person_at, size_t **ret_need_at);

/* 1 to `people_most` people, 1 to `needs_most` needs of 0 to `seats_most` seats; by the seed full
 * of ties or without, dense or sparse, with few priorities or many. */
struct made *made_any(uint64_t seed, size_t people_most, size_t needs_most, size_t seats_most,
                      struct arena *arena);

#endif
