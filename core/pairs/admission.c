#include "core/pairs/admission.h"

#include "core/pairs/row_best.h"

uint32_t admission_draw(const struct instance *instance, size_t person)
{
    const unsigned char *bytes = instance->lottery[person].bytes;
    uint32_t draw = 0;
    for (size_t i = 0; i < sizeof draw; i++)
        draw = draw << 8 | bytes[i];
    return ~draw;
}

struct admission admission_of(const struct instance *instance, struct arena *arena)
{
    struct admission admission = {
        .cutoff = arena_calloc(arena, instance->need_count, sizeof *admission.cutoff),
        .last = arena_calloc(arena, instance->need_count, sizeof *admission.last),
        .rows = row_best_fastest(),
    };
    for (size_t j = 0; j < instance->need_count; j++)
        admission.cutoff[j] =
            admission_key(instance->seats[j] > 0 ? STANDING_ANY : STANDING_CLOSED, 0);
    return admission;
}

/* By the whole key of the lottery. */
static bool lets_in(const struct admission *admission, const struct instance *instance,
                    size_t person, uint32_t draw, size_t at)
{
    const struct pair *pair = &instance->items[at];
    uint64_t cutoff = admission->cutoff[pair->need];
    uint64_t own = admission_key(wishes_standing(instance->wishes, pair, at), draw);
    if (own != cutoff)
        return own > cutoff;
    return wishes_drawn_first(instance, person, (size_t)admission->last[pair->need]);
}

static size_t best_by_whole_key(const struct admission *admission, const struct instance *instance,
                                size_t person, uint32_t draw)
{
    uint64_t most = 0;
    size_t best = SIZE_MAX;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        uint64_t worth = wishes_worth(instance->wishes, &instance->items[at], at);
        if (worth <= most || !lets_in(admission, instance, person, draw, at))
            continue;
        most = worth;
        best = at;
    }
    return best;
}

size_t admission_best(const struct admission *admission, const struct instance *instance,
                      size_t person, uint32_t draw)
{
    const struct wishes *wishes = instance->wishes;
    size_t begin = instance->row_start[person];
    const struct wished_row row = {
        .pairs = &instance->items[begin],
        .of_person = wishes->of_person != NULL ? &wishes->of_person[begin] : NULL,
        .of_need = wishes->of_need != NULL ? &wishes->of_need[begin] : NULL,
        .count = instance->row_start[person + 1] - begin,
    };
    size_t place = admission->rows->above(&row, admission->cutoff, draw);
    if (place == ROW_NONE)
        return SIZE_MAX;
    size_t at = begin + place;
    if (__builtin_expect(lets_in(admission, instance, person, draw, at), true))
        return at;
    return best_by_whole_key(admission, instance, person, draw);
}
