#include "core/match/levels.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum { OPEN = 1 }; /* a level not yet known */

/* Who would come to a need, and which need that one would leave. */
struct coming {
    int32_t person;
    int32_t from; /* -1 = the one from whom the search began */
    uint32_t pair;
};

struct search {
    struct holding *holding;
    int8_t *level;         /* per need */
    struct coming *coming; /* per need that is not OPEN */
    int32_t *queue;
    size_t queued;
    size_t open;   /* needs that no search has reached */
    int8_t now;    /* level of the search */
    int32_t found; /* a need with an empty seat worth more than the search's level; -1 = none */
};

/* In class steps: what filling a seat of the need brings. */
static int bonus_of(const struct problem *problem, int32_t need)
{
    return INSTANCE_CLASS_COUNT + 1 - problem->priority[need];
}

static void reach(struct search *search, int32_t need, struct coming coming)
{
    search->level[need] = search->now;
    search->coming[need] = coming;
    search->queue[search->queued++] = need;
    search->open--;
    if (search->found < 0 && !holding_is_full(search->holding, need) &&
        bonus_of(search->holding->problem, need) + search->now > 0)
        search->found = need;
}

static void reach_row(struct search *search, int32_t person, int32_t from)
{
    const struct rows *rows = &search->holding->problem->rows;
    for (size_t at = rows->start[person]; at < rows->start[person + 1]; at++) {
        uint32_t pair = rows->pairs[at];
        int32_t need = (int32_t)packed_need(pair);
        if (search->level[need] == OPEN)
            reach(search, need, (struct coming){person, from, pair});
    }
}

static void reach_from(struct search *search, int32_t need)
{
    const struct holding *holding = search->holding;
    for (int32_t h = holding->first[need]; h >= 0 && search->found < 0; h = holding->next[h])
        reach_row(search, h, need);
}

static void walk(struct search *search, int32_t need, int32_t source)
{
    while (need != source) {
        struct coming coming = search->coming[need];
        holding_seat(search->holding, coming.person, need,
                     problem_weight(search->holding->problem, (size_t)coming.person, coming.pair));
        need = coming.from;
    }
}

static void reopen(struct search *search)
{
    for (size_t at = 0; at < search->queued; at++)
        search->level[search->queue[at]] = OPEN;
    search->open += search->queued;
}

/* Goes on from what is queued; on success the seats are changed and what was seen is open again. */
static bool spread(struct search *search, size_t at, int32_t source)
{
    for (; at < search->queued && search->found < 0; at++)
        reach_from(search, search->queue[at]);
    if (search->found < 0)
        return false;
    walk(search, search->found, source);
    reopen(search);
    return true;
}

static bool place(struct search *search, int32_t person)
{
    search->queued = 0;
    search->found = -1;
    reach_row(search, person, -1);
    return spread(search, 0, -1);
}

/* Somebody of the need may leave it for a better seat elsewhere. */
static bool give_up_seat(struct search *search, int32_t need)
{
    search->queued = 0;
    search->found = -1;
    reach(search, need, (struct coming){-1, -1, 0});
    return spread(search, 0, need);
}

void levels_find(struct holding *holding, struct levels *ret_levels)
{
    const struct problem *problem = holding->problem;
    size_t needs = problem->need_count;
    CADRE_FREE struct coming *coming = cadre_calloc(needs, sizeof *coming);
    CADRE_FREE int32_t *queue = cadre_calloc(needs, sizeof *queue);
    int8_t *level = cadre_malloc(needs);
    memset(level, OPEN, needs);
    int64_t exchanges = 0;
    struct search search = {
        .holding = holding, .level = level, .coming = coming, .queue = queue, .open = needs};
    for (size_t i = 0; i < problem->person_count && search.open > 0; i++) {
        if (holding->need_of[i] < 0)
            exchanges += place(&search, (int32_t)i);
    }
    for (search.now = -1; search.now >= -INSTANCE_CLASS_COUNT; search.now--) {
        for (size_t j = 0; j < needs; j++) {
            if (bonus_of(problem, (int32_t)j) + search.now != 0)
                continue;
            while (search.level[j] == OPEN && give_up_seat(&search, (int32_t)j))
                exchanges++;
        }
    }
    *ret_levels = (struct levels){level, exchanges};
}

void levels_release(struct levels *levels)
{
    free(levels->of_need);
    *levels = (struct levels){0};
}
