/*
 * The number of a person as the registry writes it, P and eight digits at least: person_number of
 * migrations/0012_merge.sql. Private to sql/.
 */
#ifndef CADRE_SQL_PERSON_NUMBER_H
#define CADRE_SQL_PERSON_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

enum { PERSON_NUMBER_SIZE = 21 };

/* Of a number > 0; it lies in `text`, of PERSON_NUMBER_SIZE bytes, and has no NUL. */
struct str_view person_number_text(int64_t number, char *text);
/* False: it is none. */
bool person_number_read(struct str_view text, int64_t *ret_number);

#endif
