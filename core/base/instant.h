/*
 * A moment as people write it, read without a clock, a locale or a server's settings: ISO 8601 with
 * or without a zone.
 */
#ifndef CADRE_CORE_BASE_INSTANT_H
#define CADRE_CORE_BASE_INSTANT_H

#include <stdbool.h>

#include "core/base/str.h"

#define INSTANT_TEXT_SIZE 33 /* "YYYY-MM-DD HH:MM:SS.ffffff+HH:MM" and NUL */

/*
 * YYYY-MM-DD, then nothing, or a blank or T and HH:MM[:SS[.f]] with one to six digits of a second,
 * then nothing, Z, or a zone of +HH, +HHMM, +HH:MM (likewise -). Without a zone it is UTC. A day
 * alone is its last microsecond: whatever was known on that day counts. Writes it in full, as
 * PostgreSQL takes it whatever its settings. False when it is no such text, no such day or no such
 * time (24:00, a leap second).
 */
bool instant_parse(struct str_view text, char ret_text[INSTANT_TEXT_SIZE]);

#endif
