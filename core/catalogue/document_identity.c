#include "core/catalogue/document_identity.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"

enum { NAME_BYTES_MAX = 32 };

/* Ids of documents by their beginnings, other than the framework's own code. */
static const struct {
    struct str_view prefix;
    const char *framework;
} document_ids[] = {
    {STR_VIEW_LITERAL("SP_800_181"), "NICE"}, {STR_VIEW_LITERAL("NICE"), "NICE"},
    {STR_VIEW_LITERAL("DCWF"), "DCWF"},       {STR_VIEW_LITERAL("DOD_8140"), "DCWF"},
    {STR_VIEW_LITERAL("ECSF"), "ECSF"},
};

static bool starts_folded(struct str_view text, struct str_view prefix)
{
    return text.length >= prefix.length &&
           fold_ascii_equal((struct str_view){text.data, prefix.length}, prefix);
}

/* A version of the framework in the catalogue, -1 = it has none. */
static int32_t any_version(const struct catalogue *catalogue, const char *framework)
{
    for (size_t i = 0; i < catalogue_framework_count(catalogue); i++) {
        if (fold_ascii_equal(str_view_of(catalogue_framework(catalogue, (int32_t)i)->code),
                             str_view_of(framework)))
            return (int32_t)i;
    }
    return -1;
}

/* The framework that an id stands for, NULL when nobody knows it. */
static const char *framework_of(const struct catalogue *catalogue, const char *id)
{
    for (size_t i = 0; i < sizeof document_ids / sizeof *document_ids; i++) {
        if (starts_folded(str_view_of(id), document_ids[i].prefix))
            return document_ids[i].framework;
    }
    int32_t known = any_version(catalogue, id);
    return known >= 0 ? catalogue_framework(catalogue, known)->code : NULL;
}

/* "2.1.0" is the version "2.1": a third number of 0 says nothing. Then as the catalogue spells it,
 * whose ECSF is of version "1". */
static const char *version_of(struct document_builder *builder, const char *version)
{
    CADRE_CLEANUP(str_release) struct str cell = {0};
    struct str_view text = str_view_of(version);
    size_t points = 0;
    for (size_t i = 0; i < text.length; i++)
        points += text.data[i] == '.';
    if (points == 2 && strcmp(version + text.length - 2, ".0") == 0)
        text.length -= 2;
    str_add_format(&cell, "%s@%.*s", builder->framework, STR_VIEW_ARGS(text));
    int32_t known = catalogue_find_framework(builder->catalogue, str_view_from(&cell));
    if (known >= 0)
        return arena_strdup(builder->arena,
                            catalogue_framework(builder->catalogue, known)->version);
    return arena_copy(builder->arena, text).data;
}

/* ---- whose roles they are -------------------------------------------------------------------- */

static bool is_like(const struct element *role, const struct document_element *element)
{
    CADRE_CLEANUP(str_release) struct str left = {0};
    CADRE_CLEANUP(str_release) struct str right = {0};
    if (element->title[0] == '\0' || role->title_en[0] == '\0')
        return true;
    fold_key(str_view_of(role->title_en), &left);
    fold_key(str_view_of(element->title), &right);
    return str_view_equal(str_view_from(&left), str_view_from(&right));
}

struct kinship {
    size_t roles;  /* of the document */
    size_t known;  /* of them, by their code, in that framework */
    size_t titled; /* of those, with the same title, or without one to compare */
};

static struct kinship kinship_with(const struct document_builder *builder, int32_t framework)
{
    struct kinship kinship = {0};
    for (size_t i = 0; i < builder->element_count; i++) {
        const struct document_element *element = &builder->elements[i];
        if (strcmp(element->type, "work_role") != 0)
            continue;
        kinship.roles++;
        int32_t role = catalogue_element_named(
            builder->catalogue, framework, str_view_of(element->type), str_view_of(element->code));
        if (role < 0)
            continue;
        kinship.known++;
        kinship.titled += is_like(catalogue_element(builder->catalogue, role), element);
    }
    return kinship;
}

/* All roles are there, and half of them at least under the same title: codes such as 111 may be
 * anybody's. */
static bool is_kin(struct kinship kinship)
{
    return kinship.roles > 0 && kinship.known == kinship.roles &&
           2 * kinship.titled >= kinship.roles;
}

/* The one framework and version that has all roles of the document; NULL when there is none or
 * more than one. */
static const struct catalogue_framework *find_kin(const struct document_builder *builder)
{
    const struct catalogue_framework *found = NULL;
    for (size_t i = 0; i < catalogue_framework_count(builder->catalogue); i++) {
        if (!is_kin(kinship_with(builder, (int32_t)i)))
            continue;
        if (found != NULL)
            return NULL;
        found = catalogue_framework(builder->catalogue, (int32_t)i);
    }
    return found;
}

/* Has any version of the framework one of the document's roles? */
static bool has_any_role(const struct document_builder *builder, const char *framework)
{
    for (size_t i = 0; i < catalogue_framework_count(builder->catalogue); i++) {
        if (strcmp(catalogue_framework(builder->catalogue, (int32_t)i)->code, framework) == 0 &&
            kinship_with(builder, (int32_t)i).known > 0)
            return true;
    }
    return false;
}

/* ---- the decision ---------------------------------------------------------------------------- */

static bool is_name(const char *text)
{
    struct str_view name = str_view_of(text);
    for (size_t i = 0; i < name.length; i++) {
        char c = fold_ascii_lower(name.data[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("._-", c) != NULL))
            return false;
    }
    return name.length > 0 && name.length <= NAME_BYTES_MAX;
}

static enum cadre_status fail_unknown(const char *what, const char *declared_id,
                                      struct cadre_error *err)
{
    cadre_fail(err, CADRE_USAGE, "it cannot be told which %s the document is", what);
    if (declared_id[0] != '\0')
        cadre_fail_detail(err,
                          "it declares '%s', and its work roles are those of no framework of "
                          "the catalogue",
                          declared_id);
    return cadre_fail_hint(err, "say it: --framework F --version V");
}

static enum cadre_status check_names(const struct document_builder *builder,
                                     struct cadre_error *err)
{
    const struct {
        const char *option, *text;
    } names[] = {{"framework", builder->framework}, {"version", builder->version}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (is_name(names[i].text))
            continue;
        cadre_fail(err, CADRE_USAGE, "'%.*s' is no name of a %s", (int)strnlen(names[i].text, 100),
                   names[i].text, names[i].option);
        return cadre_fail_hint(err, "letters, digits, '.', '_' and '-', at most %d: --%s",
                               NAME_BYTES_MAX, names[i].option);
    }
    return CADRE_OK;
}

/* What the framework is, when no option says it; NULL when it cannot be told. */
static const char *choose_framework(const struct document_builder *builder, const char *declared,
                                    const char *declared_id, const struct catalogue_framework *kin)
{
    if (declared != NULL && kin != NULL && strcmp(declared, kin->code) != 0 &&
        !has_any_role(builder, declared))
        return kin->code;
    if (declared != NULL)
        return declared;
    return kin != NULL && declared_id[0] == '\0' ? kin->code : NULL;
}

/* As the catalogue spells it. */
static const char *spelled(const struct document_builder *builder, const char *framework)
{
    int32_t known = any_version(builder->catalogue, framework);
    return arena_strdup(builder->arena, known >= 0
                                            ? catalogue_framework(builder->catalogue, known)->code
                                            : framework);
}

static int32_t index_of(const struct document_builder *builder)
{
    CADRE_CLEANUP(str_release) struct str cell = {0};
    str_add_format(&cell, "%s@%s", builder->framework, builder->version);
    return catalogue_find_framework(builder->catalogue, str_view_from(&cell));
}

enum cadre_status document_identify(struct document_builder *builder,
                                    const struct framework_document_options *options,
                                    const char *declared_id, const char *declared_version,
                                    const struct document_place *place, struct cadre_error *err)
{
    const struct catalogue_framework *kin = find_kin(builder);
    const char *declared = framework_of(builder->catalogue, declared_id);
    const char *framework = options->framework != NULL
                                ? options->framework
                                : choose_framework(builder, declared, declared_id, kin);
    const char *version = options->version;
    if (framework == NULL)
        return fail_unknown("framework", declared_id, err);
    builder->framework = spelled(builder, framework);
    bool as_declared = declared == NULL || strcmp(declared, builder->framework) == 0;
    if (version == NULL && as_declared && declared_version[0] != '\0')
        version = declared_version;
    if (version == NULL && kin != NULL && strcmp(kin->code, builder->framework) == 0)
        version = kin->version;
    if (version == NULL)
        return fail_unknown("version", "", err);
    builder->version = version_of(builder, version);
    builder->framework_index = index_of(builder);
    builder->other = !as_declared;
    if (builder->other)
        document_found(builder, FINDING_D_OTHER_FRAMEWORK, place, str_view_of(declared_id),
                       arena_format(builder->arena, "that is %s; it is loaded as %s %s", declared,
                                    builder->framework, builder->version));
    return check_names(builder, err);
}
