/*
 * The auction from within, for the files that it is made of: auction.c, where people bid,
 * invite.c, where needs do, shrink.c, which pairs are in play, and resume.c, where all of it begins
 * at what was before.
 */
#ifndef CADRE_CORE_MATCH_AUCTION_STATE_H
#define CADRE_CORE_MATCH_AUCTION_STATE_H

#include "core/match/auction/auction.h"
#include "core/match/refine/levels.h"
#include "core/match/row_scan.h"

enum {
    /* Nobody pays this, nor half of it; nothing that is added to it overflows. */
    OUT_OF_REACH = 1 << 30,
    /* How much dearer a level is than the next lower one: more than fit and widths ever come to, so
     * that the best pairs of a row are those of its best level. */
    LEVEL_STEP = 1 << 22,
    WHOLE_FIT = FIT_MAX_BP * AUCTION_SCALE,
    WARM_MOST = LEVEL_STEP / 2 - WHOLE_FIT, /* of a price to begin with: levels stay apart */
    SCALE_BITS = 3,                         /* of AUCTION_SCALE */
    HELD_BONUS = AUCTION_SCALE / 4,         /* for the seat of the base: less than a basis point */
    GUARD = 8,                              /* bids of a phase, for each person and seat */
    WANTING = 8, /* times the width of the core, for needs that are not full */
    WORD_BITS = 64,
    SAMPLED_ROWS = 1000, /* by which it is told what comes of all, */
    LEAST_APART = 16,    /* or fewer, where a look at them would be a good part of all rows */
    ROOMY = 6,           /* more pairs than these a row are more than refinement needs: */
    FIFTH = 5,           /* they are kept by so much narrower at once, */
    NARROWEST = 2        /* and at last by half */
};

struct auction {
    const struct problem *problem;
    const struct levels *levels; /* NULL = every need at level 0 */
    const struct row_scan *scan;
    struct rows rows; /* in play */
    size_t *start;    /* of rows; NULL where they are the problem's, or the core's */
    uint32_t *pairs;
    struct core_pairs *core;   /* rows, once an invitation looked at them by need; or NULL */
    struct left_out *left_out; /* of them, if it is known; or NULL */
    int32_t *price;            /* per need: of its cheapest seat, levels put in */
    size_t *first;             /* per need: its seats; need_count + 1 */
    int64_t *seats;            /* first a heap of those that were bid for, the cheapest on top */
    int32_t *raised;           /* per need: how many those are; the others cost what they did */
    int32_t *need_of;
    int32_t *filled;   /* per need; of the last phase */
    int32_t *gross;    /* per person who sits: what the seat is worth, the price not taken off */
    uint64_t *waiting; /* a bit per person who is to bid */
    uint64_t *busy;    /* a bit per word of them that is not 0 */
    size_t waiting_count;
    int32_t *settled;  /* per need: nobody who was free bid for it at that price, or a higher one */
    bool is_settled;   /* that is known, of the end of the last phase */
    uint64_t *resting; /* a bit per person who is free and would bid for nothing */
    bool *restless;    /* per person: free, and worth a price that was resumed; NULL after bids */
    int32_t epsilon;
    uint64_t bids, phase_bids;
};

/* The pairs in play by need too. */
struct core_pairs *auction_look_by_need(struct auction *auction);
/* They are about to be others. */
void auction_free_rows(struct auction *auction);
/* Whether what `keep` would keep of `rows` is more than `most` pairs a row, told by some of them.
 * There is room for the row where it writes. */
bool auction_is_roomy(const struct auction *auction, struct rows rows, size_t most,
                      size_t (*keep)(void *context, size_t person, uint32_t *ret_pairs),
                      void *context);

/* Of so many bits. */
static inline size_t auction_words(size_t bits)
{
    return (bits + WORD_BITS - 1) / WORD_BITS;
}

static inline bool may_stay_empty(const struct auction *auction, size_t need)
{
    return auction->levels != NULL && levels_at_floor(auction->levels, auction->problem, need);
}

/* Seats were left empty there that may not be. */
static inline bool is_wanting(const struct auction *auction, size_t need)
{
    return auction->filled[need] < auction->problem->seats[need] && !may_stay_empty(auction, need);
}

static inline int32_t level_price(const struct auction *auction, size_t need)
{
    return auction->levels != NULL ? auction->levels->of_need[need] * LEVEL_STEP : 0;
}

/* Of a plain price. */
static inline int32_t warm_price(int64_t points)
{
    int64_t most = WARM_MOST / AUCTION_SCALE;
    return (int32_t)(points > most ? most : points < -most ? -most : points) * AUCTION_SCALE;
}

static inline int32_t base_of(const struct auction *auction, size_t person)
{
    return problem_base(auction->problem, person);
}

static inline int32_t gross_of(uint32_t pair, int32_t base)
{
    int32_t held = (int32_t)packed_need(pair) == base ? HELD_BONUS : 0;
    return (int32_t)packed_fit(pair) * AUCTION_SCALE + held;
}

/* What pairs are worth to the person at prices. */
static inline struct row_terms terms_of(const struct auction *auction, size_t person,
                                        const int32_t *price)
{
    return (struct row_terms){price, SCALE_BITS, base_of(auction, person), HELD_BONUS};
}

/* What the person would bid for. */
static inline struct row_choice auction_choose(const struct auction *auction, int32_t person)
{
    size_t start = auction->rows.start[person];
    size_t count = auction->rows.start[person + 1] - start;
    const struct row_terms terms = terms_of(auction, (size_t)person, auction->price);
    /* cppcheck-suppress returnDanglingLifetime ; a choice points to nothing */
    return auction->scan->choose(&terms, auction->rows.pairs + start, count);
}

#endif
