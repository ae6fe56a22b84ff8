#include "core/verify/check.h"

static const struct objective nothing;

static bool is_of(const struct override_price *price, const struct override *override,
                  const struct snapshot *snapshot)
{
    const struct person *person = &snapshot->people[override->person];
    const struct decision *decision = override->decision;
    return str_view_equal(price->natural_key, person->natural_key) &&
           str_view_equal(price->person_id, person->person_id) &&
           str_view_equal(price->owner, person->owner) &&
           str_view_equal(price->need_code, snapshot->needs[override->need].code) &&
           str_view_equal(price->verdict, str_view_of(decision_verdict_code(decision->verdict))) &&
           price->decided_on.day == decision->decided_on.day;
}

/* ---- what any match comes to ----------------------------------------------------------------- */

/* A claim's prices of decisions, while they are looked at. */
struct pricing {
    struct check check;
    const struct override *overrides;
    size_t count;
    const struct override_prices *prices;
    int64_t seats[INSTANCE_CLASS_COUNT]; /* of the needs of a priority */
    bool is_relaxed; /* without decisions the rest is what it was with fewer constraints */
};

static bool is_nothing(const struct objective *gain)
{
    return objective_compare(gain, &nothing) == 0;
}

/* Seats that there are, filled by people who fit them: of the match with the decisions and what it
 * gains. Nothing overflows behind this. */
static bool is_possible(const struct pricing *pricing, const struct objective *gain)
{
    const struct objective *now = &pricing->check.claim->objective;
    int128 filled = 0;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        int128 seats = (int128)now->filled[class] + gain->filled[class];
        if (seats < 0 || seats > pricing->seats[class])
            return false;
        filled += seats;
    }
    int128 fit_bp = (int128)now->fit_bp + gain->fit_bp;
    int128 held = (int128)now->held + gain->held;
    return fit_bp >= 0 && fit_bp <= filled * FIT_MAX_BP && held >= 0 && held <= filled;
}

/* Another decision, or the run of a residual match, has the person where they are. */
static bool moves_nobody(const struct pricing *pricing, const struct override *override)
{
    return override_closes(override)
               ? instance_bound_need(pricing->check.instance, (size_t) override->person) >= 0
               : override->stays;
}

/* ---- what prices allow ----------------------------------------------------------------------- */

static int128 surplus_of(const struct check *check, size_t person, const struct pair *pair)
{
    return (int128)instance_weight(check->instance, person, pair) -
           check->claim->price[pair->need] - check_toll(check, person, pair->need);
}

/* The most that an optimal match gains without the decision: the prices are those of a bound on it
 * too, in which the person alone counts for more. Limits beyond which people are bound fall with
 * them, which makes the bound no greater. */
static int128 most_of(const struct check *check, const struct override *override)
{
    const struct instance *instance = check->instance;
    size_t person = (size_t) override->person;
    const struct pair opened = {.need = (uint32_t) override->need,
                                .fit_bp = (uint32_t) override->fit_bp};
    int128 most = 0;
    int128 own = 0;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        int128 surplus = surplus_of(check, person, &instance->items[at]);
        most = surplus > most ? surplus : most;
        if ((int32_t)instance->items[at].need == check->claim->need_of[person])
            own = surplus;
    }
    if (override_closes(override) && surplus_of(check, person, &opened) > most)
        most = surplus_of(check, person, &opened);
    return most - own;
}

static bool prices_allow(const struct pricing *pricing, const struct override *override,
                         const struct objective *gain)
{
    const struct check *check = &pricing->check;
    if (check_primal(check->instance, gain) > most_of(check, override))
        return false;
    return (!pricing->is_relaxed && !override_closes(override)) ||
           objective_compare(gain, &nothing) >= 0;
}

/* Each person may gain what each of their decisions allows. */
static bool prices_allow_all(const struct pricing *pricing)
{
    const struct check *check = &pricing->check;
    const struct override_prices *prices = pricing->prices;
    int128 most = 0;
    for (size_t i = 0; i < pricing->count; i++) {
        most += most_of(check, &pricing->overrides[i]);
        if (pricing->is_relaxed && prices->items[i].known &&
            objective_compare(&prices->items[i].gain, &prices->all) > 0)
            return false;
    }
    return check_primal(check->instance, &prices->all) <= most;
}

/* ---- what a stable match can come to --------------------------------------------------------- */

/*
 * A person or a seat more in a market, or a pair, lets at most one seat more or less be filled
 * (Gale and Sotomayor, 1985: a chain of people who move on). Limits that are nested, and reserves,
 * leave it a chain: whoever is taken in beyond one puts out one other, and a place that is given up
 * goes to one. And without limits the first so many priorities have no more seats filled than an
 * optimal match fills there, which is the most that can be, and with each decision lifted at most
 * one more.
 */
static bool stability_allows(const struct pricing *pricing, const struct objective *gain,
                             size_t lifted)
{
    const struct claim *claim = pricing->check.claim;
    int128 more = 0;
    int128 room = (int128)lifted;
    bool holds = true;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        more += gain->filled[class];
        if (claim->other == NULL || pricing->check.instance->caps != NULL)
            continue;
        room += (int128)claim->other->filled[class] - claim->objective.filled[class];
        holds = holds && more <= room;
    }
    return holds && more <= (int128)lifted && -more <= (int128)lifted;
}

/* ---- both ------------------------------------------------------------------------------------ */

static bool may_be(const struct pricing *pricing, const struct override *override,
                   const struct override_price *price)
{
    const struct instance *instance = pricing->check.instance;
    if (!price->known || moves_nobody(pricing, override))
        return is_nothing(&price->gain);
    if (!is_possible(pricing, &price->gain))
        return false;
    if (instance->wishes == NULL)
        return prices_allow(pricing, override, &price->gain);
    return stability_allows(pricing, &price->gain, 1);
}

/* Without one decision it is that one's own price. */
static bool all_may_be(const struct pricing *pricing)
{
    const struct instance *instance = pricing->check.instance;
    const struct override_prices *prices = pricing->prices;
    if (pricing->count == 1)
        return objective_compare(&prices->all, &prices->items[0].gain) == 0;
    if (!is_possible(pricing, &prices->all))
        return false;
    if (instance->wishes == NULL)
        return prices_allow_all(pricing);
    return stability_allows(pricing, &prices->all, pricing->count);
}

/* The first so many are solved by themselves where that takes a match of its own, else all. */
static bool is_known_in_order(const struct pricing *pricing, size_t i)
{
    const struct instance *instance = pricing->check.instance;
    const struct override_price *items = pricing->prices->items;
    if (instance->wishes == NULL && instance->caps == NULL)
        return items[i].known;
    return !items[i].known || i == 0 || items[i - 1].known;
}

static bool check_prices(struct pricing *pricing)
{
    struct check *check = &pricing->check;
    for (size_t i = 0; i < pricing->count; i++) {
        const struct override *override = &pricing->overrides[i];
        if (!is_known_in_order(pricing, i) ||
            !may_be(pricing, override, &pricing->prices->items[i]))
            return check_fault(
                check, CERTIFICATE_OVERRIDE_PRICE, (size_t) override->person,
                (size_t) override->need,
                arena_format(check->arena,
                             "what is gained without the decision on person %d and need %d "
                             "cannot be",
                             override->person, override->need));
    }
    if (all_may_be(pricing))
        return true;
    return check_fault(check, CERTIFICATE_OVERRIDES_TOGETHER, CHECK_NONE, CHECK_NONE,
                       arena_format(check->arena,
                                    "what is gained without all of %zu decisions "
                                    "cannot be",
                                    pricing->count));
}

/* Nobody is bound beyond a limit. */
static bool is_within_limits(const struct instance *instance, const struct cap_limits *limits)
{
    const struct caps *caps = instance->caps;
    for (size_t a = 0; a < caps->count; a++) {
        if (limits->most[a] > caps->items[a].most)
            return false;
    }
    for (size_t j = 0; j < instance->need_count; j++) {
        if (caps_open_most(caps, j) >= 0 && limits->open_most[j] > caps_open_most(caps, j))
            return false;
    }
    return true;
}

static struct pricing begin_pricing(const struct check *check, const struct override *overrides,
                                    size_t count)
{
    struct pricing pricing = {.check = *check,
                              .overrides = overrides,
                              .count = count,
                              .prices = check->claim->overrides,
                              .is_relaxed = true};
    const struct instance *instance = check->instance;
    for (size_t j = 0; j < instance->need_count; j++)
        pricing.seats[instance->priority[j] - 1] += instance->seats[j];
    if (instance->caps == NULL)
        return pricing;
    const struct cap_limits limits = caps_limits(instance, check->arena);
    pricing.is_relaxed = is_within_limits(instance, &limits);
    check_find_tolls(&pricing.check);
    return pricing;
}

/* ---- which decisions ------------------------------------------------------------------------- */

static bool check_decisions(struct check *check, const struct override *overrides, size_t count,
                            const struct snapshot *snapshot)
{
    const struct override_prices *prices = check->claim->overrides;
    if (prices->count != count)
        return check_fault(check, CERTIFICATE_OVERRIDES_DIFFER, CHECK_NONE, CHECK_NONE,
                           arena_format(check->arena,
                                        "%zu decisions bend the match, %zu are priced", count,
                                        prices->count));
    for (size_t i = 0; i < count; i++) {
        if (!is_of(&prices->items[i], &overrides[i], snapshot))
            return check_fault(
                check, CERTIFICATE_OVERRIDES_DIFFER, (size_t)overrides[i].person,
                (size_t)overrides[i].need,
                arena_format(check->arena, "decision %zu is not that which is priced", i));
    }
    return true;
}

bool certificate_check_overrides(const struct instance *instance, const struct claim *claim,
                                 const struct override *overrides, size_t count,
                                 const struct snapshot *snapshot, struct arena *arena,
                                 struct certificate_result *ret_result)
{
    struct check check = {
        .instance = instance, .claim = claim, .arena = arena, .result = ret_result};
    *ret_result = (struct certificate_result){CERTIFICATE_HOLDS, -1, -1, -1, NULL};
    if (claim->overrides == NULL || claim->overrides->count == 0)
        return true;
    if (!check_decisions(&check, overrides, count, snapshot))
        return false;
    struct pricing pricing = begin_pricing(&check, overrides, count);
    return check_prices(&pricing);
}
