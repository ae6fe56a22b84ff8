/*
 * What the made-up people wish for, and which of them an organization wishes to have.
 */
#ifndef CADRE_CMD_DEMO_WISHES_H
#define CADRE_CMD_DEMO_WISHES_H

#include <stddef.h>
#include <stdint.h>

#include "cmd/demo/needs.h"
#include "cmd/demo/person.h"

enum { DEMO_WISHES_MAX = 4 };

struct demo_wish {
    const char *side;                                      /* "person", "organization" */
    const char *need_code, *work_role, *organization_code; /* one of them; "" = not it */
    int32_t rank;
};

/* Returns how many of at most DEMO_WISHES_MAX; a person's own have ranks from 1 on. */
size_t demo_wishes_draw(uint64_t seed, const struct demo_person *person,
                        const struct demo_need *needs, struct demo_wish *ret_wishes);

#endif
