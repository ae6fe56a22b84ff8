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

/* One comes in; for whoever is out for it another one does, at once. */
static void propose(struct stable_capped *solve, struct offer offer)
{
    while (offer.person >= 0) {
        size_t person = (size_t)offer.person;
        solve->need_of[person] = (int32_t)solve->instance->items[offer.at].need;
        solve->seated++;
        struct ranked_pair out = needs_side_offer(solve->needs, person, offer.at);
        if (out.person < 0)
            return;
        solve->need_of[out.person] = -1;
        offer = people_side_next(solve->people, (size_t)out.person);
    }
}

static void propose_all(struct stable_capped *solve)
{
    size_t count;
    const struct offer *first = people_side_first(solve->people, &count);
    for (size_t i = 0; i < count; i++)
        propose(solve, first[i]);
}

static struct stable_capped begin(const struct instance *instance, struct needs_side *needs,
                                  struct people_side *people, struct arena *arena)
{
    struct stable_capped solve = {
        .needs = needs,
        .people = people,
        .instance = instance,
        .need_of = arena_calloc(arena, instance->person_count, sizeof *solve.need_of),
    };
    for (size_t i = 0; i < instance->person_count; i++)
        solve.need_of[i] = -1;
    return solve;
}

const int32_t *stable_capped_first(const struct instance *instance, struct arena *arena)
{
    assert(instance->caps != NULL && instance->locked_need == NULL);
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct needs_side *needs = needs_side_new(instance, scratch);
    CADRE_CLEANUP(people_side_cleanup)
    struct people_side *people = people_side_new(instance, needs);
    struct stable_capped solve = begin(instance, needs, people, arena);
    size_t count;
    const struct offer *first = people_side_first(people, &count);
    for (size_t i = 0; i < count; i++) {
        size_t person = (size_t)first[i].person;
        solve.need_of[person] = (int32_t)instance->items[first[i].at].need;
        struct ranked_pair out = needs_side_offer(needs, person, first[i].at);
        if (out.person >= 0)
            solve.need_of[out.person] = -1;
    }
    return solve.need_of;
}

void stable_capped_solve(const struct instance *instance, struct arena *arena,
                         struct assignment *ret_assignment, struct stable_effort *ret_effort)
{
    assert(instance->caps != NULL && instance->locked_need == NULL);
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct needs_side *needs = needs_side_new(instance, scratch);
    CADRE_CLEANUP(people_side_cleanup)
    struct people_side *people = people_side_new(instance, needs);
    struct stable_capped solve = begin(instance, needs, people, arena);
    int64_t *price = arena_calloc(arena, instance->need_count, sizeof *price);
    propose_all(&solve);
    for (size_t j = 0; j < instance->need_count; j++)
        price[j] = needs_side_cutoff(needs, j);
    *ret_assignment = (struct assignment){.need_of = solve.need_of,
                                          .price = price,
                                          .objective = instance_objective(instance, solve.need_of)};
    if (ret_effort != NULL)
        *ret_effort = (struct stable_effort){people_side_looked(people), solve.seated};
}
