#include "core/catalogue/framework_document.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/catalogue/document_builder.h"
#include "core/catalogue/document_shapes.h"

/* Editors of Windows put a mark before the text. */
static struct str_view without_mark(struct str_view text)
{
    static const struct str_view mark = {"\xEF\xBB\xBF", 3};
    if (!str_view_starts(text, mark))
        return text;
    return (struct str_view){text.data + mark.length, text.length - mark.length};
}

/* What stands beside the one member that is looked for. */
static void tell_others(struct document_builder *builder, const struct json_value *object,
                        const char *name)
{
    for (const struct json_value *member = json_first(object); member != NULL;
         member = json_next(member)) {
        const struct document_place place = {.name = json_name(member), .line = json_line(member)};
        if (strcmp(json_name(member), name) != 0)
            document_found(builder, FINDING_D_UNKNOWN_KEY, &place, json_string(member), NULL);
    }
}

/* What the lists stand in: the whole, or `response.elements`, as CPRT's own service answers. */
static const struct json_value *unwrap(struct document_builder *builder,
                                       const struct json_value *root)
{
    const struct json_value *response = json_member(root, "response");
    const struct json_value *inner = json_member(response, "elements");
    if (inner == NULL || json_type_of(inner) != JSON_OBJECT)
        return root;
    tell_others(builder, root, "response");
    builder->root = "/response";
    tell_others(builder, response, "elements");
    builder->root = "/response/elements";
    return inner;
}

static enum cadre_status read_shape(struct document_builder *builder, const struct json_value *root,
                                    const struct framework_document_options *options,
                                    struct framework_document *document, struct cadre_error *err)
{
    const struct json_value *inner = unwrap(builder, root);
    if (json_type_of(inner) == JSON_ARRAY)
        return document_read_flat(builder, inner, options, err);
    if (json_member(inner, "elements") != NULL)
        return document_read_cprt(builder, inner, options, document, err);
    cadre_fail(err, CADRE_REFUSED, "this is no document of a framework");
    return cadre_fail_hint(err, "NIST's CPRT JSON is wanted (documents, elements, "
                                "relationship_types, relationships), or an array of rows with "
                                "OPM-ID, KSAT, Description, ID and WRL-ID");
}

enum cadre_status framework_document_read(struct str_view text, const struct catalogue *catalogue,
                                          const struct framework_document_options *options,
                                          struct arena *arena,
                                          struct framework_document *ret_document,
                                          struct cadre_error *err)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *json = NULL;
    CADRE_CLEANUP(document_builder_release) struct document_builder builder;
    struct framework_document document = {.title = "", .declared_id = "", .declared_version = ""};
    document_builder_init(&builder, catalogue, arena);
    enum cadre_status status = json_parse(without_mark(text), &json, err);
    if (status == CADRE_OK)
        status = read_shape(&builder, json_root(json), options, &document, err);
    if (status != CADRE_OK)
        return status;
    document_builder_finish(&builder, &document);
    *ret_document = document;
    return CADRE_OK;
}
