#include "core/catalogue/document_relations.h"

#include <string.h>

#include "core/base/alloc.h"

/* More elements of one code than there are types of it can only be a broken document. */
enum { SAME_CODE_MAX = 16 };

struct end {
    const char *type, *code;
};

static struct end end_of(const struct document_builder *builder, uint32_t element)
{
    return (struct end){builder->elements[element].type, builder->elements[element].code};
}

static bool joins(const char *relation, struct end from, struct end to)
{
    int low = document_type_rank(from.type);
    int high = document_type_rank(to.type);
    return strcmp(relation, "projection") != 0 || low < 0 || high < 0 || low < high;
}

/* All elements of a code; returns how many, of which the first SAME_CODE_MAX are in `ends`. */
static size_t list_ends(struct document_builder *builder, struct str_view code, struct end *ends)
{
    size_t count = 0;
    uint32_t at = document_element_of(builder, code);
    for (; at != DOCUMENT_NONE && count < SAME_CODE_MAX; at = builder->same_code[at])
        ends[count++] = end_of(builder, at);
    return at == DOCUMENT_NONE ? count : SAME_CODE_MAX + 1;
}

/* Both ends as they were looked for. */
struct ends {
    struct str_view from, to;
    struct end from_ends[SAME_CODE_MAX + 1], to_ends[SAME_CODE_MAX + 1];
    size_t from_count, to_count;
};

/* Pairs that the relation (ret_pair->relation) can join; the last one is told. */
static size_t count_pairs(const struct ends *ends, struct document_relation *ret_pair)
{
    size_t count = 0;
    for (size_t i = 0; i < ends->from_count; i++) {
        for (size_t j = 0; j < ends->to_count; j++) {
            if (!joins(ret_pair->relation, ends->from_ends[i], ends->to_ends[j]))
                continue;
            ret_pair->from_type = ends->from_ends[i].type;
            ret_pair->from_code = ends->from_ends[i].code;
            ret_pair->to_type = ends->to_ends[j].type;
            ret_pair->to_code = ends->to_ends[j].code;
            count++;
        }
    }
    return count;
}

/* The role that the catalogue has of the code in the framework that is loaded, -1 = none. */
static int32_t role_beside(const struct document_builder *builder, struct str_view code)
{
    if (builder->framework_index < 0)
        return -1;
    return catalogue_element_named(builder->catalogue, builder->framework_index,
                                   STR_VIEW_LITERAL("work_role"), code);
}

/* Adds the catalogue's role to the ends unless the document has a role of that code itself. */
static size_t add_beside(struct document_builder *builder, struct str_view code, struct end *ends,
                         size_t count)
{
    int32_t role = role_beside(builder, code);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(ends[i].type, "work_role") == 0)
            return count;
    }
    if (role >= 0)
        ends[count++] = (struct end){
            "work_role",
            arena_strdup(builder->arena, catalogue_element(builder->catalogue, role)->code)};
    return count;
}

/* The code of a role that the document lacks is that of something else in it. */
static void tell_lacking(struct document_builder *builder, const struct document_place *place,
                         const struct document_relation *pair)
{
    struct str_view code = str_view_of(pair->from_code);
    uint32_t other = document_element_of(builder, code);
    if (other == DOCUMENT_NONE || !document_first(builder, "code", code))
        return;
    const struct element *role = catalogue_element(builder->catalogue, role_beside(builder, code));
    document_found(builder, FINDING_D_TWO_TYPES, place, code,
                   arena_format(builder->arena,
                                "%s here; its relations are read as those of the work role %s, %s, "
                                "which the document lacks",
                                builder->elements[other].type, role->canonical, role->title_en));
}

static bool is_from_role(const struct ends *ends)
{
    for (size_t i = 0; i < ends->from_count; i++) {
        if (strcmp(ends->from_ends[i].type, "work_role") == 0)
            return true;
    }
    return false;
}

/* An end that is nowhere: of another framework perhaps, and then the two roles are mapped. */
static void tell_dangling(struct document_builder *builder, const struct document_place *place,
                          const struct ends *ends)
{
    int32_t role = -1;
    if (!is_from_role(ends) || catalogue_find_element(builder->catalogue, ELEMENT_WORK_ROLE,
                                                      ends->to, &role, NULL) != LOOKUP_FOUND) {
        document_found(builder, FINDING_D_DANGLING, place, ends->to, NULL);
        return;
    }
    const struct element *element = catalogue_element(builder->catalogue, role);
    const struct document_mapping mapping = {
        .from_code = arena_copy(builder->arena, ends->from).data,
        .to_framework = arena_strdup(builder->arena, element->framework),
        .to_code = arena_strdup(builder->arena, element->code),
        .line = place->line,
    };
    document_add_mapping(builder, &mapping);
    document_found(builder, FINDING_D_DANGLING, place, ends->to,
                   arena_format(builder->arena, "it is %s, %s: a mapping of %.*s, no relation",
                                element->canonical, element->title_en, STR_VIEW_ARGS(ends->from)));
}

/* Neither the document alone nor the catalogue beside it gives a pair. */
static void tell_unjoined(struct document_builder *builder, const struct document_place *row,
                          const struct ends *ends)
{
    struct document_place place = *row;
    if (ends->to_count == 0) {
        place.name = "dest_element_identifier";
        tell_dangling(builder, &place, ends);
    } else if (ends->from_count == 0) {
        place.name = "source_element_identifier";
        document_found(builder, FINDING_D_DANGLING, &place, ends->from, NULL);
    } else {
        document_found(builder, FINDING_D_RELATION_TYPES, &place, ends->from,
                       arena_format(builder->arena, "%s %.*s onto %s %.*s", ends->from_ends[0].type,
                                    STR_VIEW_ARGS(ends->from), ends->to_ends[0].type,
                                    STR_VIEW_ARGS(ends->to)));
    }
}

static void keep(struct document_builder *builder, const struct document_place *place,
                 const struct document_relation *pair)
{
    if (!document_add_relation(builder, pair))
        document_found(builder, FINDING_D_RELATION_TWICE, place,
                       str_view_of(arena_format(builder->arena, "%s %s %s", pair->from_code,
                                                pair->relation, pair->to_code)),
                       NULL);
}

/* Pairs of the document alone; where there is none, with the catalogue beside it. */
static size_t resolve(struct document_builder *builder, struct ends *ends, bool *ret_beside,
                      struct document_relation *ret_pair)
{
    size_t count = count_pairs(ends, ret_pair);
    *ret_beside = count == 0;
    if (count > 0)
        return count;
    ends->from_count = add_beside(builder, ends->from, ends->from_ends, ends->from_count);
    ends->to_count = add_beside(builder, ends->to, ends->to_ends, ends->to_count);
    return count_pairs(ends, ret_pair);
}

void document_relate(struct document_builder *builder, const struct document_place *place,
                     struct str_view from, struct str_view to, const char *relation)
{
    struct ends ends = {.from = from, .to = to};
    struct document_relation pair = {.relation = relation, .line = place->line};
    bool beside;
    ends.from_count = list_ends(builder, from, ends.from_ends);
    ends.to_count = list_ends(builder, to, ends.to_ends);
    size_t count = ends.from_count > SAME_CODE_MAX || ends.to_count > SAME_CODE_MAX
                       ? SIZE_MAX
                       : resolve(builder, &ends, &beside, &pair);
    if (count > 1) {
        document_found(builder, FINDING_D_AMBIGUOUS_END, place, from, NULL);
    } else if (count == 0) {
        tell_unjoined(builder, place, &ends);
    } else {
        if (beside && strcmp(pair.from_type, "work_role") == 0)
            tell_lacking(builder, place, &pair);
        keep(builder, place, &pair);
    }
}

void document_group_roles(struct document_builder *builder)
{
    for (size_t i = 0; i < builder->relation_count; i++) {
        const struct document_relation *relation = &builder->relations[i];
        if (strcmp(relation->from_type, "category") != 0 ||
            strcmp(relation->to_type, "work_role") != 0 ||
            strcmp(relation->relation, "projection") != 0)
            continue;
        uint32_t role = document_element_of(builder, str_view_of(relation->to_code));
        uint32_t group = document_element_of(builder, str_view_of(relation->from_code));
        while (role != DOCUMENT_NONE && strcmp(builder->elements[role].type, "work_role") != 0)
            role = builder->same_code[role];
        while (group != DOCUMENT_NONE && strcmp(builder->elements[group].type, "category") != 0)
            group = builder->same_code[group];
        if (role == DOCUMENT_NONE || group == DOCUMENT_NONE ||
            builder->elements[role].group_code[0] != '\0')
            continue;
        builder->elements[role].group_code = builder->elements[group].code;
        builder->elements[role].group_title = builder->elements[group].title;
    }
}
