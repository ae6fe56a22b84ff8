#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/evidence/snapshot.h"
#include "core/policy/policy.h"

/*
 * Canonical text: every part begins with its name, every record ends with the record separator,
 * every list with its length, so that no two snapshots share a text.
 */

static void add_date(struct digest_stream *out, struct cadre_date date)
{
    char text[CADRE_DATE_TEXT_SIZE];
    digest_stream_field(out, str_view_of(cadre_date_format(date, text)));
}

static void add_element(struct digest_stream *out, const struct snapshot *snapshot, int32_t element)
{
    digest_stream_field(
        out, str_view_of(element < 0 ? NULL
                                     : catalogue_element(snapshot->catalogue, element)->canonical));
}

static void add_region(struct digest_stream *out, const struct snapshot *snapshot, int32_t region)
{
    digest_stream_field(
        out, str_view_of(region < 0 ? NULL : catalogue_region(snapshot->catalogue, region)->code));
}

static void add_credential(struct digest_stream *out, const struct snapshot *snapshot,
                           int32_t credential)
{
    digest_stream_field(
        out, str_view_of(catalogue_credential(snapshot->catalogue, credential)->canonical));
}

static void add_languages(struct digest_stream *out, const struct language_level *languages,
                          size_t count)
{
    digest_stream_int64(out, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        digest_stream_field(out, languages[i].language);
        digest_stream_int64(out, languages[i].level);
    }
}

static void add_conditions(struct digest_stream *out, const struct snapshot *snapshot,
                           const struct person *person)
{
    digest_stream_field(out, person->natural_key);
    add_date(out, person->birth_date);
    digest_stream_field(out, person->citizenship);
    add_region(out, snapshot, person->region);
    digest_stream_int64(out, person->service_status);
    digest_stream_int64(out, person->fitness);
    digest_stream_int64(out, person->clearance);
    digest_stream_int64(out, person->education);
    digest_stream_field(out, person->field_of_study);
    digest_stream_field(out, person->rank_key);
    digest_stream_field(out, person->military_specialty);
    add_date(out, person->available_from);
    digest_stream_int64(out, person->relocates);
    add_date(out, person->consent_on);
    add_date(out, person->consent_until);
    digest_stream_int64(out, person->consent_for);
    add_languages(out, person->languages, person->language_count);
    digest_stream_int64(out, person->placed);
    add_date(out, person->placed_until);
}

/* Only who is asked for: by whom the rest was verified decides nothing. */
static void add_verifier(struct digest_stream *out, const struct snapshot *snapshot,
                         uint32_t verifier)
{
    digest_stream_field(out, verifier == 0 ? (struct str_view){NULL, 0}
                                           : snapshot->verifiers[verifier - 1]);
}

static void add_facts(struct digest_stream *out, const struct snapshot *snapshot,
                      const struct person *person)
{
    digest_stream_int64(out, (int64_t)person->fact_count);
    for (size_t i = 0; i < person->fact_count; i++) {
        const struct held_fact *fact = &person->facts[i];
        digest_stream_int64(out, fact->kind);
        digest_stream_field(out, fact->code);
        add_date(out, fact->from_on);
        add_date(out, fact->until_on);
        digest_stream_int64(out, fact->score);
        digest_stream_int64(out, fact->verified);
        add_verifier(out, snapshot, fact->verifier);
    }
}

static void add_services(struct digest_stream *out, const struct snapshot *snapshot,
                         const struct person *person)
{
    digest_stream_int64(out, (int64_t)person->service_count);
    for (size_t i = 0; i < person->service_count; i++) {
        const struct held_service *service = &person->services[i];
        digest_stream_field(out, service->organization < 0
                                     ? (struct str_view){NULL, 0}
                                     : snapshot->organizations[service->organization].code);
        add_element(out, snapshot, service->work_role);
        add_date(out, service->from_on);
        add_date(out, service->until_on);
    }
}

/* Behind the lists that everybody has, so that runs of before there were records keep their
 * digest. */
static void add_records(struct digest_stream *out, const struct person *person)
{
    if (person->record_count == 0)
        return;
    digest_stream_field(out, STR_VIEW_LITERAL("service records"));
    digest_stream_int64(out, (int64_t)person->record_count);
    for (size_t i = 0; i < person->record_count; i++) {
        const struct held_record *record = &person->records[i];
        digest_stream_int64(out, record->record);
        digest_stream_field(out, record->ground);
        add_date(out, record->from_on);
        add_date(out, record->until_on);
    }
}

/* Likewise. */
static void add_decisions(struct digest_stream *out, const struct snapshot *snapshot,
                          const struct person *person)
{
    if (person->decision_count == 0)
        return;
    digest_stream_field(out, STR_VIEW_LITERAL("decisions"));
    digest_stream_int64(out, (int64_t)person->decision_count);
    for (size_t i = 0; i < person->decision_count; i++) {
        const struct decision *decision = &person->decisions[i];
        digest_stream_field(out, snapshot->needs[decision->need].code);
        digest_stream_int64(out, decision->verdict);
        add_date(out, decision->decided_on);
        add_date(out, decision->until_on);
        digest_stream_field(out, decision->by);
        digest_stream_field(out, decision->reason_code);
    }
}

static void add_person(struct digest_stream *out, const struct snapshot *snapshot,
                       const struct person *person)
{
    add_conditions(out, snapshot, person);
    digest_stream_int64(out, (int64_t)person->element_count);
    for (size_t i = 0; i < person->element_count; i++) {
        add_element(out, snapshot, person->elements[i].element);
        digest_stream_int64(out, person->elements[i].level);
        digest_stream_int64(out, person->elements[i].years);
        digest_stream_int64(out, person->elements[i].verified);
        add_verifier(out, snapshot, person->elements[i].verifier);
    }
    digest_stream_int64(out, (int64_t)person->award_count);
    for (size_t i = 0; i < person->award_count; i++) {
        const struct held_award *award = &person->awards[i];
        add_credential(out, snapshot, award->credential);
        add_date(out, award->issued_on);
        add_date(out, award->expires_on);
        add_date(out, award->revoked_on);
        digest_stream_int64(out, award->verified);
        add_verifier(out, snapshot, award->verifier);
    }
    add_facts(out, snapshot, person);
    add_services(out, snapshot, person);
    add_records(out, person);
    add_decisions(out, snapshot, person);
    digest_stream_record_end(out);
}

static void add_trust(struct digest_stream *out, const struct snapshot *snapshot, int32_t trust)
{
    digest_stream_field(out,
                        trust == 0 ? (struct str_view){NULL, 0} : snapshot->trusts[trust - 1].text);
}

static void add_clause(struct digest_stream *out, const struct snapshot *snapshot,
                       const struct clause *clause)
{
    digest_stream_int64(out, clause->number);
    digest_stream_int64(out, clause->required);
    digest_stream_int64(out, clause->weight);
    digest_stream_int64(out, clause->k);
    digest_stream_int64(out, (int64_t)clause->alternative_count);
    for (size_t i = 0; i < clause->alternative_count; i++) {
        const struct alternative *alternative = &clause->alternatives[i];
        digest_stream_int64(out, alternative->kind);
        if (alternative->kind == ALTERNATIVE_CREDENTIAL)
            add_credential(out, snapshot, alternative->target);
        else if (alternative_is_of_element(alternative->kind))
            add_element(out, snapshot, alternative->target);
        digest_stream_field(out, alternative->code);
        digest_stream_int64(out, alternative->level);
        digest_stream_int64(out, alternative->months);
        add_trust(out, snapshot, alternative->trust);
        digest_stream_int64(out, alternative->no_grace);
    }
}

static void add_need_conditions(struct digest_stream *out, const struct snapshot *snapshot,
                                const struct need *need)
{
    add_region(out, snapshot, need->region);
    add_date(out, need->starts_on);
    add_date(out, need->ends_on);
    digest_stream_int64(out, need->min_age);
    digest_stream_int64(out, need->max_age);
    digest_stream_int64(out, (int64_t)need->citizenship_count);
    for (size_t i = 0; i < need->citizenship_count; i++)
        digest_stream_field(out, need->citizenships[i]);
    digest_stream_int64(out, need->service_statuses);
    digest_stream_int64(out, need->fitness);
    digest_stream_int64(out, need->clearance);
    digest_stream_int64(out, need->education);
    add_languages(out, need->languages, need->language_count);
    digest_stream_int64(out, need->incomplete);
}

static void add_need(struct digest_stream *out, const struct snapshot *snapshot,
                     const struct need *need)
{
    digest_stream_field(out, need->code);
    digest_stream_field(out, need->organization < 0
                                 ? (struct str_view){NULL, 0}
                                 : snapshot->organizations[need->organization].code);
    digest_stream_int64(out, need->engagement);
    digest_stream_int64(out, need->classification);
    add_element(out, snapshot, need->work_role);
    digest_stream_int64(out, need->level);
    digest_stream_int64(out, need->headcount);
    digest_stream_int64(out, need->staffed);
    digest_stream_int64(out, need->priority);
    add_need_conditions(out, snapshot, need);
    digest_stream_int64(out, (int64_t)need->clause_count);
    for (size_t i = 0; i < need->clause_count; i++)
        add_clause(out, snapshot, &need->clauses[i]);
    digest_stream_record_end(out);
}

/* Behind all else, and of stable matches, or people's own where they weigh in the fit: what decides
 * nothing is no input. */
static void add_wishes(struct digest_stream *out, const struct snapshot *snapshot, bool stable)
{
    size_t count = 0;
    for (size_t i = 0; i < snapshot->wish_count; i++)
        count += stable || snapshot->wishes[i].of_person;
    digest_stream_field(out, STR_VIEW_LITERAL("wishes"));
    digest_stream_int64(out, (int64_t)count);
    for (size_t i = 0; i < snapshot->wish_count; i++) {
        const struct wish *wish = &snapshot->wishes[i];
        if (!stable && !wish->of_person)
            continue;
        digest_stream_field(out, snapshot->people[wish->person].natural_key);
        digest_stream_int64(out, wish->of_person);
        digest_stream_field(out, wish->need < 0 ? (struct str_view){NULL, 0}
                                                : snapshot->needs[wish->need].code);
        add_element(out, snapshot, wish->work_role);
        digest_stream_field(out, wish->organization < 0
                                     ? (struct str_view){NULL, 0}
                                     : snapshot->organizations[wish->organization].code);
        digest_stream_int64(out, wish->rank);
        digest_stream_record_end(out);
    }
}

static void add_places(struct digest_stream *out, const struct snapshot *snapshot,
                       const struct base_assignment *places, size_t count)
{
    digest_stream_int64(out, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        digest_stream_field(out, snapshot->people[places[i].person].natural_key);
        digest_stream_field(out, snapshot->needs[places[i].need].code);
        digest_stream_record_end(out);
    }
}

/* Likewise, of residual matches. */
static void add_stays(struct digest_stream *out, const struct snapshot *snapshot)
{
    digest_stream_field(out, STR_VIEW_LITERAL("stays"));
    digest_stream_int64(out, (int64_t)snapshot->stays_gone);
    add_places(out, snapshot, snapshot->stays, snapshot->stay_count);
}

/* Likewise, of matches with limits: whose people are, and what lies below what. */
static void add_groups(struct digest_stream *out, const struct snapshot *snapshot)
{
    digest_stream_field(out, STR_VIEW_LITERAL("groups"));
    for (size_t i = 0; i < snapshot->person_count; i++) {
        const struct person *person = &snapshot->people[i];
        digest_stream_field(out, person->owner);
        digest_stream_field(out, person->employer);
        digest_stream_int64(out, person->sex);
        digest_stream_field(out, person->placed_need < 0
                                     ? (struct str_view){NULL, 0}
                                     : snapshot->needs[person->placed_need].code);
        digest_stream_record_end(out);
    }
    digest_stream_int64(out, (int64_t)snapshot->organization_count);
    for (size_t i = 0; i < snapshot->organization_count; i++) {
        const struct organization *organization = &snapshot->organizations[i];
        digest_stream_field(out, organization->code);
        digest_stream_field(out, organization->parent < 0
                                     ? (struct str_view){NULL, 0}
                                     : snapshot->organizations[organization->parent].code);
        digest_stream_int64(out, organization->sector);
        digest_stream_record_end(out);
    }
}

/* Per element: is it a competency whose code is also that of a role? NULL: none is. */
static bool *homonyms_of(const struct catalogue *catalogue)
{
    size_t count = catalogue_element_count(catalogue);
    bool *homonyms = cadre_calloc(count + 1, sizeof *homonyms);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct element *element = catalogue_element(catalogue, (int32_t)i);
        int32_t role;
        homonyms[i] =
            element->type == ELEMENT_COMPETENCY &&
            catalogue_find_element(catalogue, ELEMENT_WORK_ROLE, str_view_of(element->canonical),
                                   &role, NULL) == LOOKUP_FOUND;
        any = any || homonyms[i];
    }
    if (any)
        return homonyms;
    free(homonyms);
    return NULL;
}

/* Likewise, where there are such: that what somebody holds by that code is no role. */
static void add_homonyms(struct digest_stream *out, const struct snapshot *snapshot)
{
    CADRE_FREE bool *homonyms = homonyms_of(snapshot->catalogue);
    for (size_t i = 0; homonyms != NULL && i < snapshot->person_count; i++) {
        const struct person *person = &snapshot->people[i];
        for (size_t e = 0; e < person->element_count; e++) {
            if (!homonyms[person->elements[e].element])
                continue;
            digest_stream_field(out, STR_VIEW_LITERAL("a competency, no role"));
            digest_stream_field(out, person->natural_key);
            add_element(out, snapshot, person->elements[e].element);
            digest_stream_record_end(out);
        }
    }
}

static void add_inputs(struct digest_stream *out, const struct snapshot *snapshot,
                       const char *policy, const char *solver_version)
{
    digest_stream_field(out, STR_VIEW_LITERAL("cadre inputs 2"));
    add_date(out, snapshot->as_of);
    digest_stream_field(out, str_view_of(policy));
    digest_stream_field(out, str_view_of(solver_version));
    digest_stream_int64(out, (int64_t)snapshot->person_count);
    for (size_t i = 0; i < snapshot->person_count; i++)
        add_person(out, snapshot, &snapshot->people[i]);
    digest_stream_int64(out, (int64_t)snapshot->need_count);
    for (size_t i = 0; i < snapshot->need_count; i++)
        add_need(out, snapshot, &snapshot->needs[i]);
    bool stable = policy_is_stable(str_view_of(policy));
    if (stable || policy_wishes_bp(str_view_of(policy)) > 0)
        add_wishes(out, snapshot, stable);
    if (policy_has_limits(str_view_of(policy)))
        add_groups(out, snapshot);
    if (policy_residual_run(str_view_of(policy)) > 0)
        add_stays(out, snapshot);
    add_homonyms(out, snapshot);
}

void snapshot_digest(const struct snapshot *snapshot, const char *policy,
                     const char *solver_version, struct digest *ret_digest,
                     struct digest *ret_without_base)
{
    struct digest_stream *out = digest_stream_new();
    add_inputs(out, snapshot, policy, solver_version);
    struct digest_stream *with_base = digest_stream_fork(out);
    add_places(with_base, snapshot, snapshot->base, snapshot->base_count);
    if (ret_digest != NULL)
        *ret_digest = digest_stream_finish(with_base);
    if (ret_without_base != NULL)
        *ret_without_base = digest_stream_finish(out);
    digest_stream_free(with_base);
    digest_stream_free(out);
}
