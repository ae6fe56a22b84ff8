/*
 * Whom the needs of a stable match let in: nobody who stands below the last one that each seats,
 * once it is full. What solver and verifier both ask of each person: which of the needs that would
 * let them in do they like best?
 */
#ifndef CADRE_CORE_PAIRS_ADMISSION_H
#define CADRE_CORE_PAIRS_ADMISSION_H

#include "core/base/arena.h"
#include "core/pairs/instance.h"

/*
 * The key of a person before a need, the greater the sooner let in: where they stand, and below it
 * how early the lottery draws them by the first bytes of its key, which nearly always decide.
 */
static inline uint64_t admission_key(uint32_t standing, uint32_t draw)
{
    return (uint64_t)standing << 32 | draw;
}

static inline uint32_t admission_standing(uint64_t key)
{
    return (uint32_t)(key >> 32);
}

/* Greater is drawn earlier. */
uint32_t admission_draw(const struct instance *instance, size_t person);

struct admission {
    uint64_t *cutoff; /* per need: the key of the last one let in; of a standing of STANDING_ANY
                         where everybody is, of STANDING_CLOSED where nobody */
    int32_t *last;    /* per need: that person; not read where there is none */
    const struct row_best *rows;
};

/* Without anybody in yet. From `arena`; the instance has wishes. */
struct admission admission_of(const struct instance *instance, struct arena *arena);
/* The pair that the person likes best among those whose need lets them in, as an index in
 * instance->items; SIZE_MAX = none does. Whoever is the last one let in is not let in again. */
size_t admission_best(const struct admission *admission, const struct instance *instance,
                      size_t person, uint32_t draw);

#endif
