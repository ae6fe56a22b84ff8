#include "core/catalogue/neighbours.h"

#include <stdlib.h>
#include <string.h>

#include "core/catalogue/catalogue_data.h"

/* ---- grants ---------------------------------------------------------------------------------- */

static int32_t highest_level(const struct catalogue *catalogue, int32_t credential, int32_t element)
{
    size_t count;
    int32_t highest = 0;
    const struct grant *grants = catalogue_grants(catalogue, credential, &count);
    for (size_t i = 0; i < count; i++) {
        if (grants[i].element == element && grants[i].level > highest)
            highest = grants[i].level;
    }
    return highest;
}

static int compare_grantors(const void *left, const void *right)
{
    const struct element_grantor *a = left;
    const struct element_grantor *b = right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    return (a->credential > b->credential) - (a->credential < b->credential);
}

const struct element_grantor *neighbours_grantors(const struct catalogue *catalogue,
                                                  int32_t element, struct arena *arena,
                                                  size_t *ret_count)
{
    size_t count = 0;
    size_t credential_count = catalogue_credential_count(catalogue);
    struct element_grantor *grantors = arena_calloc(arena, credential_count + 1, sizeof *grantors);
    for (size_t i = 0; i < credential_count; i++) {
        int32_t level = highest_level(catalogue, (int32_t)i, element);
        if (level > 0)
            grantors[count++] = (struct element_grantor){(int32_t)i, level};
    }
    qsort(grantors, count, sizeof *grantors, compare_grantors);
    *ret_count = count;
    return grantors;
}

const struct grant *neighbours_grants(const struct catalogue *catalogue, int32_t credential,
                                      struct arena *arena, size_t *ret_count)
{
    size_t grant_count;
    size_t count = 0;
    const struct grant *grants = catalogue_grants(catalogue, credential, &grant_count);
    struct grant *highest = arena_calloc(arena, grant_count + 1, sizeof *highest);
    /* Ordered by element, then by level: the last one of each is its highest. */
    for (size_t i = 0; i < grant_count; i++) {
        if (i + 1 == grant_count || grants[i + 1].element != grants[i].element)
            highest[count++] = grants[i];
    }
    *ret_count = count;
    return highest;
}

/* ---- mappings -------------------------------------------------------------------------------- */

/* The role that three cells name: framework, version, code; -1 when it is not in the catalogue. */
static int32_t role_of(const struct catalogue *catalogue, const char *const *cells)
{
    size_t count = catalogue_framework_count(catalogue);
    for (size_t i = 0; i < count; i++) {
        const struct catalogue_framework *framework = catalogue_framework(catalogue, (int32_t)i);
        if (strcmp(framework->code, cells[0]) == 0 && strcmp(framework->version, cells[1]) == 0)
            return catalogue_element_named(catalogue, (int32_t)i, STR_VIEW_LITERAL("work_role"),
                                           str_view_of(cells[2]));
    }
    return -1;
}

const int32_t *neighbours_mapped(const struct catalogue *catalogue, int32_t element,
                                 struct arena *arena, size_t *ret_count)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "mappings");
    int32_t *mapped = arena_calloc(arena, table->row_count + 1, sizeof *mapped);
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* from_framework from_version from_code to_framework to_version to_code */
        int32_t from = role_of(catalogue, cells);
        int32_t to = role_of(catalogue, cells + 3);
        if (from == element && to >= 0)
            mapped[count++] = to;
        else if (to == element && from >= 0)
            mapped[count++] = from;
    }
    *ret_count = count;
    return mapped;
}

/* ---- relations ------------------------------------------------------------------------------- */

/* A child points at its parent; every other relation points down. */
static bool points_up(const struct element_relation *relation)
{
    return strcmp(relation->relation, "isChildOf") == 0;
}

static bool is_related(const struct catalogue *catalogue, const struct element_relation *relation,
                       int32_t element, enum element_side side, int32_t *ret_other)
{
    bool up = points_up(relation);
    int32_t upper = up ? relation->to : relation->from;
    int32_t lower = up ? relation->from : relation->to;
    switch (side) {
    case SIDE_ABOVE:
        *ret_other = upper;
        return lower == element;
    case SIDE_BESIDE:
        *ret_other = lower;
        return up && lower != element && upper == catalogue_element_parent(catalogue, element);
    case SIDE_BELOW:
        break;
    }
    *ret_other = lower;
    return upper == element;
}

const struct element_neighbour *neighbours_related(const struct catalogue *catalogue,
                                                   int32_t element, struct arena *arena,
                                                   size_t *ret_count)
{
    static const enum element_side sides[] = {SIDE_ABOVE, SIDE_BESIDE, SIDE_BELOW};
    size_t relation_count;
    size_t count = 0;
    const struct element_relation *relations = catalogue_relations(catalogue, &relation_count);
    struct element_neighbour *found = arena_calloc(arena, 2 * relation_count + 1, sizeof *found);
    for (size_t side = 0; side < sizeof sides / sizeof *sides; side++) {
        for (size_t i = 0; i < relation_count; i++) {
            struct element_neighbour neighbour = {sides[side], -1, relations[i].relation};
            if (is_related(catalogue, &relations[i], element, sides[side], &neighbour.element))
                found[count++] = neighbour;
        }
    }
    *ret_count = count;
    return found;
}

/* ---- groups ---------------------------------------------------------------------------------- */

static struct element_group *group_of(struct element_group *groups, size_t count,
                                      const struct element *element)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(groups[i].type_name, element->type_name) == 0 &&
            strcmp(groups[i].group_code, element->group_code) == 0 &&
            strcmp(groups[i].group_en, element->group_en) == 0)
            return &groups[i];
    }
    return NULL;
}

const struct element_group *neighbours_groups(const struct catalogue *catalogue, int32_t framework,
                                              struct arena *arena, size_t *ret_count)
{
    size_t element_count = catalogue_element_count(catalogue);
    size_t count = 0;
    struct element_group *groups = arena_calloc(arena, element_count + 1, sizeof *groups);
    for (size_t i = 0; i < element_count; i++) {
        const struct element *element = catalogue_element(catalogue, (int32_t)i);
        if (element->framework_index != framework)
            continue;
        struct element_group *group = group_of(groups, count, element);
        if (group == NULL) {
            group = &groups[count++];
            *group = (struct element_group){element->type_name, element->group_code,
                                            element->group_en, 0};
        }
        group->elements++;
    }
    *ret_count = count;
    return groups;
}

/* ---- regions --------------------------------------------------------------------------------- */

const int32_t *neighbours_region_path(const struct catalogue *catalogue, int32_t region,
                                      struct arena *arena, size_t *ret_count)
{
    size_t count = 0;
    for (int32_t at = region; at >= 0; at = catalogue_region(catalogue, at)->parent)
        count++;
    int32_t *path = arena_calloc(arena, count, sizeof *path);
    *ret_count = count;
    for (int32_t at = region; at >= 0; at = catalogue_region(catalogue, at)->parent)
        path[--count] = at;
    return path;
}

const int32_t *neighbours_region_parts(const struct catalogue *catalogue, int32_t region,
                                       struct arena *arena, size_t *ret_count)
{
    size_t region_count = catalogue_region_count(catalogue);
    size_t count = 0;
    int32_t *parts = arena_calloc(arena, region_count + 1, sizeof *parts);
    for (size_t i = 0; i < region_count; i++) {
        if (catalogue_region(catalogue, (int32_t)i)->parent == region)
            parts[count++] = (int32_t)i;
    }
    *ret_count = count;
    return parts;
}
