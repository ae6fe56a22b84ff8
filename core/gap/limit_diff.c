#include "core/gap/limit_diff.h"

#include <stdlib.h>

/* ---- the limits of a result, in order -------------------------------------------------------- */

/* "quota", "draw", "reserve": as the policy has them. */
static int rank_of(struct str_view kind)
{
    int rank = 0;
    while (rank < LIMIT_KIND_COUNT &&
           !str_view_equal(kind, str_view_of(limit_kind_name((enum limit_kind)rank))))
        rank++;
    return rank;
}

static int by_name(const void *left, const void *right)
{
    const struct limit_side *a = left;
    const struct limit_side *b = right;
    int order = rank_of(a->kind) - rank_of(b->kind);
    if (order == 0)
        order = str_view_compare(a->name, b->name);
    return order != 0 ? order : str_view_compare(a->of, b->of);
}

static size_t list(const struct limit_figures *figures, struct arena *arena,
                   struct limit_side **ret_sides)
{
    size_t count = figures->cap_count + figures->reserve_count;
    struct limit_side *sides = arena_calloc(arena, count, sizeof *sides);
    for (size_t i = 0; i < figures->cap_count; i++) {
        const struct cap_figure *cap = &figures->caps[i];
        sides[i] = (struct limit_side){cap->kind,   cap->name,  cap->of,   cap->most,
                                       cap->filled, cap->price, cap->worth};
    }
    for (size_t i = 0; i < figures->reserve_count; i++) {
        const struct reserve_figure *reserve = &figures->reserves[i];
        sides[figures->cap_count + i] = (struct limit_side){
            .kind = str_view_of(limit_kind_name(LIMIT_RESERVE)),
            .name = reserve->name,
            .of = reserve->need_code,
            .most = reserve->open_most,
            .filled = reserve->open_filled,
            .price = reserve->price,
            .worth = reserve->worth,
        };
    }
    if (count > 1)
        qsort(sides, count, sizeof *sides, by_name);
    *ret_sides = sides;
    return count;
}

/* ---- side by side ---------------------------------------------------------------------------- */

static bool same_worth(const struct limit_side *a, const struct limit_side *b)
{
    if (a->price == 0 || b->price == 0)
        return a->price == b->price;
    return a->worth.priority == b->worth.priority && a->worth.fit_bp == b->worth.fit_bp &&
           a->worth.is_exact == b->worth.is_exact;
}

static bool differs(const struct limit_change *change)
{
    const struct limit_side *before = change->before;
    const struct limit_side *after = change->after;
    return before == NULL || after == NULL || before->most != after->most ||
           before->filled != after->filled || !same_worth(before, after);
}

size_t limit_figures_compare(const struct limit_figures *before, const struct limit_figures *after,
                             struct arena *arena, const struct limit_change **ret_changes)
{
    struct limit_side *was;
    struct limit_side *is;
    size_t was_count = list(before, arena, &was);
    size_t is_count = list(after, arena, &is);
    size_t count = 0;
    struct limit_change *changes = arena_calloc(arena, was_count + is_count, sizeof *changes);
    for (size_t b = 0, a = 0; b < was_count || a < is_count;) {
        int order = b == was_count ? 1 : a == is_count ? -1 : by_name(&was[b], &is[a]);
        const struct limit_change change = {.before = order <= 0 ? &was[b++] : NULL,
                                            .after = order >= 0 ? &is[a++] : NULL};
        if (differs(&change))
            changes[count++] = change;
    }
    *ret_changes = changes;
    return count;
}
