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
    int64_t need;     /* seats asked for */
    int64_t staffed;  /* placements in force */
    int64_t filled;   /* seats the run fills */
    int64_t short_of; /* per need, then summed: a surplus in one need fills no other */
    /* Distinct people who pass all competence clauses of some need of the cell; */
    int64_t qualified;
    int64_t have; /* those of them who pass the service conditions of that need too; */
    /* who fail exactly one clause or condition of some need, and are eligible for none. Of an
     * incomplete need it is not known what it asks for: nobody is one step away from it. */
    int64_t one_step;
};

/* What is missing for those one step away, most people first. */
struct gap_step {
    enum reason reason;
    const char *what; /* asked.h: "CompTIA/Security+ or ISC2/SSCP"; from the arena */
    int64_t people;   /* distinct, of those one step away in the cell */
};

struct gap_cell {
    int32_t work_role;    /* element, -1 = none stated */
    int32_t level;        /* rank, 0 = none */
    int32_t region;       /* -1 = any */
    int32_t organization; /* of `organizations`: index, -1 = unknown; else -1 */
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

/*
 * `need_of` per person as the run has it, -1 = not placed. Memory from `arena`. One pass over all
 * pairs; a person is marked in each group, so totals are counted anew and never summed.
 */
struct gap *gap_count(const struct snapshot *snapshot, const struct expansion *expansions,
                      const struct pairs *pairs, const int32_t *need_of, struct arena *arena);

#endif
