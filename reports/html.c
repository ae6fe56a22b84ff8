/*
 * HTML: one file that needs nothing else. No script, no address outside it; landmarks, headings in
 * order, captions, scopes, a skip link; wide tables scroll in a region that the keyboard reaches.
 */
#include <inttypes.h>

#include "core/base/alloc.h"
#include "reports/assets.h"
#include "reports/cell_text.h"
#include "reports/chart_svg.h"
#include "reports/document.h"
#include "reports/heat.h"
#include "reports/html_text.h"

enum { WIDE_COLUMNS = 8 /* a table with more is printed across the page */ };

static void write_text(const char *text, FILE *out)
{
    html_text_write(str_view_of(text), out);
}

static void write_str(struct str *text, FILE *out)
{
    html_text_write(str_view_from(text), out);
    str_release(text);
}

/* ---- head -------------------------------------------------------------------------------- */

/* The classes of the heat map come from the table that the legend and the terminal use too. */
static void write_heat_styles(FILE *out)
{
    for (int i = 0; i < HEAT_CLASS_COUNT; i++)
        fprintf(out, ".heat-%d{background:%s;color:%s}\n", i, heat_class(i)->background,
                heat_class(i)->text);
}

static void write_head(const struct document *document, FILE *out)
{
    struct str_view css = asset_find(STR_VIEW_LITERAL("document.css"));
    fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" "
          "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"generator\" content=\"cadre\">\n<title>",
          out);
    write_text(document->title, out);
    fputs("</title>\n<style>\n", out);
    fwrite(css.data, 1, css.length, out);
    write_heat_styles(out);
    fputs("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#report\">Skip to the tables</a>\n",
          out);
}

static void write_figures(const struct document *document, FILE *out)
{
    if (document->figure_count == 0)
        return;
    fputs("<dl class=\"figures\">\n", out);
    for (size_t i = 0; i < document->figure_count; i++) {
        struct str number = {0};
        cell_text_add_figure(&document->figures[i], &number);
        fputs("<div><dt>", out);
        write_text(document->figures[i].label, out);
        fputs("</dt><dd>", out);
        write_str(&number, out);
        fputs("</dd></div>\n", out);
    }
    fputs("</dl>\n", out);
}

static void write_header(const struct document *document, FILE *out)
{
    fputs("<header>\n<h1>", out);
    write_text(document->title, out);
    fputs("</h1>\n", out);
    if (document->finding != NULL) {
        fputs("<p class=\"finding\">", out);
        write_text(document->finding, out);
        fputs("</p>\n", out);
    }
    if (document->notice != NULL) {
        fputs("<p class=\"notice\">", out);
        write_text(document->notice, out);
        fputs("</p>\n", out);
    }
    write_figures(document, out);
    fputs("</header>\n", out);
}

static void write_contents(const struct document *document, FILE *out)
{
    if (document->section_count < 2)
        return;
    fputs("<nav aria-label=\"Contents\">\n<ol>\n", out);
    for (size_t i = 0; i < document->section_count; i++) {
        fprintf(out, "<li><a href=\"#section-%zu\">", i + 1);
        write_text(document->sections[i]->title, out);
        fputs("</a></li>\n", out);
    }
    fputs("</ol>\n</nav>\n", out);
}

/* ---- cells ------------------------------------------------------------------------------- */

static const char *const format_classes[] = {
    [FORMAT_TEXT] = NULL,        [FORMAT_CODE] = "code",   [FORMAT_CODED] = NULL,
    [FORMAT_NAMED] = NULL,       [FORMAT_INTEGER] = "num", [FORMAT_FIT] = "num",
    [FORMAT_BAR] = "num barred", [FORMAT_HEAT] = "heat",
};

static void write_class(const struct document_column *column, const struct document_cell *cell,
                        FILE *out)
{
    const char *class = format_classes[column->format];
    if (class == NULL)
        return;
    fprintf(out, " class=\"%s", class);
    if (column->format == FORMAT_HEAT && cell != NULL && cell->present)
        fprintf(out, " heat-%d", heat_class_of(cell->number[1], cell->number[2]));
    fputc('"', out);
}

static void write_coded(const struct document_cell *cell, FILE *out)
{
    fputs("<span class=\"code\">", out);
    html_text_write(cell->text, out);
    fputs("</span>", out);
    if (cell->title.length > 0) {
        fputc(' ', out);
        html_text_write(cell->title, out);
    }
}

static void write_cell_content(const struct document_table *table, const struct document_row *row,
                               size_t column, FILE *out)
{
    const struct document_cell *cell = &row->cells[column];
    if (table->columns[column].format == FORMAT_CODED && cell->present) {
        write_coded(cell, out);
        return;
    }
    struct str text = {0};
    cell_text_add(table, row, column, &text);
    write_str(&text, out);
    if (table->columns[column].format == FORMAT_BAR && cell->present)
        chart_svg_bar(cell->number[0], cell->number[1], out);
}

/* The first cell heads its row. */
static void write_cell(const struct document_table *table, const struct document_row *row,
                       size_t column, FILE *out)
{
    fputs(column == 0 ? "<th scope=\"row\"" : "<td", out);
    write_class(&table->columns[column], &row->cells[column], out);
    fputc('>', out);
    write_cell_content(table, row, column, out);
    fputs(column == 0 ? "</th>" : "</td>", out);
}

/* ---- tables ------------------------------------------------------------------------------ */

static void write_titles(const struct document_table *table, FILE *out)
{
    fputs("<thead>\n<tr>", out);
    for (size_t i = 0; i < table->column_count; i++) {
        fputs("<th scope=\"col\"", out);
        write_class(&table->columns[i], NULL, out);
        fputc('>', out);
        if (table->columns[i].coded) {
            fputs("<span class=\"code\">", out);
            write_text(table->columns[i].name, out);
            fputs("</span> ", out);
        }
        write_text(table->columns[i].title, out);
        fputs("</th>", out);
    }
    fputs("</tr>\n</thead>\n", out);
}

static void write_rows(const struct document_table *table, FILE *out)
{
    fputs("<tbody>\n", out);
    for (size_t row = 0; row < table->row_count; row++) {
        fputs(table->rows[row].total ? "<tr class=\"total\">" : "<tr>", out);
        for (size_t i = 0; i < table->column_count; i++)
            write_cell(table, &table->rows[row], i, out);
        fputs("</tr>\n", out);
    }
    fputs("</tbody>\n", out);
}

static void write_legend(FILE *out)
{
    fputs("<p class=\"legend\">Each cell: have/need \u2212short. Share of the seats short: ", out);
    for (int i = 0; i < HEAT_CLASS_COUNT; i++) {
        fprintf(out, "<span class=\"heat heat-%d\">", i);
        write_text(heat_class(i)->label, out);
        fputs("</span> ", out);
    }
    fputs("</p>\n", out);
}

static void write_table(const struct document_table *table, FILE *out)
{
    fprintf(out,
            "<div class=\"scroll%s\" role=\"region\" tabindex=\"0\" "
            "aria-labelledby=\"caption-%s\">\n<table id=\"table-%s\">\n<caption id=\"caption-%s\">",
            table->column_count > WIDE_COLUMNS ? " wide" : "", table->name, table->name,
            table->name);
    write_text(table->caption, out);
    fputs("</caption>\n", out);
    write_titles(table, out);
    write_rows(table, out);
    fputs("</table>\n</div>\n", out);
    if (table_is_first_heat(table))
        write_legend(out);
}

/* A table without rows is said, not drawn. */
static void write_no_rows(const struct document_table *table, FILE *out)
{
    fprintf(out, "<p class=\"none\" id=\"table-%s\">", table->name);
    write_text(table->caption, out);
    fputs(": none.</p>\n", out);
}

/* ---- the document ------------------------------------------------------------------------ */

static void write_block(const struct document_block *block, FILE *out)
{
    if (block->table != NULL && block->table->row_count > 0) {
        write_table(block->table, out);
    } else if (block->table != NULL) {
        write_no_rows(block->table, out);
    } else {
        fputs("<p>", out);
        write_text(block->paragraph, out);
        fputs("</p>\n", out);
    }
}

static void write_section(const struct document_section *section, size_t number, FILE *out)
{
    fprintf(out,
            "<section id=\"section-%zu\" aria-labelledby=\"title-%zu\">\n<h2 id=\"title-%zu\">",
            number, number, number);
    write_text(section->title, out);
    fputs("</h2>\n", out);
    for (size_t i = 0; i < section->block_count; i++)
        write_block(&section->blocks[i], out);
    fputs("</section>\n", out);
}

static void write_basis(const struct document *document, FILE *out)
{
    if (document->fact_count == 0)
        return;
    fputs("<footer>\n<h2>Basis</h2>\n<dl class=\"basis\">\n", out);
    for (size_t i = 0; i < document->fact_count; i++) {
        const struct document_fact *fact = &document->facts[i];
        fputs("<div><dt>", out);
        write_text(fact->label, out);
        fputs("</dt><dd>", out);
        write_text(fact->words != NULL ? fact->words : fact->text, out);
        fputs("</dd></div>\n", out);
    }
    fputs("</dl>\n</footer>\n", out);
}

void document_write_html(const struct document *document, FILE *out)
{
    write_head(document, out);
    write_header(document, out);
    write_contents(document, out);
    fputs("<main id=\"report\" tabindex=\"-1\">\n", out);
    for (size_t i = 0; i < document->section_count; i++)
        write_section(document->sections[i], i + 1, out);
    fputs("</main>\n", out);
    write_basis(document, out);
    fputs("</body>\n</html>\n", out);
}
