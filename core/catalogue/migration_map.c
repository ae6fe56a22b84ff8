#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/json.h"
#include "core/catalogue/migration.h"

struct reading {
    const struct catalogue *catalogue;
    int32_t from, to;
    size_t rule_no; /* from 1; 0 = before the rules */
    bool *seen;     /* by element: it has a rule */
    struct cadre_error *err;
};

static enum cadre_status fail_place(struct reading *reading)
{
    if (reading->rule_no == 0)
        return CADRE_REFUSED;
    return cadre_fail_context(reading->err, "rule %zu of the map", reading->rule_no);
}

/* ---- the frame ------------------------------------------------------------------------------- */

static enum cadre_status check_members(struct reading *reading, const struct json_value *object,
                                       const char *const *names)
{
    if (json_type_of(object) != JSON_OBJECT) {
        cadre_fail(reading->err, CADRE_REFUSED, "an object is wanted");
        return fail_place(reading);
    }
    for (const struct json_value *at = json_first(object); at != NULL; at = json_next(at)) {
        size_t name = 0;
        while (names[name] != NULL && strcmp(names[name], json_name(at)) != 0)
            name++;
        if (names[name] == NULL) {
            cadre_fail(reading->err, CADRE_REFUSED, "the member '%s' is unknown", json_name(at));
            return fail_place(reading);
        }
    }
    return CADRE_OK;
}

/* The text of a member, which has to be the wanted one: a map for others must not be taken. */
static enum cadre_status check_says(struct reading *reading, const struct json_value *root,
                                    const char *name, const char *wanted)
{
    struct str_view said = json_string(json_member(root, name));
    if (said.data == NULL)
        return cadre_fail(reading->err, CADRE_REFUSED, "'%s' is wanted, a text", name);
    if (fold_ascii_equal(said, str_view_of(wanted)))
        return CADRE_OK;
    return cadre_fail(reading->err, CADRE_REFUSED, "its '%s' is '%.*s', not '%s'", name,
                      STR_VIEW_ARGS(said), wanted);
}

static enum cadre_status check_frame(struct reading *reading, const struct json_value *root)
{
    static const char *const names[] = {"framework", "from", "to", "map", NULL};
    const struct catalogue_framework *from = catalogue_framework(reading->catalogue, reading->from);
    const struct catalogue_framework *to = catalogue_framework(reading->catalogue, reading->to);
    enum cadre_status status = check_members(reading, root, names);
    if (status == CADRE_OK)
        status = check_says(reading, root, "framework", from->code);
    if (status == CADRE_OK)
        status = check_says(reading, root, "from", from->version);
    if (status == CADRE_OK)
        status = check_says(reading, root, "to", to->version);
    if (status == CADRE_OK && json_type_of(json_member(root, "map")) != JSON_ARRAY)
        status = cadre_fail(reading->err, CADRE_REFUSED, "'map' is wanted, an array");
    return status;
}

/* ---- one rule -------------------------------------------------------------------------------- */

/* The element of that code; of any type when none is given, if one alone has it. */
static enum cadre_status find_element(struct reading *reading, int32_t framework,
                                      struct str_view type, struct str_view code,
                                      int32_t *ret_element)
{
    const struct catalogue_framework *version = catalogue_framework(reading->catalogue, framework);
    size_t count = catalogue_element_count(reading->catalogue);
    int32_t found = -1;
    for (size_t i = 0; i < count; i++) {
        const struct element *element = catalogue_element(reading->catalogue, (int32_t)i);
        if (element->framework_index != framework ||
            !fold_ascii_equal(code, str_view_of(element->code)) ||
            (type.data != NULL && !fold_ascii_equal(type, str_view_of(element->type_name))))
            continue;
        if (found >= 0)
            return cadre_fail(reading->err, CADRE_REFUSED,
                              "'%.*s' is a code of two types: say which with 'type'",
                              STR_VIEW_ARGS(code));
        found = (int32_t)i;
    }
    if (found < 0)
        return cadre_fail(reading->err, CADRE_REFUSED, "%s %s has no code '%.*s'", version->code,
                          version->version, STR_VIEW_ARGS(code));
    *ret_element = found;
    return CADRE_OK;
}

static enum cadre_status read_from(struct reading *reading, const struct json_value *value,
                                   int32_t *ret_from)
{
    struct str_view type = json_string(json_member(value, "type"));
    struct str_view code = json_string(json_member(value, "from"));
    if (json_member(value, "type") != NULL && type.data == NULL)
        return cadre_fail(reading->err, CADRE_REFUSED, "'type' is no text");
    if (code.data == NULL)
        return cadre_fail(reading->err, CADRE_REFUSED, "'from' is wanted, a code");
    enum cadre_status status = find_element(reading, reading->from, type, code, ret_from);
    if (status != CADRE_OK)
        return status;
    if (reading->seen[*ret_from])
        return cadre_fail(reading->err, CADRE_REFUSED, "'%.*s' has a rule already",
                          STR_VIEW_ARGS(code));
    reading->seen[*ret_from] = true;
    return CADRE_OK;
}

static enum cadre_status read_rule(struct reading *reading, const struct json_value *value,
                                   struct migration_rule *ret_rule)
{
    static const char *const names[] = {"type", "from", "to", NULL};
    const struct json_value *to = json_member(value, "to");
    struct str_view code = json_string(to);
    struct migration_rule rule = {-1, -1};
    enum cadre_status status = check_members(reading, value, names);
    if (status != CADRE_OK)
        return status;
    status = read_from(reading, value, &rule.from);
    if (status == CADRE_OK && code.data != NULL)
        status =
            find_element(reading, reading->to,
                         str_view_of(catalogue_element(reading->catalogue, rule.from)->type_name),
                         code, &rule.to);
    else if (status == CADRE_OK && (to == NULL || json_type_of(to) != JSON_NULL))
        status =
            cadre_fail(reading->err, CADRE_REFUSED, "'to' is wanted, a code or null for nowhere");
    if (status != CADRE_OK)
        return fail_place(reading);
    *ret_rule = rule;
    return CADRE_OK;
}

static size_t count_of(const struct json_value *array)
{
    size_t count = 0;
    for (const struct json_value *at = json_first(array); at != NULL; at = json_next(at))
        count++;
    return count;
}

enum cadre_status migration_map_read(struct str_view json, const struct catalogue *catalogue,
                                     int32_t from, int32_t to, struct arena *arena,
                                     struct migration_map *ret_map, struct cadre_error *err)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = NULL;
    struct reading reading = {
        .catalogue = catalogue,
        .from = from,
        .to = to,
        .seen = arena_calloc(arena, catalogue_element_count(catalogue) + 1, sizeof *reading.seen),
        .err = err,
    };
    enum cadre_status status = json_parse(json, &document, err);
    if (status == CADRE_OK)
        status = check_frame(&reading, json_root(document));
    if (status != CADRE_OK)
        return status;
    const struct json_value *map = json_member(json_root(document), "map");
    struct migration_rule *rules = arena_calloc(arena, count_of(map) + 1, sizeof *rules);
    for (const struct json_value *at = json_first(map); at != NULL; at = json_next(at)) {
        status = read_rule(&reading, at, &rules[reading.rule_no++]);
        if (status != CADRE_OK)
            return status;
    }
    *ret_map = (struct migration_map){rules, reading.rule_no};
    return CADRE_OK;
}
