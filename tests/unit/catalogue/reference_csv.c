#include "tests/unit/catalogue/reference_csv.h"

#include <check.h>
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

static const char variable[] = "CADRE_REFERENCE_DATA";

bool reference_csv_present(void)
{
    const char *folder = getenv(variable);
    if (folder != NULL && folder[0] != '\0')
        return true;
    printf("skipped: %s is not set\n", variable);
    return false;
}

struct reading {
    struct arena *arena;
    struct reference_csv csv;
    char **cells; /* grows; moved to the arena at the end */
    size_t capacity, count;
    size_t column;
};

static void add_cell(void *data, size_t length, void *context)
{
    struct reading *reading = context;
    struct str_view text = {data, length};
    if (reading->csv.row_count > 0 && reading->column >= reading->csv.column_count)
        return;
    reading->cells =
        cadre_grow(reading->cells, &reading->capacity, reading->count + 1, sizeof(*reading->cells));
    reading->cells[reading->count++] = (char *)arena_copy(reading->arena, text).data;
    reading->column++;
}

static void end_row(int terminator, void *context)
{
    static char empty[] = "";
    struct reading *reading = context;
    (void)terminator;
    if (reading->csv.row_count == 0)
        reading->csv.column_count = reading->column;
    while (reading->column < reading->csv.column_count)
        add_cell(empty, 0, reading);
    reading->csv.row_count++;
    reading->column = 0;
}

struct reference_csv reference_csv_read(struct arena *arena, const char *path)
{
    const char *file = arena_format(arena, "%s/%s", getenv(variable), path);
    FILE *in = fopen(file, "r");
    ck_assert_msg(in != NULL, "cannot open '%s'", file);
    struct csv_parser parser;
    struct reading reading = {.arena = arena};
    char block[4096];
    ck_assert_int_eq(csv_init(&parser, CSV_APPEND_NULL), 0);
    for (size_t length; (length = fread(block, 1, sizeof block, in)) > 0;)
        ck_assert_uint_eq(csv_parse(&parser, block, length, add_cell, end_row, &reading), length);
    ck_assert_int_eq(ferror(in), 0);
    ck_assert_int_eq(csv_fini(&parser, add_cell, end_row, &reading), 0);
    csv_free(&parser);
    fclose(in);
    reading.csv.cells = arena_calloc(arena, reading.count, sizeof(*reading.csv.cells));
    memcpy(reading.csv.cells, reading.cells, reading.count * sizeof(*reading.csv.cells));
    free(reading.cells);
    return reading.csv;
}

const char *reference_csv_cell(const struct reference_csv *csv, size_t row, const char *column)
{
    for (size_t i = 0; i < csv->column_count; i++) {
        if (strcmp(csv->cells[i], column) == 0)
            return csv->cells[row * csv->column_count + i];
    }
    ck_abort_msg("there is no column '%s'", column);
    return "";
}
