/*
 * A document: a title, the finding as its first sentence, key figures, facts, and sections of
 * tables. Built once, written by document_write_text, _html, _csv and _json; what a format shows of
 * a cell is said once, at its column. Texts are copied into the arena.
 */
#ifndef CADRE_REPORTS_DOCUMENT_H
#define CADRE_REPORTS_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/base/str.h"

enum column_format {
    FORMAT_TEXT,
    FORMAT_CODE,    /* text that is never translated or wrapped */
    FORMAT_CODED,   /* a code and its title; exported as two texts (name, name_title) */
    FORMAT_NAMED,   /* the same, shown by its title alone */
    FORMAT_INTEGER, /* right aligned */
    FORMAT_FIT,     /* basis points, shown as 87.50 %, exported as basis points */
    /* Integer `value` of integer `whole`: a bar beside the number where bars can be drawn; exported
     * as two integers (name, name_of). */
    FORMAT_BAR,
    /* have / need - short: `have`, `need`, `short_of`; one of five classes; exported as three
     * integers (name_have, name_need, name_short). */
    FORMAT_HEAT
};

struct document;         /* opaque */
struct document_section; /* opaque */
struct document_table;   /* opaque */

/* `name` is the file's stem and the JSON's "report": "staffing". */
struct document *document_new(struct arena *arena, const char *name, const char *title);
void document_set_finding(struct document *document, const char *format, ...) CADRE_PRINTF(2, 3);
/* A line set apart under the finding ("Draft: this run is not published."). */
void document_set_notice(struct document *document, const char *format, ...) CADRE_PRINTF(2, 3);
/* A key figure of the summary strip: FORMAT_INTEGER or FORMAT_FIT. */
void document_add_figure(struct document *document, const char *key, const char *label,
                         int64_t number, enum column_format format);
/* A fact of the basis: key is stable ("as_of"), label for people. */
void document_add_fact(struct document *document, const char *key, const char *label,
                       const char *format, ...) CADRE_PRINTF(4, 5);
/* What people read of the newest fact, in words that may be wrapped; its text stays what programs
 * get. */
void document_set_fact_words(struct document *document, const char *words);
struct document_section *document_add_section(struct document *document, const char *title);
void section_add_paragraph(struct document_section *section, const char *format, ...)
    CADRE_PRINTF(2, 3);
/* `name` is stable and unique in the document: NAME.TABLE.csv, --table, JSON's key. Its first
 * column heads the rows. */
struct document_table *section_add_table(struct document_section *section, const char *name,
                                         const char *caption);
void table_add_column(struct document_table *table, const char *name, const char *title,
                      enum column_format format);
/* A column that stands for something with a code, such as a region: its name is the code, which is
 * shown before the title. */
void table_add_coded_column(struct document_table *table, const char *code, const char *title,
                            enum column_format format);
void table_begin_row(struct document_table *table);
/* Cells in column order; an absent view or table_add_none leaves the cell empty (JSON null). */
void table_add_text(struct document_table *table, struct str_view text);
void table_add_format(struct document_table *table, const char *format, ...) CADRE_PRINTF(2, 3);
void table_add_integer(struct document_table *table, int64_t number); /* INTEGER and FIT */
void table_add_coded(struct document_table *table, struct str_view code, struct str_view title);
void table_add_bar(struct document_table *table, int64_t value, int64_t whole);
void table_add_heat(struct document_table *table, int64_t have, int64_t need, int64_t short_of);
void table_add_none(struct document_table *table);
/* The row just added is a total: set apart, and marked 1 in the exported column "total", so that
 * nobody sums it up with the others. */
void table_mark_total(struct document_table *table);

const char *document_name(const struct document *document);
/* Names of all tables in order; *ret_count of them. */
const char *const *document_table_names(const struct document *document, size_t *ret_count);

struct text_style {
    size_t columns; /* width of the terminal, 0 = no limit */
    bool color;
};

/* `out` is borrowed; write errors stay in ferror(out). */
void document_write_text(const struct document *document, const struct text_style *style,
                         FILE *out);
void document_write_html(const struct document *document, FILE *out);
void document_write_json(const struct document *document, FILE *out);
/* One table; CADRE_USAGE naming the tables when `table` is not one of them (NULL = the only or
 * first one). */
CADRE_MUST_CHECK enum cadre_status document_write_csv(const struct document *document,
                                                      const char *table, FILE *out,
                                                      struct cadre_error *err);

#endif
