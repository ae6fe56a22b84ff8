#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/explain/lifting.h"
#include "core/match/kept/keeping.h"
#include "core/match/kept/kept_pairs.h"

struct near_look {
    struct keeping *keeping;
    const int32_t *need_of;
    const int64_t *price;
    const int64_t *slack; /* lifting_slack */
};

static int64_t surplus_of(const struct near_look *look, size_t person, const struct pair *pair)
{
    return instance_weight(&look->keeping->instance, person, pair) - look->price[pair->need];
}

static void gather_near(void *context, size_t part, size_t person, const struct pair *row,
                        size_t count)
{
    struct near_look *look = context;
    struct keeping *keeping = look->keeping;
    int32_t need = look->need_of[person];
    int64_t slack = look->slack[need >= 0 ? (size_t)need : keeping->snapshot->need_count];
    int64_t own = 0;
    if (slack == 0 || instance_bound_need(&keeping->instance, person) >= 0)
        return;
    if (need >= 0) {
        const struct pair seat = keeping_pair(keeping, person, need);
        own = surplus_of(look, person, &seat);
    }
    for (size_t at = 0; at < count; at++) {
        if (own - surplus_of(look, person, &row[at]) < slack &&
            pairs_fit(keeping->pairs, person, row[at].need) < 0)
            keeping_gather(&keeping->gathered[part], person, &row[at]);
    }
}

/* False when no pair that is missing could shorten any of the exchanges. */
static bool find_gains(struct keeping *keeping, const int32_t *need_of, const int64_t *price,
                       const struct override *overrides, size_t count, struct objective *ret_gains)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct lifting *lifting = lifting_new(&keeping->instance, need_of, price, scratch);
    for (size_t i = 0; i < count; i++)
        ret_gains[i] = lifting_gain(lifting, &overrides[i]);
    struct near_look look = {keeping, need_of, price, lifting_slack(lifting)};
    keeping_walk(keeping, scratch, &look, gather_near);
    bool more = keeping_gathered_count(keeping) > 0;
    if (more)
        keeping_join(keeping);
    return more;
}

/* The module's own, to which others can join. */
static void copy_pairs(const struct pairs *from, struct arena *arena, struct pairs *to)
{
    size_t people = from->person_count;
    size_t count = from->row_start[people];
    *to = *from;
    to->row_start = arena_alloc(arena, (people + 1) * sizeof *to->row_start);
    memcpy(to->row_start, from->row_start, (people + 1) * sizeof *to->row_start);
    to->items = cadre_malloc((count + 1) * sizeof *to->items);
    if (count > 0)
        memcpy(to->items, from->items, count * sizeof *to->items);
}

void kept_pairs_gains(const struct snapshot *snapshot, const struct pairs *kept,
                      const struct instance *instance, const int32_t *need_of, const int64_t *price,
                      const struct override *overrides, size_t count, struct objective *ret_gains)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct pairs pairs;
    struct keeping keeping = {
        .snapshot = snapshot,
        .arena = scratch,
        .pairs = &pairs,
        .instance = *instance,
    };
    copy_pairs(kept, scratch, &pairs);
    keeping_open(&keeping);
    while (find_gains(&keeping, need_of, price, overrides, count, ret_gains))
        ;
    keeping_close(&keeping);
    free(pairs.items);
}
