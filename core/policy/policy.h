/*
 * The rules that a run was made by, as one line that is stored with it: the built-in policy of fit
 * and the SHA-256 of what its catalogue says about qualification (alignments, grants, months,
 * scales, regions, rules of law). Titles and labels are no part of it: a mended title changes no
 * run.
 */
#ifndef CADRE_CORE_EVIDENCE_POLICY_H
#define CADRE_CORE_EVIDENCE_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/catalogue/catalogue.h"

/* The text lives in `arena`; `call_up` NULL = the run is of none. */
const char *policy_text(const struct catalogue *catalogue, const struct call_up *call_up,
                        struct arena *arena);
/* The code of the call-up that a stored policy names, absent when it names none. */
struct str_view policy_call_up(struct str_view policy);
/* The catalogue's, NULL when it names none or the catalogue has it not. */
const struct call_up *policy_find_call_up(const struct catalogue *catalogue,
                                          struct str_view policy);

/* The same rules with quotas, draws and reserves, as the text of limits.h; before all that is told
 * of below. */
const char *policy_with_limits(const char *policy, const char *limits, struct arena *arena);
bool policy_has_limits(struct str_view policy);
/* That text, absent when there is none. */
struct str_view policy_limits(struct str_view policy);
/* The same rules, by which a person's wishes weigh in the fit (fit.h); before the mode. */
const char *policy_with_wishes(const char *policy, int32_t wishes_bp, struct arena *arena);
/* What the first wish adds, 0 = nothing. */
int32_t policy_wishes_bp(struct str_view policy);

/* The same rules for a stable match (core/match/stable.h); before the residual and the approval, if
 * they are wanted. */
const char *policy_with_stable(const char *policy, struct arena *arena);
bool policy_is_stable(struct str_view policy);

/* The same rules for what a run left open, or has become open since; before the approval. */
const char *policy_with_residual(const char *policy, int64_t run, struct arena *arena);
/* The number of the run, 0 = it is no residual match. */
int64_t policy_residual_run(struct str_view policy);

/* The same rules, by which a run is published only when another database role than the one that
 * made it has approved it. */
const char *policy_with_approval(const char *policy, struct arena *arena);
bool policy_wants_approval(struct str_view policy);
/* What of a stored policy decides who is matched: all but that. */
struct str_view policy_rules(struct str_view policy);

#endif
