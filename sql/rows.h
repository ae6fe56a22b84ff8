/*
 * The rows of an answer. Columns are found by name once; a name that is not there is a bug and
 * asserts.
 */
#ifndef CADRE_SQL_ROWS_H
#define CADRE_SQL_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/str.h"

struct rows; /* opaque */

void rows_free(struct rows *rows); /* NULL is fine */
void rows_cleanup(struct rows **rows);
size_t rows_count(const struct rows *rows);
int rows_column(const struct rows *rows, const char *name);
bool rows_is_null(const struct rows *rows, size_t row, int column);
/* Absent when NULL; lives as long as the rows, NUL-terminated. */
struct str_view rows_text(const struct rows *rows, size_t row, int column);
int64_t rows_int64(const struct rows *rows, size_t row, int column); /* 0 when NULL */
bool rows_bool(const struct rows *rows, size_t row, int column);     /* false when NULL */
struct cadre_date rows_date(const struct rows *rows, size_t row, int column);
/* By the column's name, for answers of a few rows: text copied into `arena`, a number. */
struct str_view rows_copy(const struct rows *rows, size_t row, const char *column,
                          struct arena *arena);
int64_t rows_number(const struct rows *rows, size_t row, const char *column);
/* Hexadecimal digits as bytes, in `arena`. */
struct str_view rows_bytes(const struct rows *rows, size_t row, const char *column,
                           struct arena *arena);
/* int8[] of exactly `count` elements. */
void rows_int64_array(const struct rows *rows, size_t row, int column, int64_t *ret_numbers,
                      size_t count);

#endif
