#include "core/match/people_parts.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/parallel.h"

/* A person costs about as much as so many pairs, whatever their row. */
enum { PAIRS_A_PERSON = 8 };

struct looking {
    const struct problem *problem;
    struct rows rows;
    void (*look)(void *context, const struct people_part *part);
    void *context;
    size_t parts;
};

struct making {
    const size_t *from; /* where rows begin that others are made of */
    void (*make)(void *context, const struct people_part *part, struct row_maker *maker);
    void *context;
    size_t *start;
    struct people_part parts[PEOPLE_PARTS_MOST];
    struct row_maker makers[PEOPLE_PARTS_MOST];
};

size_t people_parts(const struct problem *problem)
{
    size_t threads = problem->threads > 0 ? problem->threads : 1;
    return threads < PEOPLE_PARTS_MOST ? threads : PEOPLE_PARTS_MOST;
}

static size_t work_before(const struct looking *looking, size_t person)
{
    return looking->rows.start[person] + person * PAIRS_A_PERSON;
}

/* Where so many of all parts end. */
static size_t end_of(const struct looking *looking, size_t parts)
{
    size_t low = 0;
    size_t high = looking->problem->person_count;
    size_t work = work_before(looking, high) / looking->parts * parts;
    if (parts == looking->parts)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (work_before(looking, middle) < work)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void look_at_part(void *context, size_t number)
{
    const struct looking *looking = context;
    const struct people_part part = {number, end_of(looking, number), end_of(looking, number + 1)};
    looking->look(looking->context, &part);
}

void people_parts_look(const struct problem *problem, struct rows rows,
                       void (*look)(void *context, const struct people_part *part), void *context)
{
    struct looking looking = {problem, rows, look, context, people_parts(problem)};
    parallel_run(looking.parts, look_at_part, &looking);
}

static void make_part(void *context, const struct people_part *part)
{
    struct making *making = context;
    size_t most = making->from[part->end] - making->from[part->first];
    struct row_maker maker = {.start = making->start,
                              .pairs = cadre_malloc(most * sizeof *maker.pairs)};
    making->make(making->context, part, &maker);
    making->parts[part->number] = *part;
    making->makers[part->number] = maker;
}

/* The first part's memory becomes that of all; what nothing was put into was never touched. */
static uint32_t *join(struct making *making, size_t parts)
{
    size_t count = making->makers[0].count;
    uint32_t *pairs = making->makers[0].pairs;
    size_t all = 0;
    for (size_t i = 0; i < parts; i++)
        all += making->makers[i].count;
    pairs = cadre_realloc_array(pairs, all, sizeof *pairs);
    for (size_t i = 1; i < parts; i++) {
        const struct row_maker *maker = &making->makers[i];
        for (size_t person = making->parts[i].first; person < making->parts[i].end; person++)
            maker->start[person + 1] += count;
        if (maker->count > 0)
            memcpy(pairs + count, maker->pairs, maker->count * sizeof *pairs);
        count += maker->count;
        free(maker->pairs);
    }
    return pairs;
}

void people_parts_make(const struct problem *problem, struct rows rows,
                       void (*make)(void *context, const struct people_part *part,
                                    struct row_maker *maker),
                       void *context, size_t **ret_start, uint32_t **ret_pairs)
{
    struct making making = {.from = rows.start, .make = make, .context = context};
    making.start = cadre_malloc((problem->person_count + 1) * sizeof *making.start);
    making.start[0] = 0;
    people_parts_look(problem, rows, make_part, &making);
    *ret_start = making.start;
    *ret_pairs = join(&making, people_parts(problem));
}
