/*
 * Looks at all people, on several threads: each has a part of them, a run of about as many pairs as
 * the others have. What the parts come to is put together in their order, so that it is the same
 * for any number of threads.
 */
#ifndef CADRE_CORE_MATCH_PEOPLE_PARTS_H
#define CADRE_CORE_MATCH_PEOPLE_PARTS_H

#include "core/base/alloc.h"
#include "core/match/problem.h"

#define PEOPLE_PARTS_MOST ((size_t)16)

struct people_part {
    size_t number, first, end;
};

/* As many as the problem has threads, at least 1, and PEOPLE_PARTS_MOST at most. */
size_t people_parts(const struct problem *problem);
/* Calls `look` for each part at once, and returns when all are done; `rows` are those looked at. */
void people_parts_look(const struct problem *problem, struct rows rows,
                       void (*look)(void *context, const struct people_part *part), void *context);

/* The rows of one part while they are made. */
struct row_maker {
    size_t *start; /* of all people; those of a part begin at 0 until they are joined */
    uint32_t *pairs;
    size_t count;
};

/* Room for the next row, which is no longer than the one that it is made of. */
static inline uint32_t *row_maker_room(const struct row_maker *maker)
{
    return maker->pairs + maker->count;
}

/* The row of the person, behind all before, has so many. */
static inline void row_maker_end(struct row_maker *maker, size_t person, size_t count)
{
    maker->count += count;
    maker->start[person + 1] = maker->count;
}

/* Each part makes the rows of its people out of `rows`, none longer than it was. Memory is the
 * caller's to free. */
void people_parts_make(const struct problem *problem, struct rows rows,
                       void (*make)(void *context, const struct people_part *part,
                                    struct row_maker *maker),
                       void *context, size_t **ret_start, uint32_t **ret_pairs);

#endif
