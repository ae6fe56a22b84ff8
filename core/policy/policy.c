#include "core/policy/policy.h"

#include "core/catalogue/rules_digest.h"
#include "core/evidence/fit.h"

static const char before_call_up[] = "; call-up ";

/* With what it takes: the years that decided stay told whatever becomes of the call-up. */
static const char *with_call_up(const char *policy, const struct call_up *call_up,
                                struct arena *arena)
{
    char opens[CADRE_DATE_TEXT_SIZE];
    return arena_format(arena, "%s%s%s of %s, born %d to %d", policy, before_call_up, call_up->code,
                        cadre_date_format(call_up->opens_on, opens), call_up->born_from,
                        call_up->born_until);
}

const char *policy_text(const struct catalogue *catalogue, const struct call_up *call_up,
                        struct arena *arena)
{
    char hex[DIGEST_HEX_SIZE];
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(catalogue, &count);
    struct digest digest = catalogue_rules_digest(tables, count);
    const char *policy =
        arena_format(arena, "%s; catalogue %s", fit_policy_text(), digest_to_hex(&digest, hex));
    return call_up != NULL ? with_call_up(policy, call_up, arena) : policy;
}

struct str_view policy_call_up(struct str_view policy)
{
    struct str_view rest = str_view_behind(policy, str_view_of(before_call_up));
    return str_view_cut(rest, ' ', &rest);
}

const struct call_up *policy_find_call_up(const struct catalogue *catalogue, struct str_view policy)
{
    struct str_view code = policy_call_up(policy);
    return code.length > 0 ? catalogue_call_up(catalogue, code) : NULL;
}

static const char before_limits[] = "; limits ";

const char *policy_with_limits(const char *policy, const char *limits, struct arena *arena)
{
    return arena_format(arena, "%s%s%s", policy, before_limits, limits);
}

struct str_view policy_limits(struct str_view policy)
{
    struct str_view rest = str_view_behind(policy, str_view_of(before_limits));
    return str_view_cut(rest, ';', &rest);
}

bool policy_has_limits(struct str_view policy)
{
    return policy_limits(policy).length > 0;
}

static const char stable[] = "; stable, people propose";

const char *policy_with_stable(const char *policy, struct arena *arena)
{
    return arena_format(arena, "%s%s", policy, stable);
}

bool policy_is_stable(struct str_view policy)
{
    return str_view_behind(policy, str_view_of(stable)).data != NULL;
}

/* The number behind the words, 0 = they are not there, or no number is. */
static int64_t number_behind(struct str_view policy, const char *words)
{
    int64_t number = 0;
    struct str_view rest = str_view_behind(policy, str_view_of(words));
    if (rest.data == NULL || !str_view_to_int64(str_view_cut(rest, ';', &rest), &number))
        return 0;
    return number;
}

static const char wishes[] = "; wishes ";

const char *policy_with_wishes(const char *policy, int32_t wishes_bp, struct arena *arena)
{
    return arena_format(arena, "%s%s%d", policy, wishes, wishes_bp);
}

int32_t policy_wishes_bp(struct str_view policy)
{
    int64_t wishes_bp = number_behind(policy, wishes);
    return wishes_bp > 0 && wishes_bp <= FIT_MAX_BP ? (int32_t)wishes_bp : 0;
}

static const char residual[] = "; residual of run ";

const char *policy_with_residual(const char *policy, int64_t run, struct arena *arena)
{
    return arena_format(arena, "%s%s%lld", policy, residual, (long long)run);
}

int64_t policy_residual_run(struct str_view policy)
{
    return number_behind(policy, residual);
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
