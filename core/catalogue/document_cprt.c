/*
 * The shape of NIST's Cybersecurity and Privacy Reference Tool (CPRT): lists of documents,
 * elements, types of relation and relations; https://csrc.nist.gov/projects/cprt.
 */
#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/document_cells.h"
#include "core/catalogue/document_identity.h"
#include "core/catalogue/document_relations.h"
#include "core/catalogue/document_shapes.h"

struct cprt {
    struct document_builder *builder;
    const char *document; /* id of the document that is read, "" = none is declared */
    const char *version, *title;
    struct document_place place; /* of its id */
    struct str_map *words;       /* of relations, as declared */
};

typedef void read_row(struct cprt *cprt, const struct document_place *place,
                      const struct json_value *row);

static const char *text_of(struct document_builder *builder, struct str_view value)
{
    return value.data != NULL ? arena_copy(builder->arena, value).data : "";
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void read_document(struct cprt *cprt, const struct document_place *place,
                          const struct json_value *row)
{
    enum { ID, NAME, VERSION, WEBSITE, COUNT };
    static const struct cell_field fields[COUNT] = {
        [ID] = {"doc_identifier", CELL_WORD, true},
        [NAME] = {"name", CELL_WORD, false},
        [VERSION] = {"version", CELL_WORD, false},
        [WEBSITE] = {"website", CELL_WORD, false},
    };
    struct str_view values[COUNT];
    if (!document_read_row(cprt->builder, place, row, fields, COUNT, values))
        return;
    if (cprt->document[0] != '\0') {
        document_found(cprt->builder, FINDING_D_OTHER_DOCUMENT, place, values[ID], NULL);
        return;
    }
    cprt->document = text_of(cprt->builder, values[ID]);
    cprt->title = text_of(cprt->builder, values[NAME]);
    cprt->version = text_of(cprt->builder, values[VERSION]);
    cprt->place = *place;
    cprt->place.name = fields[ID].name;
}

static void read_relation_type(struct cprt *cprt, const struct document_place *place,
                               const struct json_value *row)
{
    static const struct cell_field fields[] = {
        {"relationship_identifier", CELL_WORD, true},
        {"description", CELL_TEXT, false},
    };
    struct str_view values[2];
    if (document_read_row(cprt->builder, place, row, fields, 2, values))
        str_map_insert(cprt->words, values[0], 0);
}

/* False, with its finding, when the row names a document that is not the one that is read. */
static bool is_ours(const struct cprt *cprt, const struct document_place *row, const char *name,
                    struct str_view id)
{
    struct document_place place = *row;
    if (id.data == NULL || cprt->document[0] == '\0' ||
        str_view_equal(id, str_view_of(cprt->document)))
        return true;
    place.name = name;
    document_found(cprt->builder, FINDING_D_OTHER_DOCUMENT, &place, id, NULL);
    return false;
}

static void read_element(struct cprt *cprt, const struct document_place *place,
                         const struct json_value *row)
{
    enum { TYPE, CODE, TITLE, TEXT, DOCUMENT, COUNT };
    static const struct cell_field fields[COUNT] = {
        [TYPE] = {"element_type", CELL_WORD, true},
        [CODE] = {"element_identifier", CELL_CODE, true},
        [TITLE] = {"title", CELL_TEXT, false},
        [TEXT] = {"text", CELL_TEXT, false},
        [DOCUMENT] = {"doc_identifier", CELL_WORD, false},
    };
    struct str_view values[COUNT];
    if (!document_read_row(cprt->builder, place, row, fields, COUNT, values) ||
        !is_ours(cprt, place, fields[DOCUMENT].name, values[DOCUMENT]))
        return;
    const struct document_element element = {
        .type = document_type(cprt->builder, values[TYPE]),
        .code = text_of(cprt->builder, values[CODE]),
        .title = text_of(cprt->builder, values[TITLE]),
        .text = text_of(cprt->builder, values[TEXT]),
        .line = place->line,
    };
    (void)document_add_element(cprt->builder, place, &element, false);
}

/* Each code of the one end with each of the other: a value may hold several. */
static void relate_all(struct cprt *cprt, const struct document_place *place, struct str_view from,
                       struct str_view to, const char *word)
{
    struct str_view from_code;
    struct str_view to_code;
    while (document_next_code(&from, &from_code)) {
        struct str_view rest = to;
        while (document_next_code(&rest, &to_code))
            document_relate(cprt->builder, place, from_code, to_code, word);
    }
}

static void read_relation(struct cprt *cprt, const struct document_place *place,
                          const struct json_value *row)
{
    enum { FROM, FROM_DOCUMENT, TO, TO_DOCUMENT, WORD, PROVENANCE, COUNT };
    static const struct cell_field fields[COUNT] = {
        [FROM] = {"source_element_identifier", CELL_CODES, true},
        [FROM_DOCUMENT] = {"source_doc_identifier", CELL_WORD, false},
        [TO] = {"dest_element_identifier", CELL_CODES, true},
        [TO_DOCUMENT] = {"dest_doc_identifier", CELL_WORD, false},
        [WORD] = {"relationship_identifier", CELL_WORD, true},
        [PROVENANCE] = {"provenance_doc_identifier", CELL_WORD, false},
    };
    struct str_view values[COUNT];
    uint32_t known;
    if (!document_read_row(cprt->builder, place, row, fields, COUNT, values) ||
        !is_ours(cprt, place, fields[FROM_DOCUMENT].name, values[FROM_DOCUMENT]) ||
        !is_ours(cprt, place, fields[TO_DOCUMENT].name, values[TO_DOCUMENT]))
        return;
    if (!str_map_find(cprt->words, values[WORD], &known)) {
        struct document_place word = *place;
        word.name = fields[WORD].name;
        document_found(cprt->builder, FINDING_D_RELATION_UNKNOWN, &word, values[WORD], NULL);
    }
    relate_all(cprt, place, values[FROM], values[TO],
               arena_copy(cprt->builder->arena, values[WORD]).data);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void read_list(struct cprt *cprt, const struct json_value *root, const char *name,
                      read_row *read)
{
    struct document_place place = {.list = name};
    const struct json_value *list = json_member(root, name);
    for (const struct json_value *row = json_first(list); row != NULL; row = json_next(row)) {
        place.line = json_line(row);
        read(cprt, &place, row);
        place.index++;
    }
}

static const struct {
    const char *name;
    bool required;
} lists[] = {
    {"documents", false},
    {"relationship_types", false},
    {"elements", true},
    {"relationships", false},
};

static bool is_list_name(const char *name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(lists[i].name, name) == 0)
            return true;
    }
    return false;
}

/* Lists that are none are refused, those that are missing and keys that are not known are told. */
static enum cadre_status check_lists(struct document_builder *builder,
                                     const struct json_value *root, struct cadre_error *err)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct json_value *list = json_member(root, lists[i].name);
        const struct document_place place = {.name = lists[i].name, .line = json_line(root)};
        if (list == NULL && !lists[i].required) {
            document_found(builder, FINDING_D_MISSING, &place, str_view_of(NULL), NULL);
        } else if (list == NULL || json_type_of(list) != JSON_ARRAY) {
            return cadre_fail(err, CADRE_REFUSED, "'%s/%s' is no list (line %u)", builder->root,
                              lists[i].name, json_line(list != NULL ? list : root));
        }
    }
    for (const struct json_value *member = json_first(root); member != NULL;
         member = json_next(member)) {
        const struct document_place place = {.name = json_name(member), .line = json_line(member)};
        if (!is_list_name(json_name(member)))
            document_found(builder, FINDING_D_UNKNOWN_KEY, &place, json_string(member), NULL);
    }
    return CADRE_OK;
}

enum cadre_status document_read_cprt(struct document_builder *builder,
                                     const struct json_value *root,
                                     const struct framework_document_options *options,
                                     struct framework_document *document, struct cadre_error *err)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *words = str_map_new();
    struct cprt cprt = {
        .builder = builder, .document = "", .version = "", .title = "", .words = words};
    enum cadre_status status = check_lists(builder, root, err);
    if (status != CADRE_OK)
        return status;
    read_list(&cprt, root, "documents", read_document);
    read_list(&cprt, root, "relationship_types", read_relation_type);
    read_list(&cprt, root, "elements", read_element);
    if (builder->element_count == 0)
        return cadre_fail(err, CADRE_REFUSED, "the document has no element");
    status = document_identify(builder, options, cprt.document, cprt.version, &cprt.place, err);
    if (status != CADRE_OK)
        return status;
    read_list(&cprt, root, "relationships", read_relation);
    document_group_roles(builder);
    document->title = builder->other ? "" : cprt.title;
    document->declared_id = cprt.document;
    document->declared_version = cprt.version;
    return CADRE_OK;
}
