#include "core/evidence/trusted.h"

static bool counts(const struct trust *trust, bool verified, uint32_t verifier)
{
    for (size_t i = 0; i < trust->verifier_count; i++) {
        if (verified && verifier == trust->verifiers[i])
            return true;
    }
    return verified && trust->verifier_count == 0;
}

static void keep_elements(struct person *seen, const struct person *person,
                          const struct trust *trust, struct arena *arena)
{
    struct held_element *kept = arena_calloc(arena, person->element_count, sizeof *kept);
    seen->elements = kept;
    seen->element_count = 0;
    for (size_t i = 0; i < person->element_count; i++) {
        if (counts(trust, person->elements[i].verified, person->elements[i].verifier))
            kept[seen->element_count++] = person->elements[i];
    }
}

static void keep_awards(struct person *seen, const struct person *person, const struct trust *trust,
                        struct arena *arena)
{
    struct held_award *kept = arena_calloc(arena, person->award_count, sizeof *kept);
    seen->awards = kept;
    seen->award_count = 0;
    for (size_t i = 0; i < person->award_count; i++) {
        if (counts(trust, person->awards[i].verified, person->awards[i].verifier))
            kept[seen->award_count++] = person->awards[i];
    }
}

static void keep_facts(struct person *seen, const struct person *person, const struct trust *trust,
                       struct arena *arena)
{
    struct held_fact *kept = arena_calloc(arena, person->fact_count, sizeof *kept);
    seen->facts = kept;
    seen->fact_count = 0;
    for (size_t i = 0; i < person->fact_count; i++) {
        const struct held_fact *fact = &person->facts[i];
        if (!alternative_can_be_verified(fact->kind) ||
            counts(trust, fact->verified, fact->verifier))
            kept[seen->fact_count++] = *fact;
    }
}

const struct person *trusted_person(const struct person *person, const struct trust *trust,
                                    struct arena *arena)
{
    struct person *seen = arena_calloc(arena, 1, sizeof *seen);
    *seen = *person;
    keep_elements(seen, person, trust, arena);
    keep_awards(seen, person, trust, arena);
    keep_facts(seen, person, trust, arena);
    return seen;
}
