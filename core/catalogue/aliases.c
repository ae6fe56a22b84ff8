#include "core/catalogue/aliases.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/catalogue/catalogue_index.h"

/* ---- vocabularies ---------------------------------------------------------------------------- */

/* The name of a code list as it is spelled, NULL when there is none. */
static const char *list_name(const struct catalogue *catalogue, const char *list)
{
    for (size_t i = 0; i < catalogue->list_count; i++) {
        if (fold_ascii_equal(str_view_of(list), str_view_of(catalogue->lists[i].name)))
            return catalogue->lists[i].name;
    }
    return NULL;
}

static enum alias_scope scope_of(const struct catalogue *catalogue, const char *list,
                                 struct arena *arena, const char **ret_list, int32_t *ret_framework)
{
    static const char regions[] = "regions";
    static const char credentials[] = "credentials";
    const char *name = list_name(catalogue, list);
    *ret_framework = catalogue_find_framework(catalogue, str_view_of(list));
    *ret_list = list;
    if (name != NULL) {
        *ret_list = name;
        return ALIAS_CODES;
    }
    if (fold_ascii_equal(str_view_of(list), str_view_of(regions))) {
        *ret_list = regions;
        return ALIAS_REGIONS;
    }
    if (fold_ascii_equal(str_view_of(list), str_view_of(credentials))) {
        *ret_list = credentials;
        return ALIAS_CREDENTIALS;
    }
    if (*ret_framework < 0)
        return ALIAS_NOWHERE;
    const struct catalogue_framework *framework = catalogue_framework(catalogue, *ret_framework);
    *ret_list = arena_format(arena, "%s@%s", framework->code, framework->version);
    return ALIAS_ELEMENTS;
}

/* ---- what a cell means ----------------------------------------------------------------------- */

static enum lookup find_typed(const struct catalogue *catalogue, enum element_type type,
                              int32_t framework, const char *list, struct str_view cell,
                              int32_t *ret_element, struct str *ret_suggestion)
{
    CADRE_CLEANUP(str_release) struct str whole = {0};
    str_add_text(&whole, list);
    str_add_char(&whole, '/');
    str_add_view(&whole, cell);
    enum lookup lookup =
        catalogue_find_element(catalogue, type, str_view_from(&whole), ret_element, ret_suggestion);
    if (lookup == LOOKUP_FOUND)
        return lookup;
    /* The cell may name the framework itself. */
    lookup = catalogue_find_element(catalogue, type, cell, ret_element, NULL);
    bool inside = lookup == LOOKUP_FOUND &&
                  catalogue_element(catalogue, *ret_element)->framework_index == framework;
    return inside ? LOOKUP_FOUND : LOOKUP_UNKNOWN;
}

/* The nearest one of a type that has any. */
static void suggest_element(const struct catalogue *catalogue, int32_t framework, const char *list,
                            struct str_view cell, struct str *out)
{
    enum element_type type = ELEMENT_WORK_ROLE;
    for (; out != NULL && out->length == 0 && type < ELEMENT_STATEMENT; type++) {
        int32_t found;
        if (catalogue_has_elements(catalogue, type))
            find_typed(catalogue, type, framework, list, cell, &found, out);
    }
}

static enum lookup find_element(const struct catalogue *catalogue, int32_t framework,
                                const char *list, struct str_view cell, int32_t *ret_element,
                                struct str *ret_suggestion)
{
    enum lookup lookup = LOOKUP_UNKNOWN;
    for (enum element_type type = ELEMENT_WORK_ROLE; type < ELEMENT_STATEMENT; type++) {
        int32_t found;
        if (find_typed(catalogue, type, framework, list, cell, &found, NULL) != LOOKUP_FOUND)
            continue;
        if (lookup == LOOKUP_FOUND)
            return LOOKUP_AMBIGUOUS;
        *ret_element = found;
        lookup = LOOKUP_FOUND;
    }
    if (lookup == LOOKUP_UNKNOWN)
        suggest_element(catalogue, framework, list, cell, ret_suggestion);
    return lookup;
}

static void name_meaning(const struct catalogue *catalogue, struct alias_meaning *meaning)
{
    meaning->type = "";
    switch (meaning->scope) {
    case ALIAS_CODES:
        meaning->code = catalogue_code(catalogue, meaning->list, meaning->index);
        break;
    case ALIAS_REGIONS:
        meaning->code = catalogue_region(catalogue, meaning->index)->code;
        break;
    case ALIAS_CREDENTIALS:
        meaning->code = catalogue_credential(catalogue, meaning->index)->canonical;
        break;
    case ALIAS_ELEMENTS:
        meaning->code = catalogue_element(catalogue, meaning->index)->code;
        meaning->type = catalogue_element(catalogue, meaning->index)->type_name;
        break;
    case ALIAS_NOWHERE:
        break;
    }
}

enum lookup alias_look_up(const struct catalogue *catalogue, const char *list, struct str_view cell,
                          struct arena *arena, struct alias_meaning *ret_meaning,
                          struct str *ret_suggestion)
{
    int32_t framework;
    struct alias_meaning meaning = {.index = -1, .type = "", .code = ""};
    enum lookup lookup = LOOKUP_UNKNOWN;
    meaning.scope = scope_of(catalogue, list, arena, &meaning.list, &framework);
    switch (meaning.scope) {
    case ALIAS_NOWHERE:
        break;
    case ALIAS_CODES:
        meaning.index = catalogue_find_code(catalogue, meaning.list, cell, ret_suggestion);
        lookup = meaning.index > 0 ? LOOKUP_FOUND : LOOKUP_UNKNOWN;
        break;
    case ALIAS_REGIONS:
        lookup = catalogue_find_region(catalogue, cell, &meaning.index, ret_suggestion);
        break;
    case ALIAS_CREDENTIALS:
        lookup = catalogue_find_credential(catalogue, str_view_of(NULL), cell, &meaning.index,
                                           ret_suggestion);
        break;
    case ALIAS_ELEMENTS:
        lookup =
            find_element(catalogue, framework, meaning.list, cell, &meaning.index, ret_suggestion);
        break;
    }
    if (lookup == LOOKUP_FOUND)
        name_meaning(catalogue, &meaning);
    *ret_meaning = meaning;
    return lookup;
}

/* A code without its framework is read in all current versions. */
static bool is_taken_bare(const struct catalogue *catalogue, int32_t element, const char *spelling)
{
    int32_t other = element;
    enum element_type type = catalogue_element(catalogue, element)->type;
    enum lookup lookup =
        catalogue_find_element(catalogue, type, str_view_of(spelling), &other, NULL);
    return lookup == LOOKUP_AMBIGUOUS || other != element;
}

bool alias_is_taken(const struct catalogue *catalogue, const struct alias_meaning *meaning,
                    const char *spelling, struct arena *arena)
{
    struct alias_meaning there;
    enum lookup lookup =
        alias_look_up(catalogue, meaning->list, str_view_of(spelling), arena, &there, NULL);
    if (lookup == LOOKUP_AMBIGUOUS || (lookup == LOOKUP_FOUND && there.index != meaning->index))
        return true;
    return meaning->scope == ALIAS_ELEMENTS && is_taken_bare(catalogue, meaning->index, spelling);
}

/* ---- over the lookups ------------------------------------------------------------------------ */

/* What an alias means may be gone with the load that brought it: then it means nothing. */
static void index_alias(struct catalogue *catalogue, const char *list, const char *alias,
                        const char *code, struct arena *scratch)
{
    struct alias_meaning meaning;
    if (alias_look_up(catalogue, list, str_view_of(code), scratch, &meaning, NULL) != LOOKUP_FOUND)
        return;
    switch (meaning.scope) {
    case ALIAS_CODES:
        catalogue_index_code_alias(catalogue, meaning.list, alias, meaning.index);
        break;
    case ALIAS_REGIONS:
        catalogue_index_region_alias(catalogue, alias, meaning.index);
        break;
    case ALIAS_CREDENTIALS:
        catalogue_index_credential_alias(catalogue, alias, meaning.index);
        break;
    case ALIAS_ELEMENTS:
        catalogue_index_element_alias(catalogue, alias, meaning.index);
        break;
    case ALIAS_NOWHERE:
        break;
    }
}

void catalogue_index_aliases(struct catalogue *catalogue)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct catalogue_table *table = catalogue_table_of(catalogue, "aliases");
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* list alias code type */
        index_alias(catalogue, cells[0], cells[1], cells[2], scratch);
        arena_reset(scratch);
    }
}
