/*
 * The match where not all pairs go into memory: it is solved on those that are kept, and all rows
 * are made again, a block of people at a time, to find what is missing. Exact, and to the same
 * bytes as with all of them.
 *
 * Optimal mode: an optimum on a part of the pairs whose least prices support it on all pairs is
 * optimal on all, and these prices are the least of all, since more pairs only forbid prices. Kept
 * at first are the best pairs of each need, of whoever fits it best, 64 a seat and 2,000 at least
 * if there is room for so many; pairs that are worth more than their price join them until there
 * are none. Then those join that are worth exactly as much, along which the tie key and equal seats
 * may change: every optimum lies within pairs of no reduced cost, so from these the same people get
 * the same seats (tie_key.h, equal_seats.h).
 *
 * Limits (caps.h): the same holds of the prices of limits, which with those of needs are what a
 * pair costs (kept_limits.h), and of equal seats with limits (cap_seats.h). Where a need or a limit
 * lets nobody in, only the pair counts that is worth most above its cost: it is the price.
 *
 * Stable mode: a pair that the needs would not take beside what they were offered is in no stable
 * match. What people choose first, limits over people included, is offered in any case
 * (stable_capped_first); by what the needs have then pairs are closed, and of those that are left
 * people choose again, a few times. Pairs are kept that can still be. Without the others deferred
 * acceptance comes to the same. Limits over people let few offers through, so that with low ones
 * more pairs are left than the needs could ever take.
 *
 * Decisions: who has one keeps all their pairs, so that it is settled as with all. What a match
 * would gain without one is an exchange (lifting.h), a shortest way: pairs that could shorten it
 * join until there are none, which the distances then prove as prices prove an optimum.
 */
#ifndef CADRE_CORE_MATCH_KEPT_PAIRS_H
#define CADRE_CORE_MATCH_KEPT_PAIRS_H

#include "core/match/engine.h"
#include "core/pairs/overrides.h"

/* What it took; for tests and benches. */
struct kept_effort {
    size_t first, last; /* pairs that were kept in the beginning and in the end */
    int walks;          /* how often all rows were made */
};

struct kept_solution {
    struct pairs *pairs;          /* those that were kept, and the reasons of all */
    struct instance *instance;    /* of these; with wishes when it is stable */
    struct assignment assignment; /* of the whole: with whom decisions bind */
};

/*
 * Keeps `most` pairs at first, and then as many more as exactness wants. `caps`: the limits, NULL =
 * none. `options` as in engine.h but for the threads; may be NULL, `ret_effort` too. It is told how
 * far from the best what was found can be when it is proven, no sooner. False when the needs ask
 * for more than can be weighed (instance_is_within_bounds): pairs and instance are set, and no
 * assignment is. Everything is from `arena`.
 */
bool kept_pairs_solve(const struct snapshot *snapshot, const struct caps *caps, bool stable,
                      size_t most, const struct engine_options *options, struct arena *arena,
                      struct kept_solution *ret_solution, struct kept_effort *ret_effort);

/* The same without some of the decisions (overrides_lift). Within bounds. */
void kept_pairs_solve_without(const struct snapshot *snapshot, const struct caps *caps, bool stable,
                              size_t most, const struct override *overrides, size_t count,
                              const struct engine_options *options, struct arena *arena,
                              struct kept_solution *ret_solution);

/* What an optimal match would gain without each of the decisions: as lifting_gain tells it of all
 * pairs. Of those that were kept, their instance, who sits where and the prices. */
void kept_pairs_gains(const struct snapshot *snapshot, const struct pairs *kept,
                      const struct instance *instance, const int32_t *need_of, const int64_t *price,
                      const struct override *overrides, size_t count, struct objective *ret_gains);

#endif
