/*
 * What a solved run would gain without each decision that bends it, and without all of them.
 */
#ifndef CADRE_CMD_STEPS_RUN_OVERRIDE_COSTS_H
#define CADRE_CMD_STEPS_RUN_OVERRIDE_COSTS_H

#include "cmd/cli/stages.h"
#include "sql/run_store.h"

/* So many decisions of a stable run, or of one with limits, are lifted one by one, each in a match
 * of its own; an exchange tells it of every decision of any other. */
enum { OVERRIDE_SOLVES_MOST = 100, OVERRIDE_LINES_MAX = 20 };

/* Of a run that run_solve has solved; `stages` may be NULL. From `arena`. */
struct override_prices override_costs(const struct solved_run *solved, struct stages *stages,
                                      struct arena *arena);

/* Lines: what all cost together, then the dearest, each by itself, at most that many, and one that
 * counts the rest. Person ids and need codes, no names. None where no decision bends the run. From
 * `arena`. */
size_t override_lines(const struct override_prices *prices, struct arena *arena,
                      const char *const **ret_lines);

#endif
