/*
 * The match with caps (core/pairs/caps.h): the exact lexicographic optimum of a flow.
 *
 * The engine's optimum without caps comes first. Its prices are optimal for equal class steps; each
 * is a whole number of steps of B and a rest, which is less than half a step because B is four
 * times what the proof of caps.h asks for. With the bonuses of caps.h in the place of the steps
 * they support the same seating: a need of another level is dearer or cheaper by B at least. Then
 * nothing is wrong but that caps are overfull. They are brought down by shortest paths from where a
 * seat is taken out to where it is missing (cap_restore.h); whoever loses a seat may find another
 * on that path, and whoever waited may come in. Last come the least prices (cap_least.h), the
 * tie key (cap_lottery.h) and equal seats (cap_seats.h).
 *
 * So a match whose caps hold by themselves costs little more than one without; where caps bind, it
 * costs a few searches for each price that the scarce seats go through.
 */
#ifndef CADRE_CORE_MATCH_CAPPED_H
#define CADRE_CORE_MATCH_CAPPED_H

#include "core/match/engine.h"

struct capped_effort {
    uint64_t overfull; /* seats that were taken out of caps */
    uint64_t ties;     /* people whom the lottery brought in */
};

/* The instance has caps and is within bounds: asserts. `options` as of engine_solve; the phases
 * that follow the engine's are told as ENGINE_REFINE, _LEAST_PRICES, _TIE_KEY and _EQUAL_SEATS once
 * more. `ret_effort` may be NULL. */
void capped_solve(const struct instance *instance, const struct engine_options *options,
                  struct arena *arena, struct assignment *ret_assignment,
                  struct capped_effort *ret_effort);

/* The same from what is best with but some of its pairs, and the prices that prove it there: only
 * what others change is searched for. */
void capped_solve_more(const struct instance *instance, const struct assignment *of_fewer,
                       const struct engine_options *options, struct arena *arena,
                       struct assignment *ret_assignment);

#endif
