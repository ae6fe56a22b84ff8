/*
 * Why seats stay empty, in lines for people: "N-0004: 2 free seats, nobody qualifies", "N-0003,
 * N-0009 and N-0017: 51 free seats, 48 people qualify", "N-0021: 3 free seats, 1 person qualifies,
 * 4 more are held back by draw 'employers' of E-1".
 */
#ifndef CADRE_CMD_STEPS_RUN_SHORTAGE_WORDS_H
#define CADRE_CMD_STEPS_RUN_SHORTAGE_WORDS_H

#include "core/evidence/snapshot.h"
#include "core/pairs/limit_figures.h"
#include "core/verify/certificate.h"

enum {
    SHORTAGE_LINES_MAX = 10, /* sets that have a line of their own */
    SHORTAGE_NEEDS_MAX = 6,  /* needs that a line names */
    SHORTAGE_CAPS_MAX = 3    /* quotas and draws that a line names */
};

/* `limits` are the run's own, to whose caps the sets refer; NULL = it has none. A line for each of
 * the first sets, then, when there are more, one with the count of the rest.
 * Returns the number of lines; they live in `arena`. */
size_t shortage_words(const struct snapshot *snapshot, const struct limit_figures *limits,
                      const struct hall_set *sets, size_t count, struct arena *arena,
                      const char *const **ret_lines);

#endif
