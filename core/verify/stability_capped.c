#include <inttypes.h>

#include "core/pairs/choices.h"
#include "core/verify/check.h"

/* A stable match has no prices of limits. */
static bool check_no_prices(struct check *check)
{
    const struct claim *claim = check->claim;
    for (size_t a = 0; claim->cap_price != NULL && a < check->instance->caps->count; a++) {
        if (claim->cap_price[a] == 0)
            continue;
        check_fault(check, CERTIFICATE_CAP_PRICED, CHECK_NONE, CHECK_NONE,
                    arena_format(check->arena,
                                 "cap %zu has the price %" PRId64 ", but the match is stable", a,
                                 claim->cap_price[a]));
        check->result->cap = (int32_t)a;
        return false;
    }
    for (size_t j = 0; claim->open_price != NULL && j < check->instance->need_count; j++) {
        if (claim->open_price[j] != 0)
            return check_fault(check, CERTIFICATE_CAP_PRICED, CHECK_NONE, j,
                               arena_format(check->arena,
                                            "the open seats of need %zu have the price %" PRId64
                                            ", but the match is stable",
                                            j, claim->open_price[j]));
    }
    return true;
}

static bool check_row(struct check *check, const struct choices *choices, size_t person)
{
    const struct instance *instance = check->instance;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        if (choices_of_people(choices, person, at, NULL) != CHOICES_TAKES ||
            choices_of_needs(choices, person, at, NULL) != CHOICES_TAKES)
            continue;
        return check_fault(check, CERTIFICATE_BLOCKING_PAIR, person, instance->items[at].need,
                           arena_format(check->arena,
                                        "person %zu would rather sit in need %" PRIu32
                                        ", which would rather have them, and all limits allow it",
                                        person, instance->items[at].need));
    }
    return true;
}

bool check_capped_stability(struct check *check)
{
    const struct instance *instance = check->instance;
    int32_t *need_of = arena_calloc(check->arena, instance->person_count, sizeof *need_of);
    if (!check_no_prices(check))
        return false;
    for (size_t i = 0; i < instance->person_count; i++)
        need_of[i] = check_seat(check, i) != NULL ? (int32_t)check->seat[i].pair.need : -1;
    const struct choices *choices = choices_of(instance, need_of, check->arena);
    int32_t away = choices_turned_away(choices);
    if (away >= 0)
        return check_fault(check, CERTIFICATE_RESERVE_BROKEN, (size_t)away, (size_t)need_of[away],
                           arena_format(check->arena,
                                        "person %" PRId32 " is placed in need %" PRId32
                                        ", whose open seats go to others first",
                                        away, need_of[away]));
    for (size_t i = 0; i < instance->person_count; i++) {
        if (instance_bound_need(instance, i) < 0 && !check_row(check, choices, i))
            return false;
    }
    return true;
}
