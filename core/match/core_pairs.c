#include "core/match/core_pairs.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"

struct making {
    const struct problem *problem;
    struct rows rows;
    const struct added_pair *added;
    size_t added_count;
    struct core_pairs *core;
    size_t *next[PEOPLE_PARTS_MOST]; /* per part and need: its pairs; then where they go */
    size_t first[PEOPLE_PARTS_MOST]; /* per part: its pairs; then where its rows go */
};

/* The first of the added pairs that is of the person, or of one behind. */
static size_t first_added(const struct making *making, size_t person)
{
    size_t low = 0;
    size_t high = making->added_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((size_t)making->added[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void count_pair(const struct making *making, size_t *counts, size_t *count, uint32_t pair)
{
    uint32_t need = packed_need(pair);
    size_t is_kept = making->problem->seats[need] > 0;
    counts[need] += is_kept;
    *count += is_kept;
}

static void count_part(void *context, const struct people_part *part)
{
    struct making *making = context;
    struct rows rows = making->rows;
    size_t *counts = making->next[part->number];
    size_t count = 0;
    for (size_t at = rows.start[part->first]; at < rows.start[part->end]; at++)
        count_pair(making, counts, &count, rows.pairs[at]);
    size_t added_end = first_added(making, part->end);
    for (size_t at = first_added(making, part->first); at < added_end; at++)
        count_pair(making, counts, &count, making->added[at].pair);
    making->first[part->number] = count;
}

/* Where the pairs of a part go, in its hands alone, so that nothing is read twice. */
struct filling {
    const int32_t *seats;
    uint32_t *rows;
    struct column_pair *columns;
    size_t *next;
    size_t count;
};

static inline void put_pair(struct filling *filling, size_t person, uint32_t pair)
{
    uint32_t need = packed_need(pair);
    if (filling->seats[need] == 0)
        return;
    filling->rows[filling->count++] = pair;
    filling->columns[filling->next[need]++] = (struct column_pair){(int32_t)person, pair};
}

static void fill_part(void *context, const struct people_part *part)
{
    const struct making *making = context;
    const struct rows rows = making->rows;
    size_t *row_start = making->core->row_start;
    struct filling filling = {making->problem->seats, making->core->rows, making->core->columns,
                              making->next[part->number], making->first[part->number]};
    size_t added = first_added(making, part->first);
    for (size_t i = part->first; i < part->end; i++) {
        for (size_t at = rows.start[i]; at < rows.start[i + 1]; at++)
            put_pair(&filling, i, rows.pairs[at]);
        for (; added < making->added_count && making->added[added].person == (int32_t)i; added++)
            put_pair(&filling, i, making->added[added].pair);
        row_start[i + 1] = filling.count;
    }
}

/* Counts become places: in a column, part after part. Returns the number of pairs. */
static size_t place_parts(struct making *making, size_t parts)
{
    size_t *column_start = making->core->column_start;
    size_t count = 0;
    for (size_t j = 0; j < making->problem->need_count; j++) {
        column_start[j] = count;
        for (size_t part = 0; part < parts; part++) {
            size_t of_part = making->next[part][j];
            making->next[part][j] = count;
            count += of_part;
        }
    }
    column_start[making->problem->need_count] = count;
    size_t first = 0;
    for (size_t part = 0; part < parts; part++) {
        size_t of_part = making->first[part];
        making->first[part] = first;
        first += of_part;
    }
    return count;
}

struct core_pairs *core_pairs_new(const struct problem *problem, struct rows rows,
                                  const struct added_pair *added, size_t added_count)
{
    size_t parts = people_parts(problem);
    struct core_pairs *core = cadre_calloc(1, sizeof *core);
    struct making making = {problem, rows, added, added_count, .core = core};
    core->row_start = cadre_calloc(problem->person_count + 1, sizeof *core->row_start);
    core->column_start = cadre_calloc(problem->need_count + 1, sizeof *core->column_start);
    for (size_t part = 0; part < parts; part++)
        making.next[part] = cadre_calloc(problem->need_count, sizeof *making.next[part]);
    people_parts_look(problem, rows, count_part, &making);
    size_t count = place_parts(&making, parts);
    core->rows = cadre_malloc(count * sizeof *core->rows);
    core->columns = cadre_malloc(count * sizeof *core->columns);
    people_parts_look(problem, rows, fill_part, &making);
    for (size_t part = 0; part < parts; part++)
        free(making.next[part]);
    return core;
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
