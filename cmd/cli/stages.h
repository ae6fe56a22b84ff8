/*
 * Where a match is: one line on a terminal's stderr that is written over and in the end removed; or
 * a line of JSON on stderr for each stage that begins or is done, and for each phase of a solve
 * that is done, for a program that waits for it. Silent otherwise.
 */
#ifndef CADRE_CMD_CLI_STAGES_H
#define CADRE_CMD_CLI_STAGES_H

#include <stdint.h>

#include "cmd/cli/command.h"
#include "core/base/str.h"
#include "core/match/engine.h"

/* In this order; prices are found where decisions bend the match. */
enum stage {
    STAGE_READING,
    STAGE_PAIRS,
    STAGE_SOLVING,
    STAGE_COMPARING, /* solved in the other mode, for the price of stability */
    STAGE_PRICING,   /* solved without decisions, for what these cost */
    STAGE_STORING,
    STAGE_COUNT
};

/* What is known on the way. */
enum stage_count { COUNT_PEOPLE, COUNT_NEEDS, COUNT_PAIRS, COUNT_COUNT };

struct stages; /* opaque */

/* From the option --progress: absent, or "json". CADRE_USAGE otherwise. */
CADRE_MUST_CHECK enum cadre_status stages_from(const struct invocation *call,
                                               struct stages **ret_stages, struct cadre_error *err);
void stages_free(struct stages *stages); /* removes the line; NULL is fine */
void stages_cleanup(struct stages **stages);

/* The one before is done. `stages` may be NULL in all of these: nobody looks. */
void stages_begin(struct stages *stages, enum stage stage);
void stages_count(struct stages *stages, enum stage_count count, uint64_t number);
/* Within the stage that is under way: a phase of the solve is done; how far from the best what was
 * found can be. Both as engine_options calls them, with a struct stages as the context. */
void stages_phase(void *stages, enum engine_phase phase);
void stages_bound(void *stages, const struct bound *bound);
/* The solve calls these; it is asked nothing where nobody looks. */
void stages_watch(struct stages *stages, struct engine_options *options);
/* What is said behind "interrupted: " by whatever signal the program dies of from now on
 * (interrupt_last_words); the line that says so is from `arena`. */
void stages_stands(const struct stages *stages, const char *words, struct arena *arena);
/* The last one is done; what failed is never told to be. */
void stages_done(struct stages *stages);

/* The lines themselves, without a newline; `columns` is what there is room for. */
struct stage_state {
    enum stage stage;
    uint64_t counts[COUNT_COUNT];
    bool known[COUNT_COUNT];
    int64_t begun_ms, elapsed_ms; /* both since the match began */
    bool in_phases, bounded;      /* whether `phase` and `bound` are known, of this stage */
    enum engine_phase phase;      /* the last one that is done */
    struct bound bound;
};
enum stage_event { STAGE_BEGUN, STAGE_PHASE, STAGE_DONE };
void stages_line(const struct stage_state *state, size_t columns, struct str *out);
void stages_json(const struct stage_state *state, enum stage_event event, struct str *out);

/* A row for a command's table of options. */
#define STAGES_OPTION                                                                              \
    {                                                                                              \
        "progress", 0, "json", "lines of JSON on stderr for each stage (default: on a terminal)"   \
    }

#endif
