/*
 * Why, and why not: from the stored prices, without a new solve (cutoffs of the least prices). The
 * structs are printed by reports/explain. No other person is ever named.
 */
#ifndef CADRE_CORE_MATCH_EXPLAIN_H
#define CADRE_CORE_MATCH_EXPLAIN_H

#include "core/base/arena.h"
#include "core/evidence/qualify.h"
#include "core/pairs/instance.h"

enum explain_outcome {
    EXPLAIN_PLACED_HERE,      /* the run seats the person here */
    EXPLAIN_PLACED_ELSEWHERE, /* eligible, seated in a need worth at least as much to the whole */
    EXPLAIN_OUTBID,           /* eligible, but below the cutoff */
    EXPLAIN_TIED,         /* eligible and level with the cutoff: the published lottery decided */
    EXPLAIN_NO_FREE_SEAT, /* eligible, all seats are staffed */
    EXPLAIN_NOT_ELIGIBLE
};

struct explain_line {
    int32_t need;
    enum explain_outcome outcome;
    struct fit fit; /* of an eligible pair */
    /* Fit that a newcomer would need here, FIT_MAX_BP + 1 = out of reach; 0 = any. */
    int32_t cutoff_bp;
    int32_t shortfall_bp;   /* max(0, cutoff - fit) */
    struct verdict verdict; /* of a pair that is not eligible */
};

struct explain_person {
    int32_t person;
    int32_t placed_need; /* -1 = not placed */
    /* Eligible ones first by fit descending, then by failure count, then need code. */
    const struct explain_line *lines;
    size_t line_count;
    uint64_t reasons[REASON_COUNT]; /* needs by primary reason; [REASON_NONE] = eligible */
};

/* `only_need` -1 = all needs. */
struct explain_person *explain_person(const struct snapshot *snapshot,
                                      const struct expansion *expansions, const struct pairs *pairs,
                                      const struct instance *instance, const int32_t *need_of,
                                      const int64_t *price, int32_t person, int32_t only_need,
                                      struct arena *arena);

struct explain_need {
    int32_t need;
    int32_t filled;
    int32_t empty; /* free seats that stay empty */
    int32_t cutoff_bp;
    uint64_t eligible;
    uint64_t runner_ups;            /* eligible and not placed */
    uint64_t seated_elsewhere;      /* eligible and placed in another need */
    uint64_t reasons[REASON_COUNT]; /* people by primary reason */
    /* Clauses failed most, most people first: index in need->clauses and distinct people who fail
     * it. */
    const int32_t *clause_order;
    const uint64_t *clause_failures; /* per clause */
    size_t clause_count;
};

struct explain_need *explain_need(const struct snapshot *snapshot,
                                  const struct expansion *expansions, const struct pairs *pairs,
                                  const struct instance *instance, const int32_t *need_of,
                                  const int64_t *price, int32_t need, struct arena *arena);

#endif
