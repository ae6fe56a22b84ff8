#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/capped/capped.h"
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
    const struct kept_limits *limits = &look->keeping->limits;
    if (keeping_is_decided(look->keeping, person) || kept_limits_shut(limits, person))
        return;
    for (size_t at = 0; at < count; at++) {
        const struct share *share = &look->shares[row[at].need];
        uint32_t bucket = row[at].fit_bp / KEPT_BUCKET_BP;
        if (!limits->closed[kept_limits_entry(limits, person, row[at].need)] &&
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

/* A pair that nobody can have, and by how much it is worth more than it costs. */
struct dearest {
    struct item item;
    int64_t above; /* 0 = there is none */
};

struct missing_look {
    struct keeping *keeping;
    const struct assignment *open; /* of what is left to solve */
    struct gathered *equal;        /* per part: pairs of no reduced cost that are not kept */
    /* Per part, and entry, then cap over people: of those that are closed. The prices there are
     * what keeps everybody out. */
    struct dearest *dearest;
    size_t slots;
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
    const struct keeping *keeping = look->keeping;
    const struct kept_limits *limits = &keeping->limits;
    int32_t need = look->open->need_of[person];
    if (need < 0)
        return kept_limits_person_cost(limits, person);
    const struct pair own = keeping_pair(keeping, person, need);
    return instance_weight(&keeping->instance, person, &own) -
           limits->entry_cost[kept_limits_entry(limits, person, (size_t)need)];
}

static void note_dearest(struct dearest *dearest, size_t person, const struct pair *pair,
                         int64_t above)
{
    if (above > dearest->above)
        *dearest = (struct dearest){{(int32_t)person, *pair}, above};
}

static void look_at_row(void *context, size_t part, size_t person, const struct pair *row,
                        size_t count)
{
    struct missing_look *look = context;
    struct keeping *keeping = look->keeping;
    const struct kept_limits *limits = &keeping->limits;
    struct dearest *dearest = &look->dearest[part * look->slots];
    struct better better = {.count = 0};
    if (instance_bound_need(&keeping->instance, person) >= 0)
        return;
    int64_t own = worth_now(look, person);
    bool shut = kept_limits_shut(limits, person);
    size_t of_cap = kept_limits_entry_count(limits) + (size_t)kept_limits_cap(limits, person);
    for (size_t at = 0; at < count; at++) {
        size_t entry = kept_limits_entry(limits, person, row[at].need);
        int64_t above =
            instance_weight(&keeping->instance, person, &row[at]) - limits->entry_cost[entry] - own;
        if (above < 0)
            continue;
        if (shut || limits->closed[entry])
            note_dearest(&dearest[shut ? of_cap : entry], person, &row[at], above);
        else if (above > 0)
            note_better(&better, &row[at], above);
        else if (!is_kept(keeping->pairs, person, row[at].need))
            keeping_gather(&look->equal[part], person, &row[at]);
    }
    for (int i = 0; i < better.count; i++)
        keeping_gather(&keeping->gathered[part], person, &better.pairs[i]);
}

/* ---- what joins ------------------------------------------------------------------------------ */

static void swap_gathered(struct keeping *keeping, struct missing_look *look)
{
    struct gathered *equal = look->equal;
    look->equal = keeping->gathered;
    keeping->gathered = equal;
}

static int by_person_need(const void *left, const void *right)
{
    const struct item *a = left;
    const struct item *b = right;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return (a->pair.need > b->pair.need) - (a->pair.need < b->pair.need);
}

/* Whether there are any of people whom a limit shuts out. */
static bool join_dearest(struct keeping *keeping, const struct missing_look *look)
{
    size_t entries = kept_limits_entry_count(&keeping->limits);
    bool any_shut = false;
    for (size_t part = 0; part < keeping->parts; part++) {
        struct gathered *gathered = &keeping->gathered[part];
        for (size_t slot = 0; slot < look->slots; slot++) {
            const struct dearest *dearest = &look->dearest[part * look->slots + slot];
            if (dearest->above == 0)
                continue;
            keeping_gather(gathered, (size_t)dearest->item.person, &dearest->item.pair);
            any_shut = any_shut || slot >= entries;
        }
        if (gathered->count > 1)
            qsort(gathered->items, gathered->count, sizeof *gathered->items, by_person_need);
    }
    keeping_join(keeping);
    return any_shut;
}

/* What is missing joins what is kept: false when nothing is. *ret_final: no price changes any more,
 * so that the next solve is the last one. What people whom a limit shuts out are kept out by rests
 * on the prices of needs that are closed, so it is looked at once more. */
static bool complete(struct keeping *keeping, const struct assignment *open, struct arena *scratch,
                     bool *ret_final)
{
    struct missing_look look = {
        .keeping = keeping,
        .open = open,
        .equal = cadre_calloc(keeping->parts, sizeof *look.equal),
        .slots = kept_limits_slot_count(&keeping->limits),
    };
    look.dearest = arena_calloc(scratch, keeping->parts * look.slots, sizeof *look.dearest);
    kept_limits_take_prices(&keeping->limits, open);
    size_t before = keeping->pairs->row_start[keeping->pairs->person_count];
    keeping_walk(keeping, scratch, &look, look_at_row);
    *ret_final = keeping_gathered_count(keeping) == 0;
    if (*ret_final)
        swap_gathered(keeping, &look);
    keeping_join(keeping);
    *ret_final = !join_dearest(keeping, &look) && *ret_final;
    for (size_t part = 0; part < keeping->parts; part++)
        free(look.equal[part].items);
    free(look.equal);
    return keeping->pairs->row_start[keeping->pairs->person_count] > before;
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

/* `found` is of fewer pairs, NULL = nothing was solved yet. What is best of the kept pairs is not
 * the best of all: no bound is told. */
static void solve_kept(const struct keeping *keeping, struct engine_options options,
                       const struct assignment *found, struct arena *arena,
                       struct assignment *ret_open)
{
    const struct instance *open = instance_open(&keeping->instance, arena);
    options.threads = keeping->parts;
    options.bounded = NULL;
    if (found == NULL) {
        engine_solve(open, &options, arena, ret_open);
        return;
    }
    if (open->caps != NULL) {
        capped_solve_more(open, found, &options, arena, ret_open);
        return;
    }
    CADRE_FREE struct plain_price *warm = plain_prices(keeping, found->price);
    options.warm_price = warm;
    options.warm_need_of = found->need_of;
    engine_solve(open, &options, arena, ret_open);
}

/* From the round's memory, into room for it. */
static void take_over(const struct keeping *keeping, const struct assignment *open,
                      struct assignment *found)
{
    for (size_t i = 0; i < keeping->snapshot->person_count; i++)
        found->need_of[i] = open->need_of[i];
    for (size_t j = 0; j < keeping->snapshot->need_count; j++) {
        found->price[j] = open->price[j];
        if (found->open_price != NULL)
            found->open_price[j] = open->open_price[j];
    }
    for (size_t a = 0; found->cap_price != NULL && a < keeping->caps->count; a++)
        found->cap_price[a] = open->cap_price[a];
}

static struct assignment room_for(const struct keeping *keeping)
{
    size_t needs = keeping->snapshot->need_count;
    const struct caps *caps = keeping->instance.caps;
    struct arena *arena = keeping->arena;
    struct assignment room = {
        .need_of = arena_calloc(arena, keeping->snapshot->person_count, sizeof *room.need_of),
        .price = arena_calloc(arena, needs, sizeof *room.price),
    };
    if (caps != NULL) {
        room.cap_price = arena_calloc(arena, caps->count, sizeof *room.cap_price);
        room.open_price = arena_calloc(arena, needs, sizeof *room.open_price);
    }
    return room;
}

void kept_solve_optimal(struct keeping *keeping, const struct engine_options *options,
                        struct assignment *ret_assignment)
{
    struct assignment found = room_for(keeping);
    bool begun = false;
    bool more = true;
    bool final = false;
    while (more) {
        CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
        struct assignment open;
        bool last = final;
        solve_kept(keeping, *options, begun ? &found : NULL, scratch, &open);
        more = !last && complete(keeping, &open, scratch, &final);
        take_over(keeping, &open, &found);
        begun = true;
    }
    *ret_assignment = found;
}
