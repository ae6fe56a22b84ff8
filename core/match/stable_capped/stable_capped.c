#include "core/match/stable_capped/stable_capped.h"

#include <assert.h>

#include "core/base/alloc.h"
#include "core/match/stable_capped/people_side.h"

struct stable_capped {
    struct needs_side *needs;
    struct people_side *people;
    const struct instance *instance;
    int32_t *need_of;
    uint64_t seated;
};

/* Who is out for it; person -1 = nobody. */
static struct ranked_pair let_in(struct stable_capped *solve, struct offer offer)
{
    size_t person = (size_t)offer.person;
    solve->need_of[person] = (int32_t)solve->instance->items[offer.at].need;
    solve->seated++;
    struct ranked_pair out = needs_side_offer(solve->needs, person, offer.at);
    if (out.person >= 0)
        solve->need_of[out.person] = -1;
    return out;
}

/* For whoever is out another one comes in, at once. */
static void propose(struct stable_capped *solve, struct offer offer)
{
    while (offer.person >= 0) {
        struct ranked_pair out = let_in(solve, offer);
        if (out.person < 0)
            return;
        offer = people_side_next(solve->people, (size_t)out.person);
    }
}

/* need_of is from `arena`, and people are to be released. */
static struct stable_capped begin(const struct instance *instance, struct arena *scratch,
                                  struct arena *arena)
{
    assert(instance->caps != NULL && instance->locked_need == NULL);
    struct needs_side *needs = needs_side_new(instance, scratch);
    struct stable_capped solve = {
        .needs = needs,
        .people = people_side_new(instance, needs),
        .instance = instance,
        .need_of = arena_calloc(arena, instance->person_count, sizeof *solve.need_of),
    };
    for (size_t i = 0; i < instance->person_count; i++)
        solve.need_of[i] = -1;
    return solve;
}

static void end(struct stable_capped *solve)
{
    people_side_free(solve->people);
}

const int32_t *stable_capped_first(const struct instance *instance, struct arena *arena)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    CADRE_CLEANUP(end) struct stable_capped solve = begin(instance, scratch, arena);
    size_t count;
    const struct offer *first = people_side_first(solve.people, &count);
    for (size_t i = 0; i < count; i++)
        let_in(&solve, first[i]);
    return solve.need_of;
}

void stable_capped_solve(const struct instance *instance, struct arena *arena,
                         struct assignment *ret_assignment, struct stable_effort *ret_effort)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    CADRE_CLEANUP(end) struct stable_capped solve = begin(instance, scratch, arena);
    int64_t *price = arena_calloc(arena, instance->need_count, sizeof *price);
    size_t count;
    const struct offer *first = people_side_first(solve.people, &count);
    for (size_t i = 0; i < count; i++)
        propose(&solve, first[i]);
    for (size_t j = 0; j < instance->need_count; j++)
        price[j] = needs_side_cutoff(solve.needs, j);
    *ret_assignment = (struct assignment){.need_of = solve.need_of,
                                          .price = price,
                                          .objective = instance_objective(instance, solve.need_of)};
    if (ret_effort != NULL)
        *ret_effort = (struct stable_effort){people_side_looked(solve.people), solve.seated};
}
