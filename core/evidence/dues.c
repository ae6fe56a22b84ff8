#include "core/evidence/dues.h"

#include <stdlib.h>

static bool renewal_of(const struct snapshot *snapshot, const struct shown_credential *shown,
                       struct due *ret_due)
{
    int32_t days = catalogue_credential(snapshot->catalogue, shown->credential)->renewal_days;
    if (!shown->firm || days == 0 || !cadre_date_is_set(shown->ends_on))
        return false;
    *ret_due = (struct due){DUE_RENEWAL, shown->credential, -1,
                            cadre_date_add_days(shown->ends_on, -days), shown->ends_on};
    return ret_due->from_on.day <= snapshot->as_of.day;
}

static bool grace_of(const struct shown_credential *shown, struct due *ret_due)
{
    if (shown->firm || !shown->in_force)
        return false;
    *ret_due = (struct due){DUE_GRACE, shown->credential, -1,
                            cadre_date_add_days(shown->ends_on, 1), shown->grace_until};
    return true;
}

static bool residential_of(const struct snapshot *snapshot, int32_t role, struct cadre_date from_on,
                           struct due *ret_due)
{
    int32_t months = snapshot->policy.residential_months;
    if (role < 0 || months == 0 || !catalogue_has_role_options(snapshot->catalogue, role))
        return false;
    *ret_due =
        (struct due){DUE_RESIDENTIAL, -1, role, from_on, cadre_date_add_months(from_on, months)};
    return ret_due->due_on.day >= snapshot->as_of.day;
}

static size_t residentials_of(const struct snapshot *snapshot, const struct person *person,
                              int32_t need, struct due *dues)
{
    size_t count = 0;
    for (size_t i = 0; i < person->service_count; i++) {
        const struct held_service *seat = &person->services[i];
        if (!cadre_date_is_set(seat->until_on) || seat->until_on.day >= snapshot->as_of.day)
            count += residential_of(snapshot, seat->work_role, seat->from_on, &dues[count]);
    }
    if (need >= 0) {
        struct cadre_date start = snapshot->needs[need].starts_on;
        bool ahead = cadre_date_is_set(start) && start.day > snapshot->as_of.day;
        count += residential_of(snapshot, snapshot->needs[need].work_role,
                                ahead ? start : snapshot->as_of, &dues[count]);
    }
    return count;
}

static int by_day(const void *left, const void *right)
{
    const struct due *a = left;
    const struct due *b = right;
    if (a->due_on.day != b->due_on.day)
        return a->due_on.day < b->due_on.day ? -1 : 1;
    if (a->credential != b->credential)
        return a->credential < b->credential ? -1 : 1;
    return (a->element > b->element) - (a->element < b->element);
}

const struct due *dues_find(const struct snapshot *snapshot, const struct expansion *expansion,
                            int32_t need, struct arena *arena, size_t *ret_count)
{
    const struct person *person = expansion->person;
    struct due *dues =
        arena_calloc(arena, expansion->credential_count + person->service_count + 1, sizeof *dues);
    size_t count = residentials_of(snapshot, person, need, dues);
    for (size_t i = 0; i < expansion->credential_count; i++) {
        const struct shown_credential *shown = &expansion->credentials[i];
        count += renewal_of(snapshot, shown, &dues[count]) || grace_of(shown, &dues[count]);
    }
    if (count > 1)
        qsort(dues, count, sizeof *dues, by_day);
    *ret_count = count;
    return dues;
}
