#include <string.h>

#include "core/base/fold.h"
#include "core/catalogue/addition_checks.h"
#include "core/catalogue/addition_rows.h"
#include "core/catalogue/aliases.h"
#include "core/catalogue/catalogue_index.h"
#include "core/catalogue/framework_document.h"

/* ---- what follows from a row ----------------------------------------------------------------- */

static const char **cell_at(const struct candidate_table *table, const char **cells,
                            const char *column)
{
    return &cells[catalogue_table_column(&table->table, column)];
}

/* A version of the framework, its current one if it has one; -1 when it has none. */
static int32_t any_version(const struct catalogue *catalogue, const char *code)
{
    int32_t found = catalogue_find_framework(catalogue, str_view_of(code));
    for (size_t i = 0; found < 0 && i < catalogue_framework_count(catalogue); i++) {
        if (fold_ascii_equal(str_view_of(code),
                             str_view_of(catalogue_framework(catalogue, (int32_t)i)->code)))
            found = (int32_t)i;
    }
    return found;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "5.10" comes after "5.9": runs of digits as numbers, the rest bytewise. */
static int compare_versions(const char *left, const char *right)
{
    const char *a = left;
    const char *b = right;
    while (*a != '\0' && *b != '\0') {
        int64_t number_a = 0;
        int64_t number_b = 0;
        if (!is_digit(*a) || !is_digit(*b)) {
            if (*a != *b)
                break;
            a++;
            b++;
            continue;
        }
        for (; is_digit(*a); a++)
            number_a = number_a < INT32_MAX ? number_a * 10 + (*a - '0') : number_a;
        for (; is_digit(*b); b++)
            number_b = number_b < INT32_MAX ? number_b * 10 + (*b - '0') : number_b;
        if (number_a != number_b)
            return number_a < number_b ? -1 : 1;
    }
    int order = (*a > *b) - (*a < *b);
    return order != 0 ? order : strcmp(left, right);
}

/* Among the rows that came, whatever their order: the cell of the greatest version of the framework
 * that states one; "" when none does. */
static const char *of_greatest(const struct candidate_table *table, const char *code,
                               const char *column)
{
    const char *greatest = "";
    const char *found = "";
    for (size_t row = 0; row < table->count; row++) {
        const char *version = *cell_at(table, table->placed[row], "version");
        const char *cell = *cell_at(table, table->placed[row], column);
        if (candidate_is_left_out(table, row) || cell[0] == '\0' ||
            !fold_ascii_equal(str_view_of(code),
                              str_view_of(*cell_at(table, table->placed[row], "code"))) ||
            (found[0] != '\0' && compare_versions(version, greatest) < 0))
            continue;
        greatest = version;
        found = cell;
    }
    return found;
}

/* The scale that a version has which does not say it: that of another version of the framework, in
 * the catalogue or among the rows that came. */
static const char *usual_scale(const struct candidate_table *table, const char *code)
{
    int32_t other = any_version(table->catalogue, code);
    if (other >= 0)
        return catalogue_scale_code(table->catalogue,
                                    catalogue_framework(table->catalogue, other)->scale);
    const char *scale = of_greatest(table, code, "scale");
    return scale[0] != '\0' ? scale : "core";
}

/* Of a framework that is new the greatest version is the current one. */
static bool is_current(const struct candidate_table *table, const char *code, const char *version)
{
    return any_version(table->catalogue, code) < 0 &&
           strcmp(version, of_greatest(table, code, "version")) == 0;
}

static void fill_framework(const struct candidate_table *table, const char **cells, bool known)
{
    if (known)
        return;
    const char *code = *cell_at(table, cells, "code");
    const char **scale = cell_at(table, cells, "scale");
    if ((*scale)[0] == '\0')
        *scale = usual_scale(table, code);
    *cell_at(table, cells, "current") =
        is_current(table, code, *cell_at(table, cells, "version")) ? "1" : "0";
}

static void fill_element(const struct candidate_table *table, const char **cells, bool known)
{
    (void)known;
    const char *text = *cell_at(table, cells, "text");
    if (text[0] != '\0')
        *cell_at(table, cells, "text_hash") = framework_text_hash(str_view_of(text), table->arena);
}

/* Nobody has confirmed what does not say so. */
static void fill_rule(const struct candidate_table *table, const char **cells, bool known)
{
    const char **confirmed = cell_at(table, cells, "confirmed");
    if (!known && (*confirmed)[0] == '\0')
        *confirmed = "0";
}

static void spell_framework(const struct candidate_table *table, const char **cells)
{
    const char **code = cell_at(table, cells, "framework");
    const char **version = cell_at(table, cells, "version");
    int32_t framework = candidate_framework(table, *code, *version);
    if (framework < 0)
        return;
    *code = catalogue_framework(table->catalogue, framework)->code;
    *version = catalogue_framework(table->catalogue, framework)->version;
}

static void spell_end(const struct candidate_table *table, const char **cells,
                      const char *type_column, const char *code_column)
{
    const char **type = cell_at(table, cells, type_column);
    const char **code = cell_at(table, cells, code_column);
    int32_t framework = candidate_framework(table, *cell_at(table, cells, "framework"),
                                            *cell_at(table, cells, "version"));
    int32_t element = framework < 0
                          ? -1
                          : catalogue_element_named(table->catalogue, framework, str_view_of(*type),
                                                    str_view_of(*code));
    if (element < 0)
        return;
    *type = catalogue_element(table->catalogue, element)->type_name;
    *code = catalogue_element(table->catalogue, element)->code;
}

static void spell_relation(const struct candidate_table *table, const char **cells)
{
    spell_framework(table, cells);
    spell_end(table, cells, "from_type", "from_code");
    spell_end(table, cells, "to_type", "to_code");
}

static void spell_level(const struct candidate_table *table, const char **cells,
                        const char *scale_column, const char *level_column)
{
    const char **scale = cell_at(table, cells, scale_column);
    const char **level = cell_at(table, cells, level_column);
    int32_t found = catalogue_scale_named(table->catalogue, str_view_of(*scale));
    if (found < 0)
        return;
    *scale = catalogue_scale_code(table->catalogue, found);
    int32_t rank = catalogue_find_level(table->catalogue, found, str_view_of(*level));
    if (rank > 0)
        *level = catalogue_level_code(table->catalogue, found, rank);
}

static void spell_mapping(const struct candidate_table *table, const char **cells)
{
    spell_level(table, cells, "from_scale", "from_level");
    spell_level(table, cells, "to_scale", "to_level");
}

static void spell_alias(const struct candidate_table *table, const char **cells)
{
    struct alias_meaning meaning;
    const char **list = cell_at(table, cells, "list");
    const char **code = cell_at(table, cells, "code");
    enum lookup lookup =
        alias_look_up(table->catalogue, *list, str_view_of(*code), table->arena, &meaning, NULL);
    *list = meaning.list;
    if (lookup != LOOKUP_FOUND)
        return;
    *code = arena_strdup(table->arena, meaning.code); /* of a credential it is the catalogue's */
    *cell_at(table, cells, "type") = meaning.type;
}

/* ---- kinds and their tables ------------------------------------------------------------------ */

static const struct addition_target targets[] = {
    {
        .kind = "scales",
        .table = "scales",
        .keys = {"code"},
        .placed = {{"code", "scale", PART_WHOLE}},
    },
    {
        .kind = "scales",
        .table = "scale_levels",
        .keys = {"scale", "level"},
        .verify = check_scale_levels,
    },
    {
        .kind = "scale_mappings",
        .table = "scale_mappings",
        .keys = {"from_scale", "from_level", "to_scale"},
        .spell = spell_mapping,
        .verify = check_scale_mappings,
    },
    {
        .kind = "code_lists",
        .table = "code_lists",
        .keys = {"list", "code"},
        .verify = check_code_lists,
    },
    {
        .kind = "frameworks",
        .table = "frameworks",
        .keys = {"code", "version"},
        .fill = fill_framework,
        .verify = check_frameworks,
    },
    {
        .kind = "elements",
        .table = "elements",
        .keys = {"framework", "version", "type", "code"},
        .further = {"text", "text_hash"},
        .spell = spell_framework,
        .fill = fill_element,
        .verify = check_elements,
    },
    {
        .kind = "element_relations",
        .table = "element_relations",
        .keys = {"framework", "version", "from_type", "from_code", "relation", "to_type",
                 "to_code"},
        .spell = spell_relation,
        .verify = check_relations,
    },
    {
        .kind = "credentials",
        .table = "credentials",
        .keys = {"issuer", "code"},
        .verify = check_credentials,
    },
    {
        .kind = "credential_grants",
        .table = "credential_grants",
        .keys = {"issuer", "credential", "framework", "version", "type", "code", "level"},
        .placed = {{"issuer", "credential", PART_BEFORE_SLASH},
                   {"credential", "credential", PART_BEHIND_SLASH},
                   {"framework", "code", PART_FRAMEWORK},
                   {"version", "code", PART_VERSION},
                   {"code", "code", PART_CODE}},
    },
    {
        .kind = "alignments",
        .table = "mappings",
        .keys = {"from_framework", "from_version", "from_code", "to_framework", "to_version",
                 "to_code"},
        .placed = {{"from_framework", "from", PART_FRAMEWORK},
                   {"from_version", "from", PART_VERSION},
                   {"from_code", "from", PART_CODE},
                   {"to_framework", "to", PART_FRAMEWORK},
                   {"to_version", "to", PART_VERSION},
                   {"to_code", "to", PART_CODE}},
        .further = {"relation"},
    },
    {
        .kind = "regions",
        .table = "regions",
        .keys = {"code"},
        .verify = check_regions,
    },
    {
        .kind = "service_rules",
        .table = "service_rules",
        .keys = {"rule"},
        .fill = fill_rule,
        .verify = check_service_rules,
    },
    {
        .kind = "call_ups",
        .table = "call_ups",
        .keys = {"code"},
        .verify = check_code,
    },
    {
        .kind = "aliases",
        .table = "aliases",
        .keys = {"list", "alias"},
        .spell = spell_alias,
        .verify = check_aliases,
    },
};

const struct addition_target *addition_target_of(const char *kind, size_t index)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (strcmp(targets[i].kind, kind) == 0 && index-- == 0)
            return &targets[i];
    }
    return NULL;
}
