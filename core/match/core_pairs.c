#include "core/match/core_pairs.h"

#include <stdlib.h>

#include "core/base/alloc.h"

static void add_pair(const struct problem *problem, struct core_pairs *core, size_t *count,
                     uint32_t pair)
{
    uint32_t need = packed_need(pair);
    if (problem->seats[need] == 0)
        return;
    core->rows[(*count)++] = pair;
    core->column_start[need + 1]++;
}

static void fill_columns(const struct problem *problem, struct core_pairs *core)
{
    size_t needs = problem->need_count;
    CADRE_FREE size_t *end = cadre_calloc(needs, sizeof *end);
    for (size_t j = 0; j < needs; j++) {
        core->column_start[j + 1] += core->column_start[j];
        end[j] = core->column_start[j];
    }
    core->columns = cadre_malloc(core->column_start[needs] * sizeof *core->columns);
    for (size_t i = 0; i < problem->person_count; i++) {
        for (size_t at = core->row_start[i]; at < core->row_start[i + 1]; at++) {
            uint32_t pair = core->rows[at];
            core->columns[end[packed_need(pair)]++] = (struct column_pair){(int32_t)i, pair};
        }
    }
}

struct core_pairs *core_pairs_new(const struct problem *problem, struct rows rows,
                                  const struct added_pair *added, size_t added_count)
{
    size_t people = problem->person_count;
    struct core_pairs *core = cadre_calloc(1, sizeof *core);
    core->row_start = cadre_calloc(people + 1, sizeof *core->row_start);
    core->rows = cadre_malloc((rows.start[people] + added_count) * sizeof *core->rows);
    core->column_start = cadre_calloc(problem->need_count + 1, sizeof *core->column_start);
    size_t count = 0;
    size_t next = 0;
    for (size_t i = 0; i < people; i++) {
        for (size_t at = rows.start[i]; at < rows.start[i + 1]; at++)
            add_pair(problem, core, &count, rows.pairs[at]);
        for (; next < added_count && added[next].person == (int32_t)i; next++)
            add_pair(problem, core, &count, added[next].pair);
        core->row_start[i + 1] = count;
    }
    fill_columns(problem, core);
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
