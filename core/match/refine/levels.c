#include "core/match/refine/levels.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/refine/ways.h"

enum {
    OPEN = 1, /* a level not yet known */
    NO_LAYER = -1,
    NOWHERE = -1,
    FETCH_AHEAD = 4,      /* people whose rows are fetched beforehand */
    FETCH_MATTERING = 32, /* the same, of whom a few matter */
    LISTED = 24,          /* comers of a need that are known by name at first; */
    MORE = 16,            /* and how many times more later */
    SCARCE = 16           /* no more comers than that */
};

struct coming {
    int32_t person;
    int32_t need;
};

/* Whose turn it is of the ways from a need. */
struct turn {
    size_t way;
    int32_t holder; /* who may go that way, by place: nobody before could */
};

/* Free people who qualify for a need: the first ones of them. Some may have been placed since. */
struct comers {
    int32_t *people;
    size_t count, at, capacity;
    bool all; /* there are no others */
};

/*
 * All searches of a level at once, in layers: a need's layer is how many people would have to
 * change for the sake of a seat there. Layer 0 are the needs that give up a seat; of level 0, where
 * people come who are free, it is empty.
 */
struct search {
    const struct problem *problem;
    struct problem near; /* the same with the pairs of scarce needs alone */
    size_t *near_start;
    uint32_t *near_pairs;
    uint8_t *scarce; /* per need, 0 or 1: it is of use to come from another seat */
    int32_t *need_of;
    size_t *first;    /* per need: where its holders are */
    int32_t *holders; /* by need */
    int32_t *filled;  /* per need */

    struct ways *ways; /* per need: where a holder could go, or one who left; never too few */
    uint8_t *seen;     /* per need: 0 */
    struct turn *turns;
    struct comers *comers; /* per need */
    size_t asked;          /* comers of a need that were looked for last */

    int32_t *level;            /* per need; closed unless OPEN */
    int32_t *layer;            /* per need, NO_LAYER = not reached, or of no more use */
    uint64_t *unseen, *useful; /* needs that may still be reached; from which a seat is */
    struct coming *path;       /* the needs on the way, each with who would come there */
    int32_t *queue;
    size_t queued;
    size_t open;   /* needs without a layer */
    bool assuming; /* that deserted needs are reached */
    int32_t last;  /* the layer of the nearest better seat */
    int32_t now;   /* the level */
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
    return search->filled[need] < search->problem->seats[need] &&
           bonus_of(search->problem, (size_t)need) + search->now > 0;
}

/* ---- who is free ----------------------------------------------------------------------------- */

/* At the first one of the list who is still free. */
static void pass_placed(const struct search *search, struct comers *comers)
{
    while (comers->at < comers->count && search->need_of[comers->people[comers->at]] >= 0)
        comers->at++;
}

/* Of which needs more comers are looked for: those whose list is empty or was begun. */
static uint8_t *empty_lists(struct search *search)
{
    uint8_t *wanted = cadre_calloc(search->problem->need_count, sizeof *wanted);
    for (size_t j = 0; j < search->problem->need_count; j++) {
        struct comers *comers = &search->comers[j];
        pass_placed(search, comers);
        wanted[j] = !comers->all && (comers->count == 0 || comers->at > 0);
        if (wanted[j])
            *comers = (struct comers){comers->people, 0, 0, comers->capacity, true};
    }
    return wanted;
}

/* Most rows have no pair of a need that is wanted. */
static bool any_wanted(const uint32_t *pair, const uint32_t *end, const uint8_t *wanted)
{
    uint8_t any = 0;
    for (; pair < end; pair++)
        any |= wanted[packed_need(*pair)];
    return any;
}

/* False when there is one more than was asked for. */
static bool list_comer(struct comers *comers, size_t asked, int32_t person)
{
    comers->all = comers->count < asked;
    if (!comers->all)
        return false;
    comers->people =
        cadre_grow(comers->people, &comers->capacity, comers->count + 1, sizeof *comers->people);
    comers->people[comers->count++] = person;
    return true;
}

/* A look for comers, each part of the people with lists of its own. */
struct listing {
    const struct search *search;
    const uint8_t *wanted;
    struct comers
        *comers[PEOPLE_PARTS_MOST]; /* per part and need; of the first part, all of them */
};

static void list_part(void *context, const struct people_part *part)
{
    struct listing *listing = context;
    const struct search *search = listing->search;
    const struct rows *rows = &search->problem->rows;
    size_t needs = search->problem->need_count;
    struct comers *comers = listing->comers[part->number];
    CADRE_FREE uint8_t *wanted = cadre_malloc(needs);
    memcpy(wanted, listing->wanted, needs);
    for (size_t i = part->first; i < part->end; i++) {
        const uint32_t *pair = rows->pairs + rows->start[i];
        const uint32_t *end = rows->pairs + rows->start[i + 1];
        if (search->need_of[i] >= 0 || !any_wanted(pair, end, wanted))
            continue;
        for (; pair < end; pair++) {
            uint32_t need = packed_need(*pair);
            if (wanted[need])
                wanted[need] = list_comer(&comers[need], search->asked, (int32_t)i);
        }
    }
}

/* Who comes behind those of the parts before. */
static void join_comers(struct comers *comers, size_t asked, struct comers *more)
{
    bool all = comers->all && (more->count == 0 || more->all);
    for (size_t at = 0; at < more->count && comers->all; at++)
        list_comer(comers, asked, more->people[at]);
    comers->all = comers->all && all;
    free(more->people);
}

static void list_comers(struct search *search)
{
    const struct problem *problem = search->problem;
    size_t parts = people_parts(problem);
    CADRE_FREE uint8_t *wanted = empty_lists(search);
    struct listing listing = {.search = search, .wanted = wanted, .comers = {search->comers}};
    search->asked = search->asked == 0 ? LISTED : search->asked * MORE;
    for (size_t part = 1; part < parts; part++)
        listing.comers[part] = cadre_calloc(problem->need_count, sizeof(struct comers));
    people_parts_look(problem, problem->rows, list_part, &listing);
    for (size_t part = 1; part < parts; part++) {
        for (size_t j = 0; j < problem->need_count; j++) {
            if (wanted[j])
                join_comers(&search->comers[j], search->asked, &listing.comers[part][j]);
        }
        free(listing.comers[part]);
    }
}

/* Somebody free who qualifies for the need, NOWHERE = there is nobody. */
static int32_t next_comer(struct search *search, int32_t need)
{
    struct comers *comers = &search->comers[need];
    for (;;) {
        pass_placed(search, comers);
        if (comers->at < comers->count)
            return comers->people[comers->at];
        if (comers->all)
            return NOWHERE;
        list_comers(search);
    }
}

/* ---- pairs that matter ----------------------------------------------------------------------- */

/* Who is free and qualifies for a scarce need, by person. */
static bool *list_scarce(const struct search *search)
{
    bool *listed = cadre_calloc(search->problem->person_count, sizeof *listed);
    for (size_t j = 0; j < search->problem->need_count; j++) {
        const struct comers *comers = &search->comers[j];
        for (size_t at = comers->at; search->scarce[j] && at < comers->count; at++)
            listed[comers->people[at]] = true;
    }
    return listed;
}

struct nearing {
    const struct search *search;
    const bool *listed;
};

static bool matters(const struct nearing *nearing, size_t person)
{
    return nearing->search->need_of[person] >= 0 || nearing->listed[person];
}

static void take_near_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    const struct nearing *nearing = context;
    const struct search *search = nearing->search;
    const struct rows *rows = &search->problem->rows;
    for (size_t i = part->first; i < part->end; i++) {
        const uint32_t *pair = rows->pairs + rows->start[i];
        const uint32_t *end = rows->pairs + rows->start[i + 1];
        size_t count = 0;
        if (i + FETCH_MATTERING < part->end && matters(nearing, i + FETCH_MATTERING))
            ways_fetch_row(rows, (int32_t)(i + FETCH_MATTERING));
        if (matters(nearing, i) && any_wanted(pair, end, search->scarce)) {
            uint32_t *near = row_maker_room(maker);
            for (; pair < end; pair++) {
                near[count] = *pair;
                count += search->scarce[packed_need(*pair)];
            }
        }
        row_maker_end(maker, i, count);
    }
}

/* The pairs of scarce needs, of whoever sits or could come there. */
static void take_near(struct search *search)
{
    const struct problem *problem = search->problem;
    CADRE_FREE bool *listed = list_scarce(search);
    struct nearing nearing = {search, listed};
    free(search->near_start);
    free(search->near_pairs);
    people_parts_make(problem, problem->rows, take_near_part, &nearing, &search->near_start,
                      &search->near_pairs);
    search->near.rows = (struct rows){search->near_start, search->near_pairs};
    for (size_t j = 0; j < problem->need_count; j++)
        ways_release(&search->ways[j]);
}

/* A shortest path has one need that somebody free could come to, the first: nobody who sits need
 * come there. So the others alone matter, and those that may soon be such. */
static void take_scarce(struct search *search)
{
    for (size_t j = 0; j < search->problem->need_count; j++) {
        const struct comers *comers = &search->comers[j];
        search->scarce[j] |= comers->all && comers->count - comers->at <= SCARCE;
    }
    take_near(search);
}

/* Nobody is left who could come to a need that was thought to have many. */
static bool is_deserted(struct search *search, int32_t need)
{
    return !search->scarce[need] && next_comer(search, need) < 0;
}

/* ---- layers ---------------------------------------------------------------------------------- */

static const struct ways *ways_from(struct search *search, int32_t need)
{
    struct ways *ways = &search->ways[need];
    if (!ways->made)
        ways_make(ways, &search->near, search->holders + search->first[need],
                  (size_t)search->filled[need], search->seen);
    return ways;
}

static void reach(struct search *search, int32_t need, int32_t layer)
{
    search->turns[need] = (struct turn){0};
    search->layer[need] = layer;
    need_set_drop(search->unseen, need);
    search->queue[search->queued++] = need;
    search->open--;
    if (has_better_seat(search, need))
        search->last = layer;
}

static void begin(struct search *search)
{
    const struct problem *problem = search->problem;
    search->queued = 0;
    search->last = NO_LAYER;
    search->open = 0;
    for (int32_t j = 0; j < (int32_t)problem->need_count; j++) {
        search->layer[j] = NO_LAYER;
        search->open += search->level[j] == OPEN;
        if (search->level[j] == OPEN)
            need_set_add(search->unseen, j);
        else
            need_set_drop(search->unseen, j);
    }
    for (int32_t j = 0; j < (int32_t)problem->need_count; j++) {
        if (search->level[j] != OPEN)
            continue;
        if (search->now == 0 &&
            (next_comer(search, j) >= 0 || (search->assuming && !search->scarce[j])))
            reach(search, j, 1);
        else if (search->now < 0 && bonus_of(problem, (size_t)j) + search->now == 0)
            reach(search, j, 0);
    }
}

/* The first way whose turn it is that leads one layer on; NOWHERE = none is left. */
static int32_t next_way(struct search *search, int32_t need)
{
    const struct ways *ways = ways_from(search, need);
    struct turn *turn = &search->turns[need];
    size_t before = turn->way;
    int32_t next;
    while ((next = ways_next(ways, search->useful, &turn->way)) >= 0 &&
           search->layer[next] != search->layer[need] + 1)
        turn->way++;
    if (turn->way != before)
        turn->holder = 0;
    return next;
}

/* Whether a way leads to one of the needs. */
static bool leads_to(struct search *search, int32_t need, const uint64_t *among)
{
    size_t way = 0;
    return ways_next(ways_from(search, need), among, &way) >= 0;
}

/* Needs from which no better seat of the last layer is reached lose their layer. */
static void drop_dead_ends(struct search *search)
{
    size_t words = ways_words(search->problem->need_count);
    uint64_t *behind = search->unseen; /* useful, and one layer on */
    int32_t layer = NO_LAYER;
    size_t begun = search->queued; /* behind it are those of the layer that were looked at */
    memset(search->useful, 0, words * sizeof *search->useful);
    for (size_t at = search->queued; at-- > 0;) {
        int32_t need = search->queue[at];
        if (search->layer[need] != layer) {
            memset(behind, 0, words * sizeof *behind);
            for (size_t on = at + 1; on < begun; on++) {
                if (search->layer[search->queue[on]] != NO_LAYER)
                    need_set_add(behind, search->queue[on]);
            }
            layer = search->layer[need];
            begun = at + 1;
        }
        if (has_better_seat(search, need) ||
            (layer < search->last && leads_to(search, need, behind)))
            need_set_add(search->useful, need);
        else
            search->layer[need] = NO_LAYER;
    }
}

/* True when a better seat was reached. */
static bool make_layers(struct search *search)
{
    begin(search);
    for (size_t at = 0; at < search->queued && search->open > 0; at++) {
        int32_t need = search->queue[at];
        int32_t next;
        if (search->last != NO_LAYER && search->layer[need] >= search->last)
            break;
        const struct ways *ways = ways_from(search, need);
        for (size_t way = 0; (next = ways_next(ways, search->unseen, &way)) >= 0; way++)
            reach(search, next, search->layer[need] + 1);
    }
    if (search->last == NO_LAYER)
        return false;
    drop_dead_ends(search);
    return true;
}

/* ---- ways through them ----------------------------------------------------------------------- */

/* Who of the need could go where it is the way's turn; the way is taken out when nobody can. Who
 * comes later brings ways of their own. */
static bool find_goer(struct search *search, int32_t from, struct coming *coming)
{
    const struct rows *rows = &search->near.rows;
    struct turn *turn = &search->turns[from];
    const int32_t *holders = search->holders + search->first[from];
    for (; turn->holder < search->filled[from]; turn->holder++) {
        if (turn->holder + FETCH_AHEAD < search->filled[from])
            ways_fetch_row(rows, holders[turn->holder + FETCH_AHEAD]);
        coming->person = holders[turn->holder];
        if (rows_find(rows, (size_t)coming->person, coming->need) != ROWS_NONE)
            return true;
    }
    ways_drop(&search->ways[from], turn->way);
    turn->holder = 0;
    search->removed++;
    return false;
}

static void seat(struct search *search, int32_t person, int32_t need)
{
    search->need_of[person] = need;
    search->holders[search->first[need] + (size_t)search->filled[need]++] = person;
    if (search->ways[need].made)
        ways_add(&search->ways[need], &search->near, person);
}

/* The last of the path comes to the better seat, the one before to that one's, and so on. */
static void walk(struct search *search, size_t count)
{
    while (count-- > 0) {
        struct coming coming = search->path[count];
        int32_t from = search->need_of[coming.person];
        if (from >= 0) {
            int32_t *holders = search->holders + search->first[from];
            holders[search->turns[from].holder] = holders[--search->filled[from]];
        }
        seat(search, coming.person, coming.need);
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
            need_set_drop(search->useful, need);
            if (depth == first)
                return false;
            depth--;
        }
        need = depth > first ? search->path[depth - 1].need : start;
    }
}

static void place_people(struct search *search)
{
    for (size_t at = 0; at < search->queued; at++) {
        int32_t need = search->queue[at];
        int32_t person;
        while (search->layer[need] == 1 && (person = next_comer(search, need)) >= 0) {
            search->path[0] = (struct coming){person, need};
            if (!go_on(search, need, 1))
                break;
        }
    }
}

static void give_up_seats(struct search *search)
{
    for (size_t j = 0; j < search->problem->need_count; j++) {
        while (search->layer[j] == 0 && go_on(search, (int32_t)j, 0)) {
        }
    }
}

/* Until no better seat can be reached. A round that fills none was led astray by a way that nobody
 * can go any more, and takes it out. */
static void fill_better_seats(struct search *search)
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
}

/* Of so many deserted needs: whether for each there is somebody who sits where somebody free could
 * come. */
static bool all_are_reached(struct search *search, uint8_t *deserted, size_t count)
{
    const struct rows *rows = &search->problem->rows;
    for (size_t i = 0; i < search->problem->person_count && count > 0; i++) {
        int32_t need = search->need_of[i];
        if (need < 0 || next_comer(search, need) < 0)
            continue;
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
            uint32_t there = packed_need(rows->pairs[at]);
            count -= deserted[there];
            deserted[there] = 0;
        }
    }
    return count == 0;
}

/* Whether there is nothing to find by way of deserted needs, and all of them are to be closed. */
static bool is_settled(struct search *search)
{
    size_t needs = search->problem->need_count;
    CADRE_FREE uint8_t *deserted = cadre_calloc(needs, sizeof *deserted);
    size_t count = 0;
    for (size_t j = 0; j < needs; j++) {
        deserted[j] = is_deserted(search, (int32_t)j);
        count += deserted[j];
    }
    if (count == 0)
        return true;
    search->assuming = true;
    bool better = make_layers(search);
    search->assuming = false;
    return !better && all_are_reached(search, deserted, count);
}

static void settle_level(struct search *search)
{
    fill_better_seats(search);
    while (search->now == 0 && !is_settled(search)) {
        take_scarce(search);
        fill_better_seats(search);
    }
    for (size_t at = 0; at < search->queued; at++)
        search->level[search->queue[at]] = search->now;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void search_new(struct search *search, const struct problem *problem, int32_t *need_of)
{
    size_t needs = problem->need_count;
    *search = (struct search){.problem = problem, .near = *problem, .need_of = need_of};
    search->scarce = cadre_calloc(needs, sizeof *search->scarce);
    search->first = cadre_calloc(needs + 1, sizeof *search->first);
    for (size_t j = 0; j < needs; j++)
        search->first[j + 1] = search->first[j] + (size_t)problem->seats[j];
    search->holders = cadre_malloc(search->first[needs] * sizeof *search->holders);
    search->filled = cadre_calloc(needs, sizeof *search->filled);
    search->ways = cadre_calloc(needs, sizeof *search->ways);
    search->seen = cadre_calloc(needs, sizeof *search->seen);
    search->turns = cadre_calloc(needs, sizeof *search->turns);
    search->comers = cadre_calloc(needs, sizeof *search->comers);
    search->layer = cadre_calloc(needs, sizeof *search->layer);
    search->level = cadre_calloc(needs, sizeof *search->level);
    search->unseen = cadre_calloc(ways_words(needs), sizeof *search->unseen);
    search->useful = cadre_calloc(ways_words(needs), sizeof *search->useful);
    search->path = cadre_calloc(needs + 1, sizeof *search->path);
    search->queue = cadre_calloc(needs, sizeof *search->queue);
    for (size_t j = 0; j < needs; j++)
        search->level[j] = OPEN;
    for (size_t i = 0; i < problem->person_count; i++) {
        if (need_of[i] >= 0)
            seat(search, (int32_t)i, need_of[i]);
    }
}

static void search_release(struct search *search)
{
    for (size_t j = 0; j < search->problem->need_count; j++) {
        ways_release(&search->ways[j]);
        free(search->comers[j].people);
    }
    free(search->near_start);
    free(search->near_pairs);
    free(search->scarce);
    free(search->first);
    free(search->holders);
    free(search->filled);
    free(search->ways);
    free(search->seen);
    free(search->turns);
    free(search->comers);
    free(search->layer);
    free(search->level);
    free(search->unseen);
    free(search->useful);
    free(search->path);
    free(search->queue);
}

void levels_find(const struct problem *problem, int32_t *need_of, struct levels *ret_levels)
{
    struct search search;
    search_new(&search, problem, need_of);
    list_comers(&search);
    take_scarce(&search);
    for (; search.now >= -INSTANCE_CLASS_COUNT; search.now--)
        settle_level(&search);
    *ret_levels = (struct levels){search.level, search.exchanges};
    search.level = NULL;
    search_release(&search);
}

void levels_release(struct levels *levels)
{
    free(levels->of_need);
    *levels = (struct levels){0};
}
