/*
 * The figures of the staffing report, from a snapshot and a run (rules: Figures). Totals are
 * counted, never guessed: a person sits in one seat at most.
 */
#ifndef CADRE_CORE_GAP_STAFFING_H
#define CADRE_CORE_GAP_STAFFING_H

#include "core/base/arena.h"
#include "core/pairs/pairs.h"

struct staffing_figures {
    int64_t seats;   /* headcount */
    int64_t staffed; /* placements in force */
    int64_t filled;  /* seats the run fills */
    /* Sum over needs of max(0, seats - staffed - filled): a surplus in one need fills no other. */
    int64_t short_of;
    int64_t fit_bp; /* sum over filled seats; mean = fit_bp / filled, floor */
};

struct staffing_person {
    int32_t person; /* index in the snapshot */
    int32_t fit_bp;
    bool kept; /* the base had them here */
};

enum { STAFFING_NEXT_MAX = 3 };

struct staffing_reason {
    enum reason reason;
    uint64_t people; /* who fail this need with this primary reason */
};

struct staffing_need {
    int32_t need; /* index in the snapshot */
    struct staffing_figures figures;
    const struct staffing_person *people; /* seated by the run, best fit first, then natural key */
    size_t person_count;
    uint64_t eligible;                  /* people who fit the need */
    uint64_t runner_ups;                /* eligible and not seated anywhere */
    const struct staffing_person *next; /* the best of them, best fit first, then natural key */
    size_t next_count;                  /* at most STAFFING_NEXT_MAX */
    const struct staffing_reason
        *reasons; /* why people do not fit, most people first; empty unless seats are short */
    size_t reason_count;
};

struct staffing_group {   /* unit, agency */
    int32_t organization; /* index, -1 = unknown organization */
    struct staffing_figures figures;
    size_t need_count;
};

struct staffing {
    const struct snapshot *snapshot;
    const struct staffing_need *needs; /* by organization code, then priority, then need code */
    size_t need_count;
    const struct staffing_group *units; /* organizations that state needs, by code */
    size_t unit_count;
    const struct staffing_group *agencies; /* the topmost organization of kind ministry or agency
                                              above each unit (itself if none), by code */
    size_t agency_count;
    struct staffing_figures total;
    struct staffing_figures by_priority[9];
};

/* `need_of` per person as the run has it, -1 = not placed. Memory from `arena`. */
struct staffing *staffing_count(const struct snapshot *snapshot, const struct pairs *pairs,
                                const int32_t *need_of, struct arena *arena);

#endif
