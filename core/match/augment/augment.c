#include "core/match/augment/augment.h"

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/match/augment/row.h"
#include "core/match/refine/need_heap.h"

enum {
    NOBODY = -1,
    NOWHERE = -1,
    ROUNDS = 2,    /* of row reduction */
    BIDS = 8,      /* of a round, for each person */
    WORTH_IT = 16, /* a pass that places less than one in so many of those who wait is the last */
    PEOPLE_A_SEAT = 2,
    SPARSE = 16,  /* pairs a person */
    LEFT = 64,    /* one in so many of the people */
    LOOKS = 1000, /* for each pair; costs i * j take 350 in a square of a thousand */
    BONUS_MOST = 1 << 28,
    OUT_OF_REACH = 1 << 30 /* nobody pays it; nothing that is added to it overflows */
};

/* Somebody on the way searched, how much better than a price they sit, and their next pair. */
struct frame {
    int32_t person, surplus;
    size_t at;
};

struct augment {
    const struct problem *problem;
    int32_t bonus; /* of a filled seat */
    int32_t *need_of;
    int32_t *price;     /* per need, the floor taken off and the bonus not */
    int32_t *fit;       /* per person who sits */
    int32_t *holder_of; /* per need */
    int32_t *free;
    size_t free_count;
    /* of one search */
    int32_t *distance; /* per need, OUT_OF_REACH = not reached */
    int32_t *comes;    /* per need: who would */
    int32_t *reached;
    size_t reached_count;
    int32_t *ready; /* needs as far as `now` */
    size_t ready_count;
    struct need_heap *open;
    int32_t now;
    int32_t end;      /* how far the nearest end of a path is */
    int32_t end_need; /* where that is: NOWHERE = the one who waits stays free */
    /* of one pass */
    uint32_t *seen; /* per need: the last pass that looked at it */
    uint32_t passes;
    struct frame *frames;
    size_t depth;
    struct augment_effort effort;
};

static struct row row_of(struct augment *augment, int32_t person)
{
    const struct rows *rows = &augment->problem->rows;
    size_t count = rows->start[person + 1] - rows->start[person];
    augment->effort.looks += count;
    return (struct row){rows->pairs + rows->start[person], count};
}

static void seat(struct augment *augment, int32_t person, int32_t need)
{
    augment->need_of[person] = need;
    augment->fit[person] =
        (int32_t)packed_fit(rows_pair(&augment->problem->rows, (size_t)person, need));
    augment->holder_of[need] = person;
}

static int32_t surplus_of(const struct augment *augment, int32_t person)
{
    return augment->fit[person] - augment->price[augment->need_of[person]];
}

/* ---- row reduction --------------------------------------------------------------------------- */

/* Who was sent away by it, NOBODY = nobody was. */
static int32_t bid(struct augment *augment, int32_t person, bool *ret_dearer)
{
    struct row_choice choice = row_choose(row_of(augment, person), augment->price);
    int32_t need = choice.need;
    augment->effort.bids++;
    if (need == NOWHERE)
        return NOBODY;
    *ret_dearer = choice.best > choice.second;
    if (*ret_dearer)
        augment->price[need] += choice.best - choice.second;
    else if (augment->holder_of[need] != NOBODY && choice.second_need != NOWHERE)
        need = choice.second_need;
    int32_t sent_away = augment->holder_of[need];
    if (sent_away != NOBODY)
        augment->need_of[sent_away] = NOWHERE;
    seat(augment, person, need);
    return sent_away;
}

/* Whoever is sent away by a dearer price bids at once, others in the next round. */
static void reduce_rows(struct augment *augment)
{
    size_t count = augment->free_count;
    uint64_t limit = augment->effort.bids + BIDS * augment->problem->person_count;
    augment->free_count = 0;
    for (size_t at = 0; at < count; at++) {
        int32_t person = augment->free[at];
        bool dearer = true;
        while (person != NOBODY && dearer && augment->effort.bids < limit)
            person = bid(augment, person, &dearer);
        if (person != NOBODY)
            augment->free[augment->free_count++] = person;
    }
}

/* ---- ways of no cost ------------------------------------------------------------------------- */

static void push(struct augment *augment, int32_t person, int32_t surplus)
{
    size_t at = augment->problem->rows.start[person];
    augment->frames[augment->depth++] = (struct frame){person, surplus, at};
}

/* The next need where the person would be as well off, and which this pass has not seen. */
static int32_t next_equal(struct augment *augment, struct frame *frame)
{
    const struct rows *rows = &augment->problem->rows;
    size_t end = rows->start[frame->person + 1];
    while (frame->at < end) {
        uint32_t pair = rows->pairs[frame->at++];
        uint32_t need = packed_need(pair);
        augment->effort.looks++;
        if ((int32_t)packed_fit(pair) - augment->price[need] == frame->surplus &&
            augment->seen[need] != augment->passes)
            return (int32_t)need;
    }
    return NOWHERE;
}

/* Everybody on the way goes one need further. */
static void go_on(struct augment *augment, int32_t need)
{
    while (augment->depth > 0) {
        int32_t person = augment->frames[--augment->depth].person;
        int32_t from = augment->need_of[person];
        seat(augment, person, need);
        need = from;
    }
}

static bool place_equal(struct augment *augment, int32_t person)
{
    int32_t surplus = row_choose(row_of(augment, person), augment->price).best;
    augment->depth = 0;
    if (surplus == 0)
        return true;
    push(augment, person, surplus);
    while (augment->depth > 0) {
        int32_t need = next_equal(augment, &augment->frames[augment->depth - 1]);
        if (need == NOWHERE) {
            augment->depth--;
            continue;
        }
        augment->seen[need] = augment->passes;
        int32_t holder = augment->holder_of[need];
        if (holder == NOBODY || surplus_of(augment, holder) == 0) {
            if (holder != NOBODY)
                augment->need_of[holder] = NOWHERE;
            go_on(augment, need);
            return true;
        }
        push(augment, holder, surplus_of(augment, holder));
    }
    return false;
}

/* The number of people who need to wait no more. */
static size_t pass(struct augment *augment)
{
    size_t count = augment->free_count;
    augment->free_count = 0;
    augment->passes++;
    for (size_t at = 0; at < count; at++) {
        if (!place_equal(augment, augment->free[at]))
            augment->free[augment->free_count++] = augment->free[at];
    }
    return count - augment->free_count;
}

static void place_many(struct augment *augment)
{
    size_t before;
    do {
        before = augment->free_count;
    } while (pass(augment) > before / WORTH_IT);
}

/* ---- one path -------------------------------------------------------------------------------- */

static void begin(struct augment *augment, int32_t surplus)
{
    for (size_t at = 0; at < augment->reached_count; at++)
        augment->distance[augment->reached[at]] = OUT_OF_REACH;
    augment->reached_count = 0;
    augment->ready_count = 0;
    need_heap_clear(augment->open);
    augment->now = 0;
    augment->end = surplus;
    augment->end_need = NOWHERE;
}

static void reach(struct augment *augment, int32_t need, int32_t distance, int32_t person)
{
    if (augment->distance[need] == OUT_OF_REACH)
        augment->reached[augment->reached_count++] = need;
    augment->distance[need] = distance;
    augment->comes[need] = person;
    if (augment->holder_of[need] == NOBODY) {
        augment->end = distance;
        augment->end_need = need;
    } else if (distance == augment->now) {
        augment->ready[augment->ready_count++] = need;
    } else {
        need_heap_lower(augment->open, need, distance);
    }
}

static void spread_row(struct augment *augment, int32_t person, int32_t surplus)
{
    struct row row = row_of(augment, person);
    size_t at = 0;
    for (;;) {
        at = row_nearer(row, at, surplus, augment->price, augment->distance, augment->end);
        if (at == row.count)
            break;
        uint32_t pair = row.pairs[at++];
        uint32_t need = packed_need(pair);
        int32_t distance = surplus + augment->price[need] - (int32_t)packed_fit(pair);
        reach(augment, (int32_t)need, distance, person);
    }
}

/* The nearest need that was not looked at; false when the end is as near. */
static bool next_need(struct augment *augment, int32_t *ret_need)
{
    int64_t distance;
    while (augment->ready_count == 0) {
        if (!need_heap_pop(augment->open, ret_need, &distance) || distance >= augment->end)
            return false;
        if (distance > augment->distance[*ret_need])
            continue;
        augment->now = (int32_t)distance;
        return true;
    }
    *ret_need = augment->ready[--augment->ready_count];
    return augment->now < augment->end;
}

static void search_from(struct augment *augment, int32_t person, int32_t surplus)
{
    int32_t need;
    begin(augment, surplus);
    spread_row(augment, person, surplus);
    while (next_need(augment, &need)) {
        int32_t holder = augment->holder_of[need];
        int32_t least = augment->now + surplus_of(augment, holder);
        if (least < augment->end) {
            augment->end = least;
            augment->end_need = need;
        }
        spread_row(augment, holder, least);
    }
}

static void walk(struct augment *augment, int32_t waited)
{
    int32_t need = augment->end_need;
    if (need != NOWHERE && augment->holder_of[need] != NOBODY)
        augment->need_of[augment->holder_of[need]] = NOWHERE;
    while (need != NOWHERE) {
        int32_t person = augment->comes[need];
        int32_t from = person == waited ? NOWHERE : augment->need_of[person];
        seat(augment, person, need);
        need = from;
    }
}

static void place(struct augment *augment, int32_t person)
{
    int32_t surplus = row_choose(row_of(augment, person), augment->price).best;
    if (surplus == 0)
        return;
    augment->effort.searches++;
    search_from(augment, person, surplus);
    for (size_t at = 0; at < augment->reached_count; at++) {
        int32_t nearer = augment->end - augment->distance[augment->reached[at]];
        if (nearer > 0)
            augment->price[augment->reached[at]] += nearer;
    }
    walk(augment, person);
}

/* ---- all of it ------------------------------------------------------------------------------- */

bool augment_suits(const struct problem *problem)
{
    int32_t priority = 0;
    size_t seats = 0;
    for (size_t j = 0; j < problem->need_count; j++) {
        if (problem->seats[j] == 0)
            continue;
        if (problem->seats[j] > 1 || (priority != 0 && problem->priority[j] != priority))
            return false;
        priority = problem->priority[j];
        seats++;
    }
    return problem->base_need == NULL && problem->person_count <= PEOPLE_A_SEAT * seats;
}

static void start(struct augment *augment, struct arena *arena)
{
    const struct problem *problem = augment->problem;
    size_t people = problem->person_count;
    size_t needs = problem->need_count;
    augment->need_of = arena_calloc(arena, people, sizeof *augment->need_of);
    int64_t bonus = (int64_t)(needs + 1) * FIT_MAX_BP + 1;
    augment->bonus = bonus < BONUS_MOST ? (int32_t)bonus : BONUS_MOST;
    augment->price = arena_calloc(arena, needs, sizeof *augment->price);
    augment->fit = arena_calloc(arena, people, sizeof *augment->fit);
    augment->free = arena_calloc(arena, people, sizeof *augment->free);
    augment->holder_of = arena_calloc(arena, needs, sizeof *augment->holder_of);
    augment->distance = arena_calloc(arena, needs, sizeof *augment->distance);
    augment->comes = arena_calloc(arena, needs, sizeof *augment->comes);
    augment->reached = arena_calloc(arena, needs, sizeof *augment->reached);
    augment->ready = arena_calloc(arena, needs, sizeof *augment->ready);
    augment->seen = arena_calloc(arena, needs, sizeof *augment->seen);
    augment->frames = arena_calloc(arena, needs + 1, sizeof *augment->frames);
    augment->open = need_heap_new(needs, arena);
    for (size_t j = 0; j < needs; j++) {
        augment->holder_of[j] = NOBODY;
        augment->distance[j] = OUT_OF_REACH;
        augment->price[j] = problem->seats[j] > 0 ? -augment->bonus : OUT_OF_REACH;
    }
    for (size_t i = 0; i < people; i++) {
        augment->need_of[i] = NOWHERE;
        augment->free[augment->free_count++] = (int32_t)i;
    }
}

/* A need is near its floor, or so dear that somebody is left out: whole bonuses and what fit
 * explains. */
static void take_prices(const struct augment *augment, int64_t *ret_price)
{
    const struct problem *problem = augment->problem;
    for (size_t j = 0; j < problem->need_count; j++) {
        int64_t price = augment->price[j];
        if (problem->seats[j] == 0)
            ret_price[j] = problem_floor(problem, j);
        else if (price > -augment->bonus / 2)
            ret_price[j] = price * problem->unit;
        else
            ret_price[j] = problem_floor(problem, j) + (price + augment->bonus) * problem->unit;
    }
}

/* What all_pairs_look takes for granted, and that seats are empty at their floor only. */
static bool is_sound(const struct holding *holding, const int64_t *price)
{
    const struct problem *problem = holding->problem;
    for (size_t j = 0; j < problem->need_count; j++) {
        bool any = holding->filled[j] > 0;
        if (any ? holding->weight[*holding_of(holding, (int32_t)j)] < price[j]
                : price[j] != problem_floor(problem, j) && problem->seats[j] > 0)
            return false;
    }
    return true;
}

/* One look at all pairs proves it. What is wrong, where a bonus was cut short, is refined. */
static void take_refined(const struct augment *augment, struct refined *ret_refined)
{
    const struct problem *problem = augment->problem;
    int64_t *price = cadre_calloc(problem->need_count, sizeof *price);
    struct refined refined = {.holding = holding_new(problem, problem->rows, augment->need_of),
                              .price = price};
    take_prices(augment, price);
    bool proven = is_sound(refined.holding, price);
    if (proven) {
        all_pairs_look(refined.holding, price, NULL, &refined.all);
        refined.scans = 1;
        proven = refined.all.violations.count == 0;
    }
    *ret_refined = refined;
    if (proven)
        return;
    refine(problem, core_pairs_of_all(problem), NULL, augment->need_of, NULL, price, ret_refined);
    refined_release(&refined);
}

/* Many are left for whom a graph of few pairs has no seat: it takes an auction, and levels. */
static bool is_hopeless(const struct augment *augment)
{
    const struct problem *problem = augment->problem;
    size_t people = problem->person_count;
    return problem->rows.start[people] < SPARSE * people && augment->free_count > people / LEFT;
}

bool augment(const struct problem *problem, struct refined *ret_refined,
             struct augment_effort *ret_effort)
{
    struct augment augment = {.problem = problem};
    struct arena *arena = arena_new();
    start(&augment, arena);
    for (int round = 0; round < ROUNDS; round++)
        reduce_rows(&augment);
    place_many(&augment);
    bool found = !is_hopeless(&augment);
    uint64_t limit = LOOKS * (uint64_t)problem->rows.start[problem->person_count];
    for (size_t at = 0; at < augment.free_count && found; at++) {
        place(&augment, augment.free[at]);
        found = augment.effort.looks < limit;
    }
    if (found)
        take_refined(&augment, ret_refined);
    arena_free(arena);
    *ret_effort = augment.effort;
    return found;
}
