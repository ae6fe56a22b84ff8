#include "core/kind/kind.h"

#include <string.h>

#include "core/kind/kinds.h"

/* In the order in which a fresh registry is filled. */
static const struct kind *const kinds[] = {
    &kind_organizations,     &kind_roster,          &kind_competencies,
    &kind_certifications,    &kind_needs,           &kind_trainings,
    &kind_requirements,      &kind_placements,      &kind_preferences,
    &kind_completions,       &kind_assessments,     &kind_distinctions,
    &kind_institution_lists, &kind_service_records, &kind_decisions,
};

/* What a row may refer to stands before it. */
static const struct kind *const catalogue_kinds[] = {
    &kind_scales,     &kind_scale_mappings,    &kind_code_lists,    &kind_frameworks,
    &kind_elements,   &kind_element_relations, &kind_credentials,   &kind_credential_grants,
    &kind_alignments, &kind_regions,           &kind_service_rules, &kind_call_ups,
    &kind_aliases,
};

static const struct kind *find(const struct kind *const *among, size_t count, struct str_view name)
{
    for (size_t i = 0; i < count; i++) {
        if (str_view_equal(name, str_view_of(among[i]->name)))
            return among[i];
    }
    return NULL;
}

const struct kind *kind_find(struct str_view name)
{
    return find(kinds, COUNT_OF(kinds), name);
}

const struct kind *kind_find_catalogue(struct str_view name)
{
    return find(catalogue_kinds, COUNT_OF(catalogue_kinds), name);
}

const struct kind *const *kind_all(size_t *ret_count)
{
    *ret_count = COUNT_OF(kinds);
    return kinds;
}

const struct kind *const *kind_all_catalogue(size_t *ret_count)
{
    *ret_count = COUNT_OF(catalogue_kinds);
    return catalogue_kinds;
}

int kind_column_index(const struct kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->column_count; i++) {
        if (strcmp(kind->columns[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

const char *kind_example(const struct kind *kind, size_t column)
{
    for (size_t i = 1; i < KIND_ONE_OF_MAX && kind->one_of[i] != NULL; i++) {
        if (strcmp(kind->one_of[i], kind->columns[column].name) == 0)
            return "";
    }
    return kind->columns[column].example;
}

const char *kind_regtype(enum column_type type)
{
    static const char *const names[] = {
        [COLUMN_TEXT] = "text",       [COLUMN_INTEGER] = "integer",  [COLUMN_DATE] = "date",
        [COLUMN_BOOLEAN] = "boolean", [COLUMN_TEXT_LIST] = "text[]",
    };
    return names[type];
}
