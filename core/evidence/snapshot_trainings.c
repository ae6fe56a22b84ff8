#include <stdlib.h>

#include "core/evidence/snapshot_rows.h"

/* What a training grants, as it is gathered for somebody who holds just that. */
struct granting {
    struct snapshot_builder *builder;
    struct person *person;
    struct held_element *elements;
    struct held_award *awards;
    struct language_level *languages;
};

static void hold(struct granting *granting, const struct alternative *alternative)
{
    struct person *person = granting->person;
    switch (alternative->kind) {
    case ALTERNATIVE_COMPETENCY:
    case ALTERNATIVE_WORK_ROLE:
        granting->elements[person->element_count++] =
            (struct held_element){.element = alternative->target, .level = alternative->level};
        return;
    case ALTERNATIVE_CREDENTIAL:
        granting->awards[person->award_count++] =
            (struct held_award){.credential = alternative->target,
                                .issued_on = granting->builder->as_of,
                                .expires_on = cadre_date_none,
                                .revoked_on = cadre_date_none};
        return;
    case ALTERNATIVE_LANGUAGE:
        granting->languages[person->language_count++] =
            (struct language_level){alternative->code, alternative->level};
        return;
    case ALTERNATIVE_EDUCATION:
        if (alternative->level > person->education)
            person->education = alternative->level;
        return;
    default: /* no course makes anybody a soldier of some rank */
        return;
    }
}

/* Awards of one credential must follow one another. */
static int by_credential(const void *left, const void *right)
{
    const struct held_award *a = left;
    const struct held_award *b = right;
    return (a->credential > b->credential) - (a->credential < b->credential);
}

static enum cadre_status hold_all(struct granting *granting, struct str_view grants,
                                  struct cadre_error *err)
{
    while (grants.length > 0) {
        struct alternative alternative = {0};
        struct alternative_row row = {.code = str_view_cut(grants, '\n', &grants)};
        row.kind = str_view_cut(row.code, ':', &row.code);
        row.code = str_view_cut(row.code, ':', &row.level);
        enum cadre_status status = snapshot_alternative(granting->builder, &row, &alternative, err);
        if (status != CADRE_OK)
            return status;
        hold(granting, &alternative);
    }
    if (granting->person->award_count > 1)
        qsort(granting->awards, granting->person->award_count, sizeof *granting->awards,
              by_credential);
    return CADRE_OK;
}

/* That it was completed is known of its own. */
static struct held_fact *completion(struct snapshot_builder *builder,
                                    const struct training_row *row)
{
    struct held_fact *fact = arena_calloc(builder->arena, 1, sizeof *fact);
    *fact = (struct held_fact){
        .kind = ALTERNATIVE_TRAINING,
        .code = str_view_of(arena_format(builder->arena, "%.*s/%.*s", STR_VIEW_ARGS(row->provider),
                                         STR_VIEW_ARGS(row->code))),
        .from_on = builder->as_of,
        .until_on = cadre_date_none,
    };
    return fact;
}

static size_t count_lines(struct str_view text)
{
    size_t count = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == '\n';
    return count;
}

enum cadre_status snapshot_add_training(struct snapshot_builder *builder,
                                        const struct training_row *row, struct cadre_error *err)
{
    struct arena *arena = builder->arena;
    size_t count = count_lines(row->grants);
    struct granting granting = {
        .builder = builder,
        .person = arena_calloc(arena, 1, sizeof *granting.person),
        .elements = arena_calloc(arena, count, sizeof *granting.elements),
        .awards = arena_calloc(arena, count, sizeof *granting.awards),
        .languages = arena_calloc(arena, count, sizeof *granting.languages),
    };
    *granting.person = (struct person){
        .birth_date = cadre_date_none,
        .elements = granting.elements,
        .awards = granting.awards,
        .languages = granting.languages,
    };
    enum cadre_status status = hold_all(&granting, row->grants, err);
    if (status != CADRE_OK)
        return status;
    granting.person->facts = completion(builder, row);
    granting.person->fact_count = 1;
    *APPEND(builder->trainings) = (struct training){
        .provider = arena_copy(arena, row->provider),
        .code = arena_copy(arena, row->code),
        .title = arena_copy(arena, row->title),
        .cost = row->cost,
        .hours = row->hours,
        .grants = granting.person,
    };
    return CADRE_OK;
}

static int by_provider_and_code(const void *left, const void *right)
{
    const struct training *a = left;
    const struct training *b = right;
    int order = str_view_compare(a->provider, b->provider);
    return order != 0 ? order : str_view_compare(a->code, b->code);
}

void snapshot_seal_trainings(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    size_t count = builder->trainings.count;
    struct training *trainings = arena_calloc(builder->arena, count, sizeof *trainings);
    for (size_t i = 0; i < count; i++)
        trainings[i] = builder->trainings.items[i];
    if (count > 1)
        qsort(trainings, count, sizeof *trainings, by_provider_and_code);
    snapshot->trainings = trainings;
    snapshot->training_count = count;
}
