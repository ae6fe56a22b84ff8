#include "core/match/kept/kept_limits.h"

static bool lets_nobody_in(const struct caps *caps, int32_t cap)
{
    for (; cap >= 0; cap = caps->items[cap].parent) {
        if (caps->items[cap].most == 0)
            return true;
    }
    return false;
}

static void close_entries(struct kept_limits *limits, const int32_t *open_seats)
{
    const struct caps *caps = limits->caps;
    size_t needs = limits->need_count;
    for (size_t j = 0; j < needs; j++) {
        limits->closed[j] =
            open_seats[j] == 0 || (caps != NULL && lets_nobody_in(caps, caps_of_need(caps, j)));
        limits->closed[needs + j] =
            limits->closed[j] || (caps != NULL && caps_open_most(caps, j) == 0);
    }
}

struct kept_limits kept_limits_of(const struct instance *instance, const int32_t *open_seats,
                                  struct arena *arena)
{
    const struct caps *caps = caps_open(instance, arena);
    size_t entries = 2 * instance->need_count;
    size_t count = caps != NULL ? caps->count : 0;
    struct kept_limits limits = {
        .caps = caps,
        .need_count = instance->need_count,
        .closed = arena_calloc(arena, entries, sizeof *limits.closed),
        .shut = arena_calloc(arena, count, sizeof *limits.shut),
        .entry_cost = arena_calloc(arena, entries, sizeof *limits.entry_cost),
        .people_cost = arena_calloc(arena, count, sizeof *limits.people_cost),
    };
    close_entries(&limits, open_seats);
    for (size_t a = 0; a < count; a++)
        limits.shut[a] = caps->items[a].side == CAP_OF_PEOPLE && lets_nobody_in(caps, (int32_t)a);
    return limits;
}

void kept_limits_take_prices(struct kept_limits *limits, const struct assignment *assignment)
{
    const struct caps *caps = limits->caps;
    size_t needs = limits->need_count;
    for (size_t j = 0; j < needs; j++) {
        limits->entry_cost[j] = assignment->price[j];
        if (caps != NULL)
            limits->entry_cost[j] += caps_price_of_need(caps, assignment->cap_price, j);
        limits->entry_cost[needs + j] =
            limits->entry_cost[j] + (caps != NULL ? assignment->open_price[j] : 0);
    }
    for (size_t a = 0; caps != NULL && a < caps->count; a++) {
        int32_t parent = caps->items[a].parent;
        limits->people_cost[a] =
            assignment->cap_price[a] + (parent >= 0 ? limits->people_cost[parent] : 0);
    }
}
