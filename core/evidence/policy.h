/*
 * The rules that a run was made by, as one line that is stored with it: the built-in policy of fit
 * and the SHA-256 of what its catalogue says about qualification (alignments, grants, months,
 * scales, regions, rules of law). Titles and labels are no part of it: a mended title changes no
 * run.
 */
#ifndef CADRE_CORE_EVIDENCE_POLICY_H
#define CADRE_CORE_EVIDENCE_POLICY_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"

/* The text lives in `arena`. */
const char *policy_text(const struct catalogue *catalogue, struct arena *arena);

#endif
