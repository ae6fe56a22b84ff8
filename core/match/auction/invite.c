#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "core/match/auction/auction_state.h"
#include "core/match/core_pairs.h"

enum {
    LOOKS = 8, /* at most, for each pair of the core */
    AHEAD = 8, /* people who are fetched beforehand */
    /* So far below its level a need gives up: the core lacks who could come. */
    DESPAIR = LEVEL_STEP / 2
};

struct offer {
    int32_t price; /* down to which the person would come */
    int32_t person;
    int32_t gross; /* what the seat would be worth to them */
};

struct invite {
    struct auction *auction;
    const struct core_pairs *core;
    int32_t *queue; /* a ring of needs with seats to fill */
    size_t first, count;
    bool *queued;
    struct offer *offers; /* the best ones, a heap with the least on top */
    size_t offered, offer_capacity;
    uint64_t looks;
};

/* What a need does not go below. */
static int32_t floor_of(const struct auction *auction, size_t need)
{
    return level_price(auction, need) - (may_stay_empty(auction, need) ? 0 : DESPAIR);
}

static void enqueue(struct invite *invite, int32_t need)
{
    const struct auction *auction = invite->auction;
    if (invite->queued[need] || auction->filled[need] >= auction->problem->seats[need] ||
        auction->price[need] <= floor_of(auction, (size_t)need))
        return;
    invite->queued[need] = true;
    invite->queue[(invite->first + invite->count++) % auction->problem->need_count] = need;
}

static int32_t dequeue(struct invite *invite)
{
    int32_t need = invite->queue[invite->first];
    invite->first = (invite->first + 1) % invite->auction->problem->need_count;
    invite->count--;
    invite->queued[need] = false;
    return need;
}

/* Puts the offer where the least one of the heap was. */
static void sink(struct invite *invite, struct offer offer)
{
    struct offer *offers = invite->offers;
    size_t at = 0;
    for (size_t child = 1; child < invite->offered; child = 2 * at + 1) {
        child += child + 1 < invite->offered && offers[child + 1].price < offers[child].price;
        if (offers[child].price >= offer.price)
            break;
        offers[at] = offers[child];
        at = child;
    }
    offers[at] = offer;
}

static void rise(struct invite *invite, struct offer offer)
{
    size_t at = invite->offered++;
    for (; at > 0 && invite->offers[(at - 1) / 2].price > offer.price; at = (at - 1) / 2)
        invite->offers[at] = invite->offers[(at - 1) / 2];
    invite->offers[at] = offer;
}

static void take_offer(struct invite *invite, size_t most, struct offer offer)
{
    if (invite->offered < most)
        rise(invite, offer);
    else if (offer.price > invite->offers[0].price)
        sink(invite, offer);
}

/* The `most` best offers of people who sit elsewhere. Nobody offers more than what the seat would
 * be worth to them: where that is too little already, it is not asked what they have. */
static void ask_around(struct invite *invite, int32_t need, size_t most)
{
    const struct auction *auction = invite->auction;
    const struct column_pair *columns = invite->core->columns;
    const int32_t *need_of = auction->need_of;
    size_t begin = invite->core->column_start[need];
    size_t end = invite->core->column_start[need + 1];
    invite->offered = 0;
    invite->offers =
        cadre_grow(invite->offers, &invite->offer_capacity, most, sizeof(struct offer));
    for (size_t at = begin; at < end; at++) {
        struct column_pair item = columns[at];
        if (at + AHEAD < end) {
            fetch(&need_of[columns[at + AHEAD].person]);
            fetch(&auction->gross[columns[at + AHEAD].person]);
        }
        int32_t gross = gross_of(item.pair, base_of(auction, (size_t)item.person));
        if (invite->offered == most && gross <= invite->offers[0].price)
            continue;
        int32_t from = need_of[item.person];
        if (from == need)
            continue;
        int32_t has = from < 0 ? 0 : auction->gross[item.person] - auction->price[from];
        take_offer(invite, most, (struct offer){gross - (has > 0 ? has : 0), item.person, gross});
    }
    invite->looks += end - begin;
}

static void come(struct invite *invite, int32_t need, struct offer offer)
{
    struct auction *auction = invite->auction;
    int32_t from = auction->need_of[offer.person];
    auction->need_of[offer.person] = need;
    auction->gross[offer.person] = offer.gross;
    auction->filled[need]++;
    if (from < 0)
        return;
    auction->filled[from]--;
    enqueue(invite, from);
}

/* The price falls to what the first one left out would pay, and a little below: by half of what a
 * bid adds, so that in the end it is nearer to the right price than to the next lower one. */
static void fill_need(struct invite *invite, int32_t need)
{
    struct auction *auction = invite->auction;
    size_t empty = (size_t)(auction->problem->seats[need] - auction->filled[need]);
    ask_around(invite, need, empty + 1);
    if (invite->offered == 0)
        return;
    int32_t floor = floor_of(auction, (size_t)need);
    int32_t price = invite->offers[0].price - auction->epsilon / 2;
    price = price < auction->price[need] ? price : auction->price[need];
    auction->price[need] = price > floor ? price : floor;
    for (size_t at = invite->offered > empty ? 1 : 0; at < invite->offered; at++) {
        if (invite->offers[at].price >= auction->price[need])
            come(invite, need, invite->offers[at]);
    }
}

void auction_invite(struct auction *auction)
{
    const struct problem *problem = auction->problem;
    CADRE_FREE int32_t *queue = cadre_calloc(problem->need_count, sizeof *queue);
    CADRE_FREE bool *queued = cadre_calloc(problem->need_count, sizeof *queued);
    struct invite invite = {.auction = auction, .queue = queue, .queued = queued};
    uint64_t limit = LOOKS * auction->rows.start[problem->person_count];
    for (size_t j = 0; j < problem->need_count; j++)
        enqueue(&invite, (int32_t)j);
    if (invite.count > 0)
        invite.core = auction_look_by_need(auction);
    while (invite.count > 0 && invite.looks < limit)
        fill_need(&invite, dequeue(&invite));
    free(invite.offers);
}
