/*
 * What the limits of a match came to, in plain figures: stored with a run, told, and made anew by
 * who verifies it.
 */
#ifndef CADRE_CORE_PAIRS_LIMIT_FIGURES_H
#define CADRE_CORE_PAIRS_LIMIT_FIGURES_H

#include "core/pairs/cap_sets.h"

/*
 * What one more seat would bring, from a dual price in units of w' with its class bonuses
 * (instance.h, caps.h): nothing more than fit (priority 0), as much as one more seat of a priority
 * that has seats, or seats that change for others of a higher priority (WORTH_BETTER_SEATS), and
 * beside either so much fit, which may be less than none. What is kept of the last run is left out.
 */
enum { WORTH_BETTER_SEATS = -1 };

struct limit_worth {
    int32_t priority;
    int64_t fit_bp; /* 0 beside WORTH_BETTER_SEATS */
    /* That much, else that much at most: prices say it of quotas that lie in no other alone
     * (core/match/assignment.h). */
    bool is_exact;
};

/* A quota or draw. */
struct cap_figure {
    struct str_view kind, name; /* "quota" or "draw" */
    struct str_view of;         /* whose, where a draw is of each; absent = of all */
    int64_t stated;             /* so many in all */
    int64_t placed;             /* of these placed before */
    int64_t most;               /* so many for the match */
    int64_t filled;             /* by it; more than `most` where decisions bind more */
    int64_t price;
    struct limit_worth worth;
};

/* A need with reserved seats. */
struct reserve_figure {
    struct str_view need_code, name;
    int64_t open_most; /* so many of its free seats for people outside the reserve */
    /* By the match: with such people; in a stable one, where open seats choose first, with anybody
     * who has one of them. */
    int64_t open_filled;
    int64_t price;
    struct limit_worth worth;
};

struct limit_figures {
    const struct cap_figure *caps; /* in the order of struct caps */
    size_t cap_count;
    const struct reserve_figure *reserves; /* by need */
    size_t reserve_count;
};

/* Of an instance with the caps of `sets`, and a solution of it. A stable run has no prices: both
 * are NULL then, and stand as 0. From `arena`. */
struct limit_figures limit_figures_of(const struct snapshot *snapshot, const struct cap_sets *sets,
                                      const struct instance *instance, const int32_t *need_of,
                                      const int64_t *cap_price, const int64_t *open_price,
                                      struct arena *arena);

/* Nobody more may come in. */
static inline bool cap_figure_is_full(const struct cap_figure *cap)
{
    return cap->filled >= cap->most;
}

static inline bool reserve_figure_is_full(const struct reserve_figure *reserve)
{
    return reserve->open_filled >= reserve->open_most;
}

#endif
