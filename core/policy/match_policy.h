/*
 * What a run's policy switches on, which is off otherwise: options of DoD 8140 that count beside
 * credentials, the stable mode of the match, what wishes weigh, what bounds it (limits.h), and
 * whose places a residual match leaves; and whether somebody else has to approve it. A policy file
 * is JSON: {"role_options": ["education", "training"], "accredited_by": "CAE",
 * "residential_months": 12, "mode": "stable", "approval": true}, or {"wishes": 500}: in an optimal
 * match a need that somebody wishes for fits them better.
 *
 * Certifications are an option of the same OR and need no switch: they count by the certification
 * list (the alignments), which differs from the certifications that the matrix names in 22 of their
 * 111 pairs of credential and role. The list goes before the matrix; 'cadre catalogue list options'
 * shows both. The matrix asks for a degree of an accredited institution: which these are is local
 * law, so accredited_by names a list of institutions (kind institution_lists), and a degree then
 * shows a role only when its institution was on the list on the day of graduation. Without it any
 * institution's does.
 */
#ifndef CADRE_CORE_POLICY_MATCH_POLICY_H
#define CADRE_CORE_POLICY_MATCH_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/base/str.h"
#include "core/policy/limits.h"

#define MATCH_POLICY_FILE_MAX 65536 /* bytes of a policy file */
#define MATCH_POLICY_LIST_SIZE 65   /* of the code of a list, with the end of the text */

struct match_policy {
    bool education, training;
    char accredited_by[MATCH_POLICY_LIST_SIZE]; /* code of a list; "" = any institution counts */
    /* From the start in a seat of a role that has options, until which its residential part is
     * due; 0 = it is not told. */
    int32_t residential_months;
    /* Basis points of fit that a person's first wish adds to a need's, falling by rank; 0 = wishes
     * weigh nothing. Of optimal matches alone. */
    int32_t wishes_bp;
    bool stable;               /* the match is stable (core/match/stable.h), not optimal */
    bool mode_named;           /* a file that was read, or an option, names one of the two */
    struct limit_rules limits; /* quotas, draws and reserves */
    /* Another role than the one that makes the run has to approve it before it is published. No
     * rule of who is matched: match_policy_text leaves it out (policy_with_approval). */
    bool approval;
    /* Whom this run seats stays (core/pairs/locks.h), and the rest is solved; 0 = all is. In no
     * file: it is said with each match. */
    int64_t residual_run;
};

/* Of a policy file; texts live in `arena`. Errors: CADRE_REFUSED, with what is wrong. */
CADRE_MUST_CHECK enum cadre_status match_policy_parse(struct str_view json, struct arena *arena,
                                                      struct match_policy *ret_policy,
                                                      struct cadre_error *err);

/* CADRE_REFUSED: wishes are to weigh in a stable match, which goes by them already. */
CADRE_MUST_CHECK enum cadre_status match_policy_check(const struct match_policy *policy,
                                                      struct cadre_error *err);

/* False, with nothing set, unless the code is one word that is short enough. */
bool match_policy_set_accredited(struct match_policy *policy, struct str_view list);

/* `rules` (policy.h) with it, as a run stores it; themselves when all is off. From `arena`. */
const char *match_policy_text(const char *rules, const struct match_policy *policy,
                              struct arena *arena);
/* What a stored text says of it. */
struct match_policy match_policy_of(struct str_view text, struct arena *arena);

#endif
