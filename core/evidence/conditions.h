/*
 * Service conditions of a need, each with its reason (rules: Qualification). For core/evidence and
 * for core/pairs/need_profile alone.
 */
#ifndef CADRE_CORE_EVIDENCE_CONDITIONS_H
#define CADRE_CORE_EVIDENCE_CONDITIONS_H

#include "core/evidence/qualify.h"

enum { CONDITION_COUNT = 12 };

struct condition {
    enum reason reason;
    /* Asked only where the need sets it. */
    bool (*holds)(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need);
    /* Appends what of the need it reads: needs alike in these bytes have one answer for everybody.
     * NULL: it may read anything, and each need is asked by itself. */
    void (*reads)(const struct snapshot *snapshot, const struct need *need, struct str *out);
    /* Where a need does not, it holds for everybody. NULL: every need sets it. */
    bool (*is_set)(const struct need *need);
};

extern const struct condition conditions[CONDITION_COUNT]; /* in reason order */

bool condition_is_set(const struct condition *condition, const struct need *need);
bool condition_holds(const struct condition *condition, const struct snapshot *snapshot,
                     const struct expansion *expansion, const struct need *need);

/* The language at least at the level (rank of CEFR). */
bool condition_speaks(const struct person *person, struct str_view language, int32_t level);

#endif
