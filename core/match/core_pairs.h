/*
 * The core: the pairs that refinement looks at, by person and by need. Only needs with seats occur.
 */
#ifndef CADRE_CORE_MATCH_CORE_PAIRS_H
#define CADRE_CORE_MATCH_CORE_PAIRS_H

#include "core/match/pair_list.h"
#include "core/match/problem.h"

struct column_pair {
    int32_t person;
    uint32_t pair;
};

struct core_pairs {
    size_t *row_start;           /* person_count + 1 */
    uint32_t *rows;              /* packed pairs */
    size_t *column_start;        /* need_count + 1 */
    struct column_pair *columns; /* of a need ascending by person; NULL = dropped */
    size_t row_room;             /* pairs that there is room for in the rows, */
    size_t column_room;          /* and in the columns */
};

/* Of all pairs. */
struct core_pairs *core_pairs_of_all(const struct problem *problem);
/* Of rows without pairs of needs that have no seats; both are the core's from now on. */
struct core_pairs *core_pairs_of(const struct problem *problem, size_t *row_start, uint32_t *rows);
/* Pairs that are not in it, of needs with seats: each is put behind those of its person, and among
 * those of its need. Columns that were dropped are there again. */
void core_pairs_add(const struct problem *problem, struct core_pairs *core,
                    const struct pair_list *added);
/* Two thirds of the memory, for what may take it for a while. */
void core_pairs_drop_columns(struct core_pairs *core);
void core_pairs_free(struct core_pairs *core);
struct rows core_pairs_rows(const struct core_pairs *core);

static inline bool core_pairs_has(const struct core_pairs *core, size_t person, uint32_t pair)
{
    bool has = false;
    for (size_t at = core->row_start[person]; at < core->row_start[person + 1]; at++)
        has |= core->rows[at] == pair;
    return has;
}

#endif
