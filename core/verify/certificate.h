/*
 * The verifier: from an assignment and prices alone, is it feasible and optimal? Shares nothing
 * with the solver but what core/pairs says of a row: linear programming duality and complementary
 * slackness (Schrijver, Combinatorial Optimization, 2003, ch. 17-21), and Hall's theorem (1935) for
 * the seats that stay empty.
 */
#ifndef CADRE_CORE_VERIFY_CERTIFICATE_H
#define CADRE_CORE_VERIFY_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/pairs/instance.h"
#include "core/pairs/overrides.h"

/* What a run claims, as it was stored. */
struct claim {
    const int32_t *need_of; /* per person; -1 = not placed */
    const int32_t *fit_bp;  /* per person: the stored fit of the assignment, -1 = not placed */
    const int64_t *price;   /* per need */
    const int32_t *seats;   /* per need, as stored */
    struct objective objective;
    const struct objective *other; /* that the other mode comes to; NULL = none is stated */
    const int64_t *cap_price;      /* per cap of the instance; NULL = it has none */
    size_t cap_count;              /* of it */
    const int64_t *open_price;     /* per need, likewise */
    const struct override_prices *overrides; /* of decisions; NULL = none are stated */
};

/* Looked for in this order; the first that is found is told. */
enum certificate_fault {
    CERTIFICATE_HOLDS = 0,
    CERTIFICATE_SEATS_DIFFER,       /* stored seats are not those of the registry */
    CERTIFICATE_PAIR_NOT_ELIGIBLE,  /* an assigned pair is not eligible, or there is no such need */
    CERTIFICATE_FIT_DIFFERS,        /* a stored fit is not that of the pair */
    CERTIFICATE_LOCK_BROKEN,        /* somebody bound to a seat by a decision sits elsewhere */
    CERTIFICATE_OVERFILLED,         /* more people than seats */
    CERTIFICATE_CAP_EXCEEDED,       /* more seats are filled below a cap than it allows */
    CERTIFICATE_RESERVE_BROKEN,     /* more people from outside the group than open seats */
    CERTIFICATE_OBJECTIVE_DIFFERS,  /* the stated triple is not that of the assignment */
    CERTIFICATE_PRICE_BELOW_FLOOR,  /* p < f */
    CERTIFICATE_OPEN_SEAT_PRICED,   /* a need that is not full has p > f */
    CERTIFICATE_CAP_PRICED,         /* a cap, or the open seats of a need, that are not full have a
                                       price; or a price is below 0 */
    CERTIFICATE_PERSON_UNDERPLACED, /* somebody prefers another need at these prices */
    CERTIFICATE_GAP,                /* dual and primal value differ */
    CERTIFICATE_CUTOFF_DIFFERS,     /* of a stable run: not the standing of the last one seated */
    CERTIFICATE_BLOCKING_PAIR,      /* likewise: person and need would rather have one another */
    CERTIFICATE_OTHER_MODE,         /* the value stated of the other mode cannot be */
    CERTIFICATE_OVERRIDES_DIFFER,   /* decisions priced are not those that bend the match */
    CERTIFICATE_OVERRIDE_PRICE,     /* a price stated of a decision cannot be */
    CERTIFICATE_OVERRIDES_TOGETHER  /* nor can what is stated of all of them together */
};

struct certificate_result {
    enum certificate_fault fault;
    int32_t person; /* index of the first one concerned, -1 */
    int32_t need;   /* likewise */
    int32_t cap;    /* likewise: index in the instance's caps */
    char *text; /* what broke, one sentence, from the arena; names person and need only by index */
};

/*
 * True when it holds: the facts stated are those of the assignment, the assignment is feasible, and
 * its value sum bonus_j * filled_j + sum w'_ij equals the dual value sum u_i + sum seats_j * (p_j -
 * f_j), where u_i = max(0, max_j w'_ij - p_j) over ALL pairs, those of needs without seats
 * included, but u_i = w'_ij - p_j of whoever a decision binds to need j: their seat is an equation
 * of the problem, whose dual may have any sign. With caps (core/pairs/caps.h) limits hold, and the
 * bound has their prices too: a person pays for a need what all caps over both of them cost, and an
 * outsider the open price of the need. No assignment is worth more than any dual value, so
 * both are optimal, and the triple is the lexicographic optimum (instance.h). Any optimal prices
 * hold, not only the least ones. Sums are taken in 128 bits. A claim may hold anything in its
 * arrays; their lengths are the instance's.
 */
bool certificate_check(const struct instance *instance, const struct claim *claim,
                       struct arena *arena, struct certificate_result *ret_result);
/* The same on so many threads, 0 = as many as make sense: the result is equal. */
bool certificate_check_on(const struct instance *instance, const struct claim *claim,
                          size_t threads, struct arena *arena,
                          struct certificate_result *ret_result);
/*
 * The same of a stable run, whose instance has wishes and whose prices are cutoffs: the facts
 * stated are those of the assignment, it is feasible, and no person prefers a need that has an
 * empty seat or whose cutoff they pass. (Of all stable matches any holds; the number of seats
 * filled in each need is the same in all.) With caps: no person and need would rather have one
 * another where reserves and caps of both sides let them (core/pairs/choices.h), everybody sits
 * where their need's own choice leaves them, and caps have no prices.
 */
bool certificate_check_stable(const struct instance *instance, const struct claim *claim,
                              struct arena *arena, struct certificate_result *ret_result);
/* What both begin with: the facts stated are those of the assignment, and it is feasible. Of the
 * instance's pairs it wants those of the assignment alone, and of whom decisions bind. */
bool certificate_check_facts(const struct instance *instance, const struct claim *claim,
                             struct arena *arena, struct certificate_result *ret_result);
/* Nothing that is feasible is worth more than an optimal assignment: false when the value stated of
 * the other mode says so. `stable`: the claim's own mode. */
bool certificate_check_other(const struct claim *claim, bool stable, struct arena *arena,
                             struct certificate_result *ret_result);

/*
 * Prices of decisions, `overrides` being those that bend the match: they are of just these, in
 * their order; what is left fills seats that there are; without a decision that moves nobody it
 * gains nothing, and without the only one what that one costs. Of an optimal run that was proved
 * prices limit it: through the person of a decision it gains at most max(0, max_j w'_ij - p_j over
 * the pairs without the decision) - (w'_ik - p_k of the seat that the person has, 0 without one),
 * p with what the limits over the pair cost; without all of them at most the sum of these. Unless
 * people are bound beyond a limit it gains nothing at least, and without all of them no less than
 * without any one. Of a stable run without each at most one seat more or less is filled; without
 * limits, of the first so many priorities no more than in the optimal mode and one for each. True
 * where no prices are stated. Fault and person or need as above.
 */
bool certificate_check_overrides(const struct instance *instance, const struct claim *claim,
                                 const struct override *overrides, size_t count,
                                 const struct snapshot *snapshot, struct arena *arena,
                                 struct certificate_result *ret_result);

/*
 * Hall: why no further seat of `need` can be filled. Starting at `need`: everybody who qualifies
 * for a need of the set sits in some need, which belongs to the set too. In the closed set the
 * people who qualify for any of it are exactly those seated in it; with an empty seat at `need`
 * they are fewer than its seats. It is the unique inclusion-minimal set around `need` with no more
 * qualified people than filled seats: any other such set contains it. (A set with fewer qualified
 * people than seats may be smaller yet, but would not account for every empty seat.)
 *
 * False, with *ret_set untouched, when `need` is full or unknown, or when somebody who sits nowhere
 * is met: then a further seat could be filled, and the assignment is not optimal.
 */
struct hall_set {
    const int32_t *needs; /* ascending */
    size_t need_count;
    int64_t seats; /* free seats of these needs */
    size_t people; /* distinct people who qualify for any of them */
    /*
     * With caps (core/pairs/caps.h) a seat may be empty because of one. Either a full cap is over
     * `need` itself: then the set is this need alone, `caps` are the full ones over it, and nothing
     * is said of people (0). Or none is: then `people` are those who sit in the needs of the set,
     * and everybody else who qualifies for any of them, `held_back`, may not come in: a full cap
     * over them, one of `caps`, holds them back, or they are outside the group of all these needs
     * and their open seats are taken. No claim is made that the set is minimal.
     */
    const int32_t *caps; /* ascending indexes of full caps; the ones over needs that the set met,
                            too */
    size_t cap_count;
    size_t held_back;
    bool is_reserved;  /* some of them by seats that are reserved for others */
    bool is_held_down; /* a full cap is over `need` */
};
/* Both want the open part of an instance and of an assignment when people are bound
 * (instance_open): who is bound cannot move, and their seat is none of the empty ones. */
bool certificate_hall_set(const struct instance *instance, const int32_t *need_of, size_t need,
                          struct arena *arena, struct hall_set *ret_set);
/* Those of all needs with an empty seat, each once, those of the fewest needs first, then by
 * their needs; their number. */
size_t certificate_hall_sets(const struct instance *instance, const int32_t *need_of,
                             struct arena *arena, const struct hall_set **ret_sets);

/*
 * sha256 over assignments with their fit, prices and seats in canonical order (natural keys and
 * need codes), what the other mode comes to, and the prices of decisions. The objective is not part
 * of it: it follows from the assignments.
 */
struct digest certificate_result_digest(const struct snapshot *snapshot, const struct claim *claim);

#endif
