#include "sql/rows.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "sql/rows_result.h"

struct rows {
    PGresult *result;
};

struct rows *rows_new(PGresult *result)
{
    struct rows *rows = cadre_calloc(1, sizeof *rows);
    rows->result = result;
    return rows;
}

void rows_free(struct rows *rows)
{
    if (rows == NULL)
        return;
    PQclear(rows->result);
    free(rows);
}

void rows_cleanup(struct rows **rows)
{
    rows_free(*rows);
}

size_t rows_count(const struct rows *rows)
{
    return (size_t)PQntuples(rows->result);
}

int rows_column(const struct rows *rows, const char *name)
{
    int column = PQfnumber(rows->result, name);
    assert(column >= 0);
    return column;
}

bool rows_is_null(const struct rows *rows, size_t row, int column)
{
    return PQgetisnull(rows->result, (int)row, column) != 0;
}

struct str_view rows_text(const struct rows *rows, size_t row, int column)
{
    if (rows_is_null(rows, row, column))
        return (struct str_view){NULL, 0};
    return (struct str_view){PQgetvalue(rows->result, (int)row, column),
                             (size_t)PQgetlength(rows->result, (int)row, column)};
}

int64_t rows_int64(const struct rows *rows, size_t row, int column)
{
    int64_t number = 0;
    str_view_to_int64(rows_text(rows, row, column), &number);
    return number;
}

bool rows_bool(const struct rows *rows, size_t row, int column)
{
    return str_view_equal(rows_text(rows, row, column), STR_VIEW_LITERAL("t"));
}

struct cadre_date rows_date(const struct rows *rows, size_t row, int column)
{
    struct cadre_date date = cadre_date_none;
    cadre_date_parse_iso(rows_text(rows, row, column), &date);
    return date;
}

struct str_view rows_copy(const struct rows *rows, size_t row, const char *column,
                          struct arena *arena)
{
    return arena_copy(arena, rows_text(rows, row, rows_column(rows, column)));
}

int64_t rows_number(const struct rows *rows, size_t row, const char *column)
{
    return rows_int64(rows, row, rows_column(rows, column));
}

static int hex_value(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

struct str_view rows_bytes(const struct rows *rows, size_t row, const char *column,
                           struct arena *arena)
{
    struct str_view hex = rows_text(rows, row, rows_column(rows, column));
    size_t length = hex.length / 2;
    char *bytes = arena_calloc(arena, length + 1, 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)(hex_value(hex.data[2 * i]) << 4 | hex_value(hex.data[2 * i + 1]));
    return (struct str_view){bytes, length};
}

void rows_int64_array(const struct rows *rows, size_t row, int column, int64_t *ret_numbers,
                      size_t count)
{
    struct str_view rest = rows_text(rows, row, column); /* {1,2,3} */
    assert(rest.length >= 2);
    rest = (struct str_view){rest.data + 1, rest.length - 2};
    for (size_t i = 0; i < count; i++) {
        struct str_view next;
        ret_numbers[i] = 0;
        str_view_to_int64(str_view_cut(rest, ',', &next), &ret_numbers[i]);
        rest = next;
    }
}
