#include "core/catalogue/addition_checks.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"
#include "core/catalogue/document_cells.h"

/* ---- frameworks ------------------------------------------------------------------------------ */

int32_t candidate_framework(const struct candidate_table *table, const char *code,
                            const char *version)
{
    CADRE_CLEANUP(str_release) struct str cell = {0};
    str_add_format(&cell, "%s@%s", code, version);
    return catalogue_find_framework(table->catalogue, str_view_from(&cell));
}

void check_frameworks(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (!candidate_came(table, row) || check_signs(table, row, "code", "@/") ||
            check_signs(table, row, "version", "@/") || check_placeholder(table, row, "code") ||
            check_placeholder(table, row, "version"))
            continue;
        const char *scale = candidate_cell(table, row, "scale");
        if (table->arrivals[row].outcome == ADDITION_CHANGED)
            candidate_fault(table, row, FINDING_D_STAYS, NULL, NULL);
        else if (catalogue_find_scale(table->catalogue, scale) < 0)
            candidate_fault(table, row, FINDING_D_NOT_THERE, "scale", nearest_scale(table, scale));
    }
}

/* ---- elements and what joins them ------------------------------------------------------------ */

static const char *nearest_framework(const struct candidate_table *table, const char *code)
{
    size_t count = catalogue_framework_count(table->catalogue);
    struct str_view *words = arena_calloc(table->arena, count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++)
        words[i] = str_view_of(catalogue_framework(table->catalogue, (int32_t)i)->code);
    size_t nearest = suggest_nearest(str_view_of(code), words, count);
    if (nearest == count)
        return NULL;
    int32_t current = catalogue_find_framework(table->catalogue, words[nearest]);
    const struct catalogue_framework *framework =
        catalogue_framework(table->catalogue, current >= 0 ? current : (int32_t)nearest);
    return arena_format(table->arena, "did you mean '%s' '%s'?", framework->code,
                        framework->version);
}

/* The index of the row's framework; what is not there is told. */
static int32_t check_framework(struct candidate_table *table, size_t row)
{
    const char *code = candidate_cell(table, row, "framework");
    int32_t framework = candidate_framework(table, code, candidate_cell(table, row, "version"));
    if (framework < 0)
        candidate_fault(table, row, FINDING_D_NOT_THERE, "framework",
                        nearest_framework(table, code));
    return framework;
}

/* Of a code that is there under another type too a row of the files tells, the later one if both
 * are such. */
static void note_two_types(struct candidate_table *table, size_t row, size_t other)
{
    const struct arrival *arrival = &table->arrivals[row];
    if (arrival->row == ROW_NONE)
        arrival = &table->arrivals[other];
    if (arrival->row != ROW_NONE)
        candidate_note(table, arrival->row, FINDING_D_TWO_TYPES, "code",
                       arena_format(table->arena, "%s and %s", candidate_cell(table, other, "type"),
                                    candidate_cell(table, row, "type")));
}

/* Rows differ in their keys: those of one code differ in their types. */
static void check_types(struct candidate_table *table)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *codes = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t row = 0; row < table->table.row_count; row++) {
        uint32_t other;
        str_reset(&key);
        catalogue_add_lower(&key, str_view_of(candidate_cell(table, row, "framework")));
        str_add_format(&key, "@%s/", candidate_cell(table, row, "version"));
        catalogue_add_lower(&key, str_view_of(candidate_cell(table, row, "code")));
        if (!str_map_insert(codes, str_view_from(&key), (uint32_t)row) &&
            str_map_find(codes, str_view_from(&key), &other))
            note_two_types(table, row, other);
    }
}

/* A code that alone was a spelling of another current framework's element may mean either now. */
static void note_hidden(struct candidate_table *table, size_t row, int32_t framework)
{
    enum element_type type = catalogue_type_named(candidate_cell(table, row, "type"));
    if (type == ELEMENT_STATEMENT || !catalogue_framework(table->catalogue, framework)->current ||
        table->arrivals[row].outcome != ADDITION_NEW)
        return;
    const char *meant = catalogue_element_spelled(table->catalogue, type,
                                                  str_view_of(candidate_cell(table, row, "code")));
    if (meant != NULL)
        candidate_note(table, table->arrivals[row].row, FINDING_D_ALIAS_HIDDEN, "code",
                       arena_format(table->arena, "it meant '%s'", meant));
}

void check_elements(struct candidate_table *table)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *words = alias_words(table->catalogue);
    for (size_t row = 0; row < table->table.row_count; row++) {
        int32_t framework = candidate_came(table, row) ? check_framework(table, row) : -1;
        if (framework < 0)
            continue;
        struct str_view code = str_view_of(candidate_cell(table, row, "code"));
        if (check_placeholder(table, row, "code") || check_placeholder(table, row, "group_code"))
            continue;
        if (!document_is_code(code))
            candidate_fault(table, row, FINDING_D_CODE, "code",
                            framework_holds_codes(code) ? "it holds several codes" : NULL);
        else if (str_map_count(words) > 0 &&
                 !check_spelling(table, row, words,
                                 arena_format(table->arena, "%s@%s",
                                              candidate_cell(table, row, "framework"),
                                              candidate_cell(table, row, "version")),
                                 "code", "code"))
            note_hidden(table, row, framework);
    }
    check_types(table);
}

static int32_t end_of(const struct candidate_table *table, size_t row, int32_t framework,
                      const char *type_column, const char *code_column)
{
    return catalogue_element_named(table->catalogue, framework,
                                   str_view_of(candidate_cell(table, row, type_column)),
                                   str_view_of(candidate_cell(table, row, code_column)));
}

static bool is_child(const struct candidate_table *table, size_t row)
{
    return strcmp(candidate_cell(table, row, "relation"), "isChildOf") == 0;
}

/* A child has one parent, and none is its own forebear. */
static void check_child(struct candidate_table *table, size_t row, int32_t from, int32_t to,
                        int32_t *parents)
{
    int32_t above = to;
    if (parents[from] >= 0 && parents[from] != to) {
        candidate_fault(table, row, FINDING_D_TREE, "to_code",
                        arena_format(table->arena, "its parent is '%s'",
                                     catalogue_element(table->catalogue, parents[from])->code));
        return;
    }
    while (above >= 0 && above != from)
        above = parents[above];
    if (above == from)
        candidate_fault(table, row, FINDING_D_TREE, "to_code", "it would be above itself");
    else
        parents[from] = to;
}

void check_relations(struct candidate_table *table)
{
    size_t count = catalogue_element_count(table->catalogue);
    CADRE_FREE int32_t *parents = cadre_calloc(count + 1, sizeof *parents);
    for (size_t i = 0; i < count; i++)
        parents[i] = catalogue_element_parent(table->catalogue, (int32_t)i);
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (!candidate_came(table, row))
            continue;
        int32_t framework = check_framework(table, row);
        if (framework < 0)
            continue;
        int32_t from = end_of(table, row, framework, "from_type", "from_code");
        int32_t to = end_of(table, row, framework, "to_type", "to_code");
        if (from < 0 || to < 0)
            candidate_fault(table, row, FINDING_D_DANGLING, from < 0 ? "from_code" : "to_code",
                            NULL);
        else if (is_child(table, row))
            check_child(table, row, from, to, parents);
    }
}
