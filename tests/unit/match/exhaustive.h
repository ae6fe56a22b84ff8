/*
 * What the best is, found by trying everything: by all assignments, with no weights at all, and
 * for somewhat larger problems by all ways to use up the seats (dynamic programming). Knows nothing
 * of paths, prices or reduced costs.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_EXHAUSTIVE_H
#define CADRE_TESTS_UNIT_MATCH_EXHAUSTIVE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/pairs/instance.h"

__extension__ typedef __int128 int128;

struct exhaustive_best {
    struct objective objective;
    /* Who is placed, by the tie key: bit 63 for the first of the lottery, and so on. Of the sets
     * that optima place, the largest as a number: whoever comes first is worth more than all who
     * come later, which is what "keep placed whoever can be" says. */
    uint64_t placed;
};

/* By trying every assignment that seats and caps allow: at most 7 people or so. */
struct exhaustive_best exhaustive_search(const struct instance *instance);

/* The greatest sum of w' and bonuses, with one more seat in `extra_need` (-1 = as it is), over all
 * vectors of seats used: a few hundred of them. *ret_placed (or NULL): as above, at most 40 people.
 */
int128 exhaustive_value(const struct instance *instance, int32_t extra_need, uint64_t *ret_placed);

/* `placed` of an assignment. */
uint64_t exhaustive_placed(const struct instance *instance, const int32_t *need_of);

#endif
