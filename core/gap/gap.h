/*
 * The figures of the skill-gap report: need, have, short, one step away, by role x level x region
 * and by organization (rules: Figures). No person in it. A person counts once in a cell and once in
 * a total.
 */
#ifndef CADRE_CORE_GAP_GAP_H
#define CADRE_CORE_GAP_GAP_H

#include "core/base/arena.h"
#include "core/pairs/pairs.h"

struct gap_figures {
    int64_t need; /* seats asked for */
    int64_t staffed;
    int64_t filled;
    int64_t short_of; /* as in staffing */
    /* Distinct people who pass all competence clauses of some need of the cell, */
    int64_t qualified;
    int64_t have; /* and those of them who pass its service conditions too. */
    /* Distinct people with exactly one failing clause or condition for some need of the cell, and
     * eligible for none of it. */
    int64_t one_step;
};

/* What is missing for those one step away, most people first. */
struct gap_step {
    enum reason reason;
    /* "CompTIA/Security+ or ISC2/SSCP", "DCWF@5.1/511 Intermediate", "clearance secret"; from the
     * arena. */
    const char *what;
    int64_t people; /* distinct, in the cell */
};

struct gap_cell {
    int32_t work_role;    /* element, -1 = none stated */
    int32_t level;        /* rank, 0 = none */
    int32_t region;       /* -1 = any */
    int32_t organization; /* by_organization rows: index or -1; cells: -1 */
    struct gap_figures figures;
    const struct gap_step *steps; /* at most GAP_STEPS_MAX */
    size_t step_count;
};

#define GAP_STEPS_MAX 3

struct gap {
    const struct snapshot *snapshot;
    const struct gap_cell *cells; /* by role canonical text, level, region code; none last */
    size_t cell_count;
    const struct gap_cell *roles; /* role x level over all regions */
    size_t role_count;
    const struct gap_cell *organizations; /* by organization code */
    size_t organization_count;
    const struct gap_cell *regions; /* by region code */
    size_t region_count;
    struct gap_figures total; /* counted anew */
};

struct gap *gap_count(const struct snapshot *snapshot, const struct expansion *expansions,
                      const struct pairs *pairs, const int32_t *need_of, struct arena *arena);

#endif
