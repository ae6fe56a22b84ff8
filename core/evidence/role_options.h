/*
 * What a run's policy switches on, which is off otherwise: options of DoD 8140 that count beside
 * credentials, the stable mode of the match, and whose places a residual match leaves. A policy
 * file is JSON: {"role_options":
 * ["education", "training"], "accredited_by": "CAE", "residential_months": 12, "mode": "stable"}.
 *
 * Certifications are an option of the same OR and need no switch: they count by the certification
 * list (the alignments), which differs from the certifications that the matrix names in 22 of their
 * 111 pairs of credential and role. The list goes before the matrix; 'cadre catalogue list options'
 * shows both. The matrix asks for a degree of an accredited institution: which these are is local
 * law, so accredited_by names a list of institutions (kind institution_lists), and a degree then
 * shows a role only when its institution was on the list on the day of graduation. Without it any
 * institution's does.
 */
#ifndef CADRE_CORE_EVIDENCE_ROLE_OPTIONS_H
#define CADRE_CORE_EVIDENCE_ROLE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/base/str.h"

#define ROLE_OPTIONS_FILE_MAX 4096 /* bytes of a policy file */
#define ROLE_OPTIONS_LIST_SIZE 65  /* of the code of a list, with the end of the text */

struct role_options {
    bool education, training;
    char accredited_by[ROLE_OPTIONS_LIST_SIZE]; /* code of a list; "" = any institution counts */
    /* From the start in a seat of a role that has options, until which its residential part is
     * due; 0 = it is not told. */
    int32_t residential_months;
    bool stable; /* the match is stable (core/match/stable.h), not optimal */
    /* Whom this run seats stays (core/pairs/locks.h), and the rest is solved; 0 = all is. In no
     * file: it is said with each match. */
    int64_t residual_run;
};

/* Errors: CADRE_REFUSED, with what is wrong. */
CADRE_MUST_CHECK enum cadre_status
role_options_parse(struct str_view json, struct role_options *ret_options, struct cadre_error *err);

/* The policy with them, as a run stores it; the policy itself when they are off. From `arena`. */
const char *role_options_add(const char *policy, const struct role_options *options,
                             struct arena *arena);
/* What a stored policy says of them. */
struct role_options role_options_of(struct str_view policy);

#endif
