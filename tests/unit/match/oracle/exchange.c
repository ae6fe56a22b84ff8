#include "tests/unit/match/oracle/exchange.h"

#include <assert.h>
#include <stdbool.h>

#include "core/match/refine/need_heap.h"
#include "tests/unit/match/oracle/moves.h"

enum { NOBODY = -1, FROM_FREE = -1 };

/* The last step of the best path to a need known so far. */
struct step {
    int64_t worth;
    int64_t weight; /* w' of the one who comes */
    int32_t comes;  /* person; NOBODY = begun at the floor */
    int32_t from;   /* the need that the person leaves, FROM_FREE = none */
    bool reached;
};

struct exchange {
    struct seating *seating;
    struct moves *moves;
    int64_t *potential; /* per need */
    struct step *steps; /* per need, of the last search */
    struct need_heap *open;
    int32_t best; /* reached need with an empty seat where one more person brings most, -1 = none */
    int64_t best_gain;
};

struct exchange *exchange_new(struct seating *seating, struct arena *arena)
{
    size_t needs = seating->instance->need_count;
    struct exchange *exchange = arena_calloc(arena, 1, sizeof *exchange);
    exchange->seating = seating;
    exchange->moves = moves_new(seating);
    exchange->potential = arena_calloc(arena, needs, sizeof *exchange->potential);
    exchange->steps = arena_calloc(arena, needs, sizeof *exchange->steps);
    exchange->open = need_heap_new(needs, arena);
    /* While nobody is seated there are no edges: the best free candidate will do. */
    for (size_t j = 0; j < needs; j++) {
        const struct candidate *best = seating_best_free(seating, (int32_t)j);
        exchange->potential[j] = best != NULL ? best->weight : 0;
    }
    return exchange;
}

void exchange_release(struct exchange *exchange)
{
    moves_free(exchange->moves);
    exchange->moves = NULL;
}

/* What a person more in the need brings to the whole, if its worth to the need is `worth`. */
static int64_t gain_of(const struct exchange *exchange, int32_t need, int64_t worth)
{
    return worth - instance_floor(exchange->seating->instance, (size_t)need);
}

static void reach(struct exchange *exchange, int32_t need, struct step step)
{
    struct step *known = &exchange->steps[need];
    if (known->reached && known->worth >= step.worth)
        return;
    *known = step;
    known->reached = true;
    need_heap_lower(exchange->open, need, exchange->potential[need] - step.worth);
    int64_t gain = gain_of(exchange, need, step.worth);
    if ((exchange->best < 0 || gain > exchange->best_gain) &&
        !seating_is_full(exchange->seating, need)) {
        exchange->best = need;
        exchange->best_gain = gain;
    }
}

static void begin(struct exchange *exchange)
{
    need_heap_clear(exchange->open);
    exchange->best = -1;
    for (int32_t j = 0; j < (int32_t)exchange->seating->instance->need_count; j++) {
        exchange->steps[j].reached = false;
        const struct candidate *best = seating_best_free(exchange->seating, j);
        if (best != NULL)
            reach(exchange, j,
                  (struct step){best->weight, best->weight, best->person, FROM_FREE, false});
    }
}

/* The worth of `need` is settled: its holders may move to other needs. */
static void spread(struct exchange *exchange, int32_t need)
{
    size_t count;
    const struct move *moves = moves_from(exchange->moves, need, &count);
    int64_t worth = exchange->steps[need].worth;
    for (size_t i = 0; i < count; i++) {
        int64_t weight = exchange->seating->weight[moves[i].person] + moves[i].gain;
        reach(exchange, moves[i].need,
              (struct step){worth + moves[i].gain, weight, moves[i].person, need, false});
    }
}

/* No gain is greater: what the potentials promise. False when every seat is filled. */
static bool promised_gain(const struct exchange *exchange, int64_t *ret_gain)
{
    bool any = false;
    for (int32_t j = 0; j < (int32_t)exchange->seating->instance->need_count; j++) {
        if (seating_is_full(exchange->seating, j))
            continue;
        int64_t gain = gain_of(exchange, j, exchange->potential[j]);
        if (!any || gain > *ret_gain)
            *ret_gain = gain;
        any = true;
    }
    return any;
}

/* Potentials for the next search: the worth where it is settled, elsewhere lowered just as far as
 * the search went, since what lies behind is at least as far. */
static void lower_potentials(struct exchange *exchange, int64_t distance)
{
    for (size_t j = 0; j < exchange->seating->instance->need_count; j++) {
        const struct step *step = &exchange->steps[j];
        int64_t behind = exchange->potential[j] - step->worth;
        exchange->potential[j] -= step->reached && behind < distance ? behind : distance;
    }
}

/*
 * A path is there as soon as it is reached, so the search may stop when nothing that lies further
 * can be better, often before the first step.
 */
int32_t exchange_find(struct exchange *exchange)
{
    int64_t promised = 0;
    int32_t need;
    int64_t distance;
    if (!promised_gain(exchange, &promised))
        return -1;
    begin(exchange);
    while (need_heap_pop(exchange->open, &need, &distance)) {
        if (exchange->best >= 0 && exchange->best_gain >= promised - distance)
            break;
        spread(exchange, need);
    }
    if (exchange->best >= 0)
        lower_potentials(exchange, promised - exchange->best_gain);
    return exchange->best;
}

void exchange_follow(struct exchange *exchange, int32_t need)
{
    while (need != FROM_FREE) {
        const struct step *step = &exchange->steps[need];
        assert(step->reached && step->comes != NOBODY);
        seating_move(exchange->seating, step->comes, need, step->weight);
        moves_forget(exchange->moves, need);
        need = step->from;
    }
}

void exchange_least_prices(struct exchange *exchange, int64_t *ret_price)
{
    const struct instance *instance = exchange->seating->instance;
    int32_t need;
    int64_t distance;
    begin(exchange);
    for (size_t j = 0; j < instance->need_count; j++) {
        int64_t price = instance_floor(instance, j);
        reach(exchange, (int32_t)j, (struct step){price, 0, NOBODY, FROM_FREE, false});
    }
    while (need_heap_pop(exchange->open, &need, &distance))
        spread(exchange, need);
    for (size_t j = 0; j < instance->need_count; j++)
        ret_price[j] = exchange->steps[j].worth;
}
