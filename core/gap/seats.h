/*
 * Seats of one need, as both reports count them (rules: Figures). Private to core/gap.
 */
#ifndef CADRE_CORE_GAP_SEATS_H
#define CADRE_CORE_GAP_SEATS_H

#include "core/evidence/snapshot.h"

/* People whom the run seats, per need; the caller frees. */
int64_t *seats_filled(const struct snapshot *snapshot, const int32_t *need_of);
/* max(0, headcount - staffed - filled) */
int64_t seats_short(const struct need *need, int64_t filled);

#endif
