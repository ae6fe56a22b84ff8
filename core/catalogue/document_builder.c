#include "core/catalogue/document_builder.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/digest.h"
#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "core/catalogue/catalogue_index.h"

enum { VALUE_BYTES_MAX = 200 };

void document_builder_init(struct document_builder *builder, const struct catalogue *catalogue,
                           struct arena *arena)
{
    *builder = (struct document_builder){
        .arena = arena,
        .catalogue = catalogue,
        .root = "",
        .elements_by_key = str_map_new(),
        .elements_by_code = str_map_new(),
        .texts = str_map_new(),
        .seen = str_map_new(),
    };
}

void document_builder_release(struct document_builder *builder)
{
    free(builder->elements);
    free(builder->same_code);
    free(builder->relations);
    free(builder->mappings);
    free(builder->findings);
    str_map_free(builder->elements_by_key);
    str_map_free(builder->elements_by_code);
    str_map_free(builder->texts);
    str_map_free(builder->seen);
    str_release(&builder->key);
}

static struct str_view element_key(struct str *key, const char *type, struct str_view code)
{
    str_reset(key);
    str_add_text(key, type);
    str_add_char(key, '|');
    catalogue_add_lower(key, code);
    return str_view_from(key);
}

/* The catalogue and a document may spell a code in another case: one spelling goes. */
static const char *respelled(struct document_builder *builder, const char *type, const char *code)
{
    uint32_t element;
    struct str_view view = str_view_of(code);
    if (str_map_find(builder->elements_by_key, element_key(&builder->key, type, view), &element))
        return builder->elements[element].code;
    return code;
}

/* True when a code without a framework may mean one of the document's. */
static bool is_current(const struct document_builder *builder)
{
    if (builder->framework_index >= 0)
        return catalogue_framework(builder->catalogue, builder->framework_index)->current;
    return catalogue_find_framework(builder->catalogue, str_view_of(builder->framework)) < 0;
}

/* What the element's code was a spelling of, NULL = of nothing: in its own framework, or alone. */
static const char *meant_before(struct document_builder *builder,
                                const struct document_element *element)
{
    int32_t found;
    enum element_type type = catalogue_type_named(element->type);
    str_reset(&builder->key);
    str_add_format(&builder->key, "%s@%s/%s", builder->framework, builder->version, element->code);
    if (type == ELEMENT_STATEMENT)
        return NULL;
    if (catalogue_find_element(builder->catalogue, type, str_view_from(&builder->key), &found,
                               NULL) == LOOKUP_FOUND)
        return catalogue_element(builder->catalogue, found)->code;
    return is_current(builder)
               ? catalogue_element_spelled(builder->catalogue, type, str_view_of(element->code))
               : NULL;
}

/* An element that is new takes its code from the spelling that had it. */
static void tell_hidden(struct document_builder *builder, const struct document_element *element)
{
    const struct document_place whole = {0};
    const char *meant = meant_before(builder, element);
    if (meant != NULL)
        document_found(builder, FINDING_D_ALIAS_HIDDEN, &whole, str_view_of(element->code),
                       arena_format(builder->arena, "it meant '%s'", meant));
}

static void respell(struct document_builder *builder)
{
    for (size_t i = 0; i < builder->element_count; i++) {
        struct document_element *element = &builder->elements[i];
        int32_t known =
            builder->framework_index < 0
                ? -1
                : catalogue_element_named(builder->catalogue, builder->framework_index,
                                          str_view_of(element->type), str_view_of(element->code));
        if (known >= 0)
            element->code =
                arena_strdup(builder->arena, catalogue_element(builder->catalogue, known)->code);
        else
            tell_hidden(builder, element);
    }
    for (size_t i = 0; i < builder->relation_count; i++) {
        struct document_relation *relation = &builder->relations[i];
        relation->from_code = respelled(builder, relation->from_type, relation->from_code);
        relation->to_code = respelled(builder, relation->to_type, relation->to_code);
    }
}

static void *kept(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_calloc(arena, count + 1, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

void document_builder_finish(struct document_builder *builder,
                             struct framework_document *ret_document)
{
    struct arena *arena = builder->arena;
    respell(builder);
    ret_document->framework = builder->framework;
    ret_document->version = builder->version;
    ret_document->elements =
        kept(arena, builder->elements, builder->element_count, sizeof *builder->elements);
    ret_document->element_count = builder->element_count;
    ret_document->relations =
        kept(arena, builder->relations, builder->relation_count, sizeof *builder->relations);
    ret_document->relation_count = builder->relation_count;
    ret_document->mappings =
        kept(arena, builder->mappings, builder->mapping_count, sizeof *builder->mappings);
    ret_document->mapping_count = builder->mapping_count;
    ret_document->findings =
        kept(arena, builder->findings, builder->finding_count, sizeof *builder->findings);
    ret_document->finding_count = builder->finding_count;
}

/* ---- findings -------------------------------------------------------------------------------- */

/* Cut between two code points. */
static struct str_view cut(struct str_view text)
{
    if (text.length <= VALUE_BYTES_MAX)
        return text;
    text.length = VALUE_BYTES_MAX;
    while (text.length > 0 && ((unsigned char)text.data[text.length] & 0xC0) == 0x80)
        text.length--;
    return text;
}

/* RFC 6901: '~' and '/' of a name are escaped. */
static void add_step(struct str *out, struct str_view name)
{
    str_add_char(out, '/');
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] == '~' || name.data[i] == '/')
            str_add_text(out, name.data[i] == '~' ? "~0" : "~1");
        else
            str_add_char(out, name.data[i]);
    }
}

static const char *path_of(struct document_builder *builder, const struct document_place *place)
{
    struct str *out = &builder->key;
    str_reset(out);
    str_add_text(out, builder->root);
    if (place->list != NULL && place->list[0] != '\0')
        add_step(out, str_view_of(place->list));
    if (place->list != NULL)
        str_add_format(out, "/%zu", place->index);
    if (place->name != NULL)
        add_step(out, cut(str_view_of(place->name)));
    return arena_strdup(builder->arena, str_chars(out));
}

void document_found(struct document_builder *builder, const char *code,
                    const struct document_place *place, struct str_view value, const char *hint)
{
    builder->findings = cadre_grow(builder->findings, &builder->finding_capacity,
                                   builder->finding_count + 1, sizeof *builder->findings);
    builder->findings[builder->finding_count++] = (struct document_finding){
        .code = finding_code_find(str_view_of(code)),
        .line = place->line,
        .path = path_of(builder, place),
        .value = value.data != NULL ? arena_copy(builder->arena, cut(value)) : value,
        .hint = hint,
    };
}

bool document_first(struct document_builder *builder, const char *sort, struct str_view text)
{
    struct str *key = &builder->key;
    str_reset(key);
    str_add_text(key, sort);
    str_add_char(key, '|');
    catalogue_add_lower(key, text);
    return str_map_insert(builder->seen, str_view_from(key), 0);
}

/* ---- types ----------------------------------------------------------------------------------- */

static const struct {
    const char *type;
    int rank;
} types[] = {
    {"category", 0},
    {"work_role", 1},
    {"competency_area", 1},
    {"competency", 2},
    {"task", 3},
    {"knowledge", 3},
    {"skill", 3},
    {"ability", 3},
    {"ksa", 3},
    {"military_specialty", 2},
    {"withdraw_reason", -1},
};

int document_type_rank(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].type, type) == 0)
            return types[i].rank;
    }
    return -1;
}

const char *document_type(struct document_builder *builder, struct str_view word)
{
    str_reset(&builder->key);
    fold_key(word, &builder->key);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].type, str_chars(&builder->key)) == 0)
            return types[i].type;
    }
    return arena_strdup(builder->arena, str_chars(&builder->key));
}

static bool is_known_type(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].type, type) == 0)
            return true;
    }
    return false;
}

/* ---- elements -------------------------------------------------------------------------------- */

static struct str_view code_key(struct str *key, struct str_view code)
{
    str_reset(key);
    catalogue_add_lower(key, code);
    return str_view_from(key);
}

uint32_t document_element_of(struct document_builder *builder, struct str_view code)
{
    uint32_t found = DOCUMENT_NONE;
    str_map_find(builder->elements_by_code, code_key(&builder->key, code), &found);
    return found;
}

static void tell_same_text(struct document_builder *builder, const struct document_place *place,
                           const struct document_element *element)
{
    uint32_t other = DOCUMENT_NONE;
    uint32_t index = (uint32_t)builder->element_count;
    if (element->text_hash[0] == '\0')
        return;
    struct str_view key =
        element_key(&builder->key, element->type, str_view_of(element->text_hash));
    if (str_map_insert(builder->texts, key, index))
        return;
    str_map_find(builder->texts, key, &other);
    document_found(builder, FINDING_D_SAME_TEXT, place, str_view_of(element->code),
                   arena_format(builder->arena, "it is that of %s", builder->elements[other].code));
}

/* What is seen when an element is new to the document. */
static void tell_new(struct document_builder *builder, const struct document_place *place,
                     const struct document_element *element, uint32_t other)
{
    if (!is_known_type(element->type) &&
        document_first(builder, "type", str_view_of(element->type)))
        document_found(builder, FINDING_D_TYPE_UNKNOWN, place, str_view_of(element->type), NULL);
    if (other != DOCUMENT_NONE && document_first(builder, "code", str_view_of(element->code)))
        document_found(builder, FINDING_D_TWO_TYPES, place, str_view_of(element->code),
                       arena_format(builder->arena, "%s and %s", builder->elements[other].type,
                                    element->type));
    tell_same_text(builder, place, element);
}

static void append_element(struct document_builder *builder, const struct document_element *element,
                           uint32_t other)
{
    struct arena *arena = builder->arena;
    uint32_t index = (uint32_t)builder->element_count;
    struct document_element copy = *element;
    copy.code = arena_strdup(arena, element->code);
    copy.title = arena_strdup(arena, element->title);
    copy.text = arena_strdup(arena, element->text);
    copy.group_code = copy.group_title = "";
    builder->elements = cadre_grow(builder->elements, &builder->element_capacity,
                                   builder->element_count + 1, sizeof *builder->elements);
    builder->same_code = cadre_grow(builder->same_code, &builder->same_code_capacity,
                                    builder->element_count + 1, sizeof *builder->same_code);
    builder->elements[index] = copy;
    builder->same_code[index] = other;
    builder->element_count++;
    struct str_view code = str_view_of(copy.code);
    str_map_put(builder->elements_by_code, code_key(&builder->key, code), index);
    str_map_put(builder->elements_by_key, element_key(&builder->key, copy.type, code), index);
}

static bool is_same(const struct document_element *left, const struct document_element *right)
{
    return strcmp(left->title, right->title) == 0 && strcmp(left->text_hash, right->text_hash) == 0;
}

bool document_add_element(struct document_builder *builder, const struct document_place *place,
                          const struct document_element *element, bool repeats)
{
    uint32_t known;
    struct str_view code = str_view_of(element->code);
    struct str_view key = element_key(&builder->key, element->type, code);
    if (!str_map_find(builder->elements_by_key, key, &known)) {
        uint32_t other = document_element_of(builder, code);
        struct document_element hashed = *element;
        hashed.text_hash = framework_text_hash(str_view_of(element->text), builder->arena);
        tell_new(builder, place, &hashed, other);
        append_element(builder, &hashed, other);
        return true;
    }
    const struct document_element *first = &builder->elements[known];
    struct document_element hashed = *element;
    hashed.text_hash = strcmp(first->text, element->text) == 0
                           ? first->text_hash
                           : framework_text_hash(str_view_of(element->text), builder->arena);
    bool same = is_same(first, &hashed);
    if (!same || !repeats)
        document_found(builder, same ? FINDING_D_ELEMENT_TWICE : FINDING_D_ELEMENT_DIFFERS, place,
                       code,
                       arena_format(builder->arena, "it stands in line %llu",
                                    (unsigned long long)first->line));
    return same;
}

/* ---- relations and mappings ------------------------------------------------------------------ */

bool document_add_relation(struct document_builder *builder,
                           const struct document_relation *relation)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_format(&text, "%s|%s|%s|%s|%s", relation->from_type, relation->from_code,
                   relation->relation, relation->to_type, relation->to_code);
    if (!document_first(builder, "relation", str_view_from(&text)))
        return false;
    builder->relations = cadre_grow(builder->relations, &builder->relation_capacity,
                                    builder->relation_count + 1, sizeof *builder->relations);
    builder->relations[builder->relation_count++] = *relation;
    return true;
}

void document_add_mapping(struct document_builder *builder, const struct document_mapping *mapping)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_format(&text, "%s|%s|%s", mapping->from_code, mapping->to_framework, mapping->to_code);
    if (!document_first(builder, "mapping", str_view_from(&text)))
        return;
    builder->mappings = cadre_grow(builder->mappings, &builder->mapping_capacity,
                                   builder->mapping_count + 1, sizeof *builder->mappings);
    builder->mappings[builder->mapping_count++] = *mapping;
}
