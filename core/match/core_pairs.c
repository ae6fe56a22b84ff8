#include "core/match/core_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"

enum { MORE = 8 }; /* for one in so many more than the columns begin with there is room in them */

/* ---- by person ------------------------------------------------------------------------------- */

static void copy_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    const struct problem *problem = context;
    const struct rows *rows = &problem->rows;
    for (size_t i = part->first; i < part->end; i++) {
        uint32_t *row = row_maker_room(maker);
        size_t count = 0;
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
            row[count] = rows->pairs[at];
            count += problem->seats[packed_need(rows->pairs[at])] > 0;
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

static void make_columns(const struct problem *problem, struct core_pairs *core)
{
    size_t parts = people_parts(problem);
    struct turning turning = {.core = core};
    core->column_room = core->row_start[problem->person_count];
    core->column_room += core->column_room / MORE;
    core->columns = cadre_malloc(core->column_room * sizeof *core->columns);
    for (size_t part = 0; part < parts; part++)
        turning.next[part] = cadre_calloc(problem->need_count, sizeof *turning.next[part]);
    people_parts_look(problem, core_pairs_rows(core), count_part, &turning);
    place_parts(&turning, problem->need_count, parts);
    people_parts_look(problem, core_pairs_rows(core), turn_part, &turning);
    for (size_t part = 0; part < parts; part++)
        free(turning.next[part]);
}

struct core_pairs *core_pairs_of(const struct problem *problem, size_t *row_start, uint32_t *rows)
{
    struct core_pairs *core = cadre_calloc(1, sizeof *core);
    core->row_start = row_start;
    core->rows = rows;
    core->row_room = row_start[problem->person_count];
    core->column_start = cadre_calloc(problem->need_count + 1, sizeof *core->column_start);
    make_columns(problem, core);
    return core;
}

struct core_pairs *core_pairs_of_all(const struct problem *problem)
{
    struct problem all = *problem;
    size_t *start;
    uint32_t *pairs;
    people_parts_make(problem, problem->rows, copy_part, &all, &start, &pairs);
    return core_pairs_of(problem, start, pairs);
}

/* ---- more of them ---------------------------------------------------------------------------- */

/* Rows move to where they will be from behind, so that none is overwritten. */
static void add_to_rows(struct core_pairs *core, size_t people, const struct listed_pair *added,
                        size_t count)
{
    size_t end = core->row_start[people]; /* of what is still to move */
    core->rows = cadre_grow(core->rows, &core->row_room, end + count, sizeof *core->rows);
    for (size_t i = people, left = count; left > 0; i--) {
        size_t last = left;
        while (left > 0 && added[left - 1].person == (int32_t)i - 1)
            left--;
        size_t start = core->row_start[i];
        core->row_start[i] = start + last;
        if (left == last)
            continue;
        memmove(core->rows + start + last, core->rows + start, (end - start) * sizeof *core->rows);
        for (size_t at = left; at < last; at++)
            core->rows[start + at] = added[at].pair;
        end = start;
    }
}

/* By need, each in the order that they have; *ret_start: needs + 1. The caller's to free. */
static struct column_pair *sort_by_need(size_t needs, const struct listed_pair *added, size_t count,
                                        size_t **ret_start)
{
    struct column_pair *sorted = cadre_malloc(count * sizeof *sorted);
    size_t *start = cadre_calloc(needs + 1, sizeof *start); /* first where a need's end */
    for (size_t at = 0; at < count; at++)
        start[packed_need(added[at].pair)]++;
    for (size_t j = 1; j <= needs; j++)
        start[j] += start[j - 1];
    for (size_t at = count; at-- > 0;)
        sorted[--start[packed_need(added[at].pair)]] =
            (struct column_pair){added[at].person, added[at].pair};
    *ret_start = start;
    return sorted;
}

/* A column moves to where it will be, from behind, with more among it. */
static void merge(struct column_pair *to, const struct column_pair *column, size_t count,
                  const struct column_pair *more, size_t more_count)
{
    while (more_count > 0) {
        bool is_more = count == 0 || column[count - 1].person < more[more_count - 1].person;
        to[count + more_count - 1] = is_more ? more[more_count - 1] : column[count - 1];
        more_count -= is_more;
        count -= !is_more;
    }
    memmove(to, column, count * sizeof *to);
}

/* In the order in which columns are made: whether they were dropped meanwhile may depend on how
 * many threads looked (all_pairs.c), and the steps of refinement must not. */
static void add_to_columns(struct core_pairs *core, size_t needs, const struct listed_pair *added,
                           size_t count)
{
    CADRE_FREE size_t *before = NULL; /* per need: how many join columns before it */
    CADRE_FREE struct column_pair *more = sort_by_need(needs, added, count, &before);
    size_t end = core->column_start[needs];
    core->columns =
        cadre_grow(core->columns, &core->column_room, end + count, sizeof *core->columns);
    for (size_t j = needs; j-- > 0;) {
        size_t start = core->column_start[j];
        struct column_pair *column = core->columns + start;
        merge(column + before[j], column, end - start, more + before[j], before[j + 1] - before[j]);
        core->column_start[j + 1] = end + before[j + 1];
        end = start;
    }
}

void core_pairs_add(const struct problem *problem, struct core_pairs *core,
                    const struct pair_list *added)
{
    add_to_rows(core, problem->person_count, added->items, added->count);
    if (core->columns == NULL)
        make_columns(problem, core);
    else
        add_to_columns(core, problem->need_count, added->items, added->count);
}

void core_pairs_drop_columns(struct core_pairs *core)
{
    free(core->columns);
    core->columns = NULL;
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
