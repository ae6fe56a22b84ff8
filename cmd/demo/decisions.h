/*
 * What commissions of the made-up country decided by hand: whom a need is to get, and whom not.
 */
#ifndef CADRE_CMD_DEMO_DECISIONS_H
#define CADRE_CMD_DEMO_DECISIONS_H

#include "cmd/demo/needs.h"
#include "cmd/demo/person.h"

struct demo_decision {
    size_t person; /* index */
    int32_t source;
    const struct demo_need *need;
    const char *verdict, *reason_code, *by;
    struct cadre_date decided_on, until_on;
};

/* Passes over the people until there are enough; *ret_count of them, in `arena`. */
struct demo_decision *demo_decisions_make(uint64_t seed, size_t person_count,
                                          const struct demo_need *needs,
                                          const struct catalogue *catalogue, struct arena *arena,
                                          size_t *ret_count);

#endif
