/*
 * The decisions that bend a match (snapshot.h): those that bind somebody to a seat, and those that
 * close a pair that would be eligible. What binds nothing, and what closes a pair that fails by
 * itself, is none of them.
 *
 * Lifting some of them, everything else stays as it was settled: other decisions hold or fail as
 * they did, whom the run of a residual match seats stays. So what is left is the same problem with
 * fewer constraints, and its optimum is never less; but for limits beyond which people are bound.
 * Such a limit stands behind the bound (caps.h), and without one of them it is less: what that one
 * brought in, the limit would not give to anybody else.
 */
#ifndef CADRE_CORE_PAIRS_OVERRIDES_H
#define CADRE_CORE_PAIRS_OVERRIDES_H

#include "core/base/arena.h"
#include "core/evidence/qualify.h"
#include "core/pairs/instance.h"

struct override {
    const struct decision *decision;
    int32_t person, need; /* indexes */
    int32_t fit_bp;       /* of the pair */
    bool stays;           /* the run of a residual match has the person there too */
};

/*
 * What a match gains without a decision, as it is stored and told: the objective without it less
 * the one with it. Of an optimal match in which nobody is bound beyond a limit never less than
 * nothing in its order.
 */
struct override_price {
    struct str_view natural_key, person_id, owner, need_code, verdict; /* the latter by its code */
    struct cadre_date decided_on;
    bool known; /* else it was not solved without this one alone */
    struct objective gain;
};
struct override_prices {
    const struct override_price *items; /* in the order of overrides_find */
    size_t count;
    struct objective all; /* without all of them at once; nothing where there are none */
};

/* A decision that closes a pair, else it binds the person. */
static inline bool override_closes(const struct override *override)
{
    return !decision_binds(override->decision->verdict);
}

/* Those that were made by hand (lock, forbid) before what people answered; then by day, natural key
 * and need code. From `arena`; their number. */
size_t overrides_find(const struct snapshot *snapshot, const struct pairs *pairs,
                      struct arena *arena, const struct override **ret_overrides);

/* The instance without them, in which as many people as before are bound by others. Without
 * wishes: instance_with_wishes adds those of pairs that were closed as well. */
const struct instance *overrides_lift(const struct instance *instance,
                                      const struct override *overrides, size_t count,
                                      struct arena *arena);

#endif
