#include "core/policy/match_policy.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/evidence/fit.h"

enum { MONTHS_MAX = 60 };

static enum cadre_status fail_options(struct cadre_error *err)
{
    return cadre_fail(err, CADRE_REFUSED,
                      "'role_options' is a list of \"education\" and \"training\"");
}

static enum cadre_status fail_certification(struct cadre_error *err)
{
    fail_options(err);
    return cadre_fail_hint(err, "certifications count without it, by the certification list");
}

static enum cadre_status read_options(const struct json_value *value, struct match_policy *policy,
                                      struct cadre_error *err)
{
    if (json_type_of(value) != JSON_ARRAY)
        return fail_options(err);
    for (const struct json_value *item = json_first(value); item != NULL; item = json_next(item)) {
        struct str_view word = json_string(item);
        if (str_view_equal(word, STR_VIEW_LITERAL("education")))
            policy->education = true;
        else if (str_view_equal(word, STR_VIEW_LITERAL("training")))
            policy->training = true;
        else if (str_view_equal(word, STR_VIEW_LITERAL("certification")))
            return fail_certification(err);
        else
            return fail_options(err);
    }
    return CADRE_OK;
}

static enum cadre_status read_accredited(const struct json_value *value,
                                         struct match_policy *policy, struct cadre_error *err)
{
    struct str_view list = json_string(value);
    if (!match_policy_set_accredited(policy, list))
        return cadre_fail(err, CADRE_REFUSED,
                          "'accredited_by' is the code of a list of institutions: one word of at "
                          "most %d bytes",
                          MATCH_POLICY_LIST_SIZE - 1);
    return CADRE_OK;
}

static enum cadre_status read_months(const struct json_value *value, struct match_policy *policy,
                                     struct cadre_error *err)
{
    int64_t months;
    if (!json_int64(value, &months) || months < 1 || months > MONTHS_MAX)
        return cadre_fail(err, CADRE_REFUSED, "'residential_months' is a number from 1 to %d",
                          MONTHS_MAX);
    policy->residential_months = (int32_t)months;
    return CADRE_OK;
}

static enum cadre_status read_mode(const struct json_value *value, struct match_policy *policy,
                                   struct cadre_error *err)
{
    struct str_view word = json_string(value);
    policy->stable = str_view_equal(word, STR_VIEW_LITERAL("stable"));
    policy->mode_named = true;
    if (policy->stable || str_view_equal(word, STR_VIEW_LITERAL("optimal")))
        return CADRE_OK;
    return cadre_fail(err, CADRE_REFUSED, "'mode' is \"optimal\" or \"stable\"");
}

static enum cadre_status read_wishes(const struct json_value *value, struct match_policy *policy,
                                     struct cadre_error *err)
{
    int64_t wishes_bp;
    if (!json_int64(value, &wishes_bp) || wishes_bp < 1 || wishes_bp > FIT_MAX_BP)
        return cadre_fail(err, CADRE_REFUSED, "'wishes' is a number of basis points from 1 to %d",
                          FIT_MAX_BP);
    policy->wishes_bp = (int32_t)wishes_bp;
    return CADRE_OK;
}

static enum cadre_status read_approval(const struct json_value *value, struct match_policy *policy,
                                       struct cadre_error *err)
{
    if (json_boolean(value, &policy->approval))
        return CADRE_OK;
    return cadre_fail(err, CADRE_REFUSED, "'approval' is true or false");
}

static const struct {
    const char *name;
    enum cadre_status (*read)(const struct json_value *value, struct match_policy *policy,
                              struct cadre_error *err);
} members[] = {
    {"role_options", read_options},
    {"accredited_by", read_accredited},
    {"residential_months", read_months},
    {"mode", read_mode},
    {"wishes", read_wishes},
    {"approval", read_approval},
    /* Read apart, in this order. */
    {"quotas", NULL},
    {"draws", NULL},
    {"reserves", NULL},
};

static enum cadre_status fail_member(const char *name, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str known = {0};
    size_t count = sizeof members / sizeof *members;
    for (size_t i = 0; i < count; i++)
        str_add_format(&known, "%s%s",
                       i == 0           ? ""
                       : i + 1 == count ? " and "
                                        : ", ",
                       members[i].name);
    cadre_fail(err, CADRE_REFUSED, "a policy has no '%s'", name);
    return cadre_fail_hint(err, "it has %s", str_chars(&known));
}

static enum cadre_status read_member(const struct json_value *member, struct match_policy *policy,
                                     struct cadre_error *err)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (strcmp(json_name(member), members[i].name) == 0)
            return members[i].read != NULL ? members[i].read(member, policy, err) : CADRE_OK;
    }
    return fail_member(json_name(member), err);
}

static enum cadre_status read_limits(const struct json_value *root, struct arena *arena,
                                     struct match_policy *policy, struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    for (int kind = 0; status == CADRE_OK && kind < LIMIT_KIND_COUNT; kind++) {
        const struct json_value *list = json_member(root, limit_list_name((enum limit_kind)kind));
        if (list != NULL)
            status = limit_rules_read(list, (enum limit_kind)kind, arena, &policy->limits, err);
    }
    return status;
}

enum cadre_status match_policy_parse(struct str_view json, struct arena *arena,
                                     struct match_policy *ret_policy, struct cadre_error *err)
{
    CADRE_CLEANUP(json_document_cleanup) struct json_document *document = NULL;
    struct match_policy policy = {0};
    enum cadre_status status = json_parse(json, &document, err);
    if (status != CADRE_OK)
        return status;
    const struct json_value *root = json_root(document);
    if (json_type_of(root) != JSON_OBJECT)
        return cadre_fail(err, CADRE_REFUSED, "a policy is a JSON object");
    for (const struct json_value *member = json_first(root); status == CADRE_OK && member != NULL;
         member = json_next(member))
        status = read_member(member, &policy, err);
    if (status == CADRE_OK && policy.accredited_by[0] != '\0' && !policy.education)
        return cadre_fail(err, CADRE_REFUSED,
                          "'accredited_by' is of degrees, and \"education\" is not among the "
                          "'role_options'");
    if (status == CADRE_OK)
        status = read_limits(root, arena, &policy, err);
    if (status == CADRE_OK)
        status = match_policy_check(&policy, err);
    if (status == CADRE_OK)
        *ret_policy = policy;
    return status;
}

enum cadre_status match_policy_check(const struct match_policy *policy, struct cadre_error *err)
{
    if (!policy->stable || policy->wishes_bp == 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "'wishes' is of the optimal mode");
    return cadre_fail_hint(err, "a stable match goes by people's wishes before all else");
}
