#include "core/evidence/qualify.h"

#include <stddef.h>

/* ---- what a person shows --------------------------------------------------------------------- */

static const struct shown_element *shown_element_of(const struct expansion *expansion,
                                                    int32_t element)
{
    size_t low = 0;
    size_t high = expansion->element_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (expansion->elements[middle].element == element)
            return &expansion->elements[middle];
        if (expansion->elements[middle].element < element)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static const struct shown_credential *shown_credential_of(const struct expansion *expansion,
                                                          int32_t credential)
{
    for (size_t i = 0; i < expansion->credential_count; i++) {
        if (expansion->credentials[i].credential == credential)
            return &expansion->credentials[i];
    }
    return NULL;
}

static bool speaks(const struct person *person, struct str_view language, int32_t level)
{
    for (size_t i = 0; i < person->language_count; i++) {
        if (person->languages[i].level >= level &&
            str_view_equal(person->languages[i].language, language))
            return true;
    }
    return false;
}

/* ---- alternatives and clauses ---------------------------------------------------------------- */

struct standing {
    bool holds;
    bool verified; /* holds by verified evidence */
    bool expired;  /* would hold by evidence that is over */
    bool lower;    /* is shown, at a lower level */
};

static struct standing element_standing(const struct expansion *expansion,
                                        const struct alternative *alternative)
{
    const struct shown_element *shown = shown_element_of(expansion, alternative->target);
    if (shown == NULL)
        return (struct standing){0};
    return (struct standing){
        .holds = shown->level >= alternative->level,
        .verified = shown->verified_level >= alternative->level,
        .expired = shown->expired_level >= alternative->level,
        .lower = shown->level > 0 && shown->level < alternative->level,
    };
}

static struct standing standing_of(const struct expansion *expansion,
                                   const struct alternative *alternative)
{
    const struct person *person = expansion->person;
    switch (alternative->kind) {
    case ALTERNATIVE_COMPETENCY:
    case ALTERNATIVE_WORK_ROLE:
        return element_standing(expansion, alternative);
    case ALTERNATIVE_CREDENTIAL: {
        const struct shown_credential *shown = shown_credential_of(expansion, alternative->target);
        if (shown == NULL)
            return (struct standing){0};
        return (struct standing){.holds = shown->in_force,
                                 .verified = shown->in_force && shown->verified,
                                 .expired = !shown->in_force};
    }
    case ALTERNATIVE_LANGUAGE:
        return (struct standing){.holds = speaks(person, alternative->language, alternative->level),
                                 .lower =
                                     speaks(person, alternative->language, 1) &&
                                     !speaks(person, alternative->language, alternative->level)};
    case ALTERNATIVE_EDUCATION:
        return (struct standing){.holds = person->education >= alternative->level &&
                                          person->education > 0};
    }
    return (struct standing){0};
}

bool qualify_clause(const struct snapshot *snapshot, const struct expansion *expansion,
                    const struct clause *clause, bool *ret_verified)
{
    (void)snapshot;
    int32_t holding = 0;
    int32_t verified = 0;
    for (size_t i = 0; i < clause->alternative_count; i++) {
        struct standing standing = standing_of(expansion, &clause->alternatives[i]);
        holding += standing.holds;
        verified += standing.verified;
        if (ret_verified == NULL && holding >= clause->k)
            return true;
    }
    if (ret_verified != NULL)
        *ret_verified = verified >= clause->k;
    return holding >= clause->k;
}

static bool asks_for(const struct clause *clause, enum alternative_kind kind)
{
    for (size_t i = 0; i < clause->alternative_count; i++) {
        if (clause->alternatives[i].kind == kind)
            return true;
    }
    return false;
}

/* The one reason of a clause that fails, as qualify.h says. */
static enum reason clause_reason(const struct expansion *expansion, const struct clause *clause)
{
    int32_t with_expired = 0;
    bool element_lower = false;
    for (size_t i = 0; i < clause->alternative_count; i++) {
        struct standing standing = standing_of(expansion, &clause->alternatives[i]);
        with_expired += standing.holds || standing.expired;
        element_lower |= standing.lower && clause->alternatives[i].target >= 0;
    }
    if (with_expired >= clause->k)
        return REASON_CREDENTIAL_EXPIRED;
    if (element_lower)
        return REASON_LEVEL_TOO_LOW;
    if (asks_for(clause, ALTERNATIVE_CREDENTIAL))
        return REASON_CREDENTIAL_MISSING;
    if (asks_for(clause, ALTERNATIVE_COMPETENCY) || asks_for(clause, ALTERNATIVE_WORK_ROLE))
        return REASON_COMPETENCY_MISSING;
    return asks_for(clause, ALTERNATIVE_LANGUAGE) ? REASON_LANGUAGE : REASON_EDUCATION;
}

/* ---- service conditions: each true when it holds ----------------------------------------------
 */

static struct cadre_date later(struct cadre_date left, struct cadre_date right)
{
    return cadre_date_is_set(right) && right.day > left.day ? right : left;
}

static bool not_withdrawn(const struct snapshot *snapshot, const struct expansion *expansion,
                          const struct need *need)
{
    (void)need;
    struct cadre_date until = expansion->person->consent_until;
    return !cadre_date_is_set(until) || until.day >= snapshot->as_of.day;
}

static bool law_allows(const struct snapshot *snapshot, const struct expansion *expansion,
                       const struct need *need)
{
    const struct service_rule *rule = catalogue_service_rule(
        snapshot->catalogue, need->engagement, expansion->person->service_status, snapshot->as_of);
    if (rule == NULL)
        return false;
    if (rule->min_age < 0 && rule->max_age < 0)
        return true;
    return expansion->age >= 0 && (rule->min_age < 0 || expansion->age >= rule->min_age) &&
           (rule->max_age < 0 || expansion->age <= rule->max_age);
}

static bool consents(const struct snapshot *snapshot, const struct person *person,
                     const struct need *need)
{
    return (person->consent_for >> (need->engagement - 1) & 1) != 0 &&
           cadre_date_is_set(person->consent_on) && person->consent_on.day <= snapshot->as_of.day;
}

static bool engagement_open(const struct snapshot *snapshot, const struct expansion *expansion,
                            const struct need *need)
{
    return law_allows(snapshot, expansion, need) || consents(snapshot, expansion->person, need);
}

static bool not_placed(const struct snapshot *snapshot, const struct expansion *expansion,
                       const struct need *need)
{
    const struct person *person = expansion->person;
    return !person->placed ||
           (cadre_date_is_set(person->placed_until) &&
            person->placed_until.day < later(snapshot->as_of, need->starts_on).day);
}

static bool available(const struct snapshot *snapshot, const struct expansion *expansion,
                      const struct need *need)
{
    struct cadre_date from = expansion->person->available_from;
    return !cadre_date_is_set(from) || from.day <= later(snapshot->as_of, need->starts_on).day;
}

static bool region_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                        const struct need *need)
{
    return need->region < 0 || expansion->person->relocates ||
           catalogue_region_inside(snapshot->catalogue, expansion->person->region, need->region);
}

static bool age_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                     const struct need *need)
{
    (void)snapshot;
    if (need->min_age < 0 && need->max_age < 0)
        return true;
    return expansion->age >= 0 && (need->min_age < 0 || expansion->age >= need->min_age) &&
           (need->max_age < 0 || expansion->age <= need->max_age);
}

static bool citizenship_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                             const struct need *need)
{
    (void)snapshot;
    for (size_t i = 0; i < need->citizenship_count; i++) {
        if (str_view_equal(expansion->person->citizenship, need->citizenships[i]))
            return true;
    }
    return need->citizenship_count == 0;
}

static bool status_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                        const struct need *need)
{
    (void)snapshot;
    int32_t status = expansion->person->service_status;
    return need->service_statuses == 0 ||
           (status > 0 && (need->service_statuses >> (status - 1) & 1) != 0);
}

static bool fit_enough(const struct snapshot *snapshot, const struct expansion *expansion,
                       const struct need *need)
{
    (void)snapshot;
    return expansion->person->fitness >= need->fitness;
}

static bool cleared(const struct snapshot *snapshot, const struct expansion *expansion,
                    const struct need *need)
{
    (void)snapshot;
    return expansion->person->clearance >= need->clearance;
}

static bool languages_fit(const struct snapshot *snapshot, const struct expansion *expansion,
                          const struct need *need)
{
    (void)snapshot;
    for (size_t i = 0; i < need->language_count; i++) {
        if (!speaks(expansion->person, need->languages[i].language, need->languages[i].level))
            return false;
    }
    return true;
}

static bool educated(const struct snapshot *snapshot, const struct expansion *expansion,
                     const struct need *need)
{
    (void)snapshot;
    return expansion->person->education >= need->education;
}

/* In reason order. */
static const struct condition {
    enum reason reason;
    bool (*holds)(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need);
} conditions[] = {
    {REASON_WITHDRAWN, not_withdrawn},
    {REASON_ENGAGEMENT, engagement_open},
    {REASON_PLACED, not_placed},
    {REASON_AVAILABILITY, available},
    {REASON_REGION, region_fits},
    {REASON_AGE, age_fits},
    {REASON_CITIZENSHIP, citizenship_fits},
    {REASON_SERVICE_STATUS, status_fits},
    {REASON_FITNESS, fit_enough},
    {REASON_CLEARANCE, cleared},
    {REASON_LANGUAGE, languages_fit},
    {REASON_EDUCATION, educated},
};

enum { CONDITION_COUNT = sizeof conditions / sizeof *conditions };

/* ---- the verdict ----------------------------------------------------------------------------- */

static void add_failure(struct verdict *verdict, enum reason reason, int32_t clause)
{
    uint32_t kept = verdict->failure_count < QUALIFY_FAILURES_MAX ? verdict->failure_count
                                                                  : QUALIFY_FAILURES_MAX;
    verdict->failure_count++;
    if (verdict->primary == REASON_NONE || reason < verdict->primary)
        verdict->primary = reason;
    if (kept == QUALIFY_FAILURES_MAX)
        return;
    uint32_t at = kept;
    for (; at > 0 && verdict->failures[at - 1].reason > reason; at--)
        verdict->failures[at] = verdict->failures[at - 1];
    verdict->failures[at] = (struct failure){reason, clause};
}

void qualify_pair(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need, struct verdict *ret_verdict)
{
    ret_verdict->primary = REASON_NONE;
    ret_verdict->failure_count = 0;
    for (size_t i = 0; i < CONDITION_COUNT; i++) {
        if (!conditions[i].holds(snapshot, expansion, need))
            add_failure(ret_verdict, conditions[i].reason, -1);
    }
    ret_verdict->serviceable = ret_verdict->failure_count == 0;
    ret_verdict->competent = !need->incomplete;
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (!clause->required || qualify_clause(snapshot, expansion, clause, NULL))
            continue;
        ret_verdict->competent = false;
        add_failure(ret_verdict, clause_reason(expansion, clause), (int32_t)i);
    }
    if (need->incomplete)
        add_failure(ret_verdict, REASON_OTHER, -1);
}

enum reason qualify_reason(const struct snapshot *snapshot, const struct expansion *expansion,
                           const struct need *need)
{
    enum reason first = REASON_NONE;
    for (size_t i = 0; i < CONDITION_COUNT && first == REASON_NONE; i++) {
        if (!conditions[i].holds(snapshot, expansion, need))
            first = conditions[i].reason;
    }
    if (first != REASON_NONE && first < REASON_LANGUAGE)
        return first; /* no clause's reason comes before these */
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (!clause->required || qualify_clause(snapshot, expansion, clause, NULL))
            continue;
        enum reason reason = clause_reason(expansion, clause);
        if (first == REASON_NONE || reason < first)
            first = reason;
    }
    return first == REASON_NONE && need->incomplete ? REASON_OTHER : first;
}

static bool second_failure(struct nearness *nearness, enum reason reason, int32_t clause)
{
    nearness->failure = (struct failure){reason, clause};
    return ++nearness->failure_count == 2;
}

/* Clauses first: most pairs of a nation fail there, and `competent` asks for them alone. */
void qualify_nearness(const struct snapshot *snapshot, const struct expansion *expansion,
                      const struct need *need, struct nearness *ret_nearness)
{
    *ret_nearness = (struct nearness){.competent = !need->incomplete};
    if (need->incomplete)
        second_failure(ret_nearness, REASON_OTHER, -1);
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (!clause->required || qualify_clause(snapshot, expansion, clause, NULL))
            continue;
        ret_nearness->competent = false;
        if (second_failure(ret_nearness, REASON_NONE, (int32_t)i))
            return;
    }
    for (size_t i = 0; i < CONDITION_COUNT; i++) {
        if (!conditions[i].holds(snapshot, expansion, need) &&
            second_failure(ret_nearness, conditions[i].reason, -1))
            return;
    }
    /* The reason of a clause is found only where it is wanted. */
    if (ret_nearness->failure_count == 1 && ret_nearness->failure.clause >= 0)
        ret_nearness->failure.reason =
            clause_reason(expansion, &need->clauses[ret_nearness->failure.clause]);
}
