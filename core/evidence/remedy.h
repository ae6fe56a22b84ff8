/*
 * The cheapest thing that would make an ineligible pair eligible: the smallest set of trainings on
 * offer and credentials, by cost, then hours. What is held and only not trusted is verified, which
 * is no item and comes first; what is learned anew is taken for trusted. It is exact over the AND
 * of clauses and the OR (or k of n) of alternatives: a least cover of what is missing, by branch
 * and bound over the clauses.
 */
#ifndef CADRE_CORE_EVIDENCE_REMEDY_H
#define CADRE_CORE_EVIDENCE_REMEDY_H

#include "core/evidence/qualify.h"

/* One of the two. */
struct remedy_item {
    int32_t training;   /* index in the snapshot's trainings, -1 = none */
    int32_t credential; /* of the catalogue, -1 = none */
};

enum remedy_outcome {
    REMEDY_NOT_NEEDED, /* the pair is eligible */
    REMEDY_FOUND,
    REMEDY_BLOCKED,  /* a condition fails that nobody learns: age, region, consent, ... */
    REMEDY_NONE,     /* nothing on offer grants what is missing */
    REMEDY_UNPROVEN, /* the search was given up: `items` are the best that was found, if any */
};

struct remedy {
    enum remedy_outcome outcome;
    enum reason blocked;             /* REMEDY_BLOCKED: the first such condition */
    const struct remedy_item *items; /* trainings by provider and code, then credentials */
    size_t item_count;
    /* Sums over the items that state them; a credential states neither. */
    int64_t cost, hours;
    int32_t without_cost, without_hours; /* items that do not */
    /* Clauses for which something that is held must be verified, beside the items: it may be all
     * that is wanted. */
    int32_t to_verify;
};

struct remedy_offers; /* opaque */

/* All that is on offer in a snapshot, expanded once; from `arena`. */
struct remedy_offers *remedy_offers_new(const struct snapshot *snapshot, struct arena *arena);

/*
 * Of two sets the smaller is better; else the one with fewer items whose cost is not stated, then
 * the lower cost, then the same of hours, then the one whose items come first. `verdict` is
 * that of qualify_pair. Items from `arena`.
 */
struct remedy remedy_find(const struct remedy_offers *offers, const struct expansion *expansion,
                          const struct need *need, const struct verdict *verdict,
                          struct arena *arena);

#endif
