/*
 * The stable match: nobody prefers a need that would rather have them than somebody it seats, or
 * than an empty seat (Gale and Shapley, College admissions and the stability of marriage, 1962).
 * Who prefers what: core/pairs/wishes.h. Priorities and who is held play no part.
 *
 * People propose, so each is seated as well as in any stable match, and the result is the same in
 * whatever order they do. A need's cutoff, the standing of the last one seated once it is full,
 * only rises; so the best pair above the cutoffs of the moment is found by one scan of the row, and
 * no list is walked. The half that is drawn first comes first and in that order: where many are
 * worth the same, few of them have to leave for somebody later. Whoever has to comes again when all
 * others were asked, in rounds. In every stable match the same people are placed and the same
 * number of seats of each need is filled (Roth, On the allocation of residents to rural hospitals,
 * 1986).
 */
#ifndef CADRE_CORE_MATCH_STABLE_H
#define CADRE_CORE_MATCH_STABLE_H

#include "core/match/assignment.h"

#define STABLE_SOLVER_VERSION "stable-1"

/* What it took; for benches. */
struct stable_effort {
    uint64_t looked; /* at pairs, more than once at some */
    uint64_t seated;
};

/* `instance` has wishes: asserts. One with caps is left to stable_capped.h. `price` of the
 * assignment is each need's cutoff (core/pairs/wishes.h), the objective that of the assignment.
 * `ret_effort` may be NULL. */
void stable_solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment, struct stable_effort *ret_effort);

#endif
