/*
 * A stored run that something is built upon, be it a comparison or a further match: what was
 * altered of it would be in that too.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_UNALTERED_H
#define CADRE_CMD_STEPS_RUN_RUN_UNALTERED_H

#include "sql/run_store.h"
#include "sql/session.h"

/* The registry is read as the run saw it, and forgotten again. CADRE_FINDINGS: the run was altered
 * (run_proof_glance_alone); what, and which command helps, is said. */
CADRE_MUST_CHECK enum cadre_status
run_unaltered_require(struct session *session, const struct run_row *run, struct cadre_error *err);

#endif
