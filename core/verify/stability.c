#include <inttypes.h>

#include "core/base/fetch.h"
#include "core/pairs/admission.h"
#include "core/pairs/wishes.h"
#include "core/verify/check.h"

enum { FETCH_AHEAD = 8 /* people whose rows are fetched beforehand */ };

/* Of the pair of somebody who is placed, in instance->items. */
static size_t index_of(const struct check *check, size_t person)
{
    return check->seat[person].place - 1;
}

/* Would the need let the person go before the last one it seats? */
static bool goes_first(const struct check *check, const struct admission *admission, uint64_t key,
                       size_t person, uint32_t need)
{
    if (key != admission->cutoff[need])
        return key < admission->cutoff[need];
    return wishes_drawn_first(check->instance, (size_t)admission->last[need], person);
}

/* Whom each need lets in for somebody it seats, or for an empty seat. */
static struct admission find_last(const struct check *check)
{
    const struct instance *instance = check->instance;
    struct admission admission = admission_of(instance, check->arena);
    for (size_t j = 0; j < instance->need_count; j++)
        admission.last[j] = -1;
    for (size_t i = 0; i < instance->person_count; i++) {
        const struct pair *pair = check_seat(check, i);
        if (pair == NULL || check->filled[pair->need] < instance->seats[pair->need])
            continue;
        uint64_t key = admission_key(wishes_standing(instance->wishes, pair, index_of(check, i)),
                                     admission_draw(instance, i));
        if (admission.last[pair->need] >= 0 && !goes_first(check, &admission, key, i, pair->need))
            continue;
        admission.cutoff[pair->need] = key;
        admission.last[pair->need] = (int32_t)i;
    }
    return admission;
}

static bool check_cutoffs(struct check *check, const struct admission *admission)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int64_t cutoff = admission_standing(admission->cutoff[j]);
        if (check->claim->price[j] != cutoff)
            return check_fault(check, CERTIFICATE_CUTOFF_DIFFERS, CHECK_NONE, j,
                               arena_format(check->arena,
                                            "need %zu has the cutoff %" PRId64 ", but %" PRId64
                                            " is stated",
                                            j, cutoff, check->claim->price[j]));
    }
    return true;
}

/* Would the need take the person, for an empty seat or for the last one it seats? */
static bool would_take(const struct check *check, const struct admission *admission, size_t person,
                       size_t at)
{
    const struct instance *instance = check->instance;
    const struct pair *pair = &instance->items[at];
    uint64_t key = admission_key(wishes_standing(instance->wishes, pair, at),
                                 admission_draw(instance, person));
    if (key != admission->cutoff[pair->need])
        return key > admission->cutoff[pair->need];
    return wishes_drawn_first(instance, person, (size_t)admission->last[pair->need]);
}

/* Nobody is: no pair has to be looked at by itself. */
static bool is_content(const struct check *check, const struct admission *admission, size_t person)
{
    const struct instance *instance = check->instance;
    const struct pair *seat = check_seat(check, person);
    size_t best = admission_best(admission, instance, person, admission_draw(instance, person));
    return best == SIZE_MAX ||
           (seat != NULL && wishes_worth(instance->wishes, &instance->items[best], best) <=
                                wishes_worth(instance->wishes, seat, index_of(check, person)));
}

static bool check_wishes(struct check *check, const struct admission *admission, size_t person)
{
    const struct instance *instance = check->instance;
    const struct pair *seat = check_seat(check, person);
    uint64_t own = seat != NULL ? wishes_worth(instance->wishes, seat, index_of(check, person)) : 0;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        if (wishes_worth(instance->wishes, pair, at) <= own ||
            !would_take(check, admission, person, at))
            continue;
        return check_fault(check, CERTIFICATE_BLOCKING_PAIR, person, pair->need,
                           arena_format(check->arena,
                                        "person %zu would rather sit in need %" PRIu32
                                        ", which would rather have them",
                                        person, pair->need));
    }
    return true;
}

/* Who is bound by a decision ranks nothing, and their seats are no need's to give. */
static void leave_out_bound(struct check *check)
{
    const struct instance *whole = check->instance;
    if (whole->locked_need == NULL)
        return;
    struct instance *open = arena_calloc(check->arena, 1, sizeof *open);
    for (size_t i = 0; i < whole->person_count; i++) {
        if (whole->locked_need[i] < 0)
            continue;
        check->filled[whole->locked_need[i]]--;
        check->seat[i].place = 0;
    }
    *open = *whole;
    open->seats = instance_open_seats(whole, check->arena);
    open->caps = caps_open(whole, check->arena);
    check->instance = open;
}

static bool check_all_wishes(struct check *check, const struct admission *admission)
{
    const struct instance *instance = check->instance;
    if (instance->caps != NULL)
        return check_capped_stability(check);
    for (size_t i = 0; i < instance->person_count; i++) {
        if (i + FETCH_AHEAD < instance->person_count)
            fetch_lines(&instance->items[instance->row_start[i + FETCH_AHEAD]],
                        &instance->items[instance->row_start[i + FETCH_AHEAD + 1]]);
        if (instance_bound_need(instance, i) < 0 && !is_content(check, admission, i) &&
            !check_wishes(check, admission, i))
            return false;
    }
    return true;
}

bool certificate_check_stable(const struct instance *instance, const struct claim *claim,
                              struct arena *arena, struct certificate_result *ret_result)
{
    struct check check = check_begin(instance, claim, arena, ret_result);
    if (!check_is_feasible(&check))
        return false;
    leave_out_bound(&check);
    const struct admission admission = find_last(&check);
    if (!check_cutoffs(&check, &admission) || !check_all_wishes(&check, &admission))
        return false;
    *ret_result = (struct certificate_result){
        CERTIFICATE_HOLDS, -1, -1, -1,
        arena_strdup(arena, "the assignment is feasible, and no pair blocks it")};
    return true;
}

bool certificate_check_other(const struct claim *claim, bool stable, struct arena *arena,
                             struct certificate_result *ret_result)
{
    if (claim->other == NULL)
        return true;
    const struct objective *best = stable ? claim->other : &claim->objective;
    const struct objective *other = stable ? &claim->objective : claim->other;
    if (objective_compare(best, other) >= 0)
        return true;
    *ret_result = (struct certificate_result){
        CERTIFICATE_OTHER_MODE, -1, -1, -1,
        arena_strdup(arena, "a stable assignment cannot be worth more than the optimal one")};
    return false;
}
