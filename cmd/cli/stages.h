/*
 * Where a match is: one line on a terminal's stderr that is written over and in the end removed; or
 * a line of JSON on stderr for each stage that begins or is done, for a program that waits for it.
 * Silent otherwise.
 */
#ifndef CADRE_CMD_CLI_STAGES_H
#define CADRE_CMD_CLI_STAGES_H

#include <stdint.h>

#include "cmd/cli/command.h"
#include "core/base/str.h"

/* In this order. */
enum stage { STAGE_READING, STAGE_PAIRS, STAGE_SOLVING, STAGE_STORING, STAGE_COUNT };

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
/* The last one is done; what failed is never told to be. */
void stages_done(struct stages *stages);

/* The lines themselves, without a newline. */
struct stage_state {
    enum stage stage;
    uint64_t counts[COUNT_COUNT];
    bool known[COUNT_COUNT];
    int64_t begun_ms, elapsed_ms; /* both since the match began */
};
void stages_line(const struct stage_state *state, struct str *out);
void stages_json(const struct stage_state *state, bool done, struct str *out);

/* A row for a command's table of options. */
#define STAGES_OPTION                                                                              \
    {                                                                                              \
        "progress", 0, "json", "a line of JSON on stderr for each stage (default: on a terminal)"  \
    }

#endif
