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
        [FIT_REGION] = "region", [FIT_YEARS] = "years",
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

static int32_t level_part(const struct shown_element *role, const struct need *need)
{
    if (need->work_role < 0)
        return LEVEL_BP;
    if (role == NULL)
        return 0;
    int32_t above = role->level > need->level ? role->level - need->level : 0;
    int32_t part = LEVEL_BP - above * LEVEL_STEP_BP;
    return part > 0 ? part : 0;
}

static int32_t desired_part(const struct snapshot *snapshot, const struct expansion *expansion,
                            const struct need *need)
{
    int64_t asked = 0;
    int64_t met = 0;
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (clause->required)
            continue;
        asked += clause->weight;
        met += qualify_clause(snapshot, expansion, clause, NULL) ? clause->weight : 0;
    }
    return asked > 0 ? (int32_t)(DESIRED_BP * met / asked) : DESIRED_BP;
}

static int32_t verified_part(const struct snapshot *snapshot, const struct expansion *expansion,
                             const struct need *need)
{
    int32_t asked = 0;
    int32_t met = 0;
    for (size_t i = 0; i < need->clause_count; i++) {
        bool verified = false;
        if (!need->clauses[i].required)
            continue;
        asked++;
        qualify_clause(snapshot, expansion, &need->clauses[i], &verified);
        met += verified;
    }
    return asked > 0 ? VERIFIED_BP * met / asked : VERIFIED_BP;
}

static int32_t region_part(const struct snapshot *snapshot, const struct expansion *expansion,
                           const struct need *need)
{
    bool inside =
        need->region < 0 ||
        catalogue_region_inside(snapshot->catalogue, expansion->person->region, need->region);
    return inside ? REGION_BP : RELOCATION_BP;
}

static int32_t years_part(const struct shown_element *role)
{
    int32_t years = role != NULL ? role->years : 0;
    return YEAR_BP * (years < YEARS_MOST ? years : YEARS_MOST);
}

struct fit fit_of(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need)
{
    const struct shown_element *role = need->work_role < 0 ? NULL : role_shown(expansion, need);
    struct fit fit = {
        .part_bp =
            {
                [FIT_LEVEL] = level_part(role, need),
                [FIT_DESIRED] = desired_part(snapshot, expansion, need),
                [FIT_VERIFIED] = verified_part(snapshot, expansion, need),
                [FIT_REGION] = region_part(snapshot, expansion, need),
                [FIT_YEARS] = years_part(role),
            },
    };
    for (int part = 0; part < FIT_PART_COUNT; part++)
        fit.total_bp += fit.part_bp[part];
    return fit;
}
