/*
 * What both certificates begin with: the facts stated are those of the assignment, and the
 * assignment is feasible. Private to core/verify.
 */
#ifndef CADRE_CORE_VERIFY_CHECK_H
#define CADRE_CORE_VERIFY_CHECK_H

#include "core/verify/certificate.h"

struct check {
    const struct instance *instance;
    const struct claim *claim;
    struct arena *arena;
    struct certificate_result *result;
    const struct pair **seat; /* per person: the pair of the assignment, NULL = not placed */
    int32_t *filled;          /* per need */
};

/* No person, or no need, is concerned. */
#define CHECK_NONE ((size_t)-1)

/* Fills the result; false. */
bool check_fault(struct check *check, enum certificate_fault fault, size_t person, size_t need,
                 char *text);
/* Seats, pairs, fits and objective; fills `seat` and `filled`. */
struct check check_begin(const struct instance *instance, const struct claim *claim,
                         struct arena *arena, struct certificate_result *ret_result);
bool check_is_feasible(struct check *check);

#endif
