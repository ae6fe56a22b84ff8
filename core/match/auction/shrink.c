#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/auction/auction_state.h"
#include "core/match/core_pairs.h"
#include "core/match/people_parts.h"

/* Below it, less what the row's best is worth, a pair of the need is dropped. */
static int32_t *keep_below(const struct auction *auction, int32_t width)
{
    int32_t *below = cadre_calloc(auction->problem->need_count, sizeof *below);
    for (size_t j = 0; j < auction->problem->need_count; j++)
        below[j] = auction->price[j] -
                   (auction->levels != NULL && is_wanting(auction, j) ? WANTING * width : width);
    return below;
}

enum {
    LACKING = 20,   /* of the rows sampled: as many as are worth a look at all pairs */
    TOO_ROOMY = 16, /* more pairs a row than these take longer than what they spare */
    TENTH = 10      /* where most are free, their rows are narrower by so much */
};

struct shrinking {
    const struct auction *auction;
    struct rows rows; /* that are kept in part: those in play, or all */
    int32_t *below;
    int32_t narrower; /* for whoever is free */
};

/* Of the seat that the person has, 0 without one. */
static int32_t own_worth(const struct auction *auction, size_t person)
{
    int32_t need = auction->need_of[person];
    return need < 0 ? 0 : auction->gross[person] - auction->price[need];
}

/* The pairs of a row that are within `width` of its best, or a good deal more in wanting needs.
 * Whoever sits knows what is worth enough but for how much better the best may be: what is left to
 * compare with it are few. Nothing is worth more than nothing to whoever is free: where
 * they are most people, a few of the nearest to each need would do. */
static size_t keep_row(const struct shrinking *shrinking, size_t person, uint32_t *ret_pairs)
{
    const struct auction *auction = shrinking->auction;
    const uint32_t *pairs = shrinking->rows.pairs + shrinking->rows.start[person];
    size_t count = shrinking->rows.start[person + 1] - shrinking->rows.start[person];
    int32_t need = auction->need_of[person];
    struct row_terms kept = terms_of(auction, person, shrinking->below);
    if (need < 0)
        return auction->scan->select(&kept, pairs, count, shrinking->narrower, need, ret_pairs);
    int32_t own = own_worth(auction, person);
    own = own > 0 ? own : 0;
    count = auction->scan->select(&kept, pairs, count, own, need, ret_pairs);
    struct row_terms terms = terms_of(auction, person, auction->price);
    int32_t best = auction->scan->choose(&terms, ret_pairs, count).best;
    return best > own ? auction->scan->select(&kept, ret_pairs, count, best, need, ret_pairs)
                      : count;
}

/* As auction_is_roomy wants it. */
static size_t keep_for(void *shrinking, size_t person, uint32_t *ret_pairs)
{
    return keep_row(shrinking, person, ret_pairs);
}

bool auction_is_roomy(const struct auction *auction, struct rows rows, size_t most,
                      size_t (*keep)(void *context, size_t person, uint32_t *ret_pairs),
                      void *context)
{
    size_t people = auction->problem->person_count;
    size_t apart = people / SAMPLED_ROWS + LEAST_APART;
    size_t kept = 0;
    size_t sampled = 0;
    uint32_t *scratch = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < people; i += apart, sampled++) {
        scratch =
            cadre_grow(scratch, &capacity, rows.start[i + 1] - rows.start[i], sizeof *scratch);
        kept += keep(context, i, scratch);
    }
    free(scratch);
    return kept > most * sampled;
}

static bool is_roomy(struct shrinking *shrinking, size_t most)
{
    return auction_is_roomy(shrinking->auction, shrinking->rows, most, keep_for, shrinking);
}

/* More than half of all people are free. */
static bool most_are_free(const struct auction *auction)
{
    size_t filled = 0;
    for (size_t j = 0; j < auction->problem->need_count; j++)
        filled += (size_t)auction->filled[j];
    return filled < auction->problem->person_count / 2;
}

static struct shrinking shrinking_by(const struct auction *auction, struct rows rows, int32_t width)
{
    return (struct shrinking){auction, rows, keep_below(auction, width),
                              most_are_free(auction) ? width / TENTH : 0};
}

/* Where fits are of few kinds, a wide core would be a good part of all pairs. */
static struct shrinking shrinking_at_most(const struct auction *auction, int32_t width)
{
    struct shrinking shrinking = shrinking_by(auction, auction->rows, width);
    for (int32_t least = width / NARROWEST; width > least && is_roomy(&shrinking, ROOMY);) {
        free(shrinking.below);
        width -= width / FIFTH;
        shrinking = shrinking_by(auction, auction->rows, width);
    }
    return shrinking;
}

/* Whether many would rather sit where the pairs in play do not let them, since prices fell after
 * those were kept; told by some of the people. */
static bool lacks_pairs(const struct auction *auction)
{
    const struct rows *all = &auction->problem->rows;
    size_t people = auction->problem->person_count;
    size_t apart = people / SAMPLED_ROWS + 1;
    size_t lacking = 0;
    if (auction->rows.pairs == all->pairs)
        return false;
    for (size_t i = 0; i < people; i += apart) {
        const struct row_terms terms = terms_of(auction, i, auction->price);
        const uint32_t *row = all->pairs + all->start[i];
        int32_t best = auction->scan->choose(&terms, row, all->start[i + 1] - all->start[i]).best;
        lacking += best > own_worth(auction, i) + auction->epsilon + 1;
    }
    return lacking >= LACKING;
}

static void keep_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    const struct shrinking *shrinking = context;
    for (size_t i = part->first; i < part->end; i++)
        row_maker_end(maker, i, keep_row(shrinking, i, row_maker_room(maker)));
}

void auction_shrink(struct auction *auction, int32_t width)
{
    struct shrinking shrinking = shrinking_at_most(auction, width);
    size_t *start;
    uint32_t *pairs;
    people_parts_make(auction->problem, auction->rows, keep_part, &shrinking, &start, &pairs);
    free(shrinking.below);
    auction_free_rows(auction);
    auction->start = start;
    auction->pairs = pairs;
    auction->rows = (struct rows){start, pairs};
}

bool auction_take_back(struct auction *auction, int32_t width)
{
    if (!lacks_pairs(auction))
        return false;
    struct shrinking half = shrinking_by(auction, auction->problem->rows, width / NARROWEST);
    bool roomy = is_roomy(&half, TOO_ROOMY);
    free(half.below);
    if (roomy)
        return false;
    auction_free_rows(auction);
    auction->rows = auction->problem->rows;
    return true;
}
