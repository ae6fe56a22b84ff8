#include "core/pairs/limit_sets.h"

#include "core/base/alloc.h"
#include "core/base/suggest.h"

/* A condition whose codes are known. */
struct known_condition {
    const struct limit_condition *condition;
    int32_t *targets; /* per code: index of an organization or region, a rank or a priority */
};

struct limit_matcher {
    const struct snapshot *snapshot;
    bool of_people;
    const struct limit_condition *each; /* NULL = it is not split */
    struct known_condition conditions[LIMIT_FIELD_COUNT];
    size_t count;
};

/* ---- codes ----------------------------------------------------------------------------------- */

static enum cadre_status fail_unknown(const char *what, struct str_view code,
                                      struct str_view nearest, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED, "there is no %s '%.*s'", what, STR_VIEW_ARGS(code));
    if (nearest.length > 0)
        return cadre_fail_hint(err, "did you mean '%.*s'?", STR_VIEW_ARGS(nearest));
    return CADRE_REFUSED;
}

static struct str_view nearest_of(struct str_view code, const struct str_view *words, size_t count)
{
    size_t nearest = suggest_nearest(code, words, count);
    return nearest < count ? words[nearest] : (struct str_view){NULL, 0};
}

static enum cadre_status find_organization(const struct snapshot *snapshot, struct str_view code,
                                           int32_t *ret_target, struct cadre_error *err)
{
    *ret_target = snapshot_find_organization(snapshot, code);
    if (*ret_target >= 0)
        return CADRE_OK;
    size_t count = snapshot->organization_count;
    CADRE_FREE struct str_view *codes = cadre_calloc(count, sizeof *codes);
    for (size_t i = 0; i < count; i++)
        codes[i] = snapshot->organizations[i].code;
    return fail_unknown("organization", code, nearest_of(code, codes, count), err);
}

/* An employer need not be an organization of the registry: people who work there are enough. */
static enum cadre_status find_employer(const struct snapshot *snapshot, struct str_view code,
                                       int32_t *ret_target, struct cadre_error *err)
{
    size_t count = 0;
    *ret_target = snapshot_find_organization(snapshot, code);
    CADRE_FREE struct str_view *codes =
        cadre_calloc(snapshot->organization_count + snapshot->person_count, sizeof *codes);
    for (size_t i = 0; *ret_target < 0 && i < snapshot->person_count; i++) {
        if (str_view_equal(snapshot->people[i].employer, code))
            return CADRE_OK;
        if (snapshot->people[i].employer.length > 0)
            codes[count++] = snapshot->people[i].employer;
    }
    if (*ret_target >= 0)
        return CADRE_OK;
    for (size_t i = 0; i < snapshot->organization_count; i++)
        codes[count++] = snapshot->organizations[i].code;
    return fail_unknown("employer", code, nearest_of(code, codes, count), err);
}

static enum cadre_status find_region(const struct snapshot *snapshot, struct str_view code,
                                     int32_t *ret_target, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str nearest = {0};
    enum lookup found = catalogue_find_region(snapshot->catalogue, code, ret_target, &nearest);
    if (found == LOOKUP_FOUND)
        return CADRE_OK;
    if (found == LOOKUP_UNKNOWN)
        return fail_unknown("region", code, str_view_from(&nearest), err);
    return cadre_fail(err, CADRE_REFUSED, "region '%.*s' is %s", STR_VIEW_ARGS(code),
                      str_chars(&nearest));
}

static enum cadre_status find_listed(const struct snapshot *snapshot, const char *list,
                                     const char *what, struct str_view code, int32_t *ret_target,
                                     struct cadre_error *err)
{
    *ret_target = catalogue_code_rank(snapshot->catalogue, list, code);
    if (*ret_target > 0)
        return CADRE_OK;
    size_t count = (size_t)catalogue_code_count(snapshot->catalogue, list);
    CADRE_FREE struct str_view *codes = cadre_calloc(count, sizeof *codes);
    for (size_t i = 0; i < count; i++)
        codes[i] = str_view_of(catalogue_code(snapshot->catalogue, list, (int32_t)i + 1));
    return fail_unknown(what, code, nearest_of(code, codes, count), err);
}

static enum cadre_status find_code(const struct snapshot *snapshot, enum limit_field field,
                                   struct str_view code, int32_t *ret_target,
                                   struct cadre_error *err)
{
    int64_t priority = 0;
    switch (field) {
    case LIMIT_BY_EMPLOYER:
        return find_employer(snapshot, code, ret_target, err);
    case LIMIT_BY_ORGANIZATION:
    case LIMIT_BY_OWNER:
        return find_organization(snapshot, code, ret_target, err);
    case LIMIT_BY_REGION:
        return find_region(snapshot, code, ret_target, err);
    case LIMIT_BY_PRIORITY:
        str_view_to_int64(code, &priority);
        *ret_target = (int32_t)priority;
        return CADRE_OK;
    case LIMIT_BY_CLASSIFICATION:
    case LIMIT_BY_ENGAGEMENT:
    case LIMIT_BY_SECTOR:
    case LIMIT_BY_SEX:
    case LIMIT_FIELD_COUNT:
        break;
    }
    const char *list = limit_field_name(field);
    return find_listed(snapshot, list, list, code, ret_target, err);
}

enum cadre_status limit_matcher_new(const struct snapshot *snapshot, const struct limit_set *set,
                                    bool of_people, struct arena *arena,
                                    struct limit_matcher **ret_matcher, struct cadre_error *err)
{
    struct limit_matcher *matcher = arena_calloc(arena, 1, sizeof *matcher);
    matcher->snapshot = snapshot;
    matcher->of_people = of_people;
    for (size_t i = 0; i < set->count; i++) {
        const struct limit_condition *condition = &set->conditions[i];
        if (condition->each) {
            matcher->each = condition;
            continue;
        }
        int32_t *targets = arena_calloc(arena, condition->code_count, sizeof *targets);
        for (size_t at = 0; at < condition->code_count; at++) {
            enum cadre_status status =
                find_code(snapshot, condition->field, condition->codes[at], &targets[at], err);
            if (status != CADRE_OK)
                return status;
        }
        matcher->conditions[matcher->count++] = (struct known_condition){condition, targets};
    }
    *ret_matcher = matcher;
    return CADRE_OK;
}

/* ---- who is in ------------------------------------------------------------------------------- */

static bool is_below(const struct snapshot *snapshot, int32_t organization, int32_t ancestor)
{
    return organization >= 0 && snapshot_organization_inside(snapshot, organization, ancestor);
}

static int32_t sector_of(const struct snapshot *snapshot, int32_t organization)
{
    return organization < 0 ? 0 : snapshot->organizations[organization].sector;
}

static bool need_meets(const struct snapshot *snapshot, const struct need *need,
                       enum limit_field field, int32_t target)
{
    switch (field) {
    case LIMIT_BY_CLASSIFICATION:
        return need->classification == target;
    case LIMIT_BY_ENGAGEMENT:
        return need->engagement == target;
    case LIMIT_BY_ORGANIZATION:
        return is_below(snapshot, need->organization, target);
    case LIMIT_BY_PRIORITY:
        return need->priority == target;
    case LIMIT_BY_REGION:
        return need->region >= 0 &&
               catalogue_region_inside(snapshot->catalogue, need->region, target);
    case LIMIT_BY_SECTOR:
        return sector_of(snapshot, need->organization) == target;
    case LIMIT_BY_EMPLOYER:
    case LIMIT_BY_OWNER:
    case LIMIT_BY_SEX:
    case LIMIT_FIELD_COUNT:
        break;
    }
    return false;
}

static int32_t employer_of(const struct snapshot *snapshot, const struct person *person)
{
    return person->employer.length > 0 ? snapshot_find_organization(snapshot, person->employer)
                                       : -1;
}

static bool person_meets(const struct snapshot *snapshot, const struct person *person,
                         enum limit_field field, struct str_view code, int32_t target)
{
    switch (field) {
    case LIMIT_BY_EMPLOYER:
        return str_view_equal(person->employer, code);
    case LIMIT_BY_ORGANIZATION:
        return is_below(snapshot, employer_of(snapshot, person), target);
    case LIMIT_BY_OWNER:
        return is_below(snapshot, snapshot_find_organization(snapshot, person->owner), target);
    case LIMIT_BY_REGION:
        return person->region >= 0 &&
               catalogue_region_inside(snapshot->catalogue, person->region, target);
    case LIMIT_BY_SECTOR:
        return sector_of(snapshot, employer_of(snapshot, person)) == target;
    case LIMIT_BY_SEX:
        return person->sex == target;
    case LIMIT_BY_CLASSIFICATION:
    case LIMIT_BY_ENGAGEMENT:
    case LIMIT_BY_PRIORITY:
    case LIMIT_FIELD_COUNT:
        break;
    }
    return false;
}

static bool meets(const struct limit_matcher *matcher, const struct known_condition *known,
                  size_t index)
{
    const struct limit_condition *condition = known->condition;
    for (size_t at = 0; at < condition->code_count; at++) {
        bool met = matcher->of_people
                       ? person_meets(matcher->snapshot, &matcher->snapshot->people[index],
                                      condition->field, condition->codes[at], known->targets[at])
                       : need_meets(matcher->snapshot, &matcher->snapshot->needs[index],
                                    condition->field, known->targets[at]);
        if (met)
            return true;
    }
    return false;
}

bool limit_matcher_has(const struct limit_matcher *matcher, size_t index)
{
    for (size_t i = 0; i < matcher->count; i++) {
        if (!meets(matcher, &matcher->conditions[i], index))
            return false;
    }
    return true;
}

bool limit_matcher_is_split(const struct limit_matcher *matcher)
{
    return matcher->each != NULL;
}

struct str_view limit_matcher_part(const struct limit_matcher *matcher, size_t person)
{
    const struct snapshot *snapshot = matcher->snapshot;
    const struct person *who = &snapshot->people[person];
    struct str_view none = {NULL, 0};
    if (matcher->each->field == LIMIT_BY_EMPLOYER)
        return who->employer.length > 0 ? who->employer : none;
    if (matcher->each->field == LIMIT_BY_OWNER)
        return who->owner.length > 0 ? who->owner : none;
    int32_t sector = sector_of(snapshot, employer_of(snapshot, who));
    return sector > 0 ? str_view_of(catalogue_code(snapshot->catalogue, "sector", sector)) : none;
}
