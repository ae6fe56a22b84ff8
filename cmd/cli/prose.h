/*
 * Running text for a terminal, wrapped. Not escaped: what comes from outside passes utf8_printable
 * before it.
 */
#ifndef CADRE_CMD_CLI_PROSE_H
#define CADRE_CMD_CLI_PROSE_H

#include <stdbool.h>

#include "core/base/str.h"

enum { PROSE_WIDTH = 80 }; /* columns */

/* Appends `text` and a newline from column `at` of the line on, which *out has reached; further
 * lines begin under it. */
void prose_add(struct str *out, size_t at, const char *text);
/* Prints a line and a newline to stdout; on a terminal it is wrapped, further lines begin two
 * columns right of where it does. For files and pipes a line stays one. */
void prose_print(bool terminal, const char *line);
void prose_add_blanks(struct str *out, size_t count);

#endif
