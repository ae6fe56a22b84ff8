/*
 * What both certificates begin with: the facts stated are those of the assignment, and the
 * assignment is feasible. Private to core/verify.
 */
#ifndef CADRE_CORE_VERIFY_CHECK_H
#define CADRE_CORE_VERIFY_CHECK_H

#include "core/pairs/caps.h"
#include "core/verify/certificate.h"

__extension__ typedef __int128 int128;

/* A pair of the assignment, copied: rows are far apart. */
struct check_seat {
    struct pair pair;
    size_t place; /* 1 + its index in instance->items, 0 = there is none */
};

struct check {
    const struct instance *instance;
    const struct claim *claim;
    struct arena *arena;
    struct certificate_result *result;
    struct check_seat *seat; /* per person */
    int32_t *filled;         /* per need */
    /* With caps, else NULL: */
    struct cap_limits limits;
    struct cap_counts counts;
    const int128 *toll; /* per cap: its stated price and those of the caps around it */
};

/* No person, or no need, is concerned. */
#define CHECK_NONE ((size_t)-1)

/* The pair of the assignment, NULL = the person is not placed. */
static inline const struct pair *check_seat(const struct check *check, size_t person)
{
    return check->seat[person].place > 0 ? &check->seat[person].pair : NULL;
}

/* Fills the result; false. */
bool check_fault(struct check *check, enum certificate_fault fault, size_t person, size_t need,
                 char *text);
/* Seats, pairs, fits and objective; fills `seat` and `filled`. */
struct check check_begin(const struct instance *instance, const struct claim *claim,
                         struct arena *arena, struct certificate_result *ret_result);
bool check_is_feasible(struct check *check);

/*
 * Whether all that certificate_check asks for holds, by one scan of the rows that keeps nothing of
 * a person. What does not is looked for by the others, which say who and why; so is whatever this
 * one cannot take: caps, and numbers that may not fit. On so many threads, 0 = as many as make
 * sense.
 */
bool check_at_a_glance(const struct instance *instance, const struct claim *claim, size_t threads);
/* What an assignment of that triple is worth. */
int128 check_primal(const struct instance *instance, const struct objective *objective);
/* The seats' part of the dual value. */
int128 check_price_bound(const struct instance *instance, const int64_t *price);

/* Of caps, whether limits hold: once `seat` and `filled` are there. */
bool check_caps(struct check *check);
/* Whether stated prices of caps and of open seats are 0 where they must be; fills `toll`. */
bool check_cap_prices(struct check *check);
/* With caps: `toll` alone. */
void check_find_tolls(struct check *check);
/* What the person pays for the need on top of its own price. */
int128 check_toll(const struct check *check, size_t person, size_t need);
/* What the limits add to the bound of the prices. */
int128 check_cap_bound(const struct check *check);

/* With caps: of the open part, whose `seat` is, whether both sides would have it so
 * (core/pairs/choices.h). */
bool check_capped_stability(struct check *check);

#endif
