#include "core/match/auction.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/levels.h"

/* A seat costs what its holder bid, or where the phase began. */
struct seat {
    int64_t price;
    int32_t holder; /* -1 = empty */
};

/* Nobody pays this; low enough that nothing that is added to it overflows. */
#define OUT_OF_REACH (INT64_MAX / 4)

enum {
    HELD_BONUS = AUCTION_SCALE / 4, /* for the seat of the base: less than a basis point */
    GUARD = 60,                     /* bids of a phase, for each person and seat */
    WANTING = 8,                    /* times the width of the core, for needs that are not full */
    WHOLE_FIT = FIT_MAX_BP * AUCTION_SCALE
};

struct auction {
    const struct problem *problem;
    const struct levels *levels; /* NULL = every need at level 0 */
    struct rows rows;            /* in play */
    size_t *start;               /* of rows, once it is no longer the problem's */
    uint32_t *pairs;
    int64_t *price; /* per need: of its cheapest seat */
    size_t *first;  /* per need: its seats, a heap with the cheapest on top; need_count + 1 */
    struct seat *seats;
    bool *wanting; /* per need, of the last shrink */
    int32_t *need_of;
    int32_t *waiting; /* people who were outbid */
    size_t waiting_count;
    int64_t epsilon;
    uint64_t bids, phase_bids;
};

static bool may_stay_empty(const struct auction *auction, size_t need)
{
    return auction->levels != NULL && levels_at_floor(auction->levels, auction->problem, need);
}

/* ---- life ------------------------------------------------------------------------------------ */

struct auction *auction_new(const struct problem *problem, const int64_t *price)
{
    size_t needs = problem->need_count;
    struct auction *auction = cadre_calloc(1, sizeof *auction);
    auction->problem = problem;
    auction->rows = problem->rows;
    auction->price = cadre_calloc(needs, sizeof *auction->price);
    auction->first = cadre_calloc(needs + 1, sizeof *auction->first);
    for (size_t j = 0; j < needs; j++) {
        auction->first[j + 1] = auction->first[j] + (size_t)problem->seats[j];
        auction->price[j] = problem->seats[j] == 0 ? OUT_OF_REACH
                            : price != NULL        ? price[j] * AUCTION_SCALE
                                                   : 0;
    }
    auction->seats = cadre_calloc(auction->first[needs], sizeof *auction->seats);
    auction->wanting = cadre_calloc(needs, sizeof *auction->wanting);
    auction->need_of = cadre_calloc(problem->person_count, sizeof *auction->need_of);
    auction->waiting = cadre_calloc(problem->person_count, sizeof *auction->waiting);
    for (size_t i = 0; i < problem->person_count; i++)
        auction->need_of[i] = -1;
    for (size_t at = 0; at < auction->first[needs]; at++)
        auction->seats[at].holder = -1;
    return auction;
}

void auction_free(struct auction *auction)
{
    if (auction == NULL)
        return;
    free(auction->start);
    free(auction->pairs);
    free(auction->price);
    free(auction->first);
    free(auction->seats);
    free(auction->wanting);
    free(auction->need_of);
    free(auction->waiting);
    free(auction);
}

void auction_take_levels(struct auction *auction, const struct levels *levels,
                         const int32_t *need_of)
{
    const struct problem *problem = auction->problem;
    CADRE_FREE size_t *next = cadre_calloc(problem->need_count, sizeof *next);
    memcpy(next, auction->first, problem->need_count * sizeof *next);
    auction->levels = levels;
    for (size_t at = 0; at < auction->first[problem->need_count]; at++)
        auction->seats[at].holder = -1;
    for (size_t i = 0; i < problem->person_count; i++) {
        auction->need_of[i] = need_of[i];
        if (need_of[i] >= 0)
            auction->seats[next[need_of[i]]++].holder = (int32_t)i;
    }
}

/* ---- one bid --------------------------------------------------------------------------------- */

static int64_t worth(const struct auction *auction, uint32_t pair, int32_t base)
{
    uint32_t need = packed_need(pair);
    int64_t held = (int32_t)need == base ? HELD_BONUS : 0;
    return packed_fit(pair) * AUCTION_SCALE + held - auction->price[need];
}

static int32_t base_of(const struct auction *auction, int32_t person)
{
    return auction->problem->base_need != NULL ? auction->problem->base_need[person] : -1;
}

/* The level of the row's best pairs; 1 = no pair. */
static int best_level(const struct auction *auction, const uint32_t *pairs, size_t count)
{
    int best = 1;
    for (size_t at = 0; at < count; at++) {
        int level = auction->levels->of_need[packed_need(pairs[at])];
        best = level < best ? level : best;
    }
    return best;
}

/* Whether the person must be placed, whatever it costs. */
static bool must_be_placed(const struct auction *auction, int32_t person)
{
    size_t start = auction->rows.start[person];
    return auction->levels != NULL && auction->rows.start[person + 1] > start &&
           auction->levels->of_need[packed_need(auction->rows.pairs[start])] < 0;
}

struct choice {
    int64_t best;
    int64_t second;
    int32_t need; /* -1 = rather free */
};

static struct choice choose(const struct auction *auction, int32_t person)
{
    struct choice choice = {.best = -1, .second = -OUT_OF_REACH, .need = -1};
    int32_t base = base_of(auction, person);
    const uint32_t *pair = auction->rows.pairs + auction->rows.start[person];
    const uint32_t *end = auction->rows.pairs + auction->rows.start[person + 1];
    if (must_be_placed(auction, person))
        choice.best = -OUT_OF_REACH;
    for (; pair < end; pair++) {
        int64_t value = worth(auction, *pair, base);
        if (value > choice.best) {
            choice.second = choice.best;
            choice.best = value;
            choice.need = (int32_t)packed_need(*pair);
        } else if (value > choice.second) {
            choice.second = value;
        }
    }
    return choice;
}

/* Of seats at the same price the empty one goes first. */
static bool goes_before(const struct seat *left, const struct seat *right)
{
    return left->price < right->price || (left->price == right->price && left->holder < 0);
}

/* The cheapest seat gets dearer: the heap of seats is put in order again. */
static void sink(struct seat *seats, size_t count, struct seat seat)
{
    size_t at = 0;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && goes_before(&seats[child + 1], &seats[child]);
        if (seats[child].price >= seat.price)
            break;
        seats[at] = seats[child];
        at = child;
    }
    seats[at] = seat;
}

static void bid(struct auction *auction, int32_t person)
{
    struct choice choice = choose(auction, person);
    auction->phase_bids++;
    if (choice.need < 0 || choice.best < -OUT_OF_REACH / 2)
        return;
    int32_t need = choice.need;
    struct seat *seats = &auction->seats[auction->first[need]];
    int32_t outbid = seats[0].holder;
    int64_t lead = choice.best - choice.second;
    if (lead > WHOLE_FIT)
        lead = WHOLE_FIT;
    sink(seats, (size_t)auction->problem->seats[need],
         (struct seat){seats[0].price + lead + auction->epsilon, person});
    auction->price[need] = seats[0].price;
    auction->need_of[person] = need;
    if (outbid < 0)
        return;
    auction->need_of[outbid] = -1;
    auction->waiting[auction->waiting_count++] = outbid;
}

/* ---- phases ---------------------------------------------------------------------------------- */

/* What the person's present seat is worth at the present prices. */
static int64_t worth_of_seat(const struct auction *auction, int32_t person)
{
    uint32_t need = (uint32_t)auction->need_of[person];
    const uint32_t *pair = auction->rows.pairs + auction->rows.start[person];
    while (packed_need(*pair) != need)
        pair++;
    return worth(auction, *pair, base_of(auction, person));
}

static bool is_content(const struct auction *auction, int32_t person)
{
    return worth_of_seat(auction, person) >= choose(auction, person).best - auction->epsilon;
}

static void lower_prices(struct auction *auction, int64_t fall)
{
    const struct problem *problem = auction->problem;
    for (size_t j = 0; j < problem->need_count; j++) {
        if (problem->seats[j] == 0)
            continue;
        auction->price[j] -= fall;
        if (auction->price[j] < 0 && may_stay_empty(auction, j))
            auction->price[j] = 0;
    }
}

/* Whoever is within epsilon of their best stays; empty seats come first. */
static void keep_content(struct auction *auction, size_t need)
{
    struct seat *seats = &auction->seats[auction->first[need]];
    size_t count = auction->first[need + 1] - auction->first[need];
    size_t empty = 0;
    for (size_t at = 0; at < count; at++) {
        int32_t holder = seats[at].holder;
        if (holder >= 0 && is_content(auction, holder)) {
            seats[at] = (struct seat){auction->price[need], holder};
            continue;
        }
        if (holder >= 0)
            auction->need_of[holder] = -1;
        seats[at] = seats[empty];
        seats[at].price = auction->price[need];
        seats[empty++] = (struct seat){auction->price[need], -1};
    }
}

bool auction_phase(struct auction *auction, int64_t epsilon, int64_t fall)
{
    size_t people = auction->problem->person_count;
    uint64_t limit = GUARD * (people + auction->first[auction->problem->need_count]);
    auction->epsilon = epsilon;
    auction->phase_bids = 0;
    auction->waiting_count = 0;
    lower_prices(auction, fall);
    for (size_t j = 0; j < auction->problem->need_count; j++)
        keep_content(auction, j);
    for (size_t i = 0; i < people && auction->phase_bids < limit; i++) {
        if (auction->need_of[i] >= 0)
            continue;
        bid(auction, (int32_t)i);
        while (auction->waiting_count > 0 && auction->phase_bids < limit)
            bid(auction, auction->waiting[--auction->waiting_count]);
    }
    auction->bids += auction->phase_bids;
    return auction->phase_bids < limit;
}

/* ---- the core -------------------------------------------------------------------------------- */

struct kept {
    uint32_t *pairs;
    size_t count, capacity;
};

/* The need must be filled and is not: it will have to get cheaper. */
static bool is_wanting(const struct auction *auction, size_t need)
{
    return auction->problem->seats[need] > 0 && auction->seats[auction->first[need]].holder < 0 &&
           !may_stay_empty(auction, need);
}

/* The pairs of a row that are within `width` of its best, or a good deal more in wanting needs. */
static void keep_row(const struct auction *auction, int32_t person, int64_t width,
                     struct kept *kept)
{
    const uint32_t *pairs = auction->rows.pairs + auction->rows.start[person];
    size_t count = auction->rows.start[person + 1] - auction->rows.start[person];
    int32_t base = base_of(auction, person);
    int level = auction->levels != NULL ? best_level(auction, pairs, count) : 0;
    int64_t best = level < 0 ? -OUT_OF_REACH : 0;
    for (size_t at = 0; at < count; at++) {
        if (auction->levels != NULL && auction->levels->of_need[packed_need(pairs[at])] != level)
            continue;
        int64_t value = worth(auction, pairs[at], base);
        best = value > best ? value : best;
    }
    kept->pairs = cadre_grow(kept->pairs, &kept->capacity, kept->count + count, sizeof *pairs);
    for (size_t at = 0; at < count; at++) {
        int32_t need = (int32_t)packed_need(pairs[at]);
        int64_t least = best - (auction->wanting[need] ? WANTING * width : width);
        if (worth(auction, pairs[at], base) < least && need != auction->need_of[person])
            continue;
        if (auction->levels == NULL || auction->levels->of_need[need] == level)
            kept->pairs[kept->count++] = pairs[at];
    }
}

void auction_shrink(struct auction *auction, int64_t width)
{
    size_t people = auction->problem->person_count;
    size_t *start = cadre_calloc(people + 1, sizeof *start);
    struct kept kept = {0};
    for (size_t j = 0; j < auction->problem->need_count; j++)
        auction->wanting[j] = is_wanting(auction, j);
    for (size_t i = 0; i < people; i++) {
        keep_row(auction, (int32_t)i, width, &kept);
        start[i + 1] = kept.count;
    }
    free(auction->start);
    free(auction->pairs);
    auction->start = start;
    auction->pairs = kept.pairs;
    auction->rows = (struct rows){start, kept.pairs};
}

/* ---- what came of it ------------------------------------------------------------------------- */

bool auction_has_empty_seats(const struct auction *auction)
{
    for (size_t at = 0; at < auction->first[auction->problem->need_count]; at++) {
        if (auction->seats[at].holder < 0)
            return true;
    }
    return false;
}

const int32_t *auction_need_of(const struct auction *auction)
{
    return auction->need_of;
}

const int64_t *auction_price(const struct auction *auction)
{
    return auction->price;
}

uint64_t auction_bids(const struct auction *auction)
{
    return auction->bids;
}

struct rows auction_core(const struct auction *auction)
{
    return auction->rows;
}
