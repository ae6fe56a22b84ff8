#include "core/match/levels.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"

enum { OPEN = 1, NO_LAYER = -1 }; /* OPEN: a level not yet known */

struct coming {
    int32_t person;
    int32_t need;
    uint32_t pair;
};

/*
 * The needs to which some holder of a need could go. A person who comes adds theirs; those of one
 * who left stay, so there may be too many until they are made anew, but never too few.
 */
struct ways {
    int32_t *needs;
    size_t count, capacity;
    bool stale; /* somebody has left, or come a second time */
};

/*
 * All searches of a level at once, in layers: a need's layer is how many people would have to
 * change for the sake of a seat there. Layer 0 are the needs that give up a seat; of level 0, where
 * people come who are free, it is empty.
 */
struct search {
    struct holding *holding;
    struct ways *ways; /* per need */
    uint32_t *stamp;   /* per need: of the last list of ways that it went into */
    uint32_t stamps;
    int32_t *comers;     /* per need: how many free people qualify */
    size_t starts;       /* needs of layer 1 that are still of use */
    int32_t *level;      /* per need; closed unless OPEN */
    int32_t *layer;      /* per need, NO_LAYER = not reached, or of no more use */
    int32_t *cursor;     /* per need: the holder whose turn it is to leave, NOBODY = none is left */
    struct coming *path; /* the needs on the way, each with who would come there */
    int32_t *queue;
    size_t queued;
    size_t open;  /* needs without a layer */
    int32_t last; /* the layer of the nearest better seat */
    int32_t now;  /* the level */
    int64_t exchanges;
};

/* In class steps: what filling a seat of the need brings. */
static int bonus_of(const struct problem *problem, size_t need)
{
    return INSTANCE_CLASS_COUNT + 1 - problem->priority[need];
}

static bool has_better_seat(const struct search *search, int32_t need)
{
    return !holding_is_full(search->holding, need) &&
           bonus_of(search->holding->problem, (size_t)need) + search->now > 0;
}

/* ---- layers ---------------------------------------------------------------------------------- */

static void add_ways(struct search *search, int32_t need, int32_t person)
{
    const struct rows *rows = &search->holding->problem->rows;
    struct ways *ways = &search->ways[need];
    for (size_t at = rows->start[person]; at < rows->start[person + 1]; at++) {
        int32_t other = (int32_t)packed_need(rows->pairs[at]);
        if (search->stamp[other] == search->stamps)
            continue;
        search->stamp[other] = search->stamps;
        ways->needs =
            cadre_grow(ways->needs, &ways->capacity, ways->count + 1, sizeof *ways->needs);
        ways->needs[ways->count++] = other;
    }
}

/* Of those that are stale; false when none was. */
static bool make_ways(struct search *search)
{
    const struct holding *holding = search->holding;
    bool any = false;
    for (int32_t j = 0; j < (int32_t)holding->problem->need_count; j++) {
        if (!search->ways[j].stale)
            continue;
        any = true;
        search->ways[j].stale = false;
        search->ways[j].count = 0;
        search->stamps++;
        for (int32_t h = holding->first[j]; h >= 0; h = holding->next[h])
            add_ways(search, j, h);
    }
    return any;
}

static void reach(struct search *search, int32_t need, int32_t layer)
{
    if (search->layer[need] != NO_LAYER || search->level[need] != OPEN)
        return;
    search->layer[need] = layer;
    search->cursor[need] = search->holding->first[need];
    search->queue[search->queued++] = need;
    search->open--;
    if (has_better_seat(search, need))
        search->last = layer;
}

/* The person is free now (1), or no longer (-1). */
static void count_comer(struct search *search, int32_t person, int32_t by)
{
    const struct rows *rows = &search->holding->problem->rows;
    for (size_t at = rows->start[person]; at < rows->start[person + 1]; at++)
        search->comers[packed_need(rows->pairs[at])] += by;
}

static void begin(struct search *search)
{
    const struct problem *problem = search->holding->problem;
    search->queued = 0;
    search->last = NO_LAYER;
    search->open = 0;
    for (size_t j = 0; j < problem->need_count; j++) {
        search->layer[j] = NO_LAYER;
        search->open += search->level[j] == OPEN;
    }
    for (size_t j = 0; j < problem->need_count; j++) {
        if (search->now == 0 && search->comers[j] > 0)
            reach(search, (int32_t)j, 1);
        else if (search->now < 0 && bonus_of(problem, j) + search->now == 0)
            reach(search, (int32_t)j, 0);
    }
}

static bool leads_on(const struct search *search, int32_t need)
{
    const struct ways *ways = &search->ways[need];
    for (size_t at = 0; at < ways->count; at++) {
        if (search->layer[ways->needs[at]] == search->layer[need] + 1)
            return true;
    }
    return false;
}

/* Needs from which no better seat of the last layer is reached lose their layer. */
static void drop_dead_ends(struct search *search)
{
    for (size_t at = search->queued; at-- > 0;) {
        int32_t need = search->queue[at];
        if (!has_better_seat(search, need) &&
            (search->layer[need] >= search->last || !leads_on(search, need)))
            search->layer[need] = NO_LAYER;
    }
    search->starts = 0;
    for (size_t at = 0; at < search->queued; at++)
        search->starts += search->layer[search->queue[at]] == 1;
}

/* True when a better seat was reached. */
static bool make_layers(struct search *search)
{
    begin(search);
    for (size_t at = 0; at < search->queued && search->open > 0; at++) {
        int32_t need = search->queue[at];
        const struct ways *ways = &search->ways[need];
        if (search->last != NO_LAYER && search->layer[need] >= search->last)
            break;
        for (size_t way = 0; way < ways->count; way++)
            reach(search, ways->needs[way], search->layer[need] + 1);
    }
    if (search->last == NO_LAYER)
        return false;
    drop_dead_ends(search);
    return true;
}

/* ---- ways through them ----------------------------------------------------------------------- */

/* A need of the layer to which the person could go. */
static bool next_need(const struct search *search, int32_t person, int32_t layer,
                      struct coming *ret_coming)
{
    const struct rows *rows = &search->holding->problem->rows;
    for (size_t at = rows->start[person]; at < rows->start[person + 1]; at++) {
        int32_t need = (int32_t)packed_need(rows->pairs[at]);
        if (search->layer[need] != layer)
            continue;
        *ret_coming = (struct coming){person, need, rows->pairs[at]};
        return true;
    }
    return false;
}

/* The last of the path comes to the better seat, the one before to that one's, and so on. */
static void walk(struct search *search, size_t count)
{
    while (count-- > 0) {
        struct coming coming = search->path[count];
        int32_t from = search->holding->need_of[coming.person];
        if (from >= 0) {
            search->cursor[from] = search->holding->next[coming.person];
            search->ways[from].stale = true;
        }
        int64_t weight =
            problem_weight(search->holding->problem, (size_t)coming.person, coming.pair);
        holding_seat(search->holding, coming.person, coming.need, weight);
        search->ways[coming.need].stale = true;
        search->stamps++;
        add_ways(search, coming.need, coming.person);
    }
    search->exchanges++;
}

/* From a need to a better seat, layer by layer; needs from which none is left lose their layer. */
static bool go_on(struct search *search, int32_t start, size_t depth)
{
    size_t first = depth;
    int32_t need = start;
    for (;;) {
        if (has_better_seat(search, need)) {
            walk(search, depth);
            return true;
        }
        int32_t holder = search->cursor[need];
        if (holder >= 0) {
            struct coming *step = &search->path[depth];
            if (next_need(search, holder, search->layer[need] + 1, step))
                need = search->path[depth++].need;
            else
                search->cursor[need] = search->holding->next[holder];
            continue;
        }
        search->starts -= search->layer[need] == 1;
        search->layer[need] = NO_LAYER;
        if (depth == first)
            return false;
        depth--;
        need = depth > first ? search->path[depth - 1].need : start;
    }
}

static void place_people(struct search *search)
{
    const struct holding *holding = search->holding;
    for (size_t i = 0; i < holding->problem->person_count && search->starts > 0; i++) {
        while (holding->need_of[i] < 0 && next_need(search, (int32_t)i, 1, &search->path[0])) {
            if (go_on(search, search->path[0].need, 1))
                count_comer(search, (int32_t)i, -1);
        }
    }
}

static void give_up_seats(struct search *search)
{
    for (size_t j = 0; j < search->holding->problem->need_count; j++) {
        while (search->layer[j] == 0 && go_on(search, (int32_t)j, 0)) {
        }
    }
}

/* Until no better seat can be reached: then whatever was, is closed. */
static void settle_level(struct search *search)
{
    while (make_layers(search)) {
        int64_t before = search->exchanges;
        if (search->now == 0)
            place_people(search);
        else
            give_up_seats(search);
        if (search->exchanges == before && !make_ways(search)) {
            assert(false);
            break;
        }
    }
    for (size_t at = 0; at < search->queued; at++)
        search->level[search->queue[at]] = search->now;
}

void levels_find(struct holding *holding, struct levels *ret_levels)
{
    size_t needs = holding->problem->need_count;
    CADRE_FREE int32_t *layer = cadre_calloc(needs, sizeof *layer);
    CADRE_FREE int32_t *cursor = cadre_calloc(needs, sizeof *cursor);
    CADRE_FREE struct coming *path = cadre_calloc(needs + 1, sizeof *path);
    CADRE_FREE int32_t *queue = cadre_calloc(needs, sizeof *queue);
    CADRE_FREE struct ways *ways = cadre_calloc(needs, sizeof *ways);
    CADRE_FREE int32_t *comers = cadre_calloc(needs, sizeof *comers);
    CADRE_FREE uint32_t *stamp = cadre_calloc(needs, sizeof *stamp);
    int32_t *level = cadre_calloc(needs, sizeof *level);
    struct search search = {.holding = holding,
                            .ways = ways,
                            .stamp = stamp,
                            .comers = comers,
                            .level = level,
                            .layer = layer,
                            .cursor = cursor,
                            .path = path,
                            .queue = queue};
    for (size_t j = 0; j < needs; j++) {
        ways[j].stale = true;
        level[j] = OPEN;
    }
    make_ways(&search);
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        if (holding->need_of[i] < 0)
            count_comer(&search, (int32_t)i, 1);
    }
    for (; search.now >= -INSTANCE_CLASS_COUNT; search.now--)
        settle_level(&search);
    for (size_t j = 0; j < needs; j++)
        free(ways[j].needs);
    *ret_levels = (struct levels){level, search.exchanges};
}

void levels_release(struct levels *levels)
{
    free(levels->of_need);
    *levels = (struct levels){0};
}
