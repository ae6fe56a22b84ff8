/*
 * What limits (core/pairs/caps.h) mean for a pair that may not be kept: whether it is closed for
 * good, and what it costs at the prices of the moment. Without limits a pair costs the price of its
 * need, and is closed where that has no seat. Private to kept_*.c.
 *
 * People outside the group of a need's reserve come in another way than others: each need has two
 * entries.
 */
#ifndef CADRE_CORE_MATCH_KEPT_LIMITS_H
#define CADRE_CORE_MATCH_KEPT_LIMITS_H

#include "core/match/assignment.h"
#include "core/pairs/caps.h"

struct kept_limits {
    const struct caps *caps; /* of what is left to solve; NULL = none */
    size_t need_count;
    bool *closed;         /* per entry */
    bool *shut;           /* per cap over people: nobody below it is let in */
    int64_t *entry_cost;  /* per entry: its price, and those of all that is over it */
    int64_t *people_cost; /* per cap over people, likewise */
};

/* Of an instance to whose needs so many seats are left. From `arena`; nothing costs anything. */
struct kept_limits kept_limits_of(const struct instance *instance, const int32_t *open_seats,
                                  struct arena *arena);
void kept_limits_take_prices(struct kept_limits *limits, const struct assignment *assignment);

static inline size_t kept_limits_entry_count(const struct kept_limits *limits)
{
    return 2 * limits->need_count;
}

/* Entries, and behind them caps. */
static inline size_t kept_limits_slot_count(const struct kept_limits *limits)
{
    return kept_limits_entry_count(limits) + (limits->caps != NULL ? limits->caps->count : 0);
}

static inline size_t kept_limits_entry(const struct kept_limits *limits, size_t person, size_t need)
{
    bool outside = limits->caps != NULL && caps_is_outside(limits->caps, need, person);
    return outside ? limits->need_count + need : need;
}

/* The innermost cap over a person, -1 = none. */
static inline int32_t kept_limits_cap(const struct kept_limits *limits, size_t person)
{
    return limits->caps != NULL ? caps_of_person(limits->caps, person) : -1;
}

static inline bool kept_limits_shut(const struct kept_limits *limits, size_t person)
{
    int32_t cap = kept_limits_cap(limits, person);
    return cap >= 0 && limits->shut[cap];
}

/* What a pair has to be worth to its person above the costs of the entry, if they have no seat. */
static inline int64_t kept_limits_person_cost(const struct kept_limits *limits, size_t person)
{
    int32_t cap = kept_limits_cap(limits, person);
    return cap >= 0 ? limits->people_cost[cap] : 0;
}

#endif
