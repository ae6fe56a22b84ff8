#include "core/match/core_pairs.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"

/* ---- by person ------------------------------------------------------------------------------- */

struct copying {
    const struct problem *problem;
    struct rows rows;
    const struct added_pair *added;
    size_t added_count;
};

static void copy_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    const struct copying *copying = context;
    const int32_t *seats = copying->problem->seats;
    const struct rows *rows = &copying->rows;
    size_t added = 0;
    while (added < copying->added_count && copying->added[added].person < (int32_t)part->first)
        added++;
    for (size_t i = part->first; i < part->end; i++) {
        size_t last = added;
        while (last < copying->added_count && copying->added[last].person == (int32_t)i)
            last++;
        uint32_t *row = row_maker_room(maker, rows->start[i + 1] - rows->start[i] + last - added);
        size_t count = 0;
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
            row[count] = rows->pairs[at];
            count += seats[packed_need(rows->pairs[at])] > 0;
        }
        for (; added < last; added++) {
            row[count] = copying->added[added].pair;
            count += seats[packed_need(row[count])] > 0;
        }
        row_maker_end(maker, i, count);
    }
}

/* ---- by need --------------------------------------------------------------------------------- */

struct turning {
    struct core_pairs *core;
    size_t *next[PEOPLE_PARTS_MOST]; /* per part and need: its pairs; then where they go */
};

static void count_part(void *context, const struct people_part *part)
{
    const struct turning *turning = context;
    const struct core_pairs *core = turning->core;
    size_t *counts = turning->next[part->number];
    for (size_t at = core->row_start[part->first]; at < core->row_start[part->end]; at++)
        counts[packed_need(core->rows[at])]++;
}

/* Counts become places: in a column, part after part. */
static void place_parts(struct turning *turning, size_t needs, size_t parts)
{
    size_t count = 0;
    for (size_t j = 0; j < needs; j++) {
        turning->core->column_start[j] = count;
        for (size_t part = 0; part < parts; part++) {
            size_t of_part = turning->next[part][j];
            turning->next[part][j] = count;
            count += of_part;
        }
    }
    turning->core->column_start[needs] = count;
}

static void turn_part(void *context, const struct people_part *part)
{
    const struct turning *turning = context;
    const struct core_pairs *core = turning->core;
    size_t *next = turning->next[part->number];
    for (size_t i = part->first; i < part->end; i++) {
        for (size_t at = core->row_start[i]; at < core->row_start[i + 1]; at++) {
            uint32_t pair = core->rows[at];
            core->columns[next[packed_need(pair)]++] = (struct column_pair){(int32_t)i, pair};
        }
    }
}

struct core_pairs *core_pairs_of(const struct problem *problem, size_t *row_start, uint32_t *rows)
{
    size_t parts = people_parts(problem);
    struct core_pairs *core = cadre_calloc(1, sizeof *core);
    struct turning turning = {.core = core};
    core->row_start = row_start;
    core->rows = rows;
    core->column_start = cadre_calloc(problem->need_count + 1, sizeof *core->column_start);
    core->columns = cadre_malloc(row_start[problem->person_count] * sizeof *core->columns);
    for (size_t part = 0; part < parts; part++)
        turning.next[part] = cadre_calloc(problem->need_count, sizeof *turning.next[part]);
    people_parts_look(problem, core_pairs_rows(core), count_part, &turning);
    place_parts(&turning, problem->need_count, parts);
    people_parts_look(problem, core_pairs_rows(core), turn_part, &turning);
    for (size_t part = 0; part < parts; part++)
        free(turning.next[part]);
    return core;
}

struct core_pairs *core_pairs_new(const struct problem *problem, struct rows rows,
                                  const struct added_pair *added, size_t added_count)
{
    struct copying copying = {problem, rows, added, added_count};
    size_t *start;
    uint32_t *pairs;
    people_parts_make(problem, rows, copy_part, &copying, &start, &pairs);
    return core_pairs_of(problem, start, pairs);
}

void core_pairs_free(struct core_pairs *core)
{
    if (core == NULL)
        return;
    free(core->row_start);
    free(core->rows);
    free(core->column_start);
    free(core->columns);
    free(core);
}

struct rows core_pairs_rows(const struct core_pairs *core)
{
    return (struct rows){core->row_start, core->rows};
}
