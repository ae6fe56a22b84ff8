/*
 * Which of the options of DoD 8140 count beside credentials: off unless a run's policy switches
 * them on. A policy file is JSON: {"role_options": ["education", "training"], "residential_months":
 * 12}.
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

struct role_options {
    bool education, training;
    /* From the start in a seat of a role that has options, until which its residential part is
     * due; 0 = it is not told. */
    int32_t residential_months;
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
