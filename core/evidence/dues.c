#include "core/evidence/dues.h"

#include <stdlib.h>

static bool renewal_of(const struct snapshot *snapshot, const struct shown_credential *shown,
                       struct due *ret_due)
{
    int32_t days = catalogue_credential(snapshot->catalogue, shown->credential)->renewal_days;
    if (!shown->firm || days == 0 || !cadre_date_is_set(shown->ends_on))
        return false;
    *ret_due = (struct due){DUE_RENEWAL, shown->credential,
                            cadre_date_add_days(shown->ends_on, -days), shown->ends_on};
    return ret_due->from_on.day <= snapshot->as_of.day;
}

static bool grace_of(const struct shown_credential *shown, struct due *ret_due)
{
    if (shown->firm || !shown->in_force)
        return false;
    *ret_due = (struct due){DUE_GRACE, shown->credential, cadre_date_add_days(shown->ends_on, 1),
                            shown->grace_until};
    return true;
}

static int by_day(const void *left, const void *right)
{
    const struct due *a = left;
    const struct due *b = right;
    if (a->due_on.day != b->due_on.day)
        return a->due_on.day < b->due_on.day ? -1 : 1;
    return (a->credential > b->credential) - (a->credential < b->credential);
}

const struct due *dues_find(const struct snapshot *snapshot, const struct expansion *expansion,
                            struct arena *arena, size_t *ret_count)
{
    struct due *dues = arena_calloc(arena, expansion->credential_count, sizeof *dues);
    size_t count = 0;
    for (size_t i = 0; i < expansion->credential_count; i++) {
        const struct shown_credential *shown = &expansion->credentials[i];
        count += renewal_of(snapshot, shown, &dues[count]) || grace_of(shown, &dues[count]);
    }
    if (count > 1)
        qsort(dues, count, sizeof *dues, by_day);
    *ret_count = count;
    return dues;
}
