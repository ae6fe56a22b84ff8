#include "core/policy/limits.h"

#include <string.h>

#include "core/base/alloc.h"

static const char *const list_names[] = {
    [LIMIT_QUOTA] = "quotas",
    [LIMIT_DRAW] = "draws",
    [LIMIT_RESERVE] = "reserves",
};

static const char *const kind_names[] = {
    [LIMIT_QUOTA] = "quota",
    [LIMIT_DRAW] = "draw",
    [LIMIT_RESERVE] = "reserve",
};

static const char *const field_names[] = {
    [LIMIT_BY_CLASSIFICATION] = "classification",
    [LIMIT_BY_EMPLOYER] = "employer",
    [LIMIT_BY_ENGAGEMENT] = "engagement",
    [LIMIT_BY_ORGANIZATION] = "organization",
    [LIMIT_BY_OWNER] = "owner",
    [LIMIT_BY_PRIORITY] = "priority",
    [LIMIT_BY_REGION] = "region",
    [LIMIT_BY_SECTOR] = "sector",
    [LIMIT_BY_SEX] = "sex",
};

const char *limit_list_name(enum limit_kind kind)
{
    return list_names[kind];
}

const char *limit_kind_name(enum limit_kind kind)
{
    return kind_names[kind];
}

const char *limit_field_name(enum limit_field field)
{
    return field_names[field];
}

bool limit_rules_ask(const struct limit_rules *rules, enum limit_field field)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct limit_set *people = &rules->items[i].people;
        for (size_t at = 0; at < people->count; at++) {
            if (people->conditions[at].field == field)
                return true;
        }
    }
    return false;
}

/* ---- the text -------------------------------------------------------------------------------- */

/* Names and codes hold nothing that JSON would escape. */
static void add_quoted(struct str_view text, struct str *out)
{
    str_add_char(out, '"');
    str_add_view(out, text);
    str_add_char(out, '"');
}

static void add_condition(const struct limit_condition *condition, struct str *out)
{
    str_add_format(out, "\"%s\":", field_names[condition->field]);
    if (condition->each) {
        str_add_text(out, "\"*\"");
        return;
    }
    for (size_t i = 0; i < condition->code_count; i++) {
        str_add_char(out, i == 0 ? '[' : ',');
        add_quoted(condition->codes[i], out);
    }
    str_add_char(out, ']');
}

static void add_set(const char *name, const struct limit_set *set, struct str *out)
{
    str_add_format(out, ",\"%s\":{", name);
    for (size_t i = 0; i < set->count; i++) {
        str_add_text(out, i > 0 ? "," : "");
        add_condition(&set->conditions[i], out);
    }
    str_add_char(out, '}');
}

static void add_rule(const struct limit_rule *rule, struct str *out)
{
    long long whole = rule->amount / 100;
    long long part = rule->amount % 100;
    str_add_text(out, "{\"name\":");
    add_quoted(rule->name, out);
    if (rule->kind != LIMIT_DRAW)
        add_set("needs", &rule->needs, out);
    if (rule->kind != LIMIT_QUOTA)
        add_set("people", &rule->people, out);
    if (!rule->is_share)
        str_add_format(out, ",\"%s\":%lld", rule->kind == LIMIT_RESERVE ? "seats" : "most",
                       (long long)rule->amount);
    else if (part > 0)
        str_add_format(out, ",\"share\":\"%lld.%02lld%%\"", whole, part);
    else
        str_add_format(out, ",\"share\":\"%lld%%\"", whole);
    /* The other one goes without saying, as it did before there were two. */
    str_add_text(out, rule->open_first ? ",\"precedence\":\"open\"}" : "}");
}

void limit_rules_add_text(const struct limit_rules *rules, struct str *out)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct limit_rule *rule = &rules->items[i];
        bool first = i == 0 || rules->items[i - 1].kind != rule->kind;
        if (first)
            str_add_format(out, "%s\"%s\":[", i == 0 ? "{" : "],", list_names[rule->kind]);
        str_add_text(out, first ? "" : ",");
        add_rule(rule, out);
    }
    str_add_text(out, rules->count > 0 ? "]}" : "");
}

struct limit_rules limit_rules_of(struct str_view text, struct arena *arena)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = NULL;
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    struct limit_rules rules = {0};
    if (text.length == 0 || json_parse(text, &document, &err) != CADRE_OK)
        return rules;
    for (int kind = 0; kind < LIMIT_KIND_COUNT; kind++) {
        const struct json_value *list = json_member(json_root(document), list_names[kind]);
        if (list != NULL &&
            limit_rules_read(list, (enum limit_kind)kind, arena, &rules, &err) != CADRE_OK)
            return (struct limit_rules){0};
    }
    return rules;
}
