/*
 * Fit of an eligible pair in basis points, 0 to 10,000, each part by name (rules: Match, "Default
 * fit").
 */
#ifndef CADRE_CORE_EVIDENCE_FIT_H
#define CADRE_CORE_EVIDENCE_FIT_H

#include "core/evidence/qualify.h"

/* The last one is of policies alone that let wishes weigh, else nothing. */
enum fit_part {
    FIT_LEVEL,
    FIT_DESIRED,
    FIT_VERIFIED,
    FIT_REGION,
    FIT_YEARS,
    FIT_WISH,
    FIT_PART_COUNT
};

#define FIT_MAX_BP 10000

struct fit {
    int32_t total_bp;
    int32_t part_bp[FIT_PART_COUNT];
};

const char *fit_part_code(enum fit_part part); /* "level" */

/* What the fit of an eligible pair rests on. */
struct fit_basis {
    bool role_asked;     /* the need has a work role; else the next four are 0 */
    bool role_shown;     /* the person shows it, perhaps by evidence that is over; else 0: */
    int32_t level_asked; /* rank */
    int32_t level;       /* highest in force */
    int32_t years;       /* of the competencies row for the role */
    int64_t desired_asked, desired_met; /* sums of weights of desired clauses */
    int32_t required, verified;         /* required clauses, those that verified evidence holds */
    bool inside;                        /* in the need's region, or it asks for none */
    int32_t wish_bp;                    /* that a wish adds; less where the fit would be too much */
};
struct fit fit_from(const struct fit_basis *basis);

/* What a wish of that rank adds by the policy: of rank r an r-th of what the first one does, floor
 * division; nothing of WISH_NONE. */
int32_t fit_wish_bp(const struct match_policy *policy, int32_t rank);

/* The pair must be eligible. */
struct fit fit_of(const struct snapshot *snapshot, const struct expansion *expansion,
                  const struct need *need);

/* Canonical text of the built-in policy, part of every run's digest. */
const char *fit_policy_text(void);

#endif
