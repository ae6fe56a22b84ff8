#include "core/evidence/snapshot_rows.h"
#include "core/kind/score.h"

enum cadre_status snapshot_add_organization(struct snapshot_builder *builder, struct str_view code,
                                            struct str_view name, struct str_view kind,
                                            struct str_view parent, struct str_view sector,
                                            struct str_view region, struct cadre_error *err)
{
    struct waiting_organization waiting = {
        .organization = {.code = arena_copy(builder->arena, code),
                         .name = arena_copy(builder->arena, name),
                         .parent = -1},
        .parent = arena_copy(builder->arena, parent),
    };
    enum cadre_status status =
        snapshot_code_rank(builder, "organization_kind", kind, &waiting.organization.kind, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "sector", sector, &waiting.organization.sector, err);
    if (status == CADRE_OK)
        status = snapshot_region(builder, region, &waiting.organization.region, err);
    if (status == CADRE_OK)
        *APPEND(builder->organizations) = waiting;
    return status;
}

static enum cadre_status need_role(struct snapshot_builder *builder, const struct need_row *row,
                                   struct need *need, struct cadre_error *err)
{
    need->work_role = -1;
    if (row->work_role.length == 0)
        return CADRE_OK;
    enum cadre_status status =
        snapshot_element(builder, ELEMENT_WORK_ROLE, row->work_role, &need->work_role, err);
    return status == CADRE_OK
               ? snapshot_level(builder, need->work_role, row->level, &need->level, err)
               : status;
}

static enum cadre_status need_minima(struct snapshot_builder *builder, const struct need_row *row,
                                     struct need *need, struct cadre_error *err)
{
    enum cadre_status status =
        snapshot_code_rank(builder, "engagement", row->engagement, &need->engagement, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "classification", row->classification,
                                    &need->classification, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "fitness", row->fitness, &need->fitness, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "clearance", row->clearance, &need->clearance, err);
    if (status == CADRE_OK)
        status = snapshot_code_rank(builder, "isced", row->education, &need->education, err);
    if (status == CADRE_OK)
        status = snapshot_code_bits(builder, "service_status", row->service_statuses,
                                    &need->service_statuses, err);
    return status;
}

enum cadre_status snapshot_add_need(struct snapshot_builder *builder, const struct need_row *row,
                                    struct cadre_error *err)
{
    struct need need = {
        .code = arena_copy(builder->arena, row->code),
        .title = arena_copy(builder->arena, row->title),
        .organization = -1,
        .headcount = row->headcount,
        .priority = row->priority,
        .starts_on = row->starts_on,
        .ends_on = row->ends_on,
        .min_age = row->min_age,
        .max_age = row->max_age,
        .incomplete = row->incomplete,
    };
    enum cadre_status status = need_role(builder, row, &need, err);
    if (status == CADRE_OK)
        status = need_minima(builder, row, &need, err);
    if (status == CADRE_OK)
        status = snapshot_region(builder, row->region, &need.region, err);
    if (status == CADRE_OK)
        status =
            snapshot_languages(builder, row->languages, &need.languages, &need.language_count, err);
    if (status != CADRE_OK)
        return status;
    need.citizenships = snapshot_list(builder, row->citizenships, &need.citizenship_count);
    struct waiting_need waiting = {.need = need,
                                   .organization = arena_copy(builder->arena, row->organization)};
    status = snapshot_note_trust(builder, row->trust, &waiting.trust, err);
    if (status == CADRE_OK)
        *APPEND(builder->needs) = waiting;
    return status;
}

static const struct {
    const char *name;
    enum alternative_kind kind;
} alternative_kinds[] = {
    {"competency", ALTERNATIVE_COMPETENCY},
    {"credential", ALTERNATIVE_CREDENTIAL},
    {"work_role", ALTERNATIVE_WORK_ROLE},
    {"language", ALTERNATIVE_LANGUAGE},
    {"education", ALTERNATIVE_EDUCATION},
    {"field_of_study", ALTERNATIVE_FIELD_OF_STUDY},
    {"training", ALTERNATIVE_TRAINING},
    {"rank", ALTERNATIVE_RANK},
    {"military_specialty", ALTERNATIVE_MILITARY_SPECIALTY},
    {"placement", ALTERNATIVE_PLACEMENT},
    {"assessment", ALTERNATIVE_ASSESSMENT},
    {"experience", ALTERNATIVE_EXPERIENCE},
    {"distinction", ALTERNATIVE_DISTINCTION},
    {"institution", ALTERNATIVE_INSTITUTION},
};

static bool alternative_kind_of(struct str_view name, enum alternative_kind *ret_kind)
{
    for (size_t i = 0; i < sizeof alternative_kinds / sizeof *alternative_kinds; i++) {
        if (str_view_equal(name, str_view_of(alternative_kinds[i].name))) {
            *ret_kind = alternative_kinds[i].kind;
            return true;
        }
    }
    return false;
}

static enum cadre_status element_alternative(struct snapshot_builder *builder,
                                             const struct alternative_row *row,
                                             struct alternative *alternative,
                                             struct cadre_error *err)
{
    enum element_type type =
        alternative->kind == ALTERNATIVE_WORK_ROLE ? ELEMENT_WORK_ROLE : ELEMENT_COMPETENCY;
    enum cadre_status status =
        snapshot_element(builder, type, row->code, &alternative->target, err);
    return status == CADRE_OK
               ? snapshot_level(builder, alternative->target, row->level, &alternative->level, err)
               : status;
}

static enum cadre_status language_alternative(struct snapshot_builder *builder,
                                              const struct alternative_row *row,
                                              struct alternative *alternative,
                                              struct cadre_error *err)
{
    int32_t cefr = catalogue_find_scale(builder->catalogue, "cefr");
    alternative->code = arena_copy(builder->arena, row->code);
    alternative->level =
        row->level.length > 0 ? catalogue_level_rank(builder->catalogue, cefr, row->level) : 1;
    return alternative->level > 0 ? CADRE_OK : snapshot_fail_unknown("level", row->level, err);
}

static enum cadre_status assessment_alternative(struct snapshot_builder *builder,
                                                const struct alternative_row *row,
                                                struct alternative *alternative,
                                                struct cadre_error *err)
{
    alternative->code = arena_copy(builder->arena, row->code);
    alternative->months = row->months;
    if (row->level.length == 0 || score_parse(row->level, &alternative->level))
        return CADRE_OK;
    return snapshot_fail_unknown("score", row->level, err);
}

enum cadre_status snapshot_alternative(struct snapshot_builder *builder,
                                       const struct alternative_row *row,
                                       struct alternative *alternative, struct cadre_error *err)
{
    struct str_view none = {NULL, 0};
    alternative->target = -1;
    if (!alternative_kind_of(row->kind, &alternative->kind))
        return snapshot_fail_unknown("requirement kind", row->kind, err);
    switch (alternative->kind) {
    case ALTERNATIVE_COMPETENCY:
    case ALTERNATIVE_WORK_ROLE:
        return element_alternative(builder, row, alternative, err);
    case ALTERNATIVE_CREDENTIAL:
        if (catalogue_find_credential(builder->catalogue, none, row->code, &alternative->target,
                                      NULL) != LOOKUP_FOUND)
            return snapshot_fail_unknown("credential", row->code, err);
        return CADRE_OK;
    case ALTERNATIVE_LANGUAGE:
        return language_alternative(builder, row, alternative, err);
    case ALTERNATIVE_EDUCATION:
        return snapshot_code_rank(builder, "isced", row->code, &alternative->level, err);
    case ALTERNATIVE_EXPERIENCE:
        alternative->months = row->months > 0 ? row->months : 1;
        return snapshot_element(builder, ELEMENT_WORK_ROLE, row->code, &alternative->target, err);
    case ALTERNATIVE_ASSESSMENT:
        return assessment_alternative(builder, row, alternative, err);
    case ALTERNATIVE_RANK:
        alternative->key = snapshot_folded(builder, row->code);
        alternative->code = arena_copy(builder->arena, row->code);
        return CADRE_OK;
    case ALTERNATIVE_MILITARY_SPECIALTY:
        alternative->code = snapshot_specialty(builder, row->code);
        return CADRE_OK;
    default:
        alternative->code = arena_copy(builder->arena, row->code);
        return CADRE_OK;
    }
}

enum cadre_status snapshot_add_alternative(struct snapshot_builder *builder,
                                           const struct alternative_row *row,
                                           struct cadre_error *err)
{
    if (catalogue_code_rank(builder->catalogue, "importance", row->importance) <= 0)
        return snapshot_fail_unknown("importance", row->importance, err);
    struct waiting_clause waiting = {
        .need = arena_copy(builder->arena, row->need),
        .clause = row->clause,
        .weight = row->weight,
        .k = row->k,
        .required = str_view_equal(row->importance, STR_VIEW_LITERAL("required")),
        .code = arena_copy(builder->arena, row->code),
    };
    enum cadre_status status = snapshot_alternative(builder, row, &waiting.alternative, err);
    if (status == CADRE_OK)
        status = snapshot_note_trust(builder, row->trust, &waiting.trust, err);
    if (status == CADRE_OK)
        *APPEND(builder->clauses) = waiting;
    return status;
}
