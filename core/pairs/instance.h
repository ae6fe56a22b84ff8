/*
 * The matching problem by itself, without people: what solver and verifier both read.
 *
 * w' = fit * (R + 1) + held, R = total free seats, held = 1 when the base has the person there. A
 * need of priority class c has the bonus (10 - c) * B for each filled seat, B = (M + 1) * w'max +
 * 1, M = needs, w'max = 10,000 * (R + 1) + 1 (linear class bonuses suffice: the fillable seat
 * vectors form an integer polymatroid). The dual: min sum u_i + sum seats_j * (p_j - f_j), u_i >=
 * w'_ij - p_j, u_i >= 0, p_j >= f_j, with the price floor f_j = -bonus_j.
 */
#ifndef CADRE_CORE_PAIRS_INSTANCE_H
#define CADRE_CORE_PAIRS_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/pairs/pairs.h"

#define INSTANCE_CLASS_COUNT 9 /* priorities 1 .. 9 */

struct objective {
    int64_t filled[INSTANCE_CLASS_COUNT]; /* seats filled in priority 1 .. 9 */
    int64_t fit_bp;                       /* total */
    int64_t held;                         /* people kept where the base had them */
};

struct wishes; /* core/pairs/wishes.h */
struct caps;   /* core/pairs/caps.h */

struct instance {
    size_t person_count;
    size_t need_count;
    const size_t *row_start; /* person_count + 1 */
    const struct pair
        *items;           /* in a row by need; needs with seats = 0 may occur and are never used */
    const int32_t *seats; /* per need, free seats */
    const int32_t *priority;  /* per need, 1 .. 9 */
    const int32_t *base_need; /* per person, -1 = none */
    const struct digest
        *lottery; /* per person: sha256(as_of || natural key); the tie key, smaller goes first */
    const struct wishes
        *wishes; /* whose ranks a stable match goes by; NULL = it is an optimal one */
    const int32_t *locked_need; /* per person: the need whose seat a decision, or the run of a
                                   residual match, binds them to, -1 = none; NULL = nobody is
                                   bound (locks.h) */
    int64_t total_seats;        /* R */
    const struct caps *caps;    /* quotas, draws and reserves; NULL = none (instance_with_caps) */
    const int64_t *class_bonus; /* per priority, with caps: caps.h; NULL = the plain ones. The last
                                   is B */
};

/* Memory from `arena`; `pairs` is borrowed. Lottery keys are made from snapshot->as_of and the
 * natural keys. */
struct instance *instance_from(const struct snapshot *snapshot, const struct pairs *pairs,
                               struct arena *arena);
/* Likewise, but that the lottery is NULL, for who decides nothing by it: a digest of everybody is
 * most of what an instance takes. */
struct instance *instance_without_lottery(const struct snapshot *snapshot,
                                          const struct pairs *pairs, struct arena *arena);

/* The published lottery's key of a person. */
struct digest instance_lottery(const struct snapshot *snapshot, size_t person);

/* The need to whose seat the person is bound, -1 = none. */
static inline int32_t instance_bound_need(const struct instance *instance, size_t person)
{
    return instance->locked_need == NULL ? -1 : instance->locked_need[person];
}

/* Per need: the seats to which nobody is bound. */
int32_t *instance_open_seats(const struct instance *instance, struct arena *arena);

/*
 * What is left to solve: who is bound has no pair, and their seats are gone. R stays, so weights,
 * class step and floors are those of the whole; limits of caps are lower by what is bound, but not
 * below 0. Assignments, prices and triple of the whole are those of what is left, and the bound
 * ones. The instance itself when nobody is bound.
 */
const struct instance *instance_open(const struct instance *instance, struct arena *arena);
/* The same part of an assignment: who is bound sits nowhere. */
const int32_t *instance_open_part(const struct instance *instance, const int32_t *need_of,
                                  struct arena *arena);
/* And back: with the seats of who is bound. */
int32_t *instance_whole(const struct instance *instance, int32_t *open_part, struct arena *arena);

int64_t instance_weight(const struct instance *instance, size_t person,
                        const struct pair *pair);             /* w' */
int64_t instance_class_step(const struct instance *instance); /* B */
int64_t instance_class_bonus(const struct instance *instance, int32_t priority);
int64_t instance_floor(const struct instance *instance, size_t need); /* f_j <= 0 */
/* A price without the units of its instance, so that a solve of another one may begin there: whole
 * class steps, and what is left of it in basis points, to the nearest whole one. */
struct plain_price {
    int64_t points;
    int32_t class_steps; /* not above 0 */
};
/* Of an instance of so many needs and free seats. */
struct plain_price instance_plain_price(int64_t price, size_t need_count, int64_t total_seats);
/*
 * Whether int64 holds whatever solver and verifier add up: 32 class steps. It does up to
 * (M + 1) * (R + 1) of about 2.8e13, as of 16,000 needs with 100,000 free seats each; with caps
 * over needs of all nine priorities of about 3.7e10, as of 10,000 needs with 370 free seats each
 * (caps.h). Ask before a solve; the solver asserts it.
 */
bool instance_is_within_bounds(const struct instance *instance);
/* The same without what limits add: a stable match adds nothing up that they make larger. */
bool instance_is_plain_within_bounds(const struct instance *instance);
/* The triple, recomputed from an assignment (need_of per person, -1 = none). Pairs must exist:
 * asserts. */
struct objective instance_objective(const struct instance *instance, const int32_t *need_of);
int objective_compare(const struct objective *left,
                      const struct objective *right); /* lexicographic */

#endif
