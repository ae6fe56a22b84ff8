#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"

static const char *const type_names[] = {
    [ELEMENT_WORK_ROLE] = "work_role",
    [ELEMENT_COMPETENCY] = "competency",
};

static const struct framework *framework_of(const struct catalogue *catalogue, struct str_view code,
                                            struct str_view version)
{
    for (size_t i = 0; i < catalogue->framework_count; i++) {
        const struct framework *framework = &catalogue->frameworks[i];
        if (!fold_ascii_equal(code, str_view_of(framework->code)))
            continue;
        if (version.data == NULL ? framework->current
                                 : str_view_equal(version, str_view_of(framework->version)))
            return framework;
    }
    return NULL;
}

static void exact_key(struct str *out, enum element_type type, struct str_view framework,
                      struct str_view version, struct str_view code)
{
    str_reset(out);
    str_add_format(out, "%d|", (int)type);
    catalogue_add_lower(out, framework);
    str_add_char(out, '@');
    catalogue_add_lower(out, version);
    str_add_char(out, '/');
    catalogue_add_lower(out, code);
}

static void bare_key(struct str *out, enum element_type type, struct str_view code)
{
    str_reset(out);
    str_add_format(out, "%d|", (int)type);
    catalogue_add_lower(out, code);
}

static void index_element(struct catalogue *catalogue, uint32_t index, struct str *key)
{
    struct element *element = &catalogue->elements[index];
    const struct framework *framework =
        framework_of(catalogue, str_view_of(element->framework), str_view_of(element->version));
    element->scale = framework->scale;
    element->canonical = arena_format(catalogue->arena, "%s@%s/%s", element->framework,
                                      element->version, element->code);
    exact_key(key, element->type, str_view_of(element->framework), str_view_of(element->version),
              str_view_of(element->code));
    str_map_insert(catalogue->elements_exact, str_view_from(key), index);
    if (!framework->current)
        return;
    bare_key(key, element->type, str_view_of(element->code));
    catalogue_index_add(catalogue->elements_bare, str_view_from(key), index);
}

static enum element_type type_named(const char *name)
{
    return strcmp(name, type_names[ELEMENT_WORK_ROLE]) == 0 ? ELEMENT_WORK_ROLE
                                                            : ELEMENT_COMPETENCY;
}

static void index_relations(struct catalogue *catalogue, struct str *key)
{
    const struct catalogue_table *table = catalogue_table_find("element_relations");
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* framework version from_type from_code relation to_type to_code */
        if (strcmp(cells[4], "isChildOf") != 0)
            continue;
        uint32_t child;
        uint32_t parent;
        exact_key(key, type_named(cells[2]), str_view_of(cells[0]), str_view_of(cells[1]),
                  str_view_of(cells[3]));
        bool found = str_map_find(catalogue->elements_exact, str_view_from(key), &child);
        exact_key(key, type_named(cells[5]), str_view_of(cells[0]), str_view_of(cells[1]),
                  str_view_of(cells[6]));
        if (found && str_map_find(catalogue->elements_exact, str_view_from(key), &parent))
            catalogue->element_parents[child] = (int32_t)parent;
    }
}

void catalogue_index_elements(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_find("elements");
    CADRE_CLEANUP(str_release) struct str key = {0};
    catalogue->element_count = table->row_count;
    catalogue->elements =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->elements);
    catalogue->element_parents =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->element_parents);
    catalogue->elements_exact = str_map_new();
    catalogue->elements_bare = str_map_new();
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* framework version type code title_en title_az title_ru group_code group_en note */
        catalogue->elements[row] = (struct element){
            .framework = cells[0],
            .version = cells[1],
            .type = type_named(cells[2]),
            .code = cells[3],
            .title_en = cells[4],
            .title_az = cells[5],
            .title_ru = cells[6],
            .group_code = cells[7],
            .group_en = cells[8],
        };
        catalogue->element_parents[row] = -1;
        index_element(catalogue, (uint32_t)row, &key);
    }
    index_relations(catalogue, &key);
}

const struct element *catalogue_element(const struct catalogue *catalogue, int32_t element)
{
    return &catalogue->elements[element];
}

size_t catalogue_element_count(const struct catalogue *catalogue)
{
    return catalogue->element_count;
}

int32_t catalogue_element_parent(const struct catalogue *catalogue, int32_t element)
{
    return catalogue->element_parents[element];
}

/* The nearest code or title of the type among current versions. */
static void suggest_element(const struct catalogue *catalogue, enum element_type type,
                            struct str_view code, struct str *out)
{
    if (out == NULL)
        return;
    size_t count = 0;
    CADRE_FREE struct str_view *words = cadre_calloc(catalogue->element_count * 2, sizeof *words);
    CADRE_FREE const struct element **owners =
        cadre_calloc(catalogue->element_count * 2, sizeof(*owners));
    for (size_t i = 0; i < catalogue->element_count; i++) {
        const struct element *element = &catalogue->elements[i];
        const struct framework *framework =
            framework_of(catalogue, str_view_of(element->framework), str_view_of(element->version));
        if (element->type != type || !framework->current)
            continue;
        words[count] = str_view_of(element->code);
        owners[count++] = element;
        words[count] = str_view_of(element->title_en);
        owners[count++] = element;
    }
    size_t nearest = suggest_nearest(code, words, count);
    if (nearest < count)
        str_add_format(out, "%s/%s (%s)", owners[nearest]->framework, owners[nearest]->code,
                       owners[nearest]->title_en);
}

static void name_ambiguous(const struct catalogue *catalogue, enum element_type type,
                           struct str_view code, struct str *out)
{
    int named = 0;
    for (size_t i = 0; out != NULL && i < catalogue->element_count && named < 2; i++) {
        const struct element *element = &catalogue->elements[i];
        if (element->type != type || !fold_ascii_equal(code, str_view_of(element->code)))
            continue;
        str_add_format(out, "%s%s", named > 0 ? " or " : "", element->canonical);
        named++;
    }
}

/* "2.1.0" names version "2.1". */
static struct str_view short_version(struct str_view version)
{
    if (version.length > 2 &&
        str_view_equal((struct str_view){version.data + version.length - 2, 2},
                       STR_VIEW_LITERAL(".0")))
        version.length -= 2;
    return version;
}

enum lookup catalogue_find_element(const struct catalogue *catalogue, enum element_type type,
                                   struct str_view cell, int32_t *ret_element,
                                   struct str *ret_suggestion)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    struct str_view code;
    struct str_view name = str_view_cut(cell, '/', &code);
    uint32_t index = INDEX_NONE;
    if (code.data == NULL) {
        code = cell;
        bare_key(&key, type, cell);
        str_map_find(catalogue->elements_bare, str_view_from(&key), &index);
    } else {
        struct str_view version;
        name = str_view_cut(name, '@', &version);
        const struct framework *framework = framework_of(catalogue, name, version);
        if (framework == NULL && version.data != NULL)
            framework = framework_of(catalogue, name, short_version(version));
        if (framework != NULL) {
            exact_key(&key, type, name, str_view_of(framework->version), code);
            str_map_find(catalogue->elements_exact, str_view_from(&key), &index);
        }
    }
    if (index == INDEX_AMBIGUOUS) {
        name_ambiguous(catalogue, type, code, ret_suggestion);
        return LOOKUP_AMBIGUOUS;
    }
    if (index == INDEX_NONE) {
        suggest_element(catalogue, type, code, ret_suggestion);
        return LOOKUP_UNKNOWN;
    }
    *ret_element = (int32_t)index;
    return LOOKUP_FOUND;
}
