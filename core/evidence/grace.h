/*
 * What a pair owes to days of grace: an award past its last day that counts all the same.
 */
#ifndef CADRE_CORE_EVIDENCE_GRACE_H
#define CADRE_CORE_EVIDENCE_GRACE_H

#include "core/evidence/qualify.h"

/* Of a need whose required clauses hold: the last day on which they all do, when one of them needs
 * an award in grace; none when they hold without. */
struct cadre_date grace_of_need(const struct snapshot *snapshot, const struct expansion *expansion,
                                const struct need *need);

#endif
