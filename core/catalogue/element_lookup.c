#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"

static const char *const type_names[] = {
    [ELEMENT_WORK_ROLE] = "work_role",
    [ELEMENT_COMPETENCY] = "competency",
    [ELEMENT_MILITARY_SPECIALTY] = "military_specialty",
};

enum element_type catalogue_type_named(const char *name)
{
    size_t type = 0;
    while (type < sizeof type_names / sizeof *type_names && strcmp(name, type_names[type]) != 0)
        type++;
    return (enum element_type)type; /* ELEMENT_STATEMENT stands behind those that have a name */
}

static int32_t framework_of(const struct catalogue *catalogue, struct str_view code,
                            struct str_view version)
{
    for (size_t i = 0; i < catalogue->framework_count; i++) {
        const struct catalogue_framework *framework = &catalogue->frameworks[i];
        if (!fold_ascii_equal(code, str_view_of(framework->code)))
            continue;
        if (version.data == NULL ? framework->current
                                 : str_view_equal(version, str_view_of(framework->version)))
            return (int32_t)i;
    }
    return -1;
}

/* Of statements the type as it is named: they may share a code with anything. */
static void exact_key(struct str *out, struct str_view type_name,
                      const struct catalogue_framework *framework, struct str_view code)
{
    str_reset(out);
    catalogue_add_lower(out, type_name);
    str_add_char(out, '|');
    catalogue_add_lower(out, str_view_of(framework->code));
    str_add_char(out, '@');
    catalogue_add_lower(out, str_view_of(framework->version));
    str_add_char(out, '/');
    catalogue_add_lower(out, code);
}

static void bare_key(struct str *out, enum element_type type, struct str_view code)
{
    str_reset(out);
    str_add_char(out, (char)('0' + type));
    str_add_char(out, '|');
    catalogue_add_lower(out, code);
}

static void index_element(struct catalogue *catalogue, uint32_t index, struct str *key)
{
    struct element *element = &catalogue->elements[index];
    element->framework_index =
        framework_of(catalogue, str_view_of(element->framework), str_view_of(element->version));
    assert(element->framework_index >= 0);
    const struct catalogue_framework *framework = &catalogue->frameworks[element->framework_index];
    element->scale = framework->scale;
    str_reset(key);
    str_add_text(key, element->framework);
    str_add_char(key, '@');
    str_add_text(key, element->version);
    str_add_char(key, '/');
    str_add_text(key, element->code);
    element->canonical = arena_copy(catalogue->arena, str_view_from(key)).data;
    exact_key(key, str_view_of(element->type_name), framework, str_view_of(element->code));
    str_map_insert(catalogue->elements_exact, str_view_from(key), index);
    if (!framework->current || element->type == ELEMENT_STATEMENT)
        return;
    bare_key(key, element->type, str_view_of(element->code));
    catalogue_index_add(catalogue->elements_bare, str_view_from(key), index);
}

void catalogue_index_element_alias(struct catalogue *catalogue, const char *alias, int32_t index)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    const struct element *element = &catalogue->elements[index];
    const struct catalogue_framework *framework = &catalogue->frameworks[element->framework_index];
    exact_key(&key, str_view_of(element->type_name), framework, str_view_of(alias));
    str_map_insert(catalogue->elements_exact, str_view_from(&key), (uint32_t)index);
    if (!framework->current)
        return;
    bare_key(&key, element->type, str_view_of(alias));
    catalogue_index_add(catalogue->elements_bare, str_view_from(&key), (uint32_t)index);
}

static int32_t find_named(const struct catalogue *catalogue, int32_t framework,
                          struct str_view type_name, struct str_view code, struct str *key)
{
    uint32_t index;
    exact_key(key, type_name, &catalogue->frameworks[framework], code);
    return str_map_find(catalogue->elements_exact, str_view_from(key), &index) ? (int32_t)index
                                                                               : -1;
}

int32_t catalogue_element_named(const struct catalogue *catalogue, int32_t framework,
                                struct str_view type_name, struct str_view code)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    int32_t found = find_named(catalogue, framework, type_name, code, &key);
    /* A local spelling is no name of the table. */
    return found >= 0 && fold_ascii_equal(code, str_view_of(catalogue->elements[found].code))
               ? found
               : -1;
}

static void index_relations(struct catalogue *catalogue, struct str *key)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "element_relations");
    catalogue->relations =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->relations);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* framework version from_type from_code relation to_type to_code */
        int32_t framework = framework_of(catalogue, str_view_of(cells[0]), str_view_of(cells[1]));
        if (framework < 0)
            continue;
        struct element_relation relation = {
            .from =
                find_named(catalogue, framework, str_view_of(cells[2]), str_view_of(cells[3]), key),
            .to =
                find_named(catalogue, framework, str_view_of(cells[5]), str_view_of(cells[6]), key),
            .relation = cells[4],
        };
        if (relation.from < 0 || relation.to < 0) /* no load lets that in */
            continue;
        catalogue->relations[catalogue->relation_count++] = relation;
        if (strcmp(relation.relation, "isChildOf") == 0)
            catalogue->element_parents[relation.from] = relation.to;
    }
}

static void index_rows(struct catalogue *catalogue, const struct catalogue_table *table,
                       struct str *key)
{
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* framework version type code title_en title_az title_ru group_code group_en note */
        catalogue->elements[row] = (struct element){
            .framework = cells[0],
            .version = cells[1],
            .type = catalogue_type_named(cells[2]),
            .type_name = cells[2],
            .code = cells[3],
            .title_en = cells[4],
            .title_az = cells[5],
            .title_ru = cells[6],
            .group_code = cells[7],
            .group_en = cells[8],
            .text = catalogue_table_further(table, row, "text"),
            .text_hash = catalogue_table_further(table, row, "text_hash"),
        };
        catalogue->element_parents[row] = -1;
        catalogue->has_elements[catalogue->elements[row].type] = true;
        index_element(catalogue, (uint32_t)row, key);
    }
}

void catalogue_index_elements(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "elements");
    CADRE_CLEANUP(str_release) struct str key = {0};
    catalogue->element_count = table->row_count;
    catalogue->elements =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->elements);
    catalogue->element_parents =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->element_parents);
    catalogue->elements_exact = str_map_new();
    catalogue->elements_bare = str_map_new();
    index_rows(catalogue, table, &key);
    index_relations(catalogue, &key);
}

const struct element_relation *catalogue_relations(const struct catalogue *catalogue,
                                                   size_t *ret_count)
{
    *ret_count = catalogue->relation_count;
    return catalogue->relations;
}

const struct element *catalogue_element(const struct catalogue *catalogue, int32_t element)
{
    return &catalogue->elements[element];
}

size_t catalogue_element_count(const struct catalogue *catalogue)
{
    return catalogue->element_count;
}

bool catalogue_has_elements(const struct catalogue *catalogue, enum element_type type)
{
    return catalogue->has_elements[type];
}

int32_t catalogue_element_parent(const struct catalogue *catalogue, int32_t element)
{
    return catalogue->element_parents[element];
}

/* "DCWF/511 (Cyber Defense Analyst)"; the first title that it has, if it has one. */
static void add_suggested(struct str *out, const struct element *element)
{
    const char *title = element->title_en;
    if (title[0] == '\0')
        title = element->title_az[0] != '\0' ? element->title_az : element->title_ru;
    str_add_format(out, "%s/%s", element->framework, element->code);
    if (title[0] != '\0')
        str_add_format(out, " (%s)", title);
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
        if (element->type != type || !catalogue->frameworks[element->framework_index].current)
            continue;
        words[count] = str_view_of(element->code);
        owners[count++] = element;
        words[count] = str_view_of(element->title_en);
        owners[count++] = element;
    }
    size_t nearest = suggest_nearest(code, words, count);
    if (nearest < count)
        add_suggested(out, owners[nearest]);
}

/* Two that a code or local spelling without a framework may be: each is of a current version. */
static void name_ambiguous(const struct catalogue *catalogue, enum element_type type,
                           struct str_view code, struct str *out)
{
    int named = 0;
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t i = 0; out != NULL && i < catalogue->framework_count && named < 2; i++) {
        int32_t element =
            catalogue->frameworks[i].current
                ? find_named(catalogue, (int32_t)i, str_view_of(type_names[type]), code, &key)
                : -1;
        if (element < 0)
            continue;
        str_add_format(out, "%s%s", named > 0 ? " or " : "",
                       catalogue->elements[element].canonical);
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

int32_t catalogue_find_framework(const struct catalogue *catalogue, struct str_view cell)
{
    struct str_view version;
    struct str_view name = str_view_cut(cell, '@', &version);
    int32_t framework = framework_of(catalogue, name, version);
    if (framework < 0 && version.data != NULL)
        framework = framework_of(catalogue, name, short_version(version));
    return framework;
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
        int32_t framework = catalogue_find_framework(catalogue, name);
        if (framework >= 0) {
            exact_key(&key, str_view_of(type_names[type]), &catalogue->frameworks[framework], code);
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

const char *catalogue_element_spelled(const struct catalogue *catalogue, enum element_type type,
                                      struct str_view word)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t index;
    bare_key(&key, type, word);
    if (!str_map_find(catalogue->elements_bare, str_view_from(&key), &index) ||
        index == INDEX_AMBIGUOUS ||
        fold_ascii_equal(word, str_view_of(catalogue->elements[index].code)))
        return NULL;
    return catalogue->elements[index].canonical;
}
