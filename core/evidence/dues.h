/*
 * What falls due for a person at D: an award whose renewal window is open, one that counts only by
 * grace, the residential part of a role that they sit in.
 */
#ifndef CADRE_CORE_EVIDENCE_DUES_H
#define CADRE_CORE_EVIDENCE_DUES_H

#include "core/evidence/qualify.h"

enum due_kind {
    DUE_RENEWAL,     /* in force: to be renewed by its last day */
    DUE_GRACE,       /* behind it: to be renewed by the last day of grace */
    DUE_RESIDENTIAL, /* the residential part of a role that has options (core/policy/match_policy.h)
                      */
};

struct due {
    enum due_kind kind;
    int32_t credential;        /* of the first two, else -1 */
    int32_t element;           /* the role of the third, else -1 */
    struct cadre_date from_on; /* first day of the window, of grace or in the seat */
    struct cadre_date due_on;  /* last day of it */
};

/* By due_on, then credential, then role; *ret_count of them from `arena`. `need`: where the run
 * seats the person, index, -1 = nowhere; they begin at its start, or at D if that is later. */
const struct due *dues_find(const struct snapshot *snapshot, const struct expansion *expansion,
                            int32_t need, struct arena *arena, size_t *ret_count);

#endif
