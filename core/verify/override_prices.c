#include "core/verify/check.h"

__extension__ typedef __int128 int128;

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

/* In the units of w' and of the prices; what is stated may be anything. */
static int128 value_of(const struct instance *instance, const struct objective *gain)
{
    int128 value = (int128)gain->fit_bp * (instance->total_seats + 1) + gain->held;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        value += (int128)gain->filled[class] * (INSTANCE_CLASS_COUNT - class) *
                 instance_class_step(instance);
    return value;
}

static int64_t surplus_of(const struct check *check, size_t person, const struct pair *pair)
{
    return instance_weight(check->instance, person, pair) - check->claim->price[pair->need];
}

/* The most that an exchange through the person can gain. */
static int128 most_of(const struct check *check, const struct override *override)
{
    const struct instance *instance = check->instance;
    size_t person = (size_t) override->person;
    const struct pair opened = {.need = (uint32_t) override->need,
                                .fit_bp = (uint32_t) override->fit_bp};
    int64_t most = 0;
    int64_t own = 0;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        int64_t surplus = surplus_of(check, person, &instance->items[at]);
        most = surplus > most ? surplus : most;
        if ((int32_t)instance->items[at].need == check->claim->need_of[person])
            own = surplus;
    }
    if (override_closes(override) && surplus_of(check, person, &opened) > most)
        most = surplus_of(check, person, &opened);
    return (int128)most - own;
}

static bool check_price(struct check *check, const struct override *override,
                        const struct override_price *price, const struct objective *all)
{
    if (price->known && objective_compare(&price->gain, &nothing) >= 0 &&
        objective_compare(&price->gain, all) <= 0 &&
        value_of(check->instance, &price->gain) <= most_of(check, override))
        return true;
    return check_fault(check, CERTIFICATE_OVERRIDE_PRICE, (size_t) override->person,
                       (size_t) override->need,
                       arena_format(check->arena,
                                    "what is gained without the decision on person %d and need %d "
                                    "cannot be",
                                    override->person, override->need));
}

bool certificate_check_overrides(const struct instance *instance, const struct claim *claim,
                                 const struct override *overrides, size_t count,
                                 const struct snapshot *snapshot, struct arena *arena,
                                 struct certificate_result *ret_result)
{
    const struct override_prices *prices = claim->overrides;
    struct check check = {
        .instance = instance, .claim = claim, .arena = arena, .result = ret_result};
    *ret_result = (struct certificate_result){CERTIFICATE_HOLDS, -1, -1, -1, NULL};
    if (prices == NULL || prices->count == 0)
        return true;
    if (prices->count != count)
        return check_fault(&check, CERTIFICATE_OVERRIDES_DIFFER, CHECK_NONE, CHECK_NONE,
                           arena_format(arena, "%zu decisions bend the match, %zu are priced",
                                        count, prices->count));
    for (size_t i = 0; i < count; i++) {
        if (!is_of(&prices->items[i], &overrides[i], snapshot))
            return check_fault(&check, CERTIFICATE_OVERRIDES_DIFFER, (size_t)overrides[i].person,
                               (size_t)overrides[i].need,
                               arena_format(arena, "decision %zu is not that which is priced", i));
    }
    for (size_t i = 0; i < count && instance->wishes == NULL && instance->caps == NULL; i++) {
        if (!check_price(&check, &overrides[i], &prices->items[i], &prices->all))
            return false;
    }
    return true;
}
