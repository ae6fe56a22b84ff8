/*
 * Who of those that a stored run places does not fit as of another day, by what was known at a
 * time.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_LAPSES_H
#define CADRE_CMD_STEPS_RUN_RUN_LAPSES_H

#include "core/catalogue/catalogue.h"
#include "core/evidence/lapse.h"
#include "sql/run_life.h"

/* Zero-initialised before, released after. All but the catalogue lives in the arena. */
struct run_lapses {
    struct catalogue *catalogue;
    struct snapshot *snapshot;
    const struct run_assignment_row *assignments; /* as the run stored them */
    const struct lapse *items;                    /* `claim` is an index of those */
    size_t count;
};

CADRE_MUST_CHECK enum cadre_status
run_lapses_find(struct session *session, const struct run_row *run, struct cadre_date as_of,
                const char *known_at, struct arena *arena, struct run_lapses *ret_lapses,
                struct cadre_error *err);
void run_lapses_release(struct run_lapses *lapses); /* the catalogue, by which verdicts are told */
/* As they are stored: one a lapse, in the same order. */
struct run_lapse_row *run_lapses_rows(const struct run_lapses *lapses, struct arena *arena);

/* Looks again as it was looked when the run was published. *ret_broken: what is not as it is
 * stored, from `arena`; NULL = all is, or it happened before anybody noted by what it was looked.
 */
CADRE_MUST_CHECK enum cadre_status run_lapses_check(struct session *session,
                                                    const struct run_row *run, struct arena *arena,
                                                    const char **ret_broken,
                                                    struct cadre_error *err);

#endif
