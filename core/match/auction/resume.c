#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/auction/auction_state.h"
#include "core/match/left_out.h"
#include "core/match/people_parts.h"

enum {
    WIDTH = 5000, /* of the core, and so many times as much in needs below level 0 */
    WIDER = 4,
    TIERS = INSTANCE_CLASS_COUNT + 1
};

static_assert(2 * WARM_MOST + WHOLE_FIT + HELD_BONUS + WIDER * WIDTH < LEVEL_STEP,
              "a pair near the best of its own level may be near that of a lower one too");

/* What a row is told by: of some needs, and all others out of reach. */
struct tier {
    int32_t *price;
    int32_t *below; /* below it, less what the row's best is worth, a pair is dropped */
};

struct resuming {
    struct auction *auction;
    const int32_t *need_of;
    int32_t width;
    struct tier tiers[TIERS];        /* of needs above level 0, -1, ... ; the first of all needs */
    int tier_count;                  /* down to the lowest level that there is */
    int32_t *below;                  /* of the first tier, but for needs whose pairs are set down */
    size_t eager[PEOPLE_PARTS_MOST]; /* per part */
    struct pair_list listed[PEOPLE_PARTS_MOST];
};

/* What the rows of some people are kept with. */
struct keeping {
    const struct resuming *resuming;
    struct pair_list listed;
    bool lists; /* what is to be set down is, and added to that */
    size_t eager;
    uint32_t *tier; /* room for one of a row */
    size_t capacity;
};

/* ---- prices ---------------------------------------------------------------------------------- */

static void fill_tier(const struct resuming *resuming, int level, struct tier *tier)
{
    const struct auction *auction = resuming->auction;
    for (size_t j = 0; j < auction->problem->need_count; j++) {
        int32_t of_need = auction->levels->of_need[j];
        bool among = level == 0 || of_need > level;
        tier->price[j] = among ? auction->price[j] : OUT_OF_REACH;
        tier->below[j] = tier->price[j] - resuming->width * (of_need < 0 ? WIDER : 1);
    }
}

static void new_tiers(struct resuming *resuming)
{
    const struct auction *auction = resuming->auction;
    size_t needs = auction->problem->need_count;
    int32_t lowest = 0;
    for (size_t j = 0; j < needs; j++)
        lowest = auction->levels->of_need[j] < lowest ? auction->levels->of_need[j] : lowest;
    resuming->tier_count = 1 - lowest;
    for (int at = 0; at < resuming->tier_count; at++) {
        resuming->tiers[at].price = cadre_calloc(needs, sizeof(int32_t));
        resuming->tiers[at].below = cadre_calloc(needs, sizeof(int32_t));
    }
}

static void fill_tiers(struct resuming *resuming, int32_t width)
{
    resuming->width = width;
    for (int at = 0; at < resuming->tier_count; at++)
        fill_tier(resuming, -at, &resuming->tiers[at]);
}

static void free_tiers(struct resuming *resuming)
{
    for (int at = 0; at < resuming->tier_count; at++) {
        free(resuming->tiers[at].price);
        free(resuming->tiers[at].below);
    }
    free(resuming->below);
}

/* ---- what rows leave out --------------------------------------------------------------------- */

/* Rounded up. */
static int32_t whole_points(int32_t price)
{
    int32_t points = price / AUCTION_SCALE;
    return points + (price > points * AUCTION_SCALE);
}

/* Pairs of needs without seats are kept as if they had some, to be set down. */
static void reach_seatless(const struct resuming *resuming, const struct plain_price *price)
{
    const struct auction *auction = resuming->auction;
    for (size_t j = 0; j < auction->problem->need_count; j++) {
        if (auction->problem->seats[j] > 0 || !auction->left_out->knows_seatless)
            continue;
        int32_t width = resuming->width * (auction->levels->of_need[j] < 0 ? WIDER : 1);
        resuming->tiers[0].below[j] = warm_price(price[j].points) + level_price(auction, j) - width;
    }
}

static void note_needs(const struct resuming *resuming)
{
    const struct auction *auction = resuming->auction;
    auction->left_out->width = resuming->width / AUCTION_SCALE;
    for (size_t j = 0; j < auction->problem->need_count; j++) {
        auction->left_out->need_allows[j] =
            whole_points(resuming->tiers[0].below[j] - level_price(auction, j));
        auction->left_out->need_depth[j] = (uint8_t)-auction->levels->of_need[j];
    }
}

/* What is kept to be set down alone: all pairs of needs that are listed, and the near ones of those
 * without seats. */
static void keep_listed(struct resuming *resuming)
{
    const struct auction *auction = resuming->auction;
    struct tier *all = &resuming->tiers[0];
    size_t needs = auction->problem->need_count;
    resuming->below = cadre_calloc(needs, sizeof *resuming->below);
    for (size_t j = 0; j < needs; j++) {
        resuming->below[j] = auction->problem->seats[j] > 0 ? all->below[j] : OUT_OF_REACH;
        if (auction->left_out->is_listed[j])
            all->below[j] = -OUT_OF_REACH;
    }
}

/* Of what was kept since it was worth `least`, or is of the need `own`: what is not to be in the
 * core is dropped, and set down where it is to be listed. How many are left. */
static size_t set_down(const struct resuming *resuming, size_t person, int32_t least, int32_t own,
                       uint32_t *pairs, size_t count, struct pair_list *listed)
{
    const struct auction *auction = resuming->auction;
    int32_t base = base_of(auction, person);
    size_t kept = 0;
    for (size_t at = 0; at < count; at++) {
        uint32_t pair = pairs[at];
        int32_t need = (int32_t)packed_need(pair);
        pairs[kept] = pair;
        bool is_kept = gross_of(pair, base) - resuming->below[need] >= least || need == own;
        if (!is_kept && resuming->below[need] != resuming->tiers[0].below[need])
            pair_list_add(listed, person, pair);
        kept += is_kept;
    }
    return kept;
}

/* A pair was dropped where it was not worth `worth`, at the prices below which that is done. The
 * best one is of the lowest level, since levels are farther apart than prices to begin with. */
static void note_person(const struct resuming *resuming, size_t person, int32_t worth,
                        int32_t best_need)
{
    const struct auction *auction = resuming->auction;
    int32_t level = best_need >= 0 ? auction->levels->of_need[best_need] : 0;
    auction->left_out->allows[person] = whole_points(worth + level * LEVEL_STEP - 1);
    auction->left_out->depth[person] = (uint8_t)-level;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void seat_again(const struct resuming *resuming, size_t person)
{
    struct auction *auction = resuming->auction;
    const struct rows *rows = &auction->rows;
    int32_t need = resuming->need_of[person];
    bool has = need >= 0 && auction->problem->seats[need] > 0;
    size_t at = has ? rows_find(rows, person, need) : ROWS_NONE;
    auction->need_of[person] = at != ROWS_NONE ? need : -1;
    if (at != ROWS_NONE)
        auction->gross[person] = gross_of(rows->pairs[at], base_of(auction, person));
}

/* The pairs near the best of the tier, if it is worth `least`, and the one of `own`. */
static size_t keep_near(const struct resuming *resuming, size_t person, const struct tier *tier,
                        int32_t least, int32_t own, uint32_t *ret_pairs,
                        struct row_choice *ret_best)
{
    const struct auction *auction = resuming->auction;
    const struct row_terms kept = terms_of(auction, person, tier->below);
    const struct row_terms terms = terms_of(auction, person, tier->price);
    size_t start = auction->rows.start[person];
    size_t count = auction->rows.start[person + 1] - start;
    count = auction->scan->select(&kept, auction->rows.pairs + start, count, least, own, ret_pairs);
    if (count == 0) {
        *ret_best = (struct row_choice){-1, -1, -1};
        return 0;
    }
    *ret_best = auction->scan->choose(&terms, ret_pairs, count);
    if (ret_best->best <= least)
        return count;
    return auction->scan->select(&kept, ret_pairs, count, ret_best->best, own, ret_pairs);
}

static size_t drop_need(int32_t need, uint32_t *pairs, size_t count)
{
    size_t kept = 0;
    for (size_t at = 0; at < count; at++) {
        pairs[kept] = pairs[at];
        kept += (int32_t)packed_need(pairs[at]) != need;
    }
    return kept;
}

/* Who sits in a need of a low level must know where to go when it rises by whole class steps: the
 * best pairs of each higher level are kept too, which no pair is of twice, since levels are farther
 * apart than prices to begin with. Whoever would rather sit in the best of them than where they do
 * is eager and gets up; as does whoever would rather sit nowhere. */
static size_t keep_row(struct keeping *keeping, size_t person, uint32_t *ret_pairs)
{
    const struct resuming *resuming = keeping->resuming;
    struct auction *auction = resuming->auction;
    seat_again(resuming, person);
    int32_t need = auction->need_of[person];
    int32_t worth = need < 0 ? 0 : auction->gross[person] - auction->price[need];
    int32_t own = worth > 0 ? worth : 0;
    struct row_choice best;
    size_t count = keep_near(resuming, person, &resuming->tiers[0], own, need, ret_pairs, &best);
    int32_t least = best.best > own ? best.best : own;
    bool eager = best.best > own;
    note_person(resuming, person, least, best.need);
    if (keeping->lists)
        count = set_down(resuming, person, least, need, ret_pairs, count, &keeping->listed);
    keeping->eager += eager;
    auction->restless[person] = eager;
    if (eager || worth < 0)
        auction->need_of[person] = -1;
    while (best.need >= 0 && auction->levels->of_need[best.need] < 0) {
        const struct tier *tier = &resuming->tiers[-auction->levels->of_need[best.need]];
        size_t more = keep_near(resuming, person, tier, 0, -1, keeping->tier, &best);
        more = drop_need(need, keeping->tier, more);
        memcpy(ret_pairs + count, keeping->tier, more * sizeof *ret_pairs);
        count += more;
    }
    return count;
}

/* There is room for a tier of the row. */
static void make_room(struct keeping *keeping, const struct rows *rows, size_t person)
{
    size_t of_row = rows->start[person + 1] - rows->start[person];
    if (keeping->resuming->tier_count > 1)
        keeping->tier =
            cadre_grow(keeping->tier, &keeping->capacity, of_row, sizeof *keeping->tier);
}

static void keep_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    struct resuming *resuming = context;
    const struct rows *rows = &resuming->auction->rows;
    struct keeping keeping = {.resuming = resuming, .lists = true};
    for (size_t i = part->first; i < part->end; i++) {
        make_room(&keeping, rows, i);
        row_maker_end(maker, i, keep_row(&keeping, i, row_maker_room(maker)));
    }
    free(keeping.tier);
    resuming->eager[part->number] = keeping.eager;
    resuming->listed[part->number] = keeping.listed;
}

/* As auction_is_roomy wants it. */
static size_t keep_for(void *context, size_t person, uint32_t *ret_pairs)
{
    struct keeping *keeping = context;
    make_room(keeping, &keeping->resuming->auction->rows, person);
    return keep_row(keeping, person, ret_pairs);
}

/* As wide as the pairs are not too many. */
static void choose_width(struct resuming *resuming)
{
    struct keeping keeping = {.resuming = resuming};
    fill_tiers(resuming, WIDTH);
    while (resuming->width > WIDTH / NARROWEST &&
           auction_is_roomy(resuming->auction, resuming->auction->rows, ROOMY, keep_for, &keeping))
        fill_tiers(resuming, resuming->width - resuming->width / FIFTH);
    free(keeping.tier);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Where there are fewer seats than before, whoever comes last gets up; their number. */
static size_t fill_seats(struct auction *auction)
{
    size_t unseated = 0;
    for (size_t i = 0; i < auction->problem->person_count; i++) {
        int32_t need = auction->need_of[i];
        if (need < 0)
            continue;
        if (auction->filled[need] < auction->problem->seats[need]) {
            auction->filled[need]++;
        } else {
            auction->need_of[i] = -1;
            auction->restless[i] = true;
            unseated++;
        }
    }
    return unseated;
}

size_t auction_resume(struct auction *auction, const struct plain_price *price,
                      const struct levels *levels, const int32_t *need_of)
{
    struct resuming resuming = {.auction = auction, .need_of = need_of};
    size_t eager = 0;
    auction->levels = levels;
    auction->left_out = left_out_new(auction->problem);
    left_out_list_scarce(auction->left_out);
    auction->restless = cadre_calloc(auction->problem->person_count, sizeof *auction->restless);
    for (size_t j = 0; j < auction->problem->need_count; j++)
        auction->price[j] += auction->problem->seats[j] > 0 ? level_price(auction, j) : 0;
    new_tiers(&resuming);
    choose_width(&resuming);
    reach_seatless(&resuming, price);
    note_needs(&resuming);
    keep_listed(&resuming);
    people_parts_make(auction->problem, auction->rows, keep_part, &resuming, &auction->start,
                      &auction->pairs);
    auction->rows = (struct rows){auction->start, auction->pairs};
    free_tiers(&resuming);
    auction->left_out->listed = pair_list_join(resuming.listed, people_parts(auction->problem));
    for (size_t part = 0; part < people_parts(auction->problem); part++)
        eager += resuming.eager[part];
    return eager + fill_seats(auction);
}
