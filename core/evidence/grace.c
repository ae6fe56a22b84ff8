#include "core/evidence/grace.h"

#include "core/evidence/award_term.h"

/* Days on which an alternative holds: never, for ever, or until the last day of a grace. */
enum { NEVER = INT32_MIN, FOR_EVER = INT32_MAX };

static bool is_at_or_above(const struct catalogue *catalogue, int32_t element, int32_t below)
{
    int32_t at = below;
    while (at >= 0 && at != element)
        at = catalogue_element_parent(catalogue, at);
    return at >= 0;
}

static bool grants(const struct catalogue *catalogue, int32_t credential,
                   const struct alternative *alternative)
{
    if (alternative->kind == ALTERNATIVE_CREDENTIAL)
        return credential == alternative->target;
    size_t count;
    const struct grant *granted = catalogue_grants(catalogue, credential, &count);
    for (size_t i = 0; i < count; i++) {
        if (granted[i].level >= alternative->level &&
            is_at_or_above(catalogue, alternative->target, granted[i].element))
            return true;
    }
    return false;
}

/* The alternative holds, though not without grace. */
static int32_t grace_of_awards(const struct snapshot *snapshot, const struct person *person,
                               const struct alternative *alternative)
{
    int32_t last = NEVER;
    for (size_t i = 0; i < person->award_count; i++) {
        const struct held_award *award = &person->awards[i];
        struct award_term term = award_term_of(snapshot->catalogue, award);
        if (award_state_on(snapshot->as_of, award, &term) == AWARD_IN_GRACE &&
            term.grace_until.day > last &&
            grants(snapshot->catalogue, award->credential, alternative))
            last = term.grace_until.day;
    }
    return last;
}

static int32_t last_day(const struct snapshot *snapshot, const struct expansion *expansion,
                        const struct alternative *alternative)
{
    struct alternative firm = *alternative;
    firm.no_grace = true;
    if (qualify_alternative(snapshot, expansion, &firm))
        return FOR_EVER;
    if (!qualify_alternative(snapshot, expansion, alternative))
        return NEVER;
    return grace_of_awards(snapshot, qualify_seen(expansion, alternative->trust)->person,
                           alternative);
}

/* The last day on which k alternatives hold: of the k that last longest the one that ends first. */
static int32_t last_day_of_clause(const struct snapshot *snapshot,
                                  const struct expansion *expansion, const struct clause *clause)
{
    int32_t best = NEVER;
    for (size_t i = 0; i < clause->alternative_count; i++) {
        int32_t day = last_day(snapshot, expansion, &clause->alternatives[i]);
        int32_t lasting = 0;
        for (size_t j = 0; j < clause->alternative_count; j++)
            lasting += last_day(snapshot, expansion, &clause->alternatives[j]) >= day;
        if (lasting >= clause->k && day > best)
            best = day;
    }
    return best;
}

struct cadre_date grace_of_need(const struct snapshot *snapshot, const struct expansion *expansion,
                                const struct need *need)
{
    int32_t last = FOR_EVER;
    for (size_t i = 0; i < need->clause_count; i++) {
        if (!need->clauses[i].required)
            continue;
        int32_t day = last_day_of_clause(snapshot, expansion, &need->clauses[i]);
        last = day < last ? day : last;
    }
    return last == FOR_EVER ? cadre_date_none : (struct cadre_date){last};
}
