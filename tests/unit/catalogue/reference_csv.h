/*
 * A CSV file of other people's making, read whole: what the shipped tables are compared with. The
 * files are found below the folder that the environment variable CADRE_REFERENCE_DATA names.
 */
#ifndef CADRE_TESTS_UNIT_CATALOGUE_REFERENCE_CSV_H
#define CADRE_TESTS_UNIT_CATALOGUE_REFERENCE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"

struct reference_csv {
    char **cells; /* row_count x column_count, the header first, "" where a row is short */
    size_t column_count;
    size_t row_count; /* the header is row 0 */
};

/* False, saying so on stdout, when there are no reference files at all. */
bool reference_csv_present(void);
/* A file that is missing or broken fails the test. Everything lives in the arena. */
struct reference_csv reference_csv_read(struct arena *arena, const char *path);
/* The cell under the header of that name; a header that is not there fails the test. */
const char *reference_csv_cell(const struct reference_csv *csv, size_t row, const char *column);

#endif
