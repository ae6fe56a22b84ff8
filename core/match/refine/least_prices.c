#include "core/match/refine/least_prices.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/refine/need_heap.h"
#include "core/match/row_scan.h"

struct search {
    const struct holding *holding;
    const int64_t *potential;
    struct rows tight;
    const struct core_pairs *core; /* and */
    struct left_out *left_out;     /* what it leaves out, or NULL */
    struct left_out_reach reach;
    size_t *marks; /* where in what it lists the pairs begin of each MARKED people */
    bool *least;   /* per need: the potential is the least price */
    int32_t *queue;
    size_t queued;
    int64_t *worth;         /* per need: the longest path known */
    int32_t *points;        /* per need: that in whole basis points, ROW_FAR where it is known */
    struct need_heap *open; /* NULL: not yet */
    const struct row_scan *scan;
    uint32_t *row; /* room for one */
};

enum { MARKED = 4 };

/* What each part of the people makes needs cost. */
struct first_look {
    const struct search *search;
    void (*raise)(struct search *search, const struct people_part *part);
    int64_t *worth[PEOPLE_PARTS_MOST];
};

/* ---- prices that are least already ----------------------------------------------------------- */

static void mark_tight(const struct search *search, size_t person)
{
    const struct rows *tight = &search->tight;
    for (size_t at = tight->start[person]; at < tight->start[person + 1]; at++)
        search->least[packed_need(tight->pairs[at])] = true;
}

/* From where paths begin: somebody free, or a floor. */
static void mark_beginnings(const struct search *search)
{
    const struct problem *problem = search->holding->problem;
    for (size_t i = 0; i < problem->person_count; i++) {
        if (search->holding->need_of[i] < 0)
            mark_tight(search, i);
    }
    for (size_t j = 0; j < problem->need_count; j++) {
        if (problem->seats[j] > 0 && search->potential[j] == problem_floor(problem, j))
            search->least[j] = true;
    }
}

static void reach_tight(struct search *search, int32_t person)
{
    for (size_t at = search->tight.start[person]; at < search->tight.start[person + 1]; at++) {
        uint32_t need = packed_need(search->tight.pairs[at]);
        if (search->least[need])
            continue;
        search->least[need] = true;
        search->queue[search->queued++] = (int32_t)need;
    }
}

/* The number of needs whose price is not known to be least. One look at people in the order in
 * which they lie in memory finds most; what is left to do is behind needs that it came to late. */
static size_t find_least(struct search *search)
{
    const struct holding *holding = search->holding;
    const struct problem *problem = holding->problem;
    size_t unknown = 0;
    mark_beginnings(search);
    for (size_t i = 0; i < problem->person_count; i++) {
        if (holding->need_of[i] >= 0 && search->least[holding->need_of[i]])
            reach_tight(search, (int32_t)i);
    }
    for (size_t at = 0; at < search->queued; at++) {
        int32_t need = search->queue[at];
        for (int32_t h = 0; h < holding->filled[need]; h++)
            reach_tight(search, holding_of(holding, need)[h]);
    }
    for (size_t j = 0; j < problem->need_count; j++)
        unknown += !search->least[j];
    return unknown;
}

/* ---- the others ------------------------------------------------------------------------------ */

static void raise_worth(struct search *search, int32_t need, int64_t worth)
{
    search->worth[need] = worth;
    search->points[need] = row_points(worth, search->holding->problem->unit);
}

/* What a person who is worth `surplus` more than the price where they sit makes a need cost. */
static void raise_need(struct search *search, size_t person, uint32_t pair, int64_t surplus)
{
    int32_t need = (int32_t)packed_need(pair);
    if (search->least[need])
        return;
    int64_t worth = problem_weight(search->holding->problem, person, pair) - surplus;
    if (worth <= search->worth[need])
        return;
    raise_worth(search, need, worth);
    if (search->open != NULL && search->holding->filled[need] > 0)
        need_heap_lower(search->open, need, search->potential[need] - worth);
}

/* Of a person: the pairs that may make a need cost more, since w' is less than a unit above the
 * fit, and what is taken off is rounded down; and among them those that do. */
static void raise_row(struct search *search, size_t person, int64_t surplus)
{
    const struct problem *problem = search->holding->problem;
    size_t start = problem->rows.start[person];
    const struct row_terms terms = {.price = search->points, .base = -1};
    size_t count = search->scan->select_few(&terms, problem->rows.pairs + start,
                                            problem->rows.start[person + 1] - start,
                                            row_points(surplus, problem->unit), -1, search->row);
    for (size_t at = 0; at < count; at++)
        raise_need(search, person, search->row[at], surplus);
}

/* Of the core, and those that are listed. */
static void raise_known(struct search *search, size_t person, int64_t surplus)
{
    const struct core_pairs *core = search->core;
    const struct pair_list *listed = &search->left_out->listed;
    for (size_t at = core->row_start[person]; at < core->row_start[person + 1]; at++)
        raise_need(search, person, core->rows[at], surplus);
    for (size_t at = search->marks[person / MARKED];
         at < listed->count && (size_t)listed->items[at].person <= person; at++) {
        if ((size_t)listed->items[at].person == person)
            raise_need(search, person, listed->items[at].pair, surplus);
    }
}

static void raise_tempted_row(struct search *search, size_t person, int64_t surplus)
{
    if (left_out_tempts(search->left_out, &search->reach, person, surplus))
        raise_row(search, person, surplus);
}

static int64_t surplus_of(const struct search *search, size_t person)
{
    const struct holding *holding = search->holding;
    int32_t need = holding->need_of[person];
    return need < 0 ? 0 : holding->weight[person] - search->worth[need];
}

/* Whether the price that the person pays is known, or they pay none. */
static bool is_known(const struct search *search, size_t person)
{
    int32_t need = search->holding->need_of[person];
    return need < 0 || search->least[need];
}

static void raise_rows(struct search *search, const struct people_part *part)
{
    for (size_t i = part->first; i < part->end; i++) {
        if (is_known(search, i))
            raise_row(search, i, surplus_of(search, i));
    }
}

/* Most pairs of the core are of needs whose price is known: whose those are is not asked. */
static void raise_cores(struct search *search, const struct people_part *part)
{
    const struct core_pairs *core = search->core;
    size_t person = part->first;
    for (size_t at = core->row_start[part->first]; at < core->row_start[part->end]; at++) {
        if (search->least[packed_need(core->rows[at])])
            continue;
        while (core->row_start[person + 1] <= at)
            person++;
        if (is_known(search, person))
            raise_need(search, person, core->rows[at], surplus_of(search, person));
    }
}

static void look_at_part(void *context, const struct people_part *part)
{
    struct first_look *look = context;
    struct search search = *look->search;
    size_t needs = search.holding->problem->need_count;
    CADRE_FREE int32_t *points = cadre_malloc(needs * sizeof *points);
    CADRE_FREE uint32_t *row = cadre_malloc(needs * sizeof *row);
    memcpy(points, search.points, needs * sizeof *points);
    search.points = points;
    search.row = row;
    search.worth = look->worth[part->number] = cadre_malloc(needs * sizeof *search.worth);
    memcpy(search.worth, look->search->worth, needs * sizeof *search.worth);
    look->raise(&search, part);
}

/* Of all whose price is known, or who pay none. */
static void look_at_people(struct search *search,
                           void (*raise)(struct search *search, const struct people_part *part))
{
    const struct problem *problem = search->holding->problem;
    struct first_look look = {search, raise, {NULL}};
    people_parts_look(problem, problem->rows, look_at_part, &look);
    for (size_t part = 0; part < people_parts(problem); part++) {
        for (size_t j = 0; j < problem->need_count; j++) {
            if (look.worth[part][j] > search->worth[j])
                raise_worth(search, (int32_t)j, look.worth[part][j]);
        }
        free(look.worth[part]);
    }
}

/* By all that is listed: most is of needs whose price is known, and nothing else is looked at. What
 * a person pays that is not known yet is no less than their need's worth. */
static void raise_listed(struct search *search)
{
    const struct pair_list *listed = &search->left_out->listed;
    for (size_t at = 0; at < listed->count; at++) {
        struct listed_pair item = listed->items[at];
        size_t person = (size_t)item.person;
        if (!search->least[packed_need(item.pair)])
            raise_need(search, person, item.pair, surplus_of(search, person));
    }
}

/* The longest paths whose last step alone ends at a need that is not known: nobody sits in one
 * without seats, so no path goes on from there. */
static void begin(struct search *search)
{
    const struct holding *holding = search->holding;
    const struct problem *problem = holding->problem;
    for (size_t j = 0; j < problem->need_count; j++) {
        search->worth[j] = search->potential[j];
        search->points[j] = ROW_FAR;
        if (search->least[j])
            continue;
        raise_worth(search, (int32_t)j, problem_floor(problem, j));
    }
    look_at_people(search, search->left_out != NULL ? raise_cores : raise_rows);
    if (search->left_out != NULL)
        raise_listed(search);
}

/* Whoever sits in a need that is not known is worth more elsewhere by as much as it costs more. */
static void open_others(struct search *search)
{
    const struct holding *holding = search->holding;
    for (size_t j = 0; j < holding->problem->need_count; j++) {
        if (!search->least[j] && holding->filled[j] > 0)
            need_heap_lower(search->open, (int32_t)j, search->potential[j] - search->worth[j]);
    }
}

static void settle(struct search *search,
                   void (*raise)(struct search *search, size_t person, int64_t surplus))
{
    const struct holding *holding = search->holding;
    int32_t need;
    int64_t distance;
    while (need_heap_pop(search->open, &need, &distance)) {
        const int32_t *holders = holding_of(holding, need);
        for (int32_t h = 0; h < holding->filled[need]; h++)
            raise(search, (size_t)holders[h], holding->weight[holders[h]] - search->worth[need]);
    }
}

static void mark_listed(struct search *search, struct arena *arena)
{
    size_t marks = search->holding->problem->person_count / MARKED + 2;
    const struct pair_list *listed = &search->left_out->listed;
    search->marks = arena_calloc(arena, marks, sizeof *search->marks);
    for (size_t at = 0; at < listed->count; at++)
        search->marks[(size_t)listed->items[at].person / MARKED + 1]++;
    for (size_t mark = 1; mark < marks; mark++)
        search->marks[mark] += search->marks[mark - 1];
}

static void raise_beyond(struct search *search, size_t person, int64_t surplus)
{
    raise_known(search, person, surplus);
    raise_tempted_row(search, person, surplus);
}

/* Needs whose prices fell far by now are listed too, and whoever is tempted by the others looks at
 * all that they have. */
static void look_beyond(struct search *search, struct arena *arena)
{
    const struct problem *problem = search->holding->problem;
    CADRE_FREE int64_t *worth = cadre_calloc(problem->need_count, sizeof *worth);
    for (size_t j = 0; j < problem->need_count; j++)
        worth[j] = search->least[j] ? LEFT_OUT_NOBODY : search->worth[j];
    if (left_out_list_fallen(search->left_out, worth)) {
        mark_listed(search, arena);
        raise_listed(search);
    }
    search->reach = left_out_reach_at(search->left_out, worth);
    for (size_t i = 0; i < problem->person_count; i++)
        raise_tempted_row(search, i, surplus_of(search, i));
    settle(search, raise_beyond);
}

static void find_others(struct search *search)
{
    const struct holding *holding = search->holding;
    struct arena *arena = arena_new();
    search->points = arena_calloc(arena, holding->problem->need_count, sizeof *search->points);
    search->row = arena_calloc(arena, holding->problem->need_count, sizeof *search->row);
    if (search->left_out != NULL)
        mark_listed(search, arena);
    begin(search);
    search->open = need_heap_new(holding->problem->need_count, arena);
    open_others(search);
    settle(search, search->left_out != NULL ? raise_known : raise_row);
    if (search->left_out != NULL)
        look_beyond(search, arena);
    arena_free(arena);
}

void least_prices(const struct refined *refined, int64_t *ret_price)
{
    size_t needs = refined->holding->problem->need_count;
    struct left_out *left_out = refined->left_out;
    bool knows = left_out != NULL && left_out->knows_seatless;
    CADRE_FREE bool *least = cadre_calloc(needs, sizeof *least);
    CADRE_FREE int32_t *queue = cadre_calloc(needs + 1, sizeof *queue);
    struct search search = {.holding = refined->holding,
                            .potential = refined->price,
                            .tight = refined->all.tight,
                            .core = refined->core,
                            .left_out = knows ? left_out : NULL,
                            .least = least,
                            .queue = queue,
                            .worth = ret_price,
                            .scan = row_scan_best()};
    if (find_least(&search) > 0)
        find_others(&search);
    else
        memcpy(ret_price, refined->price, needs * sizeof *ret_price);
}
