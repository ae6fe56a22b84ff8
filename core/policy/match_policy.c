#include "core/policy/match_policy.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/policy/policy.h"

/* It stands as one word in the text of a policy. */
static bool is_word(struct str_view text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == ';' || (unsigned char)text.data[i] <= ' ')
            return false;
    }
    return text.length > 0 && text.length < MATCH_POLICY_LIST_SIZE;
}

bool match_policy_set_accredited(struct match_policy *policy, struct str_view list)
{
    if (!is_word(list))
        return false;
    memcpy(policy->accredited_by, list.data, list.length);
    policy->accredited_by[list.length] = '\0';
    return true;
}

static const struct str_view prefix = {"; role options", 14};

static const char *add_options(const char *rules, const struct match_policy *policy,
                               struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    if (!policy->education && !policy->training && policy->residential_months == 0)
        return rules;
    str_add_text(&text, rules);
    str_add_view(&text, prefix);
    str_add_text(&text, policy->education ? " education" : "");
    str_add_text(&text, policy->training ? " training" : "");
    if (policy->accredited_by[0] != '\0')
        str_add_format(&text, " accredited %s", policy->accredited_by);
    if (policy->residential_months > 0)
        str_add_format(&text, " residential %d", policy->residential_months);
    return arena_copy(arena, str_view_from(&text)).data;
}

/* Reads the word, and what of the rest it takes. */
static void take_word(struct match_policy *policy, struct str_view word, struct str_view *rest)
{
    int64_t months = 0;
    if (str_view_equal(word, STR_VIEW_LITERAL("education"))) {
        policy->education = true;
    } else if (str_view_equal(word, STR_VIEW_LITERAL("training"))) {
        policy->training = true;
    } else if (str_view_equal(word, STR_VIEW_LITERAL("accredited"))) {
        struct str_view list = str_view_cut(*rest, ' ', rest);
        if (!match_policy_set_accredited(policy, list))
            policy->accredited_by[0] = '\0';
    } else if (str_view_equal(word, STR_VIEW_LITERAL("residential"))) {
        if (str_view_to_int64(str_view_cut(*rest, ' ', rest), &months))
            policy->residential_months = (int32_t)months;
    }
}

static const char *add_limits(const char *rules, const struct limit_rules *limits,
                              struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    limit_rules_add_text(limits, &text);
    return text.length == 0 ? rules : policy_with_limits(rules, str_chars(&text), arena);
}

const char *match_policy_text(const char *rules, const struct match_policy *policy,
                              struct arena *arena)
{
    rules = add_options(rules, policy, arena);
    rules = add_limits(rules, &policy->limits, arena);
    if (policy->wishes_bp > 0)
        rules = policy_with_wishes(rules, policy->wishes_bp, arena);
    if (policy->stable)
        rules = policy_with_stable(rules, arena);
    return policy->residual_run > 0 ? policy_with_residual(rules, policy->residual_run, arena)
                                    : rules;
}

struct match_policy match_policy_of(struct str_view text, struct arena *arena)
{
    struct match_policy policy = {.wishes_bp = policy_wishes_bp(text),
                                  .stable = policy_is_stable(text),
                                  .residual_run = policy_residual_run(text),
                                  .approval = policy_wants_approval(text),
                                  .limits = limit_rules_of(policy_limits(text), arena)};
    struct str_view rest = str_view_behind(text, prefix);
    if (rest.data == NULL)
        return policy;
    rest = str_view_cut(rest, ';', &(struct str_view){0});
    while (rest.length > 0) {
        struct str_view word = str_view_cut(rest, ' ', &rest);
        take_word(&policy, word, &rest);
    }
    return policy;
}
