/*
 * Where people of an optimal flow with caps could sit as well: their pairs of zero reduced cost,
 * the one of their own seat among them. Private to core/match.
 */
#ifndef CADRE_CORE_MATCH_CAP_EQUALS_H
#define CADRE_CORE_MATCH_CAP_EQUALS_H

#include "core/match/capped/cap_flow.h"

/* A seat that is worth exactly as much as what the person has. */
struct cap_equal {
    int32_t node;
    int64_t weight; /* w' there */
};

struct cap_equals {
    size_t *start;           /* person_count + 1 */
    struct cap_equal *items; /* by person, then need */
};

/* Of the potentials as they are, which are feasible; nobody is at home in closed nodes, and none
 * lead there. They stay the same whoever sits where, as long as it is an optimum. */
struct cap_equals cap_equals_of(const struct cap_flow *flow);
void cap_equals_release(struct cap_equals *equals);

#endif
