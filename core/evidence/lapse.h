/*
 * Who of those that a match placed does not fit any more: claims of an earlier day are held against
 * the registry of a later one, by the same verdict that placed them. Who sits in that very seat by
 * a placement, or an acceptance, has what was claimed.
 */
#ifndef CADRE_CORE_EVIDENCE_LAPSE_H
#define CADRE_CORE_EVIDENCE_LAPSE_H

#include "core/evidence/qualify.h"

/* A person in a seat, by the keys that last. */
struct lapse_claim {
    struct str_view natural_key, need_code;
};

enum lapse_kind {
    LAPSE_CONDITION,   /* a condition of the need fails: see `verdict` */
    LAPSE_PERSON_GONE, /* not among those who can be matched */
    LAPSE_NEED_GONE,   /* not in force; told once for each need */
    LAPSE_SEATS        /* the need has fewer free seats than are claimed; told once likewise */
};

struct lapse {
    enum lapse_kind kind;
    size_t claim;           /* index; of a need its first one */
    int32_t person, need;   /* of the snapshot; -1 = not in it */
    int32_t seats, claimed; /* LAPSE_SEATS: free now, and claimed; LAPSE_NEED_GONE: 0 and claimed */
    struct verdict verdict; /* LAPSE_CONDITION */
};

/* Lapses of people in the order of the claims, then of needs by code, then of needs that are gone.
 * *ret_lapses lives in
 * `arena`. */
size_t lapse_find(const struct snapshot *snapshot, const struct lapse_claim *claims, size_t count,
                  struct arena *arena, const struct lapse **ret_lapses);

/* "person_gone", "need_gone", "seats", or the code of the verdict's first reason: what is stored.
 */
const char *lapse_code(const struct lapse *lapse);
bool lapse_is_of_person(const struct lapse *lapse);

#endif
