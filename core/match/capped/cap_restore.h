/*
 * From an optimal flow whose caps are overfull to an optimal one whose caps hold: what is too much
 * is left over where it came from and missing where it went, and is balanced by shortest paths
 * (cap_path.h). Only pairs that are near to being worth a change are looked at; whoever would
 * rather sit elsewhere afterwards moves there, and it is balanced again, until nobody does. Private
 * to core/match.
 */
#ifndef CADRE_CORE_MATCH_CAP_RESTORE_H
#define CADRE_CORE_MATCH_CAP_RESTORE_H

#include "core/match/capped/cap_flow.h"

/* How many seats the caps were overfull by. */
uint64_t cap_restore(struct cap_flow *flow);
/* From a flow whose caps hold, and which is optimal but for some of the pairs, to one that is on
 * all. */
void cap_restore_pairs(struct cap_flow *flow);

#endif
