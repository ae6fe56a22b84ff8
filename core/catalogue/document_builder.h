/*
 * What the readers of a framework's document fill: elements, relations, mappings and findings, with
 * the indexes that tell what stands twice. Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_DOCUMENT_BUILDER_H
#define CADRE_CORE_CATALOGUE_DOCUMENT_BUILDER_H

#include "core/base/json.h"
#include "core/base/str_map.h"
#include "core/catalogue/framework_document.h"

#define DOCUMENT_NONE UINT32_MAX

struct document_builder {
    struct arena *arena;
    const struct catalogue *catalogue;
    const char *framework, *version; /* NULL until they are known */
    int32_t framework_index;         /* of the catalogue, -1 = the version is new */
    bool other;                      /* it declares to be another framework */
    const char *root;                /* JSON pointer to what the lists stand in, "" = the whole */

    struct document_element *elements;
    uint32_t *same_code; /* by element: the next one of the same code, DOCUMENT_NONE = the last */
    size_t element_count, element_capacity, same_code_capacity;
    struct document_relation *relations;
    size_t relation_count, relation_capacity;
    struct document_mapping *mappings;
    size_t mapping_count, mapping_capacity;
    struct document_finding *findings;
    size_t finding_count, finding_capacity;

    struct str_map *elements_by_key;  /* "type|code" in lower case -> element */
    struct str_map *elements_by_code; /* code in lower case -> the newest element of it */
    struct str_map *texts;            /* "type|text's hash" -> element */
    struct str_map *seen;             /* relations, mappings and codes that were told of */
    struct str key;                   /* scratch */
};

/* Where a value stands. */
struct document_place {
    const char *list; /* "elements"; NULL = the root itself */
    size_t index;     /* of the row in it, from 0 */
    const char *name; /* of the member in the row, NULL = the row */
    uint32_t line;
};

void document_builder_init(struct document_builder *builder, const struct catalogue *catalogue,
                           struct arena *arena);
void document_builder_release(struct document_builder *builder);
/* What was gathered, in the arena, its codes in the catalogue's spelling. */
void document_builder_finish(struct document_builder *builder,
                             struct framework_document *ret_document);

/* `value` may be absent; `hint`, in the arena or static, may be NULL. */
void document_found(struct document_builder *builder, const char *code,
                    const struct document_place *place, struct str_view value, const char *hint);
/* True for the first time that the text of that sort is named. */
bool document_first(struct document_builder *builder, const char *sort, struct str_view text);

/* Adds or finds an element. False, with its finding, when one of the same type and code says
 * otherwise. In a form that names an element again in each row (`repeats`) one that stands twice
 * is no finding. Texts are copied. */
bool document_add_element(struct document_builder *builder, const struct document_place *place,
                          const struct document_element *element, bool repeats);
/* The newest element of the code; the others follow by same_code. */
uint32_t document_element_of(struct document_builder *builder, struct str_view code);
/* Both are nothing when the same was added before; the first says so by false. */
bool document_add_relation(struct document_builder *builder,
                           const struct document_relation *relation);
void document_add_mapping(struct document_builder *builder, const struct document_mapping *mapping);

/* Where in the chain category > role > statement the type stands: a projection goes from a lower
 * rank to a higher one. -1: a type of which nothing is known. */
int document_type_rank(const char *type);
/* The type's word, as the tables have it: in lower case, with '_' for blanks. */
const char *document_type(struct document_builder *builder, struct str_view word);

#endif
