/*
 * What the search for sets of needs that cannot be filled shares with and without caps. Private to
 * core/verify.
 */
#ifndef CADRE_CORE_VERIFY_HALL_H
#define CADRE_CORE_VERIFY_HALL_H

#include "core/verify/certificate.h"

/* Who qualifies for each need: the rows of the instance, turned round. */
struct hall_columns {
    size_t *start;   /* need_count + 1 */
    int32_t *people; /* by need */
};

struct hall_columns hall_columns_of(const struct instance *instance, struct arena *arena);
/* Of int32_t, for qsort. */
int hall_by_number(const void *left, const void *right);

/* The sets of an instance with caps, whose seats are those that the assignment may still fill. */
struct hall_capped; /* opaque */

struct hall_capped *hall_capped_new(const struct instance *instance, const int32_t *need_of,
                                    struct arena *arena);
/* As certificate_hall_set; the need exists. */
bool hall_capped_find(struct hall_capped *capped, size_t need, struct arena *arena,
                      struct hall_set *ret_set);

#endif
