#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"
#include "core/policy/limits.h"

enum { PERCENT_WHOLE = 100, CODE_MAX = 64, AMOUNT_MAX = 1000000000 };

/* One rule on its way in. */
struct reading {
    struct limit_rule rule;
    struct arena *arena;
    bool has_needs, has_people;
    const char *amount; /* the member that said how many, NULL = none yet */
};

/* ---- words ----------------------------------------------------------------------------------- */

/* It stands in the text of a policy between quotes, and what follows a semicolon there is another
 * thing; and on terminals. */
static bool is_plain(struct str_view text, size_t most)
{
    bool blank = true;
    for (size_t offset = 0; offset < text.length;) {
        uint32_t c = utf8_next(text, &offset);
        blank = blank && utf8_is_blank(c);
        if (c == '"' || c == '\\' || c == ';' || utf8_is_control(c))
            return false;
    }
    return !blank && text.length <= most;
}

static enum cadre_status read_name(const struct json_value *value, struct reading *reading,
                                   struct cadre_error *err)
{
    struct str_view name = json_string(value);
    if (!is_plain(name, LIMIT_NAME_MAX))
        return cadre_fail(err, CADRE_REFUSED,
                          "'name' is a text of at most %d bytes, not all blank, without control "
                          "characters, '\"', "
                          "'\\' and ';'",
                          LIMIT_NAME_MAX);
    reading->rule.name = arena_copy(reading->arena, name);
    return CADRE_OK;
}

/* ---- sets ------------------------------------------------------------------------------------ */

/* Which side has a field. */
static const struct {
    bool of_needs, of_people, each;
} fields[] = {
    [LIMIT_BY_CLASSIFICATION] = {.of_needs = true},
    [LIMIT_BY_EMPLOYER] = {.of_people = true, .each = true},
    [LIMIT_BY_ENGAGEMENT] = {.of_needs = true},
    [LIMIT_BY_ORGANIZATION] = {.of_needs = true, .of_people = true},
    [LIMIT_BY_OWNER] = {.of_people = true, .each = true},
    [LIMIT_BY_PRIORITY] = {.of_needs = true},
    [LIMIT_BY_REGION] = {.of_needs = true, .of_people = true},
    [LIMIT_BY_SECTOR] = {.of_needs = true, .of_people = true, .each = true},
    [LIMIT_BY_SEX] = {.of_people = true},
};

static bool is_of(int field, bool people)
{
    return people ? fields[field].of_people : fields[field].of_needs;
}

static enum cadre_status fail_field(const char *name, bool people, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str known = {0};
    for (int field = 0; field < LIMIT_FIELD_COUNT; field++) {
        if (is_of(field, people))
            str_add_format(&known, "%s%s", known.length > 0 ? ", " : "",
                           limit_field_name((enum limit_field)field));
    }
    cadre_fail(err, CADRE_REFUSED, "'%s' have no '%s'", people ? "people" : "needs", name);
    return cadre_fail_hint(err, "they are told by %s", str_chars(&known));
}

static int by_bytes(const void *left, const void *right)
{
    return str_view_compare(*(const struct str_view *)left, *(const struct str_view *)right);
}

/* A priority is a number there, and a text here as all else. */
static enum cadre_status read_code(const struct json_value *value, enum limit_field field,
                                   struct arena *arena, struct str_view *ret_code,
                                   struct cadre_error *err)
{
    const char *name = limit_field_name(field);
    int64_t priority;
    struct str_view code = json_string(value);
    if (field == LIMIT_BY_PRIORITY) {
        bool is_number = json_int64(value, &priority) ||
                         (code.data != NULL && str_view_to_int64(code, &priority));
        if (!is_number || priority < 1 || priority > 9)
            return cadre_fail(err, CADRE_REFUSED, "'priority' is a number from 1 to 9, or a list");
        *ret_code = str_view_of(arena_format(arena, "%d", (int)priority));
        return CADRE_OK;
    }
    if (!is_plain(code, CODE_MAX))
        return cadre_fail(err, CADRE_REFUSED, "'%s' is a code, or a list of codes", name);
    *ret_code = arena_copy(arena, code);
    return CADRE_OK;
}

static enum cadre_status read_codes(const struct json_value *value, struct arena *arena,
                                    struct limit_condition *condition, struct cadre_error *err)
{
    bool is_list = json_type_of(value) == JSON_ARRAY;
    const struct json_value *first = is_list ? json_first(value) : value;
    size_t count = 0;
    size_t kept = 0;
    enum cadre_status status = CADRE_OK;
    for (const struct json_value *item = first; item != NULL;
         item = is_list ? json_next(item) : NULL)
        count++;
    struct str_view *codes = arena_calloc(arena, count, sizeof *codes);
    count = 0;
    for (const struct json_value *item = first; status == CADRE_OK && item != NULL;
         item = is_list ? json_next(item) : NULL)
        status = read_code(item, condition->field, arena, &codes[count++], err);
    if (status != CADRE_OK)
        return status;
    if (count == 0)
        return cadre_fail(err, CADRE_REFUSED, "'%s' is an empty list",
                          limit_field_name(condition->field));
    qsort(codes, count, sizeof *codes, by_bytes);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !str_view_equal(codes[kept - 1], codes[i]))
            codes[kept++] = codes[i];
    }
    condition->codes = codes;
    condition->code_count = kept;
    return CADRE_OK;
}

static enum cadre_status read_condition(const struct json_value *member,
                                        const struct reading *reading, bool people,
                                        struct limit_condition *condition, struct cadre_error *err)
{
    const char *name = json_name(member);
    int field = 0;
    while (field < LIMIT_FIELD_COUNT &&
           (!is_of(field, people) ||
            !str_view_equal(str_view_of(name),
                            str_view_of(limit_field_name((enum limit_field)field)))))
        field++;
    if (field == LIMIT_FIELD_COUNT)
        return fail_field(name, people, err);
    condition->field = (enum limit_field)field;
    condition->each = str_view_equal(json_string(member), STR_VIEW_LITERAL("*"));
    if (!condition->each)
        return read_codes(member, reading->arena, condition, err);
    if (reading->rule.kind == LIMIT_DRAW && fields[field].each)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "'%s' cannot be \"*\" here", name);
    return cadre_fail_hint(err, "a draw may be of each employer, sector or owner");
}

static int by_field(const void *left, const void *right)
{
    const struct limit_condition *a = left;
    const struct limit_condition *b = right;
    return (a->field > b->field) - (a->field < b->field);
}

static enum cadre_status read_set(const struct json_value *value, const struct reading *reading,
                                  bool people, struct limit_set *ret_set, struct cadre_error *err)
{
    size_t each = 0;
    struct limit_condition *conditions =
        arena_calloc(reading->arena, LIMIT_FIELD_COUNT, sizeof *conditions);
    struct limit_set set = {.conditions = conditions};
    if (json_type_of(value) != JSON_OBJECT)
        return cadre_fail(err, CADRE_REFUSED, "'%s' is an object, as {\"region\": \"AZ-BA\"}",
                          people ? "people" : "needs");
    for (const struct json_value *member = json_first(value); member != NULL;
         member = json_next(member)) {
        enum cadre_status status =
            read_condition(member, reading, people, &conditions[set.count], err);
        if (status != CADRE_OK)
            return status;
        each += conditions[set.count++].each;
    }
    if (each > 1)
        return cadre_fail(err, CADRE_REFUSED, "one condition at most can be \"*\"");
    if (set.count > 1)
        qsort(conditions, set.count, sizeof *conditions, by_field);
    *ret_set = set;
    return CADRE_OK;
}

static enum cadre_status read_needs(const struct json_value *value, struct reading *reading,
                                    struct cadre_error *err)
{
    reading->has_needs = true;
    return read_set(value, reading, false, &reading->rule.needs, err);
}

static enum cadre_status read_people(const struct json_value *value, struct reading *reading,
                                     struct cadre_error *err)
{
    reading->has_people = true;
    return read_set(value, reading, true, &reading->rule.people, err);
}

/* ---- how many -------------------------------------------------------------------------------- */

static enum cadre_status take_amount(const struct json_value *value, struct reading *reading,
                                     struct cadre_error *err)
{
    if (reading->amount != NULL)
        return cadre_fail(err, CADRE_REFUSED, "'%s' and '%s' exclude one another", reading->amount,
                          json_name(value));
    reading->amount = json_name(value);
    return CADRE_OK;
}

static enum cadre_status read_number(const struct json_value *value, struct reading *reading,
                                     struct cadre_error *err)
{
    if (!json_int64(value, &reading->rule.amount) || reading->rule.amount < 0 ||
        reading->rule.amount > AMOUNT_MAX)
        return cadre_fail(err, CADRE_REFUSED, "'%s' is a number from 0 to %d", json_name(value),
                          AMOUNT_MAX);
    return take_amount(value, reading, err);
}

/* "40%", "12.5%" or "0.25%" as basis points. */
static bool read_percent(struct str_view text, int64_t *ret_bp)
{
    int64_t whole;
    int64_t part = 0;
    struct str_view rest = {NULL, 0};
    struct str_view digits = str_view_cut(text, '%', &rest);
    if (rest.data == NULL || rest.length > 0)
        return false;
    digits = str_view_cut(digits, '.', &rest);
    bool signless = digits.length > 0 && digits.data[0] >= '0' && digits.data[0] <= '9';
    if (!signless || !str_view_to_int64(digits, &whole) || whole > PERCENT_WHOLE)
        return false;
    if (rest.data != NULL) {
        signless = rest.length > 0 && rest.data[0] >= '0' && rest.data[0] <= '9';
        if (!signless || rest.length > 2 || !str_view_to_int64(rest, &part))
            return false;
        part *= rest.length == 1 ? 10 : 1;
    }
    *ret_bp = whole * PERCENT_WHOLE + part;
    return *ret_bp <= LIMIT_WHOLE_BP;
}

static enum cadre_status read_share(const struct json_value *value, struct reading *reading,
                                    struct cadre_error *err)
{
    if (!read_percent(json_string(value), &reading->rule.amount))
        return cadre_fail(err, CADRE_REFUSED,
                          "'share' is a text from \"0%%\" to \"100%%\", with two decimals at most");
    reading->rule.is_share = true;
    return take_amount(value, reading, err);
}

/* ---- who goes first ---------------------------------------------------------------------------
 */

static enum cadre_status read_precedence(const struct json_value *value, struct reading *reading,
                                         struct cadre_error *err)
{
    struct str_view word = json_string(value);
    reading->rule.open_first = str_view_equal(word, STR_VIEW_LITERAL("open"));
    if (reading->rule.open_first || str_view_equal(word, STR_VIEW_LITERAL("reserved")))
        return CADRE_OK;
    return cadre_fail(err, CADRE_REFUSED, "'precedence' is \"reserved\" or \"open\"");
}

/* ---- a rule ---------------------------------------------------------------------------------- */

#define OF(kind) (1U << (kind))

static const struct {
    const char *name;
    unsigned kinds;
    enum cadre_status (*read)(const struct json_value *value, struct reading *reading,
                              struct cadre_error *err);
} members[] = {
    {"name", OF(LIMIT_QUOTA) | OF(LIMIT_DRAW) | OF(LIMIT_RESERVE), read_name},
    {"needs", OF(LIMIT_QUOTA) | OF(LIMIT_RESERVE), read_needs},
    {"people", OF(LIMIT_DRAW) | OF(LIMIT_RESERVE), read_people},
    {"most", OF(LIMIT_QUOTA) | OF(LIMIT_DRAW), read_number},
    {"seats", OF(LIMIT_RESERVE), read_number},
    {"share", OF(LIMIT_QUOTA) | OF(LIMIT_DRAW) | OF(LIMIT_RESERVE), read_share},
    {"precedence", OF(LIMIT_RESERVE), read_precedence},
};

static enum cadre_status fail_member(const char *name, enum limit_kind kind,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str known = {0};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if ((members[i].kinds & OF(kind)) != 0)
            str_add_format(&known, "%s%s", known.length > 0 ? ", " : "", members[i].name);
    }
    cadre_fail(err, CADRE_REFUSED, "it has no '%s'", name);
    return cadre_fail_hint(err, "a %s has %s", limit_kind_name(kind), str_chars(&known));
}

static enum cadre_status read_member(const struct json_value *member, struct reading *reading,
                                     struct cadre_error *err)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if ((members[i].kinds & OF(reading->rule.kind)) != 0 &&
            str_view_equal(str_view_of(json_name(member)), str_view_of(members[i].name)))
            return members[i].read(member, reading, err);
    }
    return fail_member(json_name(member), reading->rule.kind, err);
}

static enum cadre_status check_whole(const struct reading *reading, struct cadre_error *err)
{
    enum limit_kind kind = reading->rule.kind;
    if (reading->rule.name.data == NULL)
        return cadre_fail(err, CADRE_REFUSED, "it has no 'name'");
    if (kind != LIMIT_DRAW && !reading->has_needs)
        return cadre_fail(err, CADRE_REFUSED, "it does not say of which 'needs'");
    if (kind != LIMIT_QUOTA && !reading->has_people)
        return cadre_fail(err, CADRE_REFUSED, "it does not say of which 'people'");
    if (reading->amount == NULL)
        return cadre_fail(err, CADRE_REFUSED, "it says neither '%s' nor 'share'",
                          kind == LIMIT_RESERVE ? "seats" : "most");
    return CADRE_OK;
}

/* ---- a list ---------------------------------------------------------------------------------- */

static enum cadre_status add_rule(struct limit_rules *rules, struct limit_rule *items,
                                  const struct limit_rule *rule, struct cadre_error *err)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (str_view_equal(items[i].name, rule->name))
            return cadre_fail(err, CADRE_REFUSED, "a %s has that name already",
                              limit_kind_name(items[i].kind));
    }
    if (rules->count == LIMIT_RULES_MAX)
        return cadre_fail(err, CADRE_REFUSED,
                          "a policy has at most %d quotas, draws and reserves in all",
                          LIMIT_RULES_MAX);
    items[rules->count++] = *rule;
    return CADRE_OK;
}

/* Told by its name, or by its place where it has none. */
static enum cadre_status read_rule(const struct json_value *value, struct reading *reading,
                                   size_t place, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    const char *kind = limit_kind_name(reading->rule.kind);
    if (json_type_of(value) != JSON_OBJECT)
        return cadre_fail(err, CADRE_REFUSED, "%s %zu is no object", kind, place);
    for (const struct json_value *member = json_first(value); status == CADRE_OK && member != NULL;
         member = json_next(member))
        status = read_member(member, reading, err);
    if (status == CADRE_OK)
        status = check_whole(reading, err);
    struct str_view name = json_string(json_member(value, "name"));
    if (status != CADRE_OK && is_plain(name, LIMIT_NAME_MAX))
        return cadre_fail_context(err, "%s '%.*s'", kind, STR_VIEW_ARGS(name));
    return status == CADRE_OK ? status : cadre_fail_context(err, "%s %zu", kind, place);
}

enum cadre_status limit_rules_read(const struct json_value *list, enum limit_kind kind,
                                   struct arena *arena, struct limit_rules *rules,
                                   struct cadre_error *err)
{
    struct limit_rule *items = arena_calloc(arena, LIMIT_RULES_MAX, sizeof *items);
    struct limit_rules read = {.items = items, .count = rules->count};
    size_t place = 0;
    for (size_t i = 0; i < rules->count; i++)
        items[i] = rules->items[i];
    if (json_type_of(list) != JSON_ARRAY)
        return cadre_fail(err, CADRE_REFUSED, "'%s' is a list of objects", limit_list_name(kind));
    for (const struct json_value *value = json_first(list); value != NULL;
         value = json_next(value)) {
        struct reading reading = {.rule = {.kind = kind}, .arena = arena};
        enum cadre_status status = read_rule(value, &reading, ++place, err);
        if (status != CADRE_OK)
            return status;
        if (add_rule(&read, items, &reading.rule, err) != CADRE_OK)
            return cadre_fail_context(err, "%s '%.*s'", limit_kind_name(kind),
                                      STR_VIEW_ARGS(reading.rule.name));
    }
    *rules = read;
    return CADRE_OK;
}
