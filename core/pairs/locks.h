/*
 * Which people are bound to a seat by a decision that stands (snapshot.h): they leave the problem
 * with their seat, and the rest is solved. Nobody is forced into a seat that they do not fit, and
 * no seat is bound twice: who was decided first goes first, then by natural key and need code.
 * Behind them in a residual match comes whom its run seats: who fits best goes first, then by the
 * published lottery.
 */
#ifndef CADRE_CORE_PAIRS_LOCKS_H
#define CADRE_CORE_PAIRS_LOCKS_H

#include "core/base/arena.h"
#include "core/evidence/snapshot.h"
#include "core/pairs/pairs.h"

enum lock_outcome {
    LOCK_HOLDS,        /* the person has the seat */
    LOCK_FULFILLED,    /* the person sits there already, by a placement or an acceptance */
    LOCK_NOT_ELIGIBLE, /* see qualify_reason */
    LOCK_ELSEWHERE,    /* an earlier decision, or one at all, binds the person to another need */
    LOCK_NO_SEAT,      /* all free seats are bound to others */
    LOCK_OUTCOME_COUNT
};

struct lock {
    const struct decision *decision; /* one that binds; NULL of whom the run seats */
    int32_t person, need;            /* indexes */
    enum lock_outcome outcome;
};

struct locks {
    const struct lock *items; /* in the order in which they were settled */
    size_t count;
    const struct lock *stays; /* of whom the run of a residual match seats, likewise */
    size_t stay_count;
    const int32_t *need_of; /* per person, -1 = not bound; NULL = nobody is */
};

/* `pairs` are those of the snapshot; the rest lives in `arena`. */
struct locks locks_settle(const struct snapshot *snapshot, const struct pairs *pairs,
                          struct arena *arena);

#endif
