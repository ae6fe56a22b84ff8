/*
 * Caps made up for an instance: nested ones over needs and over people, and reserves, the same for
 * the same seed.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_MADE_CAPS_H
#define CADRE_TESTS_UNIT_MATCH_MADE_CAPS_H

#include "core/pairs/caps.h"

enum made_caps_kind {
    MADE_CAPS_OF_NEEDS = 1,
    MADE_CAPS_OF_PEOPLE = 2,
    MADE_RESERVES = 4,
    MADE_CAPS_ALL = 7
};

/* Up to `caps_most` caps a side; limits from 0 to more than can bind. From `arena`. */
struct caps *made_caps(const struct instance *instance, uint64_t seed, int kinds, size_t caps_most,
                       struct arena *arena);
/* Binds people to needs that they fit, as long as there are seats, whatever the caps say; how
 * many. */
size_t made_locks(struct instance *instance, uint64_t seed, struct arena *arena);

#endif
