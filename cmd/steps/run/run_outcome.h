/*
 * What a match came to, by keys that last: of a stored run or of one that is only in memory.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_OUTCOME_H
#define CADRE_CMD_STEPS_RUN_RUN_OUTCOME_H

#include "core/gap/outcome_diff.h"
#include "sql/run_store.h"

/* From the rows of a stored run; the outcome lives in `arena`. */
CADRE_MUST_CHECK enum cadre_status run_outcome_load(struct session *session,
                                                    const struct run_row *run, struct arena *arena,
                                                    struct outcome *ret_outcome,
                                                    struct cadre_error *err);
/* Adds who has a seat by a placement when the run is made, from the registry as it knew it: read
 * anew, so for who asks for it. CADRE_BUG as of a snapshot. */
CADRE_MUST_CHECK enum cadre_status
run_outcome_add_places(struct session *session, const struct run_row *run, struct arena *arena,
                       struct outcome *outcome, struct cadre_error *err);
/*
 * With its places. Texts are those of the snapshot. People numbered above `newest_person` are
 * called "new": the number of somebody who is in the registry for a moment only is another's
 * tomorrow.
 */
void run_outcome_of(const struct solved_run *solved, int64_t newest_person, struct arena *arena,
                    struct outcome *ret_outcome);

#endif
