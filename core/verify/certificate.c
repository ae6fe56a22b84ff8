#include "core/verify/check.h"

#include <inttypes.h>

static bool check_prices(struct check *check)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int64_t floor = instance_floor(check->instance, j);
        int64_t price = check->claim->price[j];
        if (price < floor)
            return check_fault(check, CERTIFICATE_PRICE_BELOW_FLOOR, CHECK_NONE, j,
                               arena_format(check->arena,
                                            "need %zu has the price %" PRId64
                                            ", below its floor of %" PRId64,
                                            j, price, floor));
        if (price > floor && check->filled[j] < check->instance->seats[j])
            return check_fault(check, CERTIFICATE_OPEN_SEAT_PRICED, CHECK_NONE, j,
                               arena_format(check->arena,
                                            "need %zu has an empty seat, but the price %" PRId64
                                            " is above its floor of %" PRId64,
                                            j, price, floor));
    }
    return true;
}

/* What the pair leaves a person at the stated price. */
static int128 surplus_of(const struct check *check, size_t person, const struct pair *pair)
{
    return (int128)instance_weight(check->instance, person, pair) -
           check->claim->price[pair->need] - check_toll(check, person, pair->need);
}

static bool check_person(struct check *check, size_t person, int128 *ret_best)
{
    const struct instance *instance = check->instance;
    const struct pair *seat = check_seat(check, person);
    int128 own = seat != NULL ? surplus_of(check, person, seat) : 0;
    int128 best = 0;
    if (instance_bound_need(instance, person) >= 0) {
        *ret_best = own; /* bound to its seat: the dual of an equation may have any sign */
        return true;
    }
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        int128 surplus = surplus_of(check, person, pair);
        if (surplus > own)
            return check_fault(
                check, CERTIFICATE_PERSON_UNDERPLACED, person, pair->need,
                seat != NULL
                    ? arena_format(check->arena,
                                   "person %zu is placed in need %" PRIu32
                                   ", but is worth more in need %" PRIu32 " at these prices",
                                   person, seat->need, pair->need)
                    : arena_format(check->arena,
                                   "person %zu is not placed, but is worth more than "
                                   "the price in need %" PRIu32,
                                   person, pair->need));
        if (surplus > best)
            best = surplus;
    }
    *ret_best = best;
    return true;
}

int128 check_primal(const struct instance *instance, const struct objective *objective)
{
    int128 primal = (int128)objective->fit_bp * (instance->total_seats + 1) + objective->held;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        primal += (int128)instance_class_bonus(instance, class + 1) * objective->filled[class];
    return primal;
}

int128 check_price_bound(const struct instance *instance, const int64_t *price)
{
    int128 bound = 0;
    for (size_t j = 0; j < instance->need_count; j++)
        bound += ((int128)price[j] - instance_floor(instance, j)) * instance->seats[j];
    return bound;
}

/*
 * The same sum from the triple's components and from the duals; the people's part of the dual is
 * given. With nobody underplaced and no empty seat priced, a gap means that somebody sits where the
 * price is above their worth.
 */
static bool check_gap(struct check *check, int128 people)
{
    const struct instance *instance = check->instance;
    if (check_primal(instance, &check->claim->objective) ==
        people + check_cap_bound(check) + check_price_bound(instance, check->claim->price))
        return true;
    size_t person = 0;
    while (person < instance->person_count &&
           (check_seat(check, person) == NULL || instance_bound_need(instance, person) >= 0 ||
            surplus_of(check, person, check_seat(check, person)) >= 0))
        person++;
    bool found = person < instance->person_count;
    return check_fault(
        check, CERTIFICATE_GAP, found ? person : CHECK_NONE,
        found ? check->seat[person].pair.need : CHECK_NONE,
        arena_strdup(check->arena,
                     "the bound of these prices is above what the assignment is worth"));
}

static bool check_people(struct check *check)
{
    int128 people = 0;
    for (size_t i = 0; i < check->instance->person_count; i++) {
        int128 best = 0;
        if (!check_person(check, i, &best))
            return false;
        people += best;
    }
    return check_gap(check, people);
}

/* Says what is wrong. */
static bool check_closely(const struct instance *instance, const struct claim *claim,
                          struct arena *arena, struct certificate_result *ret_result)
{
    struct check check = check_begin(instance, claim, arena, ret_result);
    return check_is_feasible(&check) && check_prices(&check) && check_cap_prices(&check) &&
           check_people(&check);
}

bool certificate_check(const struct instance *instance, const struct claim *claim,
                       struct arena *arena, struct certificate_result *ret_result)
{
    return certificate_check_on(instance, claim, 0, arena, ret_result);
}

bool certificate_check_on(const struct instance *instance, const struct claim *claim,
                          size_t threads, struct arena *arena,
                          struct certificate_result *ret_result)
{
    if (!check_at_a_glance(instance, claim, threads) &&
        !check_closely(instance, claim, arena, ret_result))
        return false;
    *ret_result = (struct certificate_result){
        CERTIFICATE_HOLDS, -1, -1, -1,
        arena_strdup(arena, "the assignment is feasible, and the prices prove it optimal")};
    return true;
}
