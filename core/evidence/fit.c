#include "core/evidence/fit.h"

#include <stddef.h>

enum {
    LEVEL_BP = 4000,
    LEVEL_STEP_BP = 1000,
    DESIRED_BP = 3000,
    VERIFIED_BP = 1500,
    REGION_BP = 1000,
    RELOCATION_BP = 500,
    YEAR_BP = 100,
    YEARS_MOST = 5
};

const char *fit_part_code(enum fit_part part)
{
    static const char *const codes[FIT_PART_COUNT] = {
        [FIT_LEVEL] = "level",   [FIT_DESIRED] = "desired", [FIT_VERIFIED] = "verified",
        [FIT_REGION] = "region", [FIT_YEARS] = "years",     [FIT_WISH] = "wish",
    };
    return codes[part];
}

const char *fit_policy_text(void)
{
    return "built-in 1: level 4000 less 1000 a level above; desired 3000 by weight; verified 1500 "
           "by clause; region 1000, by relocation 500; years 100 each, at most 5";
}

static const struct shown_element *role_shown(const struct expansion *expansion,
                                              const struct need *need)
{
    for (size_t i = 0; i < expansion->element_count; i++) {
        if (expansion->elements[i].element == need->work_role)
            return &expansion->elements[i];
    }
    return NULL;
}

/* ---- the parts ------------------------------------------------------------------------------- */

static int32_t level_part(const struct fit_basis *basis)
{
    if (!basis->role_asked)
        return LEVEL_BP;
    if (!basis->role_shown)
        return 0;
    int32_t above = basis->level > basis->level_asked ? basis->level - basis->level_asked : 0;
    int32_t part = LEVEL_BP - above * LEVEL_STEP_BP;
    return part > 0 ? part : 0;
}

static int32_t share(int32_t whole, int64_t met, int64_t asked)
{
    return met == asked ? whole : (int32_t)(whole * met / asked);
}

struct fit fit_from(const struct fit_basis *basis)
{
    int32_t years = basis->years < YEARS_MOST ? basis->years : YEARS_MOST;
    struct fit fit = {
        .part_bp =
            {
                [FIT_LEVEL] = level_part(basis),
                [FIT_DESIRED] = share(DESIRED_BP, basis->desired_met, basis->desired_asked),
                [FIT_VERIFIED] = share(VERIFIED_BP, basis->verified, basis->required),
                [FIT_REGION] = basis->inside ? REGION_BP : RELOCATION_BP,
                [FIT_YEARS] = YEAR_BP * years,
            },
    };
    for (int part = 0; part < FIT_PART_COUNT; part++)
        fit.total_bp += fit.part_bp[part];
    int32_t left_bp = FIT_MAX_BP - fit.total_bp;
    fit.part_bp[FIT_WISH] = basis->wish_bp < left_bp ? basis->wish_bp : left_bp;
    fit.total_bp += fit.part_bp[FIT_WISH];
    return fit;
}

int32_t fit_wish_bp(const struct match_policy *policy, int32_t rank)
{
    return rank < WISH_NONE ? policy->wishes_bp / rank : 0;
}

/* ---- what they rest on ----------------------------------------------------------------------- */

static void take_role(const struct expansion *expansion, const struct need *need,
                      struct fit_basis *basis)
{
    if (need->work_role < 0)
        return;
    const struct shown_element *role = role_shown(expansion, need);
    basis->role_asked = true;
    basis->level_asked = need->level;
    basis->role_shown = role != NULL;
    basis->level = role != NULL ? role->level : 0;
    basis->years = role != NULL ? role->years : 0;
}

static void take_clauses(const struct snapshot *snapshot, const struct expansion *expansion,
                         const struct need *need, struct fit_basis *basis)
{
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        bool verified = false;
        bool holds = qualify_clause(snapshot, expansion, clause, &verified);
        if (clause->required) {
            basis->required++;
            basis->verified += verified;
        } else {
            basis->desired_asked += clause->weight;
            basis->desired_met += holds ? clause->weight : 0;
        }
    }
}

struct fit fit_of(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need)
{
    struct fit_basis basis = {
        .inside =
            need->region < 0 ||
            catalogue_region_inside(snapshot->catalogue, expansion->person->region, need->region),
        .wish_bp =
            fit_wish_bp(&snapshot->policy, snapshot_wish_rank(snapshot, expansion->person, need)),
    };
    take_role(expansion, need, &basis);
    take_clauses(snapshot, expansion, need, &basis);
    return fit_from(&basis);
}
