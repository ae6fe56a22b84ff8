#include "core/gap/seats.h"

#include "core/base/alloc.h"

int64_t *seats_filled(const struct snapshot *snapshot, const int32_t *need_of)
{
    int64_t *filled = cadre_calloc(snapshot->need_count, sizeof *filled);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (need_of[i] >= 0)
            filled[need_of[i]]++;
    }
    return filled;
}

int64_t seats_short(const struct need *need, int64_t filled)
{
    int64_t left = (int64_t)need->headcount - need->staffed - filled;
    return left > 0 ? left : 0;
}
