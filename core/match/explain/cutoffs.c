#include "core/match/explain/cutoffs.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/capped/cap_path.h"

/* `room` of a need is its cutoff less its least price: none where a seat is open. */
struct cutoffs {
    const struct instance *instance;
    const int32_t *need_of;
    const int64_t *price;
    int32_t *filled; /* per need */
    int64_t *room;   /* per need, ROOM_UNKNOWN = not reached */
    /* The placed people's pairs by need: moves into it. */
    size_t *move_start;
    struct move *moves;
    int64_t *capped; /* per need: the cutoff itself, with caps; NULL = there are none */
};

struct move {
    int32_t from; /* need */
    int64_t slack;
};

#define ROOM_UNKNOWN INT64_MAX

void cutoffs_free(struct cutoffs *cutoffs)
{
    if (cutoffs == NULL)
        return;
    free(cutoffs->filled);
    free(cutoffs->room);
    free(cutoffs->move_start);
    free(cutoffs->moves);
    free(cutoffs->capped);
    free(cutoffs);
}

void cutoffs_cleanup(struct cutoffs **cutoffs)
{
    cutoffs_free(*cutoffs);
}

static bool usable(const struct cutoffs *cutoffs, size_t need)
{
    return cutoffs->instance->seats[need] > 0 &&
           (cutoffs->capped == NULL || cutoffs->capped[need] != INT64_MAX);
}

static int64_t worth_above_price(const struct cutoffs *cutoffs, size_t person,
                                 const struct pair *pair)
{
    return instance_weight(cutoffs->instance, person, pair) - cutoffs->price[pair->need];
}

/* u_i of a placed person, by complementary slackness. */
static int64_t utility(const struct cutoffs *cutoffs, size_t person)
{
    const struct instance *instance = cutoffs->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if (instance->items[at].need == (uint32_t)cutoffs->need_of[person])
            return worth_above_price(cutoffs, person, &instance->items[at]);
    }
    return 0;
}

/* Prices that are no certificate (verify says so) must not lead the search astray. */
static int64_t at_least_zero(int64_t slack)
{
    return slack > 0 ? slack : 0;
}

static void count_moves(struct cutoffs *cutoffs)
{
    const struct instance *instance = cutoffs->instance;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (cutoffs->need_of[i] < 0)
            continue;
        cutoffs->filled[cutoffs->need_of[i]]++;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++)
            cutoffs->move_start[instance->items[at].need + 1]++;
    }
    for (size_t j = 0; j < instance->need_count; j++)
        cutoffs->move_start[j + 1] += cutoffs->move_start[j];
}

static void add_moves(struct cutoffs *cutoffs)
{
    const struct instance *instance = cutoffs->instance;
    CADRE_FREE size_t *next = cadre_calloc(instance->need_count, sizeof *next);
    for (size_t j = 0; j < instance->need_count; j++)
        next[j] = cutoffs->move_start[j];
    for (size_t i = 0; i < instance->person_count; i++) {
        int32_t here = cutoffs->need_of[i];
        if (here < 0)
            continue;
        int64_t own = utility(cutoffs, i);
        if (own < cutoffs->room[here])
            cutoffs->room[here] = at_least_zero(own);
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            const struct pair *pair = &instance->items[at];
            cutoffs->moves[next[pair->need]++] =
                (struct move){here, at_least_zero(own - worth_above_price(cutoffs, i, pair))};
        }
    }
}

static size_t nearest(const struct cutoffs *cutoffs, const bool *settled)
{
    size_t chosen = cutoffs->instance->need_count;
    int64_t least = ROOM_UNKNOWN;
    for (size_t j = 0; j < cutoffs->instance->need_count; j++) {
        if (!settled[j] && cutoffs->room[j] < least) {
            least = cutoffs->room[j];
            chosen = j;
        }
    }
    return chosen;
}

static void settle_rooms(struct cutoffs *cutoffs)
{
    size_t need_count = cutoffs->instance->need_count;
    CADRE_FREE bool *settled = cadre_calloc(need_count, sizeof *settled);
    for (size_t j = nearest(cutoffs, settled); j < need_count; j = nearest(cutoffs, settled)) {
        settled[j] = true;
        if (!usable(cutoffs, j))
            continue;
        for (size_t at = cutoffs->move_start[j]; at < cutoffs->move_start[j + 1]; at++) {
            const struct move *move = &cutoffs->moves[at];
            if (cutoffs->room[j] + move->slack < cutoffs->room[move->from])
                cutoffs->room[move->from] = cutoffs->room[j] + move->slack;
        }
    }
}

struct cutoffs *cutoffs_new(const struct instance *instance, const int32_t *need_of,
                            const int64_t *price)
{
    struct cutoffs *cutoffs = cadre_calloc(1, sizeof *cutoffs);
    *cutoffs = (struct cutoffs){
        .instance = instance,
        .need_of = need_of,
        .price = price,
        .filled = cadre_calloc(instance->need_count, sizeof *cutoffs->filled),
        .room = cadre_calloc(instance->need_count, sizeof *cutoffs->room),
        .move_start = cadre_calloc(instance->need_count + 1, sizeof *cutoffs->move_start),
    };
    count_moves(cutoffs);
    cutoffs->moves =
        cadre_calloc(cutoffs->move_start[instance->need_count], sizeof *cutoffs->moves);
    for (size_t j = 0; j < instance->need_count; j++)
        cutoffs->room[j] = cutoffs->filled[j] < instance->seats[j] ? 0 : ROOM_UNKNOWN;
    add_moves(cutoffs);
    settle_rooms(cutoffs);
    return cutoffs;
}

/* ---- with caps ------------------------------------------------------------------------------- */

/* Per need: the least loss of the others when one more sits there and one less at `home`, in units
 * of w', as the potentials of both ends and what is slack between them. */
static void measure_cutoffs(struct cutoffs *cutoffs, struct cap_flow *flow, int32_t person)
{
    int32_t home = person >= 0 ? flow->home[person] : flow->root;
    CADRE_FREE int64_t *distance = cadre_calloc((size_t)flow->node_count, sizeof *distance);
    struct cap_columns *columns = cap_columns_new(flow);
    struct cap_path *path = cap_path_new(flow, columns);
    cap_columns_add(columns, INT64_MAX);
    cap_path_distances(path, home, distance);
    for (size_t j = 0; j < cutoffs->instance->need_count; j++) {
        int32_t node = person >= 0 ? cap_flow_entry(flow, (size_t)person, (uint32_t)j) : (int32_t)j;
        cutoffs->capped[j] = distance[node] == INT64_MAX
                                 ? INT64_MAX
                                 : distance[node] + flow->potential[home] - flow->potential[node];
    }
    cap_path_free(path);
    cap_columns_free(columns);
}

struct cutoffs *cutoffs_with_caps(const struct instance *instance, const int32_t *need_of,
                                  const int64_t *price, const struct cap_prices *cap_prices,
                                  int32_t person)
{
    struct cutoffs *cutoffs = cadre_calloc(1, sizeof *cutoffs);
    CADRE_CLEANUP(cap_flow_cleanup) struct cap_flow *flow = cap_flow_new(instance);
    *cutoffs = (struct cutoffs){
        .instance = instance,
        .need_of = need_of,
        .price = price,
        .capped = cadre_calloc(instance->need_count, sizeof *cutoffs->capped),
    };
    cap_flow_seat_all(flow, need_of);
    cap_flow_take_prices(flow, price, cap_prices->cap, cap_prices->open);
    measure_cutoffs(cutoffs, flow, person);
    return cutoffs;
}

/* A need with seats has a room: a seat is open, or somebody sits there who can go free. */
int64_t cutoffs_weight(const struct cutoffs *cutoffs, size_t need)
{
    return cutoffs->capped != NULL ? cutoffs->capped[need]
                                   : cutoffs->price[need] + cutoffs->room[need];
}

int32_t cutoffs_fit_bp(const struct cutoffs *cutoffs, size_t need, bool held)
{
    int64_t unit = cutoffs->instance->total_seats + 1;
    if (!usable(cutoffs, need))
        return FIT_MAX_BP + 1;
    int64_t missing = cutoffs_weight(cutoffs, need) - held;
    if (missing <= 0)
        return 0;
    int64_t fit_bp = (missing + unit - 1) / unit;
    return fit_bp <= FIT_MAX_BP ? (int32_t)fit_bp : FIT_MAX_BP + 1;
}
