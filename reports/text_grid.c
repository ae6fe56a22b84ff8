#include "reports/text_grid.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "reports/cell_text.h"
#include "reports/chart_svg.h"

enum {
    BAR_COLUMNS = 10,
    WORD_COLUMNS_MAX = 20,
    TITLE_COLUMNS = 12 /* a longer title is wrapped unless the cells want the room */
};

static struct str_view printable(struct str_view text, struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(text, 0, &shown);
    return arena_copy(arena, str_view_of(str_chars(&shown)));
}

static struct str_view title_of(const struct document_column *column, struct arena *arena)
{
    const char *title = column->title;
    if (column->coded)
        title = arena_format(arena, "%s %s", column->name, column->title);
    return printable(str_view_of(title), arena);
}

/* " ######...." of the terminal: full and light blocks. */
static void add_bar(const struct document_cell *cell, struct str *out)
{
    int64_t full = chart_share(cell->number[0], cell->number[1], BAR_COLUMNS);
    str_add_char(out, ' ');
    for (int64_t i = 0; i < BAR_COLUMNS; i++)
        str_add_text(out, i < full ? "\u2588" : "\u2591");
}

static struct str_view cell_view(const struct text_grid *grid, const struct document_row *row,
                                 size_t column, struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    cell_text_add(grid->table, row, column, &text);
    if (grid->bars && grid->table->columns[column].format == FORMAT_BAR &&
        row->cells[column].present)
        add_bar(&row->cells[column], &text);
    return printable(str_view_of(str_chars(&text)), arena);
}

size_t text_grid_longest_word(struct str_view text)
{
    size_t longest = 0;
    while (text.data != NULL) {
        size_t width = utf8_width(str_view_cut(text, ' ', &text));
        longest = width > longest ? width : longest;
    }
    return longest;
}

static size_t larger(size_t left, size_t right)
{
    return left > right ? left : right;
}

static void measure(struct text_grid *grid, size_t column)
{
    size_t title = utf8_width(grid->titles[column]);
    size_t width = larger(text_grid_longest_word(grid->titles[column]),
                          title < TITLE_COLUMNS ? title : TITLE_COLUMNS);
    for (size_t row = 0; row < grid->table->row_count; row++) {
        struct str_view cell = grid->cells[row * grid->table->column_count + column];
        width = larger(width, utf8_width(cell));
    }
    grid->widths[column] = width;
    grid->width += width + (column > 0 ? TEXT_GRID_GAP : 0);
}

struct text_grid *text_grid_new(const struct document_table *table, bool bars, struct arena *arena)
{
    struct text_grid *grid = arena_calloc(arena, 1, sizeof *grid);
    size_t count = table->column_count;
    grid->table = table;
    grid->bars = bars;
    grid->titles = arena_calloc(arena, count, sizeof *grid->titles);
    grid->widths = arena_calloc(arena, count, sizeof *grid->widths);
    grid->cells = arena_calloc(arena, count * table->row_count + 1, sizeof *grid->cells);
    for (size_t column = 0; column < count; column++) {
        grid->titles[column] = title_of(&table->columns[column], arena);
        for (size_t row = 0; row < table->row_count; row++)
            grid->cells[row * count + column] = cell_view(grid, &table->rows[row], column, arena);
        measure(grid, column);
    }
    return grid;
}

/* How narrow a column may become. */
static size_t narrowest(const struct text_grid *grid, size_t column)
{
    enum column_format format = grid->table->columns[column].format;
    size_t least = text_grid_longest_word(grid->titles[column]);
    if (format != FORMAT_TEXT && format != FORMAT_CODED && format != FORMAT_NAMED)
        return grid->widths[column];
    for (size_t row = 0; row < grid->table->row_count; row++) {
        struct str_view cell = grid->cells[row * grid->table->column_count + column];
        size_t word = text_grid_longest_word(cell);
        least = larger(least, word < WORD_COLUMNS_MAX ? word : WORD_COLUMNS_MAX);
    }
    return least < grid->widths[column] ? least : grid->widths[column];
}

bool text_grid_fit(struct text_grid *grid, size_t columns)
{
    size_t count = grid->table->column_count;
    size_t *least = cadre_calloc(count + 1, sizeof *least);
    for (size_t i = 0; i < count; i++)
        least[i] = narrowest(grid, i);
    while (grid->width > columns) {
        size_t widest = count;
        for (size_t i = 0; i < count; i++) {
            bool gives = grid->widths[i] > least[i];
            if (gives && (widest == count || grid->widths[i] > grid->widths[widest]))
                widest = i;
        }
        if (widest == count)
            break;
        grid->widths[widest]--;
        grid->width--;
    }
    free(least);
    return grid->width <= columns;
}

/* Bytes of `text` that fit into `width` columns; at least one code point. */
static size_t bytes_within(struct str_view text, size_t width)
{
    size_t offset = 0;
    size_t used = 0;
    while (offset < text.length) {
        size_t next = offset;
        utf8_next(text, &next);
        used += utf8_width((struct str_view){text.data + offset, next - offset});
        if (used > width && offset > 0)
            break;
        offset = next;
    }
    return offset;
}

struct str_view text_grid_next_line(struct str_view *text, size_t width)
{
    size_t end = bytes_within(*text, width);
    size_t next = end;
    if (end < text->length) {
        size_t blank = end;
        while (blank > 0 && text->data[blank] != ' ')
            blank--;
        if (blank > 0)
            end = next = blank;
        while (next < text->length && text->data[next] == ' ')
            next++;
    }
    struct str_view line = {text->data, end};
    *text = (struct str_view){text->data + next, text->length - next};
    return line;
}
