/*
 * How long an award counts: until the day that it states, else by the months of its credential,
 * then through the days of grace of the credential; a revocation ends it whatever else is said.
 */
#ifndef CADRE_CORE_EVIDENCE_AWARD_TERM_H
#define CADRE_CORE_EVIDENCE_AWARD_TERM_H

#include "core/evidence/snapshot.h"

struct award_term {
    struct cadre_date last;        /* last day in force, none = never ends */
    struct cadre_date grace_until; /* last day of grace, none = it has no grace */
};

enum award_state {
    AWARD_NOT_YET,  /* issued later */
    AWARD_IN_FORCE, /* to its last day included */
    AWARD_IN_GRACE, /* counts all the same, unless it is asked not to */
    AWARD_OVER
};

/* The months of the credential count to the same day of the month, which is the last. */
struct award_term award_term_of(const struct catalogue *catalogue, const struct held_award *award);
enum award_state award_state_on(struct cadre_date day, const struct held_award *award,
                                const struct award_term *term);

#endif
