/*
 * Who could come to a need while levels are found (levels.h): free people who qualify for it, of
 * whom the first ones are known by name. Once those are placed, all people are looked at for more,
 * of every need that is as far at once: each look asks for many times as many as the one before.
 */
#ifndef CADRE_CORE_MATCH_COMERS_H
#define CADRE_CORE_MATCH_COMERS_H

#include "core/match/problem.h"

struct comers; /* opaque */

/* Both are borrowed. Whoever is free in `need_of` (per person, -1 = free) may be placed meanwhile,
 * and nobody else becomes free. */
struct comers *comers_new(const struct problem *problem, const int32_t *need_of);
void comers_free(struct comers *comers);

/* Somebody free who qualifies for the need, -1 = there is nobody. */
int32_t comers_next(struct comers *comers, int32_t need);
/* Whether those who are known by name are all there are, and no more than `most`. */
bool comers_are_few(const struct comers *comers, size_t need, size_t most);
/* Sets those who are known by name, by person. */
void comers_mark(const struct comers *comers, size_t need, bool *people);

#endif
