#include "core/evidence/conditions.h"

#include "core/evidence/service.h"

bool condition_is_set(const struct condition *condition, const struct need *need)
{
    return condition->is_set == NULL || condition->is_set(need);
}

bool condition_holds(const struct condition *condition, const struct snapshot *snapshot,
                     const struct expansion *expansion, const struct need *need)
{
    return !condition_is_set(condition, need) || condition->holds(snapshot, expansion, need);
}

bool condition_speaks(const struct person *person, struct str_view language, int32_t level)
{
    for (size_t i = 0; i < person->language_count; i++) {
        if (person->languages[i].level >= level &&
            str_view_equal(person->languages[i].language, language))
            return true;
    }
    return false;
}

static struct cadre_date later(struct cadre_date left, struct cadre_date right)
{
    return cadre_date_is_set(right) && right.day > left.day ? right : left;
}

static bool not_withdrawn(const struct snapshot *snapshot, const struct expansion *expansion,
                          const struct need *need)
{
    (void)need;
    struct cadre_date until = expansion->person->consent_until;
    return !cadre_date_is_set(until) || until.day >= snapshot->as_of.day;
}

static bool consents(const struct snapshot *snapshot, const struct person *person,
                     const struct need *need)
{
    return (person->consent_for >> (need->engagement - 1) & 1) != 0 &&
           cadre_date_is_set(person->consent_on) && person->consent_on.day <= snapshot->as_of.day;
}

static bool engagement_open(const struct snapshot *snapshot, const struct expansion *expansion,
                            const struct need *need)
{
    if (service_uncalled(snapshot, expansion->person, need->engagement))
        return false;
    return service_open(snapshot, expansion->person, expansion->age, need->engagement) ||
           consents(snapshot, expansion->person, need);
}

static bool not_placed(const struct snapshot *snapshot, const struct expansion *expansion,
                       const struct need *need)
{
    const struct person *person = expansion->person;
    return !person->placed ||
           (cadre_date_is_set(person->placed_until) &&
            person->placed_until.day < later(snapshot->as_of, need->starts_on).day);
}

static bool available(const struct snapshot *snapshot, const struct expansion *expansion,
                      const struct need *need)
{
    struct cadre_date from = expansion->person->available_from;
    return !cadre_date_is_set(from) || from.day <= later(snapshot->as_of, need->starts_on).day;
}

static bool region_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                        const struct need *need)
{
    return expansion->person->relocates ||
           catalogue_region_inside(snapshot->catalogue, expansion->person->region, need->region);
}

static bool age_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                     const struct need *need)
{
    (void)snapshot;
    return expansion->age >= 0 && (need->min_age < 0 || expansion->age >= need->min_age) &&
           (need->max_age < 0 || expansion->age <= need->max_age);
}

static bool citizenship_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                             const struct need *need)
{
    (void)snapshot;
    for (size_t i = 0; i < need->citizenship_count; i++) {
        if (str_view_equal(expansion->person->citizenship, need->citizenships[i]))
            return true;
    }
    return false;
}

static bool status_fits(const struct snapshot *snapshot, const struct expansion *expansion,
                        const struct need *need)
{
    (void)snapshot;
    int32_t status = expansion->person->service_status;
    return status > 0 && (need->service_statuses >> (status - 1) & 1) != 0;
}

static bool fit_enough(const struct snapshot *snapshot, const struct expansion *expansion,
                       const struct need *need)
{
    (void)snapshot;
    return expansion->person->fitness >= need->fitness;
}

static bool cleared(const struct snapshot *snapshot, const struct expansion *expansion,
                    const struct need *need)
{
    (void)snapshot;
    return expansion->person->clearance >= need->clearance;
}

static bool languages_fit(const struct snapshot *snapshot, const struct expansion *expansion,
                          const struct need *need)
{
    (void)snapshot;
    for (size_t i = 0; i < need->language_count; i++) {
        if (!condition_speaks(expansion->person, need->languages[i].language,
                              need->languages[i].level))
            return false;
    }
    return true;
}

static bool educated(const struct snapshot *snapshot, const struct expansion *expansion,
                     const struct need *need)
{
    (void)snapshot;
    return expansion->person->education >= need->education;
}

/* ---- what each reads ------------------------------------------------------------------------- */

static void reads_nothing(const struct snapshot *snapshot, const struct need *need, struct str *out)
{
    (void)snapshot;
    (void)need;
    (void)out;
}

static void reads_engagement(const struct snapshot *snapshot, const struct need *need,
                             struct str *out)
{
    (void)snapshot;
    str_add_int64(out, need->engagement);
}

/* The day from which the seat is to be filled. */
static void reads_start(const struct snapshot *snapshot, const struct need *need, struct str *out)
{
    str_add_int64(out, later(snapshot->as_of, need->starts_on).day);
}

static void reads_region(const struct snapshot *snapshot, const struct need *need, struct str *out)
{
    (void)snapshot;
    str_add_int64(out, need->region);
}

static void reads_ages(const struct snapshot *snapshot, const struct need *need, struct str *out)
{
    (void)snapshot;
    str_add_format(out, "%d %d", need->min_age, need->max_age);
}

static void reads_citizenships(const struct snapshot *snapshot, const struct need *need,
                               struct str *out)
{
    (void)snapshot;
    for (size_t i = 0; i < need->citizenship_count; i++) {
        str_add_view(out, need->citizenships[i]);
        str_add_char(out, ';');
    }
}

static void reads_statuses(const struct snapshot *snapshot, const struct need *need,
                           struct str *out)
{
    (void)snapshot;
    str_add_int64(out, need->service_statuses);
}

static void reads_fitness(const struct snapshot *snapshot, const struct need *need, struct str *out)
{
    (void)snapshot;
    str_add_int64(out, need->fitness);
}

static void reads_clearance(const struct snapshot *snapshot, const struct need *need,
                            struct str *out)
{
    (void)snapshot;
    str_add_int64(out, need->clearance);
}

static void reads_languages(const struct snapshot *snapshot, const struct need *need,
                            struct str *out)
{
    (void)snapshot;
    for (size_t i = 0; i < need->language_count; i++) {
        str_add_view(out, need->languages[i].language);
        str_add_format(out, ":%d;", need->languages[i].level);
    }
}

static void reads_education(const struct snapshot *snapshot, const struct need *need,
                            struct str *out)
{
    (void)snapshot;
    str_add_int64(out, need->education);
}

/* ---- which needs set it ---------------------------------------------------------------------- */

static bool sets_region(const struct need *need)
{
    return need->region >= 0;
}

static bool sets_age(const struct need *need)
{
    return need->min_age >= 0 || need->max_age >= 0;
}

static bool sets_citizenship(const struct need *need)
{
    return need->citizenship_count > 0;
}

static bool sets_status(const struct need *need)
{
    return need->service_statuses != 0;
}

static bool sets_fitness(const struct need *need)
{
    return need->fitness > 0;
}

static bool sets_clearance(const struct need *need)
{
    return need->clearance > 0;
}

static bool sets_languages(const struct need *need)
{
    return need->language_count > 0;
}

static bool sets_education(const struct need *need)
{
    return need->education > 0;
}

const struct condition conditions[CONDITION_COUNT] = {
    {REASON_WITHDRAWN, not_withdrawn, reads_nothing, NULL},
    {REASON_ENGAGEMENT, engagement_open, reads_engagement, NULL},
    {REASON_PLACED, not_placed, reads_start, NULL},
    {REASON_AVAILABILITY, available, reads_start, NULL},
    {REASON_REGION, region_fits, reads_region, sets_region},
    {REASON_AGE, age_fits, reads_ages, sets_age},
    {REASON_CITIZENSHIP, citizenship_fits, reads_citizenships, sets_citizenship},
    {REASON_SERVICE_STATUS, status_fits, reads_statuses, sets_status},
    {REASON_FITNESS, fit_enough, reads_fitness, sets_fitness},
    {REASON_CLEARANCE, cleared, reads_clearance, sets_clearance},
    {REASON_LANGUAGE, languages_fit, reads_languages, sets_languages},
    {REASON_EDUCATION, educated, reads_education, sets_education},
};
