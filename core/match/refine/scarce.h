/*
 * The pairs that matter while levels are found (levels.h). A shortest path has one need that
 * somebody free could come to, the first: nobody who sits need come there. So the few others alone
 * matter, which are scarce, and those that may soon be such; one stream through all pairs sorts out
 * theirs.
 */
#ifndef CADRE_CORE_MATCH_SCARCE_H
#define CADRE_CORE_MATCH_SCARCE_H

#include "core/match/problem.h"
#include "core/match/refine/comers.h"

struct scarce {
    bool *needs;         /* per need: it is of use to come from another seat */
    struct problem near; /* the problem with the pairs of such needs alone */
    size_t *start;       /* of its rows */
    uint32_t *pairs;
};

/* No need is scarce yet. */
void scarce_init(const struct problem *problem, struct scarce *ret_scarce);
void scarce_release(struct scarce *scarce);

/* Needs become scarce to which few could come, and none ceases to be; then their pairs are taken
 * anew, of whoever sits (`need_of`, per person, -1 = free) or could come there. */
void scarce_take(struct scarce *scarce, const struct problem *problem, const int32_t *need_of,
                 const struct comers *comers);

#endif
