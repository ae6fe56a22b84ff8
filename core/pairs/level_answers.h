/*
 * What follows from one element that somebody shows, remembered. A clause of one competency or role
 * alone is decided by the levels that are shown of it (qualify_by_levels), and few combinations of
 * levels occur in a nation: the readable evaluator is asked once for each, and whoever shows the
 * same is in the same rows.
 */
#ifndef CADRE_CORE_PAIRS_LEVEL_ANSWERS_H
#define CADRE_CORE_PAIRS_LEVEL_ANSWERS_H

#include "core/pairs/need_profile.h"

struct level_answers; /* opaque; of one thread */

struct role_worth {
    uint32_t role; /* index in profiles->roles */
    uint32_t bp;   /* need_profile_role_bp */
};

struct level_answer {
    uint32_t *rows; /* that who shows it is in */
    size_t row_count;
    struct role_worth *roles;
    size_t role_count;
};

/* Memory from `arena`; `profiles` is borrowed. */
struct level_answers *level_answers_new(const struct need_profiles *profiles, struct arena *arena);
/* `shown` is one of expansion->elements. Valid until the next call. */
const struct level_answer *level_answers_find(struct level_answers *answers,
                                              const struct expansion *expansion,
                                              const struct shown_element *shown);

#endif
