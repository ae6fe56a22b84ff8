/*
 * What falls due for a person at D: an award whose renewal window is open, one that counts only by
 * grace.
 */
#ifndef CADRE_CORE_EVIDENCE_DUES_H
#define CADRE_CORE_EVIDENCE_DUES_H

#include "core/evidence/qualify.h"

enum due_kind {
    DUE_RENEWAL, /* in force: to be renewed by its last day */
    DUE_GRACE,   /* behind it: to be renewed by the last day of grace */
};

struct due {
    enum due_kind kind;
    int32_t credential;
    struct cadre_date from_on; /* first day of the window or of grace */
    struct cadre_date due_on;  /* last day of it */
};

/* By due_on, then credential; *ret_count of them from `arena`. */
const struct due *dues_find(const struct snapshot *snapshot, const struct expansion *expansion,
                            struct arena *arena, size_t *ret_count);

#endif
