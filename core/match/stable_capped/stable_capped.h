/*
 * The stable match with limits: what is stable, and why there is such a match, says
 * core/pairs/choices.h.
 *
 * People propose. What they choose of all pairs, caps over people included, is offered; what the
 * needs do not take is gone for good, and for each pair that is gone one more comes in: the best of
 * the person's next one and of those that waited below the caps over them (people_side.h). Nothing
 * that was offered is ever withdrawn, and for a pair that comes in one at most goes out
 * (needs_side.h). A pair that the needs would not take now they never will; so nobody offers it,
 * and no list is walked: a person's next one is the best of the row that would be taken. Whatever
 * the order of offers, the outcome is the best stable match for the people's side.
 */
#ifndef CADRE_CORE_MATCH_STABLE_CAPPED_H
#define CADRE_CORE_MATCH_STABLE_CAPPED_H

#include "core/match/stable.h"

/* As stable_solve; the instance has caps, and nobody is bound: asserts. `price` is the standing of
 * the last one whom a need seats where all its seats are filled (wishes.h); caps have no price. */
void stable_capped_solve(const struct instance *instance, struct arena *arena,
                         struct assignment *ret_assignment, struct stable_effort *ret_effort);

/* Where the needs seat people of what people choose first, per person, -1 = nowhere; the others are
 * turned away at once. Whom the needs would not take beside these they take in no stable match,
 * since they are never offered less. */
const int32_t *stable_capped_first(const struct instance *instance, struct arena *arena);

#endif
