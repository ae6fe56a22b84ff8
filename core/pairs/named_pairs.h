/*
 * A few pairs by name, where all of them would be too dear: those that a stored run seats, say.
 */
#ifndef CADRE_CORE_PAIRS_NAMED_PAIRS_H
#define CADRE_CORE_PAIRS_NAMED_PAIRS_H

#include "core/pairs/pairs.h"

struct pair_name {
    int32_t person, need; /* indexes */
};

/* Those of the names that are eligible, each once, with the fit that pairs_build gives them. Sorts
 * the names. Reasons are all 0: nobody else was looked at. From `arena`. */
struct pairs *named_pairs_build(const struct snapshot *snapshot, struct pair_name *names,
                                size_t count, struct arena *arena);

#endif
