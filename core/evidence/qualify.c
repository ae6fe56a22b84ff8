#include "core/evidence/qualify.h"

#include <stddef.h>

#include "core/evidence/conditions.h"
#include "core/evidence/grace.h"

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
    int32_t level = alternative->no_grace ? shown->firm_level : shown->level;
    int32_t verified = alternative->no_grace ? shown->firm_verified_level : shown->verified_level;
    return (struct standing){
        .holds = level >= alternative->level,
        .verified = verified >= alternative->level,
        .expired = shown->expired_level >= alternative->level,
        .lower = level > 0 && level < alternative->level,
    };
}

static struct standing credential_standing(const struct expansion *expansion,
                                           const struct alternative *alternative)
{
    const struct shown_credential *shown = shown_credential_of(expansion, alternative->target);
    if (shown == NULL)
        return (struct standing){0};
    bool counts = alternative->no_grace ? shown->firm : shown->in_force;
    return (struct standing){
        .holds = counts,
        .verified = alternative->no_grace ? shown->firm_verified : shown->verified,
        .expired = !counts,
    };
}

static struct standing language_standing(const struct person *person,
                                         const struct alternative *alternative)
{
    bool holds = condition_speaks(person, alternative->code, alternative->level);
    return (struct standing){.holds = holds,
                             .lower = !holds && condition_speaks(person, alternative->code, 1)};
}

/* Codes of ISCED-F are a tree by their digits: 06 is above 061 and 0612. */
static bool studied(const struct person *person, struct str_view field)
{
    struct str_view held = person->field_of_study;
    return field.length > 0 && held.length >= field.length &&
           str_view_equal((struct str_view){held.data, field.length}, field);
}

static bool in_force_on(struct cadre_date day, struct cadre_date from, struct cadre_date until)
{
    return from.day <= day.day && (!cadre_date_is_set(until) || until.day >= day.day);
}

/* Not older than the months asked: to the same day of the month, which is the last. */
static bool is_recent(struct cadre_date day, struct cadre_date from, int32_t months)
{
    return months == 0 || cadre_date_add_months(from, months).day >= day.day;
}

static struct standing fact_standing(const struct snapshot *snapshot, const struct person *person,
                                     const struct alternative *alternative)
{
    struct standing standing = {0};
    for (size_t i = 0; i < person->fact_count; i++) {
        const struct held_fact *fact = &person->facts[i];
        if (fact->kind != alternative->kind || !str_view_equal(fact->code, alternative->code) ||
            fact->score < alternative->level ||
            !in_force_on(snapshot->as_of, fact->from_on, fact->until_on) ||
            !is_recent(snapshot->as_of, fact->from_on, alternative->months))
            continue;
        standing.holds = true;
        standing.verified |= fact->verified;
    }
    return standing;
}

/* A seat is the registry's own record: who sat in it is known. */
static struct standing service_standing(const struct snapshot *snapshot,
                                        const struct person *person, int32_t organization)
{
    bool served = false;
    for (size_t i = 0; organization >= 0 && i < person->service_count && !served; i++) {
        int32_t where = person->services[i].organization;
        served = where >= 0 && snapshot_organization_inside(snapshot, where, organization);
    }
    return (struct standing){.holds = served, .verified = served};
}

/* Days in seats of the role until `day`, each counted once; *ret_first is the first of them. */
static int32_t days_in_role(const struct person *person, int32_t role, struct cadre_date day,
                            struct cadre_date *ret_first)
{
    int32_t days = 0;
    int32_t counted = INT32_MIN; /* the last day */
    for (size_t i = 0; i < person->service_count; i++) {
        const struct held_service *service = &person->services[i];
        bool ended = cadre_date_is_set(service->until_on) && service->until_on.day < day.day;
        int32_t last = ended ? service->until_on.day : day.day;
        int32_t first = service->from_on.day > counted ? service->from_on.day : counted + 1;
        if (service->work_role != role || first > last)
            continue;
        if (days == 0)
            ret_first->day = first;
        days += last - first + 1;
        counted = last;
    }
    return days;
}

/* As many months as these days would make without a break, from the first of them on. What a
 * person states counts as well: years of the competencies row for the role. */
static struct standing experience_standing(const struct snapshot *snapshot,
                                           const struct expansion *expansion,
                                           const struct alternative *alternative)
{
    enum { MONTHS_OF_YEAR = 12 };
    struct cadre_date first = cadre_date_none;
    const struct shown_element *shown = shown_element_of(expansion, alternative->target);
    bool stated = shown != NULL && shown->years * MONTHS_OF_YEAR >= alternative->months;
    int32_t days = days_in_role(expansion->person, alternative->target, snapshot->as_of, &first);
    bool served = days > 0 && cadre_date_add_months(first, alternative->months).day <=
                                  cadre_date_add_days(first, days).day;
    return (struct standing){.holds = stated || served, .verified = served};
}

static bool is_stated(struct str_view held, struct str_view asked)
{
    return held.length > 0 && str_view_equal(held, asked);
}

static struct standing standing_of(const struct snapshot *snapshot, const struct expansion *shown,
                                   const struct alternative *alternative)
{
    const struct expansion *expansion = qualify_seen(shown, alternative->trust);
    const struct person *person = expansion->person;
    switch (alternative->kind) {
    case ALTERNATIVE_COMPETENCY:
    case ALTERNATIVE_WORK_ROLE:
        return element_standing(expansion, alternative);
    case ALTERNATIVE_CREDENTIAL:
        return credential_standing(expansion, alternative);
    case ALTERNATIVE_LANGUAGE:
        return language_standing(person, alternative);
    case ALTERNATIVE_EDUCATION:
        return (struct standing){.holds = person->education >= alternative->level &&
                                          person->education > 0};
    case ALTERNATIVE_FIELD_OF_STUDY:
        return (struct standing){.holds = studied(person, alternative->code)};
    case ALTERNATIVE_TRAINING:
    case ALTERNATIVE_ASSESSMENT:
    case ALTERNATIVE_DISTINCTION:
    case ALTERNATIVE_INSTITUTION:
        return fact_standing(snapshot, person, alternative);
    case ALTERNATIVE_EXPERIENCE:
        return experience_standing(snapshot, expansion, alternative);
    case ALTERNATIVE_RANK:
        return (struct standing){.holds = is_stated(person->rank_key, alternative->key)};
    case ALTERNATIVE_MILITARY_SPECIALTY:
        return (struct standing){.holds = is_stated(person->military_specialty, alternative->code)};
    case ALTERNATIVE_PLACEMENT:
        return service_standing(snapshot, person, alternative->target);
    case ALTERNATIVE_KIND_COUNT:
        break;
    }
    return (struct standing){0};
}

bool qualify_alternative(const struct snapshot *snapshot, const struct expansion *expansion,
                         const struct alternative *alternative)
{
    return standing_of(snapshot, expansion, alternative).holds;
}

bool qualify_clause(const struct snapshot *snapshot, const struct expansion *expansion,
                    const struct clause *clause, bool *ret_verified)
{
    int32_t holding = 0;
    int32_t verified = 0;
    for (size_t i = 0; i < clause->alternative_count; i++) {
        struct standing standing = standing_of(snapshot, expansion, &clause->alternatives[i]);
        holding += standing.holds;
        verified += standing.verified;
        if (ret_verified == NULL && holding >= clause->k)
            return true;
    }
    if (ret_verified != NULL)
        *ret_verified = verified >= clause->k;
    return holding >= clause->k;
}

static bool is_of_level(enum alternative_kind kind)
{
    return kind == ALTERNATIVE_COMPETENCY || kind == ALTERNATIVE_WORK_ROLE;
}

/* What a failing clause lacks, by what it asks for: the first of these that occurs. */
static const struct {
    enum alternative_kind kind;
    enum reason reason;
} lacking[] = {
    {ALTERNATIVE_CREDENTIAL, REASON_CREDENTIAL_MISSING},
    {ALTERNATIVE_COMPETENCY, REASON_COMPETENCY_MISSING},
    {ALTERNATIVE_WORK_ROLE, REASON_COMPETENCY_MISSING},
    {ALTERNATIVE_LANGUAGE, REASON_LANGUAGE},
    {ALTERNATIVE_EDUCATION, REASON_EDUCATION},
    {ALTERNATIVE_FIELD_OF_STUDY, REASON_EDUCATION},
    {ALTERNATIVE_INSTITUTION, REASON_EDUCATION},
    {ALTERNATIVE_TRAINING, REASON_TRAINING},
    {ALTERNATIVE_ASSESSMENT, REASON_ASSESSMENT},
    {ALTERNATIVE_DISTINCTION, REASON_DISTINCTION},
    {ALTERNATIVE_EXPERIENCE, REASON_EXPERIENCE},
    {ALTERNATIVE_RANK, REASON_RANK},
    {ALTERNATIVE_MILITARY_SPECIALTY, REASON_MILITARY_SPECIALTY},
    {ALTERNATIVE_PLACEMENT, REASON_PLACEMENT},
};

_Static_assert(sizeof lacking / sizeof *lacking == ALTERNATIVE_KIND_COUNT, "each kind has one");

static bool asks_for(const struct clause *clause, enum alternative_kind kind)
{
    for (size_t i = 0; i < clause->alternative_count; i++) {
        if (clause->alternatives[i].kind == kind)
            return true;
    }
    return false;
}

static enum reason lacking_reason(const struct clause *clause)
{
    size_t first = 0;
    while (first + 1 < ALTERNATIVE_KIND_COUNT && !asks_for(clause, lacking[first].kind))
        first++;
    return lacking[first].reason;
}

/* The one reason of a clause that fails, as qualify.h says. */
static enum reason clause_reason(const struct snapshot *snapshot, const struct expansion *expansion,
                                 const struct clause *clause)
{
    int32_t declared = 0;
    int32_t with_expired = 0;
    bool element_lower = false;
    for (size_t i = 0; i < clause->alternative_count; i++) {
        struct alternative alternative = alternative_of_any_trust(&clause->alternatives[i]);
        struct standing standing = standing_of(snapshot, expansion, &alternative);
        declared += standing.holds;
        with_expired += standing.holds || standing.expired;
        element_lower |= standing.lower && alternative_is_of_element(clause->alternatives[i].kind);
    }
    if (declared >= clause->k)
        return REASON_UNVERIFIED;
    if (with_expired >= clause->k)
        return REASON_CREDENTIAL_EXPIRED;
    if (element_lower)
        return REASON_LEVEL_TOO_LOW;
    return lacking_reason(clause);
}

enum reason qualify_clause_reason(const struct snapshot *snapshot,
                                  const struct expansion *expansion, const struct clause *clause,
                                  bool *ret_verified)
{
    return qualify_clause(snapshot, expansion, clause, ret_verified)
               ? REASON_NONE
               : clause_reason(snapshot, expansion, clause);
}

/* Awards alone end, and what they grant; no level is below the first; and what counts is less than
 * all evidence only where it must be verified. */
uint32_t qualify_clause_reasons(const struct clause *clause)
{
    uint32_t reasons = 1U << lacking_reason(clause);
    for (size_t i = 0; i < clause->alternative_count; i++) {
        const struct alternative *alternative = &clause->alternatives[i];
        bool of_level = is_of_level(alternative->kind);
        if (of_level || alternative->kind == ALTERNATIVE_CREDENTIAL)
            reasons |= 1U << REASON_CREDENTIAL_EXPIRED;
        if (of_level && alternative->level > 1)
            reasons |= 1U << REASON_LEVEL_TOO_LOW;
        if (alternative->trust != 0)
            reasons |= 1U << REASON_UNVERIFIED;
    }
    return reasons;
}

unsigned qualify_rests_on(enum alternative_kind kind)
{
    static const uint8_t rests_on[ALTERNATIVE_KIND_COUNT] = {
        [ALTERNATIVE_COMPETENCY] = RESTS_ON_ELEMENT,
        [ALTERNATIVE_CREDENTIAL] = RESTS_ON_CREDENTIAL,
        [ALTERNATIVE_WORK_ROLE] = RESTS_ON_ELEMENT,
        [ALTERNATIVE_TRAINING] = RESTS_ON_FACTS,
        [ALTERNATIVE_PLACEMENT] = RESTS_ON_SERVICES,
        [ALTERNATIVE_ASSESSMENT] = RESTS_ON_FACTS,
        [ALTERNATIVE_EXPERIENCE] = RESTS_ON_ELEMENT | RESTS_ON_SERVICES,
        [ALTERNATIVE_DISTINCTION] = RESTS_ON_FACTS,
        [ALTERNATIVE_INSTITUTION] = RESTS_ON_FACTS,
    };
    return rests_on[kind];
}

bool qualify_by_levels(const struct clause *clause)
{
    const struct alternative *alternative = clause->alternatives;
    return clause->alternative_count == 1 && clause->k > 0 && is_of_level(alternative->kind) &&
           alternative->target >= 0 && alternative->trust == 0;
}

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

static enum reason decided_against(const struct snapshot *snapshot,
                                   const struct expansion *expansion, const struct need *need)
{
    const struct person *person = expansion->person;
    if (person->decision_count == 0)
        return REASON_NONE;
    const struct decision *decision = snapshot_decision(person, (int32_t)(need - snapshot->needs));
    return decision == NULL ? REASON_NONE : decision_reason(decision->verdict);
}

void qualify_pair(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need, struct verdict *ret_verdict)
{
    ret_verdict->primary = REASON_NONE;
    ret_verdict->failure_count = 0;
    for (size_t i = 0; i < CONDITION_COUNT; i++) {
        if (!condition_holds(&conditions[i], snapshot, expansion, need))
            add_failure(ret_verdict, conditions[i].reason, -1);
    }
    ret_verdict->serviceable = ret_verdict->failure_count == 0;
    ret_verdict->competent = !need->incomplete;
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (!clause->required || qualify_clause(snapshot, expansion, clause, NULL))
            continue;
        ret_verdict->competent = false;
        add_failure(ret_verdict, clause_reason(snapshot, expansion, clause), (int32_t)i);
    }
    enum reason decided = decided_against(snapshot, expansion, need);
    if (decided != REASON_NONE)
        add_failure(ret_verdict, decided, -1);
    if (need->incomplete)
        add_failure(ret_verdict, REASON_OTHER, -1);
    ret_verdict->grace_until = ret_verdict->primary == REASON_NONE
                                   ? grace_of_need(snapshot, expansion, need)
                                   : cadre_date_none;
    ret_verdict->by_grace = cadre_date_is_set(ret_verdict->grace_until);
}

enum reason qualify_reason(const struct snapshot *snapshot, const struct expansion *expansion,
                           const struct need *need)
{
    enum reason first = REASON_NONE;
    for (size_t i = 0; i < CONDITION_COUNT && first == REASON_NONE; i++) {
        if (!condition_holds(&conditions[i], snapshot, expansion, need))
            first = conditions[i].reason;
    }
    if (first != REASON_NONE && first < REASON_LANGUAGE)
        return first; /* no clause's reason comes before these */
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (!clause->required || qualify_clause(snapshot, expansion, clause, NULL))
            continue;
        enum reason reason = clause_reason(snapshot, expansion, clause);
        if (first == REASON_NONE || reason < first)
            first = reason;
    }
    if (first == REASON_NONE)
        first = decided_against(snapshot, expansion, need);
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
        if (!condition_holds(&conditions[i], snapshot, expansion, need) &&
            second_failure(ret_nearness, conditions[i].reason, -1))
            return;
    }
    /* The reason of a clause is found only where it is wanted. */
    if (ret_nearness->failure_count == 1 && ret_nearness->failure.clause >= 0)
        ret_nearness->failure.reason =
            clause_reason(snapshot, expansion, &need->clauses[ret_nearness->failure.clause]);
}
