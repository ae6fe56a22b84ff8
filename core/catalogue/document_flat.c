/*
 * The flat shape: an array with a row for each work role and statement.
 */
#include <string.h>

#include "core/base/fold.h"
#include "core/catalogue/document_cells.h"
#include "core/catalogue/document_identity.h"
#include "core/catalogue/document_shapes.h"

enum { OPM_ID, KSAT, DESCRIPTION, ID, WRL_ID, FIELD_COUNT };

static const struct cell_field fields[FIELD_COUNT] = {
    [OPM_ID] = {"OPM-ID", CELL_CODES, false},         [KSAT] = {"KSAT", CELL_WORD, true},
    [DESCRIPTION] = {"Description", CELL_TEXT, true}, [ID] = {"ID", CELL_CODE, true},
    [WRL_ID] = {"WRL-ID", CELL_CODE, true},
};

static const char *statement_type(struct document_builder *builder, struct str_view word)
{
    static const struct {
        struct str_view letter;
        const char *type;
    } letters[] = {
        {STR_VIEW_LITERAL("T"), "task"},
        {STR_VIEW_LITERAL("K"), "knowledge"},
        {STR_VIEW_LITERAL("S"), "skill"},
        {STR_VIEW_LITERAL("A"), "ability"},
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (fold_ascii_equal(word, letters[i].letter))
            return letters[i].type;
    }
    return document_type(builder, word);
}

static const char *text_of(struct document_builder *builder, struct str_view value)
{
    return value.data != NULL ? arena_copy(builder->arena, value).data : "";
}

/* OPM-ID is the role's code in the DCWF. */
static void map_role(struct document_builder *builder, const struct document_place *place,
                     const char *role, struct str_view codes)
{
    struct str_view code;
    while (document_next_code(&codes, &code)) {
        const struct document_mapping mapping = {
            .from_code = role,
            .to_framework = "DCWF",
            .to_code = arena_copy(builder->arena, code).data,
            .line = place->line,
        };
        document_add_mapping(builder, &mapping);
    }
}

static void read_row(struct document_builder *builder, const struct document_place *place,
                     const struct json_value *row)
{
    struct str_view values[FIELD_COUNT];
    if (!document_read_row(builder, place, row, fields, FIELD_COUNT, values))
        return;
    const struct document_element role = {
        .type = "work_role",
        .code = text_of(builder, values[WRL_ID]),
        .title = "",
        .text = "",
        .line = place->line,
    };
    const struct document_element statement = {
        .type = statement_type(builder, values[KSAT]),
        .code = text_of(builder, values[ID]),
        .title = "",
        .text = text_of(builder, values[DESCRIPTION]),
        .line = place->line,
    };
    if (!document_add_element(builder, place, &role, true) ||
        !document_add_element(builder, place, &statement, true))
        return;
    map_role(builder, place, role.code, values[OPM_ID]);
    const struct document_relation relation = {role.type,      role.code,    statement.type,
                                               statement.code, "projection", place->line};
    if (!document_add_relation(builder, &relation))
        document_found(builder, FINDING_D_RELATION_TWICE, place, str_view_of(statement.code), NULL);
}

enum cadre_status document_read_flat(struct document_builder *builder,
                                     const struct json_value *rows,
                                     const struct framework_document_options *options,
                                     struct cadre_error *err)
{
    struct document_place place = {.list = ""};
    for (const struct json_value *row = json_first(rows); row != NULL; row = json_next(row)) {
        place.line = json_line(row);
        read_row(builder, &place, row);
        place.index++;
    }
    if (builder->relation_count == 0)
        return cadre_fail(err, CADRE_REFUSED,
                          "the document has no row of a work role and a statement");
    return document_identify(builder, options, "", "", &place, err);
}
