#include "cmd/demo/decisions.h"

#include <string.h>

#include "cmd/demo/person_private.h"

/* What a commission sees before it decides: not all that the need asks for. */
static bool looks_fit(const struct demo_person *person, const struct demo_need *need)
{
    bool near = need->region[0] == '\0' || strcmp(need->region, person->region) == 0;
    return near && strstr(person->consent_for, need->post->engagement) != NULL;
}

static struct demo_decision decision_make(const struct demo_person *person,
                                          const struct demo_need *need, struct random *random)
{
    enum { LOCKED_PER_MILLE = 600 };
    static const char *const commissions[] = {"Commission 1", "Commission 2", "Commission 4"};
    struct cadre_date effective = demo_date(DEMO_EFFECTIVE);
    bool locked = random_chance(random, LOCKED_PER_MILLE);
    return (struct demo_decision){
        .person = person->index,
        .source = person->source,
        .need = need,
        .verdict = locked ? "lock" : "forbid",
        .reason_code = locked ? "COMMISSION" : "KIN",
        .by = commissions[random_below(random, 3)],
        .decided_on = cadre_date_add_days(effective, -random_between(random, 1, 20)),
        .until_on = cadre_date_add_months(effective, random_between(random, 3, 12)),
    };
}

struct demo_decision *demo_decisions_make(uint64_t seed, size_t person_count,
                                          const struct demo_need *needs,
                                          const struct catalogue *catalogue, struct arena *arena,
                                          size_t *ret_count)
{
    enum { DECISIONS_MAX = 12, CHOSEN_PER_MILLE = 60 };
    struct demo_decision *decisions = arena_calloc(arena, DECISIONS_MAX, sizeof *decisions);
    struct arena *scratch = arena_new();
    size_t count = 0;
    for (size_t i = 0; i < person_count && count < DECISIONS_MAX; i++) {
        struct random random = random_stream(seed, RANDOM_DECISIONS, i);
        struct demo_person person;
        if (!random_chance(&random, CHOSEN_PER_MILLE))
            continue;
        arena_reset(scratch);
        demo_person_make(seed, i, catalogue, scratch, &person);
        const struct demo_need *need = demo_need_of_role(needs, person.track->role, &random);
        if (need != NULL && looks_fit(&person, need))
            decisions[count++] = decision_make(&person, need, &random);
    }
    arena_free(scratch);
    *ret_count = count;
    return decisions;
}
