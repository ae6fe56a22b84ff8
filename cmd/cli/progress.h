/*
 * How far a long work is: one line on a terminal's stderr that is written over and in the end
 * removed. Silent when quiet or when stderr is no terminal, and for what is done in half a second.
 */
#ifndef CADRE_CMD_CLI_PROGRESS_H
#define CADRE_CMD_CLI_PROGRESS_H

#include <stdint.h>

#include "cmd/cli/command.h"
#include "core/base/str.h"

struct progress; /* opaque */

/* `name` is borrowed: what is worked on, as the user calls it. */
struct progress *progress_new(const struct invocation *call, const char *name);
void progress_free(struct progress *progress); /* removes the line; NULL is fine */
void progress_cleanup(struct progress **progress);
/* Cheap enough to be called often: it draws five times a second at most. Of a pipe, of which nobody
 * knows how much will come, `bytes_total` is 0. */
void progress_tell(struct progress *progress, uint64_t bytes_done, uint64_t bytes_total,
                   uint64_t rows);
/* All bytes are read and something else takes its time: "storing". */
void progress_step(struct progress *progress, const char *what);
/* Removes the line until it is drawn again: before anything else is written. */
void progress_clear(struct progress *progress);

/* How wide a line on stderr may be that is written over: what is wrapped would stay. */
size_t progress_columns(void);
/* Removes such a line, on stderr; and writes one in its place, cut to the columns. */
#define PROGRESS_ERASE "\r\033[K"
void progress_put(struct str_view line, size_t columns);

/* The line itself; where `columns` are too few its name is cut, to no less than a few letters. */
struct progress_state {
    uint64_t bytes_done, bytes_total, rows;
    int64_t elapsed_ms;
    const char *step; /* NULL while bytes are read */
};
void progress_line(const char *name, const struct progress_state *state, size_t columns,
                   struct str *out);

/* Milliseconds by a clock that only goes on. */
int64_t progress_now_ms(void);
/* Digits in groups of three: 1,234,567. */
void progress_add_grouped(struct str *out, uint64_t number);

#endif
