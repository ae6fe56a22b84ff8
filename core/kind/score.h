/*
 * Scores of assessments: from 0 to 999,999.99 in hundredths, so that 612.5 is compared exactly and
 * in no locale.
 */
#ifndef CADRE_CORE_KIND_SCORE_H
#define CADRE_CORE_KIND_SCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

#define SCORE_TEXT_SIZE 10 /* "999999.99" and NUL */

/* "612.5" or "612,50": at most six digits and two decimals, no sign. */
bool score_parse(struct str_view text, int32_t *ret_hundredths);
/* The shortest text with a full stop, "612.5"; returns buffer. */
const char *score_format(int32_t hundredths, char buffer[SCORE_TEXT_SIZE]);

#endif
