#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "core/match/kept/keeping.h"

enum {
    SEATS_TIMES = 64,  /* pairs of a need that are kept at first, for each seat */
    NEED_LEAST = 2000, /* and at least */
    BETTER_MOST = 4    /* of a row that join at once */
};

/* ---- the best of each need ------------------------------------------------------------------- */

/* Of a need: all pairs of a higher bucket, and so many of those in it. */
struct share {
    uint32_t bucket, of_bucket, in_bucket;
};

struct best_look {
    struct keeping *keeping;
    struct share *shares; /* per need */
};

static uint64_t wanted_of(const struct keeping *keeping, size_t need)
{
    uint64_t wanted = (uint64_t)keeping->open_seats[need] * SEATS_TIMES;
    if (keeping->open_seats[need] == 0)
        return 0;
    return wanted > NEED_LEAST ? wanted : NEED_LEAST;
}

static struct share share_of(const uint32_t *counts, uint64_t wanted)
{
    uint64_t above = 0;
    for (uint32_t bucket = KEPT_BUCKETS; bucket-- > 0;) {
        if (above + counts[bucket] >= wanted)
            return (struct share){bucket, (uint32_t)(wanted - above), counts[bucket]};
        above += counts[bucket];
    }
    return (struct share){0, counts[0], counts[0]};
}

static struct share *find_shares(const struct keeping *keeping, const counts_by_fit *counts,
                                 struct arena *scratch)
{
    size_t needs = keeping->snapshot->need_count;
    struct share *shares = arena_calloc(scratch, needs, sizeof *shares);
    uint64_t total = 0;
    for (size_t j = 0; j < needs; j++)
        total += wanted_of(keeping, j);
    for (size_t j = 0; j < needs; j++) {
        uint64_t wanted = wanted_of(keeping, j);
        if (total > keeping->most)
            wanted = (uint64_t)((double)wanted * (double)keeping->most / (double)total);
        shares[j] = share_of(counts[j], wanted);
    }
    return shares;
}

/* Which of those alike are kept is as good as drawn, and nothing rests on it. */
static bool is_drawn(size_t person, const struct pair *pair, const struct share *share)
{
    uint32_t mixed = (uint32_t)person * 2654435761U ^ pair->need * 2246822519U;
    mixed ^= mixed >> 15;
    return share->of_bucket == share->in_bucket ||
           mixed % (share->in_bucket + 1) < share->of_bucket;
}

static void keep_best_of_row(void *context, size_t part, size_t person, const struct pair *row,
                             size_t count)
{
    struct best_look *look = context;
    if (keeping_is_decided(look->keeping, person))
        return;
    for (size_t at = 0; at < count; at++) {
        const struct share *share = &look->shares[row[at].need];
        uint32_t bucket = row[at].fit_bp / KEPT_BUCKET_BP;
        if (look->keeping->open_seats[row[at].need] > 0 &&
            (bucket > share->bucket ||
             (bucket == share->bucket && is_drawn(person, &row[at], share))))
            keeping_gather(&look->keeping->gathered[part], person, &row[at]);
    }
}

void kept_best(struct keeping *keeping, const counts_by_fit *counts, struct arena *scratch)
{
    struct best_look look = {keeping, find_shares(keeping, counts, scratch)};
    keeping_walk(keeping, scratch, &look, keep_best_of_row);
    keeping_join(keeping);
}

/* ---- what is missing ------------------------------------------------------------------------- */

struct missing_look {
    struct keeping *keeping;
    const struct assignment *open; /* of what is left to solve */
    struct gathered *equal;        /* per part: pairs of no reduced cost that are not kept */
    int64_t *dearest; /* per part and need without seats: what it is worth to somebody */
};

static bool is_kept(const struct pairs *pairs, size_t person, uint32_t need)
{
    return pairs_fit(pairs, person, need) >= 0;
}

/* The pairs of a row that are worth most above what the person has, in the order of needs. */
struct better {
    struct pair pairs[BETTER_MOST];
    int64_t gains[BETTER_MOST];
    int count;
};

static void note_better(struct better *better, const struct pair *pair, int64_t gain)
{
    int at = better->count;
    if (at == BETTER_MOST) {
        at = 0;
        for (int i = 1; i < BETTER_MOST; i++)
            at = better->gains[i] < better->gains[at] ? i : at;
        if (better->gains[at] >= gain)
            return;
        for (; at + 1 < BETTER_MOST; at++) {
            better->pairs[at] = better->pairs[at + 1];
            better->gains[at] = better->gains[at + 1];
        }
        better->count--;
    }
    better->pairs[at] = *pair;
    better->gains[at] = gain;
    better->count++;
}

static int64_t worth_now(const struct missing_look *look, size_t person)
{
    const struct instance *instance = &look->keeping->instance;
    int32_t need = look->open->need_of[person];
    if (need < 0)
        return 0;
    const struct pair own = {.need = (uint32_t)need,
                             .fit_bp =
                                 (uint32_t)pairs_fit(look->keeping->pairs, person, (size_t)need)};
    return instance_weight(instance, person, &own) - look->open->price[need];
}

static void look_at_row(void *context, size_t part, size_t person, const struct pair *row,
                        size_t count)
{
    struct missing_look *look = context;
    struct keeping *keeping = look->keeping;
    int64_t *dearest = &look->dearest[part * keeping->snapshot->need_count];
    struct better better = {.count = 0};
    if (instance_bound_need(&keeping->instance, person) >= 0)
        return;
    int64_t own = worth_now(look, person);
    for (size_t at = 0; at < count; at++) {
        uint32_t need = row[at].need;
        int64_t worth = instance_weight(&keeping->instance, person, &row[at]) - own;
        if (keeping->open_seats[need] == 0)
            dearest[need] = worth > dearest[need] ? worth : dearest[need];
        else if (worth > look->open->price[need])
            note_better(&better, &row[at], worth - look->open->price[need]);
        else if (worth == look->open->price[need] && !is_kept(keeping->pairs, person, need))
            keeping_gather(&look->equal[part], person, &row[at]);
    }
    for (int i = 0; i < better.count; i++)
        keeping_gather(&keeping->gathered[part], person, &better.pairs[i]);
}

/* Needs without seats tempt nobody, but their price says what they would be worth. */
static void price_needs_without_seats(const struct missing_look *look, int64_t *price)
{
    const struct keeping *keeping = look->keeping;
    size_t needs = keeping->snapshot->need_count;
    for (size_t j = 0; j < needs; j++) {
        if (keeping->open_seats[j] > 0)
            continue;
        price[j] = instance_floor(&keeping->instance, j);
        for (size_t part = 0; part < keeping->parts; part++) {
            int64_t worth = look->dearest[part * needs + j];
            price[j] = worth > price[j] ? worth : price[j];
        }
    }
}

/* ---- optimal mode ---------------------------------------------------------------------------- */

static struct plain_price *plain_prices(const struct keeping *keeping, const int64_t *price)
{
    size_t needs = keeping->snapshot->need_count;
    struct plain_price *plain = cadre_calloc(needs, sizeof *plain);
    for (size_t j = 0; j < needs; j++)
        plain[j] = instance_plain_price(price[j], needs, keeping->instance.total_seats);
    return plain;
}

/* What is best of the kept pairs is not the best of all: no bound is told. */
static void solve_kept(const struct keeping *keeping, struct engine_options options,
                       struct arena *arena, struct assignment *ret_open)
{
    options.threads = keeping->parts;
    options.bounded = NULL;
    engine_solve(instance_open(&keeping->instance, arena), &options, arena, ret_open);
}

/* What is missing joins what is kept: false when nothing is. *ret_equal: only pairs of no reduced
 * cost did, so that the next solve is the last one. */
static bool complete(struct keeping *keeping, struct assignment *open, struct arena *scratch,
                     bool *ret_equal)
{
    size_t needs = keeping->snapshot->need_count;
    struct missing_look look = {
        .keeping = keeping,
        .open = open,
        .equal = cadre_calloc(keeping->parts, sizeof *look.equal),
        .dearest = arena_calloc(scratch, keeping->parts * needs, sizeof *look.dearest),
    };
    for (size_t at = 0; at < keeping->parts * needs; at++)
        look.dearest[at] = INT64_MIN;
    keeping_walk(keeping, scratch, &look, look_at_row);
    *ret_equal = keeping_gathered_count(keeping) == 0;
    if (*ret_equal) {
        struct gathered *better = keeping->gathered;
        price_needs_without_seats(&look, open->price);
        keeping->gathered = look.equal;
        look.equal = better;
    }
    bool more = keeping_gathered_count(keeping) > 0;
    if (more)
        keeping_join(keeping);
    for (size_t part = 0; part < keeping->parts; part++)
        free(look.equal[part].items);
    free(look.equal);
    return more;
}

void kept_solve_optimal(struct keeping *keeping, const struct engine_options *options,
                        struct assignment *ret_assignment)
{
    size_t needs = keeping->snapshot->need_count;
    int64_t *price = arena_calloc(keeping->arena, needs, sizeof *price);
    struct plain_price *warm = NULL;
    size_t people = keeping->snapshot->person_count;
    int32_t *need_of = arena_calloc(keeping->arena, people, sizeof *need_of);
    bool more = true;
    bool equal = false;
    while (more) {
        CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
        struct assignment open;
        struct engine_options begun = *options;
        bool last = equal;
        if (warm != NULL) {
            begun.warm_price = warm;
            begun.warm_need_of = need_of;
        }
        solve_kept(keeping, begun, scratch, &open);
        more = !last && complete(keeping, &open, scratch, &equal);
        for (size_t j = 0; j < needs; j++)
            price[j] = last && keeping->open_seats[j] == 0 ? price[j] : open.price[j];
        free(warm);
        warm = plain_prices(keeping, price);
        if (people > 0)
            memcpy(need_of, open.need_of, people * sizeof *need_of);
    }
    free(warm);
    ret_assignment->price = price;
    ret_assignment->need_of = need_of;
}
