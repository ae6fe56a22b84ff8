/*
 * What differs between two results of a match: seats won and lost by need and priority, people who
 * moved, limits that bind otherwise. Both are given by keys that last, so that they may be of
 * different days, of different registries, or one of them of no run at all.
 */
#ifndef CADRE_CORE_GAP_OUTCOME_DIFF_H
#define CADRE_CORE_GAP_OUTCOME_DIFF_H

#include "core/base/arena.h"
#include "core/gap/limit_diff.h"
#include "core/pairs/instance.h"

struct outcome_need {
    struct str_view code, title; /* title absent = not known */
    int32_t priority;            /* 0 = not known */
    int32_t seats;               /* free ones */
};
struct outcome_seat {
    struct str_view natural_key, person_id, need_code;
    int32_t fit_bp;
};
/* Who has a seat by a placement, or by an acceptance, when the match is made. */
struct outcome_place {
    struct str_view natural_key, need_code; /* the latter absent = the need is none any more */
};
struct outcome {
    const struct outcome_need *needs; /* by code bytewise */
    size_t need_count;
    const struct outcome_seat *seats; /* that are filled; by natural key bytewise */
    size_t seat_count;
    const struct outcome_place *places; /* by natural key bytewise; none = not looked at */
    size_t place_count;
    struct objective objective;
    bool stable;      /* its mode, else it is optimal; then its limits have no prices */
    bool other_known; /* what the other mode comes to: the price of stability */
    struct objective other;
    struct limit_figures limits; /* none = all 0 */
};

/* A need of which seats or the number of filled ones differ. */
struct need_change {
    const struct outcome_need *before, *after; /* NULL = not among the needs */
    int64_t filled_before, filled_after;
    int64_t since; /* of the filled ones before: their people have them by a placement after */
};
/* A person who sits elsewhere, or in one of the two alone. */
struct person_move {
    const struct outcome_seat *before, *after; /* NULL = not placed by the match */
    const struct outcome_place *since; /* where not after, but by a placement; NULL = nowhere */
};
struct outcome_diff {
    const struct outcome *before, *after; /* borrowed */
    const struct need_change *needs;      /* by priority, the later one's, then by code */
    size_t need_count;
    const struct person_move *moves; /* by natural key */
    size_t move_count;
    const struct limit_change *limits; /* that differ */
    size_t limit_count;
    /* Filled seats, over needs: what one wins does not hide what another loses. A seat whose person
     * has it by a placement after is neither. */
    int64_t gained, lost;
    int64_t stayed; /* people in the same need in both */
    /* People: from need to need, newly placed, placed no more, and placed since otherwise. */
    int64_t moved, placed, unplaced, since;
};

/* Memory from `arena`. */
struct outcome_diff *outcome_compare(const struct outcome *before, const struct outcome *after,
                                     struct arena *arena);

#endif
