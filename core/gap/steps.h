/*
 * Counters of the gap report: for each group of needs, how many distinct people one step away lack
 * what. Private to core/gap.
 */
#ifndef CADRE_CORE_GAP_STEPS_H
#define CADRE_CORE_GAP_STEPS_H

#include "core/gap/gap.h"

/* The ways in which needs are grouped; the last has one group and no steps. */
enum grouping { BY_CELL, BY_ROLE, BY_REGION, BY_ORGANIZATION, BY_TOTAL, GROUPING_COUNT };
#define GROUPING_WITH_STEPS_COUNT BY_TOTAL

struct steps; /* opaque */

struct steps *steps_new(const struct snapshot *snapshot, struct arena *arena);
void steps_free(struct steps *steps);

/* One person of mark `mark` (never 0, the same for all calls of that person, others' differ) lacks
 * `failure` of need `need`, which stands in `group` of `grouping`. A person counts once for each
 * thing lacked. */
void steps_count(struct steps *steps, enum grouping grouping, uint32_t group, uint32_t need,
                 struct failure failure, uint32_t mark);

/* Gives every group its steps, most people first, then by reason and text. `cells[grouping]` are
 * the groups. Nothing may be counted after it. */
void steps_deal(struct steps *steps, struct gap_cell *const cells[GROUPING_COUNT]);

#endif
