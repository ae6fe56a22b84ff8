#include "core/match/all_pairs.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/row_scan.h"

/* Above what anybody is worth. */
#define OUT_OF_REACH (INT64_MAX / 2)

/* Violations lie all over: where the first quarter of all people have none, hardly anybody has. */
enum { QUARTER = 4 };

struct violations {
    struct added_pair *items;
    size_t count, capacity;
};

struct look {
    const struct holding *holding;
    const struct row_scan *scan;
    const int64_t *price;    /* per need, OUT_OF_REACH without seats */
    const int32_t *points;   /* per need: the price in whole basis points, rounded down */
    struct core_pairs *core; /* or NULL */
    struct violations violations[PEOPLE_PARTS_MOST]; /* per part */
};

static void add_violation(struct violations *violations, size_t person, uint32_t pair)
{
    violations->items = cadre_grow(violations->items, &violations->capacity, violations->count + 1,
                                   sizeof *violations->items);
    violations->items[violations->count++] = (struct added_pair){(int32_t)person, pair};
}

/* The pairs of a row that are worth more than `own`, or as much; some may be too many. w' is less
 * than a unit above the fit, and prices are rounded down, so that none of them goes amiss. Once
 * there are violations, nobody will ask which are worth as much: then a pair that is so by whole
 * points matters for who is held alone. */
static size_t select_near(const struct look *look, size_t person, int64_t own, bool tight,
                          uint32_t *ret_pairs)
{
    const struct problem *problem = look->holding->problem;
    const uint32_t *pairs = problem->rows.pairs + problem->rows.start[person];
    size_t count = problem->rows.start[person + 1] - problem->rows.start[person];
    const struct row_terms terms = {.price = look->points, .base = -1};
    int32_t base = problem->base_need != NULL ? problem->base_need[person] : -1;
    int32_t least = row_points(own, problem->unit);
    if (tight || least == ROW_FAR)
        return look->scan->select(&terms, pairs, count, least, -1, ret_pairs);
    return look->scan->select(&terms, pairs, count, least + 1, base, ret_pairs);
}

/* The number of its tight pairs, 0 once there are violations. */
static size_t look_at_row(const struct look *look, size_t person, struct violations *violations,
                          uint32_t *ret_tight)
{
    const struct holding *holding = look->holding;
    const struct problem *problem = holding->problem;
    int32_t need = holding->need_of[person];
    int64_t own = need < 0 ? 0 : holding->weight[person] - look->price[need];
    size_t near = select_near(look, person, own, violations->count == 0, ret_tight);
    size_t kept = 0;
    for (size_t at = 0; at < near; at++) {
        uint32_t pair = ret_tight[at];
        int64_t gain = problem_weight(problem, person, pair) - look->price[packed_need(pair)] - own;
        if (gain > 0)
            add_violation(violations, person, pair);
        else if (gain == 0)
            ret_tight[kept++] = pair;
    }
    return violations->count == 0 ? kept : 0;
}

/* How many people of the first part tell whether the core's columns may go; 0 = none do. */
static size_t enough_of(const struct look *look, const struct people_part *part)
{
    size_t quarter = look->holding->problem->person_count / QUARTER;
    if (look->core == NULL || part->number > 0)
        return 0;
    return quarter < part->end ? quarter : part->end;
}

static void look_at_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    struct look *look = context;
    struct violations violations = {0};
    size_t enough = enough_of(look, part);
    for (size_t i = part->first; i < part->end; i++) {
        row_maker_end(maker, i, look_at_row(look, i, &violations, row_maker_room(maker)));
        if (i + 1 == enough && violations.count == 0)
            core_pairs_drop_columns(look->core);
    }
    look->violations[part->number] = violations;
}

/* Of all parts, in their order. */
static struct violations join_violations(struct look *look)
{
    struct violations all = look->violations[0];
    for (size_t part = 1; part < people_parts(look->holding->problem); part++) {
        const struct violations *more = &look->violations[part];
        for (size_t at = 0; at < more->count; at++)
            add_violation(&all, (size_t)more->items[at].person, more->items[at].pair);
        free(more->items);
    }
    return all;
}

void all_pairs_look(const struct holding *holding, const int64_t *price, struct core_pairs *core,
                    struct all_pairs *ret_all)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int64_t *reached = cadre_calloc(problem->need_count, sizeof *reached);
    CADRE_FREE int32_t *points = cadre_calloc(problem->need_count, sizeof *points);
    struct look look = {.holding = holding,
                        .scan = row_scan_best(),
                        .price = reached,
                        .points = points,
                        .core = core};
    size_t *start;
    uint32_t *tight;
    for (size_t j = 0; j < problem->need_count; j++) {
        reached[j] = problem->seats[j] > 0 ? price[j] : OUT_OF_REACH;
        points[j] = row_points(reached[j], problem->unit);
    }
    people_parts_make(problem, problem->rows, look_at_part, &look, &start, &tight);
    struct violations violations = join_violations(&look);
    *ret_all = (struct all_pairs){violations.items, violations.count, {start, tight}};
}

void all_pairs_release_tight(struct all_pairs *all)
{
    free((size_t *)all->tight.start);
    free((uint32_t *)all->tight.pairs);
    all->tight = (struct rows){0};
}

void all_pairs_release(struct all_pairs *all)
{
    free(all->violations);
    all_pairs_release_tight(all);
    *all = (struct all_pairs){0};
}

void all_pairs_best_free(const struct holding *holding, int64_t *ret_best)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int32_t *best = cadre_calloc(problem->need_count, sizeof *best);
    const struct row_scan *scan = row_scan_best();
    for (size_t i = 0; i < problem->person_count; i++) {
        if (holding->need_of[i] >= 0)
            continue;
        size_t start = problem->rows.start[i];
        scan->raise(problem->rows.pairs + start, problem->rows.start[i + 1] - start,
                    problem->base_need != NULL ? problem->base_need[i] : -1, best);
    }
    for (size_t j = 0; j < problem->need_count; j++) {
        int64_t rank = best[j] - 1;
        ret_best[j] = rank < 0 ? INT64_MIN : rank / 2 * problem->unit + rank % 2;
    }
}
