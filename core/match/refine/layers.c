#include "core/match/refine/layers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/refine/ways.h"

enum {
    OPEN = 1, /* a level not yet known */
    NO_LAYER = -1,
    NOWHERE = -1,
    FETCH_AHEAD = 4 /* people whose rows are fetched beforehand */
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

struct layers {
    const struct problem *problem;
    struct comers *comers;
    const struct scarce *scarce;
    int32_t *need_of;
    size_t *first;    /* per need: where its holders are */
    int32_t *holders; /* by need */
    int32_t *filled;  /* per need */

    struct ways *ways; /* per need: where a holder could go, or one who left; never too few */
    uint8_t *seen;     /* per need: 0 */
    struct turn *turns;

    int32_t *level;            /* per need; closed unless OPEN */
    int32_t *layer;            /* per need, NO_LAYER = not reached, or of no more use */
    uint64_t *unseen, *useful; /* needs that may still be reached; from which a seat is */
    struct coming *path;       /* the needs on the way, each with who would come there */
    int32_t *queue;
    size_t queued;
    size_t open;   /* needs without a layer */
    bool assuming; /* that somebody free comes to each need that is not scarce */
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

static bool has_better_seat(const struct layers *layers, int32_t need)
{
    return layers->filled[need] < layers->problem->seats[need] &&
           bonus_of(layers->problem, (size_t)need) + layers->now > 0;
}

/* ---- where there is a way -------------------------------------------------------------------- */

static const struct ways *ways_from(struct layers *layers, int32_t need)
{
    struct ways *ways = &layers->ways[need];
    if (!ways->made)
        ways_make(ways, &layers->scarce->near, layers->holders + layers->first[need],
                  (size_t)layers->filled[need], layers->seen);
    return ways;
}

static void reach(struct layers *layers, int32_t need, int32_t layer)
{
    layers->turns[need] = (struct turn){0};
    layers->layer[need] = layer;
    need_set_drop(layers->unseen, need);
    layers->queue[layers->queued++] = need;
    layers->open--;
    if (has_better_seat(layers, need))
        layers->last = layer;
}

static void begin(struct layers *layers)
{
    const struct problem *problem = layers->problem;
    layers->queued = 0;
    layers->last = NO_LAYER;
    layers->open = 0;
    for (int32_t j = 0; j < (int32_t)problem->need_count; j++) {
        layers->layer[j] = NO_LAYER;
        layers->open += layers->level[j] == OPEN;
        if (layers->level[j] == OPEN)
            need_set_add(layers->unseen, j);
        else
            need_set_drop(layers->unseen, j);
    }
    for (int32_t j = 0; j < (int32_t)problem->need_count; j++) {
        if (layers->level[j] != OPEN)
            continue;
        if (layers->now == 0 && (comers_next(layers->comers, j) >= 0 ||
                                 (layers->assuming && !layers->scarce->needs[j])))
            reach(layers, j, 1);
        else if (layers->now < 0 && bonus_of(problem, (size_t)j) + layers->now == 0)
            reach(layers, j, 0);
    }
}

/* The first way whose turn it is that leads one layer on; NOWHERE = none is left. */
static int32_t next_way(struct layers *layers, int32_t need)
{
    const struct ways *ways = ways_from(layers, need);
    struct turn *turn = &layers->turns[need];
    size_t before = turn->way;
    int32_t next;
    while ((next = ways_next(ways, layers->useful, &turn->way)) >= 0 &&
           layers->layer[next] != layers->layer[need] + 1)
        turn->way++;
    if (turn->way != before)
        turn->holder = 0;
    return next;
}

/* Whether a way leads to one of the needs. */
static bool leads_to(struct layers *layers, int32_t need, const uint64_t *among)
{
    size_t way = 0;
    return ways_next(ways_from(layers, need), among, &way) >= 0;
}

/* Needs from which no better seat of the last layer is reached lose their layer. */
static void drop_dead_ends(struct layers *layers)
{
    size_t words = ways_words(layers->problem->need_count);
    uint64_t *behind = layers->unseen; /* useful, and one layer on */
    int32_t layer = NO_LAYER;
    size_t begun = layers->queued; /* behind it are those of the layer that were looked at */
    memset(layers->useful, 0, words * sizeof *layers->useful);
    for (size_t at = layers->queued; at-- > 0;) {
        int32_t need = layers->queue[at];
        if (layers->layer[need] != layer) {
            memset(behind, 0, words * sizeof *behind);
            for (size_t on = at + 1; on < begun; on++) {
                if (layers->layer[layers->queue[on]] != NO_LAYER)
                    need_set_add(behind, layers->queue[on]);
            }
            layer = layers->layer[need];
            begun = at + 1;
        }
        if (has_better_seat(layers, need) ||
            (layer < layers->last && leads_to(layers, need, behind)))
            need_set_add(layers->useful, need);
        else
            layers->layer[need] = NO_LAYER;
    }
}

/* True when a better seat was reached. */
static bool make_layers(struct layers *layers)
{
    begin(layers);
    for (size_t at = 0; at < layers->queued && layers->open > 0; at++) {
        int32_t need = layers->queue[at];
        int32_t next;
        if (layers->last != NO_LAYER && layers->layer[need] >= layers->last)
            break;
        const struct ways *ways = ways_from(layers, need);
        for (size_t way = 0; (next = ways_next(ways, layers->unseen, &way)) >= 0; way++)
            reach(layers, next, layers->layer[need] + 1);
    }
    if (layers->last == NO_LAYER)
        return false;
    drop_dead_ends(layers);
    return true;
}

/* ---- ways through them ----------------------------------------------------------------------- */

/* Who of the need could go where it is the way's turn; the way is taken out when nobody can. Who
 * comes later brings ways of their own. */
static bool find_goer(struct layers *layers, int32_t from, struct coming *coming)
{
    const struct rows *rows = &layers->scarce->near.rows;
    struct turn *turn = &layers->turns[from];
    const int32_t *holders = layers->holders + layers->first[from];
    for (; turn->holder < layers->filled[from]; turn->holder++) {
        if (turn->holder + FETCH_AHEAD < layers->filled[from])
            ways_fetch_row(rows, holders[turn->holder + FETCH_AHEAD]);
        coming->person = holders[turn->holder];
        if (rows_find(rows, (size_t)coming->person, coming->need) != ROWS_NONE)
            return true;
    }
    ways_drop(&layers->ways[from], turn->way);
    turn->holder = 0;
    layers->removed++;
    return false;
}

static void seat(struct layers *layers, int32_t person, int32_t need)
{
    layers->need_of[person] = need;
    layers->holders[layers->first[need] + (size_t)layers->filled[need]++] = person;
    if (layers->ways[need].made)
        ways_add(&layers->ways[need], &layers->scarce->near, person);
}

/* The last of the path comes to the better seat, the one before to that one's, and so on. */
static void walk(struct layers *layers, size_t count)
{
    while (count-- > 0) {
        struct coming coming = layers->path[count];
        int32_t from = layers->need_of[coming.person];
        if (from >= 0) {
            int32_t *holders = layers->holders + layers->first[from];
            holders[layers->turns[from].holder] = holders[--layers->filled[from]];
        }
        seat(layers, coming.person, coming.need);
    }
    layers->exchanges++;
}

/* The path's needs are known; who goes? How many steps of the path there is somebody for. */
static size_t find_people(struct layers *layers, int32_t start, size_t first, size_t count)
{
    size_t step = first;
    while (step < count) {
        int32_t from = step > first ? layers->path[step - 1].need : start;
        if (!find_goer(layers, from, &layers->path[step]))
            break;
        step++;
    }
    return step;
}

/* From a need to a better seat, layer by layer; needs from which none is left lose their layer. */
static bool go_on(struct layers *layers, int32_t start, size_t first)
{
    size_t depth = first;
    int32_t need = start;
    for (;;) {
        int32_t next;
        if (has_better_seat(layers, need)) {
            size_t count = find_people(layers, start, first, depth);
            if (count == depth) {
                walk(layers, depth);
                return true;
            }
            depth = count;
        } else if ((next = next_way(layers, need)) >= 0) {
            layers->path[depth++].need = next;
        } else {
            layers->layer[need] = NO_LAYER;
            need_set_drop(layers->useful, need);
            if (depth == first)
                return false;
            depth--;
        }
        need = depth > first ? layers->path[depth - 1].need : start;
    }
}

static void place_people(struct layers *layers)
{
    for (size_t at = 0; at < layers->queued; at++) {
        int32_t need = layers->queue[at];
        int32_t person;
        while (layers->layer[need] == 1 && (person = comers_next(layers->comers, need)) >= 0) {
            layers->path[0] = (struct coming){person, need};
            if (!go_on(layers, need, 1))
                break;
        }
    }
}

static void give_up_seats(struct layers *layers)
{
    for (size_t j = 0; j < layers->problem->need_count; j++) {
        while (layers->layer[j] == 0 && go_on(layers, (int32_t)j, 0)) {
        }
    }
}

/* A round that fills no better seat was led astray by a way that nobody
 * can go any more, and takes it out. */
void layers_fill(struct layers *layers, int32_t level)
{
    layers->now = level;
    while (make_layers(layers)) {
        int64_t before = layers->exchanges;
        uint64_t removed = layers->removed;
        if (layers->now == 0)
            place_people(layers);
        else
            give_up_seats(layers);
        if (layers->exchanges == before && layers->removed == removed) {
            assert(false);
            break;
        }
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

struct layers *layers_new(const struct problem *problem, int32_t *need_of, struct comers *comers,
                          const struct scarce *scarce)
{
    size_t needs = problem->need_count;
    struct layers *layers = cadre_calloc(1, sizeof *layers);
    layers->problem = problem;
    layers->comers = comers;
    layers->scarce = scarce;
    layers->need_of = need_of;
    layers->first = cadre_calloc(needs + 1, sizeof *layers->first);
    for (size_t j = 0; j < needs; j++)
        layers->first[j + 1] = layers->first[j] + (size_t)problem->seats[j];
    layers->holders = cadre_malloc(layers->first[needs] * sizeof *layers->holders);
    layers->filled = cadre_calloc(needs, sizeof *layers->filled);
    layers->ways = cadre_calloc(needs, sizeof *layers->ways);
    layers->seen = cadre_calloc(needs, sizeof *layers->seen);
    layers->turns = cadre_calloc(needs, sizeof *layers->turns);
    layers->layer = cadre_calloc(needs, sizeof *layers->layer);
    layers->level = cadre_calloc(needs, sizeof *layers->level);
    layers->unseen = cadre_calloc(ways_words(needs), sizeof *layers->unseen);
    layers->useful = cadre_calloc(ways_words(needs), sizeof *layers->useful);
    layers->path = cadre_calloc(needs + 1, sizeof *layers->path);
    layers->queue = cadre_calloc(needs, sizeof *layers->queue);
    for (size_t j = 0; j < needs; j++)
        layers->level[j] = OPEN;
    for (size_t i = 0; i < problem->person_count; i++) {
        if (need_of[i] >= 0)
            seat(layers, (int32_t)i, need_of[i]);
    }
    return layers;
}

void layers_free(struct layers *layers)
{
    if (layers == NULL)
        return;
    layers_forget_ways(layers);
    free(layers->first);
    free(layers->holders);
    free(layers->filled);
    free(layers->ways);
    free(layers->seen);
    free(layers->turns);
    free(layers->layer);
    free(layers->level);
    free(layers->unseen);
    free(layers->useful);
    free(layers->path);
    free(layers->queue);
    free(layers);
}

bool layers_might_fill(struct layers *layers)
{
    layers->assuming = true;
    bool might = make_layers(layers);
    layers->assuming = false;
    return might;
}

void layers_forget_ways(struct layers *layers)
{
    for (size_t j = 0; j < layers->problem->need_count; j++)
        ways_release(&layers->ways[j]);
}

void layers_close(struct layers *layers)
{
    for (size_t at = 0; at < layers->queued; at++)
        layers->level[layers->queue[at]] = layers->now;
}

int64_t layers_exchanges(const struct layers *layers)
{
    return layers->exchanges;
}

int32_t *layers_take_levels(struct layers *layers)
{
    int32_t *level = layers->level;
    layers->level = NULL;
    return level;
}
