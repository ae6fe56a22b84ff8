/*
 * The verifier: from an assignment and prices alone, is it feasible and optimal? Shares nothing
 * with the solver: linear programming duality and complementary slackness (Schrijver, Combinatorial
 * Optimization, ch. 17-21), and Hall's theorem for the seats that stay empty.
 */
#ifndef CADRE_CORE_VERIFY_CERTIFICATE_H
#define CADRE_CORE_VERIFY_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/pairs/instance.h"

/* What a run claims, as it was stored. */
struct claim {
    const int32_t *need_of; /* per person; -1 = not placed */
    const int32_t *fit_bp;  /* per person: the stored fit of the assignment, -1 = not placed */
    const int64_t *price;   /* per need */
    const int32_t *seats;   /* per need, as stored */
    struct objective objective;
};

enum certificate_fault {
    CERTIFICATE_HOLDS = 0,
    CERTIFICATE_SEATS_DIFFER,       /* stored seats are not those of the registry */
    CERTIFICATE_PAIR_NOT_ELIGIBLE,  /* an assigned pair is not eligible */
    CERTIFICATE_FIT_DIFFERS,        /* a stored fit is not that of the pair */
    CERTIFICATE_OVERFILLED,         /* more people than seats */
    CERTIFICATE_OBJECTIVE_DIFFERS,  /* the stated triple is not that of the assignment */
    CERTIFICATE_PRICE_BELOW_FLOOR,  /* p < f */
    CERTIFICATE_OPEN_SEAT_PRICED,   /* a need that is not full has p > f */
    CERTIFICATE_PERSON_UNDERPLACED, /* somebody prefers another need at these prices */
    CERTIFICATE_GAP                 /* dual and primal value differ */
};

struct certificate_result {
    enum certificate_fault fault;
    int32_t person; /* index of the first one concerned, -1 */
    int32_t need;   /* likewise */
    char *text; /* what broke, one sentence, from the arena; names person and need only by index */
};

/* True when it holds. Sums are taken in 128 bits. */
bool certificate_check(const struct instance *instance, const struct claim *claim,
                       struct arena *arena, struct certificate_result *ret_result);

/*
 * Hall: for the seats left empty, a smallest set of needs around need `need` whose qualified
 * unplaced-or-seated people are fewer than their seats: alternating reachability from the empty
 * seat. Indices of the needs in *ret_needs (from the arena), the number of distinct people who
 * qualify for any of them in *ret_people.
 */
size_t certificate_hall_set(const struct instance *instance, const int32_t *need_of, size_t need,
                            struct arena *arena, int32_t **ret_needs, size_t *ret_people);

/* sha256 over assignments, prices and seats in canonical order (natural keys and need codes). */
struct digest certificate_result_digest(const struct snapshot *snapshot, const struct claim *claim);

#endif
