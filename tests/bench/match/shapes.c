#include "tests/bench/match/shapes.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/bench/match/chance.h"

enum {
    FEW = 50,          /* kinds of duplicates, and needs with many seats */
    DEGREE = 3,        /* needs of a person of a sparse graph */
    POPULAR_MOST = 64, /* needs of a person after a power law */
    TOWN = 20,         /* people and needs who only know each other */
    SPAN = 7000        /* of the plane; no two points are further apart than a fit is wide */
};

struct shape;

struct making {
    const struct shape *shape;
    size_t size, people, needs;
    uint64_t seed;
    struct made_problem *made;
    size_t count, capacity; /* pairs */
    bool *named;            /* per need: it is in the row; all false between rows */
};

struct shape {
    const char *name, *what;
    size_t people, needs;                                      /* in percent of the size; 0 = 100 */
    void (*plan)(struct making *making);                       /* seats; NULL = one each */
    int32_t (*fit)(const struct making *, size_t i, size_t j); /* of every pair; or */
    void (*row)(struct making *, size_t person);               /* the pairs of a person */
};

/* Below `count`; the same for the same two numbers. */
static uint32_t chance(const struct making *making, size_t a, size_t b, uint32_t count)
{
    uint64_t state = mixed(mixed(making->seed ^ a) + b);
    return below(&state, count);
}

/* ---- everybody with everything --------------------------------------------------------------- */

static int32_t fit_10(const struct making *making, size_t i, size_t j)
{
    return FIT_MAX_BP - 1 - (int32_t)chance(making, i, j, 10);
}

static int32_t fit_100(const struct making *making, size_t i, size_t j)
{
    return FIT_MAX_BP - 1 - (int32_t)chance(making, i, j, 100);
}

static int32_t fit_any(const struct making *making, size_t i, size_t j)
{
    return FIT_MAX_BP - 1 - (int32_t)chance(making, i, j, FIT_MAX_BP);
}

static int32_t fit_equal(const struct making *making, size_t i, size_t j)
{
    (void)making, (void)i, (void)j;
    return FIT_MAX_BP / 2;
}

static int32_t fit_two(const struct making *making, size_t i, size_t j)
{
    return chance(making, i, j, 10) == 0 ? 9000 : 1000;
}

static int32_t root(int64_t square)
{
    int64_t low = 0;
    int64_t high = FIT_MAX_BP + 1;
    while (high - low > 1) {
        int64_t middle = (low + high) / 2;
        *(middle * middle <= square ? &low : &high) = middle;
    }
    return (int32_t)low;
}

static int32_t fit_near(const struct making *making, size_t i, size_t j)
{
    int64_t x = (int64_t)chance(making, i, SIZE_MAX, SPAN) - chance(making, j, SIZE_MAX - 1, SPAN);
    int64_t y =
        (int64_t)chance(making, i, SIZE_MAX - 2, SPAN) - chance(making, j, SIZE_MAX - 3, SPAN);
    return FIT_MAX_BP - root(x * x + y * y);
}

static int32_t fit_product(const struct making *making, size_t i, size_t j)
{
    uint64_t most = (uint64_t)making->people * making->needs;
    return FIT_MAX_BP - (int32_t)((i + 1) * (j + 1) * FIT_MAX_BP / most);
}

static int32_t fit_chain(const struct making *making, size_t i, size_t j)
{
    size_t apart = i > j ? i - j : j - i;
    (void)making;
    return apart < FIT_MAX_BP ? FIT_MAX_BP - (int32_t)apart : 0;
}

/* Rows and columns of few kinds. */
static int32_t fit_kinds(const struct making *making, size_t i, size_t j)
{
    return fit_any(making, i % FEW, j % FEW);
}

/* One need is worth most to all, and the others little. */
static int32_t fit_darling(const struct making *making, size_t i, size_t j)
{
    return j == 0 ? FIT_MAX_BP - (int32_t)(i % 3) : (int32_t)chance(making, i, j, 50);
}

/* ---- some pairs ------------------------------------------------------------------------------ */

static void add(struct making *making, size_t need, int32_t fit)
{
    struct made_problem *made = making->made;
    if (need >= making->needs || making->named[need])
        return;
    made->pairs =
        cadre_grow(made->pairs, &making->capacity, making->count + 1, sizeof *made->pairs);
    made->pairs[making->count++] = packed_pair((uint32_t)need, (uint32_t)fit);
    making->named[need] = true;
}

static void row_all(struct making *making, size_t person)
{
    for (size_t j = 0; j < making->needs; j++)
        add(making, j, making->shape->fit(making, person, j));
}

static void row_stairs(struct making *making, size_t person)
{
    for (size_t j = 0; j <= person; j++)
        add(making, j, fit_any(making, person, j));
}

/* Everybody would rather sit one seat further, where the last one cannot sit. */
static void row_ladder(struct making *making, size_t person)
{
    add(making, person, 5000);
    add(making, person + 1, 5001);
}

static void row_sparse(struct making *making, size_t person)
{
    for (size_t k = 0; k < DEGREE; k++)
        add(making, chance(making, person, k, (uint32_t)making->needs),
            fit_any(making, person, DEGREE + k));
}

static void row_sparse_equal(struct making *making, size_t person)
{
    for (size_t k = 0; k < DEGREE; k++)
        add(making, chance(making, person, k, (uint32_t)making->needs), FIT_MAX_BP / 2);
}

static void row_band(struct making *making, size_t person)
{
    size_t first = person < DEGREE ? 0 : person - DEGREE;
    for (size_t j = first; j <= person + DEGREE; j++)
        add(making, j, fit_chain(making, person, j));
}

/* Need k is named by about 1 / (k + 1) of all who are asked. */
static void row_popular(struct making *making, size_t person)
{
    size_t wanted = 1 + POPULAR_MOST / (1 + chance(making, person, SIZE_MAX, POPULAR_MOST));
    uint32_t octaves = 1;
    while (making->needs >> octaves > 0)
        octaves++;
    for (size_t k = 0; k < wanted; k++) {
        size_t first = ((size_t)1 << chance(making, person, 3 * k, octaves)) - 1;
        add(making, first + chance(making, person, 3 * k + 1, (uint32_t)first + 1),
            fit_any(making, person, 3 * k + 2));
    }
}

/* A plane of one person and one need a field, who know those beside them. */
static void row_grid(struct making *making, size_t person)
{
    size_t side = (size_t)root((int64_t)making->size);
    add(making, person, fit_any(making, person, 0));
    add(making, person + 1, fit_any(making, person, 1));
    add(making, person + side, fit_any(making, person, 2));
    add(making, person - 1, fit_any(making, person, 3)); /* of person 0: no such need */
    if (person >= side)
        add(making, person - side, fit_any(making, person, 4));
}

/* Small towns that all fit within, and somebody in each who may go to the next one. */
static void row_towns(struct making *making, size_t person)
{
    size_t first = person - person % TOWN;
    for (size_t j = first; j < first + TOWN; j++)
        add(making, j, fit_any(making, person, j));
    if (person % TOWN == 0)
        add(making, first + TOWN, FIT_MAX_BP);
}

/* Half of a scarce family fit an important need; everybody fits the others. */
static void row_scarce(struct making *making, size_t person)
{
    for (size_t j = 0; j < making->needs; j++) {
        bool scarce = making->made->priority[j] == 1;
        if (!scarce || (person % FEW == 0 && chance(making, person, j, 2) == 0))
            add(making, j, scarce ? (int32_t)chance(making, person, j, 100) : 9000);
    }
}

static void row_two_needs(struct making *making, size_t person)
{
    add(making, 0, FIT_MAX_BP - (int32_t)(person % 3));
    add(making, 1, FIT_MAX_BP - (int32_t)(person % 2));
}

static void row_one_need(struct making *making, size_t person)
{
    add(making, 0, fit_any(making, person, 0));
}

/* ---- seats ----------------------------------------------------------------------------------- */

static void plan_one_need(struct making *making)
{
    making->made->seats[0] = (int32_t)(making->people / 2);
    making->needs = 1;
}

static void plan_whole_need(struct making *making)
{
    making->made->seats[0] = (int32_t)making->people;
    making->needs = 1;
}

static void plan_two_needs(struct making *making)
{
    making->needs = 2;
}

static void plan_many_seats(struct making *making)
{
    making->needs = FEW;
    for (size_t j = 0; j < making->needs; j++)
        making->made->seats[j] = (int32_t)(making->people / FEW);
}

static void plan_classes(struct making *making)
{
    for (size_t j = 0; j < making->needs; j++)
        making->made->priority[j] = 1 + (int32_t)(j % INSTANCE_CLASS_COUNT);
}

/* One need in ten is important. */
static void plan_scarce(struct making *making)
{
    for (size_t j = 0; j < making->needs; j++)
        making->made->priority[j] = j % 10 == 0 ? 1 : 5;
}

/* ---- a problem ------------------------------------------------------------------------------- */

static const struct shape shapes[] = {
    {"square_10", "everybody fits everything, costs 1 .. 10", .fit = fit_10},
    {"square_100", "costs 1 .. 100, as in the OR-Library", .fit = fit_100},
    {"square_10000", "costs 1 .. 10000", .fit = fit_any},
    {"equal", "all fits equal", .fit = fit_equal},
    {"two_fits", "one fit in ten is high, the others low", .fit = fit_two},
    {"near", "costs are distances in a plane", .fit = fit_near},
    {"product", "costs i * j", .fit = fit_product},
    {"chain", "fits 10000 - |i - j|", .fit = fit_chain},
    {"kinds", "fifty kinds of people, fifty of needs", .fit = fit_kinds},
    {"darling", "one need is all that anybody wants", .fit = fit_darling},
    {"stairs", "person i fits needs 0 .. i", .row = row_stairs},
    {"more_seats", "half as many seats more than people", .needs = 150, .fit = fit_any},
    {"more_people", "half as many people more than seats", .people = 150, .fit = fit_any},
    {"classes", "nine priorities, and a third of the seats stays empty", .needs = 150,
     .plan = plan_classes, .fit = fit_any},
    {"many_seats", "fifty needs", .plan = plan_many_seats, .fit = fit_any},
    {"scarce", "few fit what is important", .people = 150, .plan = plan_scarce, .row = row_scarce},
    {"one_need", "one need, seats for half of all", .plan = plan_one_need, .row = row_one_need},
    {"whole_need", "one need, seats for all", .plan = plan_whole_need, .row = row_one_need},
    {"two_needs", "two seats, and all are worth nearly the same", .plan = plan_two_needs,
     .row = row_two_needs},
    {"ladder", "all would move up by one, and the last cannot", .row = row_ladder},
    {"band", "the chain, and only needs that are near", .row = row_band},
    {"sparse", "three needs a person", .row = row_sparse},
    {"sparse_equal", "three needs a person, all fits equal", .row = row_sparse_equal},
    {"popular", "needs after a power law", .row = row_popular},
    {"grid", "neighbours in a plane", .row = row_grid},
    {"towns", "twenty people and needs who know each other", .row = row_towns},
};

static void begin(struct making *making)
{
    struct made_problem *made = making->made;
    const struct shape *shape = making->shape;
    making->people = making->size * (shape->people > 0 ? shape->people : 100) / 100;
    making->needs = making->size * (shape->needs > 0 ? shape->needs : 100) / 100;
    made->start = cadre_calloc(making->people + 1, sizeof *made->start);
    made->base_need = cadre_calloc(making->people, sizeof *made->base_need);
    made->seats = cadre_calloc(making->needs + FEW, sizeof *made->seats);
    made->priority = cadre_calloc(making->needs + FEW, sizeof *made->priority);
    for (size_t j = 0; j < making->needs + FEW; j++)
        made->seats[j] = made->priority[j] = 1;
    for (size_t i = 0; i < making->people; i++)
        made->base_need[i] = -1;
    if (shape->plan != NULL)
        shape->plan(making);
    making->named = cadre_calloc(making->needs, sizeof *making->named);
}

static int by_pair(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

static void make_row(struct making *making, size_t person)
{
    struct made_problem *made = making->made;
    size_t first = making->count;
    if (making->shape->row != NULL)
        making->shape->row(making, person);
    else
        row_all(making, person);
    for (size_t at = first; at < making->count; at++)
        making->named[packed_need(made->pairs[at])] = false;
    if (making->shape->row != NULL && making->count > first + 1)
        qsort(made->pairs + first, making->count - first, sizeof *made->pairs, by_pair);
    made->start[person + 1] = making->count;
}

bool shape_make(const char *name, size_t size, uint64_t seed, struct made_problem *ret_made)
{
    size_t at = 0;
    while (at < sizeof shapes / sizeof *shapes && strcmp(shapes[at].name, name) != 0)
        at++;
    if (at == sizeof shapes / sizeof *shapes)
        return false;
    struct made_problem made = {0};
    struct making making = {.shape = &shapes[at], .size = size, .seed = mixed(seed), .made = &made};
    begin(&making);
    for (size_t i = 0; i < making.people; i++)
        make_row(&making, i);
    made_problem_finish(&made, making.people, making.needs);
    free(making.named);
    *ret_made = made;
    return true;
}

void shape_list(FILE *out)
{
    for (size_t at = 0; at < sizeof shapes / sizeof *shapes; at++)
        fprintf(out, "%-13s %s\n", shapes[at].name, shapes[at].what);
}
