#include "core/pairs/limit_figures.h"

/* The nearest whole: what is kept of the last run stands in the rest. */
static int64_t divide(int64_t number, int64_t by)
{
    int64_t shifted = number + by / 2;
    return shifted / by - (shifted % by < 0);
}

/* An instance and which of its priorities have seats: bit by class. */
struct worth_scale {
    const struct instance *instance;
    uint32_t classes;
};

static struct worth_scale scale_of(const struct instance *instance)
{
    struct worth_scale scale = {.instance = instance};
    for (size_t j = 0; j < instance->need_count; j++) {
        if (instance->seats[j] > 0)
            scale.classes |= 1U << instance->priority[j];
    }
    return scale;
}

/* Weights come to less than half a class step: what is nearest a bonus is that bonus and them. */
static struct limit_worth worth_of(const struct worth_scale *scale, int64_t price, bool is_exact)
{
    const struct instance *instance = scale->instance;
    int64_t half = instance_class_step(instance) / 2;
    int64_t rest = price;
    struct limit_worth worth = {.priority = price < half ? 0 : WORTH_BETTER_SEATS,
                                .is_exact = is_exact};
    for (int32_t class = 1; class <= INSTANCE_CLASS_COUNT; class ++) {
        int64_t above = price - instance->class_bonus[class - 1];
        if ((scale->classes >> class & 1) == 0 || above < -half || above >= half)
            continue;
        worth.priority = class;
        rest = above;
    }
    if (worth.priority != WORTH_BETTER_SEATS)
        worth.fit_bp = divide(rest, instance->total_seats + 1);
    return worth;
}

static size_t count_reserves(const struct cap_sets *sets, size_t need_count)
{
    size_t count = 0;
    for (size_t j = 0; j < need_count; j++)
        count += cap_sets_reserve(sets, j) != NULL;
    return count;
}

static const struct cap_figure *cap_figures(const struct cap_sets *sets,
                                            const struct instance *instance,
                                            const struct cap_counts *counts,
                                            const int64_t *cap_price, struct arena *arena)
{
    struct cap_figure *figures = arena_calloc(arena, sets->caps.count, sizeof *figures);
    const struct worth_scale scale = scale_of(instance);
    for (size_t i = 0; i < sets->caps.count; i++) {
        const struct cap_origin *origin = &sets->origins[i];
        const struct cap *cap = &sets->caps.items[i];
        int64_t price = cap_price != NULL ? cap_price[i] : 0;
        figures[i] = (struct cap_figure){
            .kind = str_view_of(limit_kind_name(origin->rule->kind)),
            .name = origin->rule->name,
            .of = origin->of,
            .stated = origin->stated,
            .placed = origin->placed,
            .most = cap->most,
            .filled = counts->filled[i],
            .price = price,
            .worth = worth_of(&scale, price, cap->side == CAP_OF_NEEDS && cap->parent < 0),
        };
    }
    return figures;
}

static bool chooses_open_first(const struct instance *instance, size_t need)
{
    const struct caps *caps = instance->caps;
    return instance->wishes != NULL && caps->open_first != NULL &&
           caps_open_most(caps, need) >= 0 && caps->open_first[caps->reserve_of_need[need]];
}

/* Who sits in a need: bound to it, of the group and from outside, and all others. */
struct sitting {
    int32_t bound_in, bound_out, others;
};

static int32_t least(int32_t left, int32_t right)
{
    return left < right ? left : right;
}

/* Open seats that choose first: who is bound sits in the others as long as they may and can. */
static int32_t open_first_filled(const struct instance *instance, size_t need,
                                 const struct sitting *sitting)
{
    int32_t open_most = least(caps_open_most(instance->caps, need), instance->seats[need]);
    int32_t reserved = instance->seats[need] - open_most;
    int32_t bound = sitting->bound_in > reserved ? sitting->bound_in - reserved : 0;
    bound += sitting->bound_out;
    return bound < open_most ? least(bound + sitting->others, open_most) : bound;
}

/* Per need: what open_filled of a figure says. */
static const int32_t *count_open_filled(const struct instance *instance,
                                        const struct cap_counts *counts, const int32_t *need_of,
                                        struct arena *arena)
{
    struct sitting *sitting = arena_calloc(arena, instance->need_count, sizeof *sitting);
    int32_t *filled = arena_calloc(arena, instance->need_count, sizeof *filled);
    for (size_t i = 0; i < instance->person_count; i++) {
        if (need_of[i] < 0)
            continue;
        size_t need = (size_t)need_of[i];
        if (instance_bound_need(instance, i) != need_of[i])
            sitting[need].others++;
        else if (caps_is_outside(instance->caps, need, i))
            sitting[need].bound_out++;
        else
            sitting[need].bound_in++;
    }
    for (size_t j = 0; j < instance->need_count; j++)
        filled[j] = chooses_open_first(instance, j) ? open_first_filled(instance, j, &sitting[j])
                                                    : counts->open[j];
    return filled;
}

static const struct reserve_figure *reserve_figures(const struct snapshot *snapshot,
                                                    const struct cap_sets *sets,
                                                    const struct instance *instance,
                                                    const int32_t *open_filled,
                                                    const int64_t *open_price, struct arena *arena)
{
    struct reserve_figure *figures =
        arena_calloc(arena, count_reserves(sets, snapshot->need_count), sizeof *figures);
    const struct worth_scale scale = scale_of(instance);
    size_t count = 0;
    for (size_t j = 0; j < snapshot->need_count; j++) {
        const struct limit_rule *rule = cap_sets_reserve(sets, j);
        int64_t price = open_price != NULL ? open_price[j] : 0;
        if (rule == NULL)
            continue;
        figures[count++] = (struct reserve_figure){
            .need_code = snapshot->needs[j].code,
            .name = rule->name,
            .open_most = sets->caps.open_most[j],
            .open_filled = open_filled[j],
            .price = price,
            .worth = worth_of(&scale, price, false),
        };
    }
    return figures;
}

struct limit_figures limit_figures_of(const struct snapshot *snapshot, const struct cap_sets *sets,
                                      const struct instance *instance, const int32_t *need_of,
                                      const int64_t *cap_price, const int64_t *open_price,
                                      struct arena *arena)
{
    struct cap_counts counts = caps_count(instance, need_of, arena);
    return (struct limit_figures){
        .caps = cap_figures(sets, instance, &counts, cap_price, arena),
        .cap_count = sets->caps.count,
        .reserves = reserve_figures(snapshot, sets, instance,
                                    count_open_filled(instance, &counts, need_of, arena),
                                    open_price, arena),
        .reserve_count = count_reserves(sets, snapshot->need_count),
    };
}
