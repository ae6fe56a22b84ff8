/*
 * Which needs and people the conditions of a limit hold (core/policy/limits.h), as of a snapshot.
 * Private to core/pairs.
 */
#ifndef CADRE_CORE_PAIRS_LIMIT_SETS_H
#define CADRE_CORE_PAIRS_LIMIT_SETS_H

#include "core/evidence/snapshot.h"

/* Codes have become what they name. */
struct limit_matcher; /* opaque */

/* From `arena`. Errors: CADRE_REFUSED for a code that names nothing, with the nearest. */
CADRE_MUST_CHECK enum cadre_status
limit_matcher_new(const struct snapshot *snapshot, const struct limit_set *set, bool of_people,
                  struct arena *arena, struct limit_matcher **ret_matcher, struct cadre_error *err);
/* Whether the set holds the need, or the person. */
bool limit_matcher_has(const struct limit_matcher *matcher, size_t index);
/* Whether "*" splits the set into parts; then whose part the person is in, absent = in none. */
bool limit_matcher_is_split(const struct limit_matcher *matcher);
struct str_view limit_matcher_part(const struct limit_matcher *matcher, size_t person);

#endif
