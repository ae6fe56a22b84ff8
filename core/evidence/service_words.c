#include "core/base/alloc.h"
#include "core/evidence/service.h"

static void add_date(const char *before, struct cadre_date date, struct str *out)
{
    char text[CADRE_DATE_TEXT_SIZE];
    if (cadre_date_is_set(date))
        str_add_format(out, "%s%s", before, cadre_date_format(date, text));
}

/* Which version of the law it is. */
static void add_rule(const struct service_rule *rule, struct str *out)
{
    str_add_format(out, " (rule %s", rule->code);
    add_date(", in force from ", rule->valid_from, out);
    if (rule->decree[0] != '\0')
        str_add_format(out, ", decree %s", rule->decree);
    str_add_char(out, ')');
}

static void add_record(const struct snapshot *snapshot, const struct person *person,
                       const struct held_record *record, struct str *out)
{
    const struct service_rule *rule;
    struct cadre_date last =
        service_last_day(snapshot->catalogue, person, record, snapshot->as_of, &rule);
    str_add_text(out, catalogue_code_label_en(snapshot->catalogue, "service_record",
                                              (int32_t)record->record));
    if (record->ground.length > 0)
        str_add_format(out, ", %.*s", STR_VIEW_ARGS(record->ground));
    add_date(cadre_date_is_set(last) ? ", until " : ", since ",
             cadre_date_is_set(last) ? last : record->from_on, out);
    if (rule != NULL)
        add_rule(rule, out);
}

static void add_ages(const struct snapshot *snapshot, const struct person *person,
                     const struct service_rule *rule, struct str *out)
{
    if (rule->min_age < 0)
        str_add_format(out, "the law takes ages up to %d", rule->max_age);
    else if (rule->max_age < 0)
        str_add_format(out, "the law takes ages from %d", rule->min_age);
    else
        str_add_format(out, "the law takes ages %d to %d", rule->min_age, rule->max_age);
    add_rule(rule, out);
    if (cadre_date_is_set(person->birth_date))
        str_add_format(out, ": %d reached",
                       cadre_date_full_years(person->birth_date, snapshot->as_of));
    else
        str_add_text(out, ": no birth date known");
}

static void add_status(const struct snapshot *snapshot, const struct person *person,
                       struct str *out)
{
    int32_t status = person->service_status;
    str_add_format(out, "not open to the service status: %s held",
                   status > 0 ? catalogue_code(snapshot->catalogue, "service_status", status)
                              : "none");
}

static void add_years(const struct call_up *call_up, struct str *out)
{
    if (call_up->born_from == 0)
        str_add_format(out, "born until %d", call_up->born_until);
    else if (call_up->born_until == 0)
        str_add_format(out, "born from %d on", call_up->born_from);
    else
        str_add_format(out, "born %d to %d", call_up->born_from, call_up->born_until);
}

static void add_call_up(const struct snapshot *snapshot, const struct person *person,
                        struct str *out)
{
    const struct call_up *call_up = snapshot->call_up;
    str_add_format(out, "call-up %s takes those ", call_up->code);
    add_years(call_up, out);
    if (call_up->decree[0] != '\0')
        str_add_format(out, " (decree %s)", call_up->decree);
    if (cadre_date_is_set(person->birth_date))
        add_date(": born ", person->birth_date, out);
    else
        str_add_text(out, ": no birth date known");
}

const char *service_words(const struct snapshot *snapshot, const struct person *person,
                          int32_t engagement, struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    const struct held_record *record = service_bar(snapshot, person, engagement);
    const struct service_rule *rule = catalogue_service_rule(
        snapshot->catalogue, engagement, person->service_status, snapshot->as_of);
    const struct held_record *deciding = person->deciding_record;
    if (record == NULL && rule == NULL && deciding != NULL &&
        service_in_force(snapshot->catalogue, person, deciding, snapshot->as_of))
        record = deciding;
    if (service_uncalled(snapshot, person, engagement))
        add_call_up(snapshot, person, &out);
    else if (record != NULL)
        add_record(snapshot, person, record, &out);
    else if (rule == NULL)
        add_status(snapshot, person, &out);
    else
        add_ages(snapshot, person, rule, &out);
    return arena_strdup(arena, str_chars(&out));
}

const char *service_standing_words(const struct snapshot *snapshot, const struct person *person,
                                   struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    if (person->deciding_record == NULL)
        return NULL;
    add_record(snapshot, person, person->deciding_record, &out);
    return arena_strdup(arena, str_chars(&out));
}
