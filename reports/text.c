/*
 * Text for a terminal: aligned by display width, wrapped to the width given. A table that cannot be
 * made narrow enough is told row by row. utf8_printable is the escaper: no control character of the
 * data reaches the terminal.
 */
#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "reports/cell_text.h"
#include "reports/document.h"
#include "reports/heat.h"
#include "reports/text_grid.h"

#define BOLD "\x1b[1m"
#define PLAIN "\x1b[0m"

enum { PROSE_COLUMNS = 80 };

struct text_out {
    struct text_style style;
    struct arena *arena;
    struct str text;
};

static void add_repeated(struct str *out, const char *what, size_t count)
{
    for (size_t i = 0; i < count; i++)
        str_add_text(out, what);
}

static size_t prose_width(const struct text_out *out)
{
    return out->style.columns > 0 ? out->style.columns : PROSE_COLUMNS;
}

/* In lines of at most `width`; those after the first begin at `indent`. */
static void add_lines(struct text_out *out, struct str_view text, size_t indent, size_t width)
{
    struct str_view rest = text;
    do {
        struct str_view line = text_grid_next_line(&rest, width);
        str_add_view(&out->text, line);
        str_add_char(&out->text, '\n');
        if (rest.length > 0)
            add_repeated(&out->text, " ", indent);
    } while (rest.length > 0);
}

static size_t room_behind(const struct text_out *out, size_t indent)
{
    size_t width = prose_width(out);
    return width > indent + 1 ? width - indent : 1;
}

/* Printable and wrapped; lines after the first are indented like the first. */
static void add_wrapped(struct text_out *out, const char *text, size_t indent)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(str_view_of(text), 0, &shown);
    add_lines(out, str_view_of(str_chars(&shown)), indent, room_behind(out, indent));
}

static void add_heading(struct text_out *out, const char *text, const char *underline)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(str_view_of(text), 0, &shown);
    str_add_text(&out->text, out->style.color ? BOLD : "");
    str_add_view(&out->text, str_view_from(&shown));
    str_add_text(&out->text, out->style.color ? PLAIN "\n" : "\n");
    add_repeated(&out->text, underline, utf8_width(str_view_from(&shown)));
    str_add_char(&out->text, '\n');
}

static size_t wider(size_t width, struct str_view text)
{
    size_t own = utf8_width(text);
    return own > width ? own : width;
}

/* ---- a table as a grid ------------------------------------------------------------------- */

static void add_padding(struct text_out *out, size_t width, struct str_view text)
{
    size_t used = utf8_width(text);
    add_repeated(&out->text, " ", width > used ? width - used : 0);
}

/* One line of a cell. `colors` (may be "") begins its colours. */
static void add_aligned(struct text_out *out, struct str_view text, size_t width, bool right,
                        const char *colors)
{
    str_add_text(&out->text, colors);
    if (right)
        add_padding(out, width, text);
    str_add_view(&out->text, text);
    if (!right)
        add_padding(out, width, text);
    str_add_text(&out->text, colors[0] != '\0' ? PLAIN : "");
}

static void trim_line(struct str *text)
{
    while (text->length > 0 && text->data[text->length - 1] == ' ')
        text->data[--text->length] = '\0';
}

static const char *cell_colors(const struct text_out *out, const struct document_column *column,
                               const struct document_row *row, const struct document_cell *cell)
{
    if (!out->style.color)
        return "";
    if (row == NULL || row->total)
        return BOLD;
    if (column->format == FORMAT_HEAT && cell->present)
        return heat_class(heat_class_of(cell->number[1], cell->number[2]))->terminal;
    return "";
}

/* A row of cells, each over as many lines as it needs; `row` is NULL for the titles. */
static void add_grid_row(struct text_out *out, const struct text_grid *grid,
                         const struct str_view *cells, const struct document_row *row)
{
    size_t count = grid->table->column_count;
    struct str_view *rest = arena_alloc(out->arena, count * sizeof *rest);
    bool more = true;
    for (size_t i = 0; i < count; i++)
        rest[i] = cells[i];
    for (size_t line = 0; more; line++) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            const struct document_column *column = &grid->table->columns[i];
            struct str_view part = text_grid_next_line(&rest[i], grid->widths[i]);
            const char *colors = cell_colors(out, column, row, row != NULL ? &row->cells[i] : NULL);
            add_repeated(&out->text, " ", i > 0 ? TEXT_GRID_GAP : 0);
            add_aligned(out, part, grid->widths[i], cell_text_is_right(column->format), colors);
            more |= rest[i].length > 0;
        }
        trim_line(&out->text);
        str_add_char(&out->text, '\n');
    }
}

static void add_rule(struct text_out *out, const struct text_grid *grid)
{
    for (size_t i = 0; i < grid->table->column_count; i++) {
        add_repeated(&out->text, " ", i > 0 ? TEXT_GRID_GAP : 0);
        add_repeated(&out->text, "\u2500", grid->widths[i]);
    }
    str_add_char(&out->text, '\n');
}

static void add_grid(struct text_out *out, const struct text_grid *grid)
{
    const struct document_table *table = grid->table;
    add_grid_row(out, grid, grid->titles, NULL);
    add_rule(out, grid);
    for (size_t i = 0; i < table->row_count; i++) {
        const struct document_row *row = &table->rows[i];
        if (row->total && i > 0 && !table->rows[i - 1].total)
            add_rule(out, grid);
        add_grid_row(out, grid, &grid->cells[i * table->column_count], row);
    }
}

/* ---- a table told row by row ------------------------------------------------------------- */

static void add_record(struct text_out *out, const struct text_grid *grid, size_t row,
                       size_t label_width)
{
    for (size_t i = 0; i < grid->table->column_count; i++) {
        struct str_view cell = grid->cells[row * grid->table->column_count + i];
        if (i > 0 && !grid->table->rows[row].cells[i].present)
            continue;
        add_repeated(&out->text, " ", i > 0 ? TEXT_GRID_GAP : 0);
        add_aligned(out, grid->titles[i], label_width - (i > 0 ? TEXT_GRID_GAP : 0), false,
                    i == 0 && out->style.color ? BOLD : "");
        add_repeated(&out->text, " ", TEXT_GRID_GAP);
        add_wrapped(out, cell.data, label_width + TEXT_GRID_GAP);
    }
}

static void add_records(struct text_out *out, const struct text_grid *grid)
{
    size_t label_width = 0;
    for (size_t i = 0; i < grid->table->column_count; i++)
        label_width = wider(label_width, grid->titles[i]);
    for (size_t row = 0; row < grid->table->row_count; row++)
        add_record(out, grid, row, label_width + TEXT_GRID_GAP);
}

static void add_legend(struct text_out *out)
{
    str_add_text(&out->text, "have/need \u2212short; share of seats short:");
    for (int i = 0; i < HEAT_CLASS_COUNT; i++) {
        const struct heat_class *class = heat_class(i);
        str_add_format(&out->text, "%s %s %s %s", i > 0 ? "," : "",
                       out->style.color ? class->terminal : "", class->label,
                       out->style.color ? PLAIN : "");
        trim_line(&out->text);
    }
    str_add_char(&out->text, '\n');
}

static void add_table(struct text_out *out, const struct document_table *table)
{
    size_t columns = out->style.columns;
    struct text_grid *grid = text_grid_new(table, true, out->arena);
    bool fits = columns == 0 || text_grid_fit(grid, columns);
    if (!fits) {
        /* Bars give way before the table does. */
        grid = text_grid_new(table, false, out->arena);
        fits = text_grid_fit(grid, columns);
    }
    add_wrapped(out, table->caption, 0);
    str_add_char(&out->text, '\n');
    if (table->row_count == 0)
        str_add_text(&out->text, "(none)\n");
    else if (fits)
        add_grid(out, grid);
    else
        add_records(out, grid);
    if (out->style.color && table_is_first_heat(table))
        add_legend(out);
}

/* ---- the document ------------------------------------------------------------------------ */

static void add_label(struct text_out *out, const char *label, size_t width)
{
    add_aligned(out, str_view_of(label), width, false, "");
    add_repeated(&out->text, " ", TEXT_GRID_GAP);
}

/* One line, however long: settings and digests are copied from here. */
static void add_pair(struct text_out *out, const char *label, const char *text, size_t width)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(str_view_of(text), 0, &shown);
    add_label(out, label, width);
    str_add_view(&out->text, str_view_from(&shown));
    str_add_char(&out->text, '\n');
}

/* Wrapped, in the room of the longest word at least. */
static void add_words(struct text_out *out, const char *label, const char *text, size_t width)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    size_t indent = width + TEXT_GRID_GAP;
    utf8_printable(str_view_of(text), 0, &shown);
    struct str_view words = str_view_of(str_chars(&shown));
    size_t room = room_behind(out, indent);
    size_t word = text_grid_longest_word(words);
    add_label(out, label, width);
    add_lines(out, words, indent, word > room ? word : room);
}

static void add_figures(struct text_out *out, const struct document *document)
{
    size_t width = 0;
    str_add_text(&out->text, document->figure_count > 0 ? "\n" : "");
    for (size_t i = 0; i < document->figure_count; i++)
        width = wider(width, str_view_of(document->figures[i].label));
    for (size_t i = 0; i < document->figure_count; i++) {
        CADRE_CLEANUP(str_release) struct str number = {0};
        cell_text_add_figure(&document->figures[i], &number);
        add_pair(out, document->figures[i].label, str_chars(&number), width);
    }
}

static void add_basis(struct text_out *out, const struct document *document)
{
    size_t width = 0;
    str_add_text(&out->text, document->fact_count > 0 ? "\n" : "");
    for (size_t i = 0; i < document->fact_count; i++)
        width = wider(width, str_view_of(document->facts[i].label));
    for (size_t i = 0; i < document->fact_count; i++) {
        const struct document_fact *fact = &document->facts[i];
        if (fact->words != NULL)
            add_words(out, fact->label, fact->words, width);
        else
            add_pair(out, fact->label, fact->text, width);
    }
}

static void add_section(struct text_out *out, const struct document_section *section)
{
    str_add_char(&out->text, '\n');
    add_heading(out, section->title, "-");
    for (size_t i = 0; i < section->block_count; i++) {
        const struct document_block *block = &section->blocks[i];
        str_add_text(&out->text, i > 0 ? "\n" : "");
        if (block->table != NULL)
            add_table(out, block->table);
        else
            add_wrapped(out, block->paragraph, 0);
    }
}

void document_write_text(const struct document *document, const struct text_style *style, FILE *out)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct text_out text = {.style = *style, .arena = arena};
    add_heading(&text, document->title, "=");
    if (document->finding != NULL) {
        str_add_char(&text.text, '\n');
        add_wrapped(&text, document->finding, 0);
    }
    if (document->notice != NULL) {
        str_add_char(&text.text, '\n');
        add_wrapped(&text, document->notice, 0);
    }
    add_figures(&text, document);
    add_basis(&text, document);
    for (size_t i = 0; i < document->section_count; i++)
        add_section(&text, document->sections[i]);
    fwrite(str_chars(&text.text), 1, text.text.length, out);
    str_release(&text.text);
}
