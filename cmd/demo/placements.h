/*
 * Who sits in a seat of the made-up needs already, or did.
 */
#ifndef CADRE_CMD_DEMO_PLACEMENTS_H
#define CADRE_CMD_DEMO_PLACEMENTS_H

#include "cmd/demo/needs.h"
#include "cmd/demo/person.h"

struct demo_placement {
    size_t person; /* index */
    int32_t source;
    const struct demo_need *need;
    struct cadre_date from_on, until_on;
    const char *status, *end_reason; /* "" = none */
    const char *order_no;            /* "" = none */
    struct cadre_date order_on;
    bool takes_seat; /* accepted, ordered or posted */
};

/* Passes over the people once; *ret_count of them, in `arena`. */
struct demo_placement *demo_placements_make(uint64_t seed, size_t person_count,
                                            const struct demo_need *needs,
                                            const struct catalogue *catalogue, struct arena *arena,
                                            size_t *ret_count);

#endif
