/*
 * What bounds the objective of a match: quotas (so many seats of these needs at most), draws (so
 * many of these people at most) and reserves (so many seats of each of these needs for those people
 * alone), as a policy file states them:
 *
 *     "quotas": [{"name": "north", "needs": {"region": "AZ-QBA"}, "share": "40%"}],
 *     "draws": [{"name": "employers", "people": {"employer": "*"}, "share": "10%"}],
 *     "reserves": [{"name": "women", "needs": {"organization": "U-100"}, "people": {"sex": "F"},
 *                   "seats": 2, "precedence": "reserved"}]
 *
 * A set is an AND of conditions, each of one code or a list of codes, any of which will do; one
 * without conditions holds all. "*" of an employer, sector or owner makes a draw of each of them.
 * What the sets hold, and which of them bind whom, follows from the registry:
 * core/pairs/cap_sets.h.
 */
#ifndef CADRE_CORE_POLICY_LIMITS_H
#define CADRE_CORE_POLICY_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/status.h"
#include "core/base/str.h"

enum limit_kind { LIMIT_QUOTA, LIMIT_DRAW, LIMIT_RESERVE, LIMIT_KIND_COUNT };

/* What a condition is about; in the order in which the text of a policy has them. */
enum limit_field {
    LIMIT_BY_CLASSIFICATION, /* of the need */
    LIMIT_BY_EMPLOYER,       /* of the person: code */
    LIMIT_BY_ENGAGEMENT,     /* of the need */
    LIMIT_BY_ORGANIZATION,   /* whose need it is, or by which the person is employed, or below it */
    LIMIT_BY_OWNER,          /* of the person: organization whose rows they are, or below it */
    LIMIT_BY_PRIORITY,       /* of the need */
    LIMIT_BY_REGION,         /* of the need, or the person, or below it */
    LIMIT_BY_SECTOR,         /* of the organization likewise */
    LIMIT_BY_SEX,            /* of the person */
    LIMIT_FIELD_COUNT
};

struct limit_condition {
    enum limit_field field;
    bool each;                    /* "*": for each a limit of its own; no codes then */
    const struct str_view *codes; /* bytewise, each once */
    size_t code_count;
};

struct limit_set {
    const struct limit_condition *conditions; /* by field, each once */
    size_t count;
};

enum { LIMIT_WHOLE_BP = 10000, LIMIT_RULES_MAX = 64, LIMIT_NAME_MAX = 64 };

struct limit_rule {
    enum limit_kind kind;
    struct str_view name;    /* no two rules share one */
    struct limit_set needs;  /* of a quota or reserve */
    struct limit_set people; /* of a draw or reserve */
    bool is_share;
    int64_t amount; /* seats or people, of a share basis points */
    /* Of a reserve, which its "precedence" says: whoever comes gets an open seat as long as there
     * is one, and the reserved ones go to who is left of the group; else the group gets the
     * reserved ones first (core/pairs/choices.h). Of stable matches alone. */
    bool open_first;
};

struct limit_rules {
    const struct limit_rule *items; /* quotas, then draws, then reserves, each as in the file */
    size_t count;                   /* 0 = nothing is bounded */
};

/* The name of the list that a policy has for the kind: "quotas". */
const char *limit_list_name(enum limit_kind kind);
/* "quota", "draw", "reserve" */
const char *limit_kind_name(enum limit_kind kind);
const char *limit_field_name(enum limit_field field);
/* True when a rule asks it of people, by what the roster alone says. */
bool limit_rules_ask(const struct limit_rules *rules, enum limit_field field);

/* Adds the rules of one list of a policy file to *rules, from `arena`. Errors: CADRE_REFUSED, with
 * the rule and what is wrong with it. */
CADRE_MUST_CHECK enum cadre_status limit_rules_read(const struct json_value *list,
                                                    enum limit_kind kind, struct arena *arena,
                                                    struct limit_rules *rules,
                                                    struct cadre_error *err);
/* As JSON of one line without a semicolon, the same for files that say the same; nothing when there
 * are none. */
void limit_rules_add_text(const struct limit_rules *rules, struct str *out);
/* Reads that back; no rules when it is something else. */
struct limit_rules limit_rules_of(struct str_view text, struct arena *arena);

#endif
