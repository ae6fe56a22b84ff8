#include "core/evidence/snapshot.h"

#include <stdlib.h>

static int order_of_person(const void *key, const void *item)
{
    return str_view_compare(*(const struct str_view *)key,
                            ((const struct person *)item)->natural_key);
}

int32_t snapshot_find_person(const struct snapshot *snapshot, struct str_view natural_key)
{
    if (snapshot->person_count == 0)
        return -1;
    const struct person *found = bsearch(&natural_key, snapshot->people, snapshot->person_count,
                                         sizeof *found, order_of_person);
    return found != NULL ? (int32_t)(found - snapshot->people) : -1;
}

int32_t snapshot_find_person_id(const struct snapshot *snapshot, struct str_view person_id)
{
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (str_view_equal(snapshot->people[i].person_id, person_id))
            return (int32_t)i;
    }
    return -1;
}

static int order_of_need(const void *key, const void *item)
{
    return str_view_compare(*(const struct str_view *)key, ((const struct need *)item)->code);
}

static int order_of_organization(const void *key, const void *item)
{
    return str_view_compare(*(const struct str_view *)key,
                            ((const struct organization *)item)->code);
}

int32_t snapshot_find_organization(const struct snapshot *snapshot, struct str_view code)
{
    if (snapshot->organization_count == 0)
        return -1;
    const struct organization *found =
        bsearch(&code, snapshot->organizations, snapshot->organization_count, sizeof *found,
                order_of_organization);
    return found != NULL ? (int32_t)(found - snapshot->organizations) : -1;
}

/* The merge lets no organization lie below itself; a registry that holds one must not hang us. */
bool snapshot_organization_inside(const struct snapshot *snapshot, int32_t organization,
                                  int32_t ancestor)
{
    size_t steps = 0;
    while (organization >= 0 && organization != ancestor && steps++ < snapshot->organization_count)
        organization = snapshot->organizations[organization].parent;
    return organization == ancestor;
}

int32_t snapshot_find_need(const struct snapshot *snapshot, struct str_view code)
{
    if (snapshot->need_count == 0)
        return -1;
    const struct need *found =
        bsearch(&code, snapshot->needs, snapshot->need_count, sizeof *found, order_of_need);
    return found != NULL ? (int32_t)(found - snapshot->needs) : -1;
}
