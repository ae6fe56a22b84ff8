#include "core/match/refine/levels.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"

enum {
    OPEN = 1, /* a level not yet known */
    NO_LAYER = -1,
    NOWHERE = -1,
    LISTED = 8 /* comers of a need that are known by name */
};

struct coming {
    int32_t person;
    int32_t need;
    uint32_t pair;
};

/*
 * The needs to which some holder of a need could go. A person who comes adds theirs; those of one
 * who left stay until they are tried in vain, so there may be too many, but never too few.
 */
struct ways {
    int32_t *needs;
    size_t count, capacity;
    size_t compact; /* their number when none was there twice */
    size_t cursor;  /* whose turn it is */
    int32_t holder; /* who may go that way: nobody before could */
};

/* Free people who qualify for a need; some of those who are listed may have been placed since. */
struct comers {
    int32_t first[LISTED];
    int32_t *all; /* NULL: only the first ones are listed */
    size_t count, at;
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
    int32_t *comer_count;  /* per need: how many free people qualify */
    struct comers *comers; /* per need */
    int32_t *level;        /* per need; closed unless OPEN */
    int32_t *layer;        /* per need, NO_LAYER = not reached, or of no more use */
    struct coming *path;   /* the needs on the way, each with who would come there */
    int32_t *queue;
    size_t queued;
    size_t open;  /* needs without a layer */
    int32_t last; /* the layer of the nearest better seat */
    int32_t now;  /* the level */
    int64_t exchanges;
    uint64_t removed; /* ways that nobody could go any more */
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
    size_t row = rows->start[person + 1] - rows->start[person];
    ways->needs = cadre_grow(ways->needs, &ways->capacity, ways->count + row, sizeof *ways->needs);
    for (size_t at = rows->start[person]; at < rows->start[person + 1]; at++) {
        int32_t other = (int32_t)packed_need(rows->pairs[at]);
        ways->needs[ways->count] = other;
        ways->count += search->stamp[other] != search->stamps;
        search->stamp[other] = search->stamps;
    }
}

static void make_ways(struct search *search)
{
    const struct holding *holding = search->holding;
    for (int32_t j = 0; j < (int32_t)holding->problem->need_count; j++) {
        search->stamps++;
        for (int32_t h = holding->first[j]; h >= 0; h = holding->next[h])
            add_ways(search, j, h);
        search->ways[j].compact = search->ways[j].count;
    }
}

/* So that the list does not grow for good. */
static void drop_doubles(struct search *search, struct ways *ways)
{
    size_t kept = 0;
    search->stamps++;
    for (size_t at = 0; at < ways->count; at++) {
        int32_t other = ways->needs[at];
        ways->needs[kept] = other;
        kept += search->stamp[other] != search->stamps;
        search->stamp[other] = search->stamps;
    }
    ways->count = ways->compact = kept;
}

static void reach(struct search *search, int32_t need, int32_t layer)
{
    if (search->layer[need] != NO_LAYER || search->level[need] != OPEN)
        return;
    struct ways *ways = &search->ways[need];
    if (ways->count > 2 * ways->compact)
        drop_doubles(search, ways);
    ways->cursor = 0;
    ways->holder = search->holding->first[need];
    search->layer[need] = layer;
    search->queue[search->queued++] = need;
    search->open--;
    if (has_better_seat(search, need))
        search->last = layer;
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
        if (search->now == 0 && search->comer_count[j] > 0)
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

/* Whether the person qualifies for the need, and with which pair. */
static bool find_pair(const struct rows *rows, int32_t person, int32_t need, uint32_t *ret_pair)
{
    size_t low = rows->start[person];
    size_t high = rows->start[person + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (packed_need(rows->pairs[middle]) < (uint32_t)need)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == rows->start[person + 1] || packed_need(rows->pairs[low]) != (uint32_t)need)
        return false;
    *ret_pair = rows->pairs[low];
    return true;
}

/* The need of the next layer whose turn it is, NOWHERE = none is left. */
static int32_t next_way(struct search *search, int32_t need)
{
    struct ways *ways = &search->ways[need];
    int32_t layer = search->layer[need] + 1;
    for (; ways->cursor < ways->count; ways->cursor++) {
        if (search->layer[ways->needs[ways->cursor]] == layer)
            return ways->needs[ways->cursor];
        ways->holder = search->holding->first[need];
    }
    return NOWHERE;
}

/* Who of the need could go where it is the cursor's turn; the way is taken out when nobody can. Who
 * comes later brings ways of their own. */
static bool find_goer(struct search *search, int32_t from, struct coming *coming)
{
    const struct holding *holding = search->holding;
    struct ways *ways = &search->ways[from];
    for (; ways->holder >= 0; ways->holder = holding->next[ways->holder]) {
        coming->person = ways->holder;
        if (find_pair(&holding->problem->rows, ways->holder, coming->need, &coming->pair))
            return true;
    }
    ways->needs[ways->cursor] = ways->needs[--ways->count];
    ways->holder = holding->first[from];
    search->removed++;
    return false;
}

/* The last of the path comes to the better seat, the one before to that one's, and so on. */
static void walk(struct search *search, size_t count)
{
    while (count-- > 0) {
        struct coming coming = search->path[count];
        int32_t from = search->holding->need_of[coming.person];
        if (from >= 0)
            search->ways[from].holder = search->holding->next[coming.person];
        int64_t weight =
            problem_weight(search->holding->problem, (size_t)coming.person, coming.pair);
        holding_seat(search->holding, coming.person, coming.need, weight);
        search->stamps++;
        add_ways(search, coming.need, coming.person);
    }
    search->exchanges++;
}

/* The path's needs are known; who goes? How many steps of the path there is somebody for. */
static size_t find_people(struct search *search, int32_t start, size_t first, size_t count)
{
    size_t step = first;
    while (step < count) {
        int32_t from = step > first ? search->path[step - 1].need : start;
        if (!find_goer(search, from, &search->path[step]))
            break;
        step++;
    }
    return step;
}

/* From a need to a better seat, layer by layer; needs from which none is left lose their layer. */
static bool go_on(struct search *search, int32_t start, size_t first)
{
    size_t depth = first;
    int32_t need = start;
    for (;;) {
        int32_t next;
        if (has_better_seat(search, need)) {
            size_t count = find_people(search, start, first, depth);
            if (count == depth) {
                walk(search, depth);
                return true;
            }
            depth = count;
        } else if ((next = next_way(search, need)) >= 0) {
            search->path[depth++].need = next;
        } else {
            search->layer[need] = NO_LAYER;
            if (depth == first)
                return false;
            depth--;
        }
        need = depth > first ? search->path[depth - 1].need : start;
    }
}

/* ---- who is free ----------------------------------------------------------------------------- */

static void count_comers(struct search *search)
{
    const struct holding *holding = search->holding;
    const struct rows *rows = &holding->problem->rows;
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        if (holding->need_of[i] >= 0)
            continue;
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
            uint32_t need = packed_need(rows->pairs[at]);
            int32_t count = search->comer_count[need]++;
            if (count < LISTED) {
                search->comers[need].first[count] = (int32_t)i;
                search->comers[need].count++;
            }
        }
    }
}

static void is_placed(struct search *search, int32_t person)
{
    const struct rows *rows = &search->holding->problem->rows;
    for (size_t at = rows->start[person]; at < rows->start[person + 1]; at++)
        search->comer_count[packed_need(rows->pairs[at])]--;
}

/* All of those who are left, for every need of layer 1 where only the first ones were listed. */
static void list_all(struct search *search)
{
    const struct holding *holding = search->holding;
    const struct rows *rows = &holding->problem->rows;
    CADRE_FREE bool *wanted = cadre_calloc(holding->problem->need_count, sizeof *wanted);
    for (size_t j = 0; j < holding->problem->need_count; j++) {
        struct comers *comers = &search->comers[j];
        wanted[j] = search->layer[j] == 1 && comers->all == NULL;
        if (!wanted[j])
            continue;
        comers->all = cadre_calloc((size_t)search->comer_count[j], sizeof *comers->all);
        comers->count = comers->at = 0;
    }
    for (size_t i = 0; i < holding->problem->person_count; i++) {
        if (holding->need_of[i] >= 0)
            continue;
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
            struct comers *comers = &search->comers[packed_need(rows->pairs[at])];
            if (wanted[packed_need(rows->pairs[at])])
                comers->all[comers->count++] = (int32_t)i;
        }
    }
}

/* Somebody free who qualifies for the need, of whom there are some. */
static int32_t next_comer(struct search *search, int32_t need)
{
    struct comers *comers = &search->comers[need];
    for (;;) {
        const int32_t *listed = comers->all != NULL ? comers->all : comers->first;
        for (; comers->at < comers->count; comers->at++) {
            if (search->holding->need_of[listed[comers->at]] < 0)
                return listed[comers->at];
        }
        assert(comers->all == NULL);
        list_all(search);
    }
}

static void place_people(struct search *search)
{
    const struct rows *rows = &search->holding->problem->rows;
    for (size_t at = 0; at < search->queued; at++) {
        struct coming *first = &search->path[0];
        int32_t need = search->queue[at];
        while (search->layer[need] == 1 && search->comer_count[need] > 0) {
            *first = (struct coming){next_comer(search, need), need, 0};
            find_pair(rows, first->person, need, &first->pair);
            if (go_on(search, need, 1))
                is_placed(search, first->person);
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

/* Until no better seat can be reached: then whatever was, is closed. A round that fills none was
 * led astray by a way that nobody can go any more, and takes it out. */
static void settle_level(struct search *search)
{
    while (make_layers(search)) {
        int64_t before = search->exchanges;
        uint64_t removed = search->removed;
        if (search->now == 0)
            place_people(search);
        else
            give_up_seats(search);
        if (search->exchanges == before && search->removed == removed) {
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
    CADRE_FREE struct coming *path = cadre_calloc(needs + 1, sizeof *path);
    CADRE_FREE int32_t *queue = cadre_calloc(needs, sizeof *queue);
    CADRE_FREE struct ways *ways = cadre_calloc(needs, sizeof *ways);
    CADRE_FREE int32_t *comer_count = cadre_calloc(needs, sizeof *comer_count);
    CADRE_FREE struct comers *comers = cadre_calloc(needs, sizeof *comers);
    CADRE_FREE uint32_t *stamp = cadre_calloc(needs, sizeof *stamp);
    int32_t *level = cadre_calloc(needs, sizeof *level);
    struct search search = {.holding = holding,
                            .ways = ways,
                            .stamp = stamp,
                            .comer_count = comer_count,
                            .comers = comers,
                            .level = level,
                            .layer = layer,
                            .path = path,
                            .queue = queue};
    for (size_t j = 0; j < needs; j++)
        level[j] = OPEN;
    make_ways(&search);
    count_comers(&search);
    for (; search.now >= -INSTANCE_CLASS_COUNT; search.now--)
        settle_level(&search);
    for (size_t j = 0; j < needs; j++) {
        free(ways[j].needs);
        free(comers[j].all);
    }
    *ret_levels = (struct levels){level, search.exchanges};
}

void levels_release(struct levels *levels)
{
    free(levels->of_need);
    *levels = (struct levels){0};
}
