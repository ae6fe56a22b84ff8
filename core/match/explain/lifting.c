#include "core/match/explain/lifting.h"

#include <assert.h>

#include "core/match/refine/need_heap.h"

enum { NOBODY = -1, START = -1 };

/* How a node was reached: `person` came there from the node `from`. */
struct label {
    int64_t distance;
    struct pair pair;
    int32_t person; /* NOBODY = a seat that is or becomes empty, or the one outside */
    int32_t from;   /* START = it is the person whom all is about */
    bool reached;
};

struct lifting {
    const struct instance *instance;
    const int32_t *need_of;
    const int64_t *price;
    struct pair *seat;    /* per person: the pair of the present seat */
    size_t *holder_start; /* need_count + 1; of whoever is not bound: */
    int32_t *holders;
    int32_t *filled;      /* per need, those who are bound included */
    int32_t *comer;       /* per need: of whoever has no seat the one worth most, NOBODY */
    struct pair *coming;  /* per need: their pair */
    struct label *labels; /* per need, then of outside */
    int64_t *slack;       /* per node: lifting_slack */
    int32_t *reached;     /* nodes with a label */
    size_t reached_count;
    struct need_heap *open;
    /* Of the search that goes on: */
    int32_t person;
    int32_t target; /* node */
};

static int32_t outside_of(const struct lifting *lifting)
{
    return (int32_t)lifting->instance->need_count;
}

static bool is_free(const struct instance *instance, size_t person)
{
    return instance_bound_need(instance, person) < 0;
}

/* What the pair is worth to its person above the price. */
static int64_t surplus_of(const struct lifting *lifting, size_t person, const struct pair *pair)
{
    return instance_weight(lifting->instance, person, pair) - lifting->price[pair->need];
}

/* ---- the assignment, by need ----------------------------------------------------------------- */

static void take_seats(struct lifting *lifting)
{
    const struct instance *instance = lifting->instance;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (lifting->need_of[i] < 0)
            continue;
        lifting->filled[lifting->need_of[i]]++;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            if (instance->items[at].need == (uint32_t)lifting->need_of[i])
                lifting->seat[i] = instance->items[at];
        }
    }
}

static bool is_holder(const struct lifting *lifting, size_t person)
{
    return lifting->need_of[person] >= 0 && is_free(lifting->instance, person);
}

static void take_holders(struct lifting *lifting)
{
    const struct instance *instance = lifting->instance;
    size_t *start = lifting->holder_start;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (is_holder(lifting, i))
            start[lifting->need_of[i] + 1]++;
    }
    for (size_t j = 0; j < instance->need_count; j++)
        start[j + 1] += start[j];
    /* Each moves on as it fills, up to where the next one began. */
    for (size_t j = instance->need_count; j > 0; j--)
        start[j] = start[j - 1];
    for (size_t i = 0; i < instance->person_count; i++) {
        if (is_holder(lifting, i))
            lifting->holders[start[lifting->need_of[i] + 1]++] = (int32_t)i;
    }
}

static void take_comers(struct lifting *lifting)
{
    const struct instance *instance = lifting->instance;
    for (size_t j = 0; j < instance->need_count; j++)
        lifting->comer[j] = NOBODY;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (lifting->need_of[i] >= 0)
            continue;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            int32_t known = lifting->comer[pair->need];
            if (known != NOBODY &&
                instance_weight(instance, i, pair) <=
                    instance_weight(instance, (size_t)known, &lifting->coming[pair->need]))
                continue;
            lifting->comer[pair->need] = (int32_t)i;
            lifting->coming[pair->need] = *pair;
        }
    }
}

struct lifting *lifting_new(const struct instance *instance, const int32_t *need_of,
                            const int64_t *price, struct arena *arena)
{
    size_t people = instance->person_count;
    size_t needs = instance->need_count;
    struct lifting *lifting = arena_calloc(arena, 1, sizeof *lifting);
    *lifting = (struct lifting){
        .instance = instance,
        .need_of = need_of,
        .price = price,
        .seat = arena_calloc(arena, people, sizeof *lifting->seat),
        .holder_start = arena_calloc(arena, needs + 1, sizeof *lifting->holder_start),
        .holders = arena_calloc(arena, people, sizeof *lifting->holders),
        .filled = arena_calloc(arena, needs, sizeof *lifting->filled),
        .comer = arena_calloc(arena, needs, sizeof *lifting->comer),
        .coming = arena_calloc(arena, needs, sizeof *lifting->coming),
        .labels = arena_calloc(arena, needs + 1, sizeof *lifting->labels),
        .slack = arena_calloc(arena, needs + 1, sizeof *lifting->slack),
        .reached = arena_calloc(arena, needs + 1, sizeof *lifting->reached),
        .open = need_heap_new(needs + 1, arena),
    };
    take_seats(lifting);
    take_holders(lifting);
    take_comers(lifting);
    return lifting;
}

/* ---- the search ------------------------------------------------------------------------------ */

static void reach(struct lifting *lifting, int32_t node, struct label label)
{
    struct label *known = &lifting->labels[node];
    const struct label *end = &lifting->labels[lifting->target];
    if ((known->reached && known->distance <= label.distance) ||
        (end->reached && label.distance >= end->distance))
        return;
    if (!known->reached)
        lifting->reached[lifting->reached_count++] = node;
    *known = label;
    known->reached = true;
    need_heap_lower(lifting->open, node, label.distance);
}

static void reach_by(struct lifting *lifting, int32_t from, size_t person, const struct pair *pair,
                     int64_t distance)
{
    reach(lifting, (int32_t)pair->need,
          (struct label){.distance = distance - surplus_of(lifting, person, pair),
                         .pair = *pair,
                         .person = (int32_t)person,
                         .from = from});
}

static void reach_empty(struct lifting *lifting, int32_t node, int32_t from, int64_t distance)
{
    reach(lifting, node, (struct label){.distance = distance, .person = NOBODY, .from = from});
}

static void leave_row(struct lifting *lifting, size_t person, int32_t from, int64_t distance)
{
    const struct instance *instance = lifting->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if ((int32_t)instance->items[at].need != from)
            reach_by(lifting, from, person, &instance->items[at], distance);
    }
}

static void leave_need(struct lifting *lifting, int32_t need, int64_t distance)
{
    int32_t outside = outside_of(lifting);
    if (lifting->filled[need] < lifting->instance->seats[need])
        reach_empty(lifting, outside, need, distance);
    for (size_t at = lifting->holder_start[need]; at < lifting->holder_start[need + 1]; at++) {
        size_t holder = (size_t)lifting->holders[at];
        int64_t least = distance + surplus_of(lifting, holder, &lifting->seat[holder]);
        reach(lifting, outside,
              (struct label){.distance = least,
                             .person = (int32_t)holder,
                             .from = need}); /* who is then without a seat */
        leave_row(lifting, holder, need, least);
    }
}

static void leave_outside(struct lifting *lifting, int64_t distance)
{
    int32_t outside = outside_of(lifting);
    for (int32_t j = 0; j < outside; j++) {
        if (lifting->filled[j] > 0)
            reach_empty(lifting, j, outside,
                        distance + lifting->price[j] -
                            instance_floor(lifting->instance, (size_t)j));
        if (lifting->comer[j] != NOBODY)
            reach_by(lifting, outside, (size_t)lifting->comer[j], &lifting->coming[j], distance);
    }
}

/* The person's own edges alone may gain: the most that one does is added to all. */
static int64_t best_start(const struct lifting *lifting, const struct pair *opened)
{
    const struct instance *instance = lifting->instance;
    size_t person = (size_t)lifting->person;
    int64_t best = 0;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        int64_t surplus = surplus_of(lifting, person, &instance->items[at]);
        best = surplus > best ? surplus : best;
    }
    if (opened != NULL && surplus_of(lifting, person, opened) > best)
        best = surplus_of(lifting, person, opened);
    return best;
}

/* The target is the first to be reached: by staying there. */
static void search(struct lifting *lifting, const struct pair *opened, int64_t best)
{
    int32_t node;
    int64_t distance;
    for (size_t at = 0; at < lifting->reached_count; at++)
        lifting->labels[lifting->reached[at]].reached = false;
    lifting->reached_count = 0;
    need_heap_clear(lifting->open);
    reach(lifting, outside_of(lifting),
          (struct label){.distance = best, .person = lifting->person, .from = START});
    leave_row(lifting, (size_t)lifting->person, START, best);
    if (opened != NULL)
        reach_by(lifting, START, (size_t)lifting->person, opened, best);
    while (need_heap_pop(lifting->open, &node, &distance) && node != lifting->target) {
        if (node == outside_of(lifting))
            leave_outside(lifting, distance);
        else
            leave_need(lifting, node, distance);
    }
}

/* ---- what it comes to ------------------------------------------------------------------------ */

static void count_seat(const struct lifting *lifting, int32_t person, const struct pair *pair,
                       int sign, struct objective *gain)
{
    const struct instance *instance = lifting->instance;
    gain->filled[instance->priority[pair->need] - 1] += sign;
    gain->fit_bp += sign * (int64_t)pair->fit_bp;
    gain->held += sign * (instance->base_need[person] == (int32_t)pair->need);
}

/* Back along the path: who came to a node left the one before it. */
static struct objective follow(const struct lifting *lifting)
{
    struct objective gain = {0};
    int32_t outside = outside_of(lifting);
    for (int32_t node = lifting->target; node != START; node = lifting->labels[node].from) {
        const struct label *label = &lifting->labels[node];
        if (label->person == NOBODY)
            continue;
        if (node != outside)
            count_seat(lifting, label->person, &label->pair, 1, &gain);
        if (lifting->need_of[label->person] >= 0)
            count_seat(lifting, label->person, &lifting->seat[label->person], -1, &gain);
    }
    return gain;
}

/* An edge that ends behind the target shortens no way to it. */
static void note_slack(struct lifting *lifting)
{
    int64_t end = lifting->labels[lifting->target].distance;
    for (size_t at = 0; at < lifting->reached_count; at++) {
        int32_t node = lifting->reached[at];
        int64_t slack = end - lifting->labels[node].distance;
        lifting->slack[node] = slack > lifting->slack[node] ? slack : lifting->slack[node];
    }
}

const int64_t *lifting_slack(const struct lifting *lifting)
{
    return lifting->slack;
}

struct objective lifting_gain(struct lifting *lifting, const struct override *override)
{
    size_t person = (size_t) override->person;
    bool closes = override_closes(override);
    const struct pair opened = {.need = (uint32_t) override->need,
                                .fit_bp = (uint32_t) override->fit_bp};
    if (override->stays || (closes && !is_free(lifting->instance, person)))
        return (struct objective){0};
    int32_t seat = lifting->need_of[person];
    assert(closes || seat == override->need);
    lifting->person = override->person;
    lifting->target = seat >= 0 ? seat : outside_of(lifting);
    search(lifting, closes ? &opened : NULL, best_start(lifting, closes ? &opened : NULL));
    note_slack(lifting);
    return follow(lifting);
}
