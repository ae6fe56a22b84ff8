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
    int64_t *best; /* per person: what the best pair, or none, is worth at the stated prices, where
                      rows were scanned (then `seat` is there too); else NULL */
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
 * Reads all rows once, without judging: fills `seat`, and `best` at prices that are cut
 * off at CHECK_PRICE_MOST, beyond which nothing is worth them. On so many threads, 0 = as many as
 * make sense; equal whatever their number. Does nothing with caps, or where numbers may not fit.
 */
#define CHECK_PRICE_MOST (INT64_MAX / 2)
void check_scan_rows(struct check *check, size_t threads);

/* Of caps, whether limits hold: once `seat` and `filled` are there. */
bool check_caps(struct check *check);
/* Whether stated prices of caps and of open seats are 0 where they must be; fills `toll`. */
bool check_cap_prices(struct check *check);
/* What the person pays for the need on top of its own price. */
int128 check_toll(const struct check *check, size_t person, size_t need);
/* What the limits add to the bound of the prices. */
int128 check_cap_bound(const struct check *check);

/* With caps: of the open part, whose `seat` is, whether both sides would have it so
 * (core/pairs/choices.h). */
bool check_capped_stability(struct check *check);

#endif
