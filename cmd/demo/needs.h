/*
 * What the made-up organizations ask for.
 */
#ifndef CADRE_CMD_DEMO_NEEDS_H
#define CADRE_CMD_DEMO_NEEDS_H

#include <stddef.h>
#include <stdint.h>

#include "cmd/demo/posts.h"
#include "cmd/demo/random.h"
#include "core/base/arena.h"
#include "core/base/date.h"

enum { DEMO_ORGANIZATION_COUNT = 12, DEMO_NEED_COUNT = 80 };

struct demo_organization {
    const char *code, *name, *kind, *parent, *sector, *region; /* parent "" = none */
};

extern const struct demo_organization demo_organizations[DEMO_ORGANIZATION_COUNT];

struct demo_need {
    const char *code; /* "N-0001" */
    const struct demo_organization *organization;
    const struct demo_post *post;
    const char *region; /* "" = anywhere */
    int32_t headcount, priority;
    struct cadre_date starts_on, ends_on;
    const char *classification;
};

/* DEMO_NEED_COUNT of them, in `arena`. */
struct demo_need *demo_needs_make(uint64_t seed, struct arena *arena);
/* One that asks for the work role, NULL when none does. */
const struct demo_need *demo_need_of_role(const struct demo_need *needs, const char *work_role,
                                          struct random *random);

#endif
