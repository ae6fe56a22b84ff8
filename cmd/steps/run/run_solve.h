/*
 * A snapshot is solved, in the mode of its policy: what the run will be, and what the other mode
 * comes to.
 */
#ifndef CADRE_CMD_STEPS_RUN_RUN_SOLVE_H
#define CADRE_CMD_STEPS_RUN_RUN_SOLVE_H

#include "cmd/cli/stages.h"
#include "core/match/assignment.h"
#include "core/match/engine.h"
#include "sql/run_store.h"

/* `memory_bytes` it may take, 0 = as much as it wants (memory_limit.h); `stages` may be NULL. Fills
 * pairs, instance, assignment, prices, objective, limits and the time that pairs and solve took;
 * everything lives in `arena`. CADRE_REFUSED when seats and needs are too many for the solver
 * (instance_is_within_bounds), or limits cannot be resolved (cap_sets_resolve). */
CADRE_MUST_CHECK enum cadre_status run_solve(const struct snapshot *snapshot, int64_t memory_bytes,
                                             struct stages *stages, struct arena *arena,
                                             struct solved_run *solved, struct cadre_error *err);

/* Fills what the other mode comes to of what is solved: the price of stability is told with every
 * result. `stages` may be NULL. */
void run_solve_other(struct solved_run *solved, struct stages *stages);

/* What decisions leave open is solved; the assignment is that of the whole. A stable match wants an
 * instance with wishes. Of `options` the threads are set here; a stable match asks for none. */
void run_solve_mode(const struct instance *instance, bool stable, struct engine_options options,
                    struct arena *arena, struct assignment *ret_assignment);

#endif
