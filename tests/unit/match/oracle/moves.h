/*
 * For each need, which of its holders would move to which other need at the least loss of weight:
 * the edges of the exchange search. With many holders a need there are far fewer of them than pairs
 * of holders, and one more seat filled changes those of the needs on its path only, so a need's
 * moves are made when they are asked for and its holders have changed.
 *
 * Memory is the module's own; free it with moves_free. The seating is borrowed.
 */
#ifndef CADRE_TESTS_UNIT_MATCH_ORACLE_MOVES_H
#define CADRE_TESTS_UNIT_MATCH_ORACLE_MOVES_H

#include <stddef.h>
#include <stdint.h>

#include "tests/unit/match/oracle/seating.h"

struct move {
    int64_t gain; /* w' there - w' here; may be negative */
    int32_t person;
    int32_t need; /* to where; the present need itself, at gain 0, may be among them */
};

struct moves; /* opaque */

struct moves *moves_new(const struct seating *seating);
void moves_free(struct moves *moves);
/* The holders of the need have changed. */
void moves_forget(struct moves *moves, int32_t need);
/* One move for each need that any holder of `need` qualifies for; of equal ones the first holder's.
 * Valid until moves_forget of the same need. */
const struct move *moves_from(struct moves *moves, int32_t need, size_t *ret_count);

#endif
