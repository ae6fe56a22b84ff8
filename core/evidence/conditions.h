/*
 * Service conditions of a need, each with its reason (rules: Qualification). Private to
 * core/evidence.
 */
#ifndef CADRE_CORE_EVIDENCE_CONDITIONS_H
#define CADRE_CORE_EVIDENCE_CONDITIONS_H

#include "core/evidence/qualify.h"

enum { CONDITION_COUNT = 12 };

struct condition {
    enum reason reason;
    bool (*holds)(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need);
};

extern const struct condition conditions[CONDITION_COUNT]; /* in reason order */

/* The language at least at the level (rank of CEFR). */
bool condition_speaks(const struct person *person, struct str_view language, int32_t level);

#endif
