#include <inttypes.h>

#include "core/pairs/wishes.h"
#include "core/verify/check.h"

/* Of each need: whom it would let go first, -1 = nobody sits there. */
struct seated {
    int32_t *last;
    uint32_t *standing; /* theirs */
};

/* The index of the pair in instance->items. */
static size_t index_of(const struct check *check, const struct pair *pair)
{
    return (size_t)(pair - check->instance->items);
}

static struct seated find_last(const struct check *check)
{
    const struct instance *instance = check->instance;
    struct seated seated = {
        arena_calloc(check->arena, instance->need_count, sizeof *seated.last),
        arena_calloc(check->arena, instance->need_count, sizeof *seated.standing),
    };
    for (size_t j = 0; j < instance->need_count; j++)
        seated.last[j] = -1;
    for (size_t i = 0; i < instance->person_count; i++) {
        const struct pair *pair = check->seat[i];
        if (pair == NULL)
            continue;
        uint32_t standing = wishes_standing(instance->wishes, pair, index_of(check, pair));
        int32_t last = seated.last[pair->need];
        if (last >= 0 && (standing > seated.standing[pair->need] ||
                          (standing == seated.standing[pair->need] &&
                           wishes_drawn_first(instance, i, (size_t)last))))
            continue;
        seated.last[pair->need] = (int32_t)i;
        seated.standing[pair->need] = standing;
    }
    return seated;
}

static bool check_cutoffs(struct check *check, const struct seated *seated)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int32_t seats = check->instance->seats[j];
        int64_t cutoff = check->filled[j] < seats ? STANDING_ANY : seated->standing[j];
        if (seats == 0)
            cutoff = STANDING_CLOSED;
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
static bool would_take(const struct check *check, const struct seated *seated, size_t person,
                       size_t at)
{
    const struct pair *pair = &check->instance->items[at];
    uint32_t standing = wishes_standing(check->instance->wishes, pair, at);
    if (check->filled[pair->need] < check->instance->seats[pair->need])
        return true;
    if (check->instance->seats[pair->need] == 0 || standing < seated->standing[pair->need])
        return false;
    return standing > seated->standing[pair->need] ||
           wishes_drawn_first(check->instance, person, (size_t)seated->last[pair->need]);
}

static bool check_wishes(struct check *check, const struct seated *seated, size_t person)
{
    const struct instance *instance = check->instance;
    const struct pair *seat = check->seat[person];
    uint64_t own = seat != NULL ? wishes_worth(instance->wishes, seat, index_of(check, seat)) : 0;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        if (wishes_worth(instance->wishes, pair, at) <= own ||
            !would_take(check, seated, person, at))
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
        check->seat[i] = NULL;
    }
    *open = *whole;
    open->seats = instance_open_seats(whole, check->arena);
    open->caps = caps_open(whole, check->arena);
    check->instance = open;
}

static bool check_all_wishes(struct check *check, const struct seated *seated)
{
    if (check->instance->caps != NULL)
        return check_capped_stability(check);
    for (size_t i = 0; i < check->instance->person_count; i++) {
        if (instance_bound_need(check->instance, i) < 0 && !check_wishes(check, seated, i))
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
    const struct seated seated = find_last(&check);
    if (!check_cutoffs(&check, &seated) || !check_all_wishes(&check, &seated))
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
