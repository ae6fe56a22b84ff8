#include "core/evidence/policy.h"

#include "core/catalogue/rules_digest.h"
#include "core/evidence/fit.h"

const char *policy_text(const struct catalogue *catalogue, struct arena *arena)
{
    char hex[DIGEST_HEX_SIZE];
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(catalogue, &count);
    struct digest digest = catalogue_rules_digest(tables, count);
    return arena_format(arena, "%s; catalogue %s", fit_policy_text(), digest_to_hex(&digest, hex));
}

static const char approval[] = "; approval by another role";

const char *policy_with_approval(const char *policy, struct arena *arena)
{
    return arena_format(arena, "%s%s", policy, approval);
}

bool policy_wants_approval(struct str_view policy)
{
    return policy_rules(policy).length < policy.length;
}

struct str_view policy_rules(struct str_view policy)
{
    struct str_view suffix = str_view_of(approval);
    if (policy.length < suffix.length)
        return policy;
    struct str_view rules = {policy.data, policy.length - suffix.length};
    struct str_view end = {policy.data + rules.length, suffix.length};
    return str_view_equal(end, suffix) ? rules : policy;
}
