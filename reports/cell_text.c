#include "reports/cell_text.h"

#include <string.h>

#define NARROW_SPACE "\u202f"
#define NO_BREAK_SPACE "\u00a0"
#define MINUS "\u2212"
#define DASH "\u2014"

void cell_text_add_integer(int64_t number, struct str *out)
{
    const int64_t grouped_from = 10000;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    struct str digits = {0};
    str_add_format(&digits, "%llu", (unsigned long long)rest);
    if (number < 0)
        str_add_text(out, MINUS);
    for (size_t i = 0; i < digits.length; i++) {
        size_t left = digits.length - i;
        if (i > 0 && left % 3 == 0 && rest >= (uint64_t)grouped_from)
            str_add_text(out, NARROW_SPACE);
        str_add_char(out, digits.data[i]);
    }
    str_release(&digits);
}

void cell_text_add_fit(int64_t bp, struct str *out)
{
    if (bp < 0) {
        str_add_text(out, MINUS);
        bp = -bp;
    }
    str_add_format(out, "%lld.%02lld" NO_BREAK_SPACE "%%", (long long)(bp / 100),
                   (long long)(bp % 100));
}

void cell_text_add_figure(const struct document_figure *figure, struct str *out)
{
    if (figure->format == FORMAT_FIT)
        cell_text_add_fit(figure->number, out);
    else
        cell_text_add_integer(figure->number, out);
}

static void add_coded(const struct document_cell *cell, struct str *out)
{
    str_add_view(out, cell->text);
    if (cell->title.length > 0) {
        str_add_char(out, ' ');
        str_add_view(out, cell->title);
    }
}

static void add_of(const struct document_cell *cell, struct str *out)
{
    cell_text_add_integer(cell->number[0], out);
    str_add_char(out, '/');
    cell_text_add_integer(cell->number[1], out);
}

static void add_heat(const struct document_cell *cell, struct str *out)
{
    add_of(cell, out);
    if (cell->number[2] > 0) {
        str_add_char(out, ' ');
        cell_text_add_integer(-cell->number[2], out);
    }
}

static void add_absent(const struct document_row *row, size_t column, enum column_format format,
                       struct str *out)
{
    if (row->total)
        str_add_text(out, column == 0 ? "All" : "");
    else if (format != FORMAT_HEAT)
        str_add_text(out, DASH);
}

void cell_text_add(const struct document_table *table, const struct document_row *row,
                   size_t column, struct str *out)
{
    const struct document_cell *cell = &row->cells[column];
    enum column_format format = table->columns[column].format;
    if (!cell->present) {
        add_absent(row, column, format, out);
        return;
    }
    switch (format) {
    case FORMAT_TEXT:
    case FORMAT_CODE:
        str_add_view(out, cell->text);
        break;
    case FORMAT_CODED:
        add_coded(cell, out);
        break;
    case FORMAT_NAMED:
        str_add_view(out, cell->title);
        break;
    case FORMAT_INTEGER:
        cell_text_add_integer(cell->number[0], out);
        break;
    case FORMAT_FIT:
        cell_text_add_fit(cell->number[0], out);
        break;
    case FORMAT_BAR:
        add_of(cell, out);
        break;
    case FORMAT_HEAT:
        add_heat(cell, out);
        break;
    }
}

bool cell_text_is_right(enum column_format format)
{
    return format == FORMAT_INTEGER || format == FORMAT_FIT || format == FORMAT_BAR ||
           format == FORMAT_HEAT;
}
