#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "core/match/auction/auction_state.h"
#include "core/match/auction/idle.h"
#include "core/match/core_pairs.h"
#include "core/match/left_out.h"
#include "core/match/people_parts.h"

enum {
    FEW = 4,         /* one in so many waits: rows are fetched beforehand, */
    FETCH_START = 8, /* of people whose turn is so soon */
    FETCH_ROW = 4
};

/* ---- life ------------------------------------------------------------------------------------ */

struct auction *auction_new(const struct problem *problem, const struct plain_price *price)
{
    size_t needs = problem->need_count;
    struct auction *auction = cadre_calloc(1, sizeof *auction);
    auction->problem = problem;
    auction->scan = row_scan_best();
    auction->rows = problem->rows;
    auction->price = cadre_calloc(needs, sizeof *auction->price);
    auction->first = cadre_calloc(needs + 1, sizeof *auction->first);
    for (size_t j = 0; j < needs; j++) {
        auction->first[j + 1] = auction->first[j] + (size_t)problem->seats[j];
        auction->price[j] = problem->seats[j] == 0 ? OUT_OF_REACH
                            : price != NULL        ? warm_price(price[j].points)
                                                   : 0;
    }
    auction->seats = cadre_calloc(auction->first[needs], sizeof *auction->seats);
    auction->raised = cadre_calloc(needs, sizeof *auction->raised);
    auction->need_of = cadre_calloc(problem->person_count, sizeof *auction->need_of);
    auction->filled = cadre_calloc(needs, sizeof *auction->filled);
    auction->gross = cadre_calloc(problem->person_count, sizeof *auction->gross);
    size_t words = auction_words(problem->person_count);
    auction->waiting = cadre_calloc(words, sizeof *auction->waiting);
    auction->busy = cadre_calloc(auction_words(words), sizeof *auction->busy);
    auction->settled = cadre_calloc(needs, sizeof *auction->settled);
    auction->resting = cadre_calloc(words, sizeof *auction->resting);
    for (size_t i = 0; i < problem->person_count; i++)
        auction->need_of[i] = -1;
    return auction;
}

void auction_free_rows(struct auction *auction)
{
    core_pairs_free(auction->core);
    free(auction->start);
    free(auction->pairs);
    auction->core = NULL;
    auction->start = NULL;
    auction->pairs = NULL;
}

void auction_free(struct auction *auction)
{
    if (auction == NULL)
        return;
    auction_free_rows(auction);
    left_out_free(auction->left_out);
    free(auction->price);
    free(auction->first);
    free(auction->seats);
    free(auction->raised);
    free(auction->need_of);
    free(auction->filled);
    free(auction->gross);
    free(auction->waiting);
    free(auction->busy);
    free(auction->settled);
    free(auction->resting);
    free(auction->restless);
    free(auction);
}

void auction_take_levels(struct auction *auction, const struct levels *levels,
                         const int32_t *need_of)
{
    const struct problem *problem = auction->problem;
    auction->levels = levels;
    for (size_t j = 0; j < problem->need_count; j++)
        auction->price[j] += problem->seats[j] > 0 ? level_price(auction, j) : 0;
    for (size_t i = 0; i < problem->person_count; i++) {
        if (need_of[i] == auction->need_of[i])
            continue;
        auction->need_of[i] = need_of[i];
        if (need_of[i] >= 0)
            auction->gross[i] =
                gross_of(rows_pair(&problem->rows, i, need_of[i]), base_of(auction, i));
    }
}

/* ---- one bid --------------------------------------------------------------------------------- */

/* What a seat costs and who holds it (-1 = it is empty), as one number: the cheapest is least. */
static int64_t seat_of(int32_t price, int32_t holder)
{
    return (int64_t)price * ((int64_t)1 << 32) + (uint32_t)holder;
}

static int32_t holder_of(int64_t seat)
{
    return (int32_t)(uint32_t)seat;
}

static int32_t price_of(int64_t seat)
{
    return (int32_t)((seat - (uint32_t)seat) / ((int64_t)1 << 32));
}

/* The cheapest seat gets dearer: the heap of seats is put in order again. */
static void sink(int64_t *seats, size_t count, int64_t seat)
{
    size_t at = 0;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && seats[child + 1] < seats[child];
        if (seats[child] >= seat)
            break;
        seats[at] = seats[child];
        at = child;
    }
    seats[at] = seat;
}

/* One more seat joins the heap, behind its `count`. */
static void rise(int64_t *seats, size_t count, int64_t seat)
{
    size_t at = count;
    for (; at > 0 && seats[(at - 1) / 2] > seat; at = (at - 1) / 2)
        seats[at] = seats[(at - 1) / 2];
    seats[at] = seat;
}

/* Who held the need's cheapest seat, which goes to the person; -1 = it was empty. */
static int32_t replace(struct auction *auction, int32_t need, int32_t person, int32_t price)
{
    int64_t *seats = &auction->seats[auction->first[need]];
    int32_t all = auction->problem->seats[need];
    int32_t raised = auction->raised[need];
    int32_t outbid = holder_of(seats[raised < all ? raised : 0]);
    if (raised < all) {
        rise(seats, (size_t)raised, seat_of(price, person));
        auction->raised[need] = ++raised;
    } else {
        sink(seats, (size_t)all, seat_of(price, person));
    }
    if (raised == all)
        auction->price[need] = price_of(seats[0]);
    return outbid;
}

static void make_wait(struct auction *auction, int32_t person)
{
    size_t word = (size_t)person / WORD_BITS;
    auction->waiting[word] |= (uint64_t)1 << (person % WORD_BITS);
    auction->busy[word / WORD_BITS] |= (uint64_t)1 << (word % WORD_BITS);
    auction->waiting_count++;
}

static void bid(struct auction *auction, int32_t person)
{
    struct row_choice choice = auction_choose(auction, person);
    auction->phase_bids++;
    if (choice.need < 0)
        return;
    int32_t need = choice.need;
    int32_t lead = choice.best - choice.second;
    if (lead > WHOLE_FIT)
        lead = WHOLE_FIT;
    int32_t price = auction->price[need];
    auction->gross[person] = choice.best + price;
    int32_t outbid = replace(auction, need, person, price + lead + auction->epsilon);
    auction->need_of[person] = need;
    if (outbid < 0) {
        auction->filled[need]++;
        return;
    }
    auction->need_of[outbid] = -1;
    make_wait(auction, outbid);
}

/* ---- phases ---------------------------------------------------------------------------------- */

static void lower_prices(struct auction *auction, int32_t fall)
{
    const struct problem *problem = auction->problem;
    for (size_t j = 0; j < problem->need_count; j++) {
        if (problem->seats[j] == 0)
            continue;
        int32_t floor = level_price(auction, j);
        auction->price[j] -= fall;
        if (auction->price[j] < floor && may_stay_empty(auction, j))
            auction->price[j] = floor;
    }
}

static void free_in_part(void *context, const struct people_part *part)
{
    struct auction *auction = context;
    for (size_t i = part->first; i < part->end; i++) {
        int32_t need = auction->need_of[i];
        if (need >= 0 && auction->gross[i] - auction->price[need] <
                             auction_choose(auction, (int32_t)i).best - auction->epsilon)
            auction->need_of[i] = -1;
    }
}

/* Whoever is not within epsilon of their best gets up. */
static void free_discontent(struct auction *auction)
{
    people_parts_look(auction->problem, auction->rows, free_in_part, auction);
}

/* All seats of a need at its price, the empty ones to go first. */
static void even_seats(struct auction *auction)
{
    const struct problem *problem = auction->problem;
    for (size_t j = 0; j < problem->need_count; j++) {
        for (size_t at = auction->first[j]; at < auction->first[j + 1]; at++)
            auction->seats[at] = -1;
        auction->filled[j] = 0;
        auction->raised[j] = 0;
    }
    for (size_t i = 0; i < problem->person_count; i++) {
        int32_t need = auction->need_of[i];
        if (need >= 0)
            auction->seats[auction->first[need + 1] - (size_t)++auction->filled[need]] = (int64_t)i;
    }
}

/* Whoever was free when the last phase ended would still bid for nothing but where a price fell
 * since. Most people may be of that kind, so that it is worth a look by need; where there is none,
 * or all prices fell, everybody is asked. */
static void let_rest(struct auction *auction, int32_t fall)
{
    const struct problem *problem = auction->problem;
    const struct core_pairs *core = auction->core;
    size_t words = auction_words(problem->person_count);
    memset(auction->resting, 0, words * sizeof *auction->resting);
    if (!auction->is_settled || core == NULL || fall > 0)
        return;
    for (size_t i = 0; i < problem->person_count; i++)
        auction->resting[i / WORD_BITS] |= (uint64_t)(auction->need_of[i] < 0) << i % WORD_BITS;
    for (size_t j = 0; j < problem->need_count; j++) {
        size_t end = auction->price[j] < auction->settled[j] ? core->column_start[j + 1] : 0;
        for (size_t at = core->column_start[j]; at < end; at++) {
            size_t person = (size_t)core->columns[at].person;
            auction->resting[person / WORD_BITS] &= ~((uint64_t)1 << person % WORD_BITS);
        }
    }
}

static void settle(struct auction *auction)
{
    auction->is_settled = auction->waiting_count == 0;
    memcpy(auction->settled, auction->price,
           auction->problem->need_count * sizeof *auction->settled);
}

static void make_free_wait(struct auction *auction, size_t person)
{
    bool rests = auction->resting[person / WORD_BITS] >> person % WORD_BITS & 1;
    if (auction->need_of[person] < 0 && !rests)
        make_wait(auction, (int32_t)person);
}

/* Rows of a core are short, and mostly of people for whom nothing in them is worth its price, which
 * only rises from now on: they are passed over pair by pair, without asking whose those are. */
static void make_worth_wait(struct auction *auction)
{
    const struct rows *rows = &auction->rows;
    size_t end = rows->start[auction->problem->person_count];
    size_t person = 0;
    for (size_t at = 0; at < end; at++) {
        uint32_t pair = rows->pairs[at];
        int32_t most = (int32_t)packed_fit(pair) * AUCTION_SCALE + HELD_BONUS;
        if (most < auction->price[packed_need(pair)])
            continue;
        while (rows->start[person + 1] <= at)
            person++;
        make_free_wait(auction, person);
        at = rows->start[person + 1] - 1;
    }
}

/* All who are free, do not rest, and may bid for something. */
static void begin_waiting(struct auction *auction)
{
    size_t people = auction->problem->person_count;
    size_t words = auction_words(people);
    memset(auction->waiting, 0, words * sizeof *auction->waiting);
    memset(auction->busy, 0, auction_words(words) * sizeof *auction->busy);
    auction->waiting_count = 0;
    if (auction->rows.pairs != auction->problem->rows.pairs) {
        make_worth_wait(auction);
        return;
    }
    for (size_t i = 0; i < people; i++)
        make_free_wait(auction, i);
}

static uint64_t from_bit(uint64_t bits, size_t bit)
{
    return bits & (UINT64_MAX << bit);
}

/* The first one at `from` or behind; `none` when nobody is. */
static size_t next_waiting(const struct auction *auction, size_t from, size_t none)
{
    size_t word = from / WORD_BITS;
    if (from >= none)
        return none;
    uint64_t bits = from_bit(auction->waiting[word], from % WORD_BITS);
    if (bits != 0)
        return word * WORD_BITS + (size_t)__builtin_ctzll(bits);
    size_t groups = auction_words(auction_words(none));
    size_t group = ++word / WORD_BITS;
    bits = group < groups ? from_bit(auction->busy[group], word % WORD_BITS) : 0;
    while (bits == 0 && ++group < groups)
        bits = auction->busy[group];
    if (bits == 0)
        return none;
    word = group * WORD_BITS + (size_t)__builtin_ctzll(bits);
    return word * WORD_BITS + (size_t)__builtin_ctzll(auction->waiting[word]);
}

static void end_waiting(struct auction *auction, size_t person)
{
    size_t word = person / WORD_BITS;
    auction->waiting[word] ^= (uint64_t)1 << (person % WORD_BITS);
    if (auction->waiting[word] == 0)
        auction->busy[word / WORD_BITS] ^= (uint64_t)1 << (word % WORD_BITS);
    auction->waiting_count--;
}

/* Who is to bid soon: their rows may lie far apart. */
struct soon {
    size_t people[FETCH_START];
    size_t count; /* of all who were */
    size_t next;
};

/* What will be looked at is fetched, of one more person: first where the row is, then the row. */
static void fetch_soon(const struct auction *auction, struct soon *soon, size_t none)
{
    const size_t *start = auction->rows.start;
    soon->next = next_waiting(auction, soon->next, none);
    if (soon->count >= FETCH_ROW) {
        size_t person = soon->people[(soon->count - FETCH_ROW) % FETCH_START];
        if (person < none)
            fetch_lines(auction->rows.pairs + start[person],
                        auction->rows.pairs + start[person + 1]);
    }
    fetch(&start[soon->next]);
    soon->people[soon->count++ % FETCH_START] = soon->next;
    soon->next += soon->next < none;
}

/* People bid in the order of their rows, pass by pass, which streams through memory: a queue of
 * those who were outbid would jump about in it. Whoever is outbid by one behind them waits for the
 * next pass. */
static void bid_in_turn(struct auction *auction)
{
    size_t none = auction->problem->person_count;
    bool apart = auction->waiting_count < none / FEW;
    struct soon soon = {.count = 0};
    for (int first = 0; first < FETCH_START && apart; first++)
        fetch_soon(auction, &soon, none);
    for (size_t person = 0; (person = next_waiting(auction, person, none)) < none; person++) {
        if (apart)
            fetch_soon(auction, &soon, none);
        end_waiting(auction, person);
        bid(auction, (int32_t)person);
    }
}

bool auction_phase(struct auction *auction, int32_t epsilon, int32_t fall)
{
    size_t people = auction->problem->person_count;
    uint64_t limit = GUARD * (people + auction->first[auction->problem->need_count]);
    auction->epsilon = epsilon;
    auction->phase_bids = 0;
    free(auction_take_restless(auction));
    lower_prices(auction, fall);
    let_rest(auction, fall);
    free_discontent(auction);
    even_seats(auction);
    begin_waiting(auction);
    while (auction->waiting_count > 0 && auction->phase_bids < limit) {
        idle_pass_over(auction);
        bid_in_turn(auction);
    }
    settle(auction);
    auction->bids += auction->phase_bids;
    return auction->phase_bids < limit;
}

/* ---- what came of it ------------------------------------------------------------------------- */

bool auction_has_empty_seats(const struct auction *auction)
{
    for (size_t j = 0; j < auction->problem->need_count; j++) {
        if (auction->filled[j] < auction->problem->seats[j])
            return true;
    }
    return false;
}

const int32_t *auction_need_of(const struct auction *auction)
{
    return auction->need_of;
}

const int32_t *auction_filled(const struct auction *auction)
{
    return auction->filled;
}

int64_t auction_price(const struct auction *auction, size_t need)
{
    return auction->price[need] - level_price(auction, need);
}

uint64_t auction_bids(const struct auction *auction)
{
    return auction->bids;
}

struct core_pairs *auction_look_by_need(struct auction *auction)
{
    if (auction->core != NULL)
        return auction->core;
    if (auction->start == NULL)
        auction->core = core_pairs_of_all(auction->problem);
    else
        auction->core = core_pairs_of(auction->problem, auction->start, auction->pairs);
    auction->start = NULL;
    auction->pairs = NULL;
    return auction->core;
}

struct core_pairs *auction_take_core(struct auction *auction)
{
    struct core_pairs *core = auction_look_by_need(auction);
    auction->core = NULL;
    return core;
}

struct left_out *auction_take_left_out(struct auction *auction)
{
    struct left_out *left_out = auction->left_out;
    auction->left_out = NULL;
    return left_out;
}

int32_t *auction_take_need_of(struct auction *auction)
{
    int32_t *need_of = auction->need_of;
    auction->need_of = NULL;
    return need_of;
}

bool *auction_take_restless(struct auction *auction)
{
    bool *restless = auction->restless;
    auction->restless = NULL;
    return restless;
}

struct rows auction_core(const struct auction *auction)
{
    return auction->rows;
}
