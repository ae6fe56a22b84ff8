#include "core/pairs/caps.h"

#include <assert.h>

#include "core/base/alloc.h"

__extension__ typedef __int128 int128;

/* ---- what a cap is over ---------------------------------------------------------------------- */

/* Sums per cap -> with those of the caps inside it, which stand behind it. */
static void add_inner(const struct caps *caps, int64_t *sums)
{
    for (size_t a = caps->count; a-- > 0;) {
        if (caps->items[a].parent >= 0)
            sums[caps->items[a].parent] += sums[a];
    }
}

struct cap_counts caps_count(const struct instance *instance, const int32_t *need_of,
                             struct arena *arena)
{
    const struct caps *caps = instance->caps;
    struct cap_counts counts = {
        .filled = arena_calloc(arena, caps->count, sizeof *counts.filled),
        .open = arena_calloc(arena, instance->need_count, sizeof *counts.open),
    };
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] < 0)
            continue;
        size_t need = (size_t)need_of[i];
        if (caps_of_need(caps, need) >= 0)
            counts.filled[caps_of_need(caps, need)]++;
        if (caps_of_person(caps, i) >= 0)
            counts.filled[caps_of_person(caps, i)]++;
        counts.open[need] += caps_is_outside(caps, need, i);
    }
    add_inner(caps, counts.filled);
    return counts;
}

/* ---- limits ---------------------------------------------------------------------------------- */

static struct cap_counts count_bound(const struct instance *instance, struct arena *arena)
{
    if (instance->locked_need != NULL)
        return caps_count(instance, instance->locked_need, arena);
    return (struct cap_counts){
        .filled = arena_calloc(arena, instance->caps->count, sizeof(int64_t)),
        .open = arena_calloc(arena, instance->need_count, sizeof(int32_t)),
    };
}

struct cap_limits caps_limits(const struct instance *instance, struct arena *arena)
{
    const struct caps *caps = instance->caps;
    struct cap_counts bound = count_bound(instance, arena);
    struct cap_limits limits = {bound.filled, bound.open};
    for (size_t a = 0; a < caps->count; a++) {
        if (caps->items[a].most > limits.most[a])
            limits.most[a] = caps->items[a].most;
    }
    for (size_t j = 0; j < instance->need_count; j++) {
        int32_t most = caps_open_most(caps, j);
        if (most < 0 || most > limits.open_most[j])
            limits.open_most[j] = most;
    }
    return limits;
}

const struct caps *caps_open(const struct instance *instance, struct arena *arena)
{
    if (instance->caps == NULL || instance->locked_need == NULL)
        return instance->caps;
    const struct caps *whole = instance->caps;
    struct cap_counts bound = count_bound(instance, arena);
    struct cap_limits limits = caps_limits(instance, arena);
    struct caps *open = arena_calloc(arena, 1, sizeof *open);
    struct cap *items = arena_calloc(arena, whole->count, sizeof *items);
    *open = *whole;
    for (size_t a = 0; a < whole->count; a++) {
        items[a] = whole->items[a];
        items[a].most = limits.most[a] - bound.filled[a];
    }
    for (size_t j = 0; whole->open_most != NULL && j < instance->need_count; j++) {
        if (limits.open_most[j] >= 0)
            limits.open_most[j] -= bound.open[j];
    }
    open->items = items;
    open->open_most = whole->open_most == NULL ? NULL : limits.open_most;
    return open;
}

/* ---- class bonuses --------------------------------------------------------------------------- */

/* The seats below each cap over needs, by priority. */
static int64_t (*seats_below(const struct instance *instance))[INSTANCE_CLASS_COUNT]
{
    const struct caps *caps = instance->caps;
    int64_t(*seats)[INSTANCE_CLASS_COUNT] = cadre_calloc(caps->count, sizeof *seats);
    for (size_t j = 0; j < instance->need_count; j++) {
        int32_t cap = caps_of_need(caps, j);
        if (cap >= 0)
            seats[cap][instance->priority[j] - 1] += instance->seats[j];
    }
    for (size_t a = caps->count; a-- > 0;) {
        int32_t parent = caps->items[a].parent;
        for (int class = 0; parent >= 0 && class < INSTANCE_CLASS_COUNT; class ++)
            seats[parent][class] += seats[a][class];
    }
    return seats;
}

/* The caps that can trade a seat of a priority for one of a later one: K of caps.h. */
struct tops {
    int64_t count[INSTANCE_CLASS_COUNT];
    bool any;
};

static void add_top(struct tops *tops, int first, int last)
{
    for (int c = first; c < last; c++) {
        tops->count[c]++;
        tops->any = true;
    }
}

/* Adds the cap where it can trade at all. */
static void count_tops(const struct cap *cap, const int64_t *seats, struct tops *tops)
{
    int64_t all = 0;
    int first = INSTANCE_CLASS_COUNT;
    int last = -1;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        all += seats[class];
        if (seats[class] > 0) {
            first = class < first ? class : first;
            last = class;
        }
    }
    if (cap->most < all)
        add_top(tops, first, last);
}

static struct tops find_tops(const struct instance *instance)
{
    const struct caps *caps = instance->caps;
    CADRE_FREE int64_t(*seats)[INSTANCE_CLASS_COUNT] = seats_below(instance);
    struct tops tops = {0};
    for (size_t a = 0; a < caps->count; a++) {
        if (caps->items[a].side == CAP_OF_NEEDS)
            count_tops(&caps->items[a], seats[a], &tops);
    }
    return tops;
}

static bool class_has_seats(const struct instance *instance, int class)
{
    for (size_t j = 0; j < instance->need_count; j++) {
        if (instance->priority[j] == class + 1 && instance->seats[j] > 0)
            return true;
    }
    return false;
}

static int128 capped_at_int64(int128 value)
{
    return value > INT64_MAX ? INT64_MAX : value;
}

/* B of caps.h. */
static int128 step_of(const struct instance *instance)
{
    int128 entries = (int128)instance->need_count + 1;
    for (size_t j = 0; j < instance->need_count; j++)
        entries += caps_open_most(instance->caps, j) >= 0;
    int128 weight_most = (int128)FIT_MAX_BP * ((int128)instance->total_seats + 1) + 1;
    return capped_at_int64(4 * (entries * weight_most + 1));
}

/* sum over t > c of (K_t + [K_c > 0]) * s_t. */
static int128 later_steps(const struct tops *tops, const int128 *steps, int c)
{
    int128 sum = 0;
    for (int t = c + 1; t < INSTANCE_CLASS_COUNT; t++)
        sum += (tops->count[t] + (tops->count[c] > 0)) * steps[t];
    return capped_at_int64(sum);
}

static bool bonuses_by_quota(const struct instance *instance, int128 step,
                             int64_t ret_bonus[INSTANCE_CLASS_COUNT])
{
    const int last = INSTANCE_CLASS_COUNT - 1;
    const struct tops tops = find_tops(instance);
    int128 steps[INSTANCE_CLASS_COUNT];
    int128 sum = 0;     /* of the steps of later priorities: their bonus */
    int128 most = step; /* beyond which runs of before were refused it */
    for (int class = last; class >= 0; class --) {
        /* The last one always is B: what asks for the step finds it there. */
        bool none = tops.any && class < last && !class_has_seats(instance, class);
        steps[class] = none ? 0 : capped_at_int64(step + later_steps(&tops, steps, class));
        sum = capped_at_int64(sum + steps[class]);
        most = capped_at_int64(most + steps[class] * (tops.count[class] + 1));
        ret_bonus[class] = (int64_t)sum;
    }
    return most <= INT64_MAX / BONUSES_ADDED;
}

static bool bonuses_twofold(const struct instance *instance, int128 step,
                            int64_t ret_bonus[INSTANCE_CLASS_COUNT])
{
    int128 bonus = step;
    ret_bonus[INSTANCE_CLASS_COUNT - 1] = (int64_t)bonus;
    for (int class = INSTANCE_CLASS_COUNT - 2; class >= 0; class --) {
        if (class_has_seats(instance, class))
            bonus = capped_at_int64(2 * (bonus + step));
        ret_bonus[class] = (int64_t)bonus;
    }
    return bonus <= INT64_MAX / BONUSES_ADDED;
}

bool caps_bonuses(const struct instance *instance, enum cap_bonuses which,
                  int64_t ret_bonus[INSTANCE_CLASS_COUNT])
{
    int128 step = step_of(instance);
    return which == CAP_BONUSES_BY_QUOTA ? bonuses_by_quota(instance, step, ret_bonus)
                                         : bonuses_twofold(instance, step, ret_bonus);
}

/* What does not fit is INT64_MAX, which is out of bounds. */
static int64_t *bonuses_of(const struct instance *instance, struct arena *arena)
{
    int64_t *bonus = arena_calloc(arena, INSTANCE_CLASS_COUNT, sizeof *bonus);
    if (caps_bonuses(instance, CAP_BONUSES_BY_QUOTA, bonus) ||
        caps_bonuses(instance, CAP_BONUSES_TWOFOLD, bonus))
        return bonus;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        bonus[class] = INT64_MAX;
    return bonus;
}

/* ---- the instance ---------------------------------------------------------------------------- */

static bool are_nested(const struct caps *caps)
{
    for (size_t a = 0; a < caps->count; a++) {
        const struct cap *cap = &caps->items[a];
        if (cap->most < 0 || cap->parent >= (int32_t)a ||
            (cap->parent >= 0 && caps->items[cap->parent].side != cap->side))
            return false;
    }
    return true;
}

static bool is_side(const struct caps *caps, int32_t cap, enum cap_side side)
{
    return cap == -1 || (cap >= 0 && (size_t)cap < caps->count && caps->items[cap].side == side);
}

static bool are_over(const struct instance *instance, const struct caps *caps)
{
    for (size_t j = 0; j < instance->need_count; j++) {
        bool reserved = caps_open_most(caps, j) >= 0;
        if (!is_side(caps, caps_of_need(caps, j), CAP_OF_NEEDS) ||
            (reserved && (caps->reserve_of_need == NULL || caps->reserve_of_need[j] < 0 ||
                          (size_t)caps->reserve_of_need[j] >= caps->group_count)))
            return false;
    }
    for (size_t i = 0; i < instance->person_count; i++) {
        if (!is_side(caps, caps_of_person(caps, i), CAP_OF_PEOPLE))
            return false;
    }
    return true;
}

struct instance *instance_with_caps(const struct instance *instance, const struct caps *caps,
                                    struct arena *arena)
{
    struct instance *capped = arena_calloc(arena, 1, sizeof *capped);
    assert(are_nested(caps) && are_over(instance, caps));
    *capped = *instance;
    capped->caps = caps;
    capped->class_bonus = bonuses_of(capped, arena);
    return capped;
}

/* ---- prices ---------------------------------------------------------------------------------- */

static int64_t price_up(const struct caps *caps, const int64_t *cap_price, int32_t cap)
{
    int64_t price = 0;
    for (; cap >= 0; cap = caps->items[cap].parent)
        price += cap_price[cap];
    return price;
}

int64_t caps_price_of_need(const struct caps *caps, const int64_t *cap_price, size_t need)
{
    return price_up(caps, cap_price, caps_of_need(caps, need));
}

int64_t caps_price_of_person(const struct caps *caps, const int64_t *cap_price, size_t person)
{
    return price_up(caps, cap_price, caps_of_person(caps, person));
}
