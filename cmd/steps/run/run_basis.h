/*
 * All that stands behind a stored run, in memory: the registry as the run saw it, its pairs and
 * instance made anew, its assignments and prices as they were stored.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_BASIS_H
#define CADRE_CMD_STEPS_RUN_RUN_BASIS_H

#include "core/evidence/qualify.h"
#include "core/pairs/instance.h"
#include "reports/report.h"
#include "sql/run_store.h"

/* Everything lives in the arena that it was loaded into. */
struct run_basis {
    struct run_row run;
    const struct snapshot *snapshot;
    const struct expansion *expansions; /* of all people; NULL = not kept (run_basis_load) */
    const struct pairs *pairs;
    const struct instance *instance;
    const int32_t *need_of;              /* per person, -1 = not placed */
    const int32_t *fit_bp;               /* per person, as stored; -1 = not placed */
    const int64_t *price;                /* per need */
    const int32_t *seats;                /* per need, as stored */
    const struct cap_sets *cap_sets;     /* of its policy's limits; NULL = it has none */
    const int64_t *cap_price;            /* per cap, as stored; NULL likewise */
    const int64_t *open_price;           /* per need, likewise */
    const struct run_contents *contents; /* all rows as they were stored */
    const char *stray; /* a sentence about the first stored row that is of no person or need of
                          the snapshot, or of a need without one; NULL = all fit */
};

/* The run was made by the rules that this program has: its policy of fit, and what the catalogue as
 * of the run, which is `catalogue`, says about qualification. Others came with an upgrade, unless
 * the policy was altered: the digest of the inputs covers it. */
bool run_basis_same_rules(const struct run_row *run, const struct catalogue *catalogue,
                          struct arena *arena);

/* Expansions are not kept: of a million people they are more than all the rest, and who wants one
 * person's makes it. */
CADRE_MUST_CHECK enum cadre_status run_basis_load(struct session *session,
                                                  const struct run_row *run,
                                                  const struct catalogue *catalogue,
                                                  struct arena *arena, struct run_basis **ret_basis,
                                                  struct cadre_error *err);
/*
 * Of a registry that is in memory already, and has the run's inputs: with the pairs alone that its
 * rows, decisions and places that it leaves are of, and with the counts of reasons as they are
 * stored. Little beside the reading of its rows. `other_base`: the snapshot's base is not the
 * run's, and where people were before is taken as its rows have it.
 */
CADRE_MUST_CHECK enum cadre_status
run_basis_glance(struct session *session, const struct run_row *run,
                 const struct snapshot *snapshot, bool other_base, struct arena *arena,
                 struct run_basis **ret_basis, struct cadre_error *err);
/* The same of a registry that is read for it, as the run saw it. */
CADRE_MUST_CHECK enum cadre_status
run_basis_load_glance(struct session *session, const struct run_row *run,
                      const struct catalogue *catalogue, struct arena *arena,
                      struct run_basis **ret_basis, struct cadre_error *err);
/* As run_basis_load, with expansions, and where `names` with family and given names too, for who
 * must rely on it: a stray row is CADRE_FINDINGS with the hint to verify. Where the run was made by
 * other rules, a person who does not fit by these, or a registry that they cannot read, is
 * CADRE_SCHEMA. */
CADRE_MUST_CHECK enum cadre_status
run_basis_require(struct session *session, const struct run_row *run,
                  const struct catalogue *catalogue, bool names, struct arena *arena,
                  struct run_basis **ret_basis, struct cadre_error *err);

/* NULL, or what somebody who reads of the run is warned of: it was made by other rules. */
const char *run_basis_warning(const struct run_basis *basis, struct arena *arena);

/* What a report says of its basis. */
struct report_context run_basis_context(const struct run_basis *basis, bool names);

#endif
