#include "core/evidence/service.h"

/* By the codes of the list, which are in the order of precedence. */
static const struct record_sense {
    const char *status; /* standing of who has it, NULL = it leaves that as it is */
    const char *after;  /* of whom it was over for, NULL = it says nothing */
    bool yields;        /* to any record that does not */
    const char *closes[2];
} senses[SERVICE_RECORD_COUNT] = {
    [SERVICE_REGISTERED] = {"eligible", .yields = true},
    [SERVICE_CALLED_UP] = {"eligible", .after = "eligible", true, {"muster", "contract"}},
    [SERVICE_DEFERRED] = {"deferred", .after = "eligible"},
    [SERVICE_EXEMPT] = {"exempt", .after = "eligible"},
    [SERVICE_SERVING] = {"serving", .after = "discharged"},
    [SERVICE_DISCHARGED] = {"discharged"},
    [SERVICE_RESERVE] = {"reserve"},
    [SERVICE_RESERVED_BY_EMPLOYER] = {.closes = {"conscript", "muster"}},
    [SERVICE_ATTACHED] = {.closes = {"muster"}},
    [SERVICE_MUSTER] = {.closes = {"muster"}},
};

static int32_t status_rank(const struct catalogue *catalogue, const char *status)
{
    return catalogue_code_rank(catalogue, "service_status", str_view_of(status));
}

/* The rule in force at `day` that says up to which age a ground counts. */
static const struct service_rule *limit_of(const struct catalogue *catalogue,
                                           const struct held_record *record, struct cadre_date day)
{
    const char *status = senses[record->record].status;
    if (record->ground.length == 0 || status == NULL)
        return NULL;
    return catalogue_ground_rule(
        catalogue, catalogue_code_rank(catalogue, "engagement", str_view_of("conscript")),
        status_rank(catalogue, status), record->ground, day);
}

static struct cadre_date earlier(struct cadre_date left, struct cadre_date right)
{
    if (!cadre_date_is_set(left) || !cadre_date_is_set(right))
        return cadre_date_is_set(left) ? left : right;
    return left.day < right.day ? left : right;
}

/* The last day on which a person has completed no more than so many years. */
static struct cadre_date last_day_of_age(struct cadre_date born, int32_t age)
{
    enum { MONTHS_OF_YEAR = 12 };
    if (!cadre_date_is_set(born))
        return cadre_date_none;
    struct cadre_date day = cadre_date_add_months(born, (age + 1) * MONTHS_OF_YEAR);
    if (!cadre_date_is_set(day))
        return day;
    /* Who was born on 29 February completes a year on 1 March of common years. */
    bool reached = cadre_date_full_years(born, day) > age;
    return reached ? cadre_date_add_days(day, -1) : day;
}

struct cadre_date service_last_day(const struct catalogue *catalogue, const struct person *person,
                                   const struct held_record *record, struct cadre_date day,
                                   const struct service_rule **ret_rule)
{
    struct cadre_date lawful = cadre_date_none;
    const struct service_rule *rule = limit_of(catalogue, record, day);
    if (rule != NULL && rule->max_age >= 0)
        lawful = last_day_of_age(person->birth_date, rule->max_age);
    struct cadre_date last = earlier(record->until_on, lawful);
    if (ret_rule != NULL)
        *ret_rule = last.day == record->until_on.day ? NULL : rule;
    return last;
}

bool service_in_force(const struct catalogue *catalogue, const struct person *person,
                      const struct held_record *record, struct cadre_date day)
{
    struct cadre_date last = service_last_day(catalogue, person, record, day, NULL);
    return record->from_on.day <= day.day && (!cadre_date_is_set(last) || last.day >= day.day);
}

/* Both state a standing. */
static bool outweighs(const struct held_record *left, const struct held_record *right)
{
    bool yields = senses[left->record].yields;
    if (yields != senses[right->record].yields)
        return !yields;
    if (left->from_on.day != right->from_on.day)
        return left->from_on.day > right->from_on.day;
    return left->record > right->record;
}

static uint32_t closed_by(const struct catalogue *catalogue, const struct held_record *record)
{
    uint32_t bits = 0;
    for (int i = 0; i < 2 && senses[record->record].closes[i] != NULL; i++)
        bits |= UINT32_C(1) << (catalogue_code_rank(catalogue, "engagement",
                                                    str_view_of(senses[record->record].closes[i])) -
                                1);
    return bits;
}

void service_judge(const struct catalogue *catalogue, struct cadre_date day, struct person *person)
{
    const struct held_record *deciding = NULL;
    const struct held_record *over = NULL;
    for (size_t i = 0; i < person->record_count; i++) {
        const struct held_record *record = &person->records[i];
        const struct record_sense *sense = &senses[record->record];
        bool in_force = service_in_force(catalogue, person, record, day);
        if (in_force)
            person->barred |= closed_by(catalogue, record);
        if (in_force && sense->status != NULL && (deciding == NULL || outweighs(record, deciding)))
            deciding = record;
        if (!in_force && sense->after != NULL && (over == NULL || outweighs(record, over)))
            over = record;
    }
    person->deciding_record = deciding != NULL ? deciding : over;
    if (deciding != NULL)
        person->service_status = status_rank(catalogue, senses[deciding->record].status);
    else if (over != NULL)
        person->service_status = status_rank(catalogue, senses[over->record].after);
}

const struct held_record *service_bar(const struct snapshot *snapshot, const struct person *person,
                                      int32_t engagement)
{
    for (size_t i = person->record_count; i > 0; i--) {
        const struct held_record *record = &person->records[i - 1];
        if ((closed_by(snapshot->catalogue, record) >> (engagement - 1) & 1) != 0 &&
            service_in_force(snapshot->catalogue, person, record, snapshot->as_of))
            return record;
    }
    return NULL;
}

bool service_takes(const struct call_up *call_up, struct cadre_date born)
{
    int year;
    int month;
    int day;
    if (!cadre_date_is_set(born))
        return false;
    cadre_date_to_civil(born, &year, &month, &day);
    return (call_up->born_from == 0 || year >= call_up->born_from) &&
           (call_up->born_until == 0 || year <= call_up->born_until);
}

bool service_uncalled(const struct snapshot *snapshot, const struct person *person,
                      int32_t engagement)
{
    return person->uncalled && engagement == catalogue_code_rank(snapshot->catalogue, "engagement",
                                                                 str_view_of("conscript"));
}

bool service_open(const struct snapshot *snapshot, const struct person *person, int32_t age,
                  int32_t engagement)
{
    if ((person->barred >> (engagement - 1) & 1) != 0)
        return false;
    const struct service_rule *rule = catalogue_service_rule(
        snapshot->catalogue, engagement, person->service_status, snapshot->as_of);
    if (rule == NULL)
        return false;
    if (rule->min_age < 0 && rule->max_age < 0)
        return true;
    return age >= 0 && (rule->min_age < 0 || age >= rule->min_age) &&
           (rule->max_age < 0 || age <= rule->max_age);
}
