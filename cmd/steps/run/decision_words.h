/*
 * What decisions did to a run, in words: how many bind or close, and each lock that does not hold
 * with its reason; and whom the run of a residual match seats. Person ids and need codes, no names.
 */
#ifndef CADRE_CMD_STEPS_RUN_DECISION_WORDS_H
#define CADRE_CMD_STEPS_RUN_DECISION_WORDS_H

#include "core/evidence/qualify.h"
#include "core/pairs/pairs.h"

enum { DECISION_LINES_MAX = 20 };

/* Lines, of each sort at most that many and one that counts the rest; none when nothing stands.
 * From `arena`. */
size_t decision_words(const struct snapshot *snapshot, const struct expansion *expansions,
                      const struct pairs *pairs, struct arena *arena,
                      const char *const **ret_lines);

#endif
