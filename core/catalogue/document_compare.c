#include "core/catalogue/document_compare.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"

static bool is_filled(const char *catalogued, const char *documented)
{
    return catalogued[0] == '\0' && documented[0] != '\0';
}

static bool is_other(const char *catalogued, const char *documented)
{
    return catalogued[0] != '\0' && documented[0] != '\0' && strcmp(catalogued, documented) != 0;
}

static unsigned standing_of(const struct document_element *element, const struct element *beside)
{
    unsigned standing = 0;
    if (is_filled(beside->title_en, element->title) ||
        is_filled(beside->text_hash, element->text_hash) ||
        is_filled(beside->group_code, element->group_code))
        standing |= STANDING_COMPLETED;
    if (is_other(beside->title_en, element->title))
        standing |= STANDING_RETITLED;
    if (is_other(beside->text_hash, element->text_hash))
        standing |= STANDING_REWORDED;
    if (is_other(beside->group_code, element->group_code))
        standing |= STANDING_REGROUPED;
    return standing;
}

static int32_t named(const struct catalogue *catalogue, int32_t framework, const char *type,
                     const char *code)
{
    if (framework < 0)
        return -1;
    return catalogue_element_named(catalogue, framework, str_view_of(type), str_view_of(code));
}

static void compare_elements(const struct framework_document *document,
                             const struct catalogue *catalogue, struct arena *arena,
                             struct document_comparison *comparison)
{
    size_t known = catalogue_element_count(catalogue);
    unsigned *standings = arena_calloc(arena, document->element_count + 1, sizeof *standings);
    int32_t *beside = arena_calloc(arena, document->element_count + 1, sizeof *beside);
    int32_t *lacking = arena_calloc(arena, known + 1, sizeof *lacking);
    CADRE_FREE bool *met = cadre_calloc(known + 1, sizeof *met);
    for (size_t i = 0; i < document->element_count; i++) {
        const struct document_element *element = &document->elements[i];
        beside[i] = named(catalogue, comparison->framework, element->type, element->code);
        standings[i] = STANDING_NEW;
        if (beside[i] < 0)
            continue;
        standings[i] = standing_of(element, catalogue_element(catalogue, beside[i]));
        met[beside[i]] = true;
    }
    for (size_t i = 0; i < known; i++) {
        const struct element *element = catalogue_element(catalogue, (int32_t)i);
        if (comparison->framework >= 0 && element->framework_index == comparison->framework &&
            !met[i])
            lacking[comparison->lacking_count++] = (int32_t)i;
    }
    comparison->standings = standings;
    comparison->beside = beside;
    comparison->lacking = lacking;
}

/* ---- relations and mappings ------------------------------------------------------------------ */

static struct str_view relation_key(struct str *key, int32_t from, int32_t to, const char *relation)
{
    str_reset(key);
    str_add_format(key, "%d|%d|%s", (int)from, (int)to, relation);
    return str_view_from(key);
}

static void compare_relations(const struct framework_document *document,
                              const struct catalogue *catalogue,
                              struct document_comparison *comparison)
{
    size_t count;
    uint32_t index;
    CADRE_CLEANUP(str_map_cleanup) struct str_map *known = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    const struct element_relation *relations = catalogue_relations(catalogue, &count);
    for (size_t i = 0; i < count; i++)
        str_map_insert(
            known, relation_key(&key, relations[i].from, relations[i].to, relations[i].relation),
            0);
    for (size_t i = 0; i < document->relation_count; i++) {
        const struct document_relation *relation = &document->relations[i];
        int32_t from =
            named(catalogue, comparison->framework, relation->from_type, relation->from_code);
        int32_t to = named(catalogue, comparison->framework, relation->to_type, relation->to_code);
        if (from >= 0 && to >= 0 &&
            str_map_find(known, relation_key(&key, from, to, relation->relation), &index))
            comparison->relations_same++;
    }
    comparison->relations_new = document->relation_count - comparison->relations_same;
}

static bool is_mapped(const struct catalogue_table *table, const char *from_framework,
                      const char *from_code, const char *to_framework, const char *to_code)
{
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* from_framework from_version from_code to_framework to_version to_code */
        if (strcmp(cells[0], from_framework) == 0 && strcmp(cells[2], from_code) == 0 &&
            strcmp(cells[3], to_framework) == 0 && strcmp(cells[5], to_code) == 0)
            return true;
    }
    return false;
}

static void compare_mappings(const struct framework_document *document,
                             const struct catalogue *catalogue,
                             struct document_comparison *comparison)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "mappings");
    for (size_t i = 0; i < document->mapping_count; i++) {
        const struct document_mapping *mapping = &document->mappings[i];
        comparison->mappings_same += is_mapped(table, document->framework, mapping->from_code,
                                               mapping->to_framework, mapping->to_code) ||
                                     is_mapped(table, mapping->to_framework, mapping->to_code,
                                               document->framework, mapping->from_code);
    }
    comparison->mappings_new = document->mapping_count - comparison->mappings_same;
}

void document_compare(const struct framework_document *document, const struct catalogue *catalogue,
                      struct arena *arena, struct document_comparison *ret_comparison)
{
    CADRE_CLEANUP(str_release) struct str cell = {0};
    str_add_format(&cell, "%s@%s", document->framework, document->version);
    *ret_comparison = (struct document_comparison){
        .framework = catalogue_find_framework(catalogue, str_view_from(&cell)),
    };
    compare_elements(document, catalogue, arena, ret_comparison);
    compare_relations(document, catalogue, ret_comparison);
    compare_mappings(document, catalogue, ret_comparison);
}
