#include "core/evidence/snapshot.h"

#include "core/base/alloc.h"

int32_t snapshot_find_person(const struct snapshot *snapshot, struct str_view natural_key)
{
    size_t low = 0;
    size_t high = snapshot->person_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_view_compare(snapshot->people[middle].natural_key, natural_key);
        if (order == 0)
            return (int32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

int32_t snapshot_find_person_id(const struct snapshot *snapshot, struct str_view person_id)
{
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (str_view_equal(snapshot->people[i].person_id, person_id))
            return (int32_t)i;
    }
    return -1;
}

int32_t snapshot_find_need(const struct snapshot *snapshot, struct str_view code)
{
    size_t low = 0;
    size_t high = snapshot->need_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_view_compare(snapshot->needs[middle].code, code);
        if (order == 0)
            return (int32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}
