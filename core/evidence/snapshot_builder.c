#include <stdlib.h>

#include "core/evidence/snapshot_rows.h"

struct snapshot_builder *snapshot_builder_new(struct arena *arena,
                                              const struct catalogue *catalogue,
                                              struct cadre_date as_of, struct str_view known_at)
{
    struct snapshot_builder *builder = cadre_calloc(1, sizeof *builder);
    builder->arena = arena;
    builder->catalogue = catalogue;
    builder->as_of = as_of;
    builder->known_at = arena_copy(arena, known_at);
    builder->keys = str_map_new();
    builder->verifiers = str_map_new();
    builder->texts = str_map_new();
    builder->folds = str_map_new();
    builder->language_lists = str_map_new();
    return builder;
}

void snapshot_builder_free(struct snapshot_builder *builder)
{
    if (builder == NULL)
        return;
    str_map_free(builder->keys);
    str_map_free(builder->verifiers);
    str_map_free(builder->texts);
    str_map_free(builder->folds);
    str_map_free(builder->language_lists);
    free(builder->text_views.items);
    free(builder->fold_views.items);
    free(builder->language_views.items);
    free(builder->trusts.items);
    free(builder->people.items);
    free(builder->person_keys.items);
    free(builder->elements.items);
    free(builder->awards.items);
    free(builder->facts.items);
    free(builder->studies.items);
    free(builder->employments.items);
    free(builder->institutions.items);
    free(builder->services.items);
    free(builder->records.items);
    free(builder->decisions.items);
    free(builder->organizations.items);
    free(builder->needs.items);
    free(builder->clauses.items);
    free(builder->trainings.items);
    free(builder->placements.items);
    free(builder->base.items);
    free(builder->stays.items);
    free(builder->wishes.items);
    free(builder);
}

void snapshot_set_policy(struct snapshot_builder *builder, const struct match_policy *policy)
{
    builder->policy = *policy;
}

void snapshot_set_call_up(struct snapshot_builder *builder, const struct call_up *call_up)
{
    builder->call_up = call_up;
}

uint32_t snapshot_key_number(struct snapshot_builder *builder, struct str_view natural_key)
{
    uint32_t number = str_map_count(builder->keys);
    if (!str_map_insert(builder->keys, natural_key, number))
        str_map_find(builder->keys, natural_key, &number);
    return number;
}

uint32_t snapshot_person_number(struct snapshot_builder *builder, struct str_view natural_key)
{
    return snapshot_key_number(builder, natural_key) + 1;
}

uint32_t snapshot_row_key(struct snapshot_builder *builder, uint32_t person,
                          struct str_view natural_key)
{
    return person > 0 ? person - 1 : snapshot_key_number(builder, natural_key);
}

enum cadre_status snapshot_add_person(struct snapshot_builder *builder,
                                      const struct person_row *row, struct cadre_error *err)
{
    struct arena *arena = builder->arena;
    struct person person = {
        .natural_key = arena_copy(arena, row->natural_key),
        .person_id = arena_copy(arena, row->person_id),
        .given_name = arena_copy(arena, row->given_name),
        .family_name = arena_copy(arena, row->family_name),
        .owner = snapshot_text(builder, row->owner),
        .citizenship = snapshot_text(builder, row->citizenship),
        .field_of_study = snapshot_text(builder, row->field_of_study),
        .military_specialty = snapshot_specialty(builder, row->military_specialty),
        .rank_key = snapshot_folded(builder, row->rank),
        .birth_date = row->birth_date,
        .available_from = row->available_from,
        .relocates = row->relocates,
        .consent_on = row->consent_on,
        .consent_until = row->consent_until,
        .placed_need = -1,
        .placed_until = cadre_date_none,
    };
    enum cadre_status status = snapshot_region(builder, row->region, &person.region, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "service_status", row->service_status,
                                    &person.service_status, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "fitness", row->fitness, &person.fitness, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "clearance", row->clearance, &person.clearance, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "isced", row->education, &person.education, err);
    if (status == CADRE_OK)
        status =
            snapshot_code_bits(builder, "engagement", row->consent_for, &person.consent_for, err);
    if (status == CADRE_OK)
        status = snapshot_languages(builder, row->languages, &person.languages,
                                    &person.language_count, err);
    if (status != CADRE_OK)
        return status;
    person.clearance = person.clearance > 0 ? person.clearance : 1; /* empty means none */
    *APPEND(builder->people) = person;
    *APPEND(builder->person_keys) = snapshot_key_number(builder, row->natural_key);
    return CADRE_OK;
}

/* A held code says its type by the framework's elements: a role first, else a competency. */
enum cadre_status snapshot_add_element(struct snapshot_builder *builder,
                                       const struct element_row *row, struct cadre_error *err)
{
    struct held_element held = {
        .years = row->years,
        .verified = row->verified,
        .verifier = snapshot_verifier(builder, row->verified_by),
    };
    bool role = str_view_equal(row->type, STR_VIEW_LITERAL("work_role"));
    if (!role && !str_view_equal(row->type, STR_VIEW_LITERAL("competency")))
        return snapshot_fail_unknown("evidence_type", row->type, err);
    enum cadre_status status = snapshot_element(
        builder, role ? ELEMENT_WORK_ROLE : ELEMENT_COMPETENCY, row->element, &held.element, err);
    if (status == CADRE_OK)
        status = snapshot_level(builder, held.element, row->level, &held.level, err);
    if (status == CADRE_OK)
        *APPEND(builder->elements) = (struct waiting_element){
            snapshot_row_key(builder, row->person, row->natural_key), held};
    return status;
}

enum cadre_status snapshot_add_award(struct snapshot_builder *builder, const struct award_row *row,
                                     struct cadre_error *err)
{
    struct held_award award = {
        .issued_on = row->issued_on,
        .expires_on = row->expires_on,
        .revoked_on = row->revoked_on,
        .verified = row->verified,
        .verifier = snapshot_verifier(builder, row->verified_by),
        .number = arena_copy(builder->arena, row->number),
    };
    struct str_view none = {NULL, 0};
    if (catalogue_find_credential(builder->catalogue, none, row->credential, &award.credential,
                                  NULL) != LOOKUP_FOUND)
        return snapshot_fail_unknown("credential", row->credential, err);
    *APPEND(builder->awards) =
        (struct waiting_award){snapshot_row_key(builder, row->person, row->natural_key), award};
    return CADRE_OK;
}

void snapshot_add_fact(struct snapshot_builder *builder, const struct fact_row *row)
{
    const struct held_fact fact = {
        .kind = row->kind,
        .code = snapshot_text(builder, row->code),
        .from_on = row->from_on,
        .until_on = row->until_on,
        .score = row->score,
        .verified = row->verified,
        .verifier = snapshot_verifier(builder, row->verified_by),
    };
    *APPEND(builder->facts) =
        (struct waiting_fact){snapshot_row_key(builder, row->person, row->natural_key), fact};
}

enum cadre_status snapshot_add_employment(struct snapshot_builder *builder,
                                          struct str_view natural_key, struct str_view employer,
                                          struct str_view sex, struct cadre_error *err)
{
    struct waiting_employment row = {.key = snapshot_key_number(builder, natural_key),
                                     .employer = arena_copy(builder->arena, employer)};
    enum cadre_status status = snapshot_code_rank(builder, "sex", sex, &row.sex, err);
    if (status == CADRE_OK)
        *APPEND(builder->employments) = row;
    return status;
}

void snapshot_add_service(struct snapshot_builder *builder, const struct service_row *row)
{
    if (row->from_on.day > builder->as_of.day)
        return;
    int32_t role = -1;
    if (row->work_role.length == 0 ||
        catalogue_find_element(builder->catalogue, ELEMENT_WORK_ROLE, row->work_role, &role,
                               NULL) != LOOKUP_FOUND)
        role = -1; /* a role of the past may be in no catalogue any more */
    if (role >= 0) /* a need that was over before its version was left was not carried */
        role = catalogue_carried(builder->catalogue, role, builder->as_of);
    *APPEND(builder->services) = (struct waiting_service){
        .key = snapshot_key_number(builder, row->natural_key),
        .organization = snapshot_text(builder, row->organization),
        .service = {.organization = -1,
                    .work_role = role,
                    .from_on = row->from_on,
                    .until_on = row->until_on},
    };
}

enum cadre_status snapshot_add_placement(struct snapshot_builder *builder,
                                         struct str_view natural_key, struct str_view need,
                                         struct cadre_date until_on, struct cadre_error *err)
{
    (void)err;
    *APPEND(builder->placements) = (struct waiting_placement){
        snapshot_key_number(builder, natural_key), arena_copy(builder->arena, need), until_on};
    return CADRE_OK;
}

void snapshot_add_base(struct snapshot_builder *builder, struct str_view natural_key,
                       struct str_view need)
{
    *APPEND(builder->base) = (struct waiting_base){snapshot_key_number(builder, natural_key),
                                                   arena_copy(builder->arena, need)};
}

void snapshot_add_stay(struct snapshot_builder *builder, struct str_view natural_key,
                       struct str_view need)
{
    *APPEND(builder->stays) = (struct waiting_base){snapshot_key_number(builder, natural_key),
                                                    arena_copy(builder->arena, need)};
}
