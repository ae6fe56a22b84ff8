/*
 * Is a stored run what it claims to be? Both digests are made anew, then the certificate is checked
 * by code that shares nothing with the solver.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_PROOF_H
#define CADRE_CMD_STEPS_RUN_RUN_PROOF_H

#include "cmd/steps/run/run_basis.h"
#include "core/verify/certificate.h"
#include "sql/run_store.h"

enum run_fault {
    RUN_HOLDS,
    RUN_REGISTRY_UNREADABLE, /* it holds what no import lets in */
    RUN_HEAD_DIFFERS,        /* mode, base or times cannot be those of the run */
    RUN_OF_OTHER_RULES, /* made by another policy or catalogue than this program's, and unaltered as
                           far as can be told: neither proved nor disproved */
    RUN_RULES_DIFFER,   /* the like, and altered */
    RUN_STRAY_ROW,      /* a stored row is of no person or need of the registry as of the run */
    RUN_COUNTS_DIFFER,  /* stated people, needs, pairs or seats are not those of the registry */
    RUN_INPUTS_DIFFER,  /* the digest of the inputs */
    RUN_RESULT_DIFFERS, /* the digest of assignments, prices and seats */
    RUN_NOT_OPTIMAL,    /* the certificate, of a stable run too; see `certificate` */
    RUN_DETAILS_DIFFER, /* whose a place is, parts of a fit, who was kept, why people do not fit, in
                           which order limits and decisions stand */
    RUN_LAPSES_DIFFER   /* who did not fit any more when it was published all the same */
};

struct run_proof {
    enum run_fault fault;
    const char *text; /* what broke, one sentence: person ids and need codes, no names */
    enum certificate_fault certificate;
    struct run_head_faults head;
    bool stable;                  /* the run's mode, when it holds */
    int64_t seats, filled;        /* likewise */
    const char *const *shortages; /* when it holds: why seats stay empty, a line each */
    size_t shortage_count;
    const char *const *decisions; /* when it holds: what decisions did, a line each */
    size_t decision_count;
    const char *const *limits; /* when it holds: which limits are full, a line each */
    size_t limit_count;
};

/* `digests` false: neither they nor what is sealed, what the rows say by themselves alone. Texts
 * live in `arena`. A run that is disproved is no error. */
CADRE_MUST_CHECK enum cadre_status run_proof_check(struct session *session,
                                                   const struct run_row *run,
                                                   const struct catalogue *catalogue, bool digests,
                                                   struct arena *arena, struct run_proof *ret_proof,
                                                   struct cadre_error *err);

/*
 * Whether a run is still what was stored, of the basis of a glance (run_basis_glance): all of the
 * above that wants neither all pairs nor the digest of the inputs, which the caller has compared.
 * *ret_altered NULL = nothing speaks against it; else what does, as in a proof. The order of the
 * runs' recording is left out: it may be another run that was altered, and a new one would be out
 * of order again.
 */
CADRE_MUST_CHECK enum cadre_status run_proof_glance(struct session *session,
                                                    const struct run_basis *basis,
                                                    struct arena *arena, const char **ret_altered,
                                                    struct cadre_error *err);
/* The same of any run, whose registry is read for it: the digest of its inputs is looked at too. Of
 * a run by other rules what can be told without them. `catalogue` is the one as of the run. */
CADRE_MUST_CHECK enum cadre_status
run_proof_glance_alone(struct session *session, const struct run_row *run,
                       const struct catalogue *catalogue, struct arena *arena,
                       const char **ret_altered, struct cadre_error *err);

#endif
