/*
 * The limits of a policy (core/policy/limits.h) as the caps of a match (caps.h): which needs and
 * people they hold as of the snapshot, how many that is, and how they lie in one another.
 *
 * A quota counts seats, a draw people, whoever sits there: who was placed before counts first, and
 * what is left is the match's. A share is of all seats that the needs of a quota ask for, of all
 * people of a draw whom the snapshot has (placed or not, and who withdrew consent too), or of the
 * seats of each need of a reserve; rounded down. A reserve keeps so many seats of each of its needs
 * for its people: whoever sits there from outside by a placement counts against the seats that are
 * open to all.
 *
 * Sets of quotas, and sets of draws, lie in one another or have nothing in common: only then is the
 * match a flow, with whole people as its optimum. The same goes for needs with reserved seats: one
 * reserve each.
 */
#ifndef CADRE_CORE_PAIRS_CAP_SETS_H
#define CADRE_CORE_PAIRS_CAP_SETS_H

#include "core/evidence/snapshot.h"
#include "core/pairs/caps.h"

/* A cap in words. */
struct cap_origin {
    const struct limit_rule *rule;
    struct str_view of; /* whose, where the draw is of each; else absent */
    int64_t members;    /* needs or people */
    int64_t whole;      /* their seats, or they themselves: what a share is of */
    int64_t stated;     /* so many in all */
    int64_t placed;     /* of these placed before */
};

struct cap_sets {
    struct caps caps;
    const struct cap_origin *origins;           /* per cap */
    const struct limit_rule *const *group_rule; /* per group: whose it is */
};

/* From `arena`; NULL when the snapshot's policy has no limits. Errors: CADRE_REFUSED when a code
 * names nothing, or when two limits overlap, with both and what they have in common. */
CADRE_MUST_CHECK enum cadre_status cap_sets_resolve(const struct snapshot *snapshot,
                                                    struct arena *arena,
                                                    const struct cap_sets **ret_sets,
                                                    struct cadre_error *err);

/* Of sets that may be NULL: as those are. */
static inline const struct caps *cap_sets_caps(const struct cap_sets *sets)
{
    return sets != NULL ? &sets->caps : NULL;
}

/* The rule by which seats of the need are reserved, NULL = none. */
const struct limit_rule *cap_sets_reserve(const struct cap_sets *sets, size_t need);

#endif
