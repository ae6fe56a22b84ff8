/*
 * Step 2 of refine.h: prices support the assignment on the core, but somebody is free who is worth
 * more than a price, or a need has an empty seat above its floor. Each is mended by one shortest
 * path over the reduced costs, and all else stays as it is: afterwards the assignment is optimal on
 * the core, and the prices prove it.
 */
#ifndef CADRE_CORE_MATCH_REPAIR_H
#define CADRE_CORE_MATCH_REPAIR_H

#include "core/match/core_pairs.h"
#include "core/match/refine/holding.h"

struct repair; /* opaque */

/* All are borrowed and, but for the core, changed. */
struct repair *repair_new(struct holding *holding, int64_t *price);
void repair_free(struct repair *repair);

/* Whoever is free and worth more than a price; then each empty seat above its floor, for which no
 * price falls by more than `most_fall`: not done while one stays empty for want of that. `joined`:
 * only whom these pairs are of may be worth more, such as those that joined the core since it was
 * repaired last; NULL = anybody. The number of paths that were walked. */
uint64_t repair_all(struct repair *repair, const struct core_pairs *core,
                    const struct pair_list *joined, int64_t most_fall, bool *ret_done);

#endif
