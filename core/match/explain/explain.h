/*
 * Why, and why not: from the stored assignment and prices, without a new solve. What cutoffs rest
 * on: cutoffs.h; in a stable run, whose instance has wishes, on what both sides would take beside
 * it (core/pairs/choices.h). The structs are printed by reports/explain. No other person is ever
 * named, but the reserve of a need, who are told by their ids.
 */
#ifndef CADRE_CORE_MATCH_EXPLAIN_H
#define CADRE_CORE_MATCH_EXPLAIN_H

#include "core/base/arena.h"
#include "core/evidence/dues.h"
#include "core/evidence/qualify.h"
#include "core/evidence/remedy.h"
#include "core/pairs/caps.h"
#include "core/pairs/instance.h"

enum explain_outcome {
    EXPLAIN_PLACED_HERE,      /* the run seats the person here */
    EXPLAIN_PLACED_ELSEWHERE, /* eligible, seated in a need worth at least as much to the whole */
    /* By a decision, or by the run of a residual match: */
    EXPLAIN_SEATS_BOUND,     /* eligible, but all free seats are bound to others */
    EXPLAIN_BOUND_ELSEWHERE, /* eligible, bound to another need */
    EXPLAIN_OUTBID,          /* eligible and not placed: below the cutoff */
    EXPLAIN_TIED,            /* eligible, not placed, level with the cutoff: the lottery decided */
    EXPLAIN_PREFERS,         /* stable run: eligible, seated in a need that they rank higher */
    EXPLAIN_RANKED_LOWER,    /* stable run: eligible, and the need ranks all whom it seats higher */
    /* With caps (core/pairs/caps.h): eligible, not placed, and worth the price of the need but for
     * what a limit adds to it; in a stable run wanted here but for the limit: */
    EXPLAIN_DRAW_FULL,    /* on how many people like this one are taken */
    EXPLAIN_QUOTA_FULL,   /* on how many seats of needs like this one are filled */
    EXPLAIN_RESERVED,     /* of the open seats: the others are reserved for a group */
    EXPLAIN_NO_FREE_SEAT, /* eligible, but no seat of the need was free for the run */
    EXPLAIN_NOT_ELIGIBLE
};

struct explain_line {
    int32_t need;
    enum explain_outcome outcome;
    struct fit fit; /* of an eligible pair */
    /* Least fit that is not outbid here, by somebody whom no other need would take; level with it
     * the lottery decides. A person whom the base has here is a trifle ahead of equals. 0 = any;
     * FIT_MAX_BP + 1 = out of reach. */
    int32_t cutoff_bp;
    int32_t cap;            /* of EXPLAIN_DRAW_FULL and _QUOTA_FULL: which one; else -1 */
    int32_t shortfall_bp;   /* max(0, cutoff - fit) of an eligible pair, else 0 */
    int32_t wish, order;    /* stable run: rank of the pair with either side; WISH_NONE = none */
    struct verdict verdict; /* with what fails, or until when grace lasts */
    const struct decision *decision; /* that stands of the pair, NULL = none */
    bool stays;           /* bound here by the run of a residual match, and by no decision */
    struct remedy remedy; /* of such a pair: what would make it eligible */
};

struct explain_person {
    int32_t person;
    int32_t placed_need; /* -1 = not placed */
    /* Eligible ones first by fit descending, then by failure count, then need code. */
    const struct explain_line *lines;
    size_t line_count;
    uint64_t reasons[REASON_COUNT]; /* lines by primary reason; [REASON_NONE] = eligible */
    const struct due *dues;         /* by day */
    size_t due_count;
};

/* `cap_prices` of an instance with caps; NULL = it has none. `only_need` -1 = all needs. */
struct explain_person *explain_person(const struct snapshot *snapshot,
                                      const struct expansion *expansions,
                                      const struct instance *instance, const int32_t *need_of,
                                      const int64_t *price, const struct cap_prices *cap_prices,
                                      int32_t person, int32_t only_need, struct arena *arena);

enum { EXPLAIN_RESERVE_MAX = 10 };

/* Somebody who would take a seat that becomes free. */
struct explain_reserve {
    int32_t person;
    int32_t fit_bp;
    int32_t order; /* stable run: rank in the organization's order; WISH_NONE = none */
};

struct explain_need {
    int32_t need;
    int32_t filled;
    int32_t empty;     /* free seats that stay empty */
    int32_t cutoff_bp; /* as above, of somebody whom the base does not have here */
    uint64_t eligible;
    uint64_t runner_ups;       /* eligible and not placed */
    uint64_t seated_elsewhere; /* eligible and placed in another need */
    /* Of the runner-ups: who may not come in for just anybody who leaves, since a cap over them is
     * full, only reserved seats are left, or a quota leaves no room even then. */
    uint64_t held_back;
    int32_t full_cap; /* the nearest full cap over the need, -1 = none */
    /* The first runner-ups who may come in: by fit, one whom the base has here a trifle ahead of
     * equals (stable run: by their standing with the need), then by the published lottery. */
    struct explain_reserve reserve[EXPLAIN_RESERVE_MAX];
    size_t reserve_count;
    uint64_t reasons[REASON_COUNT]; /* people by primary reason */
    /* Required clauses that somebody fails, most people first, then as in the need: indexes in
     * need->clauses. */
    const int32_t *clause_order;
    size_t clause_count;             /* of clause_order */
    const uint64_t *clause_failures; /* people who fail it, by index in need->clauses */
};

struct explain_need *explain_need(const struct snapshot *snapshot,
                                  const struct expansion *expansions, const struct pairs *pairs,
                                  const struct instance *instance, const int32_t *need_of,
                                  const int64_t *price, const struct cap_prices *cap_prices,
                                  int32_t need, struct arena *arena);

/* A whole run: how many people and seats it had to do with, and what became of them. */
struct explain_run {
    int64_t people, placed;
    int64_t runner_ups;         /* fit some need, and are not placed */
    int64_t unfit;              /* fit no need */
    int64_t needs, needs_short; /* of these with an empty seat */
    int64_t pairs;
    int64_t seats[INSTANCE_CLASS_COUNT]; /* free ones, by priority */
    int64_t filled[INSTANCE_CLASS_COUNT];
};

void explain_run(const struct instance *instance, const int32_t *need_of,
                 struct explain_run *ret_explained);

#endif
